from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations, product

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
    NotDecided,
    Number,
    RangeCell,
    Text,
    Value,
    ValuesCell,
    compile_cell,
    overlaps,
    uncovered,
)

Types = Mapping[str, FieldType]
Row = Mapping[str, Cell]

AUTHORITY: Types = {
    "disputed": Flag(),
    "mode": Choice(("short", "circulation", "meeting")),
    "channel": Choice(("direct", "distributor")),
    "amount": Money("CNY"),
}


def table(types: Types, *lines: str) -> list[Row]:
    """Rows from cells as they are written, with ``|`` between them."""
    rows: list[Row] = []
    for line in lines:
        row: dict[str, Cell] = {}
        for (name, field_type), text in zip(types.items(), line.split("|"), strict=True):
            cell, diagnostics = compile_cell(
                text.strip(), field_type, lambda start, end: Span.whole_file("f")
            )
            assert cell is not None, diagnostics
            row[name] = cell
        rows.append(row)
    return rows


FINAL_AUTHORITY = table(
    AUTHORITY,
    "false | short     | any         | any",
    "false | not short | distributor | any",
    "false | not short | direct      | up to 500000",
    "false | not short | direct      | over 500000 and under 3000000",
    "false | not short | direct      | 3000000 or more",
    "true  | any       | any         | up to 500000",
    "true  | any       | any         | over 500000",
)


def test_a_table_that_decides_every_case_once() -> None:
    assert uncovered(FINAL_AUTHORITY, AUTHORITY) is None
    assert overlaps(FINAL_AUTHORITY, AUTHORITY) == []


def test_a_missing_row_is_shown_by_a_case_that_it_would_decide() -> None:
    for missing, row in enumerate(FINAL_AUTHORITY):
        rest = [other for place, other in enumerate(FINAL_AUTHORITY) if place != missing]
        witness = uncovered(rest, AUTHORITY)
        assert witness is not None
        assert not isinstance(witness, NotDecided)
        assert all(row[name].holds(witness[name]) for name in AUTHORITY)


def test_a_boundary_left_out_is_found_exactly() -> None:
    types: Types = {"amount": Money("CNY")}
    rows = table(types, "under 500000", "over 500000 and under 3000000", "3000000 or more")
    assert uncovered(rows, types) == {"amount": Decimal(500000)}


def test_a_boundary_taken_twice_is_found_exactly() -> None:
    types: Types = {"amount": Money("CNY")}
    rows = table(types, "up to 500000", "500000 or more")
    (found,) = overlaps(rows, types)
    assert (found.first, found.second, found.witness) == (0, 1, {"amount": Decimal(500000)})


def test_a_row_hidden_by_the_union_of_others() -> None:
    types: Types = {"flag": Flag(), "amount": Number()}
    rows = table(types, "any | under 5", "true | 3 or more", "false | 3 or more", "any | from 4 to 9")
    assert uncovered(rows[:3], types, within=rows[3]) is None
    assert uncovered(rows[:2], types, within=rows[3]) == {"flag": False, "amount": Decimal(5)}


def test_only_cases_within_the_given_bounds_count() -> None:
    types: Types = {"amount": Money("CNY")}
    rows = table(types, "from 0 to 5", "5 or more")
    assert uncovered(rows, types) == {"amount": Decimal(-1)}
    positive = RangeCell(Decimal(0), False, None, False)
    assert uncovered(rows, types, within={"amount": positive}) is None
    assert len(overlaps(rows, types)) == 1
    assert overlaps(rows, types, within={"amount": RangeCell(Decimal(5), False, None, False)}) == []


@pytest.mark.parametrize(
    ("field_type", "lines", "witness"),
    [
        (Number(), ["up to 1", "1.0000000000000000000000000000000000001 or more"], None),
        (Date(), ["up to 2026-01-01", "2026-01-02 or later"], None),
        (Date(), ["before 2026-01-01", "2026-01-02 or later"], date(2026, 1, 1)),
        (Date(), ["up to 2026-01-01", "after 2026-01-03"], date(2026, 1, 3)),
        (Date(), ["0001-01-01 or later"], None),
        (Date(), ["before 9999-12-31", "after 9999-12-31"], date(9999, 12, 31)),
        (
            DateTime(),
            ["before 2026-01-01T00:00Z", "after 2026-01-01T00:00+00:00"],
            datetime(2026, 1, 1, tzinfo=UTC),
        ),
        (DateTime(), ["2026-01-01T09:00+08:00 or later", "before 2026-01-01T01:00Z"], None),
        (Duration(), ["under 2 days", "48 hours or more"], None),
        (Duration(), ["over 0 days"], timedelta(0)),
        (
            Duration(),
            ["from 0 days to 1 day", "from 2 days to 3 days", "over 72 hours"],
            timedelta(days=1, hours=1),
        ),
        (Text(), ["王", "not 王"], None),
        (Text(), ["王", "text 1"], "text 2"),
        (Flag(), ["true"], False),
        (Choice(("a", "b", "c")), ["a", "not [a, b]"], "b"),
    ],
)
def test_gaps_in_one_column(field_type: FieldType, lines: list[str], witness: Value | None) -> None:
    types: Types = {"column": field_type}
    found = uncovered(table(types, *lines), types)
    if isinstance(witness, Decimal | date | timedelta | str | bool):
        assert found == {"column": witness}
    elif isinstance(field_type, Number):
        assert isinstance(found, dict)
        (value,) = found.values()
        assert Decimal(1) < value < Decimal("1.0000000000000000000000000000000000001")
    else:
        assert found is None


def test_a_column_of_several_choices_is_left_out_of_witnesses() -> None:
    types: Types = {"labels": Choices(("a",)), "flag": Flag()}
    assert uncovered(table(types, "any | true"), types) == {"flag": False}
    assert uncovered(table(types, "any | any"), types) is None


def test_tables_without_rows_or_columns() -> None:
    assert uncovered([], {"flag": Flag()}) == {"flag": False}
    assert uncovered([], {}) == {}
    assert uncovered([{}], {}) is None
    assert [(found.first, found.second) for found in overlaps([{}, {}], {})] == [(0, 1)]


def test_the_search_gives_up_honestly() -> None:
    types: Types = {f"flag {number}": Flag() for number in range(6)}
    every_case = [
        {name: ValuesCell(frozenset({bit})) for name, bit in zip(types, bits, strict=True)}
        for bits in product((False, True), repeat=6)
    ]
    assert uncovered(every_case, types, most_steps=3) == NotDecided(3)
    assert uncovered(every_case, types) is None


NUMBERS = [Decimal(number) / 2 for number in range(-2, 10)]
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(-2, 7)]
LENGTHS = [timedelta(hours=number) for number in range(0, 12)]
UNIVERSE: Mapping[str, tuple[FieldType, Sequence[Value]]] = {
    "number": (Number(), NUMBERS),
    "day": (Date(), DAYS),
    "length": (Duration(), LENGTHS),
    "flag": (Flag(), (False, True)),
    "choice": (Choice(("a", "b", "c")), ("a", "b", "c")),
    "text": (Text(), ("x", "y", "z")),
}
POINTS: Mapping[str, Sequence[Value]] = {
    "number": NUMBERS[2:10:2],
    "day": DAYS[1:-1],
    "length": LENGTHS[0:10:2],
    "flag": (False, True),
    "choice": ("a", "b", "c"),
    "text": ("x", "y"),
}


def cells(name: str) -> st.SearchStrategy[Cell]:
    points = st.sampled_from(POINTS[name])
    values = st.builds(ValuesCell, st.frozensets(points, min_size=1), st.booleans())
    if name not in ("number", "day", "length"):
        return st.just(AnyCell()) | values
    ends = st.none() | points
    return st.just(AnyCell()) | values | st.builds(RangeCell, ends, st.booleans(), ends, st.booleans())


COLUMNS = st.lists(st.sampled_from(sorted(UNIVERSE)), min_size=1, max_size=3, unique=True)
TABLES = COLUMNS.flatmap(
    lambda names: st.tuples(
        st.just({name: UNIVERSE[name][0] for name in names}),
        st.lists(st.fixed_dictionaries({name: cells(name) for name in names}), max_size=6),
        st.fixed_dictionaries({}, optional={name: cells(name) for name in names}),
    )
)


def holds(row: Row, case: Mapping[str, Value]) -> bool:
    return all(cell.holds(case[name]) for name, cell in row.items())


@given(TABLES)
def test_gaps_and_overlaps_are_those_found_by_trying_every_case(
    drawn: tuple[Types, Sequence[Row], Row],
) -> None:
    types, rows, within = drawn
    grid = [
        dict(zip(types, values, strict=True)) for values in product(*(UNIVERSE[name][1] for name in types))
    ]
    cases = [case for case in grid if holds(within, case)]

    gap = uncovered(rows, types, within)
    assert not isinstance(gap, NotDecided)
    assert (gap is None) is all(any(holds(row, case) for row in rows) for case in cases)
    if gap is not None:
        assert holds(within, gap)
        assert not any(holds(row, gap) for row in rows)

    found = {(pair.first, pair.second): pair.witness for pair in overlaps(rows, types, within)}
    for (first, one), (second, other) in combinations(enumerate(rows), 2):
        both = any(holds(one, case) and holds(other, case) for case in cases)
        assert ((first, second) in found) is both
    for (first, second), witness in found.items():
        assert holds(rows[first], witness)
        assert holds(rows[second], witness)
        assert holds(within, witness)
