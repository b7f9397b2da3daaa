"""What goes on at the same time: what it can do to the data that another part of the case relies on."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from procflow.analysis.certainty import Cases, Certainty, few
from procflow.analysis.columns import leaves
from procflow.analysis.domains import has_default, leaf_names
from procflow.definition.process import (
    Call,
    DataField,
    Outcome,
    Parallel,
    Review,
    Step,
    System,
    Task,
    steps_within,
)


class Disturbance(Struct, frozen=True):
    """The names that something else may empty meanwhile, and those that it may give another value."""

    emptied: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()

    def __or__(self, other: "Disturbance") -> "Disturbance":
        return Disturbance(self.emptied | other.emptied, self.written | other.written)

    def over(self, known: Certainty) -> Certainty:
        """What is still certain."""
        return known.changed(self.written).without(self.emptied)


UNDISTURBED = Disturbance()


def done_by(steps: Iterable[Step], fields: Mapping[str, DataField], ends: Collection[str]) -> Disturbance:
    """What these steps may do to the data; ``ends`` are where it no longer matters, as all is over there."""
    emptied: set[str] = set()
    written: set[str] = set()
    for step in steps:
        match step:
            case Task():
                written |= leaf_names(fields, step.form)
                for outcome in step.outcomes.values():
                    written |= leaf_names(fields, outcome.needs)
                    if outcome.target.step not in ends:
                        emptied |= _left_out(step, outcome, fields)
            case Review():
                answers = (answer for seat in step.seats for answer in seat.answers.values())
                written |= leaf_names(fields, tuple(name for answer in answers for name in answer.needs))
            case Call():
                written |= leaf_names(fields, tuple(step.takes))
                ways = (o.target.step for o in step.outcomes.values() if o.name != "completed")
                if any(way not in ends for way in ways):
                    emptied |= leaf_names(fields, tuple(step.takes))
            case System():
                written |= leaf_names(fields, tuple(step.takes))
            case Parallel():
                for branch in step.branches.values():
                    inside = done_by(steps_within(branch.flow).values(), fields, ends)
                    emptied |= inside.emptied
                    written |= inside.written
            case _:
                pass
    return Disturbance(frozenset(emptied), frozenset(written))


def _left_out(task: Task, outcome: Outcome, fields: Mapping[str, DataField]) -> set[str]:
    """What the form may be sent without when this outcome is chosen."""
    tops = [fields[name] for name in task.form if name in fields and name not in outcome.needs]
    held = ((n, f, has_default(top, f)) for top in tops for n, f in leaves(top))
    return {n for n, f, given in held if not given and (outcome.form_optional or not f.required)}


def all_of(branches: Iterable[Cases]) -> Cases:
    """What is certain where something of each branch holds: one case of every one, put together."""
    found: Cases | None = None
    for cases in branches:
        found = cases if found is None else few(both for a in found for b in cases for both in _both(a, b))
    return found or ()


def _both(one: Certainty, other: Certainty) -> tuple[Certainty, ...]:
    values = dict(one.values)
    for name, held in other.values.items():
        values[name] = held & values[name] if name in values else held
        if not values[name]:
            return ()
    filled = one.filled | other.filled
    return (Certainty(filled, values, (one.empty & other.empty) - filled),)


def some_of(branches: Iterable[Cases], count: int, before: Certainty) -> Cases:
    """What is certain where ``count`` of the branches are finished, whichever these are."""
    every = [
        frozenset.intersection(*(case.filled for case in cases)) if cases else None for cases in branches
    ]
    able = [filled for filled in every if filled is not None]
    if len(able) < count:
        return ()
    names = frozenset().union(*able)
    sure = {name for name in names if sum(name in filled for filled in able) > len(able) - count}
    return (before.with_filled(sure),)
