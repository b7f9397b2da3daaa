"""From what is known of a node and an edge to what is said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from procflow.case.state import Performance
from procflow.definition.process import Parallel
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.reach import Reach
from procflow.drawing.marks.spans import Span, span_words
from procflow.drawing.marks.trace import Happened, Note, Stay, Story, Trace
from procflow.drawing.marks.voice import say
from procflow.drawing.model import Drawing, EdgeMark, Fact, Mark, Node, Shape, Sign, Tone
from procflow.program.inner_graphs import branch_of_graph
from procflow.wording import Lang, Words

_MOST_NAMES = 3
_MOST_CALLS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What a case adds to a node: its mark, signs, and facts."""

    mark: Mark = field(default_factory=Mark)
    signs: tuple[Sign, ...] = ()
    facts: tuple[Fact, ...] = ()

    def on(self, node: Node) -> Node:
        """A node of the definition with what the case adds."""
        signs = tuple(dict.fromkeys((*node.signs, *self.signs)))
        return replace(node, mark=self.mark, signs=signs, facts=(*node.facts, *self.facts))


class Teller:
    """Says what is known of a case on a drawing, in one language."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan = plan
        self.words = words

    def edge(self, trace: Trace, edge: str, reach: Reach) -> EdgeMark:
        """What is said of an edge."""
        count = trace.edges[edge]
        if count:
            return EdgeMark(Tone.DONE, self._times(count))
        return EdgeMark() if edge in reach.edges else EdgeMark(Tone.GONE)

    def node(self, trace: Trace, node: str, reach: Reach, now: datetime) -> Shown:
        """What is said of a node at a moment."""
        story = trace.nodes.get(node)
        if story is None:
            return Shown() if node in reach.nodes else Shown(Mark(Tone.GONE))
        tone = self._tone(trace, node, story, now)
        if tone is Tone.PLAIN and node not in reach.nodes:
            tone = Tone.GONE
        mark = Mark(
            tone, self._time(trace, node, story, now), self._by(story), self._badge(trace, node, story)
        )
        return Shown(mark, tuple(story.signs), tuple(self._facts(story)))

    def _tone(self, trace: Trace, node: str, story: Story, now: datetime) -> Tone:
        stays = list(story.stays.values())
        awake = [stay for stay in stays if not trace.held(stay)]
        if any(stay.overdue(now) for stay in awake):
            return Tone.LATE
        if any(not stay.loose for stay in awake):
            return Tone.NOW
        if any(not stay.loose for stay in stays):
            return Tone.HELD
        if self._voided(trace, node):
            return Tone.PLAIN
        return Tone.DONE if story.count else Tone.PLAIN

    def _marks(self, trace: Trace, node: str) -> list[bool]:
        """Of each time that a milestone was reached, in whichever scope, whether it is in force."""
        found = trace.case.milestones.items()
        return [not mark.voided for key, mark in found if key.partition("@")[0] == node]

    def _voided(self, trace: Trace, node: str) -> bool:
        if self.plan.nodes[node].shape is not Shape.MILESTONE:
            return False
        marks = self._marks(trace, node)
        return bool(marks) and not any(marks)

    def _time(self, trace: Trace, node: str, story: Story, now: datetime) -> str:
        shape = self.plan.nodes[node].shape
        if shape is Shape.MILESTONE:
            marks = self._marks(trace, node)
            return (
                say("milestone.in_force" if any(marks) else "milestone.voided", self._lang) if marks else ""
            )
        if shape is Shape.END:
            return ""
        stay = _told(story)
        if stay is not None:
            held = trace.held(stay)
            until = min(now, trace.case.stopped_at or now) if held else now
            span = Span(stay.since, until, stay.unit, stay.limit, stay.due, stay.overdue(until))
            return span_words(self._lang, trace.calendar, span)
        if story.left:
            return say("time.left", self._lang)
        if story.kept:
            return say("time.kept", self._lang)
        return span_words(self._lang, trace.calendar, story.done[-1].span) if story.done else ""

    @property
    def _lang(self) -> Lang:
        return self.words.lang

    def _by(self, story: Story) -> str:
        if story.calls:
            return self._few([*story.calls])
        stays = [stay for stay in story.stays.values() if not stay.resting]
        asked = list(dict.fromkeys(person for stay in stays for person in stay.asked))
        if asked:
            return self._few([self.words.name(person) for person in asked])
        roles = list(dict.fromkeys(stay.role for stay in stays if stay.role))
        if roles:
            return self._few([self.words.role(role) for role in roles])
        return self._few(list(dict.fromkeys(self._performer(who) for who in story.who)))

    def _performer(self, who: Performance) -> str:
        name = self.words.name(who.by)
        if who.on_behalf_of is None or who.on_behalf_of == who.by:
            return name
        return say("by.deputy", self._lang, by=name, giver=self.words.name(who.on_behalf_of))

    def _few(self, names: list[str]) -> str:
        """Names in a row; of many the first, and how many there are."""
        if len(names) <= _MOST_NAMES:
            return self.words.listed(names)
        first = self._comma.join(names[: _MOST_NAMES - 1])
        count = len(names) if self._lang == "zh" else len(names) - _MOST_NAMES + 1
        return say("by.more", self._lang, names=first, count=count)

    @property
    def _comma(self) -> str:
        return "、" if self._lang == "zh" else ", "

    def _badge(self, trace: Trace, node: str, story: Story) -> str:
        share = self._share(trace, node, story)
        parts = [say("badge.share", self._lang, done=share[1], total=share[0])] if share is not None else []
        parts.append(self._times(self._rounds(node, story)))
        return " ".join(part for part in parts if part)

    def _times(self, count: int) -> str:
        return say("badge.times", self._lang, count=count) if count > 1 else ""

    def _each(self, node: str) -> str | None:
        """The block that goes through a node once for each entry of a field."""
        program = self.plan.program
        graph = program.placed.get(self.plan.nodes[node].element.partition("/")[0], "")
        branch = branch_of_graph(graph)
        block = self.plan.step(branch[0]) if branch is not None else None
        return block.name if isinstance(block, Parallel) and block.for_each is not None else None

    def _rounds(self, node: str, story: Story) -> int:
        known = self.plan.nodes[node]
        if known.shape in (Shape.START, Shape.JOIN) or (
            known.shape is Shape.SEAT and Sign.EACH in known.signs
        ):
            return 0
        if self._each(node) is not None:
            return max(story.opened.values(), default=0)
        return max(story.passed, story.opened.total())

    def _share(self, trace: Trace, node: str, story: Story) -> tuple[int, int] | None:
        """Of how many that stand on one card how many are done: branches, seats, acknowledgements."""
        known = self.plan.nodes[node]
        block = self._each(node)
        if known.shape is Shape.JOIN:
            return story.round if self._counts(node, story) else None
        if block is not None and known.shape is not Shape.SPLIT:
            opened = trace.blocks.get(block, [])
            return len(opened), len(story.finished.intersection(opened))
        several = Sign.EACH in known.signs or known.shape in (Shape.NOTICE, Shape.REVIEW)
        if known.shape is Shape.REVIEW and not (Sign.PARALLEL in known.signs or Sign.VOTE in known.signs):
            return None
        return story.round if several and story.round[0] else None

    def _counts(self, node: str, story: Story) -> bool:
        """Whether a bar is that of a block: reviews count on their seats."""
        return story.round[0] > 0 and self.plan.review(self.plan.nodes[node].element) is None

    def _facts(self, story: Story) -> Iterable[Fact]:
        grouped: dict[tuple[Happened, tuple[str, ...], str, str], list[Note]] = {}
        for note in story.notes:
            grouped.setdefault((note.kind, note.persons, note.role, note.word), []).append(note)
        calls = [notes for (kind, *_), notes in grouped.items() if kind is Happened.CALLED]
        for notes in [n for n in grouped.values() if n not in calls] + calls[-_MOST_CALLS:]:
            yield self._fact(notes)

    def _fact(self, notes: list[Note]) -> Fact:
        note = notes[-1]
        whom = [self.words.name(person) for person in note.persons] or ([note.role] if note.role else [])
        if note.role and not note.persons:
            whom = [self.words.role(note.role)]
        said = self.words.word("ruling", note.word) if note.kind is Happened.RULED else note.word
        at = f"{self.words.local(note.at):%Y-%m-%d %H:%M}"
        text = " ".join(part for part in (at, said, self._few(whom), self._times(len(notes))) if part)
        return Fact(say(f"fact.{note.kind}", self._lang), text)


def _told(story: Story) -> Stay | None:
    """What is open on a card and lends it its time: the card's own before one of its parts."""
    stays = [stay for stay in story.stays.values() if not stay.resting]
    return next((stay for stay in stays if not stay.part), stays[0] if stays else None)


def apply(drawing: Drawing, nodes: Mapping[str, Shown], edges: Mapping[str, EdgeMark]) -> Drawing:
    """A drawing with what is said of its nodes and edges; those that are not named stay as they are."""
    return replace(
        drawing,
        nodes=tuple(nodes[node.id].on(node) if node.id in nodes else node for node in drawing.nodes),
        edges=tuple(replace(e, mark=edges[e.id]) if e.id in edges else e for e in drawing.edges),
    )
