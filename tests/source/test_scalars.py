from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.source import ScalarNode, read


def meant(text: str) -> tuple[object, list[str]]:
    result = read(f"a: {text}\n", "f.yaml")
    node = result.node.get("a") if result.node else None
    assert isinstance(node, ScalarNode)
    assert node.text == text
    return node.value, [diagnostic.code for diagnostic in result.diagnostics]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-5", -5),
        ("3000000", 3000000),
        ("0.50", Decimal("0.50")),
        ("-0.01", Decimal("-0.01")),
        ("9" * 40, int("9" * 40)),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("12:30", "12:30"),
        ("09:00-12:00", "09:00-12:00"),
        ("2026-05-01", "2026-05-01"),
        ("1.0.0", "1.0.0"),
        ("C3.10", "C3.10"),
        ("10%", "10%"),
        ("1 business day", "1 business day"),
        ("1,00", "1,00"),
        ("--", "--"),
        ("e5", "e5"),
        ("y", "y"),
        ("NaN", "NaN"),
        ("１２月", "１２月"),
    ],
)
def test_what_is_plain_to_everybody(text: str, value: object) -> None:
    found, codes = meant(text)
    assert found == value and type(found) is type(value)
    assert codes == []


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("1_000", "write 1000,"),
        ("010", "write 10,"),
        ("0x1F", "write 31,"),
        ("0o17", "write 15,"),
        ("0b101", "write 5,"),
        ("1e3", "write 1000,"),
        ("-2.5e-3", "write -0.0025,"),
        (".5", "write 0.5,"),
        ("-.5", "write -0.5,"),
        ("5.", "write 5,"),
        ("+5", "write 5,"),
        ("1,000", "write 1000,"),
        ("12,345,678.90", "write 12345678.90,"),
        ("１，０００", "write 1000,"),
    ],
)
def test_numbers_that_are_not_the_same_to_everybody(text: str, help: str) -> None:
    found, codes = meant(text)
    assert found == text
    assert codes == ["Y307"]
    assert read(f"a: {text}", "f.yaml").diagnostics[0].help().startswith(help)


@pytest.mark.parametrize("text", [".inf", "-.Inf", ".NaN", "9" * 41, "0." + "1" * 50, "1e999999999", "0x_"])
def test_numbers_that_cannot_be_worked_with(text: str) -> None:
    found, codes = meant(text)
    assert found == text
    assert codes == ["Y308"]


@pytest.mark.parametrize("text", ["yes", "No", "ON", "off"])
def test_words_that_others_take_for_flags(text: str) -> None:
    assert meant(text) == (text, ["Y312"])
    assert read(f"votes: [{text}]\n{text}: x\nb: '{text}'", "f.yaml").diagnostics == ()


@pytest.mark.parametrize("text", ["010", "1e3", "true", "yes", "null", "", "1_000", "<<"])
def test_quotes_make_a_text_of_anything(text: str) -> None:
    result = read(f"a: '{text}'\n\"{text}\": b", "f.yaml")
    assert result.diagnostics == () and result.node is not None
    node = result.node.get("a")
    assert isinstance(node, ScalarNode) and node.value == text and node.quoted
    assert result.node.keys() == ("a", text)


@given(st.from_regex(r"[-+]?[0-9_,.]{1,12}([eE][-+]?[0-9]{1,3})?", fullmatch=True))
def test_a_number_is_exact_or_refused(text: str) -> None:
    result = read(f"a: {text}", "f.yaml")
    node = result.node.get("a") if result.node else None
    if isinstance(node, ScalarNode) and isinstance(node.value, int | Decimal):
        assert result.diagnostics == ()
        assert Decimal(text) == node.value
        assert str(node.value) == text or text in ("-0", "-0.0")
