"""Calls, waits and facts held to the processes that they name, which stand in the folder of the file."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from procflow.definition.build import naming
from procflow.definition.build.fits import bare_field, described, fits, handed
from procflow.definition.build.reading import entries, mapping, scalar
from procflow.definition.build.scope import Scope
from procflow.definition.process import (
    OWNER,
    Call,
    End,
    Process,
    Review,
    System,
    Task,
    every_step,
)
from procflow.diagnostics import Related, Span, has_errors
from procflow.guards import Person
from procflow.source import MapNode, ScalarNode


def check_call(scope: Scope, node: MapNode, call: Call) -> None:
    """Hold a call to the process that it starts: its version, what is handed over and back, its endings."""
    written = scalar(node, "call")
    called = _named(scope, written) if written else None
    if called is None:
        return
    version = scalar(node, "version")
    if version and version.text != called.version:
        args = {"name": called.name, "version": version.text, "found": called.version}
        scope.report.add("T136", version.span, (Related(called.span),), **args)
    _check_handed(scope, node, called)
    _check_required(scope, node, call, called)
    _check_endings(scope, node, called)


def check_key(scope: Scope, case: ScalarNode, by: ScalarNode | None) -> None:
    """Hold a name of open cases to the process: its cases have a key, and ``by`` holds such values."""
    named = _named(scope, case)
    if named is None:
        return
    if named.one_open_per is None:
        scope.report.add("T193", case.span, (Related(named.span),), name=named.name)
        return
    ours, key = scope.declared.get(by.text) if by else None, named.fields[named.one_open_per]
    if by and ours and not fits(ours, key):
        args = {"name": ours.name, "type": described(ours), "key": key.name, "wanted": described(key)}
        scope.report.add("T194", by.span, (Related(key.span),), process=named.name, **args)


def _named(scope: Scope, written: ScalarNode) -> Process | None:
    """The process that is named, if it can be judged; one with mistakes of its own is told of once."""
    if scope.processes is None or written.text == scope.names.process:
        return None
    found = scope.processes.get(written.text)
    if found is not None and found.process is None and found.name not in scope.mistaken:
        scope.mistaken.add(found.name)
        first = next(d for d in found.found if has_errors((d,)))
        scope.report.add("T130", written.span, (Related(first.span),), name=found.name)
    return found.process if found is not None else None


def _check_handed(scope: Scope, node: MapNode, called: Process) -> None:
    for entry in entries(node, "gives"):
        if isinstance(entry.value, ScalarNode):
            _check_pair(scope, called, entry.key, entry.value, gives=True)
    for entry in entries(node, "takes"):
        if isinstance(entry.value, ScalarNode) and not entry.value.poisoned:
            _check_pair(scope, called, entry.value, entry.key, gives=False)


def _check_pair(scope: Scope, called: Process, theirs: ScalarNode, ours: ScalarNode, *, gives: bool) -> None:
    there = handed(called)
    other, own = there.get(theirs.text), scope.declared.get(ours.text)
    if gives and naming.means_owner(scope, ours):
        own = bare_field(OWNER, Person(), ours.span)
    if other is None:
        near = scope.report.suggestions.nearest(theirs.text, there)
        scope.report.add("T137", theirs.span, name=theirs.text, process=called.name, nearest=near)
    elif own is not None and not (fits(own, other) if gives else fits(other, own)):
        args = {"name": own.name, "type": described(own), "theirs": other.name, "wanted": described(other)}
        related = (Related(other.span),) if other.name in called.fields else ()
        scope.report.add("T138", theirs.span, related, process=called.name, **args)


def _check_required(scope: Scope, node: MapNode, call: Call, called: Process) -> None:
    """A field that the called process requires is handed over, or asked for by one of its own steps."""
    if any(entry.value.poisoned for entry in entries(node, "gives")):
        return
    filled = {*call.gives, *_filled(called)}
    missing = [f for f in called.fields.values() if f.required and f.default is None and f.name not in filled]
    if missing:
        gives = node.entry("gives")
        related = tuple(Related(field.span) for field in missing)
        names = ", ".join(field.name for field in missing)
        scope.report.add(
            "T139", gives.key.span if gives else call.span, related, names=names, process=called.name
        )


def _filled(process: Process) -> Iterator[str]:
    """The fields that a process gets by itself: asked for by a step, brought back, or open to a change."""
    yield from (field.name for field in process.fields.values() if field.change is not None)
    for step in every_step(process).values():
        match step:
            case Task():
                yield from step.form
                yield from (name for outcome in step.outcomes.values() for name in outcome.needs)
            case Review():
                answers = (answer for seat in step.seats for answer in seat.answers.values())
                yield from (name for answer in answers for name in answer.needs)
            case Call() | System():
                yield from step.takes
            case _:
                pass


def _check_endings(scope: Scope, node: MapNode, called: Process) -> None:
    """Where the case waits, every way in which the other one can end leads somewhere, and no other does."""
    outcomes, body = node.entry("outcomes"), mapping(node, "outcomes")
    if outcomes is None or body is None:
        return
    ends = {s.ending.value: s.span for s in reversed([*called.steps.values()]) if isinstance(s, End)}
    for entry in body:
        if entry.name not in ends:
            known = ", ".join(sorted(ends))
            scope.report.add("T191", entry.key.span, process=called.name, ending=entry.name, known=known)
    for ending in (name for name in sorted(ends) if body.get(name) is None and not body.poisoned):
        related = (Related(ends[ending]),)
        scope.report.add("T192", outcomes.key.span, related, process=called.name, ending=ending)


@dataclass(frozen=True, slots=True)
class _Link:
    """One process calls another, at a step."""

    caller: str
    called: str
    span: Span


def check_circles(scope: Scope, process: Process) -> None:
    """Processes that call each other in a circle through this one, each circle once.

    It is told at the same place whichever of its files is looked at: in the process whose name comes first.
    """
    if scope.processes is None:
        return
    for link in _links(process):
        circle = _way_back(scope, link) if link.called != process.name else ()
        if circle:
            at = min(range(len(circle)), key=lambda place: circle[place].caller)
            first, *others = (*circle[at:], *circle[:at])
            related = tuple(Related(o.span, {"caller": o.caller, "called": o.called}) for o in others)
            way = " → ".join((first.caller, *(link.called for link in (first, *others))))
            scope.report.add("T135", first.span, related, name=first.caller, way=way)


def _links(process: Process) -> Iterator[_Link]:
    """What a process calls, each called process once."""
    told: set[str] = set()
    for step in every_step(process).values():
        if isinstance(step, Call) and step.process not in told:
            told.add(step.process)
            yield _Link(process.name, step.process, step.span)


def _way_back(scope: Scope, first: _Link) -> tuple[_Link, ...]:
    """The shortest way of calls that begins with one and leads back to its caller; empty without one."""
    assert scope.processes is not None
    waiting: deque[tuple[_Link, ...]] = deque([(first,)])
    seen = {first.called}
    while waiting:
        way = waiting.popleft()
        found = scope.processes.get(way[-1].called)
        if found is None or found.process is None:
            continue
        for link in _links(found.process):
            if link.called == first.caller:
                return (*way, link)
            if link.called not in seen:
                seen.add(link.called)
                waiting.append((*way, link))
    return ()
