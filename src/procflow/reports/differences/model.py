"""What a difference of two versions is."""

from dataclasses import dataclass
from enum import StrEnum

from procflow.definition.process import Basis


class About(StrEnum):
    """Which part of a process a difference lies in, in the order of a file."""

    PROCESS = "process"
    DATA = "data"
    FACTS = "facts"
    TABLES = "tables"
    STEPS = "steps"
    EVENTS = "events"
    ARBITRATION = "arbitration"
    INVARIANTS = "invariants"
    QUESTIONS = "questions"


class Kind(StrEnum):
    """What became of an element: it came, it went, or it says something else."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise in the new version, in one sentence.

    ``places`` are the elements that it is about, by their ids: a step, ``STEP/SEAT``, a table, a field, a
    fact, an event, a topic, a question, or the process itself; several where one thing holds for several.
    ``path`` is where it stands in the process (``steps.look.limit.deadline``), for the first of them.
    ``basis`` are the clauses and questions that the element names, in the new version or, where it is gone,
    in the old one.
    """

    places: tuple[str, ...]
    about: About
    kind: Kind
    text: str
    basis: Basis
    path: str

    @property
    def place(self) -> str:
        """The first of the elements."""
        return self.places[0]
