"""Who may act: rules on persons, deputies under written grants, absences (SEMANTICS 11, 24 to 26)."""

from collections.abc import Iterator
from itertools import product

from procflow.definition import process as p
from procflow.definition.organization import Grant
from tests.case.naive.state import Naive, No, Thing


def stands_for(place: str, key: str) -> bool:
    """Whether a place of a rule is a task or a seat; a review stands for each of its seats."""
    return key == place or key.startswith(f"{place}/")


def key_of(item: Thing) -> str | None:
    """What rules on persons call what an item asks for; nothing but tasks and seats is theirs."""
    if item["purpose"] == "task":
        return str(item["step"])
    return f"{item['step']}/{item['seat']}" if item["purpose"] == "seat" else None


def done_elsewhere(case: Naive, kind: type, key: str) -> Iterator[list[Thing]]:
    """For each rule of a kind that names a place, what was done at its others."""
    for rule in case.process.invariants:
        if isinstance(rule, p.Different | p.Same) and isinstance(rule, kind):
            for own in [place for place in rule.places if stands_for(place, key)]:
                others = [place for place in rule.places if place != own]
                pairs = product(case.state["done"].items(), others)
                yield [who for (name, who), place in pairs if stands_for(place, name)]


def kept_apart(case: Naive, key: str | None) -> list[str]:
    """Who acted, or was acted for, in a place that has to be somebody else's."""
    found = done_elsewhere(case, p.Different, key) if key is not None else ()
    return sorted({person for done in found for who in done for person in who["persons"]})


def bound(case: Naive, key: str | None) -> list[str]:
    """Who did a place that has to be the same person's, or for whom it was done."""
    found = done_elsewhere(case, p.Same, key) if key is not None else ()
    return list(dict.fromkeys(done[0]["for"] for done in found if done))


def place(case: Naive, item: Thing, barred: list[str]) -> None:
    """Say who may act on an item, now that some may not."""
    key = key_of(item)
    item["barred"] = sorted({*barred, *kept_apart(case, key)})
    alone = bound(case, key)
    if alone:
        item["persons"] = alone[:1] if item["persons"] is None or alone[0] in item["persons"] else []
    elif not case.can_act(item) and item["barred"]:
        above = case.superior(item["role"]) if item["role"] else None
        while above is not None and not [h for h in case.holders(above) if h not in item["barred"]]:
            above = case.superior(above)
        meant = case.holders(item["role"]) if item["persons"] is None else key
        if above is not None and meant:
            item.update(role=above, persons=None)


def require_somebody(case: Naive, item: Thing) -> None:
    """What a person does is refused if it leaves nobody of those who are named."""
    named = item["persons"] is not None and key_of(item) is not None
    if named and not case.by_clock and not case.can_act(item):
        raise No("nobody-left")


def require_somebody_left(case: Naive) -> None:
    """Look ahead: nothing is done that leaves a place of a rule to nobody."""
    rules = [rule for rule in case.process.invariants if isinstance(rule, p.Different | p.Same)]
    for name in {place for rule in rules for place in rule.places}:
        for key, role in _keys(case, name):
            barred, alone = kept_apart(case, key), bound(case, key)
            if len(alone) > 1 or {*alone} & {*barred}:
                raise No("nobody-left")
            line: list[str] = []
            above: str | None = role or None
            while above is not None:
                line, above = [*line, above], case.superior(above)
            able = [h for each in line for h in case.holders(each) if h not in barred]
            if barred and not alone and not able and role and case.holders(role):
                raise No("nobody-left")


def _keys(case: Naive, name: str) -> list[tuple[str, str]]:
    step = case.map.steps.get(name.partition("/")[0])
    if isinstance(step, p.Task):
        return [(name, step.role)]
    assert isinstance(step, p.Review)
    return [
        (f"{step.name}/{s.name}", s.role) for s in step.seats if name in (step.name, f"{step.name}/{s.name}")
    ]


# deputies


def exceeded(case: Naive, grants: list[Grant]) -> bool:
    """Whether the case's data go beyond a limit of one of these grants."""
    values = case.values(case.main())
    limits = [(values.get(name), limit) for grant in grants for name, limit in grant.limits.items()]
    return any(value is None or value > limit for value, limit in limits)


def chains(case: Naive, item: Thing, actor: str) -> Iterator[list[Grant]]:
    """The grants by which somebody may act on an item, the nearest first; a grant may be passed on once."""
    group = item["purpose"] == "vote" and not case.organization.groups[item["group"]].deputies
    if actor in item["barred"] or group:
        return

    def good(to: str) -> list[Grant]:
        every = case.organization.grants.values()
        return [g for g in every if g.receiver == to and g.valid(case.now) and item["role"] in g.roles]

    for grant in good(actor):
        if grant.giver in case.can_act(item):
            yield [grant]
        elif grant.giver not in item["barred"]:
            passed = [g for g in good(grant.giver) if g.may_pass_on and g.giver in case.can_act(item)]
            yield from ([grant, above] for above in passed)


def acting(case: Naive, item: Thing, actor: str, giver: str | None, limits: bool = True) -> Thing:
    """In what capacity somebody acts: the persons behind it, the one for whom it is done, and the grants."""
    if actor not in case.organization.people:
        raise No("unknown-person")
    if actor in item["barred"] or giver in item["barred"]:
        raise No("barred")
    if giver in (None, actor):
        if actor not in case.can_act(item):
            raise No("not-yours", "on-behalf-only")
        return {"persons": [actor], "for": actor, "grants": []}
    for chain in chains(case, item, actor):
        if chain[0].giver == giver and not (limits and exceeded(case, chain)):
            givers = [grant.giver for grant in chain]
            return {"persons": sorted({actor, *givers}), "for": givers[-1], "grants": chain}
    raise No("no-grant")


def require_one_of(case: Naive, actor: str, roles: tuple[str, ...], giver: str | None = None) -> None:
    """Hold that somebody acts in one of these roles, for themselves or for somebody else."""
    refused: list[str] = []
    for role in roles:
        item: Thing = {"purpose": "", "role": role, "persons": None, "barred": []}
        if role == p.OWNER:
            assert case.process.owner is not None
            item.update(role=case.process.owner.role, persons=[case.state["owner"]])
            if case.state["owner"] is None:
                refused.append("no-owner")
                continue
        try:
            acting(case, item, actor, giver)
        except No as no:
            refused += no.codes
        else:
            return
    raise No(*refused)
