"""What people type as values of options: data as JSON, papers as files."""

import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click


def as_data(context: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, object]:
    """The fields of ``--data``: JSON, ``@FILE`` with JSON, or ``-`` for standard input.

    Numbers are exact decimals. Raises ``click.BadParameter`` for what is no JSON object.
    """
    if value is None:
        return {}
    import json

    name, text = _text_of(value)
    try:
        data = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise click.BadParameter(f"{name} is no JSON: {_what(error.msg)} at {place}{_hint(text)}") from None
    except RecursionError:
        raise click.BadParameter(f"{name} is nested too deeply") from None
    if not isinstance(data, dict):
        raise click.BadParameter(
            f'{name} is no JSON object; write fields by name, such as {{"amount": 1800000}}'
        )
    return data


def _text_of(value: str) -> tuple[str, str]:
    """What to call the text of an option, and the text itself."""
    if value == "-":
        name, content = "standard input", sys.stdin.buffer.read()
    elif value.startswith("@"):
        name = value[1:]
        try:
            content = Path(name).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise click.BadParameter(f"{name or 'the file after @'}: {reason.lower()}") from None
    else:
        return "this", value
    try:
        return name, content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter(f"{name} is no UTF-8 text") from None


def _what(message: str) -> str:
    return message[:1].lower() + message[1:]


def _hint(text: str) -> str:
    """What the likeliest mistakes in a shell leave behind."""
    if not text.strip():
        return "; it is empty"
    if "“" in text or "”" in text:
        return '; write straight quotes: "'
    if '"' not in text and text.lstrip().startswith("{"):
        return "; put names and texts in double quotes, and the whole in single quotes for the shell"
    return ""


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(f"{text[:40]} is no number that anybody means") from None


def _no_number(text: str) -> object:
    raise click.BadParameter(f"{text} is no number that can be kept")


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    known: dict[str, object] = {}
    for name, value in pairs:
        if name in known:
            raise click.BadParameter(f"the field {name} is given twice")
        known[name] = value
    return known


def as_papers(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, Path]:
    """The files of ``--attach NAME=FILE``, by name. Raises ``click.BadParameter``."""
    papers: dict[str, Path] = {}
    for value in values:
        name, equals, file = value.partition("=")
        if not (name and equals and file):
            raise click.BadParameter(f"{value} is no NAME=FILE, such as draft-contract=draft.pdf")
        if name in papers:
            raise click.BadParameter(f"{name} is attached twice")
        papers[name] = Path(file)
    return papers
