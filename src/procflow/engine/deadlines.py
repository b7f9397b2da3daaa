"""What the clock does to cases."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from procflow.case import CLOCK, PassTimer, Refused
from procflow.diagnostics import DefinitionError
from procflow.engine import operations as op
from procflow.engine.clock import StoreClock
from procflow.engine.effects import carry_out
from procflow.engine.given import TIMER
from procflow.engine.library import Library
from procflow.store import Damaged, NotFound, Store, TimerRow


@dataclass(frozen=True, slots=True)
class Stuck:
    """A deadline of a case that could not act when it was due, and why."""

    case: str
    due: datetime
    refused: Refused


@dataclass(frozen=True, slots=True)
class Advanced:
    """What deadlines came to: what each did, and those that could not act."""

    done: tuple[op.Done, ...]
    stuck: tuple[Stuck, ...]


def advance(store: Store, library: Library, clock: StoreClock, until: datetime | None) -> Advanced:
    """Do what deadlines ask for up to now, or move time to ``until``, timer by timer.

    A deadline that cannot act, or whose case cannot be read, holds up no other.
    """
    if until is not None:
        until = clock.require_movable(until)
    done: list[op.Done] = []
    stuck: dict[TimerRow, Refused] = {}
    while timer := _next_due(store, until or clock.now(), stuck):
        moment = max(timer.due, clock.now()) if until is not None else clock.now()
        if until is not None:
            clock.move_to(moment)
        try:
            done.append(_pass(store, library, timer, moment))
        except Refused as refused:
            stuck[timer] = refused
        except (Damaged, NotFound, DefinitionError) as error:
            stuck[timer] = Refused("unreadable", _told(timer.case, error))
    if until is not None:
        clock.move_to(until)
    # What another worker acted on between the look and the grasp is done, not stuck.
    still = set(store.timers(until or clock.now(), limit=len(stuck) + 1)) if stuck else set()
    return Advanced(tuple(done), tuple(Stuck(t.case, t.due, r) for t, r in stuck.items() if t in still))


def _next_due(store: Store, until: datetime, stuck: Mapping[TimerRow, Refused]) -> TimerRow | None:
    due = store.timers(until, limit=len(stuck) + 1)
    return next((timer for timer in due if timer not in stuck), None)


def _pass(store: Store, library: Library, timer: TimerRow, moment: datetime) -> op.Done:
    key = f"{TIMER}{timer.timer}:{timer.due.isoformat()}"
    request = op.Request(PassTimer(timer.timer), key, CLOCK, moment, secrets.token_bytes(32), {})
    return carry_out(store, op.act(library, timer.case, request))


def _told(case: str, error: Damaged | NotFound | DefinitionError) -> str:
    if isinstance(error, DefinitionError):
        return f"the organization that case {case} runs in has errors"
    return str(error)
