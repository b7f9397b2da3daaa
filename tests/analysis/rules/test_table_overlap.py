from collections.abc import Callable

import pytest

from procflow.analysis import check_program
from procflow.program import Program

Findings = Callable[[str], list[str]]
Compiled = Callable[[str], Program]
Reviewed = Callable[..., str]


@pytest.mark.parametrize(
    ("rows", "case"),
    [
        (["amount: up to 500000", "amount: 500000 or more"], "amount = 500000"),
        (["amount: up to 500000", "amount: over 400000"], "amount = 500000"),
        (["channel: any", "channel: direct"], "channel = direct"),
        (["amount: 1 or more", "amount: under 2"], "amount = 1"),
        (
            ["disputed: any, amount: up to 5", "disputed: true, amount: 5 or more"],
            "disputed = true, amount = 5",
        ),
    ],
)
def test_two_rows_for_one_case(findings: Findings, reviewed: Reviewed, rows: list[str], case: str) -> None:
    found = [f for f in findings(reviewed(*rows)) if f.startswith("A102")]
    assert [f.split(": ", 1)[1] for f in found] == [f"rows 1 and 2 of authority both hold for {case}"]


def test_each_row_is_told_once_with_the_first_that_it_meets(compiled: Compiled, reviewed: Reviewed) -> None:
    found = check_program(compiled(reviewed("amount: any", "amount: any", "amount: any")))
    assert [(f.code, f.args["first"], f.args["second"]) for f in found] == [
        ("A102", "1", "2"),
        ("A102", "1", "3"),
    ]
    assert [f.about(related) for f in found for related in f.related] == ["row 1", "row 1"]


def test_rows_meet_only_within_the_bounds_of_their_fields(findings: Findings, reviewed: Reviewed) -> None:
    found = findings(reviewed("amount: any", "amount: over 9000000"))
    assert [f[:4] for f in found] == ["A103"]


def test_where_the_first_row_decides_rows_may_meet(findings: Findings, reviewed: Reviewed) -> None:
    assert not findings(reviewed("amount: up to 500000", "amount: any", hit="first"))
