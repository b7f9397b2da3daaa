"""What stands above the picture of a case."""

from collections.abc import Iterator
from datetime import datetime

from procflow.case.state import CaseState
from procflow.definition.process import DataField
from procflow.drawing.marks.voice import say
from procflow.guards import Money
from procflow.wording import Words

_MOST_FIELDS = 3


def title(words: Words, case: str) -> str:
    """The case by its id, and the process by its title."""
    return say("heading.title", words.lang, case=case, process=words.title(words.process.title))


def subtitle(words: Words, state: CaseState, now: datetime) -> str:
    """The process and its version, how the case stands, its key data, and the moment of the picture."""
    process = words.process
    at = f"{words.local(now):%Y-%m-%d %H:%M}"
    parts = [
        say("heading.version", words.lang, name=process.name, version=process.version),
        _standing(words, state),
        *_key_data(words, state),
        say("heading.as_of", words.lang, at=at),
    ]
    return " · ".join(parts)


def _standing(words: Words, state: CaseState) -> str:
    if state.status != "running":
        return words.word("status", state.status)
    return say("heading.paused" if state.stops else "heading.running", words.lang)


def _key_data(words: Words, state: CaseState) -> Iterator[str]:
    """Amounts, and what no two open cases may share. Personal data never stand in a title; what the reader
    may not see is not there."""
    process = words.process
    fields = [field for field in process.fields.values() if _is_key(field, process.one_open_per)]
    for field in fields[:_MOST_FIELDS]:
        stored = state.data.get(field.name)
        if stored is not None and not isinstance(stored, dict):
            yield f"{words.title(field.title)} {words.value(field, stored)}"


def _is_key(field: DataField, one_open_per: str | None) -> bool:
    return not field.personal and (isinstance(field.type, Money) or field.name == one_open_per)
