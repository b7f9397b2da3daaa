"""The command line: a tool for one trusted user, who says with ``--as`` for whom each command acts
(SEMANTICS 27).

What is heavy is imported inside the commands, so that help and mistakes in typing answer at once.
"""

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]


def main() -> NoReturn:
    """The program: run the command line and leave with its exit code."""
    # What a command loads stays until it ends: looking through it for garbage again and again, and once more
    # on leaving, takes a third of the time of a short one. The loading begins with the command line itself.
    gc.set_threshold(100_000)
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; its exit code. Nothing is raised, whatever is typed."""
    from procflow.cli.app import run as run_app

    return run_app(arguments)
