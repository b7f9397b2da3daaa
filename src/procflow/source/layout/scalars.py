"""A scalar as it is written: one style of quotes, and further lines without their indentation."""

import re

_SIMPLE = re.compile(r"'([^'\"\\\n]*)'")
_HEADER = re.compile(r"([|>])([0-9+-]*)(.*)")


def flow_lines(raw: str) -> tuple[str, ...]:
    """A plain or quoted scalar: blanks around its line breaks mean nothing and go."""
    simple = _SIMPLE.fullmatch(raw)
    if simple:
        return (f'"{simple[1]}"',)
    if "\n" not in raw:
        return (raw,)
    first, *middle, last = raw.split("\n")
    return (_ended(first), *(_ended(line.lstrip(" \t")) for line in middle), last.lstrip(" \t"))


def _ended(line: str) -> str:
    """The line without blanks at its end, unless a backslash makes the first of them count."""
    shorter = line.rstrip(" \t")
    return line if shorter.endswith("\\") else shorter


def block_lines(raw: str, value: str, outer: int) -> tuple[str, ...]:
    """A ``|`` or ``>`` scalar; ``value`` is what it says, ``outer`` the column of the block around it.

    Its lines come without their indentation; empty ones at its end are left out unless they count.
    """
    head, *body = raw.split("\n")
    header = _HEADER.match(head)
    assert header is not None, "libyaml begins a block scalar at its sign"
    sign, options, rest = header.groups()
    digit = "".join(filter(str.isdigit, options))
    indent = outer + int(digit) if digit else _indent(body)
    lines = [line[indent:] for line in body]
    while lines and not lines[-1]:
        lines.pop()
    chomping = options.replace(digit, "")
    if chomping != "-" and value and not value.endswith("\n"):
        # The text ended before the line did; the line break that the layout adds must not count.
        chomping = "-"
    if chomping == "+":
        breaks = len(value) - len(value.rstrip("\n"))
        lines += [""] * (breaks - bool(lines))
    return (f"{sign}{'2' if digit else ''}{chomping}{rest.rstrip()}", *lines)


def keeps_blanks(raw: str) -> bool:
    """Whether a block scalar takes the empty lines behind it for its own."""
    return "+" in raw.split("\n", 1)[0].split("#", 1)[0]


def _indent(body: list[str]) -> int:
    """The indentation of the first line that holds something; more than any line has if there is none."""
    return next(
        (len(line) - len(line.lstrip(" ")) for line in body if line.strip(" ")),
        1 + max(map(len, body), default=0),
    )
