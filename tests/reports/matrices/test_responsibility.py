from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from procflow.definition.position import Position
from procflow.reports.matrices import (
    Activity,
    Letter,
    Responsibility,
    Standing,
    Subject,
    of_person,
    of_position,
    responsibility,
)
from tests.reports.matrices.conftest import Make


def row(matrix: Responsibility, place: str) -> Activity:
    return next(activity for activity in matrix.activities if activity.place == place)


def told(matrix: Responsibility, place: str) -> set[tuple[str, str]]:
    """The parts of a row: actor and letter, those that are conditional in brackets."""
    parts = row(matrix, place).parts
    return {(p.actor, f"({p.letter})" if p.conditional else p.letter.value) for p in parts}


@pytest.fixture
def matrix(order: Subject) -> Responsibility:
    return responsibility(order)


def test_a_task_is_done_and_answered_for_by_its_role(matrix: Responsibility) -> None:
    assert {("role:clerk", "R"), ("role:clerk", "A")} <= told(matrix, "ask")


def test_escalations_tell_remind_and_hand_up_past_what_nobody_holds(matrix: Responsibility) -> None:
    assert told(matrix, "ask") - {("role:clerk", "R"), ("role:clerk", "A")} == {
        ("role:judge", "I"),
        ("role:buyer", "I"),
        ("role:head", "(R)"),
        ("role:chief", "(R)"),
        ("role:judge", "(I)"),
    }


def test_a_table_says_who_has_the_last_word_and_the_others_are_asked(matrix: Responsibility) -> None:
    assert told(matrix, "look") == {("role:buyer", "C"), ("role:head", "A"), ("role:chief", "A")}
    assert told(matrix, "look/buyer") == {("role:buyer", "R"), ("role:buyer", "A")}
    why = {part.actor: part.why for part in row(matrix, "look").parts}
    assert why["role:chief"] == "has the last word (Final authority, row 2)"


def test_seats_that_answer_together_decide_together_and_somebody_convenes(matrix: Responsibility) -> None:
    assert told(matrix, "meet") == {("role:head", "R"), ("role:clerk", "A"), ("role:judge", "A")}


def test_a_review_of_one_seat_is_one_row(matrix: Responsibility) -> None:
    places = [activity.place for activity in matrix.activities]
    assert "sole/judge" in places and "sole" not in places


def test_a_notice_tells_the_roles_of_its_map(matrix: Responsibility) -> None:
    assert told(matrix, "tell") == {("role:clerk", "I"), ("role:buyer", "I")}


def test_whom_the_data_name_is_an_actor_without_holders(matrix: Responsibility) -> None:
    assert told(matrix, "friendly") == {("field:friend", "R"), ("field:friend", "A")}
    friend = matrix.actor("field:friend")
    assert (friend.title, friend.holders, friend.roles) == ("Whom “friend” names", (), ())


def test_owning_raising_changing_and_alarms_are_rows(matrix: Responsibility) -> None:
    assert told(matrix, "owner") == {("role:clerk", "A"), ("role:head", "R")}
    assert told(matrix, "halt") == {("role:clerk", "R"), ("role:clerk", "A")}
    assert told(matrix, "amount") == {("role:clerk", "R"), ("role:clerk", "A")}
    assert told(matrix, "alarm") == {("role:chief", "I")}


def test_arbiters_rule_and_a_group_is_convened_votes_and_has_its_ways_out(matrix: Responsibility) -> None:
    assert told(matrix, "price:1") == {("role:head", "R"), ("role:head", "A")}
    assert told(matrix, "price:2") == {
        ("role:chief", "R"),
        ("group:board", "A"),
        ("role:chief", "C"),
        ("role:head", "C"),
        ("role:chief", "(A)"),
        ("role:judge", "(A)"),
    }


def test_every_row_but_of_telling_has_somebody_who_answers(matrix: Responsibility) -> None:
    for activity in matrix.activities:
        letters = {part.letter for part in activity.parts if not part.conditional}
        assert Letter.A in letters or letters <= {Letter.I} or activity.place == "appeal"


def test_actors_come_in_the_order_of_the_organization(matrix: Responsibility) -> None:
    keys = [actor.id for actor in matrix.actors]
    assert keys[:5] == ["role:chief", "role:head", "role:clerk", "role:buyer", "role:judge"]
    assert keys[5] == "group:board"


def test_an_actor_that_is_not_there_is_no_actor(matrix: Responsibility) -> None:
    with pytest.raises(KeyError):
        matrix.actor("role:nobody")


def test_deputies_have_their_limits_and_days_and_what_is_passed_on_reaches_no_further(
    matrix: Responsibility,
) -> None:
    first, passed = matrix.actor("role:head").deputies
    assert (first.grant, first.receiver, first.passes_on, first.through) == ("heads", "tom", True, "")
    assert (first.first, first.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (passed.grant, passed.giver, passed.receiver, passed.through) == ("passed", "tom", "una", "heads")
    assert [(limit.field, limit.most) for limit in passed.limits] == [("amount", Decimal(1000))]
    assert (passed.first, passed.last) == (date(2026, 3, 1), date(2026, 12, 31))


def test_a_grant_for_other_processes_lends_nothing(matrix: Responsibility) -> None:
    assert [deputy.grant for deputy in matrix.actor("role:chief").deputies] == ["old"]


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2024, 12, 31), Standing.LATER),
        (date(2025, 1, 1), Standing.IN_FORCE),
        (date(2026, 3, 1), Standing.IN_FORCE),
        (date(2026, 3, 2), Standing.LAPSED),
    ],
)
def test_a_grant_runs_on_its_first_and_last_day(
    works: Path, make: Make, on: date, standing: Standing
) -> None:
    chief = responsibility(make(works, "en", on)).actor("role:chief")
    assert [deputy.standing for deputy in chief.deputies] == [standing]


def test_a_person_has_parts_by_roles_groups_and_running_grants(order: Subject) -> None:
    una = of_person("una", [order])
    assert {taken.activity.place for taken in una.taken} == {
        "owner", "ask", "look/head", "meet", "price:1", "price:2",
    }  # fmt: skip
    assert {taken.part.letter for taken in una.taken} == {Letter.R, Letter.C}
    assert all("passed of Tom" in taken.through for taken in una.taken if taken.activity.place != "price:2")
    ida = of_person("ida", [order])
    assert any(taken.through == "Board, as Chief" for taken in ida.taken)
    assert [deputy.grant for deputy in ida.given] == ["old", "elsewhere"]


def test_a_lapsed_grant_brings_no_part_and_is_listed(order: Subject) -> None:
    hal = of_person("hal", [order])
    assert [deputy.standing for deputy in hal.received] == [Standing.LAPSED]
    assert not any("old" in taken.through for taken in hal.taken)


def test_a_person_who_is_away_is_told(works: Path, make: Make) -> None:
    assert of_person("ann", [make(works)]).away
    assert not of_person("ann", [make(works, "en", date(2026, 3, 5))]).away


def test_nobody_of_that_name_is_a_lookup_error(order: Subject) -> None:
    with pytest.raises(LookupError):
        of_person("nobody", [order])


def test_a_position_has_the_parts_of_its_role(order: Subject) -> None:
    process = order.words.process
    position = Position(
        "desk",
        process.title,
        "works",
        "buyer",
        "head",
        {},
        {},
        {},
        {},
        process.tables["final"].basis,
        process.span,
    )
    found = of_position(position, [order], "en", {})
    assert (found.role, found.superior, found.entries) == ("Buyer", "Head", ())
    assert {taken.activity.place for taken in found.taken} == {"ask", "look", "look/buyer", "tell"}
