"""Arbitration: where objections go to their topic, who rules level by level, and what rulings do."""

from itertools import pairwise

from procflow.definition.process import (
    Arbiter,
    Arbitration,
    GroupLevel,
    Level,
    Object,
    Review,
    RuledTopic,
    Seat,
    SettledTopic,
)
from procflow.drawing.compose import facts
from procflow.drawing.compose.canvas import MAIN, Canvas
from procflow.drawing.compose.lanes import group_key, role_key
from procflow.drawing.model import Fact, Node, Relation, Shape, Sign
from procflow.program.step_edges import ruling_trigger, topic_trigger
from procflow.worktime import describe

# No step of a file can have these names.
DISPUTE = "arbitration:topics"
RULING = "arbitration:rulings"


def objects(step: Review) -> bool:
    """Whether a seat of a review can open an arbitration."""
    return any(_objects(seat) for seat in step.seats)


def _objects(seat: Seat) -> bool:
    return any(isinstance(answer.effect, Object) for answer in seat.answers.values())


def level_id(level: int, who: Level) -> str:
    """The node of a level: topics that go to the same body at the same level share it."""
    name = who.group if isinstance(who, GroupLevel) else who.role
    return f"level:{level + 1}:{name}"


def draw_disputes(canvas: Canvas, arbitration: Arbitration) -> None:
    """Draw the diamond of the topics, the levels, and the diamond of the rulings."""
    voice = canvas.subject.voice
    canvas.section = MAIN
    ruled = [topic for topic in arbitration.topics.values() if isinstance(topic, RuledTopic)]
    lane = _lane(ruled[0].levels[0]) if ruled else ""
    title = voice.said("dispute.title")
    canvas.add(
        Node(DISPUTE, Shape.DISPUTE, lane, MAIN, title, facts=tuple(_topic_facts(canvas, arbitration)))
    )
    for topic in ruled:
        for number, level in enumerate(topic.levels):
            if all(node.id != level_id(number, level) for node in canvas.nodes):
                _level(canvas, arbitration, number, level)
    if ruled:
        lane = _lane(ruled[0].levels[-1])
        canvas.add(Node(RULING, Shape.RULING, lane, MAIN, voice.said("ruling.title")))


def _topic_facts(canvas: Canvas, arbitration: Arbitration) -> list[Fact]:
    voice = canvas.subject.voice
    found = []
    for topic in arbitration.topics.values():
        cited = ", ".join(facts.basis_names(topic.basis))
        title = voice.words.title(topic.title)
        found.append(Fact(voice.say("fact.topic"), voice.words.aside(title, cited) if cited else title))
    if arbitration.appeal is not None:
        within = describe(arbitration.appeal.within, voice.main)
        found.append(Fact(voice.say("fact.appeal"), within))
    return found


def _lane(level: Level) -> str:
    return group_key(level.group) if isinstance(level, GroupLevel) else role_key(level.role)


def _level(canvas: Canvas, arbitration: Arbitration, number: int, level: Level) -> None:
    subject = canvas.subject
    voice = subject.voice
    who = level.group if isinstance(level, GroupLevel) else level.role
    ruled = (topic for topic in arbitration.topics.values() if isinstance(topic, RuledTopic))
    topics = [topic for topic in ruled if level in topic.levels[number : number + 1]]
    limit = arbitration.limit
    said = [Fact(voice.say("fact.role"), voice.words.role(who)), *facts.people_facts(subject, who)]
    if isinstance(level, GroupLevel):
        said.append(Fact(voice.say("fact.convened_by"), voice.words.role(level.convened_by)))
    for topic in topics:
        said += facts.basis_facts(subject, topic.basis)
    canvas.add(
        Node(
            id=level_id(number, level),
            shape=Shape.LEVEL,
            lane=_lane(level),
            section=MAIN,
            title=voice.role(who),
            corner=voice.say("level.corner", level=number + 1),
            limit=facts.limit_text(subject, limit),
            signs=(*facts.escalates(limit), *((Sign.GROUP,) if isinstance(level, GroupLevel) else ())),
            basis=tuple(dict.fromkeys(name for topic in topics for name in facts.basis_names(topic.basis))),
            facts=(*said, *facts.limit_facts(subject, limit)),
        )
    )


def draw_dispute_ways(canvas: Canvas, arbitration: Arbitration, reviews: list[Review]) -> None:
    """Draw the ways of objections, appeals and rulings. An overruled objection leads back to where its review
    is entered: who has answered is not asked again, and who objected is passed over."""
    voice = canvas.subject.voice
    for topic in arbitration.topics.values():
        said = voice.words.title(topic.title)
        match topic:
            case SettledTopic():
                target = canvas.entry(topic.target.step)
                canvas.join(DISPUTE, target, Relation.RETURN, said, trigger=topic_trigger(topic.name))
            case RuledTopic():
                first = level_id(0, topic.levels[0])
                canvas.join(DISPUTE, first, Relation.ESCALATION, said, trigger=topic_trigger(topic.name))
                _own_objections(canvas, arbitration, topic, reviews)
    _levels(canvas, arbitration)
    if all(node.id != RULING for node in canvas.nodes):
        return
    _ruled(canvas, arbitration.upheld.step, "upheld")
    if arbitration.refused is not None:
        _ruled(canvas, arbitration.refused.step, "refused")
    for step in reviews:
        after = step.after_ruling.step if step.after_ruling is not None else step.name
        _ruled(canvas, after, "overruled")


def _own_objections(
    canvas: Canvas, arbitration: Arbitration, topic: RuledTopic, reviews: list[Review]
) -> None:
    """Draw the way past a level whose role has a seat of its own: its objections go to the level above."""
    voice = canvas.subject.voice
    roles = {seat.role for step in reviews for seat in step.seats if _objects(seat)}
    for number, (level, above) in enumerate(pairwise(topic.levels), 1):
        if not arbitration.never_rules_on_own or not isinstance(level, Arbiter) or level.role not in roles:
            return
        said = voice.say(
            "way.own_objection", topic=voice.words.title(topic.title), role=voice.words.role(level.role)
        )
        target, trigger = level_id(number, above), topic_trigger(topic.name)
        canvas.join(DISPUTE, target, Relation.ESCALATION, said, trigger=trigger)


def _levels(canvas: Canvas, arbitration: Arbitration) -> None:
    voice = canvas.subject.voice
    drawn: set[tuple[str, str]] = set()
    for topic in arbitration.topics.values():
        if not isinstance(topic, RuledTopic):
            continue
        nodes = [level_id(number, level) for number, level in enumerate(topic.levels)]
        for number, node in enumerate(nodes):
            pairs = [(node, RULING)]
            if number + 1 < len(nodes) and arbitration.appeal is not None:
                pairs.append((node, nodes[number + 1]))
            for source, target in pairs:
                if (source, target) in drawn:
                    continue
                drawn.add((source, target))
                if target == RULING:
                    canvas.join(source, target, Relation.RULING)
                else:
                    canvas.join(source, target, Relation.ESCALATION, voice.say("way.appeal"))


def _ruled(canvas: Canvas, step: str, ruling: str) -> None:
    target = canvas.entry(step)
    trigger = ruling_trigger(ruling)
    if any((edge.source, edge.target, edge.trigger) == (RULING, target, trigger) for edge in canvas.edges):
        return
    said = canvas.subject.voice.say(f"way.{ruling}")
    canvas.join(RULING, target, Relation.RULING, said, trigger=trigger)
