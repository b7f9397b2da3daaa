"""What people and the clock ask of a case, and whether they may (SEMANTICS 4, 12, 15, 21 to 26)."""

from collections.abc import Callable, Mapping
from typing import Any

from procflow.definition import process as p
from procflow.definition.values import read_value
from tests.case.naive import disputes, groups, reviews, steps
from tests.case.naive.moves import event_over, leave, void_milestones
from tests.case.naive.people import (
    acting,
    key_of,
    place,
    require_one_of,
    require_somebody,
    require_somebody_left,
)
from tests.case.naive.state import Naive, No, Thing

YES_OR_NO = ("accept", "appeal")


def tried(case: Naive, what: Callable[..., None], *given: Any, **named: Any) -> tuple[str, ...]:
    """Do a command whole or not at all; returns the codes that its refusal may have, none if it is done."""
    before = case.copied()
    case.state["moves"] = 0
    try:
        what(case, *given, **named)
        if case.state["data"] != before["data"]:
            show_again(case)
        steps.settle(case)
        if case.state["status"] == "running":
            keep_apart(case)
    except No as refused:
        case.state = before
        return refused.codes
    return ()


def show_again(case: Naive) -> None:
    """Whoever changed the data, seats that look at what has changed answer again (SEMANTICS 7)."""
    for scope in list(case.state["scopes"].values()):
        if scope.get("review") is not None and not case.moved(scope):
            reviews.reopen(case, scope)
            case.state["agenda"].append(("advance", scope["id"]))


def keep_apart(case: Naive) -> None:
    """Nobody is offered what their part in the case bars them from; whom a rule binds is asked alone."""
    for item in case.state["items"].values():
        if key_of(item) is not None:
            before = item["persons"]
            place(case, item, [])
            if item["persons"] != before:
                item["persons"] = case.can_act(item)
            require_somebody(case, item)


def start(case: Naive, actor: str) -> None:
    first = case.map.steps[case.process.start]
    assert isinstance(first, p.Task)
    require_one_of(case, actor, (first.role,))
    case.state["done"][first.name] = {"persons": [actor], "for": actor}
    require_somebody_left(case)
    del case.state["done"][first.name]
    for name, field in case.process.fields.items():
        if field.default is not None:
            case.state["data"][name] = field.default
    case.main()["step"] = case.process.start
    case.state["agenda"].append(("enter", 0, case.process.start))


# answering


def require_awake(case: Naive, item: Thing) -> None:
    """The main flow rests while an event pauses it (SEMANTICS 22)."""
    if case.state["stops"] and not item.get("loose") and "event" not in case.root(case.scope(item["scope"])):
        raise No("suspended")


def answer(case: Naive, number: int, given: Thing) -> None:
    """Answer an item; ``given`` holds ``outcome``, ``actor``, ``for`` (whom), ``data``, ``comment``,
    ``topic``."""
    actor = given["actor"]
    case.require_running()
    item = case.state["items"].get(number)
    if item is None:
        raise No("not-open")
    require_awake(case, item)
    acting(case, item, actor, given["for"], limits=False)
    match item["purpose"]:
        case "task":
            answer_task(case, item, given)
        case "seat":
            answer_seat(case, item, given)
        case _:
            answer_other(case, item, given)


def answer_other(case: Naive, item: Thing, given: Thing) -> None:
    outcome, actor, data = given["outcome"], given["actor"], given["data"]
    scope = case.scope(item["scope"])
    open_now = {
        "convene": ("convened",),
        "acknowledge": ("acknowledged",),
        "appeal": YES_OR_NO,
        "ruling": tuple(disputes.rulings_open(case, scope["dispute"])) if "dispute" in scope else (),
        "group": ("convened",),
        "vote": groups.VOTES,
        "casting": ("yes", "no"),
    }[item["purpose"]]
    ends = [t["due"] for t in case.state["timers"] if t["kind"] == "vote" and t["scope"] == scope["id"]]
    if item["purpose"] == "vote" and any(case.now > due for due in ends):
        raise No("too-late")
    if outcome not in open_now:
        raise No("no-such-outcome")
    if data:
        raise No("field-not-open")
    who = acting(case, item, actor, given["for"])
    match item["purpose"], outcome:
        case "convene", _:
            case.close(item)
            scope["review"]["convened"] = True
            case.state["agenda"].append(("advance", scope["id"]))
        case "acknowledge", _:
            steps.acknowledge(case, item)
        case "appeal", "accept":
            disputes.settle(case, scope)
        case "appeal", _:
            if case.now > next(t["due"] for t in case.state["timers"] if t.get("item") == item["id"]):
                raise No("too-late")
            disputes.appeal(case, scope)
        case "group", _:
            case.close(item)
            groups.convene(case, scope)
        case "vote", _:
            groups.vote(case, item, outcome, who["persons"])
        case "casting", _:
            groups.cast(case, item, outcome, who["persons"])
        case _:
            disputes.rule(case, scope, outcome, who["persons"])


def answer_task(case: Naive, item: Thing, given: Thing) -> None:
    outcome, actor, data = given["outcome"], given["actor"], given["data"]
    task, scope = case.map.steps[item["step"]], case.scope(item["scope"])
    assert isinstance(task, p.Task)
    chosen = task.outcomes.get(outcome)
    if chosen is None:
        raise No("no-such-outcome")
    fields = case.fields(scope)
    take_in(case, scope, data, [*task.form, *(name for name in chosen.needs if name in fields)])
    wanted = [] if chosen.form_optional else [name for name in task.form if fields[name].required]
    require_there(case, scope, wanted, chosen.needs, given["comment"])
    who = acting(case, item, actor, given["for"])
    if chosen.allowed is not None and not case.holds(chosen.allowed, scope):
        raise No("not-allowed")
    case.close(item)
    case.state["done"][task.name] = who
    owner = case.process.owner
    if owner is not None and owner.bound_at == task.name and case.state["owner"] is None:
        case.state["owner"] = who["for"]
    require_somebody_left(case)
    back = chosen.target.resume
    if back is None:
        case.set_fact(p.StepDone(task.name))
    if chosen.raises is not None:
        raised = case.process.events[chosen.raises]
        require_raisable(case, raised)
        occur(case, raised, {})
    void_milestones(case)
    if scope["id"] in case.state["scopes"] and not case.moved(scope):
        leave(case, scope, chosen.target.step, back)


def answer_seat(case: Naive, item: Thing, given: Thing) -> None:
    outcome, actor, data, topic = (given[key] for key in ("outcome", "actor", "data", "topic"))
    scope = case.scope(item["scope"])
    seat = next(s for s in reviews.seats(case, scope) if s["name"] == item["seat"])
    chosen = seat["seat"].answers.get(outcome)
    closed = scope["review"]["closed"].get(seat["name"], ())
    if chosen is None or outcome in closed:
        raise No("no-such-outcome")
    if chosen.only is not None and case.state["authority"].get(chosen.only) != seat["role"]:
        raise No("no-such-outcome")
    if isinstance(chosen.effect, p.Object):
        topics = disputes.topics_for(case, seat)
        if not topics:
            raise No("no-such-outcome")
        if topic is None:
            raise No("incomplete")
        if topic not in topics:
            raise No("no-such-topic")
    take_in(case, scope, data, [name for name in chosen.needs if name in case.fields(scope)])
    require_there(case, scope, [], chosen.needs, given["comment"])
    who = acting(case, item, actor, given["for"])
    case.close(item)
    case.state["done"][f"{item['step']}/{item['seat']}"] = who
    require_somebody_left(case)
    void_milestones(case)
    if scope["id"] in case.state["scopes"] and not case.moved(scope):
        reviews.hear(case, scope, seat, outcome, who=who, topic=topic)


def take_in(case: Naive, scope: Thing, data: Mapping[str, object], open_now: list[str]) -> None:
    """Take values in, where they may be filled in here, in the form that the file's types keep them in."""
    fields, root = case.fields(scope), case.root(scope)
    own = case.process.events[root["event"]].fields if "event" in root else {}
    for name in data:
        if name not in open_now:
            raise No("field-not-open")
    bad = False
    for name, given in data.items():
        stored, problem = read_value(fields[name], given)
        bad = bad or problem is not None
        kept = root["data"] if name in own else case.state["data"]
        if stored is not None or name in kept:
            kept[name] = stored
    if bad:
        raise No("bad-value")


def is_there(case: Naive, scope: Thing, name: str) -> bool:
    return case.data(scope).get(name) not in (None, "", [], ())


def require_there(
    case: Naive, scope: Thing, wanted: list[str], needs: tuple[str, ...], comment: str | None
) -> None:
    fields = [name for name in needs if name not in ("comment", "topic")]
    absent = [name for name in [*wanted, *fields] if not is_there(case, scope, name)]
    if absent or ("comment" in needs and not comment):
        raise No("incomplete")


# other commands of persons


def change(case: Naive, actor: str, data: Mapping[str, object], giver: str | None = None) -> None:
    case.require_running()
    step = case.main()["step"]
    wrong = () if actor in case.organization.people else ("unknown-person",)
    for name in data:
        field = case.process.fields.get(name)
        rule = field.change if field is not None else None
        if rule is None or step not in case.map.window("main", rule.after, rule.until, leaps=True):
            raise No("field-not-open", *wrong)
    take_in(case, case.main(), data, list(data))
    for name in data:
        allowed = case.process.fields[name].change
        assert allowed is not None
        require_one_of(case, actor, allowed.by, giver)
    void_milestones(case)


def withdraw(case: Naive, step: str, seat: str, actor: str) -> None:
    case.require_running()

    def of(scope: Thing) -> Any:
        return (scope.get("review") or {"objections": {}})["objections"].get(seat)

    # Of the same review in several branches, the one in which the objection is the actor's own.
    def strange(scope: Thing) -> bool:
        return actor not in (of(scope) or {"persons": ()})["persons"]

    for scope in sorted(case.state["scopes"].values(), key=strange):
        objection = of(scope)
        arbitration = case.state["scopes"].get(objection["scope"]) if objection is not None else None
        if scope["step"] == step and objection is not None and arbitration is not None:
            require_awake(case, {"scope": scope["id"]})
            if actor not in case.organization.people:
                raise No("unknown-person")
            if actor not in objection["persons"]:
                raise No("not-yours", "on-behalf-only")
            if arbitration["step"] == "appeal":
                raise No("ruled-already")
            disputes.take_back(case, scope, seat)
            return
    raise No("no-objection")


def reassign(case: Naive, person: str, comment: str, actor: str, giver: str | None = None) -> None:
    case.require_running()
    owner = case.process.owner
    if owner is None or case.state["owner"] is None:
        raise No("no-owner")
    require_one_of(case, actor, owner.reassigned_by, giver)
    if not comment.strip():
        raise No("incomplete")
    if person not in case.holders(owner.role) or person == case.state["owner"]:
        raise No("no-such-owner")
    before, case.state["owner"] = case.state["owner"], person
    for item in case.state["items"].values():
        step = case.map.steps.get(item["step"])
        owns = isinstance(step, p.Task) and step.doer == p.OwnerDoes()
        owns = owns or (isinstance(step, p.Notice) and item["seat"] == p.OWNER)
        if owns and item["persons"] == [before]:
            item["persons"] = [person]


# any-time events


def raise_event(
    case: Naive, name: str, actor: str, data: Mapping[str, object], giver: str | None = None
) -> None:
    case.require_running()
    event = case.process.events.get(name)
    if event is None:
        raise No("no-such-event")
    require_raisable(case, event)
    require_one_of(case, actor, event.raised_by, giver)
    occur(case, event, data)


def require_raisable(case: Naive, event: p.AnytimeEvent) -> None:
    """An event has a window, and may run once at a time (SEMANTICS 22)."""
    if case.main()["step"] not in case.map.raisable(event):
        raise No("event-not-open")
    if not event.several and case.occurrences(event.name):
        raise No("event-not-open")


def occur(case: Naive, event: p.AnytimeEvent, data: Mapping[str, object]) -> None:
    number = case.number()
    scope: Thing = {
        "id": number,
        "graph": f"event:{event.name}",
        "step": event.flow.start if event.flow is not None else "",
        "parent": 0,
        "hangs": False,
        "label": event.name,
        "event": event.name,
        "data": {name: f.default for name, f in event.fields.items() if f.default is not None},
    }
    case.state["scopes"][number] = scope
    case.set_fact(p.EventRaised(event.name))
    take_in(case, scope, data, list(event.fields))
    later = {name for step in _tasks(event) for name in step.form}
    absent = [
        n for n, f in event.fields.items() if f.required and n not in later and not is_there(case, scope, n)
    ]
    if absent:
        raise No("incomplete")
    match event.stance:
        case p.Pauses(clock_stops):
            case.state["stops"].append({"scope": number, "clock": clock_stops})
            case.state["stopped_once"] |= clock_stops
        case p.EndsAt(target):
            leave(case, case.main(), target.step)
        case _:
            pass
    if event.flow is None:
        event_over(case, scope)
    else:
        case.state["agenda"].append(("enter", number, event.flow.start))


def _tasks(event: p.AnytimeEvent) -> list[p.Task]:
    if event.flow is None:
        return []
    return [step for step in p.steps_within(event.flow).values() if isinstance(step, p.Task)]
