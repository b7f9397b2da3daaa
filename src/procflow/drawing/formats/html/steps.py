"""A case step by step: what of its picture is another than the step before, as small as it can be said."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from procflow.drawing.formats.html.facts import marked
from procflow.drawing.formats.html.stage import Stage, State, with_rows
from procflow.drawing.formats.html.voice import main
from procflow.drawing.formats.svg.edges import ORDER
from procflow.drawing.layout import Direction, Size, layout
from procflow.drawing.marks import Frame
from procflow.drawing.model import Drawing, Edge, Fact, Node
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import label, sized
from procflow.drawing.sizing.forms import form
from procflow.drawing.text import plain

_TOKENS = re.compile(r"<[^>]*>|·|[^<·]+")
"""What markup and lists of words are cut into, most of it being the same from step to step."""

_Known = tuple[State, tuple[Fact, ...]]
"""How a part is drawn, and what is said of it."""


def roomy(drawing: Drawing, steps: Sequence[Frame], direction: Direction) -> Picture:
    """A drawing laid out so that everything has room in it that any step says."""
    known = sized(drawing, direction)
    nodes, edges = _every_node(drawing, steps), _every_edge(drawing, steps)
    sizes = {name: _largest(form(each, direction).size for each in all_of) for name, all_of in nodes.items()}
    labels = {
        name: _largest(label(each).size for each in all_of if each.label or each.mark.badge)
        for name, all_of in edges.items()
    }
    boxes = tuple(replace(box, size=sizes[box.id] or box.size) for box in known.plan.boxes)
    lines = tuple(replace(line, label=labels[line.id]) for line in known.plan.lines)
    plan = replace(known.plan, boxes=boxes, lines=lines)
    return Picture(drawing, replace(known, plan=plan), layout(plan))


def all_said(drawing: Drawing, steps: Sequence[Frame]) -> Drawing:
    """Everything that any step shows, for a legend of all of them."""
    return replace(
        drawing,
        nodes=tuple(each for all_of in _every_node(drawing, steps).values() for each in all_of),
        edges=tuple(each for all_of in _every_edge(drawing, steps).values() for each in all_of),
    )


def _every_node(drawing: Drawing, steps: Sequence[Frame]) -> Mapping[str, list[Node]]:
    found = {node.id: [node] for node in drawing.nodes}
    for frame in steps:
        for name, shown in frame.nodes.items():
            found[name].append(shown.on(found[name][0]))
    return found


def _every_edge(drawing: Drawing, steps: Sequence[Frame]) -> Mapping[str, list[Edge]]:
    found = {edge.id: [edge] for edge in drawing.edges}
    for frame in steps:
        for name, mark in frame.edges.items():
            found[name].append(replace(found[name][0], mark=mark))
    return found


def _largest(sizes: Iterable[Size]) -> Size | None:
    found = list(sizes)
    if not found:
        return None
    return Size(max(size.width for size in found), max(size.height for size in found))


class Film:
    """The frames of a case as changes of a stage's parts."""

    def __init__(self, stage: Stage, steps: Iterable[Frame]) -> None:
        self.stage = stage
        drawing = stage.picture.drawing
        self._nodes = {node.id: node for node in drawing.nodes}
        self._edges = {edge.id: edge for edge in drawing.edges}
        self._plain = dict(self._edges)
        self._tables = {placed.grid.id: placed.grid for placed in stage.tables}
        self._states: dict[int, dict[_Known, int]] = {}
        self._last: dict[int, int] = {}
        self._steps: list[list[int]] = []
        self._heads: list[tuple[int, int, str, str]] = []
        for number, known in self._whole():
            self._last[number] = self._state(number, known)
        for frame in steps:
            self._add(frame)

    def data(self) -> dict[str, object]:
        """What the page reads: ``texts``, each once, and ``pieces`` of markup and titles made from them, all
        named by their numbers.

        ``states`` are, for each part that changes, the ways in which it is drawn: a piece with its classes,
        then those of its markup; the first is that before the case began. ``known`` is what is said of a node
        in each of them, as pairs of texts: a label and what stands under it. ``steps`` are pairs of a part
        and its state, ``heads`` the first and the last event of each step, with the pieces above it.
        """
        texts: dict[str, int] = {}
        pieces: dict[tuple[int, ...], int] = {}

        def text(words: str) -> int:
            return texts.setdefault(words, len(texts))

        def piece(markup: str) -> int:
            return pieces.setdefault(tuple(map(text, _TOKENS.findall(markup))), len(pieces))

        moving = sorted({part for step in self._steps for part in step[::2]})
        states = {part: [list(map(piece, state)) for state, _ in self._states[part]] for part in moving}
        known = {
            part: [
                [text(plain(words)) for fact in facts for words in (fact.label, fact.text)]
                for _, facts in self._states[part]
            ]
            for part in moving
            if part < len(self._nodes)
        }
        heads = [(first, last, *map(piece, map(plain, titles))) for first, last, *titles in self._heads]
        return {
            "texts": list(texts),
            "pieces": list(pieces),
            "states": states,
            "known": known,
            "steps": self._steps,
            "heads": heads,
            "order": [f"t-{tone}" for tone in ORDER],
        }

    def _state(self, part: int, known: _Known) -> int:
        states = self._states.setdefault(part, {})
        return states.setdefault(known, len(states))

    def _add(self, frame: Frame) -> None:
        step: list[int] = []
        for number, known in self._changed(frame):
            found = self._state(number, known)
            if self._last[number] != found:
                self._last[number] = found
                step += (number, found)
        self._steps.append(step)
        self._heads.append((frame.first, frame.last, frame.title, frame.subtitle))

    def _whole(self) -> Iterator[tuple[int, _Known]]:
        """Every part as it is before the case began."""
        stage = self.stage
        for node in self._nodes.values():
            yield stage.numbers[node.id], (stage.node(node), ())
            yield stage.numbers["ring", node.id], (stage.ring(node), ())
        for net in stage.nets.values():
            yield from self._lines(net)
        for edge in self._edges.values():
            yield stage.numbers["pill", edge.id], (stage.pill(edge), ())
        yield from self._bolts(self._edges)
        for table in self._tables.values():
            yield stage.numbers["table", table.id], (stage.table(table), ())

    def _changed(self, frame: Frame) -> Iterator[tuple[int, _Known]]:
        stage = self.stage
        for name, shown in frame.nodes.items():
            facts = marked(shown.mark, shown.facts, main(stage.language))
            node = shown.on(self._nodes[name])
            yield stage.numbers[name], (stage.node(node), facts)
            yield stage.numbers["ring", name], (stage.ring(node), ())
        turned = [name for name, mark in frame.edges.items() if mark.tone is not self._edges[name].mark.tone]
        self._edges |= {name: replace(self._plain[name], mark=mark) for name, mark in frame.edges.items()}
        for net in dict.fromkeys(stage.net(name) for name in turned):
            yield from self._lines(net)
        for name in frame.edges:
            yield stage.numbers["pill", name], (stage.pill(self._edges[name]), ())
        yield from self._bolts(frame.edges)
        for name, rows in frame.grids.items():
            yield stage.numbers["table", name], (stage.table(with_rows(self._tables[name], rows)), ())

    def _lines(self, net: Iterable[str]) -> Iterator[tuple[int, _Known]]:
        for name, state in self.stage.lines([self._edges[edge] for edge in net]):
            yield self.stage.numbers["line", name], (state, ())

    def _bolts(self, touched: Collection[str]) -> Iterator[tuple[int, _Known]]:
        for at, names in self.stage.bolts.items():
            if any(name in touched for name in names):
                yield (
                    self.stage.numbers["bolt", at],
                    (
                        self.stage.bolt(at, [self._edges[name] for name in names]),
                        (),
                    ),
                )
