"""A case as both interpreters see it, in words that they share.

Numbers of scopes and items differ between the two, so a scope is named by its path from the main flow, and an
item by where it stands; what is the same in both stands in the same order.
"""

from dataclasses import dataclass
from typing import Any

from procflow.case import CaseState, Item
from procflow.case.pausing import running_timers
from procflow.case.people import entitled
from procflow.case.state import (
    CallJob,
    CancelJob,
    EscalationTimer,
    HandlerJob,
    HandlerLimit,
    LapseTimer,
    ReleaseJob,
    ReportJob,
    Scope,
    StepTimer,
    Timer,
    VoteTimer,
    WaitTimer,
)
from tests.case.naive import clock
from tests.case.naive.state import Naive, Thing


@dataclass
class Picture:
    """What is compared (``seen``), and what names the items and timers of the interpreter that it is of."""

    seen: dict[str, Any]
    items: list[tuple[tuple[object, ...], Any]]
    timers: list[tuple[tuple[object, ...], Any]]


def _in_order(pairs: list[tuple[tuple[object, ...], Any]]) -> list[tuple[tuple[object, ...], Any]]:
    return sorted(pairs, key=lambda pair: repr(pair[0]))


def _paths(found: list[tuple[Any, Any, str]]) -> dict[Any, str]:
    """Paths by id, from scopes as (id, parent, label) in the order in which they came to be."""
    paths: dict[Any, str] = {}
    labels: dict[tuple[Any, str], int] = {}
    for name, parent, label in found:
        labels[parent, label] = number = labels.get((parent, label), 0) + 1
        above = f"{paths[parent]} > " if parent is not None else ""
        paths[name] = f"{above}{label}" + (f" {number}" if number > 1 else "")
    return paths


# the kernel's


def _number(scope: str) -> int:
    return 0 if scope == "main" else int(scope[1:])


def _label(scope: Scope) -> str:
    if scope.dispute is not None:
        return f"{scope.dispute.topic}/{scope.dispute.seat}"
    if scope.event is not None:
        return scope.event
    if scope.parent is None:
        return "main"
    return scope.graph.removeprefix("parallel:") + (f"={scope.named.value}" if scope.named else "")


def of_kernel(organization: Any, state: CaseState) -> Picture:
    """The picture of the kernel's state."""
    scopes = sorted(state.scopes.values(), key=lambda scope: _number(scope.id))
    paths = _paths([(scope.id, scope.parent, _label(scope)) for scope in scopes])
    opened = sorted(state.items.values(), key=lambda item: int(item.id.rpartition("-")[2]))
    items = _in_order([(_item(organization, paths, item), item) for item in opened])
    keys = {item.id: key for key, item in items}
    timers = _in_order([(_timer(paths, keys, timer), name) for name, timer in state.timers.items()])
    seen = {
        "status": state.status,
        "tokens": {
            paths[s.id]: ("arbitration" if s.dispute else s.step, s.parked.step if s.parked else None)
            for s in scopes
        },
        "items": [key for key, _ in items],
        "data": {name: value for name, value in state.data.items() if value is not None},
        "own": {paths[s.id]: s.data for s in scopes if s.data},
        "facts": {name: value for name, value in state.facts.items() if value},
        "owner": state.owner,
        "authority": {name: known.role for name, known in state.authority.items()},
        "milestones": {
            name: (mark.voided, mark.closed) for name, mark in state.milestones.items() if "@" not in name
        },
        "timers": [key for key, _ in timers],
        "stopped": sorted(paths[stop.scope] for stop in state.stops),
        "running": len(running_timers(state)),
    }
    return Picture(seen, items, timers)


def _item(organization: Any, paths: dict[str, str], item: Item) -> tuple[object, ...]:
    able = tuple(sorted(entitled(organization, item)))
    seat = item.seat if item.purpose in ("seat", "acknowledge") else None
    place = (paths[item.scope], item.step, item.purpose, seat, item.role, item.level)
    return (*place, item.persons, able, item.loose)


def _timer(paths: dict[str, str], keys: dict[str, Any], timer: Timer) -> tuple[object, ...]:
    match timer:
        case EscalationTimer(due, item, rule):
            return ("escalation", str(due), keys[item], rule)
        case LapseTimer(due, item):
            return ("lapse", str(due), keys[item])
        case StepTimer(due, scope, rule):
            return ("escalation", str(due), paths[scope], rule)
        case WaitTimer(due, scope, way):
            return ("wait", str(due), paths[scope], way)
        case HandlerJob(due, scope, attempt):
            return ("handler", str(due), paths[scope], attempt)
        case HandlerLimit(due, scope):
            return ("limit", str(due), paths[scope])
        case VoteTimer(due, scope):
            return ("vote", str(due), paths[scope])
        case CallJob() | CancelJob() | ReportJob() | ReleaseJob():
            return ("other", str(timer))


# the naive one's


def of_naive(case: Naive) -> Picture:
    """The picture of the naive interpreter's state."""
    state = case.state
    scopes = sorted(state["scopes"].values(), key=lambda scope: int(scope["id"]))
    paths = _paths([(s["id"], s["parent"], s["label"]) for s in scopes])
    opened = sorted(state["items"].values(), key=lambda item: int(item["id"]))
    items = _in_order([(_naive_item(case, paths, item), item) for item in opened])
    keys = {item["id"]: key for key, item in items}
    timers = _in_order([(_naive_timer(paths, keys, timer), timer) for timer in state["timers"]])
    asleep = [timer for timer in state["timers"] if clock.asleep(case, timer)]
    seen = {
        "status": state["status"],
        "tokens": {
            paths[s["id"]]: (
                "arbitration" if "dispute" in s else s["step"],
                s["parked"]["step"] if s.get("parked") else None,
            )
            for s in scopes
        },
        "items": [key for key, _ in items],
        "data": {name: value for name, value in state["data"].items() if value is not None},
        "own": {paths[s["id"]]: s["data"] for s in scopes if s.get("data")},
        "facts": {name: value for name, value in state["facts"].items() if value},
        "owner": state["owner"],
        "authority": state["authority"],
        "milestones": {
            name: (mark["voided"], mark["closed"])
            for (name, scope), mark in state["marks"].items()
            if scope == 0
        },
        "timers": [key for key, _ in timers],
        "stopped": sorted(paths[stop["scope"]] for stop in state["stops"]),
        "running": len(state["timers"]) - len(asleep),
    }
    return Picture(seen, items, timers)


def _naive_item(case: Naive, paths: dict[Any, str], item: Thing) -> tuple[object, ...]:
    able = tuple(sorted(case.can_act(item)))
    seat = item["seat"] if item["purpose"] in ("seat", "acknowledge") else None
    persons = None if item["persons"] is None else tuple(item["persons"])
    place = (paths[item["scope"]], item["step"], item["purpose"], seat, item["role"], item["level"])
    return (*place, persons, able, item["loose"])


def _naive_timer(paths: dict[Any, str], keys: dict[Any, Any], timer: Thing) -> tuple[object, ...]:
    place = keys[timer["item"]] if "item" in timer else paths[timer["scope"]]
    more = [timer[key] for key in ("rule", "way", "attempt") if key in timer]
    return (timer["kind"], str(timer["due"]), place, *more)
