"""Procflow's own words have their Chinese."""

import pytest
from msgspec.structs import replace

from procflow.definition.process import Basis, DataField, GroupType, Title
from procflow.definition.values import read_value
from procflow.diagnostics import Span
from procflow.diagnostics.catalogue.words import known, translated
from procflow.guards import (
    Checklist,
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
    Person,
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


HERE = Span.whole_file("f")
FILLED_IN = (*(t for t in FIELD_TYPES if t != Duration()), Person(), Checklist(("a",)), GroupType(()))
WRONG: tuple[object, ...] = (
    "abc",
    "",
    -5,
    "9" * 60,
    10**30,
    True,
    [None],
    ["b"],
    [5],
    ["x"] * 20_000,
    {},
    {"prat": "x"},
    {"other": 5},
    {"part": 5},
    "x" * 200_000,
    "\0",
)


@pytest.mark.parametrize("field_type", FIELD_TYPES, ids=str)
def test_every_type_has_its_word(field_type: FieldType) -> None:
    assert known("type", type_name(field_type), "zh")


@pytest.mark.parametrize(
    "word", [*(unit.value for unit in Unit), *(day.name.capitalize() for day in Weekday)]
)
def test_every_unit_and_weekday_has_its_word(word: str) -> None:
    assert known("time", word, "zh")


@pytest.mark.parametrize("kind", FILLED_IN, ids=str)
@pytest.mark.parametrize("raw", WRONG, ids=range(len(WRONG)))
def test_every_reason_why_a_value_does_not_fit_has_words(kind: FieldType | GroupType, raw: object) -> None:
    part = DataField("part", Text(), Title("部", "part"), Basis(), HERE, required=True)
    entry = replace(part, name="entry")
    least = "2" if isinstance(kind, Number | Money | Percent) else None
    field = replace(part, name="x", type=GroupType((part,)) if kind == GroupType(()) else kind)
    _, problem = read_value(replace(field, minimum=least, entry=entry), raw)
    if problem:
        assert known("problem", problem, "zh"), problem


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
