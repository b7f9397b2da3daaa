"""Who will be asked, in order, if everybody agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from procflow.case import Refused
from procflow.case.authority import row_for, seats_for
from procflow.case.data import undecided
from procflow.case.readable import readable
from procflow.definition.process import (
    Call,
    Choose,
    End,
    Milestone,
    Notice,
    Parallel,
    Process,
    Review,
    System,
    Task,
    Title,
    Wait,
)
from procflow.definition.values import read_value
from procflow.guards import GuardError
from procflow.program import Program
from procflow.program.main_graph import CHOICE, PASSED, REACHED


@dataclass(frozen=True, slots=True)
class ForecastStep:
    """One work item: its step, the role that is asked, the seat in a review, and what for.

    ``purpose`` is ``task``, ``seat`` or ``convene``, as on the items of a case.
    """

    step: str
    role: str
    seat: str | None
    purpose: str
    title: Title


@dataclass(frozen=True, slots=True)
class Forecast:
    """The work items from the first step to the end, the role that has the last word, and the end's name.

    ``final_authority`` is None where no table is looked at on the way.
    """

    path: tuple[ForecastStep, ...]
    final_authority: str | None
    ends: str


def forecast(
    program: Program, data: Mapping[str, object], facts: Mapping[str, bool] | None = None
) -> Forecast:
    """What becomes of a case with these data if everybody agrees: every task takes its first outcome.

    Data are read only where a condition or table on the way looks at them; ``facts`` are those that are true
    of a case already. Raises :class:`Refused`: ``data-missing`` with the field that the way hangs on,
    ``bad-value`` and ``field-not-open`` for data that no case could have, ``not-allowed`` where the first
    outcome is not open with these data, ``no-end`` where agreeing leads round in a circle.
    """
    stored = _stored(program.process, data)
    walk = _Walk(program, readable(program.process, stored, facts or {}))
    step = program.main.start
    seen: set[str] = set()
    while step not in program.main.ends:
        if step in seen:
            raise Refused("no-end", f"if everybody agrees, the case comes back to {step} again and again")
        seen.add(step)
        step = walk.leave(step)
    return Forecast(tuple(walk.path), walk.authority, step)


def _stored(process: Process, data: Mapping[str, object]) -> dict[str, object]:
    """The data in stored form, with the defaults that a case would start with."""
    stored = {f.name: f.default for f in process.fields.values() if f.default is not None}
    problems: list[str] = []
    for name, raw in data.items():
        if name not in process.fields:
            raise Refused("field-not-open", f"there is no field {name}", allowed=tuple(process.fields))
        value, problem = read_value(process.fields[name], raw)
        stored[name] = value
        problems += [problem] if problem is not None else []
    if problems:
        raise Refused("bad-value", "; ".join(problems))
    return stored


@dataclass(slots=True)
class _Walk:
    """Walks along the steps of a program on data that do not change, and notes who is asked."""

    program: Program
    values: Mapping[str, object]
    path: list[ForecastStep] = field(default_factory=list)
    authority: str | None = None

    def leave(self, name: str) -> str:
        """Do a step; returns the one that follows."""
        step = self.program.step(name)
        match step:
            case Task():
                return self._task(step)
            case Review():
                return self._review(step)
            case Choose():
                return self._fire(name, CHOICE)
            case Milestone():
                return self._fire(name, REACHED)
            case End():
                return name
            case Notice() | Wait() | Call() | System() | Parallel():
                raise Refused("not-run-yet", f"this release does not run {name} yet", missing=(name,))
            case _:
                assert_never(step)

    def _task(self, task: Task) -> str:
        first = next(iter(task.outcomes.values()))
        self.path.append(ForecastStep(task.name, task.role, None, "task", task.title))
        if first.allowed is not None:
            try:
                allowed = first.allowed.evaluate(self.values)
            except GuardError as error:
                raise undecided(error) from error
            if not allowed:
                others = tuple(name for name in task.outcomes if name != first.name)
                text = f"{first.name} at {task.name} is allowed only if {first.allowed.text}"
                raise Refused("not-allowed", text, allowed=others)
        return self._fire(task.name, first.name)

    def _review(self, review: Review) -> str:
        if review.convened_by is not None:
            item = ForecastStep(review.name, review.convened_by, review.convened_by, "convene", review.title)
            self.path.append(item)
        name = review.only or review.until
        if name is not None:
            table = self.program.process.tables[name]
            self.authority = table.rows[row_for(table, self.values) - 1].then
        for seat in seats_for(review, self.authority):
            self.path.append(ForecastStep(review.name, seat.role, seat.name, "seat", seat.title))
        return self._fire(review.name, PASSED)

    def _fire(self, step: str, trigger: str) -> str:
        try:
            return self.program.main.fire(step, trigger, self.values)
        except GuardError as error:
            raise undecided(error) from error
