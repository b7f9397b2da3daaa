"""Procflow's own words have their Chinese."""

import pytest

from procflow.diagnostics.catalogue.words import known, translated
from procflow.guards import (
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Money,
    Number,
    Opaque,
    Percent,
    Text,
)
from procflow.guards.types import type_name
from procflow.worktime import Unit, Weekday

FIELD_TYPES: tuple[FieldType, ...] = (
    Number(),
    Money("CNY"),
    Percent(),
    Text(),
    Flag(),
    Choice(("a",)),
    Choices(("a",)),
    Date(),
    DateTime(),
    Duration(),
    *(Opaque(kind) for kind in ("list", "attachment")),
)


@pytest.mark.parametrize("field_type", FIELD_TYPES, ids=str)
def test_every_type_has_its_word(field_type: FieldType) -> None:
    assert known("type", type_name(field_type), "zh")


@pytest.mark.parametrize(
    "word", [*(unit.value for unit in Unit), *(day.name.capitalize() for day in Weekday)]
)
def test_every_unit_and_weekday_has_its_word(word: str) -> None:
    assert known("time", word, "zh")


def test_what_a_phrase_holds_is_kept_or_translated_by_its_sort() -> None:
    assert translated("type", "money CNY", "zh") == "金額（CNY）"
    assert translated("type", "text or a list", "zh") == "文字或清單"
    assert translated("place", "entry 2 of entry 1 of rows", "zh") == "rows 的第 1 項 的第 2 項"
    assert translated("type", "the text 客戶 or customer", "zh") == "文字 客戶 or customer"


def test_titles_of_schemas_hold_both_languages() -> None:
    assert translated("place", "step · 步驟", "zh") == "步驟"
    assert translated("place", "step · 步驟", "en") == "step"


def test_what_the_vocabulary_lacks_stays_as_it_is() -> None:
    assert translated("type", "riddle", "zh") == "riddle"
    assert translated("type", "a list", "en") == "a list"
    assert known("type", "riddle", "zh") == ""
