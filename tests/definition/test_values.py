from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.definition.process import Basis, DataField, GroupType, Title
from procflow.definition.values import (
    decimal_text,
    json_value,
    read_value,
    required_parts,
    typed,
    typed_values,
)
from procflow.diagnostics import Span
from procflow.guards import (
    Choice,
    Choices,
    Date,
    DateTime,
    FieldType,
    Flag,
    Money,
    Number,
    Percent,
    Text,
)

HERE = Span.whole_file("f")
MONEY = Money("CNY")


def field(kind: FieldType | GroupType, name: str = "x", **more: object) -> DataField:
    return DataField(name, kind, Title(name, name), Basis(), HERE, **more)  # type: ignore[arg-type]


TERMS = field(
    GroupType((field(Text(), "quality", required=True), field(MONEY, "price"), field(Date(), "due"))), "terms"
)


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        (MONEY, 1800000, "1800000"),
        (MONEY, "1800000", "1800000"),
        (MONEY, Decimal("1800000.00"), "1800000"),
        (MONEY, Decimal("1.8E+6"), "1800000"),
        (MONEY, "+0.50", "0.5"),
        (MONEY, "-0.0", "0"),
        (MONEY, 0.1, "0.1"),
        (Number(), "007", "7"),
        (Percent(), "12.50", "12.5"),
        (Text(), "管材", "管材"),
        (Flag(), True, True),
        (Choice(("short", "meeting")), "meeting", "meeting"),
        (Choices(("a", "b", "c")), ["c", "a"], ["a", "c"]),
        (Date(), "2026-03-02", "2026-03-02"),
        (Date(), date(2026, 3, 2), "2026-03-02"),
        (DateTime(), "2026-03-02T09:00:00+08:00", "2026-03-02T01:00:00Z"),
        (DateTime(), datetime(2026, 3, 2, 1, tzinfo=UTC), "2026-03-02T01:00:00Z"),
        (MONEY, None, None),
    ],
)
def test_what_is_stored(kind: FieldType, raw: object, stored: object) -> None:
    assert read_value(field(kind), raw) == (stored, None)
    assert type(read_value(field(kind), raw)[0]) is type(stored)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (MONEY, "abc"),
        (MONEY, ""),
        (MONEY, True),
        (MONEY, [1]),
        (MONEY, "1,800,000"),
        (MONEY, "1e6"),
        (MONEY, "1e999"),
        (MONEY, float("nan")),
        (MONEY, float("inf")),
        (MONEY, Decimal("NaN")),
        (MONEY, Decimal("-Infinity")),
        (MONEY, Decimal("1E+999999")),
        (MONEY, Decimal("1E-999999")),
        (MONEY, 10**50),
        (MONEY, "１２"),
        (Number(), "0x1F"),
        (Text(), 5),
        (Text(), "\ud800"),
        (Flag(), "true"),
        (Flag(), 1),
        (Choice(("a",)), "b"),
        (Choice(("a",)), ["a"]),
        (Choices(("a",)), "a"),
        (Choices(("a",)), ["a", "b"]),
        (Date(), "2026-3-2"),
        (Date(), "2026-02-30"),
        (Date(), "20260302"),
        (Date(), datetime(2026, 3, 2, tzinfo=UTC)),
        (DateTime(), "2026-03-02T09:00:00"),
        (DateTime(), "2026-03-02"),
        (DateTime(), datetime(2026, 3, 2)),
        (DateTime(), datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))),
    ],
)
def test_what_is_refused(kind: FieldType, raw: object) -> None:
    stored, problem = read_value(field(kind, "amount"), raw)
    assert stored is None
    assert problem is not None and problem.startswith("amount: ")


def test_the_words_of_a_refusal() -> None:
    def said(kind: FieldType, raw: object) -> str | None:
        return read_value(field(kind, "amount"), raw)[1]

    assert said(MONEY, "abc") == "amount: 'abc' is no amount; write a number such as 1800000"
    assert said(Choice(("short", "meeting")), "meting") == (
        "amount: 'meting' is not one of short, meeting; did you mean meeting?"
    )
    assert said(Date(), 5) == "amount: 5 is no date; write 2026-03-02"


def test_bounds_belong_to_what_is_allowed() -> None:
    bounded = field(MONEY, "amount", minimum="0.01", maximum="5")
    assert read_value(bounded, "0.01") == ("0.01", None)
    assert read_value(bounded, 5) == ("5", None)
    assert read_value(bounded, 0) == (None, "amount: 0 is below 0.01, the least allowed")
    assert read_value(bounded, -3)[1] == "amount: -3 is below 0.01, the least allowed"
    assert read_value(bounded, "5.001")[1] == "amount: 5.001 is above 5, the most allowed"


def test_amounts_are_compared_as_amounts_and_dates_as_dates() -> None:
    assert read_value(field(Number(), minimum="9"), 10) == ("10", None)
    late = field(Date(), minimum="2026-03-02")
    assert read_value(late, "2026-10-01") == ("2026-10-01", None)
    assert read_value(late, "2026-03-01")[1] is not None
    instant = field(DateTime(), maximum="2026-03-02T01:00:00Z")
    assert read_value(instant, "2026-03-02T09:00:00+08:00")[1] is None
    assert read_value(instant, "2026-03-02T09:00:01+08:00")[1] is not None


def test_a_group_is_stored_in_the_order_of_its_fields() -> None:
    stored, problem = read_value(TERMS, {"due": "2026-03-02", "price": "10.00", "quality": "A"})
    assert problem is None
    assert list(stored.items()) == [("quality", "A"), ("price", "10"), ("due", "2026-03-02")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"quality": "A", "pirce": 5}, "terms: there is no field pirce; did you mean price?"),
        (
            {"quality": "A", "price": "dear"},
            "terms.price: 'dear' is no amount; write a number such as 1800000",
        ),
        ("A", "terms: 'A' is no group; give its fields: quality, price, due"),
    ],
)
def test_what_is_wrong_in_a_group(raw: object, problem: str) -> None:
    assert read_value(TERMS, raw) == (None, problem)


def test_a_number_that_nobody_means_is_refused_in_short() -> None:
    stored, problem = read_value(field(MONEY, "amount"), 10**5000)
    assert stored is None
    assert problem is not None and len(problem) < 200


def test_a_group_may_be_filled_in_piece_by_piece() -> None:
    stored, problem = read_value(TERMS, {"price": 5})
    assert (stored, problem) == ({"price": "5"}, None)
    assert required_parts(TERMS, stored) == ("quality",)
    assert required_parts(TERMS, {"quality": "A"}) == ()


def test_guards_read_fields_of_groups_by_dotted_names() -> None:
    fields = {"terms": TERMS, "amount": field(MONEY, "amount"), "tags": field(Choices(("a", "b")), "tags")}
    data = {"terms": {"quality": "A", "due": "2026-03-02"}, "tags": ["b"]}
    assert typed_values(fields, data) == {
        "terms.quality": "A",
        "terms.due": date(2026, 3, 2),
        "tags": ("b",),
    }


def test_people_are_shown_numbers() -> None:
    assert json_value(field(MONEY), "1800000") == Decimal("1800000")
    assert json_value(field(Text()), "1800000") == "1800000"
    assert json_value(field(MONEY), None) is None
    assert json_value(TERMS, {"quality": "A", "price": "10"}) == {"quality": "A", "price": Decimal("10")}


def test_what_is_no_stored_value_is_a_fault_of_the_caller() -> None:
    for kind, wrong in ((MONEY, 5), (MONEY, "much"), (Flag(), "true"), (Date(), date(2026, 3, 2))):
        with pytest.raises(ValueError, match="stored"):
            typed(field(kind), wrong)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6))
def test_numbers_come_back_as_they_were(value: Decimal) -> None:
    stored, problem = read_value(field(Number()), value)
    assert problem is None
    assert typed(field(Number()), stored) == value
    assert read_value(field(Number()), stored) == (stored, None)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2399, 1, 1), timezones=st.timezones()))
def test_instants_come_back_as_they_were(value: datetime) -> None:
    stored, problem = read_value(field(DateTime()), value)
    assert problem is None
    assert typed(field(DateTime()), stored) == value.astimezone(UTC)


KINDS = [
    MONEY,
    Number(),
    Percent(),
    Text(),
    Flag(),
    Choice(("a",)),
    Choices(("a",)),
    Date(),
    DateTime(),
    TERMS.type,
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=7), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(KINDS), ANYTHING)
def test_anything_is_stored_or_refused(kind: FieldType | GroupType, raw: object) -> None:
    stored, problem = read_value(field(kind), raw)
    assert problem is None or stored is None
    if stored is not None:
        assert read_value(field(kind), stored) == (stored, None)
        typed(field(kind), stored)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_one_amount_has_one_text(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert decimal_text(Decimal(text)) == text
    assert "e" not in text.lower()
