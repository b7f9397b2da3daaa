"""What coming to a step does, by its kind, and what follows until only people or the clock can go on."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from procflow.definition import process as p
from tests.case.naive import disputes, reviews
from tests.case.naive.graph import MAIN
from tests.case.naive.moves import (
    drop_parked,
    event_over,
    in_force,
    is_done,
    leave,
    length,
    open_item,
    require_entry,
    start_clock,
    void_milestones,
)
from tests.case.naive.state import Naive, No, Thing

ZONE = ZoneInfo("Asia/Shanghai")


def settle(case: Naive) -> None:
    """Work off what follows. Waits for fields look again after each round."""
    agenda = case.state["agenda"]
    while case.state["status"] == "running":
        if not agenda:
            look_at_waits(case)
        if not agenda:
            return
        what, *rest = agenda.pop(0)
        if what == "event over":
            event_is_over(case, rest[0])
        elif rest[0] in case.state["scopes"]:
            scope = case.scope(rest[0])
            if what == "enter":
                enter(case, scope, rest[1])
            elif what == "advance" and scope.get("review") is not None:
                reviews.advance(case, scope)
    agenda.clear()


def enter(case: Naive, scope: Thing, target: str) -> None:
    if target == p.FINISHED:
        if "event" in scope:
            event_over(case, scope)
        else:
            finish_branch(case, scope)
        return
    require_entry(case, scope, target)
    drop_parked(case, scope, target)
    parked = scope.get("parked")
    if parked is not None and parked["step"] == target:
        come_back(case, scope)
        return
    step = case.map.steps[target]
    match step:
        case p.Task():
            ask(case, scope, step)
        case p.Review():
            reviews.begin(case, scope, step)
        case p.Choose():
            taken = next(line for line in step.lines if line.when is None or case.holds(line.when, scope))
            leave(case, scope, taken.target.step)
        case p.Milestone():
            mark = {"name": target, "scope": scope["id"], "content": case.content(step.covers, scope)}
            case.state["marks"][target, scope["id"]] = {**mark, "voided": False, "closed": False}
            leave(case, scope, step.target.step, done=True)
        case p.End():
            end(case, step)
        case p.Parallel():
            open_block(case, scope, step)
        case p.Notice():
            tell(case, scope, step)
        case p.Wait():
            wait(case, scope, step)
        case p.System():
            ask_handler(case, scope, step, 1)
            if step.time_limit is not None:
                due = case.now + length(step.time_limit)
                case.state["timers"].append({"kind": "limit", "due": due, "scope": scope["id"]})
        case p.Call():
            case.state["timers"].append({"kind": "call", "due": case.now, "scope": scope["id"]})


def ask(case: Naive, scope: Thing, task: p.Task) -> None:
    """Ask whoever does a task (SEMANTICS 24, 26)."""
    role, persons = task.role, None
    match task.doer:
        case p.OwnerDoes():
            assert case.process.owner is not None
            if case.state["owner"] is None:
                raise No("no-owner")
            role, persons = case.process.owner.role, [case.state["owner"]]
        case p.PersonIn(field):
            person = case.data(scope).get(field)
            if person is None:
                raise No("data-missing")
            persons = [person]
        case p.RoleBy(table):
            role = role_by(case, scope, table)
        case None:
            pass
    open_item(case, scope, "task", role, persons=persons, limit=task.limit)


def role_by(case: Naive, scope: Thing, table: str) -> str:
    if table in case.process.tables:
        return case.decided(table)
    role_map = case.process.maps[table]
    around: Thing | None = scope
    while around is not None:
        host = case.map.steps.get(around.get("host", ""))
        each = host.for_each if isinstance(host, p.Parallel) else None
        if each is not None and role_map.field in (each.name, each.each.field):
            return role_map.roles[around["entry"]["value"]]
        around = case.scope(around["parent"]) if around["parent"] is not None else None
    value = case.data(scope).get(role_map.field)
    if value is None:
        raise No("data-missing")
    return role_map.roles[str(value)]


# ends


def end(case: Naive, step: p.End) -> None:
    """A completed end waits for open events, the others end them (SEMANTICS 3)."""
    if step.ending is p.Ending.COMPLETED:
        require_after(case)
        if case.occurrences():
            return
    for scope in case.occurrences():
        case.end(scope)
    case.withdraw(case.main(), loose=True)
    case.state.update(status=step.ending.value, items={}, timers=[], stops=[])


def require_after(case: Naive) -> None:
    for rule in case.process.invariants:
        if isinstance(rule, p.After) and is_done(case, rule.step):
            met = is_done(case, rule.must)
            if isinstance(case.map.steps[rule.must], p.Milestone):
                met = in_force(case, rule.must)
            if not met:
                raise No("not-after")


# branches


def open_block(case: Naive, scope: Thing, step: p.Parallel) -> None:
    branches: list[tuple[p.Branch, Thing | None]] = [(branch, None) for branch in step.branches.values()]
    if step.for_each is not None:
        (branch,) = step.branches.values()
        named = reviews.entries(case, scope, step.for_each.each)
        if not named and step.for_each.none is p.WhenNone.REFUSE:
            raise No("nobody-named")
        branches = [(branch, entry) for entry in named]
    scope["finished"], scope["opened"] = 0, len(branches)
    if not branches:
        leave(case, scope, step.target.step, done=True)
    for branch, entry in branches:
        number = case.number()
        case.state["scopes"][number] = {
            "id": number,
            "graph": f"{step.name}/{branch.name}",
            "step": branch.flow.start,
            "parent": scope["id"],
            "host": step.name,
            "hangs": True,
            "label": f"{step.name}/{branch.name}" + (f"={entry['value']}" if entry else ""),
            "entry": entry,
        }
        case.state["agenda"].append(("enter", number, branch.flow.start))


def finish_branch(case: Naive, scope: Thing) -> None:
    parent = case.scope(scope["parent"])
    case.end(scope)
    parent["finished"] += 1
    join(case, parent)


def join(case: Naive, scope: Thing) -> None:
    """Go on behind a block when enough of its branches are finished."""
    step = case.step_of(scope)
    assert isinstance(step, p.Parallel)
    wanted = scope["opened"] if step.join is None else min(step.join, scope["opened"])
    if scope["finished"] >= wanted:
        leave(case, scope, step.target.step, done=True)


# coming back


def come_back(case: Naive, scope: Thing) -> None:
    """Go on with a parked step (SEMANTICS 5)."""
    parked = scope.pop("parked")
    for key in ("review", "finished", "opened"):
        if key in parked:
            scope[key] = parked[key]
    for inner in parked["scopes"]:
        case.state["scopes"][inner["id"]] = inner
    if parked["branch"] is not None and parked["resume"] == p.Resume.AFTER.value:
        finish_branch(case, case.scope(parked["branch"]))
        if scope["id"] in [rest[0] for _, *rest in case.state["agenda"]]:
            return
    ask_again(case, scope)
    for inner in parked["scopes"]:
        if inner["id"] in case.state["scopes"]:
            ask_again(case, inner)


def ask_again(case: Naive, scope: Thing) -> None:
    """Ask once more what a scope waits for; deadlines start afresh."""
    if "dispute" in scope:
        disputes.ask_dispute(case, scope)
        return
    step = case.step_of(scope)
    if scope.get("parked") is not None and scope["parked"]["step"] == scope["step"]:
        come_back(case, scope)
        return
    match step:
        case p.Task():
            ask(case, scope, step)
        case p.Review():
            reviews.reopen(case, scope)
            case.state["agenda"].append(("advance", scope["id"]))
        case p.Notice():
            ask_to_acknowledge(case, scope, step, scope["pending"])
        case p.Wait() | p.System() | p.Call():
            enter(case, scope, scope["step"])
        case _:
            pass


# notices


def tell(case: Naive, scope: Thing, step: p.Notice) -> None:
    if isinstance(step.to, p.Each):
        named = reviews.entries(case, scope, step.to)
    else:
        named = [_told(case, role) for role in step.to]
    asked = step.acknowledge
    if asked is None or not named:
        leave(case, scope, step.target.step, done=True)
        return
    if asked.waits:
        scope["pending"] = named
        ask_to_acknowledge(case, scope, step, named)
        return
    sent = case.number()
    for one in named:
        _ask_one(case, scope, step, one, sent)
    leave(case, scope, step.target.step, done=True)


def _told(case: Naive, role: str) -> Thing:
    if role != p.OWNER:
        return {"value": role, "role": role, "person": None}
    assert case.process.owner is not None
    if case.state["owner"] is None:
        raise No("no-owner")
    return {"value": role, "role": case.process.owner.role, "person": case.state["owner"]}


def ask_to_acknowledge(case: Naive, scope: Thing, step: p.Notice, named: list[Thing]) -> None:
    for one in named:
        _ask_one(case, scope, step, one)


def _ask_one(case: Naive, scope: Thing, step: p.Notice, one: Thing, sent: int | None = None) -> None:
    persons = [one["person"]] if one["person"] else None
    item = open_item(
        case,
        scope,
        "acknowledge",
        one["role"],
        step=step.name,
        seat=one["value"],
        persons=persons,
        limit=step.limit,
        loose=sent is not None,
    )
    item["sent"] = sent


def acknowledge(case: Naive, item: Thing) -> None:
    scope, step = case.scope(item["scope"]), case.map.steps[item["step"]]
    assert isinstance(step, p.Notice) and step.acknowledge is not None
    case.close(item)
    if item["loose"]:
        if not step.acknowledge.by_all:
            for other in case.items_of(scope, "acknowledge"):
                if other["loose"] and other["sent"] == item["sent"]:
                    case.close(other)
        return
    scope["pending"] = [one for one in scope["pending"] if one["value"] != item["seat"]]
    if not scope["pending"] or not step.acknowledge.by_all:
        leave(case, scope, step.target.step, done=True)


# waits and handlers


def wait(case: Naive, scope: Thing, step: p.Wait) -> None:
    for number, (way, _) in enumerate(step.ways):
        if isinstance(way, p.ForTime):
            assert isinstance(way.until, str)
            day = case.data(scope).get(way.until)
            if day is None:
                raise No("data-missing")
            due = datetime.combine(datetime.fromisoformat(str(day)), time(), ZONE).astimezone(UTC)
            timer = {"kind": "wait", "due": due, "scope": scope["id"], "way": number}
            case.state["timers"].append(timer)
    start_clock(case, {"scope": scope["id"]}, step.limit)
    look_at(case, scope, step)


def look_at(case: Naive, scope: Thing, step: p.Wait) -> None:
    """Go on where what is waited for is there, the first thing in the list: a field that is filled in, a
    moment that has come."""
    timers = [t for t in case.state["timers"] if t["kind"] == "wait" and t["scope"] == scope["id"]]
    come = [timer["way"] for timer in timers if timer["due"] <= case.now]
    for number, (way, target) in enumerate(step.ways):
        filled = isinstance(way, p.ForField) and case.data(scope).get(way.field)
        if number in come or filled not in (False, None, "", [], ()):
            leave(case, scope, target.step, done=True)
            return


def look_at_waits(case: Naive) -> None:
    """Look at everything that waits for a field."""
    for scope in list(case.state["scopes"].values()):
        step = case.map.steps.get(scope["step"])
        ways = step.ways if isinstance(step, p.Wait) and scope["id"] in case.state["scopes"] else ()
        if isinstance(step, p.Wait) and any(isinstance(way, p.ForField) for way, _ in ways):
            look_at(case, scope, step)


def event_is_over(case: Naive, event: str) -> None:
    if case.occurrences(event):
        return
    for scope in list(case.state["scopes"].values()):
        step = case.map.steps.get(scope["step"])
        if isinstance(step, p.Wait) and scope["id"] in case.state["scopes"]:
            for way, target in step.ways:
                if way == p.ForEvent(event):
                    leave(case, scope, target.step, done=True)
                    break
    last = case.map.steps.get(case.main()["step"])
    if isinstance(last, p.End) and case.main()["graph"] == MAIN:
        end(case, last)


def ask_handler(case: Naive, scope: Thing, step: p.System, attempt: int) -> None:
    pause = timedelta()
    if attempt > 1:
        assert step.retry is not None
        pause = length(step.retry.back_off) * 2 ** (attempt - 2)
    timer = {"kind": "handler", "due": case.now + pause, "scope": scope["id"], "attempt": attempt}
    case.state["timers"].append(timer)


def handler_reported(case: Naive, timer: Thing, values: Thing | None) -> None:
    scope = case.scope(timer["scope"])
    step = case.step_of(scope)
    assert isinstance(step, p.System)
    case.state["timers"].remove(timer)
    if values is not None:
        case.state["data"].update(values)
        void_milestones(case)
        if scope["id"] in case.state["scopes"] and not case.moved(scope):
            leave(case, scope, step.target.step, done=True)
    elif step.retry is not None and timer["attempt"] <= step.retry.times:
        ask_handler(case, scope, step, timer["attempt"] + 1)
    else:
        leave(case, scope, step.if_failed.step)
