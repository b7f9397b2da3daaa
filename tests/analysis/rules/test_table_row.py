from collections.abc import Callable

import pytest

from procflow.analysis.rules import table_row
from procflow.program import Program

Findings = Callable[[str], list[str]]
Compiled = Callable[[str], Program]
Reviewed = Callable[..., str]


@pytest.mark.parametrize(
    "rows",
    [
        ["amount: any", "amount: 500000"],
        ["amount: up to 500000", "amount: over 500000", "amount: over 400000 and under 600000"],
        [
            "channel: direct, disputed: any",
            "channel: distributor, disputed: any",
            "channel: any, disputed: true",
        ],
    ],
    ids=["by one", "by two together", "by two values together"],
)
def test_a_row_that_those_above_hide(findings: Findings, reviewed: Reviewed, rows: list[str]) -> None:
    last = rows[-1].split(":")[0]
    assert findings(reviewed(*rows, hit="first")) == [
        f"A103 {{{last}: no case comes to row {len(rows)} of authority"
    ]


@pytest.mark.parametrize("hit", ["first", "exactly one"])
@pytest.mark.parametrize(
    "row", ["amount: under 1", "amount: over 9000000", "order.price: over 10, amount: any"]
)
def test_a_row_for_values_that_its_fields_never_have(
    compiled: Compiled, reviewed: Reviewed, hit: str, row: str
) -> None:
    first = "amount: any, order.price: any" if "price" in row else "amount: any"
    (finding,) = table_row.check(compiled(reviewed(row, first, hit=hit)))
    assert (finding.code, finding.args["row"]) == ("A103", "1")


def test_every_row_decides_something(findings: Findings, reviewed: Reviewed) -> None:
    assert not findings(reviewed("amount: 1", "amount: up to 5", "amount: any", hit="first"))


def test_a_row_that_meets_others_is_told_once(findings: Findings, reviewed: Reviewed) -> None:
    found = findings(reviewed("amount: any", "amount: 500000"))
    assert [f[:4] for f in found] == ["A102"]


def test_a_search_that_gives_up_says_so(compiled: Compiled, reviewed: Reviewed) -> None:
    rows = ("amount: up to 5", "amount: over 5 and up to 7", "amount: over 7", "amount: any")
    program = compiled(reviewed(*rows, hit="first"))
    found = list(table_row.check(program, most_steps=1))
    assert [f.code for f in found] == ["A104"]
    assert [f.code for f in table_row.check(program)] == ["A103"]
