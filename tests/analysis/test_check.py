"""The checker on the contract review: nothing as it stands, and each seeded mistake with its own code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.definition.build import build_process
from procflow.diagnostics import Diagnostic, Severity, to_text
from procflow.program import compile_program
from procflow.source import read


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "processes" / "contract-review.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def check(text: str) -> Callable[..., tuple[Diagnostic, ...]]:
    """Check the contract review with pieces of its text replaced."""

    def check(*changes: tuple[str, str]) -> tuple[Diagnostic, ...]:
        changed = text
        for old, new in changes:
            assert changed.count(old) == 1, (old, changed.count(old))
            changed = changed.replace(old, new)
        node = read(changed, "contract-review.yaml").node
        assert node is not None
        process, found = build_process(node, None, None)
        assert process is not None, to_text(found, {})
        return check_program(compile_program(process, "hash"))

    return check


Check = Callable[..., tuple[Diagnostic, ...]]


def test_the_contract_review_is_sound(check: Check) -> None:
    assert check() == ()


UNDISPUTED = "disputed = false, mode = circulation, channel = direct"
SEEDED = [
    (
        "the amount may be left out",
        [
            (
                "amount:\n    {type: money, currency: CNY, minimum: 0.01, required: true",
                "amount:\n    {type: money, currency: CNY, minimum: 0.01",
            )
        ],
        {("F106", "final-authority looks at amount, which may not be filled in by then")},
    ),
    (
        "the mode is not asked for",
        [("    form: [mode]\n", "")],
        {
            ("F106", "propose/proposed looks at mode, which may not be filled in by then"),
        },
    ),
    (
        "the boundary as the source words it",
        [
            (
                "direct,      amount: over 500000 and under 3000000",
                "direct, amount: 500000 or more and under 3000000",
            )
        ],
        {
            (
                "A102",
                f"rows 3 and 4 of final-authority both hold for {UNDISPUTED}, amount = 500000",
            )
        },
    ),
    (
        "nobody decides exactly three million",
        [("amount: 3000000 or more", "amount: over 3000000")],
        {
            (
                "A101",
                f"no row of final-authority holds for {UNDISPUTED}, amount = 3000000",
            )
        },
    ),
    (
        "a meeting that decides nothing",
        [("    outcomes: {passed: meeting-decision}", "    outcomes: {passed: sign}")],
        {
            ("F101", "nothing leads to meeting-decision"),
            ("F105", "a case can come to sign without review-passed"),
            ("F105", "a case can come to sign without agree-with-customer"),
        },
    ),
    (
        "a route that nobody takes",
        [('      - {when: mode == "meeting", go: meeting}\n', "")],
        {("F101", "nothing leads to meeting")},
    ),
    (
        "papers that never end",
        [("outcomes: {filed: {go: filed,", "outcomes: {filed: {go: collate-file,")],
        {("F101", "nothing leads to filed"), ("F103", "no end can be reached from collate-file")},
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in SEEDED], ids=[case[0] for case in SEEDED]
)
def test_a_seeded_mistake_is_found(
    check: Check, changes: list[tuple[str, str]], expected: set[tuple[str, str]]
) -> None:
    found = check(*changes)
    assert {(finding.code, finding.message()) for finding in found} == expected


def test_findings_stand_on_the_line_of_their_element(check: Check, text: str) -> None:
    (finding,) = check(("amount: 3000000 or more", "amount: over 3000000"))
    assert finding.severity is Severity.ERROR
    line = text.splitlines()[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == "final-authority"


def test_of_thousands_of_errors_the_first_hundred_are_told() -> None:
    head = "process: long\nversion: 1.0.0\ntitle: Long\norganization: o.yaml\nstart: s1\nsteps:\n"
    unreached = (f"  s{n}: {{role: clerk, next: s0}}\n" for n in range(1, 300))
    node = read(f"{head}  s0: {{end: completed}}\n{''.join(unreached)}", "long.yaml").node
    assert node is not None
    process, _ = build_process(node, None, None)
    assert process is not None
    found = check_program(compile_program(process, "hash"))
    assert [d.code for d in found] == ["F101"] * 100 + ["Y112"]
