"""Moving tokens: leaving a step, taking an edge, and what holds on the way."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from procflow.case.data import content_hash, undecided
from procflow.case.events import (
    EventEnded,
    FactSet,
    JobsSet,
    MilestoneClosed,
    MilestoneReached,
    MilestoneVoided,
    Moved,
    ParkDropped,
    ScopeEnded,
    StepParked,
)
from procflow.case.ids import called_case
from procflow.case.items import withdraw_items
from procflow.case.lens import depth, hanging, inside
from procflow.case.pausing import resume_main_flow
from procflow.case.refusal import Refused
from procflow.case.run import Carried, EventOver, Run
from procflow.case.state import CallJob, CancelJob, Mark, Parked, Scope
from procflow.definition.process import (
    FINISHED,
    Call,
    Choose,
    EventRaised,
    Milestone,
    Notice,
    Occasion,
    Parallel,
    Resume,
    Review,
    StepDone,
    System,
    Wait,
)
from procflow.guards import GuardError
from procflow.program import MAIN, EdgeKind, NoEdge
from procflow.program.flow_edges import leave_trigger, voided_trigger
from procflow.program.main_graph import event_trigger
from procflow.program.step_edges import PASSED


class Return(Struct, frozen=True):
    """How a step that is left goes on later: ``branch`` is the one of a parallel block that returned."""

    resume: Resume | None = None
    disputed: bool = False
    branch: str | None = None


ONWARD = Return()

# Steps that nobody answers; that they are done stands in the move that leaves them.
_NOT_ANSWERED = (Notice, Wait, Call, System, Parallel)


def leave(run: Run, scope: str, trigger: str, carried: Carried | None = None, back: Return = ONWARD) -> None:
    """Take the edge ``trigger`` out of the step that a scope is on and end what hangs on it; the step that
    it leads to is entered next, with the answers that are ``carried`` there.

    An edge to a step around the scope's graph ends the scope, and the one around goes on there; what that
    leaves is parked if ``back`` says how it resumes (SEMANTICS 2, 5).
    """
    standing = run.scope(scope)
    target = _ahead(run, standing, trigger)
    if target != FINISHED and run.program.placed[target] != standing.graph:
        _lead_out(run, standing, target, back)
        return
    if back.branch is not None and back.resume not in (None, Resume.FIRST):
        _park_block(run, standing, target, back)
    withdraw_items(run, (scope,), "step-left")
    end_hanging(run, scope, "step-left")
    abandon_call(run, run.scope(scope))
    step = run.program.step(standing.step)
    plain = run.program.graphs[standing.graph].kinds[standing.step, trigger] is EdgeKind.FLOW
    passed = plain and isinstance(step, _NOT_ANSWERED)
    run.emit(Moved(scope, standing.step, trigger, target, _line(run, standing), passed))
    # A review is done once it is passed, not by an answer that leads elsewhere or by a vote that is lost.
    if plain and (trigger == PASSED or not isinstance(step, Review)):
        set_facts(run, StepDone(standing.step))
    _close_milestones(run, scope, standing.step, target)
    run.enter(scope, target, carried)


def _ahead(run: Run, scope: Scope, trigger: str) -> str:
    """Where an edge leads from the step that a scope is on. Refused if there is none."""
    run.count_move(scope.id, scope.step)
    graph = run.program.graphs[scope.graph]
    values = run.values(scope.id) if (scope.step, trigger) in graph.guarded else {}
    try:
        return graph.fire(scope.step, trigger, values)
    except GuardError as error:
        raise undecided(error) from error
    except NoEdge as error:
        raise Refused("no-way-on", f"no way leads on from {scope.step}: {error}") from error


def _lead_out(run: Run, scope: Scope, target: str, back: Return) -> None:
    """Go on at a step around a scope's graph: out of the parallel block that the branch belongs to, or, from
    an occurrence of an event, in the main flow."""
    if scope.event is not None:
        end_event(run, scope.id, "led-out")
        if not run.moved_on(MAIN):  # what else the command did has led it away already
            leave(run, MAIN, event_trigger(scope.event, target))
        return
    branch = back.branch or scope.id
    leave(run, scope.parent or MAIN, leave_trigger(target), None, Return(back.resume, back.disputed, branch))


def _park_block(run: Run, scope: Scope, target: str, back: Return) -> None:
    assert back.resume is not None
    drop_replaced(run, scope.id, scope.step)
    within = inside(run.state, scope.id)
    withdraw_items(run, (scope.id, *within), "parked")
    for name in within:
        inner = run.scope(name)
        if inner.called is None:  # one that is called is waited for when the flow comes back
            abandon_call(run, inner)
    resume, branch = back.resume.value, back.branch
    run.emit(StepParked(scope.id, scope.step, target, resume, (), back.disputed, branch))


def drop_replaced(run: Run, scope: str, step: str) -> None:
    """Give up what a scope had parked, because it leaves another step by a return (SEMANTICS 6)."""
    if run.scope(scope).parked is not None:
        give_up_parked(run, scope, step, "replaced")


def give_up_parked(
    run: Run, scope: str, led_to: str, reason: Literal["led-elsewhere", "replaced", "taken-over"]
) -> None:
    """Drop a parked step, with the cases that were called from inside of it."""
    parked = run.scope(scope).parked
    assert parked is not None
    run.emit(ParkDropped(scope, parked.step, led_to, reason))
    _abandon_parked(run, parked)


def fire(run: Run, scope: str, trigger: str) -> str:
    """Move the token of an arbitration along an edge; returns the node it comes to."""
    standing = run.scope(scope)
    target = _ahead(run, standing, trigger)
    run.emit(Moved(scope, standing.step, trigger, target))
    return target


def _line(run: Run, scope: Scope) -> int | None:
    """The line of a choice that holds, if the scope is on one."""
    step = run.program.step(scope.step)
    if not isinstance(step, Choose):
        return None
    values: Mapping[str, object] = run.values(scope.id)
    held = (n for n, line in enumerate(step.lines, 1) if line.when is None or line.when.evaluate(values))
    return next(held, None)


def end_hanging(run: Run, scope: str, reason: Literal["step-left", "taken-back", "joined"]) -> None:
    """End the scopes that hang on the step a scope is on, innermost first (SEMANTICS 2)."""
    for inner in hanging(run.state, scope):
        end_hanging(run, inner, reason)
        withdraw_items(run, (inner,), reason)
        abandon_calls(run, run.scope(inner))
        run.emit(ScopeEnded(inner, reason))


def end_event(run: Run, scope: str, reason: Literal["led-out", "case-ended"] | None = None) -> None:
    """End an occurrence of an any-time event with whatever hangs in it; without a reason, by itself."""
    standing = run.scope(scope)
    end_hanging(run, scope, "step-left")
    withdraw_items(run, (scope,), reason or "step-left")
    abandon_calls(run, standing)
    if reason is None:
        run.emit(EventEnded(scope, standing.event or ""))
    else:
        run.emit(ScopeEnded(scope, reason))
    if reason != "case-ended":
        resume_main_flow(run, scope)
        run.agenda.append(EventOver(standing.event or ""))


def abandon_call(run: Run, scope: Scope) -> None:
    """Have the case that a scope called told that nobody waits for it any more."""
    called = [scope.called] if scope.called is not None else []
    if isinstance(run.program.steps.get(scope.step), Call):
        # Whoever starts it may have stopped before this case heard of it.
        asked = (n for n, t in run.state.timers.items() if isinstance(t, CallJob) and t.scope == scope.id)
        called += [called_case(run.state.id, name) for name in asked]
    for case in called:
        run.emit(JobsSet({f"{run.next_seq()}.0": CancelJob(run.context.now, case)}))


def abandon_calls(run: Run, scope: Scope) -> None:
    """Have the cases told that a scope which ends called, those of the step that it had parked too."""
    abandon_call(run, scope)
    if scope.parked is not None:
        _abandon_parked(run, scope.parked)


def _abandon_parked(run: Run, parked: Parked) -> None:
    for inner in parked.scopes:
        abandon_calls(run, inner)


def set_facts(run: Run, noticed: Occasion | StepDone | EventRaised) -> None:
    """Set the facts that become true once this has happened."""
    for fact in run.program.process.facts.values():
        if fact.true_once == noticed and not run.state.facts.get(fact.name, False):
            run.emit(FactSet(fact.name))


def drop_parked(run: Run, scope: Scope, step: str) -> None:
    """Give a parked step up when the flow comes to a step from which it does not lead back (SEMANTICS 6)."""
    parked = scope.parked
    if parked is None or parked.step == step or taken_over_by(run, scope) == step:
        return
    way = run.program.ways_back.get((parked.step, parked.target), frozenset())
    if step not in way:
        give_up_parked(run, scope.id, step, "led-elsewhere")


def taken_over_by(run: Run, scope: Scope) -> str | None:
    """The step that goes on in place of the scope's parked one after an objection in it."""
    parked = scope.parked
    if parked is None or not parked.disputed:
        return None
    step = run.program.step(parked.step)
    after = step.after_ruling if isinstance(step, Review) else None
    return after.step if after is not None else None


def in_force(run: Run, milestone: str) -> bool:
    """Whether a milestone was reached, not voided, and covers the data as they are (SEMANTICS 20)."""
    mark = run.state.milestones.get(milestone)
    if mark is None or mark.voided:
        return False
    return mark.closed or mark.content == content_hash(
        run.around(), run.state, run.program.milestone(milestone).covers
    )


def reach_milestone(run: Run, scope: str, milestone: Milestone) -> None:
    """Put a milestone on the record with what it covers as it is; one inside a branch or an event holds for
    that one alone."""
    inner = scope if scope != MAIN else None
    run.emit(
        MilestoneReached(milestone.name, content_hash(run.around(scope), run.state, milestone.covers), inner)
    )


def _open_milestones(run: Run) -> list[tuple[Milestone, Mark, str]]:
    """The milestones that can still be voided, with the scope that each was reached in."""
    found: list[tuple[Milestone, Mark, str]] = []
    for key, mark in run.state.milestones.items():
        name, inner, number = key.partition("@")
        scope = inner + number or MAIN
        if not mark.voided and not mark.closed and scope in run.state.scopes:
            found.append((run.program.milestone(name), mark, scope))
    return found


def _close_milestones(run: Run, scope: str, source: str, target: str) -> None:
    for milestone, _, at in _open_milestones(run) if run.state.milestones else ():
        passed = source == milestone.until and target not in run.program.covered[milestone.name]
        if at == scope and passed and target != milestone.if_voided:
            run.emit(MilestoneClosed(milestone.name, None if at == MAIN else at))


def void_milestones(run: Run) -> None:
    """Void the milestones whose content has changed, and lead each scope where the first of its own says. The
    scopes around go first, and end what hangs on the step that they leave."""
    if not run.state.milestones:
        return
    ways: dict[str, str] = {}
    for milestone, mark, scope in list(_open_milestones(run)):
        content = content_hash(run.around(scope), run.state, milestone.covers)
        if content != mark.content:
            run.emit(MilestoneVoided(milestone.name, content, None if scope == MAIN else scope))
            covered = run.scope(scope).step in run.program.covered[milestone.name]
            if milestone.if_voided is not None and covered:
                ways.setdefault(scope, voided_trigger(milestone.name))
    for scope in sorted(ways, key=lambda scope: depth(run.state, scope)):
        if scope in run.state.scopes:
            leave(run, scope, ways[scope])
