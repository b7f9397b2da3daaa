"""What the clock does to cases."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from procflow.case import PassTimer, Refused, ReportStuck
from procflow.case.state import Job
from procflow.diagnostics import DefinitionError
from procflow.engine.advanced import Advanced, Stuck
from procflow.engine.cadence import Opened, open_due
from procflow.engine.core import Core
from procflow.engine.done import Done, awaited_again
from procflow.engine.effects import FindDone, FindTimers, Operation
from procflow.engine.given import JOB, timer_key
from procflow.engine.jobs import Worker, do_job
from procflow.engine.library import Library
from procflow.engine.loading import load_state
from procflow.engine.operations import act, by_clock
from procflow.store import Conflict, Damaged, NotFound, TimerRow

_PASSING = ("too-many-jobs", "call-parked")
"""What keeps a job waiting and is nobody's to mend."""

MOST_JOBS = 200
"""Jobs that a case may have done at one instant; a circle that asks nobody does not hold up the clock."""


def pass_time(core: Core, until: datetime | None) -> Operation[Advanced]:
    """Do what deadlines, jobs and cadences ask for up to now, or move time to ``until``, from instant to
    instant.

    What cannot be done, or whose case cannot be read, holds up nothing else.
    """
    library, clock = core.library, core.clock
    if until is not None:
        until = yield from clock.require_movable(until)
    done: list[Done] = []
    late: dict[TimerRow, Refused] = {}

    def told(case: str, each: Done) -> None:
        done.append(each)
        again = awaited_again(each)
        for timer in [timer for timer in late if timer.case in again]:
            del late[timer]

    worker = core.worker(told)
    unopened: Mapping[str, Stuck] = {}
    moment: datetime | None = clock.now()
    while moment is not None:
        if until is not None:
            yield from clock.move_to(moment)
        moment = yield from _act_on_due(worker, moment, until, late)
        opened = yield from open_due(library, core.handlers, moment, until or moment, unopened)
        done += opened.done
        unopened = opened.stuck
        moment = yield from _next_moment(moment, until, late, opened)
    if until is not None:
        yield from clock.move_to(until)
    # What another worker acted on between the look and the grasp is done, not stuck.
    still = (yield from _due(until or clock.now(), len(late))) if late else ()
    deadlines = (Stuck(timer.case, timer.due, why) for timer, why in late.items() if timer in still)
    return Advanced(tuple(done), (*deadlines, *unopened.values()))


def _act_on_due(
    worker: Worker, moment: datetime, until: datetime | None, late: dict[TimerRow, Refused]
) -> Operation[datetime]:
    """Do everything that is due at an instant; gives the instant that it is then, since handlers take their
    time. What cannot be done is ``late``."""
    jobs: Counter[str] = Counter()
    while timer := (yield from _next_due(moment, late)):
        try:
            state = yield from load_state(timer.case)
            if isinstance(state.timers.get(timer.timer), Job):
                jobs[timer.case] += 1
                if jobs[timer.case] > MOST_JOBS:
                    text = f"case {timer.case} has asked for {MOST_JOBS} things at once; it goes on next time"
                    raise Refused("too-many-jobs", text)
                yield from do_job(worker, state, timer.timer)
                now = worker.now()
                moment = max(moment, now if until is None else min(now, until))
            else:
                worker.told(timer.case, (yield from _pass(worker.library, timer, moment)))
        except Refused as refused:
            late[timer] = refused
            yield from _put_on_record(worker, timer, refused)
        except Conflict as conflict:
            late[timer] = Refused("overtaken", str(conflict))
        except (Damaged, NotFound, DefinitionError) as error:
            late[timer] = Refused("unreadable", _told(timer.case, error))
    return moment


def _put_on_record(worker: Worker, timer: TimerRow, refused: Refused) -> Operation[None]:
    """Have the case tell that a job of it cannot be done, once for each reason (SEMANTICS 13)."""
    key = f"{JOB}{timer.timer}/stuck/{refused.code}"
    if refused.code in _PASSING or (yield FindDone(timer.case, key)) is not None:
        return
    try:
        state = yield from load_state(timer.case)
        if isinstance(state.timers.get(timer.timer), Job):
            command = by_clock(ReportStuck(timer.timer, refused.code), key, worker.now())
            worker.told(timer.case, (yield from act(worker.library, timer.case, command)))
    except (Refused, Conflict, Damaged, NotFound, DefinitionError):
        return  # the job is late all the same, and is told of again the next time


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


def _pass(library: Library, timer: TimerRow, moment: datetime) -> Operation[Done]:
    key = timer_key(timer.timer, timer.due)
    return (yield from act(library, timer.case, by_clock(PassTimer(timer.timer), key, moment)))


def _told(case: str, error: Damaged | NotFound | DefinitionError) -> str:
    if isinstance(error, DefinitionError):
        return f"the organization that case {case} runs in has errors"
    return str(error)
