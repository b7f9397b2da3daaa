"""The command line: a tool for one trusted user, who says with ``--as`` for whom each command acts
(SEMANTICS 27).

What is heavy is imported inside the commands, so that help and mistakes in typing answer at once.
"""

from procflow.cli.app import main, run

__all__ = ["main", "run"]
