"""From what stands in a table cell to the set of values that it names."""

import re
from collections.abc import Sequence
from decimal import Decimal

from procflow.diagnostics import Diagnostic
from procflow.guards import slips
from procflow.guards.cell_words import (
    Side,
    WrittenBound,
    guesses,
    looks_like_range,
    opposite,
    right_word,
    written_bounds,
)
from procflow.guards.cells import AnyCell, Bound, Cell, RangeCell, ValuesCell
from procflow.guards.findings import Findings, Locate, presentable
from procflow.guards.literals import Slip, SlipKind, read_value
from procflow.guards.types import Choice, Choices, FieldType, Value, has_order

Scalar = str | int | Decimal | bool
"""A value as YAML gives it."""

LONGEST_CELL = 2000
"""Characters."""

_VALUE_CODES = {
    SlipKind.NUMBER: "C201",
    SlipKind.SHORT_NUMBER: "C203",
    SlipKind.DATE: "C204",
    SlipKind.DATE_TIME: "C205",
    SlipKind.DURATION: "C206",
    SlipKind.CHOICE: "C207",
    SlipKind.FLAG: "C208",
}
_QUOTED = re.compile(slips.TEXT_PATTERN)
_ITEM = re.compile(rf"\s*(?:(?P<quoted>{slips.TEXT_PATTERN})\s*|(?P<bare>[^,]*))(?P<stop>,|\Z)")
_NOT = re.compile(r"not\s+(?=\S)")
_ESCAPE = re.compile(r"\\(.)")


def compile_cell(
    value: Scalar | Sequence[Scalar], field_type: FieldType, locate: Locate
) -> tuple[Cell | None, tuple[Diagnostic, ...]]:
    """Read a cell of a column whose values are of ``field_type``; the cell is None exactly if there are
    diagnostics.

    ``locate`` turns a stretch of what was written into its span: characters of a single value's text (which
    for a number or a flag is its usual spelling), and of a list its items, so that ``locate(2, 3)`` is the
    third item.
    """
    if isinstance(value, str | int | Decimal):
        findings = Findings(_text_of(value), locate)
        cell = _CellReader(field_type, findings).cell()
        return cell, findings.collected()
    if isinstance(field_type, Choices) or not value:
        code = "C010" if isinstance(field_type, Choices) else "C004"
        return None, (Diagnostic(code, locate(0, len(value))),)
    values: set[Value] = set()
    diagnostics: list[Diagnostic] = []
    for index, item in enumerate(value):
        read, found = _read_item(item, index, field_type, locate)
        diagnostics += found
        if read is not None:
            values.add(read)
    return (None if diagnostics else ValuesCell(frozenset(values))), tuple(diagnostics)


def _read_item(
    item: Scalar, index: int, field_type: FieldType, locate: Locate
) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    findings = Findings(_text_of(item), lambda start, end: locate(index, index + 1))
    value = _CellReader(field_type, findings).value(findings.text, 0)
    return value, findings.collected()


def _text_of(value: Scalar) -> str:
    """The text that a value was written as, up to its form."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return format(value, "f") if isinstance(value, Decimal) else str(value)


class _CellReader:
    """Reads one text; each method returns None once a mistake is recorded."""

    def __init__(self, field_type: FieldType, findings: Findings) -> None:
        self._type = field_type
        self._findings = findings

    def cell(self) -> Cell | None:
        text = self._findings.text
        start, inner = len(text) - len(text.lstrip()), text.strip()
        if len(text) > LONGEST_CELL:
            self._too_long()
            return None
        if not inner:
            self._refuse("C001", 0, len(text))
            return None
        if inner == "any":
            return AnyCell()
        if isinstance(self._type, Choices):
            self._refuse("C010", 0, len(text))
            return None
        if isinstance(self._type, Choice) and inner in self._type.values:
            return ValuesCell(frozenset({inner}))
        negation = _NOT.match(inner)
        if negation is None:
            return self._positive(inner, start)
        return self._negated(inner[negation.end() :], start + negation.end())

    def value(self, text: str, start: int, *, is_whole: bool = False) -> Value | None:
        """One value, in quotes or plain; ``is_whole`` says that it is all that stands in the cell."""
        if len(text) > LONGEST_CELL:
            self._too_long()
            return None
        literal = _QUOTED.fullmatch(text)
        read = read_value(_ESCAPE.sub(r"\1", text[1:-1]) if literal else text, self._type)
        if not isinstance(read, Slip):
            return read
        self._misread(read, text, start, is_whole)
        return None

    def _refuse(self, code: str, start: int, end: int, **args: str) -> None:
        self._findings.add(code, start, end, **args)

    def _too_long(self) -> None:
        length = len(self._findings.text)
        self._refuse("C006", LONGEST_CELL, length, length=str(length), limit=str(LONGEST_CELL))

    def _positive(self, text: str, start: int) -> Cell | None:
        bounds = written_bounds(text, start) if has_order(self._type) else None
        if bounds is not None:
            return self._range(bounds)
        values = self._values(text, start, is_whole=True)
        return None if values is None else ValuesCell(values)

    def _negated(self, text: str, start: int) -> Cell | None:
        bounds = written_bounds(text, start) if has_order(self._type) else None
        if bounds is not None:
            meant = opposite(bounds[0], self._type) if len(bounds) == 1 else ""
            self._refuse("C008", 0, len(self._findings.text), meant=meant)
            return None
        if text == "any":
            self._refuse("C012", 0, len(self._findings.text))
            return None
        values = self._values(text, start, is_whole=False)
        if values is None:
            return None
        if isinstance(self._type, Choice) and values.issuperset(self._type.values):
            self._refuse("C012", 0, len(self._findings.text))
            return None
        return ValuesCell(values, negated=True)

    def _values(self, text: str, start: int, *, is_whole: bool) -> frozenset[Value] | None:
        """One value, or the values of ``[a, b]``."""
        if not text.startswith("["):
            value = self.value(text, start, is_whole=is_whole)
            return None if value is None else frozenset({value})
        if not text.endswith("]"):
            self._refuse("C005", start, start + len(text))
            return None
        inner = text[1:-1]
        if not inner.strip():
            self._refuse("C004", start, start + len(text))
            return None
        values = [self._item(match, start + 1) for match in _items(inner)]
        sound = frozenset(value for value in values if value is not None)
        return sound if None not in values else None

    def _item(self, match: re.Match[str], start: int) -> Value | None:
        group = "quoted" if match["quoted"] is not None else "bare"
        text, at = match[group].strip(), start + match.start(group)
        if not text:
            self._refuse("C004", start + match.start(), start + match.end())
            return None
        return self.value(text, at)

    def _range(self, bounds: tuple[WrittenBound, ...]) -> Cell | None:
        for bound in bounds:
            meant = right_word(bound.word, self._type)
            if meant != bound.word:
                text = self._findings.text
                corrected = presentable(text.replace(bound.word, meant))
                self._refuse("C011", 0, len(text), found=bound.word, meant=meant, corrected=corrected)
                return None
        if len(bounds) > 1 and bounds[0].side is bounds[1].side:
            self._refuse("C009", 0, len(self._findings.text))
            return None
        ends: dict[Side, tuple[Bound, bool]] = {}
        for bound in bounds:
            value = self.value(bound.value, bound.start)
            if value is None:
                return None
            assert not isinstance(value, str | bool), "a type with an order has neither texts nor flags"
            ends[bound.side] = value, bound.inclusive
        low, low_in = ends.get(Side.LOW, (None, False))
        high, high_in = ends.get(Side.HIGH, (None, False))
        cell = RangeCell(low, low_in, high, high_in)
        if cell.is_empty():
            self._refuse("C007", 0, len(self._findings.text))
            return None
        return cell

    def _misread(self, slip: Slip, text: str, start: int, is_whole: bool) -> None:
        """Record why a text is no value, with the likeliest thing that was meant by it."""
        end = start + len(text)
        found = text if len(text) <= 60 else text[:59] + "…"
        wide = slips.first_wide(text)
        is_choice = slip.kind is SlipKind.CHOICE
        meant = self._guess(text) if is_whole and not slip.meant else ""
        if wide is not None and (is_choice or not (slip.meant or meant)):
            self._wide(text, start, wide)
        elif meant or (not slip.meant and not is_choice and looks_like_range(text)):
            self._refuse("C003", start, end, found=found, meant=presentable(meant))
        else:
            values = ", ".join(self._type.values[:20]) if isinstance(self._type, Choice) else ""
            self._refuse(_VALUE_CODES[slip.kind], start, end, found=found, meant=slip.meant, values=values)

    def _guess(self, text: str) -> str:
        """The first right form of a cell that the text may have been meant to be."""
        candidates = guesses(" ".join(slips.mended(text).split()), self._type)
        return next((guess for guess in candidates if guess != text and self._is_right(guess)), "")

    def _is_right(self, text: str) -> bool:
        bounds = written_bounds(text, 0) if has_order(self._type) else None
        values = [read_value(bound.value, self._type) for bound in bounds or ()]
        return text == "any" or (bool(values) and not any(isinstance(value, Slip) for value in values))

    def _wide(self, text: str, start: int, wide: tuple[int, int, str]) -> None:
        whole, (first, last, meant) = self._findings.text, wide
        corrected = presentable(whole[:start] + slips.mended(text) + whole[start + len(text) :])
        self._refuse(
            "C002", start + first, start + last, found=text[first:last], meant=meant, corrected=corrected
        )


def _items(text: str) -> list[re.Match[str]]:
    items: list[re.Match[str]] = []
    position = 0
    while True:
        match = _ITEM.match(text, position)
        assert match is not None, "a bare item takes whatever stands up to the next comma"
        items.append(match)
        if not match["stop"]:
            return items
        position = match.end()
