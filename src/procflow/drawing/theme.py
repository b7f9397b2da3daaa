"""The colours of pictures: light, dark, and print, which is black on white with patterns for colours.

Whatever is read, text and lines alike, has a contrast of at least 5:1 to all that it can stand on. What is
dimmed is dimmed by a colour of its own, since opacity would fall below that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from procflow.drawing.model import Relation, Shape, Tone


class ThemeName(StrEnum):
    """The themes there are."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Paint:
    """What a box is filled with, its line, and the text that says the same."""

    fill: str
    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours, each ``#RRGGBB``. ``patterns`` says that tones are told apart without colours."""

    name: ThemeName
    ground: str
    band: str
    head: str
    hair: str
    ink: str
    muted: str
    card: Paint
    ring: str
    forms: Mapping[Shape, Paint]
    relations: Mapping[Relation, str]
    tones: Mapping[Tone, Paint]
    patterns: bool = False

    @property
    def grounds(self) -> tuple[str, ...]:
        """Everything that text and lines can stand on."""
        fills = (paint.fill for paint in (self.card, *self.forms.values(), *self.tones.values()))
        return tuple(dict.fromkeys((self.ground, self.band, self.head, *fills)))


LIGHT = Theme(
    name=ThemeName.LIGHT,
    ground="#FFFFFF",
    band="#F6F8FB",
    head="#EFF3F9",
    hair="#D5DCE8",
    ink="#0F172A",
    muted="#475467",
    card=Paint("#FFFFFF", "#56657F", "#0F172A"),
    ring="#BFD0FD",
    forms={
        Shape.START: Paint("#E7F6F0", "#0B7055", "#0A5F49"),
        Shape.END: Paint("#F1F4F9", "#0F172A", "#0F172A"),
        Shape.FINISHED: Paint("#F1F4F9", "#0F172A", "#0F172A"),
        Shape.CHOICE: Paint("#FFF6DB", "#855700", "#0F172A"),
        Shape.TABLE: Paint("#FFF6DB", "#855700", "#0F172A"),
        Shape.SPLIT: Paint("#3F4C5F", "#3F4C5F", "#FFFFFF"),
        Shape.JOIN: Paint("#3F4C5F", "#3F4C5F", "#FFFFFF"),
        Shape.NOTICE: Paint("#F3F8FF", "#2C5E93", "#0F172A"),
        Shape.WAIT: Paint("#FAFAF5", "#5F6140", "#0F172A"),
        Shape.SYSTEM: Paint("#F1F4F9", "#4A5A73", "#0F172A"),
        Shape.MILESTONE: Paint("#E6F6F4", "#0B655D", "#0F172A"),
        Shape.EVENT: Paint("#FDF1F7", "#A01A5B", "#0F172A"),
        Shape.DISPUTE: Paint("#FFF1E7", "#AD3E0D", "#0F172A"),
        Shape.LEVEL: Paint("#FFF4EC", "#AD3E0D", "#0F172A"),
        Shape.RULING: Paint("#F4EFFE", "#6D28D9", "#0F172A"),
        Shape.DUTY: Paint("#F3F8FF", "#2C5E93", "#0F172A"),
        Shape.POWER: Paint("#F6F2FE", "#6D28D9", "#0F172A"),
        Shape.ACCOUNTABILITY: Paint("#FAFAF5", "#5F6140", "#0F172A"),
    },
    relations={
        Relation.FLOW: "#3F4C5F",
        Relation.RETURN: "#17607E",
        Relation.ESCALATION: "#AD3E0D",
        Relation.RULING: "#6D28D9",
        Relation.RAISES: "#A01A5B",
    },
    tones={
        Tone.DONE: Paint("#E7F6F0", "#0B7055", "#0A5F49"),
        Tone.NOW: Paint("#E9EFFF", "#1D4ED8", "#1D4ED8"),
        Tone.LATE: Paint("#FDEDEB", "#B42318", "#A61B11"),
        Tone.HELD: Paint("#F3F1FA", "#57498A", "#57498A"),
        Tone.GONE: Paint("#FBFCFD", "#5E6775", "#5E6775"),
        Tone.ADDED: Paint("#E8F7EC", "#176B32", "#176B32"),
        Tone.REMOVED: Paint("#FFEEEC", "#B3202A", "#A31B25"),
        Tone.CHANGED: Paint("#FFF4D9", "#855700", "#7A5000"),
    },
)

DARK = Theme(
    name=ThemeName.DARK,
    ground="#0E1420",
    band="#131B29",
    head="#182233",
    hair="#2B374C",
    ink="#F1F5FB",
    muted="#B3BFD1",
    card=Paint("#1A2435", "#9AABC4", "#F1F5FB"),
    ring="#274690",
    forms={
        Shape.START: Paint("#12342D", "#4FD1A7", "#7FE3C3"),
        Shape.END: Paint("#222D40", "#E6ECF5", "#F1F5FB"),
        Shape.FINISHED: Paint("#222D40", "#E6ECF5", "#F1F5FB"),
        Shape.CHOICE: Paint("#382C10", "#F2C14E", "#FBF3DC"),
        Shape.TABLE: Paint("#382C10", "#F2C14E", "#FBF3DC"),
        Shape.SPLIT: Paint("#B9C6D8", "#B9C6D8", "#0E1420"),
        Shape.JOIN: Paint("#B9C6D8", "#B9C6D8", "#0E1420"),
        Shape.NOTICE: Paint("#152A43", "#8FBDF0", "#F1F5FB"),
        Shape.WAIT: Paint("#26281E", "#C5C89B", "#F1F5FB"),
        Shape.SYSTEM: Paint("#222D40", "#A9B9D1", "#F1F5FB"),
        Shape.MILESTONE: Paint("#0F3330", "#5CD6C8", "#F1F5FB"),
        Shape.EVENT: Paint("#3A1A2C", "#F59AC6", "#F1F5FB"),
        Shape.DISPUTE: Paint("#3B2114", "#FFA574", "#F1F5FB"),
        Shape.LEVEL: Paint("#35201A", "#FFA574", "#F1F5FB"),
        Shape.RULING: Paint("#2A1F47", "#C4A8FF", "#F1F5FB"),
        Shape.DUTY: Paint("#152A43", "#8FBDF0", "#F1F5FB"),
        Shape.POWER: Paint("#2A1F47", "#C4A8FF", "#F1F5FB"),
        Shape.ACCOUNTABILITY: Paint("#26281E", "#C5C89B", "#F1F5FB"),
    },
    relations={
        Relation.FLOW: "#B9C6D8",
        Relation.RETURN: "#7CC7E6",
        Relation.ESCALATION: "#FFA574",
        Relation.RULING: "#C4A8FF",
        Relation.RAISES: "#F59AC6",
    },
    tones={
        Tone.DONE: Paint("#12342D", "#4FD1A7", "#7FE3C3"),
        Tone.NOW: Paint("#1A2B5C", "#93B4FF", "#B5CBFF"),
        Tone.LATE: Paint("#421B1B", "#FF9B93", "#FFB3AC"),
        Tone.HELD: Paint("#2A2745", "#B9AEEB", "#CBC2F3"),
        Tone.GONE: Paint("#141C2A", "#98A3B5", "#98A3B5"),
        Tone.ADDED: Paint("#12351F", "#6FD98F", "#93E6AC"),
        Tone.REMOVED: Paint("#421B20", "#FF9BA3", "#FFB3B9"),
        Tone.CHANGED: Paint("#3A2D0D", "#F2C14E", "#F7D583"),
    },
)

_BLACK = Paint("#FFFFFF", "#000000", "#000000")

PRINT = Theme(
    name=ThemeName.PRINT,
    ground="#FFFFFF",
    band="#FFFFFF",
    head="#FFFFFF",
    hair="#8A8A8A",
    ink="#000000",
    muted="#333333",
    card=_BLACK,
    ring="#BBBBBB",
    forms={
        Shape.SPLIT: Paint("#000000", "#000000", "#FFFFFF"),
        Shape.JOIN: Paint("#000000", "#000000", "#FFFFFF"),
    },
    relations=dict.fromkeys(Relation, "#000000"),
    tones={
        **{tone: _BLACK for tone in Tone if tone is not Tone.PLAIN},
        Tone.GONE: Paint("#FFFFFF", "#666666", "#5E5E5E"),
    },
    patterns=True,
)

THEMES: Mapping[ThemeName, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
