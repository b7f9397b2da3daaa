"""What people type as values of options."""

from decimal import Decimal
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.cli.given import as_data, as_papers

CONTEXT = click.Context(click.Command("test"))
OPTION = click.Option(["--data"])


def data(text: str | None) -> dict[str, object]:
    return as_data(CONTEXT, OPTION, text)


def test_numbers_stay_exact() -> None:
    digits = "9" * 30
    assert data(f'{{"a": 0.1, "b": 1800000.10, "c": {digits}, "d": 1e3}}') == {
        "a": Decimal("0.1"),
        "b": Decimal("1800000.10"),
        "c": Decimal(digits),
        "d": Decimal(1000),
    }


def test_nothing_given_is_no_data() -> None:
    assert data(None) == {}


def test_a_file_may_hold_it(tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text('{"客戶": "甲"}', encoding="utf-8-sig")
    assert data(f"@{file}") == {"客戶": "甲"}


@given(st.text(max_size=200))
def test_any_text_gives_an_object_or_a_message(text: str) -> None:
    try:
        assert isinstance(data("{" + text), dict)
    except click.BadParameter as error:
        assert error.message


@given(st.binary(max_size=200))
def test_any_file_gives_an_object_or_a_message(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(content)
    try:
        assert isinstance(data(f"@{file}"), dict)
    except click.BadParameter as error:
        assert error.message


def test_papers_have_names() -> None:
    assert as_papers(CONTEXT, OPTION, ("draft=a=b.pdf", "minutes=m.txt")) == {
        "draft": Path("a=b.pdf"),
        "minutes": Path("m.txt"),
    }


@pytest.mark.parametrize("values", [("draft",), ("=a",), ("draft=",), ("a=x", "a=y")])
def test_papers_without_a_name_or_file_are_refused(values: tuple[str, ...]) -> None:
    with pytest.raises(click.BadParameter):
        as_papers(CONTEXT, OPTION, values)
