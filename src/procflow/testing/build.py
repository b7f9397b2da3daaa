"""Scenarios from the nodes of their file."""

from collections.abc import Callable, Mapping

from procflow.definition.build.reading import get, scalar, scalars
from procflow.definition.build.scope import resolve
from procflow.definition.process import DataField
from procflow.diagnostics import Span, nearest
from procflow.source import MapNode, Node, ScalarNode
from procflow.testing import scenario as s
from procflow.testing.expected import Expect
from procflow.testing.naming import (
    Standpoint,
    data,
    known,
    moment,
    person,
    read_case,
    read_go_to,
    read_place,
    read_process,
)
from procflow.testing.places import Place, fields_at, outcomes_at
from procflow.worktime import parse_duration

KINDS = (
    "start",
    "do",
    "everybody",
    "wait",
    "until",
    "go_to",
    "change",
    "take_back",
    "raise",
    "reassign",
    "expect",
)
COMMENT = "comment"


def build_step(around: Standpoint, node: Node, expect: Callable[[MapNode], Expect]) -> s.ScenarioStep | None:
    """The step that a line of a scenario describes; None if it could not be read."""
    if not isinstance(node, MapNode):
        return None
    entry = next((entry for entry in node if entry.name in KINDS), None)
    if entry is None or (isinstance(entry.value, ScalarNode) and entry.value.poisoned):
        return None
    match entry.name:
        case "start":
            return _start(around, node, entry.key.span)
        case "do":
            return _do(around, node)
        case "everybody":
            return _everybody(around, node)
        case "wait":
            return _wait(around, node)
        case "until":
            instant = moment(around, scalar(node, "until"))
            return s.Until(instant, entry.value.span) if instant is not None else None
        case "go_to":
            written = scalar(node, "go_to")
            where = read_go_to(around, written) if written is not None else None
            return s.GoTo(where, entry.value.span) if where is not None else None
        case "change":
            return _change(around, node, entry.key.span)
        case "take_back":
            return _take_back(around, node)
        case "raise":
            return _raise(around, node)
        case "reassign":
            return _reassign(around, node, entry.value.span)
        case _:
            body = get(node, "expect")
            return expect(body) if isinstance(body, MapNode) else None


def _start(around: Standpoint, node: MapNode, span: Span) -> s.Start:
    refusal = _refusal(node)
    lenient = refusal is not None
    case, process = (
        read_case(around, scalar(node, "case"), lenient=lenient),
        read_process(around, scalar(node, "of")),
    )
    begun = around.begun(case, process)
    return s.Start(
        actor=person(begun, scalar(node, "start"), lenient=lenient),
        case=case,
        process=process,
        data=_values(begun, node, "data", begun.process.fields, refusal),
        attach=_papers(begun, node, "attach", lenient=lenient),
        on_behalf_of=_giver(begun, node, refusal),
        refusal=refusal,
        span=span,
    )


def _do(around: Standpoint, node: MapNode) -> s.Do | None:
    done = scalar(node, "do")
    if done is None:
        return None
    # What a branch was opened for may be of several words, an outcome never is.
    text = done.text.strip()
    where, _, outcome = text.rpartition(" ") if "@" in text and " " in text else text.partition(" ")
    place = read_place(around, where, done.part(0, len(where)))
    if place is None:
        return None
    refusal = _refusal(node)
    lenient = refusal is not None
    outcome = outcome.strip()
    if not outcome:
        known = ", ".join(f"{where} {known}" for known in outcomes_at(around.process, place))
        around.report.add("X104", done.span, text=done.text, known=known)
        return None
    if not lenient:
        _require_outcome(around, place, outcome, done.part(len(where) + 1, len(done.text)))
    return s.Do(
        actors=tuple(person(around, item, lenient=lenient) for item in scalars(node, "as")),
        place=place,
        outcome=outcome,
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, "comment"),
        topic=_topic(around, node, lenient=lenient),
        data=_values(around, node, "data", fields_at(around.process, place.step), refusal),
        attach=_papers(around, node, "attach", lenient=lenient),
        without=_without(around, node, fields_at(around.process, place.step)),
        refusal=refusal,
        span=done.span,
    )


def _require_outcome(around: Standpoint, place: Place, outcome: str, span: Span) -> None:
    outcomes = outcomes_at(around.process, place)
    if outcome not in outcomes:
        near = nearest(outcome, outcomes)
        around.report.add(
            "X105", span, name=outcome, place=str(place), nearest=near, known=", ".join(outcomes)
        )


def _everybody(around: Standpoint, node: MapNode) -> s.Everybody | None:
    outcome, upto = scalar(node, "everybody"), scalar(node, "upto")
    if outcome is None:
        return None
    last = read_place(around, upto.text, upto.span) if upto is not None else None
    if upto is not None and last is None:
        return None
    return s.Everybody(outcome.text, last, outcome.span)


def _wait(around: Standpoint, node: MapNode) -> s.Wait | None:
    written = scalar(node, "wait")
    if written is None:
        return None
    duration, found = parse_duration(written.text, written.part)
    around.report.take(found)
    return s.Wait(duration, written.span) if duration is not None else None


def _change(around: Standpoint, node: MapNode, span: Span) -> s.ChangeFields:
    refusal = _refusal(node)
    return s.ChangeFields(
        actor=person(around, scalar(node, "as"), lenient=refusal is not None),
        data=_values(around, node, "change", around.process.fields, refusal),
        on_behalf_of=_giver(around, node, refusal),
        refusal=refusal,
        span=span,
    )


def _take_back(around: Standpoint, node: MapNode) -> s.TakeBack | None:
    written = scalar(node, "take_back")
    place = read_place(around, written.text, written.span) if written is not None else None
    if written is None or place is None:
        return None
    if place.seat is None:
        around.report.add("X106", written.span, place=str(place))
        return None
    refusal = _refusal(node)
    return s.TakeBack(
        actor=person(around, scalar(node, "as"), lenient=refusal is not None),
        place=place,
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, COMMENT),
        refusal=refusal,
        span=written.span,
    )


def _raise(around: Standpoint, node: MapNode) -> s.RaiseEvent | None:
    written = scalar(node, "raise")
    refusal = _refusal(node)
    lenient = refusal is not None
    if written is None:
        return None
    if not lenient:
        resolve(around.report, written, known(around.process.events), "X115")
    event = around.process.events.get(written.text)
    fields = {**around.process.fields, **(event.fields if event is not None else {})}
    return s.RaiseEvent(
        actor=person(around, scalar(node, "as"), lenient=lenient),
        event=written.text,
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, COMMENT),
        data=_values(around, node, "data", fields, refusal),
        attach=_papers(around, node, "attach", lenient=lenient),
        without=_without(around, node, fields),
        refusal=refusal,
        span=written.span,
    )


def _reassign(around: Standpoint, node: MapNode, span: Span) -> s.Reassign:
    refusal = _refusal(node)
    return s.Reassign(
        actor=person(around, scalar(node, "as"), lenient=refusal is not None),
        person=person(around, scalar(node, "reassign"), lenient=refusal is not None),
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, COMMENT),
        refusal=refusal,
        span=span,
    )


def _values(
    around: Standpoint, node: MapNode, key: str, fields: Mapping[str, DataField], refusal: s.Refusal | None
) -> dict[str, object]:
    """The values under a key; where a refusal is wanted, their names may be wrong."""
    return data(around.report, node, key, fields if refusal is None else None)


def _refusal(node: MapNode) -> s.Refusal | None:
    code = scalar(node, "refused")
    if code is None:
        return None
    missing, allowed = (tuple(n.text for n in scalars(node, key)) for key in ("missing", "allowed"))
    return s.Refusal(code.text, missing, allowed)


def _text(node: MapNode, key: str) -> str | None:
    written = scalar(node, key)
    return written.text if written is not None else None


def _giver(around: Standpoint, node: MapNode, refusal: s.Refusal | None) -> str | None:
    written = scalar(node, "on_behalf_of")
    return person(around, written, lenient=refusal is not None) if written is not None else None


def _papers(around: Standpoint, node: MapNode, key: str, *, lenient: bool) -> tuple[str, ...]:
    papers = known(around.process.attachments)
    if lenient:
        return tuple(item.text for item in scalars(node, key))
    return tuple(resolve(around.report, item, papers, "X107") for item in scalars(node, key))


def _without(around: Standpoint, node: MapNode, fields: Mapping[str, DataField]) -> tuple[str, ...]:
    names = known((COMMENT, *fields, *around.process.attachments))
    return tuple(resolve(around.report, item, names, "N204") for item in scalars(node, "without"))


def _topic(around: Standpoint, node: MapNode, *, lenient: bool) -> str | None:
    written = scalar(node, "topic")
    if written is None:
        return None
    arbitration = around.process.arbitration
    topics = tuple(arbitration.topics) if arbitration is not None else ()
    return written.text if lenient else resolve(around.report, written, known(topics), "X108")
