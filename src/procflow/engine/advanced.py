"""What the clock came to."""

from dataclasses import dataclass
from datetime import datetime

from procflow.case import Refused
from procflow.engine.done import Done


@dataclass(frozen=True, slots=True)
class Stuck:
    """What was due and could not be done, and why; it is tried again every time.

    A deadline or a job of a ``case``; or the opening of a case for a ``turn`` of a cadence, by process and
    period (the process alone where its files cannot be read).
    """

    case: str | None
    due: datetime
    refused: Refused
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Advanced:
    """What the clock came to: what each deadline did and each case that was opened, and what is stuck."""

    done: tuple[Done, ...]
    stuck: tuple[Stuck, ...]

    @property
    def opened(self) -> tuple[Done, ...]:
        """Of what was done, the cases that opened by themselves; those that others called are not among
        them."""
        return tuple(done for done in self.done if done.starts and done.case.turn is not None)
