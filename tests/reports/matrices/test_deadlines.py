from pathlib import Path

import pytest

from procflow.reports.matrices import Deadlines, Subject, Timed, deadlines
from tests.reports.matrices.conftest import Make


@pytest.fixture
def found(order: Subject) -> Deadlines:
    return deadlines(order)


def at(found: Deadlines, place: str) -> Timed:
    return next(timed for timed in found.timed if timed.place == place)


def test_escalations_come_in_the_order_of_their_moments(found: Deadlines) -> None:
    ask = at(found, "ask")
    assert ask.deadline == "1 business day"
    assert [(each.when, each.whom, each.repeat) for each in ask.escalations] == [
        ("1 business hour before the deadline", ("Clerk",), ""),
        ("2 business hours before the deadline", ("Buyer",), "1 business hour"),
        ("at the deadline", ("Judge",), ""),
        ("1 business day after the deadline", ("Head", "Chief"), ""),
    ]
    assert [holder.person for holder in ask.escalations[3].holders] == ["hal", "ida"]
    assert ask.lines == ("Clerk → Head → Vacant → Chief",)


def test_handed_up_with_nobody_above_goes_to_the_alarm(works: Path, make: Make) -> None:
    text = works.read_text(encoding="utf-8")
    works.write_text(text.replace("    role: clerk\n    form", "    role: chief\n    form"), encoding="utf-8")
    last = at(deadlines(make(works)), "ask").escalations[-1]
    assert (last.whom, [holder.person for holder in last.holders]) == (("Judge",), ["jon"])


def test_what_has_no_deadline_is_told_too(found: Deadlines) -> None:
    assert {timed.place for timed in found.timed if not timed.deadline} == {
        "look/buyer", "look/head", "look/chief", "tell", "meet/clerk", "meet/judge", "friendly", "sole/judge",
    }  # fmt: skip


def test_rulings_and_appeals_have_their_time(found: Deadlines) -> None:
    assert [at(found, f"price:{level}").deadline for level in (1, 2)] == ["2 business days"] * 2
    appeal = at(found, "appeal")
    assert (appeal.deadline, [each.what for each in appeal.escalations]) == (
        "1 business day",
        ["the right lapses"],
    )
    assert found.alarm == "Chief"
