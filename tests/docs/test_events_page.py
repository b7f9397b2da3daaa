"""docs/reference/events.md lists every event with its fields, and every word that a field may hold."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from procflow.case import Event

CODE = re.compile(r"`([^`]+)`")
KINDS = {kind.__name__: kind for kind in get_args(Event)}


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "events.md").read_text(encoding="utf-8")


def rows(page: str, *heads: str) -> list[list[str]]:
    """The cells of every row of the tables with these heads."""
    head = f"| {' | '.join(heads)} |"
    found = []
    for table in page.split(head)[1:]:
        for line in table.splitlines()[2:]:
            if not line.startswith("|"):
                break
            found.append(line.strip("|").split("|"))
    return found


def told(page: str) -> dict[str, list[str]]:
    tables = rows(page, "event", "what happened", "fields")
    return {CODE.findall(name)[0]: CODE.findall(fields) for name, _, fields in tables}


def explanations(page: str, *heads: str) -> dict[str, list[str]]:
    """The code words of the second cell by the code word of the first."""
    return {CODE.findall(first)[0]: CODE.findall(second) for first, second in rows(page, *heads)}


def test_every_event_is_on_the_page_with_its_fields(page: str) -> None:
    expected = {name: [f.encode_name for f in msgspec.structs.fields(kind)] for name, kind in KINDS.items()}
    assert told(page) == expected


def test_no_event_stands_twice(page: str) -> None:
    assert len(rows(page, "event", "what happened", "fields")) == len(KINDS)


def test_every_field_is_explained_once_and_no_other(page: str) -> None:
    names = sorted(CODE.findall(row[0])[0] for row in rows(page, "field", "what it holds"))
    used = {f.encode_name for kind in KINDS.values() for f in msgspec.structs.fields(kind)}
    assert names == sorted(used)


@pytest.mark.parametrize("name", KINDS)
def test_every_word_that_a_field_may_hold_is_on_the_page(page: str, name: str) -> None:
    explained = explanations(page, "field", "what it holds")
    reasons = explanations(page, "event", "reasons")
    for field in msgspec.structs.fields(KINDS[name]):
        words = {str(word) for word in get_args(field.type) if isinstance(word, str)}
        given = reasons.get(name, []) if field.name == "reason" else explained[field.encode_name]
        assert words <= set(given)
