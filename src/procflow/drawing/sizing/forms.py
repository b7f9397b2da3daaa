"""The box of every node: its size by its form, and its texts in it."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from procflow.drawing.layout import Direction, Size
from procflow.drawing.model import Node, Shape
from procflow.drawing.sizing.blocks import (
    Anchor,
    Block,
    Run,
    Voice,
    pill,
    shortened,
    stacked,
    wide,
    wrapped,
)

CARD = Size(156, 66)
SIDE = 11.0
ICON = 16.0
"""The room of the sign that stands before the corner of a card."""

HANGING = 8.0
"""How far the second line of a row stands in."""

DIAMOND = 40.0
CIRCLE = 30.0
BAR = Size(104, 8)

POINTS = 4
"""How many lines find a point of their own at a diamond or a circle."""

STEP = 10.0
"""The room that a line takes at a side."""

FLAT = 6.0
"""From the corner of a level side to its first line."""

WITH_ICON = frozenset(
    {
        Shape.NOTICE,
        Shape.WAIT,
        Shape.CALL,
        Shape.SYSTEM,
        Shape.MILESTONE,
        Shape.EVENT,
        Shape.DUTY,
        Shape.POWER,
        Shape.ACCOUNTABILITY,
        Shape.PROCEDURE,
    }
)
"""The forms that show by a sign what they are."""


def form(node: Node, direction: Direction, ends: int = 0) -> Block:
    """The box of a node with its texts. ``ends`` are the lines that end at it, counted once where they end as
    one: what has four points alone is drawn wider where they are more."""
    match node.shape:
        case Shape.START | Shape.FINISHED:
            return _circle(ends)
        case Shape.TABLE | Shape.DISPUTE | Shape.RULING:
            return _choice(node, ends) if ends > POINTS else _diamond()
        case Shape.CHOICE:
            return _choice(node, ends) if node.title or ends > POINTS else _diamond()
        case Shape.JOIN:
            return _bar(direction, ends)
        case Shape.SPLIT:
            return _split(node, direction, ends)
        case Shape.END:
            return _end(node, ends)
        case (
            Shape.TASK
            | Shape.REVIEW
            | Shape.SEAT
            | Shape.NOTICE
            | Shape.WAIT
            | Shape.CALL
            | Shape.SYSTEM
            | Shape.MILESTONE
            | Shape.EVENT
            | Shape.LEVEL
            | Shape.DUTY
            | Shape.POWER
            | Shape.ACCOUNTABILITY
            | Shape.PROCEDURE
        ):
            return _card(node)
        case _:
            assert_never(node.shape)


def _circle(ends: int) -> Block:
    """A circle, drawn out to a pill where more lines end than it has points."""
    if ends <= POINTS:
        return Block(Size(CIRCLE, CIRCLE), (), ends=Size(0, 0))
    flat = STEP * ends
    return Block(Size(CIRCLE + flat, CIRCLE), (), ends=Size(flat, 0))


def _diamond() -> Block:
    return Block(Size(DIAMOND, DIAMOND), (), ends=Size(0, 0))


def _bar(direction: Direction, ends: int) -> Block:
    """A bar across the flow, as long as its lines need."""
    length = max(BAR.width, STEP * ends + 8)
    if direction is Direction.DOWN:
        return Block(Size(length, BAR.height), (), ends=Size(length - 8, 0))
    return Block(Size(BAR.height, length), (), ends=Size(0, length - 8))


def _titles(node: Node, voice: Voice, room: float, lines: int = 3) -> list[tuple[str, Voice]]:
    """The title in its first language, and below it who did it or the title in its second language."""
    title, *others = node.title or ("",)
    below = (node.mark.by,) if node.mark.by else others
    found = [(line, voice) for line in wrapped(title, voice, room, lines)]
    for words in below:
        found += [(line, Voice.SECOND) for line in wrapped(words, Voice.SECOND, room, 2)]
    return found


def _card(node: Node) -> Block:
    room = CARD.width - 2 * SIDE
    head, top = _corner(node, room)
    titles = _titles(node, Voice.TITLE, room)
    _, bottom = stacked(titles, SIDE, top)
    height = max(CARD.height, bottom + 11)
    slack = max(0.0, CARD.height - 11 - bottom)
    runs, bottom = stacked(titles, SIDE, top + slack / 2)
    rules: list[float] = []
    more = [(line, Voice.BEFORE) for line in _befores(node, room)]
    rows = [wrapped(row, Voice.ROW, room - HANGING, 3) for row in node.rows]
    hanging = {len(more) + number for number in _continued(rows)}
    more += [(line, Voice.ROW) for row in rows for line in row]
    if more:
        rules.append(height - 2)
        extra, bottom = stacked(more, SIDE, height + 2)
        hung = (run.moved(HANGING if number in hanging else 0, 0) for number, run in enumerate(extra))
        runs = (*runs, *hung)
        height = bottom + 8
    return Block(Size(CARD.width, round(height, 1)), (*head, *runs), tuple(rules))


def _continued(rows: Iterable[Sequence[str]]) -> Iterable[int]:
    """The numbers of the lines that go on with the row above them."""
    firsts = (line == 0 for row in rows for line in range(len(row)))
    return (number for number, first in enumerate(firsts) if not first)


def _befores(node: Node, room: float) -> Iterable[str]:
    return (shortened(line, Voice.BEFORE, room) for line in node.mark.before if line)


def _corner(node: Node, room: float) -> tuple[tuple[Run, ...], float]:
    """Who does it on the left and by when on the right: on one line if both have room, else one below the
    other. Returns the height at which the title begins as well."""
    icon = ICON if node.shape in WITH_ICON else 0.0
    limit = shortened(node.mark.time or node.limit, Voice.LIMIT, room - icon)
    taken = wide(limit, Voice.LIMIT) + 8 if limit and node.corner else 0.0
    if wide(node.corner, Voice.CORNER) + taken <= room - icon:
        lines: tuple[str, ...] = wrapped(node.corner, Voice.CORNER, room, 1)
    else:
        lines = wrapped(node.corner, Voice.CORNER, room - icon, 2)
        if limit and wide(lines[-1], Voice.CORNER) + taken > room - icon:
            lines = (*lines, "")
    if not (lines or limit or icon):
        return (), 8.0
    rows = lines or ("",)
    runs, bottom = stacked(((line, Voice.CORNER) for line in rows), SIDE + icon, 7)
    if limit:
        runs = (*runs, Run(limit, CARD.width - SIDE, runs[-1].y, Voice.LIMIT, Anchor.END))
    return tuple(run for run in runs if run.text), bottom + 2


def _choice(node: Node, ends: int) -> Block:
    """A form with points at both sides, as wide as a card, with the question in it. Lines end on its
    level sides, and at its points."""
    titles = _titles(node, Voice.SMALL_TITLE, CARD.width - 58)
    _, bottom = stacked(titles, 0, 0)
    height = max(44.0, round(bottom + 16, 1))
    width = max(CARD.width, height + 2 * FLAT + STEP * ends / 2)
    runs, _ = stacked(titles, width / 2, (height - bottom) / 2, Anchor.MIDDLE)
    return Block(Size(width, height), runs, ends=Size(max(0.0, width - height - 2 * FLAT), 0))


def _split(node: Node, direction: Direction, ends: int) -> Block:
    titles = _titles(node, Voice.SMALL_TITLE, CARD.width - 2 * SIDE, 2)
    if not titles:
        return _bar(direction, ends)
    _, bottom = stacked(titles, 0, 0)
    width = max(CARD.width, STEP * ends / 2 + 2 * SIDE)
    runs, _ = stacked(titles, width / 2, 7, Anchor.MIDDLE)
    height = round(bottom + 14, 1)
    return Block(Size(width, height), runs, ends=Size(width - 2 * SIDE, height - 2 * SIDE))


def _end(node: Node, ends: int) -> Block:
    """A pill with the sign of an end on its left; a circle where there is nothing to say."""
    icon = 24.0
    titles = _titles(node, Voice.SMALL_TITLE, CARD.width - icon - 24)
    if not titles:
        return _circle(ends)
    inner = pill(titles, 0, 0)
    height = max(36.0, inner.size.height + 14)
    width = min(CARD.width, inner.size.width + icon + 24)
    top = (height - inner.size.height) / 2
    runs = tuple(Run(run.text, icon + 10, round(run.y + top, 2), run.voice) for run in inner.runs)
    width = round(width, 1)
    return Block(Size(width, height), runs, ends=Size(width - height, 0))
