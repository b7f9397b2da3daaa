"""Objections: which level rules, what a ruling does, and the right to appeal."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from procflow.case import events as e
from procflow.case.doers import Addressee, addressed
from procflow.case.flow import end_hanging, fire
from procflow.case.items import Asked, open_item, withdraw_items
from procflow.case.lens import dispute_of, review_of
from procflow.case.refusal import Refused
from procflow.case.run import Advance, Run
from procflow.case.seats import seat_of
from procflow.case.state import Dispute, Item, Performance, Purpose, Ruling, Scope
from procflow.definition.process import Arbiter, GroupLevel, Level, Task
from procflow.program.arbitration_graph import (
    APPEALABLE,
    FINAL,
    STANDS,
    graph_name,
    level_node,
    level_trigger,
)
from procflow.worktime import Duration

RULINGS: Mapping[str, Ruling] = {"upheld": "upheld", "overruled": "overruled", "refused": "refused"}


class Given(Struct, frozen=True):
    """The work item that a ruling was given on, and by whom; of a group, who broke its tie."""

    item: str | None = None
    who: Performance | None = None
    comment: str | None = None
    casting: Performance | None = None


def open_objection(run: Run, parent: str, seat: str, topic: str, who: Performance) -> None:
    """Open an arbitration on a topic, hung on the review that the objection came from (SEMANTICS 14)."""
    scope = f"@{run.next_seq()}"
    step = run.scope(parent).step
    barred = tuple(sorted(who.persons())) if run.program.arbitration().never_rules_on_own else ()
    run.emit(e.ObjectionOpened(scope, parent, step, seat, topic, graph_name(topic), barred))
    run.emit(e.Moved(scope, "", "opened", run.program.graphs[graph_name(topic)].start))
    if not open_level(run, scope, 0):
        raise Refused("no-arbiter", f"nobody is left who could rule on {topic}")


def open_level(run: Run, scope: str, first: int) -> bool:
    """Open the first level from ``first`` on that may rule; False if none may (SEMANTICS 16)."""
    level = next_level(run, scope, first, record=True)
    if level is None:
        return False
    run.emit(e.LevelOpened(scope, level))
    fire(run, scope, level_trigger(level))
    ask_level(run, scope)
    return True


def next_level(run: Run, scope: str, first: int, *, record: bool = False) -> int | None:
    """The first level from ``first`` on that may rule, if there is one."""
    dispute = dispute_of(run.scope(scope))
    for number, level in enumerate(run.program.ruled_topic(dispute.topic).levels[first:], first):
        reason = _passed_over(run, run.scope(scope), level)
        if reason is None:
            return number
        if record:
            run.emit(e.LevelPassedOver(scope, number, _role_of(level), reason))
    return None


def _passed_over(
    run: Run, scope: Scope, level: Level
) -> Literal["own-objection", "everybody-a-party"] | None:
    dispute = dispute_of(scope)
    if isinstance(level, GroupLevel):
        return None
    host = run.scope(scope.parent or "")
    own_role = seat_of(run.program, host, dispute.seat).role == level.role
    if own_role and run.program.arbitration().never_rules_on_own:
        return "own-objection"
    meant = addressed(run, level.role)
    holders = meant.persons or run.context.organization.holders(meant.role)
    if holders and all(person in dispute.barred for person in holders):
        return "everybody-a-party"
    return None


def _role_of(level: Level) -> str:
    return level.role if isinstance(level, Arbiter) else level.group


def ruling_of(dispute: Dispute) -> Ruling:
    """The ruling that an arbitration has come to. Raises ``LookupError`` before there is one."""
    if dispute.ruling is None:
        raise LookupError(f"nobody has ruled on the objection of {dispute.seat}")
    return dispute.ruling


def current_level(run: Run, scope: str) -> Level:
    """The level that an arbitration is on."""
    dispute = dispute_of(run.scope(scope))
    return run.program.ruled_topic(dispute.topic).levels[dispute.level]


def ask_level(run: Run, scope: str) -> None:
    """Ask whoever the level waits for first: the arbiter, or the one who convenes the group."""
    level = current_level(run, scope)
    match level:
        case Arbiter():
            ask(run, scope, level.role, "ruling")
        case GroupLevel():
            ask(run, scope, level.convened_by, "group")


def ask(run: Run, scope: str, role: str, purpose: Purpose, *, persons: tuple[str, ...] | None = None) -> None:
    """Open a work item of an arbitration."""
    graph, limit = run.scope(scope).graph, run.program.arbitration().limit
    meant = addressed(run, role) if persons is None else Addressee(role, persons)
    asked = Asked(scope, graph, meant.role, purpose, seat=role, persons=meant.persons, limit=limit)
    open_item(run, asked)


def give_ruling(run: Run, scope: str, ruling: Ruling, role: str, given: Given | None = None) -> None:
    """Record a ruling, of a person or, without an item ``given``, of a group's votes; open the right to
    appeal it, or let it stand."""
    dispute = dispute_of(run.scope(scope))
    by = given or Given()
    run.emit(e.RulingGiven(scope, dispute.level, ruling, role, by.item, by.who, by.comment, by.casting))
    appeal = run.program.arbitration().appeal
    last = dispute.level == run.program.last_level(dispute.topic)
    if appeal is None or last or ruling == "refused" or next_level(run, scope, dispute.level + 1) is None:
        fire(run, scope, FINAL)
        close_objection(run, scope)
        return
    fire(run, scope, APPEALABLE)
    _ask_loser(run, scope, ruling, appeal.within)


def _ask_loser(run: Run, scope: str, ruling: Ruling, within: Duration) -> None:
    role, persons = losing_side(run, scope, ruling)
    graph = run.scope(scope).graph
    open_item(run, Asked(scope, graph, role, "appeal", seat=role, persons=persons, lapses=within))


def losing_side(run: Run, scope: str, ruling: Ruling) -> tuple[str, tuple[str, ...] | None]:
    """Who lost: of an overruled objection the one who objected, of an upheld one whoever did the step that it
    leads back to."""
    if ruling == "overruled":
        host = run.scope(run.scope(scope).parent or "")
        name = dispute_of(run.scope(scope)).seat
        objector = review_of(host).objections[name].answered.who
        return seat_of(run.program, host, name).role, tuple(sorted(objector.persons()))
    step = run.program.arbitration().upheld.step
    task = run.program.step(step)
    done = run.state.performed.get(step)
    persons = tuple(sorted(done.persons())) if done is not None else None
    return task.role if isinstance(task, Task) else "", persons


def appeal(run: Run, item: Item, outcome: str, who: Performance, comment: str | None) -> None:
    """Use the right to appeal, or accept the ruling."""
    if outcome == "appeal":
        run.emit(e.Appealed(item.scope, item.id, who, comment))
        if not open_level(run, item.scope, dispute_of(run.scope(item.scope)).level + 1):
            raise Refused("no-arbiter", "nobody is left who could rule on it", allowed=("accept",))
        return
    run.emit(e.ItemCompleted(item.id, item.step, item.purpose, outcome, who, comment))
    stand(run, item.scope)


def stand(run: Run, scope: str) -> None:
    """Let a ruling stand that nobody appealed."""
    fire(run, scope, STANDS)
    close_objection(run, scope)


def close_objection(run: Run, scope: str) -> None:
    """End an arbitration with its ruling and go on with the review that it hung on."""
    standing = run.scope(scope)
    dispute = dispute_of(standing)
    parent, ruling = standing.parent or "", ruling_of(dispute)
    withdraw_items(run, (scope,), "ruled")
    run.emit(e.ObjectionClosed(scope, parent, standing.host or "", dispute.seat, dispute.topic, ruling))
    run.agenda.append(Advance(parent))


def withdraw_objection(run: Run, parent: str, seat: str, who: Performance, comment: str | None) -> None:
    """Take an objection back: its arbitration ends, the seat is asked again, the case stays disputed."""
    host = run.scope(parent)
    scope = review_of(host).objections[seat].scope or ""
    if dispute_of(run.scope(scope)).ruling is not None:
        text = f"the objection of {seat} is ruled on; the ruling can be accepted or appealed"
        raise Refused("ruled-already", text)
    end_hanging(run, scope, "taken-back")
    withdraw_items(run, (scope,), "taken-back")
    run.emit(e.ObjectionWithdrawn(scope, parent, host.step, seat, who, comment))
    run.agenda.append(Advance(parent))


def reopen_dispute(run: Run, scope: str) -> None:
    """Ask again where a parked arbitration stood: its level from the beginning, or the appeal."""
    dispute = dispute_of(run.scope(scope))
    appeal = run.program.arbitration().appeal
    if dispute.ruling is not None and appeal is not None:
        _ask_loser(run, scope, dispute.ruling, appeal.within)
        return
    standing = run.scope(scope)
    level = current_level(run, scope)
    entry = level_node(dispute.level, "convene" if isinstance(level, GroupLevel) else "")
    if standing.step != entry:
        run.emit(e.Moved(scope, standing.step, "parked", entry))
    ask_level(run, scope)
