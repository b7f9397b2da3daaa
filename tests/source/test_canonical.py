from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.source import canonical, from_canonical

NUMBERS = st.integers(min_value=-(10**40), max_value=10**40) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_the_form() -> None:
    value = {"b": [1, Decimal("0.50"), True, None], "a": {"客戶": '"x"\n'}, "": []}
    assert canonical(value) == '{"":[],"a":{"客戶":"\\"x\\"\\n"},"b":[1,0.5,true,null]}'.encode()


@pytest.mark.parametrize(
    ("same", "form"),
    [
        ([1, Decimal("1"), Decimal("1.0"), Decimal("1.00"), Decimal("1E0")], b"1"),
        ([1000, Decimal("1E+3"), Decimal("1000.000")], b"1000"),
        ([0, Decimal("-0.0"), Decimal("0E+5"), Decimal("0.00")], b"0"),
        ([Decimal("0.1"), Decimal("0.10"), Decimal("1E-1")], b"0.1"),
        ([Decimal("-12.5"), Decimal("-12.500")], b"-12.5"),
        ([Decimal("123456789012345678901234567890.1234567890")], b"123456789012345678901234567890.123456789"),
    ],
)
def test_one_amount_has_one_form(same: list[object], form: bytes) -> None:
    assert {canonical(value) for value in same} == {form}


def test_flags_and_texts_are_not_numbers() -> None:
    forms = [canonical(value) for value in (True, 1, "1", [1], None, "", "null")]
    assert len(set(forms)) == len(forms)


def test_the_order_of_keys_is_no_content() -> None:
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})
    assert canonical([1, 2]) != canonical([2, 1])


@given(VALUES)
def test_what_comes_back_has_the_same_form(value: object) -> None:
    form = canonical(value)
    assert canonical(from_canonical(form)) == form


def test_amounts_come_back_exactly() -> None:
    back = from_canonical(b'{"a":0.1,"b":12345678901234567890.12345678901234567890,"c":7}')
    assert back == {"a": Decimal("0.1"), "b": Decimal("12345678901234567890.12345678901234567890"), "c": 7}


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"a": b"x"}, {"a"}, object()])
def test_values_without_a_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999"), "\ud800"]
)
def test_values_without_an_amount_or_a_text(value: object) -> None:
    with pytest.raises(ValueError):
        canonical({"a": value})


def test_a_value_that_lies_too_deep() -> None:
    value: object = {}
    for _ in range(100_000):
        value = {"a": value}
    with pytest.raises(ValueError, match="64 levels"):
        canonical(value)
    while isinstance(value, dict) and value:
        value = value["a"]


@pytest.mark.parametrize("data", [b"", b"{", b"NaN", b"[Infinity]", b"\xff", b"[" * 100_000, b"1 2"])
def test_bytes_that_hold_no_value(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_canonical(data)
