"""What each step of the flow reads and fills in, and what is certain of the data behind it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import assert_never

from msgspec import Struct

from procflow.analysis.beside import UNDISTURBED, Disturbance, all_of, done_by, some_of
from procflow.analysis.certainty import Cases, Certainty, Domain, few, lacking, lacking_in_table, narrow
from procflow.analysis.columns import leaves
from procflow.analysis.domains import field_of, has_default, leaf_names, may_be_emptied
from procflow.analysis.ways import Way, edges_out
from procflow.definition.build.data import held_types
from procflow.definition.build.fits import bare_field
from procflow.definition.process import (
    FINISHED,
    Branch,
    Call,
    CaseOpen,
    Choose,
    DataField,
    Each,
    End,
    ForField,
    ForTime,
    GroupType,
    Leave,
    Limit,
    Milestone,
    Notice,
    Object,
    Occasion,
    Outcome,
    Parallel,
    Review,
    RoleBy,
    Step,
    StepDone,
    System,
    Task,
    Wait,
    WhenNone,
    steps_within,
)
from procflow.diagnostics import Span
from procflow.guards import Guard
from procflow.program import Edge, EdgeKind, Graph, Program
from procflow.program.flow_edges import leave_trigger
from procflow.program.inner_graphs import branch_graph_name
from procflow.program.step_edges import DONE, JOINED, way_trigger
from procflow.worktime import FromField


class Look(Struct, frozen=True):
    """A reader that may look at a field without its having a value: a step, an outcome, a table, a seat.

    ``way`` are the steps of the branch that led there, empty outside branches.
    """

    reader: str
    field: str
    span: Span
    way: Way = ()


Outgoing = Iterator[tuple[Edge, Certainty]]


class Place(Struct, frozen=True):
    """The graph whose steps are followed, and what holds around it.

    ``inner`` are the names that its steps have beside those of the case; ``at`` the steps of the main flow on
    which the case rests meanwhile, empty for the main flow itself. ``meanwhile`` tells what goes on beside a
    step. ``entries`` are the fields of which a branch is for one value: maps read that one there.
    """

    graph: Graph
    inner: Mapping[str, DataField]
    at: frozenset[str]
    meanwhile: Callable[[str], Disturbance]
    entries: frozenset[str] = frozenset()


Followed = tuple[Mapping[str, Cases], tuple[Look, ...]]
"""What is certain at each end of a branch, and what was read too early in it."""
Follow = Callable[[Place, Cases], Followed]
"""Goes through the graph of a branch."""


@dataclass(slots=True)
class Effects:
    """Follows certainty from one step to the next; ``looks`` collects what was read too early."""

    program: Program
    place: Place
    domain: Domain
    follow: Follow
    looks: list[Look] = field(default_factory=list)
    fields: Mapping[str, DataField] = field(init=False)
    noticed: frozenset[str] = field(init=False)
    out: Mapping[str, list[Edge]] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = {**self.program.process.fields, **self.place.inner}
        facts = self.program.process.facts.values()
        self.noticed = frozenset(fact.name for fact in facts if isinstance(fact.true_once, CaseOpen))
        self.out = edges_out(self.place.graph)

    def behind(self, name: str, known: Certainty) -> Outgoing:
        """The edges that a case can take out of a step, each with what is then certain."""
        noticed = self._noticed_on_leaving(name)
        for edge, after in self._behind(self.program.step(name), known):
            yield edge, after.changed(noticed)

    def _noticed_on_leaving(self, step: str) -> tuple[str, ...]:
        facts = self.program.process.facts.values()
        return tuple(f.name for f in facts if isinstance(f.true_once, StepDone) and f.true_once.step == step)

    def _behind(self, step: Step, known: Certainty) -> Outgoing:
        match step:
            case Task():
                yield from self._task(step, known)
            case Review():
                yield from self._review(step, known)
            case Choose():
                yield from self._choose(step, known)
            case Milestone() | End():
                yield from ((edge, known) for edge in self.out[step.name])
            case Notice():
                if isinstance(step.to, Each):
                    known = self._mapped(step.to.by, step, known)
                resting = self._resting(step, self._deadline(step.limit, step.name, step.span, known))
                yield from ((edge, resting) for edge in self.out[step.name])
            case Wait():
                yield from self._wait(step, known)
            case Call():
                yield from self._call(step, known)
            case System():
                resting = self._resting(step, known)
                done = self._brought(resting, step.takes)
                for edge in self.out[step.name]:
                    yield edge, done if edge.trigger == DONE else resting
            case Parallel():
                yield from self._parallel(step, known)
            case _:
                assert_never(step)

    def _task(self, task: Task, known: Certainty) -> Outgoing:
        if isinstance(task.doer, RoleBy):
            known = self._mapped(task.doer.table, task, known)
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
        brought = tuple(name for answer in answers.values() for name in answer.needs)
        resting = resting.changed(leaf_names(self.fields, brought))
        for name in (review.until, review.only):
            if name is not None:
                resting = self._table(name, review, resting)
        for edge in self.out[review.name]:
            answer = answers.get(edge.trigger)
            leaving = answer is not None and isinstance(answer.effect, Leave)
            yield edge, self._brought(resting, answer.needs) if answer is not None and leaving else resting

    def _table(self, name: str, step: Step, known: Certainty) -> Certainty:
        """What a table lacked counts as filled afterwards: the case would have stopped here."""
        missing = {c for _, c in lacking_in_table(self.program.process.tables[name], known, self.domain)}
        self.looks.extend(Look(name, column, step.span) for column in sorted(missing))
        return known.with_filled(missing)

    def _mapped(self, name: str | None, step: Step, known: Certainty) -> Certainty:
        """A table or value-to-role map that says who does a step; a map that goes through several values is
        about whoever is there."""
        process = self.program.process
        if name is not None and name in process.tables:
            return self._table(name, step, known)
        role_map = process.maps.get(name or "")
        given = known.filled | self.place.entries
        if role_map is None or not isinstance(step, Task) or role_map.field in given:
            return known
        self.looks.append(Look(role_map.name, role_map.field, step.span))
        return known.with_filled({role_map.field})

    def _choose(self, step: Choose, known: Certainty) -> Outgoing:
        rest: Cases = (known,)
        for line, edge in zip(step.lines, self.out[step.name], strict=True):
            passed: list[Certainty] = []
            for case in rest:
                if line.when is None:
                    yield edge, case
                    continue
                self._look(line.when, step.name, line.span, case)
                yield from ((edge, taken) for taken in narrow(line.when.tree, True, case, self.domain))
                passed += narrow(line.when.tree, False, case, self.domain)
            rest = few(passed)

    def _wait(self, wait: Wait, known: Certainty) -> Outgoing:
        known = self._deadline(wait.limit, wait.name, wait.span, known)
        filled: dict[str, str] = {}
        for number, (thing, _) in enumerate(wait.ways):
            if isinstance(thing, ForField):
                filled[way_trigger(number)] = thing.field
            name = field_of(thing.until) if isinstance(thing, ForTime) else None
            if name is not None and name not in known.filled:
                self.looks.append(Look(wait.name, name, wait.span))
                known = known.with_filled({name})
        resting = self._resting(wait, known)
        for edge in self.out[wait.name]:
            name = filled.get(edge.trigger)
            yield edge, self._brought(resting, (name,)) if name is not None else resting

    def _call(self, call: Call, known: Certainty) -> Outgoing:
        """What comes back is there once the called case is completed; ended otherwise, it may lack all."""
        resting = self._resting(call, self._deadline(call.limit, call.name, call.span, known))
        names = leaf_names(self.fields, tuple(call.takes))
        for edge in self.out[call.name]:
            if edge.trigger == "completed":
                yield edge, self._brought(resting, call.takes)
            elif edge.trigger in call.outcomes:
                yield edge, resting.changed(names).without(names)
            else:
                yield edge, resting

    def _parallel(self, step: Parallel, known: Certainty) -> Outgoing:
        branches = list(step.branches.values())
        does = [self._done_in(step, branch) for branch in branches]
        finished: list[Cases] = []
        left: dict[str, list[Certainty]] = {}
        for number, branch in enumerate(branches):
            others = [other for at, other in enumerate(does) if at != number or step.for_each is not None]
            ends = self._followed(step, branch, reduce(Disturbance.__or__, others, UNDISTURBED), known)
            finished.append(ends.pop(FINISHED, ()))
            for target, cases in ends.items():
                left.setdefault(leave_trigger(target), []).extend(cases)
        before = reduce(Disturbance.__or__, does).over(known)
        joins = self._joined(step, finished, before)
        for edge in self.out[step.name]:
            given = joins if edge.trigger == JOINED else left.get(edge.trigger, ())
            if edge.kind in (EdgeKind.EVENT, EdgeKind.VOID):
                given = (before,)
            yield from ((edge, self._resting(step, case)) for case in given)

    def _done_in(self, step: Parallel, branch: Branch) -> Disturbance:
        """What a branch may do to the others; where it leads out of the block it ends them."""
        graph = self.program.graphs[branch_graph_name(step.name, branch.name)]
        return done_by(steps_within(branch.flow).values(), self.fields, graph.ends - {FINISHED})

    def _joined(self, step: Parallel, finished: list[Cases], before: Certainty) -> Cases:
        if step.for_each is not None:
            nobody = (before,) if step.for_each.none is WhenNone.PASS else ()
            return (*finished[0], *nobody)
        if step.join is None or step.join == len(finished):
            return all_of(finished)
        return some_of(finished, step.join, before)

    def _followed(
        self, step: Parallel, branch: Branch, others: Disturbance, known: Certainty
    ) -> dict[str, Cases]:
        """What is certain where a branch is over, by the end that it comes to."""
        entry = self._entry(step)
        place = self.place
        at = place.at or frozenset({step.name})
        graph = self.program.graphs[branch_graph_name(step.name, branch.name)]
        around = place.meanwhile(step.name) | others
        each = frozenset({step.for_each.each.field}) if step.for_each is not None else frozenset()
        entries = place.entries | each
        inside = Place(graph, {**place.inner, **entry}, at, lambda _: around, entries)
        ends, looks = self.follow(inside, (around.over(known).with_filled(entry),))
        self.looks.extend(looks)
        return {end: tuple(case.without(entry) for case in cases) for end, cases in ends.items()}

    def _entry(self, step: Parallel) -> dict[str, DataField]:
        """The name that the steps of a branch call their entry by, where it holds one value."""
        each = step.for_each
        held = held_types(self.fields).get(each.each.field) if each is not None else None
        return {each.name: bare_field(each.name, held, step.span)} if each is not None and held else {}

    def _look(self, guard: Guard, reader: str, span: Span, known: Certainty) -> None:
        missing = set(lacking(guard.tree, known, self.domain))
        self.looks.extend(Look(reader, name, span) for name in sorted(missing))

    def _deadline(self, limit: Limit | None, reader: str, span: Span, known: Certainty) -> Certainty:
        if limit is None or not isinstance(limit.deadline, FromField) or limit.deadline.field in known.filled:
            return known
        self.looks.append(Look(reader, limit.deadline.field, span))
        return known.with_filled({limit.deadline.field})

    def _resting(self, step: Step, known: Certainty) -> Certainty:
        """While a case rests on a step, those whom a field's ``change`` names may fill it in or empty it, and
        what goes on beside the step does its own, and other cases are opened and end."""
        known = known.changed(self.noticed)
        for name, steps in self.program.changeable.items():
            if not steps.isdisjoint(self.place.at or {step.name}):
                top = self.program.process.fields[name]
                known = known.changed(n for n, _ in leaves(top)).without(may_be_emptied(top))
        return self.place.meanwhile(step.name).over(known)

    def _formed(self, known: Certainty, form: Iterable[str], *, binding: bool) -> Certainty:
        for name in form:
            top = self.fields[name]
            known = known.changed(n for n, _ in leaves(top))
            known = known.without(n for n, f in leaves(top) if not has_default(top, f))
            if binding:
                known = known.with_filled(n for n, f in leaves(top) if f.required or has_default(top, f))
        return known

    def _brought(self, known: Certainty, needs: Iterable[str]) -> Certainty:
        """What must come with an outcome: a field that it needs has a value, required or not."""
        for name in needs:
            top = self.fields.get(name)
            if top is not None:
                whole = not isinstance(top.type, GroupType)
                known = known.changed(n for n, _ in leaves(top))
                known = known.with_filled(n for n, f in leaves(top) if whole or f.required)
        return known


def at_start(program: Program) -> Certainty:
    """What is certain when a case starts: defaults are in place, and no fact of the main flow is true."""
    process = program.process
    fields = process.fields.values()
    filled = {name for f in fields for name, inner in leaves(f) if has_default(f, inner)}
    untrue = {
        name: frozenset({False})
        for name, fact in process.facts.items()
        if isinstance(fact.true_once, Occasion)
        or (isinstance(fact.true_once, StepDone) and fact.true_once.step in process.steps)
    }
    return Certainty(frozenset({*filled, *process.facts}), untrue)


def raised(known: Certainty, fields: Mapping[str, DataField]) -> Certainty:
    """What is certain when an event is raised: what it requires is filled in, and defaults are in place."""
    held = ((n, top, f) for top in fields.values() for n, f in leaves(top))
    return known.with_filled(n for n, top, f in held if (f.required and top.required) or has_default(top, f))
