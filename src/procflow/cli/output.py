"""Printing: text for people, laid out by the cells that characters take; JSON for programs, numbers exact."""

import io
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TextIO

import click

_LEAST = 12
"""No column of a table is made narrower than this."""


def prepare_streams() -> None:
    """Let no character that a terminal cannot show stop a command, nor a stream that is closed."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str = "", *, error: bool = False, end: str = "\n") -> None:
    """Print a line for people."""
    click.echo(text + end, err=error, nl=False)


def visible(text: str) -> str:
    """A text with characters that would steer a terminal shown as signs instead."""
    from procflow.diagnostics import cells

    return cells.visible(text)


def remark(text: str) -> None:
    """Print a line that is no result, on standard error."""
    say(f"procflow: {visible(text)}", error=True)


def coloured(stream: TextIO) -> bool:
    """Whether colours may be used: on a terminal, unless NO_COLOR says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """A heading."""
    return click.style(text, bold=True) if coloured(sys.stdout) else text


def print_json(value: object) -> None:
    """Print one JSON value, with decimals as numbers and instants in UTC."""
    from msgspec import json

    try:
        content = json.Encoder(decimal_format="number").encode(value).decode()
    except UnicodeEncodeError:
        content = json.Encoder(decimal_format="number").encode(_readable(value)).decode()
    text = json.format(content, indent=2)
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        text = "".join(char if char.isascii() else _escaped(char) for char in text)
    say(text)


def _readable(value: object) -> object:
    """A value whose texts hold characters that cannot be written, with signs in their place."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_readable(name): _readable(part) for name, part in value.items()}
        case list() | tuple():
            return [_readable(part) for part in value]
        case _:
            return value


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, within: int | None = None) -> str:
    """Rows in columns that are as wide as their widest cell; ``within`` so many columns of the terminal, if
    given, with cells broken into lines."""
    from procflow.reports.columns import columns

    shown = [[visible(cell) for cell in row] for row in rows]
    lines = [list(heads), *shown] if heads else shown
    widths = [max(columns(line[at]) for line in lines) for at in range(len(lines[0]))] if lines else []
    text = [_lines(line, _fitted(widths, within)) for line in lines]
    if heads:
        text[0] = bold(text[0])
    return "\n".join(text)


def _fitted(widths: Sequence[int], within: int | None) -> Sequence[int]:
    """Columns narrowed to what is there, the widest first, none below what a word needs."""
    fitted = list(widths)
    room = within - 2 * (len(fitted) - 1) if within is not None else sum(fitted)
    while fitted and sum(fitted) > room and max(fitted) > _LEAST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _lines(line: Sequence[str], widths: Sequence[int]) -> str:
    """A row, on as many lines as its longest cell needs."""
    from itertools import zip_longest

    from procflow.reports.columns import columns, wrap

    cells = [
        wrap(cell, wide) if columns(cell) > wide else (cell,) for cell, wide in zip(line, widths, strict=True)
    ]
    return "\n".join(_line(part, widths) for part in zip_longest(*cells, fillvalue=""))


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    from procflow.reports.columns import padded

    return "  ".join(padded(cell, wide) for cell, wide in zip(line, widths, strict=True)).rstrip()


def paragraph(margin: str, text: str) -> None:
    """Print a text behind a margin: in one line, or as wide as the terminal is."""
    from shutil import get_terminal_size

    from procflow.reports.columns import wrap

    wide = get_terminal_size().columns - len(margin)
    shown = visible(text)
    first, *more = wrap(shown, wide) if sys.stdout.isatty() and wide > 20 else (shown,)
    say(margin + first)
    for line in more:
        say(" " * len(margin) + line)


def moment(instant: datetime | None, zone: str) -> str:
    """An instant by the clock of a zone, to the minute; empty if there is none."""
    from procflow.worktime import Zone

    return f"{Zone.named(zone).local(instant):%Y-%m-%d %H:%M}" if instant is not None else ""
