from pathlib import Path

import pytest

from procflow.reports.matrices import RuleKind, Separation, Subject, separation
from tests.reports.matrices.conftest import PEOPLE, Make


@pytest.fixture
def found(order: Subject) -> Separation:
    return separation(order)


def test_who_holds_both_sides_is_a_finding(found: Separation) -> None:
    rule = found.rules[0]
    assert rule.kind is RuleKind.DIFFERENT
    assert [side.place for side in rule.sides] == ["ask", "look/buyer"]
    assert [(each.person, each.sides) for each in rule.overlaps] == [
        ("amy", (("Ask", "Clerk"), ("Look (buyer)", "Buyer")))
    ]


def test_who_comes_to_a_side_by_a_running_grant_counts(works: Path, make: Make) -> None:
    text = PEOPLE.replace(
        "{giver: ida, receiver: hal, roles: [chief]", "{giver: ben, receiver: ann, roles: [buyer]"
    )
    running = text.replace("to: 2026-03-01}", "to: 2026-03-02}")
    for written, persons in ((text, ["amy"]), (running, ["ann", "amy"])):
        (works.parent / "works.yaml").write_text(written, encoding="utf-8")
        rule = separation(make(works)).rules[0]
        assert [each.person for each in rule.overlaps] == persons


def test_one_hand_that_nobody_has_is_a_finding(found: Separation) -> None:
    apart, together = (rule for rule in found.rules if rule.kind is RuleKind.SAME)
    assert apart.nobody and not together.nobody
    assert not apart.overlaps and not together.overlaps


def test_an_arbiter_who_may_object_is_a_finding_and_a_member_of_a_group_is_none(found: Separation) -> None:
    alone, group = (rule for rule in found.rules if rule.kind is RuleKind.OWN)
    assert [each.person for each in alone.overlaps] == ["hal", "tom", "una"]
    assert group.overlaps == () and [h.person for h in group.sides[1].holders] == ["ida", "hal"]


def test_a_table_and_a_review_stand_for_their_roles(works: Path, make: Make) -> None:
    text = works.read_text(encoding="utf-8")
    works.write_text(text.replace("[ask, look/buyer]", "[meet, final]"), encoding="utf-8")
    meet, final = separation(make(works)).rules[0].sides
    assert (meet.roles, final.roles) == (("clerk", "judge"), ("head", "chief"))
