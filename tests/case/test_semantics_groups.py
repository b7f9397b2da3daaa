"""SEMANTICS 19: bodies that decide together."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    AlarmRaised,
    GroupConvened,
    ItemHandedUp,
    ItemWithdrawn,
    MotionDecided,
    MotionPut,
    QuorumMissed,
    RulingGiven,
    TieReached,
    VoteCast,
)
from procflow.case.state import VoteTimer

Build = Callable[..., Any]

PROCESS = """
start: draft
alarm: head
steps:
  draft: {role: clerk, next: review}
  review:
    review: in turn
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers: {agree: continue, object: {opens: arbitration}}
    next: done
  done: {end: completed}
  refused: {end: rejected}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [LEVELS]}}
  each_level: {deadline: 2 business days, escalate: [{at: deadline, hand_up: superior, alarm: head}]}
  appeal: {by: the losing side, within: 1 business day}
  rulings: {upheld: {go: draft, resume: here}, overruled: {resume: after}REFUSED}
"""

MEMBERS = """
  m1: {name: M1, roles: [m1]}
  m2: {name: M2, roles: [m2]}
  m3: {name: M3, roles: [m3]}
  m4: {name: M4, roles: [m4]}
  joe: {name: Joe, roles: [convener]}
"""

BOARD = """
groups:
  board: {title: Board, members: [m1, m2, m3, m4], quorum: "> 50%", majority: "> 50%", base: cast,
          tie: motion falls, closes: when all have voted, without_quorum: {again: 1, then: chief},
          deputies: by grant}
"""

RULES = {
    "base": "base: cast",
    "tie": "tie: motion falls",
    "closes": "closes: when all have voted",
    "quorum": 'quorum: "> 50%"',
    "majority": 'majority: "> 50%"',
    "without_quorum": "without_quorum: {again: 1, then: chief}",
    "deputies": "deputies: by grant",
    "members": "members: [m1, m2, m3, m4]",
}
GROUP = "{group: board, convened_by: convener}"


@pytest.fixture
def disputed(case: Build, people: str) -> Build:
    """A case before a group of four; ``rules`` are written differently, each as the file has it."""

    def build(
        levels: str = GROUP, *, refusal: bool = False, added: str = "", also: str = "", **rules: str
    ) -> Any:
        roles = "\n".join(f"  {r}: {{title: {r}}}" for r in ("m1", "m2", "m3", "m4", "convener"))
        text = people.replace("roles:\n", f"roles:\n{roles}\n", 1).replace("  tom:", f"{MEMBERS[1:]}  tom:")
        if also:
            text = text.replace("\n  ida: {name: Ida, roles: [chief]}", also)
        group = BOARD
        for key, value in rules.items():
            group = group.replace(RULES[key], f"{key}: {value}")
        refused = ", refused: {go: refused, only: last level}" if refusal else ""
        process = PROCESS.replace("LEVELS", levels).replace("REFUSED", refused)
        opened = case(process, group + added, text).start("ann").do("draft", "done", "ann")
        return opened.do("review/buyer", "object", "ben", topic="price")

    return build


def vote(opened: Any, votes: str) -> Any:
    """The votes of m1, m2 … in turn: y, n, a, or - for nobody."""
    choices = {"y": "yes", "n": "no", "a": "abstain"}
    for number, letter in enumerate(votes, 1):
        if letter != "-":
            opened.do("arbitration:price", choices[letter], f"m{number}")
    return opened


def convened(opened: Any) -> Any:
    return opened.do("arbitration:price/convener", "convened", "joe")


def ruled(opened: Any) -> str:
    return str(opened.all(RulingGiven)[-1].ruling)


def test_19_it_is_convened_by_the_one_named(disputed: Build) -> None:
    opened = disputed()
    assert opened.open == ["arbitration:price/convener"]
    with opened.refuses("not-yours"):
        opened.do("arbitration:price", "convened", "m1")
    convened(opened)
    assert opened.all(GroupConvened)[-1].members == {"m1": "m1", "m2": "m2", "m3": "m3", "m4": "m4"}
    assert [e.motion for e in opened.all(MotionPut)] == ["uphold"]


@pytest.mark.parametrize(("votes", "ruling"), [("yyyn", "upheld"), ("ynnn", "overruled")])
def test_19_uphold_carried_or_fallen(disputed: Build, votes: str, ruling: str) -> None:
    assert ruled(vote(convened(disputed()), votes)) == ruling


def test_19_refuse_is_put_first_where_refusal_is_open(disputed: Build) -> None:
    opened = vote(convened(disputed(refusal=True)), "nnny")
    assert [e.motion for e in opened.all(MotionPut)] == ["refuse", "uphold"]
    assert len(opened.open) == 4
    assert ruled(vote(opened, "yyyy")) == "upheld"
    carried = vote(convened(disputed(refusal=True)), "yyyn")
    assert ruled(carried) == "refused"
    assert carried.at.status == "rejected"


def test_19_an_earlier_level_does_not_put_refusal(disputed: Build) -> None:
    opened = convened(disputed(f"{GROUP}, chief", refusal=True))
    assert [e.motion for e in opened.all(MotionPut)] == ["uphold"]


@pytest.mark.parametrize(
    ("base", "votes", "ruling", "counted"),
    [
        ("members", "yyaa", "overruled", 4),
        ("present", "yya-", "upheld", 3),
        ("present", "yyaa", "overruled", 4),
        ("cast", "yyaa", "upheld", 2),
        ("cast", "ynaa", "overruled", 2),
    ],
)
def test_19_the_base_of_the_majority(
    disputed: Build, base: str, votes: str, ruling: str, counted: int
) -> None:
    opened = vote(convened(disputed(base=base)), votes)
    if "-" in votes:
        opened.wait("2 business days")
    assert ruled(opened) == ruling
    assert opened.all(MotionDecided)[-1].base == counted


@pytest.mark.parametrize(
    ("majority", "votes", "ruling"),
    [('">= 75%"', "yyyn", "upheld"), ('"> 75%"', "yyyn", "overruled"), ('">= 50%"', "yyna", "upheld")],
)
def test_19_the_threshold_with_its_operator(disputed: Build, majority: str, votes: str, ruling: str) -> None:
    assert ruled(vote(convened(disputed(majority=majority)), votes)) == ruling


@pytest.mark.parametrize("majority", ['"> 50%"', '">= 50%"'])
@pytest.mark.parametrize("votes", ["yynn", "ynaa", "aaaa"])
def test_19_a_tie_lets_the_motion_fall(disputed: Build, votes: str, majority: str) -> None:
    opened = vote(convened(disputed(majority=majority)), votes)
    assert opened.all(TieReached) == []
    assert ruled(opened) == "overruled"


@pytest.mark.parametrize("votes", ["yynn", "aaaa"])
@pytest.mark.parametrize(("casting", "ruling"), [("yes", "upheld"), ("no", "overruled")])
def test_19_or_the_convener_decides(disputed: Build, votes: str, casting: str, ruling: str) -> None:
    opened = vote(convened(disputed(tie="convener decides")), votes)
    assert opened.all(TieReached)[-1].yes == votes.count("y")
    assert opened.open == ["arbitration:price/convener"]
    with opened.refuses("no-such-outcome"):
        opened.do("arbitration:price", "abstain", "joe")
    opened.do("arbitration:price", casting, "joe")
    assert ruled(opened) == ruling
    assert opened.all(VoteCast)[-1].member is None
    assert opened.all(MotionDecided)[-1].yes == votes.count("y")


def test_19_it_closes_early_when_the_rest_cannot_change_it(disputed: Build) -> None:
    opened = vote(convened(disputed(closes="early")), "yyy")
    assert ruled(opened) == "upheld"
    assert [e.reason for e in opened.all(ItemWithdrawn)] == ["voted"]


@pytest.mark.parametrize(("votes", "rules"), [("yy", {}), ("ynn", {"tie": "convener decides"}), ("yyn", {})])
def test_19_not_while_the_rest_can(disputed: Build, votes: str, rules: dict[str, str]) -> None:
    """Two of four are no quorum yet, and the last vote can still make a tie or a majority."""
    opened = vote(convened(disputed(closes="early", **rules)), votes)
    assert opened.all(MotionDecided) == []


def test_19_not_before_the_quorum(disputed: Build) -> None:
    opened = vote(convened(disputed(closes="early", quorum='">= 100%"', majority='">= 25%"')), "yyy")
    assert opened.all(MotionDecided) == []
    assert ruled(vote(opened, "---n")) == "upheld"


def test_19_in_time_with_a_quorum_those_who_voted_decide(disputed: Build) -> None:
    opened = vote(convened(disputed()), "yy-n")
    assert opened.all(MotionDecided) == []
    opened.wait("2 business days")
    assert ruled(opened) == "upheld"
    assert opened.all(MotionDecided)[-1].base == 3


def test_19_without_a_quorum_it_is_convened_again_then_the_superior_rules(disputed: Build) -> None:
    opened = vote(convened(disputed(refusal=True)), "yy")
    opened.wait("2 business days")
    missed = opened.all(QuorumMissed)[-1]
    assert (missed.motion, missed.voted, missed.members, missed.ruled_by) == ("refuse", 2, 4, None)
    assert opened.open == ["arbitration:price/convener"]
    vote(convened(opened), "---y").wait("2 business days")
    assert opened.all(QuorumMissed)[-1].ruled_by == "chief"
    assert opened.open == ["arbitration:price/chief"]
    opened.do("arbitration:price/chief", "refused", "ida")
    assert opened.at.status == "rejected"


def test_19_a_vote_after_its_time_counts_no_more_than_silence(disputed: Build) -> None:
    opened = vote(convened(disputed()), "yy")
    opened.now = opened.after("3 business days")
    with opened.refuses("too-late"):
        vote(opened, "--y")
    opened.until(opened.now)
    assert len(opened.all(QuorumMissed)) == 1


def test_19_a_vote_is_not_handed_up(disputed: Build) -> None:
    opened = convened(disputed())
    assert {type(t) for t in opened.at.timers.values()} == {VoteTimer}
    opened.wait("2 business days")
    assert opened.all(ItemHandedUp) == []


def test_19_objector_and_earlier_arbiter_are_recused(disputed: Build) -> None:
    """The judge ruled first and the buyer objected: both sit in the group, and neither votes."""
    opened = disputed(f"judge, {GROUP}", members="[m1, m2, m3, judge, buyer]")
    opened.do("arbitration:price/judge", "overruled", "jon").do("arbitration:price", "appeal", "ben")
    convened(opened)
    assert opened.all(GroupConvened)[-1].recused == ("ben", "jon")
    assert ruled(vote(opened, "yyn")) == "upheld"
    assert opened.all(MotionDecided)[-1].base == 3


def test_19_who_voted_at_an_earlier_level_does_not_rule_at_the_next(disputed: Build) -> None:
    opened = vote(convened(disputed(f"{GROUP}, m1, chief")), "nnnn")
    opened.do("arbitration:price", "appeal", "ben")
    assert opened.open == ["arbitration:price/chief"]


def test_19_who_broke_a_tie_does_not_rule_at_the_next_level(disputed: Build) -> None:
    opened = vote(convened(disputed(f"{GROUP}, convener, chief", tie="convener decides")), "yynn")
    opened.do("arbitration:price/convener", "no", "joe")
    assert opened.all(RulingGiven)[-1].casting.by == "joe"
    opened.do("arbitration:price", "appeal", "ben")
    assert opened.item("arbitration:price").role == "chief"


def test_19_with_everybody_recused_the_superior_rules(disputed: Build) -> None:
    opened = convened(disputed(members="[buyer]"))
    assert opened.open == ["arbitration:price/chief"]


def test_19_a_person_of_two_member_roles_has_one_vote(disputed: Build) -> None:
    opened = disputed(members="[chief, clerk]", also="\n  ida: {name: Ida, roles: [chief, clerk]}")
    assert convened(opened).all(GroupConvened)[-1].members == {"ida": "chief", "ann": "clerk", "amy": "clerk"}


VOTER = """
grants:
  g: {giver: m1, receiver: tom, roles: [m1], valid: {from: 2026-01-01, to: 2026-12-31}, document: g.txt}
"""


def test_19_deputies_by_grant_or_none(disputed: Build) -> None:
    opened = convened(disputed(added=VOTER))
    item = opened.item("arbitration:price/m1").id
    opened.do("arbitration:price/m1", "yes", "tom", on_behalf_of="m1")
    cast = opened.all(VoteCast)[-1]
    assert (cast.item, cast.member, cast.who.by, cast.who.grant) == (item, "m1", "tom", "g")
    alone = convened(disputed(added=VOTER, deputies="none"))
    with alone.refuses("no-grant") as caught:
        alone.do("arbitration:price/m1", "yes", "tom", on_behalf_of="m1")
    assert "no deputies" in caught.value.reason


def test_19_a_convener_who_objected_may_convene_but_not_break_the_tie(disputed: Build) -> None:
    opened = disputed("{group: board, convened_by: buyer}", tie="convener decides")
    opened.do("arbitration:price/buyer", "convened", "ben")
    vote(opened, "yynn")
    assert opened.item("arbitration:price").role == "head"
    assert opened.all(AlarmRaised) == []
    with opened.refuses("barred"):
        opened.do("arbitration:price", "yes", "ben")
    assert ruled(opened.do("arbitration:price", "no", "hal")) == "overruled"
