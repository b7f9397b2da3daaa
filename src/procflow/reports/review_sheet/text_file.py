"""A review sheet as plain text, for a terminal."""

from collections.abc import Iterator

from procflow.diagnostics.cells import visible
from procflow.reports.columns import columns, wrap
from procflow.reports.review_sheet.values import (
    BlankRow,
    FieldRow,
    HeadingRow,
    PairRow,
    ReviewSheet,
    Row,
    Signature,
    SignedRow,
    Standing,
    Text,
)

_WIDE = 100
"""The columns that a line of text takes at most, unless there are fewer."""


def sheet_text(sheet: ReviewSheet, within: int = _WIDE) -> str:
    """The sheet in lines of at most so many columns."""
    return "\n".join(_lines(sheet, max(within, 40)))


def _lines(sheet: ReviewSheet, within: int) -> Iterator[str]:
    for head in (sheet.house, sheet.title):
        yield from _centred(_told(head), within)
    yield _top(sheet, within)
    for notice in sheet.notices:
        yield from _wrapped("! ", _told(notice), within)
    for part in sheet.parts:
        yield ""
        title = _told(part.title)
        yield f"── {title} " + "─" * max(0, within - columns(title) - 4)
        for row in part.rows:
            yield from _row(sheet, row, within)
    if sheet.remarks:
        yield ""
        yield _told(sheet.labels["remarks"])
        for number, remark in enumerate(sheet.remarks, 1):
            yield from _wrapped(f"{number}. ", _told(remark), within)
    yield ""
    for fact in sheet.facts:
        yield from _wrapped("", _told(fact), within)


def _top(sheet: ReviewSheet, within: int) -> str:
    number = ""
    if sheet.number is not None:
        said = sheet.number.text or f"________ ({_told(sheet.number.missing)})"
        number = _pair(sheet, _told(sheet.labels["number"]), visible(said))
    date = _pair(sheet, _told(sheet.date_title), _told(sheet.date) or "________")
    gap = max(2, within - columns(number) - columns(date))
    return f"{number}{' ' * gap if number else ''}{date}"


def _pair(sheet: ReviewSheet, name: str, value: str) -> str:
    return f"{name}：{value}" if sheet.langs[0] == "zh" else f"{name}: {value}"


def _row(sheet: ReviewSheet, row: Row, within: int) -> Iterator[str]:
    match row:
        case FieldRow():
            yield from _field(sheet, row, within)
        case PairRow(left, right):
            yield from _field(sheet, left, within)
            yield from _field(sheet, right, within)
        case SignedRow():
            yield from _signed(sheet, row, within)
        case HeadingRow(title):
            yield from _wrapped("  ▪ ", _told(title), within)
        case BlankRow(title, rows):
            yield _pair(sheet, f"  {_told(title)}", "")
            yield from [""] * rows


def _field(sheet: ReviewSheet, row: FieldRow, within: int) -> Iterator[str]:
    ticks = "  ".join(f"{'■' if tick.ticked else '□'} {_told(tick.text)}" for tick in row.ticks)
    value = ticks or _told(row.value)
    aside = f" ({_told(row.aside)})" if row.aside else ""
    missing = f"[{_told(sheet.labels['missing'])}]" if row.missing else ""
    first, *more = f"{value}{aside}".split("\n")
    yield from _wrapped("  ", _pair(sheet, _told(row.title), f"{first}{missing}"), within)
    for line in more:
        yield from _wrapped("      ", line, within)


def _signed(sheet: ReviewSheet, row: SignedRow, within: int) -> Iterator[str]:
    title = _told(row.title)
    for signature in row.signatures:
        yield from _wrapped("  ", _pair(sheet, title, _signature(signature)), within)
        for line in signature.comment.split("\n") if signature.comment else ():
            yield from _wrapped("      “", f"{visible(line)}”", within)
        for note in signature.notes:
            yield from _wrapped("      · ", _told(note), within)
    if row.missing or not row.signatures:
        missing = f"[{_told(sheet.labels['missing'])}]" if row.missing else ""
        yield from _wrapped("  ", _pair(sheet, title, "／" if row.unasked else missing), within)


def _signature(signature: Signature) -> str:
    role = f" ({_told(signature.role)})" if signature.role else ""
    answer = _told(signature.answer)
    if signature.standing is Standing.VOID:
        answer = f"~{answer}~"
    parts = (_told(signature.round), answer, f"{_told(signature.person)}{role}", signature.at)
    return "  ".join(part for part in parts if part)


def _told(text: Text) -> str:
    """A text in its languages, one behind the other; line ends stay."""
    return " / ".join("\n".join(visible(line) for line in said.text.split("\n")) for said in text)


def _wrapped(margin: str, text: str, within: int) -> Iterator[str]:
    first, *more = wrap(text, within - columns(margin) - 2)
    yield margin + first
    for line in more:
        yield " " * columns(margin) + "  " + line


def _centred(text: str, within: int) -> Iterator[str]:
    for line in wrap(text, within):
        yield " " * ((within - columns(line)) // 2) + line
