"""Exit codes, and how a command ends that could not do what was asked."""

DONE = 0
REFUSED = 1
"""Refused, or something was found."""
CANNOT = 2
"""It could not run: a wrong option, no such case or process, a database that is none."""
INTERRUPTED = 130
"""What shells expect after Ctrl-C: 128 and the number of the signal."""


class Failure(Exception):
    """A command cannot run; ``code`` is stable, ``reason`` one sentence for people."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)
