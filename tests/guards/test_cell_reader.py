from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.guards import (
    AnyCell,
    Cell,
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Money,
    Number,
    Percent,
    RangeCell,
    Scalar,
    Text,
    ValuesCell,
    compile_cell,
)

MONEY = Money("CNY")
MODE = Choice(("short", "circulation", "甲（乙）"))
LOW, HIGH = Decimal(500000), Decimal(3000000)
YEAR = date(2026, 1, 1)

CellMistakes = Callable[[Scalar | Sequence[Scalar], FieldType], list[tuple[str, str, str]]]


def one_of(*values: object) -> ValuesCell:
    return ValuesCell(frozenset(values))  # type: ignore[arg-type]


def all_but(*values: object) -> ValuesCell:
    return ValuesCell(frozenset(values), negated=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "field_type", "cell"),
    [
        ("any", MONEY, AnyCell()),
        (" any ", MODE, AnyCell()),
        ("any", Choices(("a",)), AnyCell()),
        ("up to 500000", MONEY, RangeCell(None, False, LOW, True)),
        ("500000 or less", MONEY, RangeCell(None, False, LOW, True)),
        ("under 500000", MONEY, RangeCell(None, False, LOW, False)),
        ("over 500000", MONEY, RangeCell(LOW, False, None, False)),
        ("3000000 or more", MONEY, RangeCell(HIGH, True, None, False)),
        ("over 500000 and under 3000000", MONEY, RangeCell(LOW, False, HIGH, False)),
        ("under 3000000  and  500000 or more", MONEY, RangeCell(LOW, True, HIGH, False)),
        ("from 500000 to 3000000", MONEY, RangeCell(LOW, True, HIGH, True)),
        ("over -0.5", Number(), RangeCell(Decimal("-0.5"), False, None, False)),
        (500000, MONEY, one_of(LOW)),
        (Decimal("12.5"), Percent(), one_of(Decimal("12.5"))),
        ([1, Decimal("2.5"), "3"], Number(), one_of(Decimal(1), Decimal("2.5"), Decimal(3))),
        ("not 5", Number(), all_but(Decimal(5))),
        ("short", MODE, one_of("short")),
        ("not short", MODE, all_but("short")),
        ("not [short, circulation]", MODE, all_but("short", "circulation")),
        ("[甲（乙）, 'short']", MODE, one_of("甲（乙）", "short")),
        (["short", "circulation"], MODE, one_of("short", "circulation")),
        ('"any"', Choice(("any", "none")), one_of("any")),
        ("not enough", Choice(("enough", "not enough")), one_of("not enough")),
        (5, Choice(("5", "6")), one_of("5")),
        (True, Flag(), one_of(True)),
        ("false", Flag(), one_of(False)),
        ("not true", Flag(), all_but(True)),
        ([True, False], Flag(), one_of(True, False)),
        ("王，小姐", Text(), one_of("王，小姐")),
        ("up to you", Text(), one_of("up to you")),
        ('not ["a, b", c]', Text(), all_but("a, b", "c")),
        ('not "say \\"no\\""', Text(), all_but('say "no"')),
        ("up to 2026-01-01", Date(), RangeCell(None, False, YEAR, True)),
        ("before 2026-01-01", Date(), RangeCell(None, False, YEAR, False)),
        ("after 2026-01-01", Date(), RangeCell(YEAR, False, None, False)),
        ("2026-01-01 or later", Date(), RangeCell(YEAR, True, None, False)),
        ("2026-01-01 or earlier", Date(), RangeCell(None, False, YEAR, True)),
        ("2026-01-01", Date(), one_of(YEAR)),
        (
            "2026-01-01T09:00Z or later",
            DateTime(),
            RangeCell(datetime(2026, 1, 1, 9, tzinfo=UTC), True, None, False),
        ),
        ("over 2 days", Duration(), RangeCell(timedelta(days=2), False, None, False)),
        ("90 minutes or less", Duration(), RangeCell(None, False, timedelta(minutes=90), True)),
    ],
)
def test_cells(written: Scalar | Sequence[Scalar], field_type: FieldType, cell: Cell) -> None:
    found, diagnostics = compile_cell(written, field_type, lambda start, end: Span.whole_file("f"))
    assert (found, diagnostics) == (cell, ())


@pytest.mark.parametrize(
    ("written", "field_type", "mistake"),
    [
        ("", MONEY, ("C001", "", "write `any` if the row holds for every value")),
        ("not 「short」", MODE, ("C002", "「", 'write: not "short"')),
        ("[short，circulation]", MODE, ("C002", "，", "write: [short,circulation]")),
        ("Any", MODE, ("C003", "Any", "write: any")),
        ("ANY", MONEY, ("C003", "ANY", "write: any")),
        ("不限", MONEY, ("C003", "不限", "write: any")),
        ("Up to 5", MONEY, ("C003", "Up to 5", "write: up to 5")),
        ("at least 5", MONEY, ("C003", "at least 5", "write: 5 or more")),
        (">= 500,000", MONEY, ("C003", ">= 500,000", "write: 500000 or more")),
        ("≤5", MONEY, ("C003", "≤5", "write: up to 5")),
        ("50萬以內", MONEY, ("C003", "50萬以內", "write: up to 500000")),
        ("5-10", MONEY, ("C003", "5-10", "write: from 5 to 10")),
        ("between 5 and 10", MONEY, ("C003", "between 5 and 10", "write: from 5 to 10")),
        ("above 5 and below 10", MONEY, ("C003", "above 5 and below 10", "write: over 5 and under 10")),
        ("at least 2026-01-01", Date(), ("C003", "at least 2026-01-01", "write: 2026-01-01 or later")),
        (
            "2026-01-01..2026-02-01",
            Date(),
            ("C003", "2026-01-01..2026-02-01", "write: from 2026-01-01 to 2026-02-01"),
        ),
        ("over 5 and 6", MONEY, ("C003", "over 5 and 6", "")),
        ("over", MONEY, ("C003", "over", "")),
        ("[]", MODE, ("C004", "[]", "write the value, or `any` if the row holds for every value")),
        ("[5, ,6]", MONEY, ("C004", " ,", "write the value, or `any` if the row holds for every value")),
        (
            "[short",
            MODE,
            ("C005", "[short", "write all its values between `[` and `]`, with commas between them"),
        ),
        ("not over 5", MONEY, ("C008", "not over 5", "write: up to 5")),
        ("not 5 or less", MONEY, ("C008", "not 5 or less", "write: over 5")),
        ("not before 2026-01-01", Date(), ("C008", "not before 2026-01-01", "write: 2026-01-01 or later")),
        ("not from 1 to 5", MONEY, ("C008", "not from 1 to 5", "")),
        ("not over 1 and under 5", MONEY, ("C008", "not over 1 and under 5", "")),
        ("before 5", MONEY, ("C011", "before 5", "write: under 5")),
        ("2026-01-01 or more", Date(), ("C011", "2026-01-01 or more", "write: 2026-01-01 or later")),
        ("500,000", MONEY, ("C201", "500,000", "write 500000")),
        ("up to 500,000", MONEY, ("C201", "500,000", "write 500000")),
        ("over 1 and up to 50萬", MONEY, ("C201", "50萬", "write 500000")),
        ("CNY 500000", MONEY, ("C201", "CNY 500000", "write 500000")),
        ("10%", Percent(), ("C201", "10%", "write 10")),
        ("ten", MONEY, ("C201", "ten", "")),
        (True, MONEY, ("C201", "True", "")),
        ("under " + "9" * 61, MONEY, ("C203", "9" * 61, "")),
        ("after 2026/1/1", Date(), ("C204", "2026/1/1", "write 2026-01-01")),
        ("2026-02-30", Date(), ("C204", "2026-02-30", "")),
        ("2026-01-01", DateTime(), ("C205", "2026-01-01", "")),
        ("2d", Duration(), ("C206", "2d", "write 2 days")),
        ("shrt", MODE, ("C207", "shrt", "did you mean short?")),
        ("not [short, circulatin]", MODE, ("C207", "circulatin", "did you mean circulation?")),
        ("yes", Flag(), ("C208", "yes", "write true")),
        ("否", Flag(), ("C208", "否", "write false")),
    ],
)
def test_mistakes(
    cell_mistakes: CellMistakes, written: Scalar, field_type: FieldType, mistake: tuple[str, str, str]
) -> None:
    assert cell_mistakes(written, field_type) == [mistake]


@pytest.mark.parametrize(
    ("written", "field_type", "code"),
    [
        ("over 5 and under 3", MONEY, "C007"),
        ("over 5 and up to 5", MONEY, "C007"),
        ("from 5 to 1", MONEY, "C007"),
        ("over 5 and over 6", MONEY, "C009"),
        ("under 5 and up to 6", MONEY, "C009"),
        ("not any", MONEY, "C012"),
        ("not [short, circulation, 甲（乙）]", MODE, "C012"),
        ("urgent", Choices(("urgent",)), "C010"),
        ("x" * 2001, Text(), "C006"),
    ],
)
def test_cells_that_can_match_nothing_or_are_beyond_reading(
    cell_mistakes: CellMistakes, written: str, field_type: FieldType, code: str
) -> None:
    assert [found for found, _, _ in cell_mistakes(written, field_type)] == [code]


@pytest.mark.parametrize(
    ("items", "field_type", "found"),
    [
        (["short", "shrt", "meeting"], MODE, [("C207", "1"), ("C207", "2")]),
        ([5, "up to 6"], MONEY, [("C003", "1")]),
        (["any"], MODE, [("C207", "0")]),
        ([], MODE, [("C004", "")]),
        (["a", "b"], Choices(("a", "b")), [("C010", "01")]),
    ],
)
def test_a_mistake_in_a_list_is_placed_at_its_item(
    cell_mistakes: CellMistakes, items: list[Scalar], field_type: FieldType, found: list[tuple[str, str]]
) -> None:
    assert [(code, item) for code, item, _ in cell_mistakes(items, field_type)] == found


PIECES = [
    *(
        "any",
        "not",
        "up to",
        "under",
        "over",
        "or more",
        "or less",
        "from",
        "to",
        "and",
        "before",
        "or later",
    ),
    *("at least", "5", "500,000", "50萬", "2026-01-01", "2 days", "short", "true", "[", "]", ",", '"', "'"),
    *("≥", "，", "「", "「x」", "-", "..", "~", "+", "%", " ", "\n", "\x00", "\ud800", "²", "1E5", "\\"),
]
TYPES = st.sampled_from(
    [MONEY, Number(), Percent(), Text(), Flag(), MODE, Choices(("a",)), Date(), DateTime(), Duration()]
)
SCALARS = (
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    | st.integers()
    | st.decimals()
    | st.booleans()
)


@given(SCALARS | st.lists(SCALARS, max_size=4), TYPES)
def test_anything_in_a_cell_ends_in_a_cell_or_in_diagnostics(
    written: Scalar | list[Scalar], field_type: FieldType
) -> None:
    cell, diagnostics = compile_cell(
        written, field_type, lambda start, end: Span("f", 1, start + 1, 1, max(start, end) + 1)
    )
    assert (cell is None) is bool(diagnostics)
    for diagnostic in diagnostics:
        assert diagnostic.span.column <= diagnostic.span.end_column
        assert diagnostic.message()
        assert diagnostic.reason()


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.integers(1, 500), TYPES)
def test_repetition_does_not_hold_the_reader_up(pieces: list[str], times: int, field_type: FieldType) -> None:
    cell, diagnostics = compile_cell(
        " ".join(pieces) * times, field_type, lambda start, end: Span.whole_file("f")
    )
    assert (cell is None) is bool(diagnostics)


@given(SCALARS, TYPES)
def test_a_help_that_names_a_cell_names_one_that_is_well_formed(
    written: Scalar, field_type: FieldType
) -> None:
    _, diagnostics = compile_cell(written, field_type, lambda start, end: Span.whole_file("f"))
    for meant in [found.args["meant"] for found in diagnostics if found.code == "C003"]:
        if meant:
            _, again = compile_cell(meant, field_type, lambda start, end: Span.whole_file("f"))
            assert {found.code for found in again} <= {"C007", "C009", "C010"}
