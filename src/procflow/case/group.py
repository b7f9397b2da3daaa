"""Bodies that decide together: convening, motions, votes, quorum, ties (SEMANTICS 19)."""

from collections.abc import Mapping
from typing import assert_never

from procflow.case import events as e
from procflow.case.arbitration import RULINGS, Given, ask, current_level, give_ruling
from procflow.case.flow import fire
from procflow.case.items import instant_from, withdraw_items
from procflow.case.lens import dispute_of
from procflow.case.people import role_that_can_act
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import Dispute, Item, Performance, Timer, Vote, VoteTimer
from procflow.definition.organization import Base, Group, Tie
from procflow.definition.process import GroupLevel
from procflow.program.arbitration_graph import (
    CONVENED,
    FELL,
    NO_QUORUM,
    REFUSE,
    SUPERIOR_RULES,
    UPHOLD,
    motions,
)

VOTES: Mapping[str, Vote] = {"yes": "yes", "no": "no", "abstain": "abstain"}


def group_of(run: Run, scope: str) -> tuple[GroupLevel, Group]:
    """The group that an arbitration has come to, as the level names it and as the organization has it.
    Refused where the organization has it no more."""
    level = current_level(run, scope)
    if not isinstance(level, GroupLevel):
        raise LookupError(f"{scope} is not before a group")
    organization = run.context.organization
    if level.group not in organization.groups:
        text = f"{organization.name} has no group {level.group}"
        raise Refused("no-such-group", text, allowed=tuple(organization.groups))
    return level, organization.groups[level.group]


def convene(run: Run, item: Item) -> None:
    """Seat the members who are not recused and put the first motion; with nobody left the superior rules."""
    scope = item.scope
    level, group = group_of(run, scope)
    dispute = dispute_of(run.scope(scope))
    organization = run.context.organization
    seated = {person: role for role in reversed(group.members) for person in organization.holders(role)}
    recused = tuple(sorted(person for person in seated if person in dispute.barred))
    members = {person: role for person, role in seated.items() if person not in recused}
    run.emit(e.GroupConvened(scope, level.group, members, recused))
    if not members:
        _superior_rules(run, scope, group)
        return
    fire(run, scope, CONVENED)
    last = dispute.level == run.program.last_level(dispute.topic)
    refusal = run.program.arbitration().refused is not None
    _put(run, scope, motions(last=last, refusal=refusal)[0])


def _put(run: Run, scope: str, motion: str) -> None:
    seq = run.next_seq()
    limit = run.program.arbitration().limit
    timers: dict[str, Timer] = {}
    if limit is not None:
        timers[f"{seq}.0"] = VoteTimer(instant_from(run, limit.deadline, scope), scope)
    run.emit(e.MotionPut(scope, motion, timers))
    for person, role in dispute_of(run.scope(scope)).members.items():
        ask(run, scope, role, "vote", persons=(person,))


def vote(run: Run, item: Item, choice: Vote, who: Performance, comment: str | None) -> None:
    """Take a member's vote and decide the motion if the rest cannot change it, or nobody is left."""
    scope = item.scope
    dispute = dispute_of(run.scope(scope))
    member = (item.persons or (who.by,))[0]
    run.emit(e.VoteCast(scope, item.id, dispute.motion or "", choice, who, member, comment))
    _, group = group_of(run, scope)
    dispute = dispute_of(run.scope(scope))
    if len(dispute.votes) == len(dispute.members) or (group.closes_early and _settled(group, dispute)):
        _decide(run, scope, group)


def casting_vote(run: Run, item: Item, choice: Vote, who: Performance, comment: str | None) -> None:
    """Let the convener break a tie."""
    scope = item.scope
    motion = dispute_of(run.scope(scope)).motion or ""
    yes, no, abstain = _count(dispute_of(run.scope(scope)))
    run.emit(e.VoteCast(scope, item.id, motion, choice, who, comment=comment))
    _, group = group_of(run, scope)
    base = _base(group, dispute_of(run.scope(scope)), yes + no, yes + no + abstain)
    _carry(run, scope, carried=choice == "yes", counts=(yes, no, abstain), base=base, casting=who)


def _count(dispute: Dispute) -> tuple[int, int, int]:
    cast = [ballot.vote for ballot in dispute.votes.values()]
    return cast.count("yes"), cast.count("no"), cast.count("abstain")


def _base(group: Group, dispute: Dispute, cast: int, present: int) -> int:
    match group.base:
        case Base.MEMBERS:
            return len(dispute.members)
        case Base.PRESENT:
            return present
        case Base.CAST:
            return cast
        case _:
            assert_never(group.base)


def _settled(group: Group, dispute: Dispute) -> bool:
    """Whether every way the remaining votes can fall gives the same result, with the quorum met."""
    yes, no, abstain = _count(dispute)
    left = len(dispute.members) - yes - no - abstain
    if not group.quorum.reached(yes + no + abstain, len(dispute.members)):
        return False
    results = {
        _verdict(group, dispute, yes + more_yes, no + more_no, abstain + left - more_yes - more_no)
        for more_yes in range(left + 1)
        for more_no in range(left + 1 - more_yes)
    }
    return len(results) == 1 and None not in results


def _verdict(group: Group, dispute: Dispute, yes: int, no: int, abstain: int) -> bool | None:
    """Carried or fallen; None where the convener has to break a tie."""
    if yes == no:
        return None if group.tie is Tie.CONVENER else False
    return group.majority.reached(yes, _base(group, dispute, yes + no, yes + no + abstain))


def _decide(run: Run, scope: str, group: Group) -> None:
    withdraw_items(run, (scope,), "voted")
    dispute = dispute_of(run.scope(scope))
    yes, no, abstain = _count(dispute)
    verdict = _verdict(group, dispute, yes, no, abstain)
    level, _ = group_of(run, scope)
    if verdict is None:
        run.emit(e.TieReached(scope, dispute.motion or "", yes, no))
        if role_that_can_act(run.context.organization, level.convened_by, dispute.barred) is not None:
            ask(run, scope, level.convened_by, "casting")
            return
    base = _base(group, dispute, yes + no, yes + no + abstain)
    _carry(run, scope, carried=verdict is True, counts=(yes, no, abstain), base=base)


def _carry(
    run: Run,
    scope: str,
    *,
    carried: bool,
    counts: tuple[int, int, int],
    base: int,
    casting: Performance | None = None,
) -> None:
    level, _ = group_of(run, scope)
    motion = dispute_of(run.scope(scope)).motion or ""
    run.emit(e.MotionDecided(scope, motion, carried, *counts, base))
    if motion == REFUSE and not carried:
        fire(run, scope, FELL)
        _put(run, scope, UPHOLD)
        return
    ruling = RULINGS["refused" if motion == REFUSE else "upheld" if carried else "overruled"]
    give_ruling(run, scope, ruling, level.group, Given(casting=casting))


def close_vote(run: Run, timer: str, scope: str) -> None:
    """The time of a motion is up: decide with those who voted, or begin again without a quorum. Nobody's
    silence counts as a vote (SEMANTICS 12)."""
    _, group = group_of(run, scope)
    dispute = dispute_of(run.scope(scope))
    voted = sum(_count(dispute))
    if group.quorum.reached(voted, len(dispute.members)):
        _decide(run, scope, group)
        return
    withdraw_items(run, (scope,), "no-quorum")
    again = dispute.rounds < group.without_quorum.again
    then = None if again else group.without_quorum.then
    run.emit(e.QuorumMissed(scope, timer, dispute.motion or "", voted, len(dispute.members), then))
    if again:
        fire(run, scope, NO_QUORUM)
        level, _ = group_of(run, scope)
        ask(run, scope, level.convened_by, "group")
    else:
        _superior_rules(run, scope, group)


def _superior_rules(run: Run, scope: str, group: Group) -> None:
    fire(run, scope, SUPERIOR_RULES)
    ask(run, scope, group.without_quorum.then, "ruling")
