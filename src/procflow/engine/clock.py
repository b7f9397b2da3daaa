"""Where an engine takes the time from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from procflow.case import Refused
from procflow.engine.given import as_instant
from procflow.store import Damaged, Store
from procflow.worktime import LAST_YEAR

Clock = Callable[[], datetime]

OFFSET = "clock-offset-seconds"
SANDBOX = "sandbox"


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


class StoreClock:
    """The time of a database: what ``clock`` says, and in a sandbox so much later as it was moved.

    The offset is kept in the database (SEMANTICS 31).
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._offset = _offset_in(store)

    def now(self) -> datetime:
        """The present instant, in UTC. Raises where the clock gives no instant with a zone."""
        return as_instant("clock", self._clock()) + self._offset

    def is_sandbox(self) -> bool:
        """Whether the database is for trying things, so that its clock may be moved."""
        return self._store.note(SANDBOX) == "yes"

    def make_sandbox(self) -> None:
        """Mark the database as a sandbox. Raises :class:`Refused` once it holds cases."""
        if not self.is_sandbox():
            if self._store.case_ids():
                raise Refused("not-empty", "a database that holds cases does not become a sandbox")
            self._store.keep_note(SANDBOX, "yes")

    def require_movable(self, until: datetime) -> datetime:
        """An instant up to which the clock may be moved, in UTC.

        Raises :class:`Refused` for what is no sandbox, for a time that has passed, and for one that no
        calendar reaches.
        """
        until = as_instant("until", until)
        if not self.is_sandbox():
            text = "the clock of this database cannot be moved: it is no sandbox"
            raise Refused("no-sandbox", text, allowed=("advance without a time",))
        if until < self.now():
            raise Refused("in-the-past", f"{until.isoformat()} has passed; it is {self.now().isoformat()}")
        if until.year > LAST_YEAR:
            text = f"{until.isoformat()} is beyond all calendars; they end with the year {LAST_YEAR}"
            raise Refused("outside-calendar", text)
        return until

    def move_to(self, moment: datetime) -> None:
        """Let time pass up to an instant, and keep it so."""
        offset = moment - as_instant("clock", self._clock())
        self._store.keep_note(OFFSET, str(offset.total_seconds()))
        self._offset = offset


def _offset_in(store: Store) -> timedelta:
    noted = store.note(OFFSET) or "0"
    try:
        return timedelta(seconds=float(noted))
    except (ValueError, OverflowError):
        raise Damaged(f"the database is damaged: {noted} is no offset of its clock") from None
