"""Texts with their places inside a box, which every format draws as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from procflow.drawing import text
from procflow.drawing.layout import Size


class Voice(StrEnum):
    """What a text is; its size, its weight and its colour follow."""

    HEADING = "heading"  # the picture's title
    SUBTITLE = "subtitle"
    LANE = "lane"
    LANE_SECOND = "lane-second"
    SECTION = "section"
    CORNER = "corner"
    LIMIT = "limit"
    TITLE = "title"
    SMALL_TITLE = "small-title"  # in forms that are narrower than a card
    SECOND = "second"
    ROW = "row"
    BEFORE = "before"  # as it was
    LABEL = "label"
    BADGE = "badge"
    CELL = "cell"
    CELL_HEAD = "cell-head"
    LEGEND = "legend-text"


SIZES: dict[Voice, float] = {
    Voice.HEADING: 20,
    Voice.SUBTITLE: 12,
    Voice.LANE: 13,
    Voice.LANE_SECOND: 10.5,
    Voice.SECTION: 13,
    Voice.CORNER: 10,
    Voice.LIMIT: 10,
    Voice.TITLE: 14,
    Voice.SMALL_TITLE: 12,
    Voice.SECOND: 9.5,
    Voice.ROW: 10,
    Voice.BEFORE: 9.5,
    Voice.LABEL: 10.5,
    Voice.BADGE: 9.5,
    Voice.CELL: 10.5,
    Voice.CELL_HEAD: 10.5,
    Voice.LEGEND: 11,
}
"""Sizes in pixels."""

LEADS: dict[Voice, float] = {voice: round(size * 1.32, 1) for voice, size in SIZES.items()}
"""From line to line, in pixels."""

BOLD = frozenset(
    {
        Voice.HEADING,
        Voice.LANE,
        Voice.SECTION,
        Voice.TITLE,
        Voice.SMALL_TITLE,
        Voice.BADGE,
        Voice.CELL_HEAD,
    }
)


class Anchor(StrEnum):
    """Which end of a line stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text. ``x`` and ``y`` are where its anchor stands on its base line, from its box's upper
    left corner."""

    text: str
    x: float
    y: float
    voice: Voice
    anchor: Anchor = Anchor.START

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return wide(self.text, self.voice)

    def moved(self, x: float, y: float) -> "Run":
        """The same, so much to the right and down."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(frozen=True, slots=True)
class Block:
    """A box with its texts. ``rules`` are the heights of lines across it; ``ends`` is on how much of its
    sides edges end (:class:`~procflow.drawing.layout.Box`), None for a card."""

    size: Size
    runs: tuple[Run, ...]
    rules: tuple[float, ...] = ()
    ends: Size | None = None


def wide(words: str, voice: Voice) -> float:
    """The width of a line in a voice, in pixels."""
    return text.width(words, SIZES[voice], bold=voice in BOLD)


def wrapped(words: str, voice: Voice, room: float, lines: int = 3) -> tuple[str, ...]:
    """A text in lines of a voice that fit into a width."""
    even = voice is not Voice.ROW
    return text.wrap(words, SIZES[voice], room, lines, bold=voice in BOLD, even=even)


def shortened(words: str, voice: Voice, room: float) -> str:
    """As much of a text as fits into a width."""
    return text.cut(text.plain(words), SIZES[voice], room, bold=voice in BOLD)


def stacked(
    lines: Iterable[tuple[str, Voice]], x: float, top: float, anchor: Anchor = Anchor.START
) -> tuple[tuple[Run, ...], float]:
    """Lines one below the other from a height on, and the height at which they are over."""
    runs: list[Run] = []
    y = top
    for words, voice in lines:
        lead = LEADS[voice]
        runs.append(Run(words, x, round(y + lead / 2 + SIZES[voice] * 0.36, 2), voice, anchor))
        y += lead
    return tuple(runs), y


def pill(lines: Iterable[tuple[str, Voice]], side: float = 8, above: float = 3) -> Block:
    """Lines in the middle of a box that is just large enough for them."""
    held = tuple(lines)
    inner = max((wide(words, voice) for words, voice in held), default=0)
    width = round(inner + 2 * side, 1)
    runs, bottom = stacked(held, width / 2, above, Anchor.MIDDLE)
    return Block(Size(width, round(bottom + above, 1)), runs)
