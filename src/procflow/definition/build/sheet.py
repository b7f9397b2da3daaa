"""A review sheet from its nodes, held to the process that it prints."""

from collections.abc import Iterable, Iterator, Mapping

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, get, items, mapping, scalar, scalars, text
from procflow.definition.build.scope import Report, Scope, collect_names
from procflow.definition.build.titles import basis, bilingual, optional_title, title
from procflow.definition.process import (
    Choose,
    DataField,
    GroupType,
    Parallel,
    Process,
    Review,
    Title,
    every_step,
)
from procflow.definition.register import Register
from procflow.definition.sheet import (
    BlankLine,
    Dated,
    EventLine,
    FieldLine,
    Line,
    Numbering,
    Place,
    Remark,
    ResultLine,
    Rounds,
    Section,
    Serial,
    Sheet,
    SignedLine,
    TableLine,
    TopicLine,
    What,
)
from procflow.diagnostics import Diagnostic
from procflow.guards import Choice, Choices
from procflow.source import MapNode, ScalarNode
from procflow.source.schema import validate

SHOWN = ("answer", "person", "role", "date", "comment")
"""What a signed line can show; all of it if the line does not say."""

_GOES_WITH: Mapping[str, tuple[str, ...]] = {
    "shows": ("step", "seat", "topic"),
    "rounds": ("step", "seat"),
    "lines": ("event",),
    "values": ("field",),
}
"""The keys that say more of some lines, with what those lines are."""


def build_sheet(
    node: MapNode, process: Process | None, register: Register | None
) -> tuple[Sheet | None, tuple[Diagnostic, ...]]:
    """The sheet that a file describes, or None if there is an error, with all that was found in it.

    Without the process the names of fields, steps and seats are taken as they are.
    """
    return Report().built(lambda report: _sheet(report, node, process, register))


def _sheet(report: Report, node: MapNode, process: Process | None, register: Register | None) -> Sheet:
    node, found = validate(node, "sheet")
    report.take(found)
    builder = _Lines(Scope(report, collect_names(node, None, register)), process)
    name = scalar(node, "sheet")
    rounds = _rounds(node, Rounds.LAST)
    sections = tuple(
        builder.section(section, rounds)
        for section in items(node, "sections")
        if isinstance(section, MapNode)
    )
    return Sheet(
        name=naming.declared(report, name) if name else "",
        title=title(node, text(node, "sheet")),
        serial=_serial(node),
        sections=sections,
        span=node.entries[0].key.span if node.entries else node.span,
        prints=text(node, "prints"),
        dated=builder.dated(node),
        remarks=tuple(builder.remarks(node)),
    )


def _serial(node: MapNode) -> Serial | None:
    serial = mapping(node, "serial")
    digits = scalar(serial, "digits") if serial else None
    if serial is None or digits is None or not isinstance(digits.value, int) or not text(serial, "per"):
        return None
    return Serial(text(serial, "prefix"), Numbering(text(serial, "per")), digits.value)


def _rounds(node: MapNode, around: Rounds) -> Rounds:
    written = text(node, "rounds")
    return Rounds(written) if written else around


class _Lines:
    """Builds what stands in a sheet; names are held to the process, if it is at hand."""

    def __init__(self, scope: Scope, process: Process | None) -> None:
        self._scope = scope
        self._process = process
        self._steps = every_step(process) if process is not None else {}

    def dated(self, node: MapNode) -> Dated:
        """The date of the sheet."""
        written = mapping(node, "dated")
        if written is None:
            return Dated()
        step = scalar(written, "step")
        if step is not None:
            self._check_step(step, step.text)
        return Dated(optional_title(written, "title"), step.text if step is not None else None)

    def remarks(self, node: MapNode) -> Iterable[Remark]:
        """The sentences under it."""
        for item in items(node, "remarks"):
            said = bilingual(get(item, "text")) if isinstance(item, MapNode) else None
            if isinstance(item, MapNode) and said is not None:
                yield Remark(said, basis(self._scope, item), item.span)

    def section(self, node: MapNode, around: Rounds) -> Section:
        """A part under its heading."""
        columns = scalar(node, "columns")
        return Section(
            title=title(node, ""),
            lines=self._lines(node, _rounds(node, around), None),
            basis=basis(self._scope, node),
            span=node.span,
            columns=2 if columns is not None and columns.value == 2 else 1,
        )

    def _lines(self, node: MapNode, around: Rounds, event: str | None) -> tuple[Line, ...]:
        built = (
            self._line(each, around, event) for each in items(node, "lines") if isinstance(each, MapNode)
        )
        return tuple(line for line in built if line is not None)

    def _line(self, node: MapNode, around: Rounds, event: str | None) -> Line | None:
        what = self._what(node, around, event)
        based = basis(self._scope, node)
        return Line(optional_title(node, "title"), what, based, node.span) if what is not None else None

    def _what(self, node: MapNode, around: Rounds, event: str | None) -> What | None:
        kinds = ("field", "step", "seat", "topic", "table", "event", "result", "blank")
        kind = next((kind for kind in kinds if get(node, kind) is not None), "")
        self._check_keys(node, kind)
        rounds = _rounds(node, around)
        if kind in ("step", "seat"):
            return self._signed(node, kind, rounds)
        written = scalar(node, kind)
        if written is None:
            return None
        match kind:
            case "field":
                self._check(written, self._shown(event), "N204")
                return FieldLine(written.text, self._values(node, written.text, event))
            case "topic":
                arbitration = self._process.arbitration if self._process is not None else None
                self._check(written, arbitration.topics if arbitration is not None else {}, "N219")
                return TopicLine(written.text, _shows(node))
            case "table":
                self._check(written, self._process.tables if self._process is not None else {}, "N205")
                return TableLine(written.text)
            case "event":
                return self._event(node, written, rounds)
            case "blank":
                return BlankLine(written.value) if isinstance(written.value, int) else None
            case _:
                return ResultLine()

    def _event(self, node: MapNode, written: ScalarNode, around: Rounds) -> EventLine:
        known = self._process.events if self._process is not None else {}
        self._check(written, known, "N220")
        # Of an event that is not there nobody knows the fields.
        inner = self if written.text in known else _Lines(self._scope, None)
        return EventLine(written.text, inner._lines(node, around, written.text))

    def _signed(self, node: MapNode, kind: str, rounds: Rounds) -> SignedLine | None:
        written = scalars(node, kind)
        if kind == "seat":
            places = tuple(place for each in written if (place := self._seat(each)) is not None)
        else:
            places = tuple(Place(each.text) for each in written if self._check_step(each, each.text))
        return SignedLine(places, _shows(node), rounds) if places else None

    def _seat(self, written: ScalarNode) -> Place | None:
        step, slash, seat = written.text.partition("/")
        if not slash:
            self._scope.report.add("P121", written.span, value=written.text)
            return None
        if self._check_step(written, step) and self._process is not None:
            review = self._steps[step]
            named = isinstance(review, Review) and review.seating is not None
            seats = [s.name for s in review.seats] if isinstance(review, Review) else []
            if seat not in seats and not named:
                at = written.part(len(step) + 1, len(written.text))
                near = self._scope.report.suggestions.nearest(seat, seats)
                self._scope.report.add("N214", at, name=seat, step=step, nearest=near)
        return Place(step, seat)

    def _values(self, node: MapNode, name: str, event: str | None) -> dict[str, Title]:
        """What the values of a choice are called; each is one that the field can hold."""
        known = self._fields(event).get(name)
        kind = known.type if known is not None else None
        allowed = kind.values if isinstance(kind, Choice | Choices) else ()
        found = {}
        for entry in entries(node, "values"):
            if known is not None and entry.name not in allowed:
                near = self._scope.report.suggestions.nearest(entry.name, allowed)
                args = {"field": name, "value": entry.name, "nearest": near}
                self._scope.report.add("P125", entry.key.span, **args)
            found[entry.name] = bilingual(entry.value) or Title(entry.name, entry.name)
        return found

    def _fields(self, event: str | None) -> dict[str, DataField]:
        """The fields that a line can show, those of groups by their whole names."""
        process = self._process
        if process is None:
            return {}
        known = process.events.get(event or "")
        declared = [*process.fields.values(), *(known.fields.values() if known is not None else ())]
        return dict(named for each in declared for named in _named(each))

    def _shown(self, event: str | None) -> dict[str, None]:
        """What a line can show: fields, the fields of groups, facts and attachments; in the lines of an event
        also what belongs to each occurrence."""
        process = self._process
        if process is None:
            return {}
        return dict.fromkeys((*process.attachments, *process.facts, *self._fields(event)))

    def _check_step(self, written: ScalarNode, name: str) -> bool:
        """Whether there is a step of that name, which is one at which something is done."""
        if self._process is None:
            return True
        if name not in self._steps:
            near = self._scope.report.suggestions.nearest(name, self._steps)
            self._scope.report.add("N201", written.part(0, len(name)), name=name, nearest=near)
            return False
        if isinstance(self._steps[name], Choose | Parallel):
            self._scope.report.add("P122", written.part(0, len(name)), name=name)
        return True

    def _check(self, written: ScalarNode, known: Iterable[str], code: str) -> None:
        """Hold a name to what there is."""
        names = tuple(known)
        if self._process is not None and written.text not in names:
            near = self._scope.report.suggestions.nearest(written.text, names)
            self._scope.report.add(code, written.span, name=written.text, nearest=near)

    def _check_keys(self, node: MapNode, kind: str) -> None:
        """Refuse what says nothing of a line of that kind."""
        for key, kinds in _GOES_WITH.items():
            if kind and kind not in kinds and get(node, key) is not None:
                entry = node.entry(key)
                at = entry.key.span if entry is not None else node.span
                self._scope.report.add("P123", at, key=key, kind=kind, kinds=", ".join(kinds))


def _shows(node: MapNode) -> tuple[str, ...]:
    return tuple(item.text for item in scalars(node, "shows")) or SHOWN


def _named(field: DataField) -> Iterator[tuple[str, DataField]]:
    """A field and those of its group, by the names that a sheet gives them."""
    yield field.name, field
    if isinstance(field.type, GroupType):
        yield from ((f"{field.name}.{part.name}", part) for part in field.type.fields)
