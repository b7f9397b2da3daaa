"""Who will be asked, in order, if everybody agrees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from procflow.case import Refused
from procflow.case.authority import row_for, seats_for
from procflow.case.data import undecided
from procflow.case.readable import readable
from procflow.definition.process import (
    FINISHED,
    Branch,
    Call,
    Choose,
    ChosenSeats,
    Each,
    EachSeat,
    End,
    Milestone,
    Notice,
    Parallel,
    PersonIn,
    Process,
    Review,
    RoleBy,
    System,
    Task,
    Title,
    Wait,
    WhenNone,
)
from procflow.definition.values import read_value
from procflow.guards import GuardError
from procflow.program import MAIN, Program
from procflow.program.inner_graphs import branch_graph_name
from procflow.program.step_edges import CHOICE, DONE, JOINED, PASSED, REACHED, TOLD, way_trigger


@dataclass(frozen=True, slots=True)
class ForecastStep:
    """One work item: its step, the role that is asked, the seat in a review, and what for.

    ``purpose`` is ``task``, ``seat``, ``convene`` or ``acknowledge``, as on the items of a case. Where the
    data name a person, that is ``person``, and the role is empty.
    """

    step: str
    role: str
    seat: str | None
    purpose: str
    title: Title
    person: str | None = None


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
    """What becomes of a case with these data if everybody agrees: every task takes its first outcome, every
    wait and call the first way, every handler does what it is asked, and all branches of a block are gone
    through, one after the other. Any-time events are none of it.

    Data are read only where a condition or table on the way looks at them; ``facts`` are those that are true
    of a case already. Raises :class:`Refused`: ``data-missing`` with the field that the way hangs on,
    ``bad-value`` and ``field-not-open`` for data that no case could have, ``not-allowed`` where the first
    outcome is not open with these data, ``no-end`` where agreeing leads round in a circle.
    """
    stored = _stored(program.process, data)
    walk = _Walk(program, readable(program.process, stored, facts or {}))
    ends = walk.along(MAIN)
    return Forecast(tuple(walk.path), walk.authority, ends)


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

    entries: dict[str, str] = field(default_factory=dict)

    def along(self, graph: str) -> str:
        """Go through a graph from its first step; returns the end of it, which for a branch may be a step
        around it."""
        step, ends = self.program.graphs[graph].start, self.program.graphs[graph].ends
        seen: set[str] = set()
        while step not in ends:
            if step in seen:
                raise Refused("no-end", f"if everybody agrees, the case comes back to {step} again and again")
            seen.add(step)
            step = self._leave(step)
        return step

    def _leave(self, name: str) -> str:
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
            case Notice():
                return self._notice(step)
            case Wait():
                return self._fire(name, way_trigger(0))
            case Call():
                return self._fire(name, next(iter(step.outcomes)))
            case System():
                return self._fire(name, DONE)
            case Parallel():
                return self._block(step)
            case _:
                assert_never(step)

    def _task(self, task: Task) -> str:
        first = next(iter(task.outcomes.values()))
        role, person = self._doer(task)
        self.path.append(ForecastStep(task.name, role, None, "task", task.title, person))
        if first.allowed is not None:
            try:
                allowed = first.allowed.evaluate(self._readable())
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
        match review.seating:
            case ChosenSeats():
                text = f"who is asked at {review.name} is chosen by a person"
                raise Refused("not-run-yet", text, missing=("chosen_by",))
            case EachSeat(each, none):
                title = review.seats[0].title
                for value, role, person in self._named(review.name, each, none):
                    self.path.append(ForecastStep(review.name, role, value, "seat", title, person))
            case None:
                for seat in seats_for(review, self.authority):
                    self.path.append(ForecastStep(review.name, seat.role, seat.name, "seat", seat.title))
        return self._fire(review.name, PASSED)

    def _notice(self, notice: Notice) -> str:
        if notice.acknowledge is not None:
            if isinstance(notice.to, Each):
                told = self._named(notice.name, notice.to, WhenNone.PASS)
            else:
                told = [(role, role, None) for role in notice.to]
            for value, role, person in told:
                item = ForecastStep(notice.name, role, value, "acknowledge", notice.title, person)
                self.path.append(item)
        return self._fire(notice.name, TOLD)

    def _block(self, block: Parallel) -> str:
        for branch, entries in self._branches(block):
            around = dict(self.entries)
            self.entries |= entries
            target = self.along(branch_graph_name(block.name, branch.name))
            self.entries = around
            if target != FINISHED:
                return target
        return self._fire(block.name, JOINED)

    def _branches(self, block: Parallel) -> Iterator[tuple[Branch, dict[str, str]]]:
        for branch in block.branches.values():
            if block.for_each is None:
                yield branch, {}
                continue
            each, name = block.for_each.each, block.for_each.name
            for value, _, _ in self._named(block.name, each, block.for_each.none):
                yield branch, {name: value, each.field: value}

    def _named(self, step: str, each: Each, none: WhenNone) -> list[tuple[str, str, str | None]]:
        """The values of a field, each with the role or the person that it stands for."""
        held = self.values.get(each.field)
        values = dict.fromkeys(map(str, held)) if isinstance(held, list | tuple) else {}
        if not values and none is WhenNone.REFUSE:
            raise Refused("nobody-named", f"{each.field} names nobody for {step}", missing=(each.field,))
        if each.by is None:
            return [(value, "", value) for value in values]
        roles = self.program.process.maps[each.by].roles
        return [(value, roles[value], None) for value in values]

    def _doer(self, task: Task) -> tuple[str, str | None]:
        """The role that does a task, or the person that the data name."""
        match task.doer:
            case PersonIn(name):
                return "", self._value(task, name)
            case RoleBy(name) if name in self.program.process.maps:
                role_map = self.program.process.maps[name]
                value = self.entries.get(role_map.field) or self._value(task, role_map.field)
                return role_map.roles[value], None
            case RoleBy(name):
                table = self.program.process.tables[name]
                return table.rows[row_for(table, self.values) - 1].then, None
            case _:
                return task.role, None

    def _value(self, task: Task, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            raise Refused("data-missing", f"{name} says who does {task.name}", missing=(name,))
        return str(value)

    def _fire(self, step: str, trigger: str) -> str:
        graph = self.program.graphs[self.program.placed[step]]
        try:
            return graph.fire(step, trigger, self._readable())
        except GuardError as error:
            raise undecided(error) from error

    def _readable(self) -> Mapping[str, object]:
        """What conditions read: the data and, in a branch, the entry that it is for, by the name that its
        steps call it."""
        fields = self.program.process.fields
        return {**self.values, **{name: v for name, v in self.entries.items() if name not in fields}}
