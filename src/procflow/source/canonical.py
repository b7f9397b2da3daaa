"""One spelling for each content, so that a hash over it tells whether the content is the same."""

import json
from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring

from procflow.source.nodes import MAX_DEPTH

MAX_DIGITS = 1_000
"""The most digits a number may have when it is written without exponent."""


def canonical(value: object) -> bytes:
    """The value as JSON in UTF-8: keys sorted by code point, no blanks, numbers without exponent.

    Numbers are written by amount: 1, 1.0 and 1.00 are one content, and minus zero is zero.

    Raises TypeError for anything but dict with text keys, list, tuple, str, int, Decimal, bool and None;
    ValueError for a number that is infinite, undefined or over :data:`MAX_DIGITS` digits, a text that is no
    Unicode, and a value deeper than :data:`~procflow.source.nodes.MAX_DEPTH` levels.
    """
    return "".join(_write(value, MAX_DEPTH)).encode("utf-8")


def from_canonical(data: bytes) -> object:
    """The value that such JSON holds; a number with a fraction comes back as an exact Decimal.

    Raises ValueError for bytes that are no JSON, or that hold a number that is infinite or undefined.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def _write(value: object, depth: int) -> Iterator[str]:
    match value:
        case None:
            yield "null"
        case bool():
            yield "true" if value else "false"
        case int() | Decimal():
            yield _number(Decimal(value))
        case str():
            yield encode_basestring(value)
        case _ if depth == 0:
            raise ValueError(f"a value may lie at most {MAX_DEPTH} levels deep")
        case list() | tuple():
            yield "["
            for place, item in enumerate(value):
                if place:
                    yield ","
                yield from _write(item, depth - 1)
            yield "]"
        case dict():
            yield from _write_mapping(value, depth)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def _write_mapping(value: dict[object, object], depth: int) -> Iterator[str]:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) != len(value):
        raise TypeError("a canonical mapping has text keys")
    separator = "{"
    for key in sorted(keys):
        yield f"{separator}{encode_basestring(key)}:"
        yield from _write(value[key], depth - 1)
        separator = ","
    yield "}" if keys else "{}"


def _number(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no amount")
    if len(digits) + abs(exponent) > MAX_DIGITS:
        raise ValueError(f"a number may have at most {MAX_DIGITS} digits")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if sign and not any(digits) else text


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no amount")
