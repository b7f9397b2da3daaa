"""What the clock does to cases."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from procflow.case import CLOCK, PassTimer, Refused
from procflow.diagnostics import DefinitionError
from procflow.engine.advanced import Advanced, Stuck
from procflow.engine.cadence import Opened, open_due
from procflow.engine.clock import StoreClock
from procflow.engine.done import Done
from procflow.engine.effects import FindTimers, Operation
from procflow.engine.given import TIMER
from procflow.engine.handlers import Handler
from procflow.engine.library import Library
from procflow.engine.operations import Request, act
from procflow.store import Damaged, NotFound, TimerRow


def pass_time(
    library: Library, handlers: Mapping[str, Handler], clock: StoreClock, until: datetime | None
) -> Operation[Advanced]:
    """Do what deadlines and cadences ask for up to now, or move time to ``until``, from instant to instant.

    What cannot be done, or whose case cannot be read, holds up nothing else.
    """
    if until is not None:
        until = yield from clock.require_movable(until)
    done: list[Done] = []
    late: dict[TimerRow, Refused] = {}
    unopened: Mapping[str, Stuck] = {}
    moment: datetime | None = clock.now()
    while moment is not None:
        if until is not None:
            yield from clock.move_to(moment)
        while timer := (yield from _next_due(moment, late)):
            try:
                done.append((yield from _pass(library, timer, moment)))
            except Refused as refused:
                late[timer] = refused
            except (Damaged, NotFound, DefinitionError) as error:
                late[timer] = Refused("unreadable", _told(timer.case, error))
        opened = yield from open_due(library, moment, until or moment, unopened, _salt, handlers=handlers)
        done += opened.done
        unopened = opened.stuck
        moment = yield from _next_moment(moment, until, late, opened)
    if until is not None:
        yield from clock.move_to(until)
    # What another worker acted on between the look and the grasp is done, not stuck.
    still = (yield from _due(until or clock.now(), len(late))) if late else ()
    deadlines = (Stuck(timer.case, timer.due, why) for timer, why in late.items() if timer in still)
    return Advanced(tuple(done), (*deadlines, *unopened.values()))


def _next_moment(
    moment: datetime, until: datetime | None, late: Mapping[TimerRow, Refused], opened: Opened
) -> Operation[datetime | None]:
    """The instant at which there is something to do next, up to ``until``; the present one once more if cases
    were opened, for they may have deadlines that have passed."""
    if until is None and not opened.done:
        return None
    timer = yield from _next_due(until or moment, late)
    instants = [timer.due] if timer is not None else []
    instants += [opened.next] if opened.next is not None else []
    return max(moment, min(instants)) if instants else None


def _next_due(until: datetime, late: Mapping[TimerRow, Refused]) -> Operation[TimerRow | None]:
    due = yield from _due(until, len(late))
    return next((timer for timer in due if timer not in late), None)


def _due(until: datetime, late: int) -> Operation[tuple[TimerRow, ...]]:
    """The first timers that are due, one more than are late."""
    timers: tuple[TimerRow, ...] = yield FindTimers(late + 1, until)
    return timers


def _salt() -> bytes:
    return secrets.token_bytes(32)


def _pass(library: Library, timer: TimerRow, moment: datetime) -> Operation[Done]:
    key = f"{TIMER}{timer.timer}:{timer.due.isoformat()}"
    request = Request(PassTimer(timer.timer), key, CLOCK, moment, _salt(), {})
    return (yield from act(library, timer.case, request))


def _told(case: str, error: Damaged | NotFound | DefinitionError) -> str:
    if isinstance(error, DefinitionError):
        return f"the organization that case {case} runs in has errors"
    return str(error)
