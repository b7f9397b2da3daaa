"""What each step of the flow reads and fills in, and what is certain of the data behind it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from procflow.analysis.certainty import Cases, Certainty, Domain, few, lacking, lacking_in_table, narrow
from procflow.analysis.columns import bounds, leaves
from procflow.analysis.ways import edges_out
from procflow.definition.build.data import guard_types
from procflow.definition.process import (
    Call,
    Choose,
    DataField,
    End,
    GroupType,
    Leave,
    Limit,
    Milestone,
    Notice,
    Object,
    Outcome,
    Parallel,
    Process,
    Review,
    Step,
    System,
    Task,
    Wait,
)
from procflow.diagnostics import Span
from procflow.guards import Cell, Compare, Field, Guard, Literal, OneOf, Value, ValuesCell, walk
from procflow.guards.atoms import atoms
from procflow.program import Edge, EdgeKind, Program
from procflow.worktime import FromField


class Look(Struct, frozen=True):
    """A reader that may look at a field without its having a value: a step, an outcome, a table, a seat."""

    reader: str
    field: str
    span: Span


Outgoing = Iterator[tuple[Edge, Certainty]]


@dataclass(slots=True)
class Effects:
    """Follows certainty from one step to the next; ``looks`` collects what was read too early."""

    program: Program
    looks: list[Look] = field(default_factory=list)
    domain: Domain = field(init=False)
    out: Mapping[str, list[Edge]] = field(init=False)

    def __post_init__(self) -> None:
        self.domain = values_told_apart(self.program.process)
        self.out = edges_out(self.program.main)

    def start(self) -> Certainty:
        """What is certain when a case starts: defaults are in place, and no fact is true."""
        process = self.program.process
        fields = process.fields.values()
        filled = {name for f in fields for name, inner in leaves(f) if has_default(f, inner)}
        facts = {name: frozenset({False}) for name in process.facts}
        return Certainty(frozenset({*filled, *process.facts}), facts)

    def behind(self, name: str, known: Certainty) -> Outgoing:
        """The edges that a case can take out of a step, each with what is then certain."""
        step = self.program.step(name)
        match step:
            case Task():
                yield from self._task(step, known)
            case Review():
                yield from self._review(step, known)
            case Choose():
                yield from self._choose(step, known)
            case Milestone() | End() | Notice() | Wait() | Call() | System() | Parallel():
                yield from ((edge, known) for edge in self.out[name])

    def _task(self, task: Task, known: Certainty) -> Outgoing:
        resting = self._resting(task, self._deadline(task.limit, task.name, task.span, known))
        done = {outcome.name: self._done(task, outcome, resting) for outcome in task.outcomes.values()}
        anything = (resting, *(after for cases in done.values() for after in cases))
        for edge in self.out[task.name]:
            cases = anything if edge.kind is EdgeKind.VOID else done.get(edge.trigger, (resting,))
            yield from ((edge, after) for after in cases)

    def _done(self, task: Task, outcome: Outcome, resting: Certainty) -> Cases:
        known = self._formed(resting, task.form, binding=not outcome.form_optional)
        known = self._brought(known, outcome.needs)
        if outcome.allowed is None:
            return (known,)
        self._look(outcome.allowed, f"{task.name}/{outcome.name}", outcome.span, known)
        return narrow(outcome.allowed.tree, True, known, self.domain)

    def _review(self, review: Review, known: Certainty) -> Outgoing:
        process = self.program.process
        answers = {answer.name: answer for seat in review.seats for answer in seat.answers.values()}
        for seat in review.seats:
            known = self._deadline(seat.limit, f"{review.name}/{seat.name}", seat.span, known)
        resting = self._resting(review, known)
        if process.arbitration is not None and any(isinstance(a.effect, Object) for a in answers.values()):
            resting = resting.changed(process.facts)
            resting = self._deadline(
                process.arbitration.limit, "arbitration", process.arbitration.span, resting
            )
        brought = {name for answer in answers.values() for name in answer.needs}
        resting = resting.changed(_leaf_names(process, brought))
        for name in (review.until, review.only):
            if name is not None:
                resting = self._table(name, review, resting)
        for edge in self.out[review.name]:
            answer = answers.get(edge.trigger)
            leaving = answer is not None and isinstance(answer.effect, Leave)
            yield edge, self._brought(resting, answer.needs) if answer is not None and leaving else resting

    def _table(self, name: str, review: Review, known: Certainty) -> Certainty:
        """What a table lacked counts as filled afterwards: the case would have stopped here."""
        missing = {c for _, c in lacking_in_table(self.program.process.tables[name], known, self.domain)}
        self.looks.extend(Look(name, column, review.span) for column in sorted(missing))
        return known.with_filled(missing)

    def _choose(self, step: Choose, known: Certainty) -> Outgoing:
        rest: Cases = (known,)
        for branch, edge in zip(step.branches, self.out[step.name], strict=True):
            passed: list[Certainty] = []
            for case in rest:
                if branch.when is None:
                    yield edge, case
                    continue
                self._look(branch.when, step.name, branch.span, case)
                yield from ((edge, taken) for taken in narrow(branch.when.tree, True, case, self.domain))
                passed += narrow(branch.when.tree, False, case, self.domain)
            rest = few(passed)

    def _look(self, guard: Guard, reader: str, span: Span, known: Certainty) -> None:
        missing = set(lacking(guard.tree, known, self.domain))
        self.looks.extend(Look(reader, name, span) for name in sorted(missing))

    def _deadline(self, limit: Limit | None, reader: str, span: Span, known: Certainty) -> Certainty:
        if limit is None or not isinstance(limit.deadline, FromField) or limit.deadline.field in known.filled:
            return known
        self.looks.append(Look(reader, limit.deadline.field, span))
        return known.with_filled({limit.deadline.field})

    def _resting(self, step: Step, known: Certainty) -> Certainty:
        """While a case rests on a step, those whom a field's ``change`` names may fill it in or empty it."""
        for name, steps in self.program.changeable.items():
            if step.name in steps:
                top = self.program.process.fields[name]
                emptied = [
                    n for n, f in leaves(top) if not ((f.required and top.required) or has_default(top, f))
                ]
                known = known.changed(n for n, _ in leaves(top)).without(emptied)
        return known

    def _formed(self, known: Certainty, form: Iterable[str], *, binding: bool) -> Certainty:
        for name in form:
            top = self.program.process.fields[name]
            known = known.changed(n for n, _ in leaves(top))
            known = known.without(n for n, f in leaves(top) if not has_default(top, f))
            if binding:
                known = known.with_filled(n for n, f in leaves(top) if f.required or has_default(top, f))
        return known

    def _brought(self, known: Certainty, needs: Iterable[str]) -> Certainty:
        """What must come with an outcome: a field that it needs has a value, required or not."""
        for name in needs:
            top = self.program.process.fields.get(name)
            if top is not None:
                whole = not isinstance(top.type, GroupType)
                known = known.changed(n for n, _ in leaves(top))
                known = known.with_filled(n for n, f in leaves(top) if whole or f.required)
        return known


def has_default(top: DataField, leaf: DataField) -> bool:
    """Whether a value is in place from the start."""
    given = top.default
    return given is not None if leaf is top else isinstance(given, Mapping) and leaf.name in given


def _leaf_names(process: Process, names: Iterable[str]) -> frozenset[str]:
    tops = (process.fields[name] for name in names if name in process.fields)
    return frozenset(name for top in tops for name, _ in leaves(top))


def values_told_apart(process: Process) -> Domain:
    """For every name, one value of each sort that some condition, cell or bound tells from the others."""
    limits = bounds(process)
    cells: dict[str, list[Cell]] = {}
    for name, cell in _cells(process):
        cells.setdefault(name, []).append(cell)
    found: dict[str, tuple[Value, ...]] = {}
    for name, field_type in guard_types(process.fields, process.facts).items():
        limit = limits.get(name)
        values = atoms(field_type, [*cells.get(name, ()), *([limit] if limit is not None else ())])
        found[name] = tuple(value for value in values if limit is None or limit.holds(value))
    return found


def _cells(process: Process) -> Iterator[tuple[str, Cell]]:
    for table in process.tables.values():
        for row in table.rows:
            yield from row.cells.items()
    for guard in guards(process):
        for part in walk(guard.tree):
            match part:
                case Compare(_, Field(name), Literal(value)) | Compare(_, Literal(value), Field(name)):
                    yield name, ValuesCell(frozenset({value}))
                case OneOf(Field(name), literals):
                    yield name, ValuesCell(frozenset(literal.value for literal in literals))
                case _:
                    pass


def guards(process: Process) -> Iterator[Guard]:
    """Every condition of the flow."""
    for step in process.steps.values():
        if isinstance(step, Choose):
            yield from (branch.when for branch in step.branches if branch.when is not None)
        elif isinstance(step, Task):
            yield from (o.allowed for o in step.outcomes.values() if o.allowed is not None)
