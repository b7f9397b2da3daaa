"""Cases that open by themselves (SEMANTICS 30): what is due, opening it once, and keeping how far that went.

How far it went is a note of the database for each process. It holds periods, not instants, so that a calendar
that changes neither doubles nor loses one. A case has its id from process and period, so it opens once only.
The note is written after the cases: whoever stops in between, or is overtaken by another worker, leaves one
that lags, and what lies ahead of it is found to be done. It never runs ahead of what was tried.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msgspec import DecodeError, Struct, json

from procflow.case import Refused, StartCase
from procflow.case.ids import case_id_of
from procflow.definition.process import Cadence, Missed
from procflow.diagnostics import DefinitionError
from procflow.engine.advanced import Stuck
from procflow.engine.done import Done
from procflow.engine.effects import FindDone, KeepNote, Operation, ReadNote
from procflow.engine.given import CADENCE
from procflow.engine.handlers import Handler
from procflow.engine.library import Library
from procflow.engine.operations import by_clock, start
from procflow.store import Damaged, NotFound
from procflow.worktime import LAST_YEAR, Period, Turn, last_before, turn_of, turns

_DAY = timedelta(days=1)
_BEFORE_ALL = date(1899, 12, 31)


class Handled(Struct, frozen=True):
    """How far the periods of a process were dealt with.

    ``through`` is the last day of the last period whose turn has passed, ``waiting`` are the first days of
    periods up to there whose case could not be opened yet.
    """

    every: Period
    through: date
    waiting: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a cadence asks for at an instant: the turns that are due, how far it is dealt with once they were
    tried, and when the next turn is (None: not within what was asked for)."""

    process: str
    noted: Handled | None
    through: date
    every: Period
    due: tuple[Turn, ...]
    next: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """The cases that were opened, everything that is stuck by what it was for, and when the next turn of any
    process is."""

    done: tuple[Done, ...]
    stuck: Mapping[str, Stuck]
    next: datetime | None


def open_due(
    library: Library,
    handlers: Mapping[str, Handler],
    now: datetime,
    until: datetime,
    tried: Mapping[str, Stuck],
) -> Operation[Opened]:
    """Open every case that is due by a cadence, in the order of their instants.

    What was ``tried`` in vain is not tried again now; ``until`` bounds the search for the next turn.
    """
    outlooks: list[Outlook] = []
    stuck: dict[str, Stuck] = {}
    for process in library.with_cadence():
        try:
            outlooks.append((yield from _outlook(library, process, now, until)))
        except (Damaged, NotFound, DefinitionError) as error:
            stuck[process] = Stuck(None, now, Refused("unreadable", _told(process, error)), process)
    done: list[Done] = []
    waiting: dict[str, list[date]] = {outlook.process: [] for outlook in outlooks}
    for process, turn in _in_order(outlooks):
        name = f"{process}/{turn.period}"
        try:
            if name in tried:
                stuck[name] = tried[name]
            elif (opened := (yield from _open(library, handlers, process, name, now))) is not None:
                done.append(opened)
        except Refused as refused:
            stuck[name] = Stuck(None, turn.at, refused, name)
        if name in stuck:
            waiting[process].append(turn.first)
    for outlook in outlooks:
        handled = Handled(outlook.every, outlook.through, tuple(waiting[outlook.process]))
        if handled != outlook.noted:
            yield KeepNote(_note_of(outlook.process), json.encode(handled).decode())
    return Opened(tuple(done), stuck, _earliest(outlook.next for outlook in outlooks))


def _open(
    library: Library, handlers: Mapping[str, Handler], process: str, name: str, now: datetime
) -> Operation[Done | None]:
    """Open the case of a turn; None if it was opened before."""
    key = f"{CADENCE}{name}"
    case = case_id_of(key)
    if (yield FindDone(case, key)) is not None:
        return None
    request = by_clock(StartCase(case, turn=name), key, now)
    return (yield from start(library, handlers, process, case, request))


def _outlook(library: Library, name: str, now: datetime, until: datetime) -> Operation[Outlook]:
    """What the cadence of a process asks for. Where it is looked at for the first time, nothing from before
    is."""
    process = library.program(name).process
    organization = library.organization(process.organization)
    calendar = organization.calendar(process.calendar)
    cadence = process.cadence
    assert cadence is not None  # the library gave its name for that
    recurrence = cadence.recurrence
    noted = _read(name, (yield ReadNote(_note_of(name))))
    if noted is not None and noted.every is recurrence.every:
        through, waiting = noted.through, noted.waiting
    else:
        before = last_before(recurrence, calendar, now)
        through, waiting = (before.last if before is not None else _BEFORE_ALL), ()
    due = [turn_of(recurrence, calendar, day) for day in waiting]
    following = None
    for turn in turns(recurrence, calendar, through + _DAY):
        if turn.at > now and (turn.at > until or not turn.skipped):
            following = turn.at if turn.at <= until else None
            break
        if turn.at <= now:
            through = turn.last
            due += [turn] if not turn.skipped else []
    return Outlook(name, noted, through, recurrence.every, _made_up_for(cadence, due), following)


def _made_up_for(cadence: Cadence, due: list[Turn]) -> tuple[Turn, ...]:
    """Of the turns that are due, those that a case is opened for.

    Several periods may have their turn at one instant, when days off move it there; none of these is missed
    for another.
    """
    if cadence.missed is Missed.EACH or not due:
        return tuple(due)
    latest = max(turn.at for turn in due)
    return tuple(turn for turn in due if turn.at == latest)


def _in_order(outlooks: Iterable[Outlook]) -> list[tuple[str, Turn]]:
    due = ((outlook.process, turn) for outlook in outlooks for turn in outlook.due)
    return sorted(due, key=lambda each: (each[1].at, each[0], each[1].first))


def _earliest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _note_of(process: str) -> str:
    return f"{CADENCE}{process}"


def _read(process: str, note: str | None) -> Handled | None:
    if note is None:
        return None
    try:
        handled = json.decode(note, type=Handled)
    except DecodeError:
        handled = None
    if handled is None or handled.through.year > LAST_YEAR + 1:
        raise Damaged(f"the database is damaged: {note} does not say up to where {process} was opened")
    return handled


def _told(process: str, error: Damaged | NotFound | DefinitionError) -> str:
    if isinstance(error, DefinitionError):
        return f"{process} or the organization that it runs in has errors"
    return str(error)
