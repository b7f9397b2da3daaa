"""Completes the examples of the catalogue of findings: a piece of a file becomes whole files.

The files that stand around an example are those of the folder frame beside this module. What the example is
part of, its kind, says which of them it goes into and what gives way to it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

FRAME = Path(__file__).resolve().parent / "frame"

FILES: Mapping[str, str] = {
    "text": "example.yaml",
    "path": "process.yaml",
    "file": "example.yaml",
    "process": "process.yaml",
    "step": "process.yaml",
    "condition": "process.yaml",
    "cells": "process.yaml",
    "organization": "organization.yaml",
    "calendar": "organization.yaml",
    "register": "clauses.yaml",
    "position": "position.yaml",
    "sheet": "sheet.yaml",
    "scenario": "scenario.yaml",
}
"""The file that an example of each kind goes into, and that is then checked."""

_KEY = re.compile(r"^([^\s#:][^:\n]*):", re.MULTILINE)
_PART = re.compile(r"^# (\w+\.yaml)\n", re.MULTILINE)


def completed(kind: str, example: str) -> dict[str, str]:
    """The files around an example and with it, by name. KeyError for a kind without a file."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(FRAME.iterdir())}
    main = FILES[kind]
    match kind:
        case "text" | "file":
            return {**files, main: example}
        case "path":
            return files
        case "step":
            return {**files, main: replaced(files[main], _one_step(example))}
        case "condition":
            return {**files, main: replaced(files[main], _choice(example.strip("\n")))}
        case "cells":
            return {**files, main: files[main] + _table(example)}
        case "calendar":
            return {**files, main: replaced(files[main], _calendar(example))}
        case _:
            _, *parts = _PART.split(example if example.startswith("# ") else f"# {main}\n{example}")
            given = dict(zip(parts[::2], parts[1::2], strict=True))
            return {**files, **{name: replaced(files[name], part) for name, part in given.items()}}


def replaced(file: str, part: str) -> str:
    """The file with the part's top-level keys in place of its own; new steps begin with their first."""
    given = _keys(part)
    if "steps" in given and "start" not in given:
        first = re.search(r"^  ([^:\n]+):", given["steps"], re.MULTILINE)
        part = (f"start: {first[1]}\n" if first else "") + part
        given = _keys(part)
    around = _keys(file)
    if "data" in given and "steps" not in given and "steps" in around:
        around["steps"] = re.sub(r" *form: \[.*\]\n", "", around["steps"])
    kept = "".join(text for key, text in around.items() if key not in given)
    return kept + part


def _keys(text: str) -> dict[str, str]:
    """The stretches of a file that its top-level keys begin, by key."""
    found = list(_KEY.finditer(text))
    starts = [match.start() for match in found]
    ends = [*starts[1:], len(text)]
    return {m[1]: text[start:end] for m, start, end in zip(found, starts, ends, strict=False)}


def _one_step(keys: str) -> str:
    """The steps of the frame, with these keys in the second of them."""
    given = _keys(keys)
    role = "" if "role" in given else "role: clerk\n"
    following = "" if given.keys() & {"outcomes", "next"} else "next: done\n"
    steps = _keys((FRAME / "process.yaml").read_text(encoding="utf-8"))["steps"]
    return re.sub(r"  write: .*\n", lambda _: "  write:\n" + indent(role + keys + following, "    "), steps)


def _choice(condition: str) -> str:
    """The steps of the frame, with a choice on this condition behind the first of them."""
    quoted = condition.replace("'", "''")
    steps = _keys((FRAME / "process.yaml").read_text(encoding="utf-8"))["steps"]
    choice = (
        f"  choose-way:\n    choose:\n      - when: '{quoted}'\n        go: write\n      - otherwise: done\n"
    )
    return steps.replace("asked: write", "asked: choose-way").replace("  write: ", choice + "  write: ")


def _table(cells: str) -> str:
    """A table of two rows: one with these cells, and one that holds for all else; a rule asks it."""
    columns = "".join(f"{name}: any\n" for name in _keys(cells))
    rows = indent(f"- then: head\n{indent(cells, '  ')}- then: director\n{indent(columns, '  ')}", " " * 6)
    head = "    decides: role\n    ranks: [head, director]\n    only_rises: false\n    hit: first\n"
    asked = "invariants:\n  - {different: [write, who-decides]}\n"
    return f"{asked}tables:\n  who-decides:\n{head}    rows:\n{rows}"


def _calendar(keys: str) -> str:
    """The calendar of the frame with these keys in place of its own."""
    given = _keys(keys)
    zone = "" if "zone" in given else "zone: Asia/Shanghai\n"
    hours = "" if "hours" in given else 'hours: {mon-fri: "09:00-12:00, 13:00-17:00"}\n'
    return f"calendars:\n  office:\n{indent(zone + hours + keys, '    ')}"
