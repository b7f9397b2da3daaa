"""The legend: of everything that a picture uses, and of nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procflow.drawing.formats.svg import glyphs
from procflow.drawing.formats.svg.marks import on_border, tone_mark
from procflow.drawing.formats.svg.markup import element, escaped
from procflow.drawing.formats.svg.outlines import outline, ring
from procflow.drawing.formats.words import say
from procflow.drawing.layout import Point, Rect
from procflow.drawing.model import Drawing, Language, Relation, Shape, Sign, Tone
from procflow.drawing.sizing import SIZES, Voice
from procflow.drawing.text import width

_ROW = 30.0
_GAP = 26.0
_OVERLAY = frozenset({Tone.DONE, Tone.NOW, Tone.LATE, Tone.HELD, Tone.GONE})
_DIFFERENCE = frozenset({Tone.ADDED, Tone.REMOVED, Tone.CHANGED})
# Cards that a reader takes for what they are.
_SELF_EVIDENT = frozenset({Shape.TASK, Shape.SEAT, Shape.REVIEW})


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, as wide as said, around the height 0 and from the left, and what it means."""

    sample: str
    wide: float
    words: str


def entries(drawing: Drawing) -> tuple[Entry, ...]:
    """What the legend says: relations, forms, signs and tones, each in the order of its declaration."""
    language = drawing.language
    shapes = {node.shape for node in drawing.nodes}
    signs = {sign for node in drawing.nodes for sign in node.signs}
    return (
        *(_relation(relation, language) for relation in Relation if _used(drawing, relation)),
        *(_shape(shape, language) for shape in Shape if shape in shapes - _SELF_EVIDENT),
        *(_sign(sign, language) for sign in Sign if sign in signs),
        *_tones(drawing),
    )


def legend(drawing: Drawing, room: float) -> tuple[str, float]:
    """The legend in rows that fit into a width, and its height."""
    x, y = 0.0, _ROW / 2
    parts: list[str] = []
    for entry in entries(drawing):
        wide = entry.wide + 8 + width(entry.words, SIZES[Voice.LEGEND])
        if x and x + wide > room:
            x, y = 0.0, y + _ROW
        words = element("text", escaped(entry.words), class_=Voice.LEGEND.value, x=entry.wide + 8, y=4)
        parts.append(element("g", entry.sample, words, transform=f"translate({x:g} {y:g})"))
        x = round(x + wide + _GAP, 2)
    return element("g", *parts, class_="legend"), (y + _ROW / 2 if parts else 0.0)


def _used(drawing: Drawing, relation: Relation) -> bool:
    return any(edge.relation is relation for edge in drawing.edges)


def _relation(relation: Relation, language: Language) -> Entry:
    line = element("path", class_="line", d="M0 0H30")
    tip = element("path", class_="head", d="M38 0L29 -3.6L29 3.6Z")
    sample = element("g", line, tip, class_=f"edge r-{relation} t-plain")
    return Entry(sample, 38, say(f"relation.{relation}", language))


def _shape(shape: Shape, language: Language) -> Entry:
    box = _sample_box(shape)
    sign = glyphs.FORMS.get(shape, "")
    inner = glyphs.placed(sign, box.x + box.width / 2, 0, 0.8) if shape not in _BARS else ""
    sample = element("g", outline(shape, box), inner, class_=f"node s-{shape} t-plain")
    return Entry(sample, box.width, say(f"shape.{shape}", language))


_BARS = (Shape.SPLIT, Shape.JOIN)


def _sample_box(shape: Shape) -> Rect:
    match shape:
        case Shape.START | Shape.FINISHED:
            return Rect(0, -10, 20, 20)
        case Shape.CHOICE | Shape.TABLE | Shape.DISPUTE | Shape.RULING:
            return Rect(0, -12, 24, 24)
        case Shape.SPLIT:
            return Rect(0, -8, 30, 16)
        case Shape.JOIN:
            return Rect(0, -3, 30, 6)
        case _:
            return Rect(0, -10, 30, 20)


def _sign(sign: Sign, language: Language) -> Entry:
    sample = element("g", on_border(sign, Point(9, 0)), class_="node t-plain")
    return Entry(sample, 18, say(f"sign.{sign}", language))


def _tones(drawing: Drawing) -> Iterator[Entry]:
    nodes: set[Tone] = {node.mark.tone for node in drawing.nodes}
    used = nodes | {edge.mark.tone for edge in drawing.edges}
    shown = used & (_OVERLAY | _DIFFERENCE)
    if not shown:
        return
    language = drawing.language
    if Tone.PLAIN in nodes:
        name = "tone.plain" if used & _OVERLAY else "tone.plain-difference"
        yield Entry(_tone(Tone.PLAIN), 28, say(name, language))
    for tone in Tone:
        if tone in shown:
            yield Entry(_tone(tone), 28, say(f"tone.{tone}", language))


def _tone(tone: Tone) -> str:
    box = Rect(2, -9, 24, 18)
    around = ring(Shape.TASK, Rect(3, -8, 22, 16), tone) if tone in (Tone.NOW, Tone.LATE) else ""
    mark = element("g", tone_mark(tone, Point(0, 0)), transform="translate(24 -7) scale(.7)")
    return element("g", around, outline(Shape.TASK, box), mark, class_=f"node s-task t-{tone}")


def described(parts: Sequence[str]) -> str:
    """What a reader is told, in one sentence."""
    return " · ".join(part for part in parts if part)
