"""Values of fields that became names of branches, seats and readers of a notice, and so stand in events that
are about something else."""

from collections.abc import Collection, Iterable, Mapping

from procflow.case.events import BranchOpened, Event, NoticeSent, SeatsNamed
from procflow.definition.process import (
    Each,
    EachSeat,
    ForEach,
    Notice,
    Parallel,
    Process,
    Review,
    Step,
    every_step,
)


def steps_naming(process: Process, fields: Collection[str]) -> Mapping[str, str]:
    """The steps whose branches, seats or readers are named by one of these fields, with the field."""
    named = ((step.name, _each(step)) for step in every_step(process).values()) if fields else ()
    return {name: each.field for name, each in named if each is not None and each.field in fields}


def _each(step: Step) -> Each | None:
    match step:
        case Review(seating=EachSeat(each=each)):
            return each
        case Notice(to=Each() as each):
            return each
        case Parallel(for_each=ForEach(each=each)):
            return each
        case _:
            return None


def names_said(steps: Collection[str], events: Iterable[Event]) -> Mapping[str, frozenset[str]]:
    """The names that events say at these steps, by step; steps without any are left out."""
    found: dict[str, set[str]] = {}
    for event in events if steps else ():
        match event:
            case BranchOpened(step=step, named=each) if step in steps and each is not None:
                found.setdefault(step, set()).add(each.value)
            case SeatsNamed(step=step, named=named) | NoticeSent(step=step, told=named) if step in steps:
                found.setdefault(step, set()).update(each.value for each in named)
            case _:
                pass
    return {step: frozenset(names) for step, names in found.items() if names}
