"""Opening items, leaving steps, parking and coming back, milestones (SEMANTICS 1 to 6, 11, 13, 20)."""

from datetime import datetime, timedelta

from procflow.definition import process as p
from procflow.worktime import At, Side
from tests.case.naive.people import place, require_somebody
from tests.case.naive.state import Naive, No, Thing

MOST_AUTOMATIC = 60
"""Steps that may follow each other without anybody being asked, well beyond what any test has."""


def open_item(
    case: Naive,
    scope: Thing,
    purpose: str,
    role: str,
    *,
    step: str = "",
    seat: str | None = None,
    persons: list[str] | None = None,
    barred: list[str] | None = None,
    limit: p.Limit | None = None,
    loose: bool = False,
) -> Thing:
    """Ask somebody, or whoever stands in where the rules on persons leave nobody (SEMANTICS 26)."""
    item: Thing = {
        "id": case.number(),
        "scope": 0 if loose else scope["id"],
        "step": step or scope["step"],
        "purpose": purpose,
        "role": role,
        "seat": seat,
        "persons": persons,
        "barred": barred or [],
        "level": 0,
        "loose": loose,
        "opened": case.now,
    }
    if persons and not role:
        item["role"] = next(iter(case.organization.people[persons[0]].roles), "")
    if purpose != "acknowledge":
        place(case, item, item["barred"])
        require_somebody(case, item)
    case.state["items"][item["id"]] = item
    start_clock(case, {"item": item["id"]}, limit)
    return item


def start_clock(case: Naive, where: Thing, limit: p.Limit | None) -> None:
    """Set what happens around a deadline, counted from now."""
    if limit is None:
        return
    deadline = due(case, limit)
    beside = case.state["items"].get(where.get("item"), {}).get("loose", False)
    for number, escalation in enumerate(limit.escalations):
        if beside and isinstance(escalation.action, p.GoTo):
            continue
        at = escalation.at
        moment = case.now if at.anchor.value == "opening" else deadline
        if not isinstance(at, At):
            moment += length(at.duration) if at.side is Side.AFTER else -length(at.duration)
        case.state["timers"].append({"kind": "escalation", "due": moment, "rule": number, **where})


def due(case: Naive, limit: p.Limit) -> datetime:
    """The instant at which a deadline that begins now ends."""
    if isinstance(limit.deadline, p.AsLimited):
        return case.now + length(case.organization.limits[limit.deadline.limit].value)
    return case.now + length(limit.deadline.duration)


def length(duration: object) -> timedelta:
    """A length of plain hours or minutes; the definitions of these tests have no other."""
    amount, unit = str(duration).split(" ", 1)
    return timedelta(**{unit.rstrip("s") + "s": float(amount)})


def leave(
    case: Naive,
    scope: Thing,
    target: str,
    resume: p.Resume | None = None,
    *,
    done: bool = False,
    by_seat: bool = False,
) -> None:
    """Go from the step that a scope is on to another, or be over; ``done`` is the plain way on.

    Leads the way out of the scope's graph, the scope ends and the one around goes on; with ``resume`` the
    block is parked with everything inside it, and it was the branch that returned, unless a seat of a review
    in it did (``by_seat``).
    """
    if target != p.FINISHED and case.map.outside(scope["graph"], target):
        outer = case.scope(scope["parent"])
        if "event" in scope:
            event_over(case, scope, by_itself=False)
            if not case.moved(outer):
                leave(case, outer, target)
            return
        while case.map.outside(outer["graph"], target) and "event" not in outer:
            outer = case.scope(outer["parent"])
        if case.map.outside(outer["graph"], target):
            leave(case, outer, target)
            return
        if resume in (None, p.Resume.FIRST):
            leave(case, outer, target)
            return
        park(case, outer, resume, target, branch=None if by_seat else scope["id"])
        go(case, outer, target)
        return
    if done:
        case.set_fact(p.StepDone(scope["step"]))
        case.state["passed"].append(scope["step"])
    for inner in case.hanging(scope):
        case.end(inner)
    case.withdraw(scope)
    for key in ("review", "finished", "pending", "began", "called", "tried"):
        scope.pop(key, None)
    go(case, scope, target)


def go(case: Naive, scope: Thing, target: str) -> None:
    close_milestones(case, scope, target)
    case.state["moves"] += 1
    if case.state["moves"] > MOST_AUTOMATIC:
        raise No("automatic-circle")
    if target != p.FINISHED:
        scope["step"] = target
    agenda = case.state["agenda"]
    agenda[:] = [job for job in agenda if job[:2] != ("enter", scope["id"])]
    agenda.append(("enter", scope["id"], target))


def park(
    case: Naive,
    scope: Thing,
    resume: p.Resume,
    target: str,
    *,
    branch: int | None = None,
    disputed: bool = False,
) -> None:
    """Keep the step that a scope leaves, with everything that hangs on it (SEMANTICS 5)."""
    hanging = [inner for inner in case.within(scope) if inner is not scope]
    for inner in [scope, *hanging]:
        case.withdraw(inner)
    for inner in hanging:
        del case.state["scopes"][inner["id"]]
    kept = {key: scope.pop(key) for key in ("review", "finished", "opened") if key in scope}
    scope["parked"] = {
        "step": scope["step"],
        "target": target,
        "resume": resume.value,
        "branch": branch,
        "disputed": disputed,
        "scopes": hanging,
        **kept,
    }


def drop_parked(case: Naive, scope: Thing, step: str) -> None:
    """Give up what is parked if it cannot be come back to from a step (SEMANTICS 6)."""
    parked = scope.get("parked")
    if parked is None or step == parked["step"]:
        return
    if step not in case.map.coming_back(parked["step"], parked["target"]):
        del scope["parked"]


def event_over(case: Naive, scope: Thing, by_itself: bool = True) -> None:
    """An occurrence of an event is over; the main flow rests no more for it."""
    case.end(scope)
    case.state["stops"] = [stop for stop in case.state["stops"] if stop["scope"] != scope["id"]]
    case.state["agenda"].append(("event over", scope["event"]))


# milestones


def open_marks(case: Naive) -> list[Thing]:
    found = case.state["marks"].values()
    return [m for m in found if not m["voided"] and not m["closed"] and m["scope"] in case.state["scopes"]]


def covered(case: Naive, name: str) -> set[str]:
    milestone = case.map.steps[name]
    assert isinstance(milestone, p.Milestone)
    return case.map.window(case.map.home[name], name, milestone.until)


def close_milestones(case: Naive, scope: Thing, target: str) -> None:
    """Past the step up to which it can be voided, a milestone is closed (SEMANTICS 20)."""
    for mark in open_marks(case):
        milestone = case.map.steps[mark["name"]]
        assert isinstance(milestone, p.Milestone)
        gone = scope["step"] == milestone.until and target not in covered(case, mark["name"])
        if mark["scope"] == scope["id"] and gone and target != milestone.if_voided:
            mark["closed"] = True


def void_milestones(case: Naive) -> None:
    """Void what does not cover the data any more, and send each scope where its first such milestone says;
    one around takes those inside of it along."""
    ways: dict[int, str] = {}
    for mark in open_marks(case):
        milestone, scope = case.map.steps[mark["name"]], case.scope(mark["scope"])
        assert isinstance(milestone, p.Milestone)
        if case.content(milestone.covers, scope) != mark["content"]:
            mark["voided"] = True
            if milestone.if_voided is not None and scope["step"] in covered(case, mark["name"]):
                ways.setdefault(scope["id"], milestone.if_voided)
    for scope in [inner for root in [case.main(), *case.occurrences()] for inner in case.within(root)]:
        if scope["id"] in ways and scope["id"] in case.state["scopes"]:
            leave(case, scope, ways[scope["id"]])


def in_force(case: Naive, name: str) -> bool:
    milestone, mark = case.map.steps[name], case.state["marks"].get((name, 0))
    assert isinstance(milestone, p.Milestone)
    if mark is None or mark["voided"]:
        return False
    return bool(mark["closed"]) or mark["content"] == case.content(milestone.covers, case.main())


# what must hold on entering a step


def is_done(case: Naive, step: str) -> bool:
    if isinstance(case.map.steps[step], p.Milestone):
        return in_force(case, step)
    done = case.state["done"] if isinstance(case.map.steps[step], p.Task) else case.state["passed"]
    return step in done


def require_entry(case: Naive, scope: Thing, step: str) -> None:
    for rule in case.process.invariants:
        match rule:
            case p.Before() if rule.step == step and not is_done(case, rule.must):
                raise No("not-before")
            case p.Never() if rule.step == step:
                if rule.once is not None and is_done(case, rule.once):
                    raise No("never")
                if rule.when is not None and case.holds(rule.when, scope):
                    raise No("never")
            case _:
                pass
