"""What the clock does to cases."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from procflow.case import CLOCK, PassTimer, Refused
from procflow.diagnostics import DefinitionError
from procflow.engine import operations as op
from procflow.engine.advanced import Advanced, Stuck
from procflow.engine.cadence import Opened, open_due
from procflow.engine.clock import StoreClock
from procflow.engine.effects import carry_out
from procflow.engine.given import TIMER
from procflow.engine.library import Library
from procflow.store import Damaged, NotFound, Store, TimerRow


def advance(store: Store, library: Library, clock: StoreClock, until: datetime | None) -> Advanced:
    """Do what deadlines and cadences ask for up to now, or move time to ``until``, from instant to instant.

    What cannot be done, or whose case cannot be read, holds up nothing else.
    """
    if until is not None:
        until = clock.require_movable(until)
    done: list[op.Done] = []
    late: dict[TimerRow, Refused] = {}
    unopened: Mapping[str, Stuck] = {}
    moment: datetime | None = clock.now()
    while moment is not None:
        if until is not None:
            clock.move_to(moment)
        while timer := _next_due(store, moment, late):
            try:
                done.append(_pass(store, library, timer, moment))
            except Refused as refused:
                late[timer] = refused
            except (Damaged, NotFound, DefinitionError) as error:
                late[timer] = Refused("unreadable", _told(timer.case, error))
        opened = carry_out(store, open_due(library, moment, until or moment, unopened, _salt))
        done += opened.done
        unopened = opened.stuck
        moment = _next_moment(store, moment, until, late, opened)
    if until is not None:
        clock.move_to(until)
    # What another worker acted on between the look and the grasp is done, not stuck.
    still = set(store.timers(until or clock.now(), limit=len(late) + 1)) if late else set()
    deadlines = (Stuck(timer.case, timer.due, why) for timer, why in late.items() if timer in still)
    return Advanced(tuple(done), (*deadlines, *unopened.values()))


def _next_moment(
    store: Store, moment: datetime, until: datetime | None, late: Mapping[TimerRow, Refused], opened: Opened
) -> datetime | None:
    """The instant at which there is something to do next, up to ``until``; the present one once more if cases
    were opened, for they may have deadlines that have passed."""
    if until is None and not opened.done:
        return None
    timer = _next_due(store, until or moment, late)
    instants = [timer.due] if timer is not None else []
    instants += [opened.next] if opened.next is not None else []
    return max(moment, min(instants)) if instants else None


def _next_due(store: Store, until: datetime, late: Mapping[TimerRow, Refused]) -> TimerRow | None:
    due = store.timers(until, limit=len(late) + 1)
    return next((timer for timer in due if timer not in late), None)


def _salt() -> bytes:
    return secrets.token_bytes(32)


def _pass(store: Store, library: Library, timer: TimerRow, moment: datetime) -> op.Done:
    key = f"{TIMER}{timer.timer}:{timer.due.isoformat()}"
    request = op.Request(PassTimer(timer.timer), key, CLOCK, moment, _salt(), {})
    return carry_out(store, op.act(library, timer.case, request))


def _told(case: str, error: Damaged | NotFound | DefinitionError) -> str:
    if isinstance(error, DefinitionError):
        return f"the organization that case {case} runs in has errors"
    return str(error)
