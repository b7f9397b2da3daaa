"""Bodies that decide together: motions, votes, quorum, ties (SEMANTICS 19)."""

from itertools import product

from procflow.definition import process as p
from procflow.definition.organization import Base, Group, Tie
from tests.case.naive import disputes
from tests.case.naive.moves import due, open_item
from tests.case.naive.state import Naive, Thing

VOTES = ("yes", "no", "abstain")


def level_of(case: Naive, scope: Thing) -> p.GroupLevel:
    """The group that an arbitration is before."""
    level = disputes.levels(case, scope["dispute"])[scope["dispute"]["level"]]
    assert isinstance(level, p.GroupLevel)
    return level


def group_of(case: Naive, scope: Thing) -> Group:
    return case.organization.groups[level_of(case, scope).group]


def ask(case: Naive, scope: Thing, purpose: str, role: str, persons: list[str] | None = None) -> None:
    """Ask somebody for a part in what the group decides."""
    dispute = scope["dispute"]
    item = open_item(
        case,
        scope,
        purpose,
        role,
        step=f"arbitration:{dispute['topic']}",
        persons=persons,
        barred=[] if purpose == "group" else list(dispute["barred"]),
        limit=disputes.arbitration_of(case).limit,
    )
    if purpose == "vote":
        item["group"] = level_of(case, scope).group
        stays = [t for t in case.state["timers"] if t.get("item") == item["id"] and _hands_up(case, t)]
        case.state["timers"] = [t for t in case.state["timers"] if t not in stays]


def _hands_up(case: Naive, timer: Thing) -> bool:
    limit = disputes.arbitration_of(case).limit
    assert limit is not None
    return isinstance(limit.escalations[timer["rule"]].action, p.HandUp)


def convene(case: Naive, scope: Thing) -> None:
    """Seat whoever is no party, and put the first motion."""
    group, dispute = group_of(case, scope), scope["dispute"]
    members: dict[str, str] = {}
    for role in group.members:
        for person in case.holders(role):
            if person not in dispute["barred"]:
                members.setdefault(person, role)
    dispute.update(members=members, votes={})
    if not members:
        ask(case, scope, "ruling", group.without_quorum.then)
    else:
        put(case, scope, "refuse" if "refused" in disputes.rulings_open(case, dispute) else "uphold")


def put(case: Naive, scope: Thing, motion: str) -> None:
    scope["dispute"].update(motion=motion, votes={})
    limit = disputes.arbitration_of(case).limit
    if limit is not None:
        case.state["timers"].append({"kind": "vote", "due": due(case, limit), "scope": scope["id"]})
    for person, role in scope["dispute"]["members"].items():
        ask(case, scope, "vote", role, [person])


def vote(case: Naive, item: Thing, choice: str, persons: list[str]) -> None:
    scope = case.scope(item["scope"])
    case.close(item)
    scope["dispute"]["votes"][item["persons"][0]] = {"vote": choice, "persons": persons}
    results = outcomes(case, scope)
    everybody = len(scope["dispute"]["votes"]) == len(scope["dispute"]["members"])
    certain = len(results) == 1 and None not in results
    if everybody or (group_of(case, scope).closes_early and certain and has_quorum(case, scope)):
        decide(case, scope)


def has_quorum(case: Naive, scope: Thing) -> bool:
    dispute = scope["dispute"]
    return group_of(case, scope).quorum.reached(len(dispute["votes"]), len(dispute["members"]))


def outcomes(case: Naive, scope: Thing) -> set[bool | None]:
    """What a motion can come to, however those vote who have not."""
    dispute = scope["dispute"]
    cast = [ballot["vote"] for ballot in dispute["votes"].values()]
    left = len(dispute["members"]) - len(cast)
    return {verdict(case, scope, [*cast, *rest]) for rest in product(VOTES, repeat=left)}


def verdict(case: Naive, scope: Thing, cast: list[str]) -> bool | None:
    """Carried or not; none of both where the convener has to break a tie."""
    group, yes, no = group_of(case, scope), cast.count("yes"), cast.count("no")
    if yes == no:
        return None if group.tie is Tie.CONVENER else False
    members = len(scope["dispute"]["members"])
    base = {Base.MEMBERS: members, Base.PRESENT: len(cast), Base.CAST: yes + no}[group.base]
    return group.majority.reached(yes, base)


def decide(case: Naive, scope: Thing) -> None:
    """Count the votes that there are."""
    case.withdraw(scope)
    cast = [ballot["vote"] for ballot in scope["dispute"]["votes"].values()]
    result = verdict(case, scope, cast)
    convener: str | None = level_of(case, scope).convened_by
    while convener is not None and not [
        h for h in case.holders(convener) if h not in scope["dispute"]["barred"]
    ]:
        convener = case.superior(convener)
    if result is None and convener is not None:
        ask(case, scope, "casting", level_of(case, scope).convened_by)
    else:
        carry(case, scope, bool(result), [])


def cast(case: Naive, item: Thing, choice: str, persons: list[str]) -> None:
    """The convener's vote breaks a tie."""
    case.close(item)
    carry(case, case.scope(item["scope"]), choice == "yes", persons)


def carry(case: Naive, scope: Thing, carried: bool, casting: list[str]) -> None:
    dispute = scope["dispute"]
    if dispute["motion"] == "refuse" and not carried:
        put(case, scope, "uphold")
        return
    ruling = "refused" if dispute["motion"] == "refuse" else "upheld" if carried else "overruled"
    voted = [person for ballot in dispute["votes"].values() for person in ballot["persons"]]
    disputes.rule(case, scope, ruling, [*voted, *casting])


def close_vote(case: Naive, scope: Thing) -> None:
    """The time of a motion is up."""
    if has_quorum(case, scope):
        decide(case, scope)
        return
    case.withdraw(scope)
    dispute, without = scope["dispute"], group_of(case, scope).without_quorum
    dispute["rounds"] = dispute.get("rounds", 0) + 1
    if dispute["rounds"] <= without.again:
        ask(case, scope, "group", level_of(case, scope).convened_by)
    else:
        ask(case, scope, "ruling", without.then)
