"""The commands, one file each or one for a few that belong together, imported when one is asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from keyword import iskeyword

import click

_FILES = {
    "demo": "demo",
    "new": "new",
    "check": "check",
    "explain": "explain",
    "fmt": "fmt",
    "coverage": "coverage",
    "matrix": "matrix",
    "diff": "diff",
    "audit": "audit",
    "forecast": "forecast",
    "render": "render",
    "site": "site",
    "start": "start",
    "inbox": "inbox",
    "do": "answer",
    "change": "change",
    "take-back": "change",
    "raise": "events",
    "reassign": "events",
    "cases": "reading",
    "show": "reading",
    "history": "reading",
    "why": "why",
    "report": "report",
    "sheet": "sheet",
    "export": "exporting",
    "verify": "verifying",
    "advance": "advance",
    "who": "people",
    "test": "scenarios",
    "schema": "schema",
}


class Commands(Mapping[str, click.Command]):
    """Every command by its name. One that is run does not pay for the files of the others."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"{__name__}.{_FILES[name]}")
        # A function cannot be called as a keyword is.
        written = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command: click.Command = getattr(module, written)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_FILES)

    def __len__(self) -> int:
        return len(_FILES)
