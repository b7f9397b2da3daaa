"""What the lines of a scenario name: persons, moments, fields, places, periods, other cases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from procflow.definition.build.reading import entries, items
from procflow.definition.build.scope import Known, Report, resolve
from procflow.definition.organization import Organization
from procflow.definition.process import Call, DataField, GroupType, Process, every_step
from procflow.diagnostics import Span, nearest
from procflow.engine import Library
from procflow.source import Entry, MapNode, Node, ScalarNode, plain
from procflow.testing.driver import CALLER
from procflow.testing.expected import Occurred
from procflow.testing.places import (
    Place,
    event_around,
    has_entries,
    seats_at,
    steps_and_topics,
    take_apart,
)
from procflow.worktime import Period, Zone, parse_instant, period_named


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where the lines of a scenario name things: the process of the present case.
    ``home`` is the process that the file is about, ``caller`` what lines refer to in the case that called the
    present one, ``cases`` holds the process of each case that the story has given a name."""

    report: Report
    library: Library
    process: Process
    home: Process
    caller: "Standpoint | None" = None
    cases: Mapping[str, Process] = field(default_factory=dict)

    @property
    def organization(self) -> Organization:
        """The organization that the process runs in."""
        return self.library.organization(self.process.organization)

    @property
    def zone(self) -> Zone:
        """Where times of day are read."""
        return self.organization.zone_of(self.process.calendar)

    @property
    def calls(self) -> Mapping[str, Process]:
        """The steps that call a process, with the process; none whose file could not be read."""
        known = self.processes
        steps = every_step(self.process).items()
        called = {name: step.process for name, step in steps if isinstance(step, Call)}
        return {step: known[process] for step, process in called.items() if process in known}

    @property
    def processes(self) -> Mapping[str, Process]:
        """The processes that the story can come to, by name."""
        return {program.process.name: program.process for program in self.library.programs()}

    def begun(self, case: str | None, process: str) -> "Standpoint":
        """What lines refer to behind one that starts a case, under a name of the story's."""
        started = self.processes.get(process, self.home)
        cases = self.cases if case is None else {**self.cases, case: started}
        return replace(self, process=started, caller=None, cases=cases)

    def turned_to(self, where: str) -> "Standpoint":
        """What lines refer to behind one that goes to another case."""
        if where == CALLER:
            return self.caller or self
        if where in self.cases:
            return replace(self, process=self.cases[where], caller=None)
        called = self.calls.get(take_apart(where).name)
        if called is not None:
            return replace(self, process=called, caller=self)
        return self.first

    @property
    def first(self) -> "Standpoint":
        """What lines refer to in the cases of the process that the file is about."""
        return replace(self, process=self.home, caller=None)


def known(names: Iterable[str]) -> Known:
    """Names whose places do not matter here."""
    return Known(dict.fromkeys(names, Span.whole_file("")))


def person(around: Standpoint, node: ScalarNode | None, *, lenient: bool = False) -> str:
    """A person of the organization; where a refusal is wanted, anybody."""
    if lenient:
        return node.text if node is not None else ""
    return resolve(around.report, node, known(around.organization.people), "N216")


def moment(around: Standpoint, node: ScalarNode | None) -> datetime | None:
    """The UTC instant of a moment by the organization's clock."""
    if node is None:
        return None
    instant, found = parse_instant(node.text, around.zone, node.part)
    around.report.take(found)
    return instant


def data(
    report: Report, node: MapNode, key: str, fields: Mapping[str, DataField] | None
) -> dict[str, object]:
    """The values under a key, by field; with ``fields``, of these alone. What they are worth is for the case
    to say."""
    values: dict[str, object] = {}
    for entry in entries(node, key):
        if fields is not None:
            resolve(report, entry.key, known(fields), "N203")
            _check_parts(report, entry, fields.get(entry.name))
        values[entry.name] = plain(entry.value)
    return values


def _check_parts(report: Report, entry: Entry, field: DataField | None) -> None:
    """Hold what is written of a group to the fields that it has."""
    if field is None or not isinstance(field.type, GroupType) or not isinstance(entry.value, MapNode):
        return
    parts = {f"{field.name}.{part.name}" for part in field.type.fields}
    for written in entry.value:
        name = f"{field.name}.{written.name}"
        if name not in parts:
            report.add("N203", written.key.span, name=name, nearest=nearest(name, sorted(parts)))


def read_place(around: Standpoint, text: str, span: Span) -> Place | None:
    """The place of a text such as ``circulate``, ``circulate/technical-centre`` or ``quality/finance-vp``,
    with ``@`` and an entry of a branch, and ``#`` and the number of an occurrence."""
    written, steps = take_apart(text), steps_and_topics(around.process)
    if written.name not in steps:
        args = {"name": written.name, "nearest": nearest(written.name, steps)}
        around.report.add("X103", span.part(0, len(written.name)), **args)
        return None
    step = steps[written.name]
    seats = seats_at(around.process, around.organization, step)
    if written.seat is not None and seats is not None and written.seat not in seats:
        args = {"name": written.seat, "step": written.name, "nearest": nearest(written.seat, seats)}
        begin = len(written.name) + 1
        around.report.add("N214", span.part(begin, begin + len(written.seat)), **args)
        return None
    return _told_apart(around, Place(step, written.seat, written.entry, written.nth), text, span)


def _told_apart(around: Standpoint, place: Place, text: str, span: Span) -> Place | None:
    """The place, unless it says which of several where there is one alone."""
    if place.entry is not None and not has_entries(around.process, place.step):
        around.report.add("X113", span, place=text, sign="@", without=text.partition("@")[0])
        return None
    event = event_around(around.process, place.step)
    if place.nth is not None and event is None:
        around.report.add("X114", span, place=text, without=text.rpartition("#")[0])
        return None
    return place


def waiting_place(around: Standpoint, node: ScalarNode) -> Place | None:
    """The place of a step that may wait without asking anybody."""
    written, steps = take_apart(node.text), every_step(around.process)
    if written.name not in steps:
        near = nearest(written.name, steps)
        around.report.add("N201", node.part(0, len(written.name)), name=written.name, nearest=near)
        return None
    return _told_apart(around, Place(written.name, None, written.entry, written.nth), node.text, node.span)


def read_event(around: Standpoint, node: ScalarNode | None) -> Occurred | None:
    """An any-time event of the process, and which of its occurrences."""
    if node is None:
        return None
    written, events = take_apart(node.text), around.process.events
    if written.name not in events:
        near = nearest(written.name, events)
        around.report.add("X115", node.part(0, len(written.name)), name=written.name, nearest=near)
        return None
    return Occurred(written.name, written.nth)


def read_call(around: Standpoint, node: ScalarNode) -> str | None:
    """A step that calls a process, with which of its calls are meant."""
    name = take_apart(node.text).name
    if name in around.calls:
        return node.text
    near = nearest(name, around.calls)
    around.report.add("X116", node.part(0, len(name)), name=name, process=around.process.name, nearest=near)
    return None


def read_case(around: Standpoint, node: ScalarNode | None, *, lenient: bool) -> str | None:
    """The name that a story gives to a case which it starts: no other case is turned to by it."""
    if node is None:
        return None
    taken = (CALLER, *around.cases, *around.calls)
    if node.text in taken and not lenient:
        around.report.add("X121", node.span, name=node.text)
        return None
    return node.text


def read_process(around: Standpoint, node: ScalarNode | None) -> str:
    """The process of a case that a story starts: the one that the file is about, or another that it names."""
    if node is None:
        return around.home.name
    return resolve(around.report, node, known(around.processes), "X122")


def read_go_to(around: Standpoint, node: ScalarNode) -> str | None:
    """Another case that the story may turn to."""
    text = node.text
    if text == CALLER:
        if around.caller is None:
            around.report.add("X117", node.span, process=around.process.name)
        return text if around.caller is not None else None
    if text in around.cases:
        return text
    name = take_apart(text).name
    if around.cases and name not in around.calls and around.home.cadence is None:
        around.report.add("X123", node.span, name=text, nearest=nearest(text, around.cases))
        return None
    if name in around.calls or (around.calls and around.first.process.cadence is None):
        return read_call(around, node)
    return read_period(around.first, node)


_PERIODS = {
    Period.DAY: "2026-05-04",
    Period.BUSINESS_DAY: "2026-05-04",
    Period.WEEK: "2026-W19",
    Period.MONTH: "2026-05",
    Period.QUARTER: "2026-Q2",
    Period.YEAR: "2026",
}


def read_period(around: Standpoint, node: ScalarNode) -> str | None:
    """A period for which cases of the process may open by themselves."""
    cadence = around.process.cadence
    every = cadence.recurrence.every if cadence is not None else None
    if every is not None and period_named(every, node.text) is not None:
        return node.text
    example = _PERIODS[every] if every is not None else ""
    around.report.add("X112", node.span, name=node.text, process=around.process.name, example=example)
    return None


def places(around: Standpoint, node: MapNode, key: str) -> Iterator[tuple[Place, Node, Span]]:
    """The entries under a key whose names are places, with what stands there."""
    for entry in entries(node, key):
        place = read_place(around, entry.name, entry.key.span)
        if place is not None and not (isinstance(entry.value, ScalarNode) and entry.value.poisoned):
            yield place, entry.value, entry.key.span


def place_list(around: Standpoint, node: MapNode, key: str) -> tuple[Place, ...]:
    """The places that a list names."""
    found = (
        read_place(around, item.text, item.span) for item in items(node, key) if isinstance(item, ScalarNode)
    )
    return tuple(place for place in found if place is not None)
