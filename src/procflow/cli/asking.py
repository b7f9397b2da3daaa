"""What a command asks on the terminal. An answer that does not do is asked for again, with what would."""

import re
import sys
from collections.abc import Callable, Collection
from typing import TypeVar

import click

T = TypeVar("T")

_BETWEEN = re.compile(r"[\s,;、，；]+")


def ask(question: str, default: str | None = None) -> str:
    """A text, or the default for an empty answer.

    Raises ``click.UsageError`` where there is no terminal and something must be known.
    """
    return _asked(question, default, str.strip)


def ask_name(question: str, default: str | None = None, *, among: Collection[str] = ()) -> str:
    """A name, one of those that there are where there are any. Raises as :func:`ask`."""
    return _asked(question, default, lambda text: _known(text.strip(), among) if text.strip() else "")


def ask_names(question: str, default: str | None = None, *, among: Collection[str] = ()) -> list[str]:
    """Names with blanks or commas between them. Raises as :func:`ask`."""
    return _asked(
        question,
        default,
        lambda text: list(dict.fromkeys(_known(name, among) for name in _BETWEEN.split(text) if name)),
    )


def ask_one_of(question: str, choices: Collection[str]) -> str:
    """One of the choices, or nothing. Raises as :func:`ask`."""

    def chosen(text: str) -> str:
        if text.strip() in ("", *choices):
            return text.strip()
        raise click.BadParameter(f"{text.strip()} is none of: {', '.join(choices)}")

    return _asked(question, "", chosen)


def valid_name(text: str) -> str:
    """The text itself. Raises ``click.BadParameter`` if it cannot be a name."""
    if not text[:1].isalpha() or not text.replace("-", "").replace("_", "").isalnum():
        raise click.BadParameter(f"{text} is no name; write letters, digits, - and _, a letter first")
    return text


def _known(text: str, among: Collection[str]) -> str:
    name = valid_name(text)
    if among and name not in among:
        raise click.BadParameter(f"there is no {name}; there are: {', '.join(among)}")
    return name


def _asked(question: str, default: str | None, read: Callable[[str], T]) -> T:
    if sys.stdin.isatty() and sys.stdout.isatty():
        answer: T = click.prompt(question, default=default, show_default=False, value_proc=read)
        return answer
    if default is None:
        raise click.UsageError("this needs more options, since there is no terminal to ask on; see --help")
    return read(default)
