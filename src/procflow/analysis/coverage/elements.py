"""The elements of a definition that can name clauses and questions, with what each takes from around it.

An element that names nothing takes from the element that it lies in: an outcome, seat, answer or escalation
from its step, an escalation of a deadline first from whatever has the deadline, a row from its table, a field
from its group or event, a step from the branch or event that it is a step of, and a branch from its block.
What lies in nothing but the file answers for itself.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from procflow.analysis.coverage.values import Element, Kind
from procflow.definition.position import Position
from procflow.definition.process import (
    After,
    Arbitration,
    Basis,
    Before,
    Call,
    Choose,
    DataField,
    Different,
    End,
    Flow,
    GroupType,
    Invariant,
    Limit,
    Milestone,
    Never,
    Notice,
    Outcome,
    Parallel,
    Process,
    Review,
    Same,
    Step,
    System,
    Task,
    Wait,
    joined,
)
from procflow.definition.sheet import (
    BlankLine,
    EventLine,
    FieldLine,
    Line,
    ResultLine,
    Sheet,
    SignedLine,
    TableLine,
    TopicLine,
)
from procflow.diagnostics import Span

NOTHING = Basis()


def process_elements(process: Process) -> tuple[Element, ...]:
    """The elements of a process by where they are written. What several share, such as an answer of a
    template, is one element; it is accounted for where all of them see to that."""
    found: dict[tuple[Kind, Span], Element] = {}
    for element in _process(_Owner(process.name), process):
        key = (element.kind, element.span)
        found[key] = _both(found[key], element) if key in found else element
    return tuple(found.values())


def position_elements(position: Position) -> tuple[Element, ...]:
    """The duties, accountabilities and powers of a position, each of which answers for itself; the position
    as a whole carries what it names and need not."""
    of = _Owner(position.name)
    whole = of.element(Kind.POSITION, position.name, position.basis, position.span, bound=False)
    parts = (
        (Kind.DUTY, position.duties),
        (Kind.ACCOUNTABILITY, position.accountabilities),
        (Kind.POWER, position.powers),
    )
    return (
        whole,
        *(of.element(kind, p.name, p.basis, p.span) for kind, group in parts for p in group.values()),
    )


def sheet_elements(sheet: Sheet) -> tuple[Element, ...]:
    """The sections, lines and remarks of a review sheet: they carry clauses, and what they show answers for
    itself."""
    of = _Owner(sheet.name)
    found = []
    for section in sheet.sections:
        found.append(of.element(Kind.SECTION, section.title.en, section.basis, section.span, bound=False))
        found.extend(_lines(of, section.lines, section.basis))
    for number, remark in enumerate(sheet.remarks, 1):
        found.append(of.element(Kind.REMARK, f"remark {number}", remark.basis, remark.span, bound=False))
    return tuple(found)


def _lines(of: "_Owner", lines: Iterable[Line], around: Basis) -> Iterator[Element]:
    for line in lines:
        yield of.element(Kind.LINE, _line_name(line), line.basis, line.span, around, bound=False)
        if isinstance(line.what, EventLine):
            yield from _lines(of, line.what.lines, line.basis if line.basis != NOTHING else around)


def _line_name(line: Line) -> str:
    match line.what:
        case FieldLine(name) | TopicLine(name) | TableLine(name) | EventLine(name):
            return name
        case SignedLine(places):
            return places[0].name if len(places) == 1 else f"{places[0].name} …"
        case ResultLine():
            return "result"
        case BlankLine():
            return line.title.en if line.title is not None else "blank"
        case _:
            assert_never(line.what)


def _both(first: Element, second: Element) -> Element:
    """Two uses of one written element."""
    if first.accounted and second.accounted:
        around = _common(first.around, second.around)
        return replace(first, basis=joined(first.basis, second.basis), around=around)
    return first if second.accounted else second


def _common(first: Basis, second: Basis) -> Basis:
    """What two elements around have in common; where that is nothing, what either says."""
    clauses = tuple(c for c in first.clauses if c in second.clauses)
    questions = tuple(q for q in first.questions if q in second.questions)
    return Basis(clauses, questions) if clauses or questions else joined(first, second)


class _Owner(Struct, frozen=True):
    """Makes the elements of one file."""

    name: str

    def element(
        self,
        kind: Kind,
        name: str,
        basis: Basis,
        span: Span,
        around: Basis = NOTHING,
        *,
        bound: bool = True,
    ) -> Element:
        """An element; what lies around it counts where it names nothing itself."""
        return Element(kind, name, self.name, basis, NOTHING if _says(basis) else around, span, bound)


def _says(basis: Basis) -> bool:
    return bool(basis.clauses or basis.questions)


def _within(element: Element) -> Basis:
    """What the elements inside of one take from it."""
    return element.basis if _says(element.basis) else element.around


def _process(of: _Owner, process: Process) -> Iterator[Element]:
    yield from _fields(of, process.fields.values(), "", NOTHING)
    for fact in process.facts.values():
        yield of.element(Kind.FACT, fact.name, fact.basis, fact.span)
    for table in process.tables.values():
        yield of.element(Kind.TABLE, table.name, table.basis, table.span)
        for number, row in enumerate(table.rows, 1):
            yield of.element(Kind.ROW, f"{table.name} row {number}", row.basis, row.span, table.basis)
    for role_map in process.maps.values():
        yield of.element(Kind.TABLE, role_map.name, role_map.basis, role_map.span)
    yield from _whole_case(of, process)
    for step in process.steps.values():
        yield from _step(of, step, NOTHING)
    for event in process.events.values():
        raised = of.element(Kind.EVENT, event.name, event.basis, event.span)
        yield raised
        yield from _fields(of, event.fields.values(), f"{event.name}.", _within(raised))
        if event.flow is not None:
            yield from _flow(of, event.flow, _within(raised))
    if process.arbitration is not None:
        yield from _arbitration(of, process.arbitration)
    for rule in process.invariants:
        yield of.element(Kind.INVARIANT, _said(rule), rule.basis, rule.span)


def _whole_case(of: _Owner, process: Process) -> Iterator[Element]:
    if process.owner is not None:
        yield of.element(Kind.OWNER, "owner", process.owner.basis, process.owner.span)
    if process.cadence is not None:
        yield of.element(Kind.CADENCE, "cadence", process.cadence.basis, process.cadence.span)


def _fields(of: _Owner, fields: Iterable[DataField], before: str, around: Basis) -> Iterator[Element]:
    for field in fields:
        element = of.element(Kind.FIELD, f"{before}{field.name}", field.basis, field.span, around)
        yield element
        inner = field.entry.type if field.entry is not None else field.type
        if isinstance(inner, GroupType):
            yield from _fields(of, inner.fields, f"{element.name}.", _within(element))


def _flow(of: _Owner, flow: Flow, around: Basis) -> Iterator[Element]:
    for step in flow.steps.values():
        yield from _step(of, step, around)


def _step(of: _Owner, step: Step, around: Basis) -> Iterator[Element]:
    element = of.element(Kind.STEP, step.name, step.basis, step.span, around)
    yield element
    inside = _within(element)
    match step:
        case Task():
            yield from _outcomes(of, step.name, step.outcomes.values(), inside)
            yield from _limit(of, step.name, step.limit, inside)
        case Review():
            yield from _review(of, step, inside)
        case Call():
            yield from _outcomes(of, step.name, step.outcomes.values(), inside)
            yield from _limit(of, step.name, step.limit, inside)
        case Notice() | Wait():
            yield from _limit(of, step.name, step.limit, inside)
        case Parallel():
            for branch in step.branches.values():
                place = f"{step.name}/{branch.name}"
                element = of.element(Kind.BRANCH, place, branch.basis, branch.span, inside)
                yield element
                yield from _flow(of, branch.flow, _within(element))
        case Choose() | Milestone() | End() | System():
            return
        case _:
            assert_never(step)


def _review(of: _Owner, review: Review, around: Basis) -> Iterator[Element]:
    for seat in review.seats:
        place = f"{review.name}/{seat.name}"
        element = of.element(Kind.SEAT, place, seat.basis, seat.span, around)
        yield element
        yield from _limit(of, place, seat.limit, _within(element))
    answers = {answer.name: answer for seat in review.seats for answer in seat.answers.values()}
    for answer in answers.values():
        yield of.element(Kind.ANSWER, f"{review.name}: {answer.name}", answer.basis, answer.span, around)
    yield from _outcomes(of, review.name, review.outcomes.values(), around)
    after = review.after_ruling
    if after is not None:
        name = f"{review.name}: after a ruling"
        yield of.element(Kind.AFTER_RULING, name, after.basis, review.span, around)


def _outcomes(of: _Owner, place: str, outcomes: Iterable[Outcome], around: Basis) -> Iterator[Element]:
    for outcome in outcomes:
        yield of.element(Kind.OUTCOME, f"{place}: {outcome.name}", outcome.basis, outcome.span, around)


def _limit(of: _Owner, place: str, limit: Limit | None, around: Basis) -> Iterator[Element]:
    if limit is None:
        return
    given = limit.basis if _says(limit.basis) else around
    for number, escalation in enumerate(limit.escalations, 1):
        name = f"{place}: escalation {number}"
        yield of.element(Kind.ESCALATION, name, escalation.basis, escalation.span, given)


def _arbitration(of: _Owner, arbitration: Arbitration) -> Iterator[Element]:
    for topic in arbitration.topics.values():
        yield of.element(Kind.TOPIC, topic.name, topic.basis, topic.span)
    limit, appeal = arbitration.limit, arbitration.appeal
    if limit is not None:
        yield of.element(Kind.RULING_TIME, "each level", limit.basis, arbitration.span)
        yield from _limit(of, "each level", limit, NOTHING)
    if appeal is not None:
        yield of.element(Kind.APPEAL, "appeal", appeal.basis, arbitration.span)


def _said(rule: Invariant) -> str:
    match rule:
        case Before(step, must):
            return f"before {step}: {must}"
        case After(step, must):
            return f"after {step}: {must}"
        case Never(step, once, when):
            return f"never {step}: {once or (when.text if when is not None else '')}"
        case Same(places):
            return f"same: {', '.join(places)}"
        case Different(places):
            return f"different: {', '.join(places)}"
        case _:
            assert_never(rule)
