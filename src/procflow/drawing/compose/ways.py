"""The edges out of each kind of step but the review."""

from dataclasses import dataclass
from typing import assert_never

from procflow.definition.process import (
    FINISHED,
    Call,
    Choose,
    End,
    ForCase,
    ForEvent,
    ForField,
    ForTime,
    Limit,
    Milestone,
    Notice,
    Outcome,
    Parallel,
    Step,
    System,
    Target,
    Task,
    Wait,
    WaitsFor,
)
from procflow.drawing.compose import facts
from procflow.drawing.compose.canvas import Canvas
from procflow.drawing.compose.steps import joined_id
from procflow.drawing.model import Relation
from procflow.program.flow_edges import voided_trigger
from procflow.program.step_edges import DONE, FAILED, JOINED, REACHED, TOLD, escalation_trigger, way_trigger
from procflow.wording import condition, deadline_words, moment_words


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a node: where it leads, and the node at which the scope is over (:data:`FINISHED`)."""

    source: str
    target: Target
    finished: str


def draw_ways(canvas: Canvas, step: Step, finished: str) -> None:
    """Draw the edges out of a step that is no review; ``finished`` is the node at which its scope is over."""
    match step:
        case Task() | Call():
            _outcomes(canvas, step, finished)
        case Choose():
            _lines(canvas, step, finished)
        case Milestone():
            draw_way(canvas, Way(step.name, step.target, finished), trigger=REACHED)
            if step.if_voided is not None:
                said, trigger = canvas.subject.voice.say("way.voided"), voided_trigger(step.name)
                canvas.join(step.name, canvas.entry(step.if_voided), Relation.RETURN, said, trigger=trigger)
        case Notice():
            draw_way(canvas, Way(step.name, step.target, finished), trigger=TOLD)
        case Wait():
            for number, (awaited, target) in enumerate(step.ways):
                said = _awaited(canvas, awaited)
                draw_way(canvas, Way(step.name, target, finished), said, trigger=way_trigger(number))
        case System():
            draw_way(canvas, Way(step.name, step.target, finished), trigger=DONE)
            failed, said = Way(step.name, step.if_failed, finished), canvas.subject.voice.say("way.failed")
            draw_way(canvas, failed, said, trigger=FAILED, relation=Relation.ESCALATION)
        case Parallel():
            draw_way(canvas, Way(joined_id(step.name), step.target, finished), trigger=JOINED)
        case End():
            return
        case _:
            raise TypeError(f"{type(step).__name__} is drawn elsewhere")
    if isinstance(step, Task | Notice | Wait | Call):
        draw_escalations(canvas, step.name, None, step.limit, finished)


def draw_way(
    canvas: Canvas,
    way: Way,
    label: str = "",
    *,
    trigger: str = "",
    relation: Relation | None = None,
) -> None:
    """Draw one way. Without a relation it is a return where it leads back, and part of the flow elsewhere."""
    target = node_of(canvas, way)
    back = way.target.resume is not None or canvas.before(target, way.source)
    meant = relation or (Relation.RETURN if back else Relation.FLOW)
    canvas.join(way.source, target, meant, label, trigger=trigger)


def node_of(canvas: Canvas, way: Way) -> str:
    """The node that a way leads to."""
    return way.finished if way.target.step == FINISHED else canvas.entry(way.target.step)


def draw_escalations(
    canvas: Canvas, source: str, seat: str | None, limit: Limit | None, finished: str
) -> None:
    """Draw the escalations that lead to another step."""
    words = canvas.subject.voice.words
    for number, escalation, action in facts.leaving(limit):
        way, said = Way(source, action.target, finished), moment_words(words, escalation.at)
        trigger = escalation_trigger(number, seat)
        draw_way(canvas, way, said, trigger=trigger, relation=Relation.ESCALATION)


def _outcomes(canvas: Canvas, step: Task | Call, finished: str) -> None:
    for outcome in step.outcomes.values():
        plain = len(step.outcomes) == 1 and outcome.target.resume is None
        said = "" if plain else canvas.subject.voice.words.title(outcome.title)
        relation = Relation.ESCALATION if outcome.escalates else None
        way = Way(step.name, outcome.target, finished)
        draw_way(canvas, way, said, trigger=outcome.name, relation=relation)
        _raised(canvas, step.name, outcome)


def _raised(canvas: Canvas, source: str, outcome: Outcome) -> None:
    if outcome.raises is not None:
        said = canvas.subject.voice.words.title(outcome.title)
        canvas.join(source, event_id(outcome.raises), Relation.RAISES, said, trigger=outcome.name)


def event_id(event: str) -> str:
    """The node at which an any-time event begins."""
    return f"event:{event}"


def _lines(canvas: Canvas, step: Choose, finished: str) -> None:
    voice = canvas.subject.voice
    for line in step.lines:
        target = node_of(canvas, Way(step.name, line.target, finished))
        relation = Relation.RETURN if canvas.before(target, step.name) else Relation.FLOW
        if line.when is None:
            canvas.join(step.name, target, relation, voice.say("way.otherwise"), otherwise=True)
        else:
            said = condition(voice.words, line.when.tree)
            canvas.join(step.name, target, relation, said, condition=line.when.text)


def _awaited(canvas: Canvas, awaited: WaitsFor) -> str:
    voice = canvas.subject.voice
    words = voice.words
    match awaited:
        case ForEvent(event):
            return voice.say("awaits.event", event=words.event(event))
        case ForTime(str() as field):
            return voice.say("awaits.field_day", field=words.covered(field))
        case ForTime(until):
            assert not isinstance(until, str)
            return voice.say("awaits.time", time=deadline_words(words, until))
        case ForField(field):
            return voice.say("awaits.field", field=words.covered(field))
        case ForCase(process, _):
            return voice.say("awaits.case", process=process)
        case _:
            assert_never(awaited)
