"""Where an engine takes the time from."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from procflow.case import Refused
from procflow.engine.effects import KeepNote, ListCaseIds, Operation, ReadNote
from procflow.engine.given import as_instant
from procflow.store import Damaged
from procflow.worktime import LAST_YEAR

OFFSET = "clock-offset-seconds"
SANDBOX = "sandbox"


class Clock(Protocol):
    """Where an engine takes the time from: a function without arguments that gives the present instant, with
    its zone."""

    def __call__(self) -> datetime:
        """The present instant."""
        ...


def system_clock() -> datetime:
    """The present instant by the clock of the machine, in UTC."""
    return datetime.now(UTC)


class StoreClock:
    """The time of a database: what ``clock`` says, and in a sandbox so much later as it was moved.

    The offset is kept in the database (SEMANTICS 31).
    """

    def __init__(self, clock: Clock, offset: timedelta) -> None:
        self._clock = clock
        self._offset = offset

    def now(self) -> datetime:
        """The present instant, in UTC. Raises where the clock gives no instant with a zone."""
        return as_instant("clock", self._clock()) + self._offset

    def require_movable(self, until: datetime) -> Operation[datetime]:
        """An instant up to which the clock may be moved, in UTC.

        Raises :class:`Refused` for what is no sandbox, for a time that has passed, and for one that no
        calendar reaches.
        """
        until = as_instant("until", until)
        if not (yield from is_marked_sandbox()):
            text = "the clock of this database cannot be moved: it is no sandbox"
            raise Refused("no-sandbox", text, allowed=("advance without a time",))
        if until < self.now():
            raise Refused("in-the-past", f"{until.isoformat()} has passed; it is {self.now().isoformat()}")
        if until.year > LAST_YEAR:
            text = f"{until.isoformat()} is beyond all calendars; they end with the year {LAST_YEAR}"
            raise Refused("outside-calendar", text)
        return until

    def move_to(self, moment: datetime) -> Operation[None]:
        """Let time pass up to an instant, and keep it so."""
        offset = moment - as_instant("clock", self._clock())
        yield KeepNote(OFFSET, str(offset.total_seconds()))
        self._offset = offset


def store_clock(clock: Clock) -> Operation[StoreClock]:
    """The clock of a database as it was moved last."""
    noted = (yield ReadNote(OFFSET)) or "0"
    try:
        return StoreClock(clock, timedelta(seconds=float(noted)))
    except (ValueError, OverflowError):
        raise Damaged(f"the database is damaged: {noted} is no offset of its clock") from None


def is_marked_sandbox() -> Operation[bool]:
    """Whether the database is for trying things, so that its clock may be moved."""
    return bool((yield ReadNote(SANDBOX)) == "yes")


def mark_sandbox() -> Operation[None]:
    """Mark the database as a sandbox. Raises :class:`Refused` once it holds cases."""
    if not (yield from is_marked_sandbox()):
        if (yield ListCaseIds()):
            raise Refused("not-empty", "a database that holds cases does not become a sandbox")
        yield KeepNote(SANDBOX, "yes")
