"""Places where work is open, as people write them: a step, a seat of a review, a topic of arbitration; and
of steps that are done several times side by side, which one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from procflow.definition.organization import Organization
from procflow.definition.process import (
    AnytimeEvent,
    DataField,
    Notice,
    Parallel,
    Process,
    Review,
    Step,
    Task,
    every_step,
    steps_within,
)
from procflow.engine import ItemView
from procflow.program.arbitration_graph import graph_name

_CONVENE = "convened"
_ARBITRATION = (_CONVENE, "upheld", "overruled", "refused", "accept", "appeal", "yes", "no", "abstain")
_PLACE = re.compile(r"(?P<where>[^@#]*)(?:@(?P<entry>[^#]*))?(?:#(?P<nth>[1-9][0-9]*))?")


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a text such as ``sign/head@red#2``: what may be left out is None."""

    name: str
    seat: str | None
    entry: str | None
    nth: int | None


def take_apart(text: str) -> Written:
    """The parts of a place, or of anything else of which there may be several, from its text."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return Written(text.strip(), None, None, None)
    name, slash, seat = found["where"].strip().partition("/")
    nth = int(found["nth"]) if found["nth"] is not None else None
    return Written(name, seat if slash else None, found["entry"], nth)


@dataclass(frozen=True, slots=True)
class Place:
    """A step, or one seat of it; without a seat the whole step is meant.

    A topic's rulings, votes and appeals are at ``topic/role``; ``step`` is the name that its work items show.
    Of a step that a branch has for each entry of a field, ``entry`` is one of them; of a step of an any-time
    event, ``nth`` counts its occurrences from 1, those that are over too. Without them all are meant.
    """

    step: str
    seat: str | None = None
    entry: str | None = None
    nth: int | None = None

    def covers(self, other: "Place") -> bool:
        """Whether another place is this one, or a part of it."""
        return (
            self.step == other.step
            and self.seat in (None, other.seat)
            and self.entry in (None, other.entry)
            and self.nth in (None, other.nth)
        )

    def __str__(self) -> str:
        step = self.step.removeprefix(graph_name(""))
        seat = "" if self.seat is None else f"/{self.seat}"
        return f"{step}{seat}{which(self.entry, self.nth)}"


def which(entry: str | None, nth: int | None) -> str:
    """Which of several is meant, as people write it."""
    return ("" if entry is None else f"@{entry}") + ("" if nth is None else f"#{nth}")


def place_of(item: ItemView, nth: int | None = None) -> Place:
    """The place that a work item is at; ``nth`` is the number of the occurrence that it belongs to.
    Convening a review is at the step itself."""
    seat = None if item.purpose in ("task", "convene") else item.seat
    return Place(item.step, seat, item.entry, nth)


def steps_and_topics(process: Process) -> Mapping[str, str]:
    """From the names that places begin with to the steps that work items show; a step goes before a topic."""
    topics = process.arbitration.topics if process.arbitration is not None else {}
    named = {topic: graph_name(topic) for topic in topics}
    work = {name: name for name, step in every_step(process).items() if _asks(step)}
    return {**named, **{step: step for step in named.values()}, **work}


def _asks(step: Step) -> bool:
    """Whether somebody may be asked for something at a step."""
    return isinstance(step, Task | Review) or (isinstance(step, Notice) and step.acknowledge is not None)


def reviews_among(process: Process, steps: Iterable[str]) -> tuple[str, ...]:
    """The reviews among some steps of a process, each once."""
    known = every_step(process)
    return tuple(dict.fromkeys(step for step in steps if isinstance(known.get(step), Review)))


def seats_at(process: Process, organization: Organization, step: str) -> tuple[str, ...] | None:
    """The seats that a step has; at a topic, every role of the organization may be asked. None where the data
    or a person name them."""
    match every_step(process).get(step):
        case None:
            return tuple(organization.roles)
        case Review(seating=None) as review:
            return tuple(seat.name for seat in review.seats)
        case Notice(to=tuple() as roles):
            return roles
        case Review() | Notice():
            return None
        case _:
            return ()


def outcomes_at(process: Process, place: Place) -> tuple[str, ...]:
    """The outcomes that work at a place may have."""
    found = every_step(process).get(place.step)
    match found:
        case None:
            return _ARBITRATION
        case Task():
            return tuple(found.outcomes)
        case Review():
            answers = (answer for seat in found.seats for answer in seat.answers)
            convene = (_CONVENE,) if found.convened_by is not None and place.seat is None else ()
            return tuple(dict.fromkeys((*answers, *convene)))
        case Notice():
            return ("acknowledged",)
        case _:
            return ()


def event_around(process: Process, step: str) -> AnytimeEvent | None:
    """The any-time event that a step is one of."""
    return next((e for e in process.events.values() if e.flow and step in steps_within(e.flow)), None)


def has_entries(process: Process, step: str) -> bool:
    """Whether a step is done once for each entry of a field."""
    blocks = (s for s in every_step(process).values() if isinstance(s, Parallel) and s.for_each is not None)
    return any(step in steps_within(branch.flow) for block in blocks for branch in block.branches.values())


def fields_at(process: Process, step: str) -> Mapping[str, DataField]:
    """The fields that may be filled in at a step: those of the process, and of the event around it."""
    event = event_around(process, step)
    return {**process.fields, **event.fields} if event is not None else process.fields
