"""What the passes of one build share: the findings, the names of the file, and the files beside it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from msgspec import Struct, field

from procflow.definition.build.neighbours import Processes
from procflow.definition.build.reading import entries, get, inner_steps, mapping, mappings, text
from procflow.definition.organization import Organization, OrganizationLimit
from procflow.definition.process import DataField
from procflow.definition.register import Register
from procflow.diagnostics import (
    MAX_ERRORS,
    Diagnostic,
    LimitReachedError,
    Related,
    Severity,
    Span,
    and_no_more,
    has_errors,
    shortened,
)
from procflow.guards import FieldType
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode
from procflow.source.suggestions import Suggestions

Part = TypeVar("Part")


class Report:
    """Collects the findings of one file. The same finding twice is one: what several seats share is read for
    each of them."""

    def __init__(self) -> None:
        self.suggestions = Suggestions()
        self._found: dict[Hashable, Diagnostic] = {}
        self._errors = 0

    def built(self, build: Callable[["Report"], Part | None]) -> tuple[Part | None, tuple[Diagnostic, ...]]:
        """What is built, unless there is an error, and everything recorded meanwhile.

        The building ends where there are too many errors; the last finding then says so.
        """
        try:
            part = build(self)
        except LimitReachedError:
            part = None
        collected = self.collected()
        return (None if has_errors(collected) else part), collected

    def add(self, code: str, span: Span, related: tuple[Related, ...] = (), /, **args: str) -> None:
        """Record one finding. Raises as :meth:`take`."""
        self.take((Diagnostic(code, span, args, related),))

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Record findings of another reader. Raises LimitReachedError when there are too many errors."""
        for finding in found:
            if self._found.setdefault(finding.identity, finding) is finding:
                self._errors += finding.severity is Severity.ERROR
        if self._errors >= MAX_ERRORS:
            raise LimitReachedError

    def __len__(self) -> int:
        return len(self._found)

    def collected(self) -> tuple[Diagnostic, ...]:
        """Everything recorded, in the order of the file."""
        found = sorted(self._found.values(), key=lambda d: (d.span, d.code))
        told = any(finding.code == "Y112" for finding in found)
        return shortened(found if told or self._errors < MAX_ERRORS else and_no_more(found))


class Known(Struct, frozen=True):
    """The names of one sort and where each is given; not ``whole`` where some could not be read."""

    places: Mapping[str, Span]
    whole: bool = True

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


_UNKNOWN_NAMES = ("G101", "W120")

UNREAD = Known({}, whole=False)
"""The names of a file that could not be read."""


class Names(Struct, frozen=True):
    """Every name that a process file gives, and those that it takes from the files beside it.

    ``contents`` are the fields and the attachments: what forms, seats and milestones deal with. ``owner`` is
    the role that owners hold, empty without one; ``inner`` says of the steps of inner graphs where they lie.
    ``lengths`` are those of the ``limits`` that are lengths of time. In a branch, ``outer`` are the steps
    around its block: a way to one of them can be returned from.
    """

    fields: Known
    facts: Known
    tables: Known
    templates: Known
    steps: Known
    ends: Known
    attachments: Known
    contents: Known
    questions: Known
    roles: Known
    groups: Known
    limits: Known
    lengths: Known
    calendars: Known
    clauses: Known
    events: Known = Known({})
    maps: Known = Known({})
    process: str = ""
    owner: str = ""
    inner: Mapping[str, str] = field(default_factory=dict)
    outer: Known = Known({})


class Scope(Struct):
    """The surroundings of the passes over one process.

    ``types`` are the names that guards and cells may read, ``dates`` those of them that deadlines can count
    from; ``held`` is what the entries are of fields that hold several. ``unsure`` are declared names whose
    type is not known because their declaration is wrong, so that what reads them cannot be judged.
    ``declared`` is what can be handed to another process; ``processes`` are those beside this one, None where
    no files are at hand, and ``mistaken`` those of them that were told to have mistakes. ``unranked`` are the
    tables of which not every rank is known, ``mapped`` the values for which a sound map gives a role. The
    ``used`` sets gather what elements refer to.
    """

    report: Report
    names: Names
    types: Mapping[str, FieldType] = field(default_factory=dict)
    held: Mapping[str, FieldType] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()
    declared: Mapping[str, DataField] = field(default_factory=dict)
    processes: Processes | None = None
    mistaken: set[str] = field(default_factory=set)
    questions_used: set[str] = field(default_factory=set)
    templates_used: set[str] = field(default_factory=set)
    tables_used: set[str] = field(default_factory=set)
    unranked: set[str] = field(default_factory=set)
    mapped: dict[str, frozenset[str]] = field(default_factory=dict)
    clauses_used: set[str] = field(default_factory=set)

    def doubtful(self, node: ScalarNode) -> bool:
        """Whether a text may speak of a field or fact whose declaration was found wrong."""
        return any(name in node.text for name in self.unsure)

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Record what was found in a condition or deadline. A name that is unknown there is no mistake where
        not every declaration could be read."""
        whole = self.names.fields.whole and self.names.facts.whole
        self.report.take(f for f in found if whole or f.code not in _UNKNOWN_NAMES)


def known_under(node: MapNode, key: str) -> Known:
    """The names given by the keys of a mapping."""
    value = node.get(key)
    if value is None:
        return Known({}, whole=not node.poisoned)
    return Known({e.name: e.key.span for e in entries(node, key)}, whole=not value.poisoned)


def collect_names(node: MapNode, organization: Organization | None, register: Register | None) -> Names:
    """The names of a process file, gathered before anything refers to them.

    Of a file beside it that could not be read no name is known, so that none is judged.
    """
    fields, attachments = known_under(node, "data"), _attachments(node)
    return Names(
        fields=fields,
        facts=known_under(node, "facts"),
        tables=_tables(node, mapped=False),
        maps=_tables(node, mapped=True),
        templates=known_under(node, "templates"),
        steps=known_under(node, "steps"),
        ends=Known({e.name: e.key.span for e, body in mappings(node, "steps") if body.entry("end")}),
        attachments=attachments,
        contents=Known({**attachments.places, **fields.places}, fields.whole and attachments.whole),
        questions=known_under(node, "questions"),
        roles=_declared(organization.roles) if organization else UNREAD,
        groups=_declared(organization.groups) if organization else UNREAD,
        limits=_declared(organization.limits) if organization else UNREAD,
        lengths=_declared(_lengths(organization)) if organization else UNREAD,
        calendars=Known(dict.fromkeys(organization.calendars, organization.span)) if organization else UNREAD,
        clauses=_declared(register.clauses) if register else UNREAD,
        events=known_under(node, "events"),
        process=text(node, "process"),
        owner=_owner(node),
        inner={entry.name: place for entry, place in inner_steps(node)},
    )


def _lengths(organization: Organization) -> dict[str, OrganizationLimit]:
    return {name: limit for name, limit in organization.limits.items() if limit.length is not None}


def _tables(node: MapNode, *, mapped: bool) -> Known:
    """The tables whose rows rank roles, or those that map values to roles."""
    known = known_under(node, "tables")
    bodies = {entry.name: body for entry, body in mappings(node, "tables")}
    maps = {name for name, body in bodies.items() if body.entry("by_value")}
    either = any(
        body.poisoned and not body.entry("by_value") and not body.entry("rows") for body in bodies.values()
    )
    return Known({n: s for n, s in known.places.items() if (n in maps) is mapped}, known.whole and not either)


def _owner(node: MapNode) -> str:
    owner = mapping(node, "owner")
    return text(owner, "role") if owner else ""


class _Element(Protocol):
    @property
    def span(self) -> Span: ...


def _declared(elements: Mapping[str, _Element]) -> Known:
    return Known({name: element.span for name, element in elements.items()})


def _attachments(node: MapNode) -> Known:
    found: dict[str, Span] = {}
    steps = node.get("steps")
    whole = not node.poisoned and not (steps is not None and steps.poisoned)
    inner = (entry for entry, _ in inner_steps(node))
    for entry in (*entries(node, "templates"), *entries(node, "steps"), *inner):
        for holder in _holders(entry):
            whole = whole and not holder.poisoned
            named = get(holder, "attach")
            for item in named if isinstance(named, ListNode) else ():
                whole = whole and not item.poisoned
                if isinstance(item, ScalarNode) and not item.poisoned:
                    found.setdefault(item.text, item.span)
    return Known(found, whole)


def _holders(entry: Entry) -> Iterator[MapNode]:
    """The mappings of a step that may name attachments: itself and its seats."""
    value: Node = entry.value
    if isinstance(value, MapNode):
        yield value
        seats = value.get("seats")
        yield from (
            (seat for seat in seats if isinstance(seat, MapNode)) if isinstance(seats, ListNode) else ()
        )


def resolve(report: Report, node: ScalarNode | None, known: Known, code: str, **args: str) -> str:
    """The name that a node gives, reported with the nearest right one if unknown; empty without a node."""
    if node is None:
        return ""
    if node.text not in known and known.whole:
        report.add(
            code, node.span, name=node.text, nearest=report.suggestions.nearest(node.text, known), **args
        )
    return node.text
