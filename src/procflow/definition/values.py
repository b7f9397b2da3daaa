"""What a field may hold: from what callers give to what is stored, and on to what guards and people see.

Stored values are plain JSON: text and choices as they are, flags as true and false, numbers of every kind as
decimal text without exponent or spare zeros (``"1800000"``, ``"0.5"``), dates as ``"2026-03-02"``, instants
as ``"2026-03-02T01:00:00Z"``, several choices and the ticked items of a checklist as a list in the order of
the field, persons by id, groups as a mapping, lists as a list of these, and attachments as a mapping of
``sha256`` and ``filename``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar, assert_never

from procflow.definition.process import DataField, GroupType
from procflow.diagnostics import nearest
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
    Value,
    is_filled,
)

MAX_TEXT = 100_000
"""Characters of one text."""
MAX_NUMBER = 40
"""Characters of one number."""

MAX_ID = 100
"""Characters of a person's id."""
MAX_ENTRIES = 1_000
"""Entries of one list."""

Read = tuple[object, str | None]
"""A stored value, or what is wrong with the one given, in a sentence that begins with the field's name."""

_TOO_LARGE = 10**MAX_NUMBER
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_value(field: DataField, raw: object) -> Read:
    """The stored form of a value that a caller gives for a field; None clears it.

    Takes what JSON and YAML readers give, and ``Decimal``, ``date`` and aware ``datetime``. A flag is no
    number, a number no text, and nothing that is infinite or undefined is an amount.
    """
    return _read(field, raw, field.name)


def decimal_text(value: Decimal) -> str:
    """The one spelling of a finite number: no exponent, no spare zeros, no minus zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def typed(field: DataField, stored: object) -> Value | tuple[str, ...] | dict[str, object] | None:
    """What a stored value means: ``Decimal``, ``date``, aware ``datetime``, ``str``, ``bool``, tuple, dict.

    ValueError for a value that is no stored form of the field.
    """
    if stored is None:
        return None
    if isinstance(field.type, GroupType):
        return {f.name: typed(f, _mapping(stored).get(f.name)) for f in field.type.fields}
    return _typed(field.type, stored)


def typed_values(fields: Mapping[str, DataField], data: Mapping[str, object]) -> dict[str, object]:
    """The values that guards and table cells read, by dotted name; what is not set is left out."""
    found: dict[str, object] = {}
    for name, field in fields.items():
        stored, kind = data.get(name), field.type
        if stored is None:
            continue
        if isinstance(kind, GroupType):
            inner = typed_values({f.name: f for f in kind.fields}, _mapping(stored))
            found.update({f"{name}.{part}": value for part, value in inner.items()})
        else:
            found[name] = _typed(kind, stored)
    return found


def json_value(field: DataField, stored: object) -> object:
    """A stored value as people and programs are shown it: numbers as ``Decimal``, the rest as stored."""
    match field.type:
        case GroupType(fields) if stored is not None:
            given = _mapping(stored)
            return {f.name: json_value(f, given[f.name]) for f in fields if f.name in given}
        case Opaque() if field.entry is not None and isinstance(stored, list | tuple):
            return [json_value(field.entry, item) for item in stored]
        case Number() | Money() | Percent() if stored is not None:
            return _typed(field.type, stored)
        case _:
            return stored


def _mapping(stored: object) -> Mapping[str, object]:
    if not isinstance(stored, Mapping):
        raise ValueError(f"a group is stored as a mapping, not as {stored!r}")
    return stored


def _typed(field_type: FieldType, stored: object) -> Value | tuple[str, ...]:
    match field_type:
        case Number() | Money() | Percent() if isinstance(stored, str):
            return _number_of(stored)
        case Text() | Person() | Choice() if isinstance(stored, str):
            return stored
        case Flag() if isinstance(stored, bool):
            return stored
        case Choices() | Checklist() if isinstance(stored, list | tuple):
            return tuple(str(item) for item in stored)
        case Date() if isinstance(stored, str):
            return date.fromisoformat(stored)
        case DateTime() if isinstance(stored, str):
            return datetime.fromisoformat(stored)
        case Opaque() if isinstance(stored, list | tuple | Mapping):
            return tuple(map(str, stored))
        case _:
            raise ValueError(f"{stored!r} is no stored value of this type")


# The same few amounts are read with every command on a case.
@lru_cache(maxsize=4096)
def _number_of(stored: str) -> Decimal:
    if not _NUMBER.fullmatch(stored):
        raise ValueError(f"{stored!r} is no stored number")
    return Decimal(stored)


def _read(field: DataField, raw: object, name: str) -> Read:
    if raw is None:
        return None, None
    match field.type:
        case Text():
            return _text(raw, name)
        case Flag():
            return (raw, None) if isinstance(raw, bool) else _no(name, raw, "yes or no", "true or false")
        case Choice(values):
            return _choice(values, raw, name)
        case Choices(values):
            return _choices(values, raw, name)
        case Number() | Money() | Percent():
            return _number(field, raw, name)
        case Date():
            stored = _date(raw)
            if stored is None:
                return _no(name, raw, "date", "2026-03-02")
            return _within(field, stored, date.fromisoformat, name)
        case DateTime():
            stored = _instant(raw)
            if stored is None:
                return _no(name, raw, "date and time", "2026-03-02T09:00:00+08:00")
            return _within(field, stored, datetime.fromisoformat, name)
        case Person():
            return _person(raw, name)
        case Checklist(values):
            return _choices(values, raw, name)
        case Opaque():
            return _listed(field.entry, raw, name) if field.entry else _paper(raw, name)
        case Duration():
            raise ValueError("no field of a case holds a length of time")
        case GroupType():
            return _group(field.type, raw, name)
        case _:
            assert_never(field.type)


def _no(name: str, raw: object, what: str, example: str) -> Read:
    return None, f"{name}: {_shown(raw)} is no {what}; write {example}"


def _shown(raw: object) -> str:
    if isinstance(raw, int) and abs(raw) >= 10**60:
        return "a number of more than 60 digits"
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _text(raw: object, name: str) -> Read:
    if not isinstance(raw, str):
        return None, f"{name}: {_shown(raw)} is no text; put it in quotes"
    if len(raw) > MAX_TEXT:
        return None, f"{name}: the text has {len(raw)} characters, more than {MAX_TEXT}"
    if not writable(raw):
        return None, f"{name}: the text holds characters that cannot be written"
    return raw, None


def writable(text: str) -> bool:
    """Whether a text can be kept and read back: no half characters, no NUL."""
    return not any("\ud800" <= char <= "\udfff" or char == "\0" for char in text)


def _person(raw: object, name: str) -> Read:
    if isinstance(raw, str) and raw.strip() and len(raw) <= MAX_ID:
        return _text(raw.strip(), name)
    return _no(name, raw, "person", "the person's id")


def _listed(entry: DataField, raw: object, name: str) -> Read:
    if not isinstance(raw, list | tuple):
        return None, f"{name}: {_shown(raw)} is no list"
    if len(raw) > MAX_ENTRIES:
        return None, f"{name}: the list has {len(raw)} entries, more than {MAX_ENTRIES}"
    stored: list[object] = []
    for number, item in enumerate(raw, 1):
        value, problem = _read(entry, item, f"{name}[{number}]")
        if problem or value is None:
            return None, problem or f"{name}[{number}]: the entry is empty"
        missing = required_parts(entry, value)
        if missing:
            return None, f"{name}[{number}]: {missing[0]} is missing"
        stored.append(value)
    return stored, None


def required_parts(field: DataField, stored: object) -> tuple[str, ...]:
    """The required fields of a group that are not filled in; a group may be filled in piece by piece until
    the form that asks for it is answered."""
    if not isinstance(field.type, GroupType):
        return ()
    inner = _mapping(stored) if stored is not None else {}
    return tuple(f.name for f in field.type.fields if f.required and not is_filled(inner.get(f.name)))


def _paper(raw: object, name: str) -> Read:
    match raw:
        case {"sha256": str(digest), "filename": str(filename)} if _SHA256.fullmatch(digest) and filename:
            problem = _text(filename, name)[1]
            return (None, problem) if problem else ({"sha256": digest, "filename": filename}, None)
        case _:
            return None, f"{name}: {_shown(raw)} is no attachment; give its sha256 and filename"


def _choice(values: tuple[str, ...], raw: object, name: str) -> Read:
    if isinstance(raw, str) and raw in values:
        return raw, None
    near = nearest(raw, values) if isinstance(raw, str) else ""
    meant = f"; did you mean {near}?" if near else ""
    return None, f"{name}: {_shown(raw)} is not one of {', '.join(values)}{meant}"


def _choices(values: tuple[str, ...], raw: object, name: str) -> Read:
    if not isinstance(raw, list | tuple | set | frozenset):
        return None, f"{name}: {_shown(raw)} is no list; write a list of some of {', '.join(values)}"
    for item in raw:
        _, problem = _choice(values, item, name)
        if problem:
            return None, problem
    return [value for value in values if value in raw], None


def _number(field: DataField, raw: object, name: str) -> Read:
    value = _decimal(raw)
    if value is None:
        what = {Money: "amount", Percent: "percentage"}.get(type(field.type), "number")
        example = {Money: "1800000", Percent: "12.5"}.get(type(field.type), "3")
        return _no(name, raw, what, f"a number such as {example}")
    text = decimal_text(value)
    if len(text) > MAX_NUMBER:
        return None, f"{name}: a number may have at most {MAX_NUMBER} digits"
    return _within(field, text, Decimal, name)


def _decimal(raw: object) -> Decimal | None:
    """The number that a caller gives; None where it is none, or so large that nobody means it."""
    match raw:
        case bool():
            return None
        case int():
            return Decimal(raw) if abs(raw) < _TOO_LARGE else None
        case Decimal():
            value = raw
        case float():
            # The shortest text that reads back as this float is what was written for it.
            value = Decimal(repr(raw))
        case str() if len(raw.strip()) <= MAX_NUMBER and _NUMBER.fullmatch(raw.strip()):
            value = Decimal(raw.strip())
        case _:
            return None
    return value if value.is_finite() and abs(value.adjusted()) <= MAX_NUMBER else None


def _date(raw: object) -> str | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if not isinstance(raw, str) or not _DATE.fullmatch(raw.strip()):
        return None
    try:
        return date.fromisoformat(raw.strip()).isoformat()
    except ValueError:
        return None


def _instant(raw: object) -> str | None:
    try:
        given = datetime.fromisoformat(raw.strip()) if isinstance(raw, str) else raw
        if not isinstance(given, datetime) or given.utcoffset() is None:
            return None
        return given.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None


_Ordered = TypeVar("_Ordered", Decimal, date, datetime)


def _within(field: DataField, stored: str, meaning: Callable[[str], _Ordered], name: str) -> Read:
    """A stored value, if what it means is not outside of the field's bounds."""
    least, most = field.minimum, field.maximum
    if isinstance(least, str) and meaning(stored) < meaning(least):
        return None, f"{name}: {stored} is below {least}, the least allowed"
    if isinstance(most, str) and meaning(stored) > meaning(most):
        return None, f"{name}: {stored} is above {most}, the most allowed"
    return stored, None


def _group(group: GroupType, raw: object, name: str) -> Read:
    if not isinstance(raw, Mapping):
        names = ", ".join(f.name for f in group.fields)
        return None, f"{name}: {_shown(raw)} is no group; give its fields: {names}"
    by_name = {f.name: f for f in group.fields}
    for key in raw:
        if key not in by_name:
            near = nearest(str(key), by_name)
            return None, f"{name}: there is no field {key}" + (f"; did you mean {near}?" if near else "")
    stored: dict[str, object] = {}
    for inner in group.fields:
        value, problem = _read(inner, raw.get(inner.name), f"{name}.{inner.name}")
        if problem:
            return None, problem
        if value is not None:
            stored[inner.name] = value
    return stored, None
