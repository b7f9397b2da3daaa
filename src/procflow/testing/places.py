"""Places where work is open, as people write them: a step, a seat of a review, a topic of arbitration."""

from collections.abc import Mapping
from dataclasses import dataclass

from procflow.definition.organization import Organization
from procflow.definition.process import Process, Review, Task
from procflow.engine import ItemView
from procflow.program.arbitration_graph import graph_name

_CONVENE = "convened"
_ARBITRATION = (_CONVENE, "upheld", "overruled", "refused", "accept", "appeal", "yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Place:
    """A step, or one seat of it; without a seat the whole step is meant.

    A topic's rulings, votes and appeals are at ``topic/role``; ``step`` is the name that its work items show.
    """

    step: str
    seat: str | None = None

    def holds(self, item: ItemView) -> bool:
        """Whether a work item is at this place."""
        return self.step == item.step and self.seat in (None, place_of(item).seat)

    def __str__(self) -> str:
        step = self.step.removeprefix(graph_name(""))
        return step if self.seat is None else f"{step}/{self.seat}"


def place_of(item: ItemView) -> Place:
    """The place that a work item is at. Convening a review is at the step itself."""
    return Place(item.step, None if item.purpose in ("task", "convene") else item.seat)


def steps_and_topics(process: Process) -> Mapping[str, str]:
    """From the names that places begin with to the steps that work items show; a step goes before a topic."""
    topics = process.arbitration.topics if process.arbitration is not None else {}
    named = {topic: graph_name(topic) for topic in topics}
    work = {name: name for name, step in process.steps.items() if isinstance(step, Task | Review)}
    return {**named, **{step: step for step in named.values()}, **work}


def seats_at(process: Process, organization: Organization, step: str) -> tuple[str, ...]:
    """The seats that a step has; at a topic, every role of the organization may be asked."""
    found = process.steps.get(step)
    if found is None:
        return tuple(organization.roles)
    return tuple(seat.name for seat in found.seats) if isinstance(found, Review) else ()


def outcomes_at(process: Process, place: Place) -> tuple[str, ...]:
    """The outcomes that work at a place may have."""
    found = process.steps.get(place.step)
    match found:
        case None:
            return _ARBITRATION
        case Task():
            return tuple(found.outcomes)
        case Review():
            answers = (answer for seat in found.seats for answer in seat.answers)
            convene = (_CONVENE,) if found.convened_by is not None and place.seat is None else ()
            return tuple(dict.fromkeys((*answers, *convene)))
        case _:
            return ()
