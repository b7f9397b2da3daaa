"""What the clock does to a case, and the handlers that report to it (SEMANTICS 11, 12, 22, 29)."""

from procflow.definition import process as p
from tests.case.naive import disputes, groups, reviews, steps
from tests.case.naive.moves import leave, start_clock
from tests.case.naive.people import bound, key_of
from tests.case.naive.state import Naive, No, Thing


def pass_timer(case: Naive, timer: Thing) -> None:
    case.require_running()
    if timer["due"] > case.now:
        raise No("too-early")
    if asleep(case, timer):
        raise No("suspended")
    case.state["timers"].remove(timer)
    match timer["kind"]:
        case "lapse":
            disputes.settle(case, case.scope(case.state["items"][timer["item"]]["scope"]))
        case "vote":
            groups.close_vote(case, case.scope(timer["scope"]))
        case "wait":
            scope = case.scope(timer["scope"])
            step = case.step_of(scope)
            assert isinstance(step, p.Wait)
            leave(case, scope, step.ways[timer["way"]][1].step, done=True)
        case "limit":
            scope = case.scope(timer["scope"])
            system = case.step_of(scope)
            assert isinstance(system, p.System)
            leave(case, scope, system.if_failed.step)
        case _:
            escalate(case, timer)


def asleep(case: Naive, timer: Thing) -> bool:
    """Whether a timer stands still with the main flow's clock; what is waited for comes all the same, and so
    does a handler's report (SEMANTICS 22)."""
    if timer["kind"] not in ("escalation", "lapse", "vote"):
        return False
    item = case.state["items"].get(timer.get("item"))
    scope = case.scope(item["scope"] if item is not None else timer["scope"])
    return any(stop["clock"] for stop in case.state["stops"]) and "event" not in case.root(scope)


def escalate(case: Naive, timer: Thing) -> None:
    """What a moment around a deadline does; it never answers anything (SEMANTICS 11, 12)."""
    item = case.state["items"].get(timer.get("item"))
    scope = case.scope(item["scope"] if item is not None else timer["scope"])
    limit = limit_of(case, scope, item)
    action = limit.escalations[timer["rule"]].action
    match action:
        case p.HandUp() if item is not None:
            hand_up(case, item, limit)
        case p.GoTo(target):
            step = case.step_of(scope)
            if item is not None and item["purpose"] == "seat" and isinstance(step, p.Review):
                reviews.go_back(case, scope, [item["seat"]], target.step, target.resume)
            else:
                leave(case, scope, target.step, target.resume)
        case _:
            pass


def limit_of(case: Naive, scope: Thing, item: Thing | None) -> p.Limit:
    if item is not None and item["purpose"] in ("ruling", "group", "vote", "casting"):
        limit = disputes.arbitration_of(case).limit
    else:
        step = case.map.steps[item["step"] if item is not None else scope["step"]]
        if isinstance(step, p.Review):
            assert item is not None
            limit = next(s for s in reviews.seats(case, scope) if s["name"] == item["seat"])["seat"].limit
        else:
            assert isinstance(step, p.Task | p.Notice | p.Wait)
            limit = step.limit
    assert limit is not None
    return limit


def hand_up(case: Naive, item: Thing, limit: p.Limit) -> None:
    if bound(case, key_of(item)):
        return
    above = case.superior(item["role"]) if item["role"] else None
    while above is not None and not _there(case, above, item["barred"]):
        above = case.superior(above)
    if above is None:
        return
    item.update(role=above, persons=None, level=item["level"] + 1)
    case.state["timers"] = [t for t in case.state["timers"] if t.get("item") != item["id"]]
    start_clock(case, {"item": item["id"]}, limit)


def _there(case: Naive, role: str, barred: list[str]) -> list[str]:
    people = case.organization.people
    return [h for h in case.holders(role) if h not in barred and not people[h].absent(case.now)]


def report(case: Naive, timer: Thing, values: Thing | None) -> None:
    """What the handler of a system step came to: values, or none if it failed."""
    case.require_running()
    steps.handler_reported(case, timer, values)
