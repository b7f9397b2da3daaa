from collections.abc import Callable

import pytest

from procflow.analysis.rules import table_gap
from procflow.program import Program

Findings = Callable[[str], list[str]]
Compiled = Callable[[str], Program]

Reviewed = Callable[..., str]


@pytest.mark.parametrize(
    ("rows", "case"),
    [
        (["amount: up to 500000", "amount: over 500001"], "amount = 500001"),
        (["amount: under 500000", "amount: over 500000"], "amount = 500000"),
        (["amount: up to 500000"], "amount = 9000000"),
        (["amount: 2 or more"], "amount = 1"),
        (["channel: direct"], "channel = distributor"),
        (["disputed: false"], "disputed = true"),
        (["arrival: before 2026-05-01", "arrival: after 2026-05-01"], "arrival = 2026-05-01"),
        (["order.price: under 10"], "order.price = 10"),
        (
            ["disputed: true, amount: any", "disputed: false, amount: up to 5"],
            "disputed = false, amount = 9000000",
        ),
    ],
)
def test_a_case_without_a_row(findings: Findings, rows: list[str], case: str, reviewed: Reviewed) -> None:
    assert findings(reviewed(*rows)) == [f"A101 authority: no row of authority holds for {case}"]


@pytest.mark.parametrize(
    "rows",
    [
        ["amount: up to 500000", "amount: over 500000"],
        ["amount: 1 or more"],
        ["amount: up to 9000000"],
        ["order.price: up to 10"],
        ["channel: direct, disputed: any", "channel: not direct, disputed: any"],
        ["arrival: up to 2026-05-01", "arrival: 2026-05-02 or later"],
    ],
)
def test_every_case_has_its_row(findings: Findings, rows: list[str], reviewed: Reviewed) -> None:
    text = reviewed(*rows)
    assert not findings(text.replace("up to 2026", "2026").replace("2026-05-01,", "2026-05-01 or earlier,"))


def test_the_first_row_that_holds_leaves_gaps_too(findings: Findings, reviewed: Reviewed) -> None:
    assert findings(reviewed("amount: up to 5", hit="first")) == [
        "A101 authority: no row of authority holds for amount = 9000000"
    ]


def test_a_search_that_gives_up_says_so(compiled: Compiled, reviewed: Reviewed) -> None:
    program = compiled(reviewed("amount: up to 5", "amount: over 5 and up to 7", "amount: over 7"))
    (finding,) = table_gap.check(program, most_steps=1)
    assert (finding.code, finding.args["steps"]) == ("A104", "1")
    assert not list(table_gap.check(program))
