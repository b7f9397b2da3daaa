"""Arbitrations: which level rules, what a ruling does, and the right to appeal (SEMANTICS 14 to 18)."""

from procflow.definition import process as p
from tests.case.naive.moves import length, open_item
from tests.case.naive.state import Naive, No, Thing


def arbitration_of(case: Naive) -> p.Arbitration:
    assert case.process.arbitration is not None
    return case.process.arbitration


def levels(case: Naive, dispute: Thing) -> tuple[p.Level, ...]:
    topic = arbitration_of(case).topics[dispute["topic"]]
    assert isinstance(topic, p.RuledTopic)
    return topic.levels


def next_level(case: Naive, dispute: Thing, start: int) -> int | None:
    """The next level that may rule (SEMANTICS 16)."""
    for number, level in enumerate(levels(case, dispute)):
        role = level.role if isinstance(level, p.Arbiter) else ""
        party = {*case.holders(role)} and {*case.holders(role)} <= {*dispute["barred"]}
        own = arbitration_of(case).never_rules_on_own and (role == dispute["role"] or party)
        if number >= start and not own:
            return number
    return None


def topics_for(case: Naive, seat: Thing) -> list[str]:
    """The topics that are open to a seat: those that not its own role alone could rule on."""
    arbitration, found = arbitration_of(case), []
    for name, topic in arbitration.topics.items():
        own = isinstance(topic, p.RuledTopic) and all(
            isinstance(level, p.Arbiter) and level.role == seat["role"] for level in topic.levels
        )
        if not (own and arbitration.never_rules_on_own):
            found.append(name)
    return found


def open_dispute(case: Naive, scope: Thing, seat: Thing, topic: str, given: Thing) -> None:
    dispute = {"topic": topic, "seat": seat["name"], "role": seat["role"], "barred": given["persons"]}
    level = next_level(case, dispute, 0)
    if level is None:
        raise No("no-arbiter")
    number = case.number()
    case.state["scopes"][number] = {
        "id": number,
        "graph": "arbitration",
        "step": "level",
        "parent": scope["id"],
        "host": scope["step"],
        "hangs": True,
        "label": f"{topic}/{seat['name']}",
        "dispute": {**dispute, "level": level},
    }
    scope["review"]["objections"][seat["name"]] = {**given, "scope": number, "ruling": None}
    ask_level(case, case.scope(number))


def ask_level(case: Naive, scope: Thing) -> None:
    dispute = scope["dispute"]
    barred = dispute["barred"] if arbitration_of(case).never_rules_on_own else []
    level = levels(case, dispute)[dispute["level"]]
    convenes = isinstance(level, p.GroupLevel)
    open_item(
        case,
        scope,
        "group" if convenes else "ruling",
        level.convened_by if isinstance(level, p.GroupLevel) else level.role,
        step=f"arbitration:{dispute['topic']}",
        barred=[] if convenes else list(barred),
        limit=arbitration_of(case).limit,
    )


def ask_dispute(case: Naive, scope: Thing) -> None:
    """Ask again where an arbitration stands after its review was parked."""
    if scope["step"] == "appeal":
        ask_losers(case, scope)
    else:
        ask_level(case, scope)


def rulings_open(case: Naive, dispute: Thing) -> list[str]:
    last = dispute["level"] == len(levels(case, dispute)) - 1
    refusing = last and arbitration_of(case).refused is not None
    return ["upheld", "overruled", *(["refused"] if refusing else [])]


def rule(case: Naive, scope: Thing, ruling: str, persons: list[str]) -> None:
    dispute = scope["dispute"]
    dispute.update(barred=[*dispute["barred"], *persons], ruling=ruling)
    case.withdraw(scope)
    above = next_level(case, dispute, dispute["level"] + 1)
    if arbitration_of(case).appeal is None or ruling == "refused" or above is None:
        settle(case, scope)
    else:
        scope["step"] = "appeal"
        ask_losers(case, scope)


def ask_losers(case: Naive, scope: Thing) -> None:
    """Ask the losing side whether it goes on (SEMANTICS 18)."""
    dispute, arbitration = scope["dispute"], arbitration_of(case)
    assert arbitration.appeal is not None
    parent = case.scope(scope["parent"])
    losers = parent["review"]["objections"][dispute["seat"]]["persons"]
    role = dispute["role"]
    if dispute["ruling"] == "upheld":
        done = case.state["done"].get(arbitration.upheld.step)
        losers = None if done is None else done["persons"]
        target = case.map.steps[arbitration.upheld.step]
        role = target.role if isinstance(target, p.Task) else role
    item = open_item(
        case,
        scope,
        "appeal",
        role,
        step=f"arbitration:{dispute['topic']}",
        persons=None if losers is None else sorted(losers),
    )
    due = case.now + length(arbitration.appeal.within)
    case.state["timers"].append({"kind": "lapse", "due": due, "item": item["id"]})


def appeal(case: Naive, scope: Thing) -> None:
    dispute = scope["dispute"]
    level = next_level(case, dispute, dispute["level"] + 1)
    assert level is not None
    dispute.update(level=level, ruling=None, rounds=0)
    scope["step"] = "level"
    case.withdraw(scope)
    ask_level(case, scope)


def settle(case: Naive, scope: Thing) -> None:
    """The ruling stands."""
    dispute, parent = scope["dispute"], case.scope(scope["parent"])
    parent["review"]["objections"][dispute["seat"]]["ruling"] = dispute["ruling"]
    case.end(scope)
    case.state["agenda"].append(("advance", parent["id"]))


def take_back(case: Naive, scope: Thing, seat: str) -> None:
    """An objection is taken back: its arbitration ends, and the seat is asked again (SEMANTICS 15)."""
    objection = scope["review"]["objections"].pop(seat)
    case.end(case.scope(objection["scope"]))
    case.state["agenda"].append(("advance", scope["id"]))
