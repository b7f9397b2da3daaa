"""SEMANTICS 30: the clock opens a case for a period, in the name of a person."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case import CLOCK, Refused, StartCase
from procflow.case.events import CaseStarted
from procflow.case.state import Performance

Build = Callable[..., Any]

REPORT = """
start: write
cadence: {every: month, on: day 5, shift: later, missed: each, starter: head}
invariants: [{different: [write, check]}]
steps:
  write: {role: clerk, next: check}
  check: {role: head, next: done}
  done: {end: completed}
"""
OPEN = StartCase("case", turn="report/2026-03")


def test_30_the_clock_opens_it_in_the_name_of_a_holder_who_does_no_step(case: Build) -> None:
    opened = case(REPORT)
    started = opened.send(CLOCK, OPEN)[0]
    assert isinstance(started, CaseStarted)
    assert (started.who, started.turn) == (Performance(CLOCK, "hal"), "report/2026-03")
    assert (opened.at.turn, opened.at.started_by) == ("report/2026-03", CLOCK)
    assert opened.item("write").offered_to == ("ann", "amy")
    # Hal has written nothing, and so may check.
    opened.do("write", "done", "ann")
    assert opened.item("check").offered_to == ("hal",)


@pytest.mark.parametrize("actor", ["ann", "hal", "nobody"])
def test_30_no_person_says_what_a_case_is_opened_for(case: Build, actor: str) -> None:
    with pytest.raises(Refused) as refused:
        case(REPORT).send(actor, OPEN)
    assert (refused.value.code, refused.value.allowed) == ("not-yours", (CLOCK,))


def test_30_the_clock_opens_nothing_without_a_cadence(case: Build) -> None:
    without = "\n".join(line for line in REPORT.splitlines() if not line.startswith("cadence"))
    with pytest.raises(Refused, match="where a cadence says so"):
        case(without).send(CLOCK, OPEN)


def test_30_nobody_has_the_role(case: Build) -> None:
    with pytest.raises(Refused) as refused:
        case(REPORT.replace("starter: head", "starter: reserve")).send(CLOCK, OPEN)
    assert (refused.value.code, refused.value.missing) == ("nobody-holds-role", ("reserve",))
