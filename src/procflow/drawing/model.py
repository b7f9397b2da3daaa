"""What a picture shows, before anything has a place: lanes, nodes, edges, and what a case says of them.

A drawing is made from a definition by :mod:`procflow.drawing.compose`, gets its marks from
:mod:`procflow.drawing.marks`, its sizes from :mod:`procflow.drawing.sizing`, its coordinates from
:mod:`procflow.drawing.layout`, and its bytes from :mod:`procflow.drawing.formats`. Its texts are final: in
the languages asked for, and plain text whatever they hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """The drawn forms of nodes."""

    START = "start"
    END = "end"
    TASK = "task"
    REVIEW = "review"  # a whole review with its seats folded
    SEAT = "seat"
    CHOICE = "choice"
    TABLE = "table"  # where a table says whether the flow goes on to a higher seat
    SPLIT = "split"
    JOIN = "join"
    NOTICE = "notice"
    WAIT = "wait"
    CALL = "call"
    SYSTEM = "system"
    MILESTONE = "milestone"
    EVENT = "event"  # where an any-time event begins
    FINISHED = "finished"  # where a branch or an any-time event is over
    DISPUTE = "dispute"  # where objections go to their topic
    LEVEL = "level"  # a level that rules
    RULING = "ruling"  # where rulings part
    DUTY = "duty"
    POWER = "power"
    ACCOUNTABILITY = "accountability"
    PROCEDURE = "procedure"


class Relation(StrEnum):
    """What an edge means. Edges share a line only with edges of the same relation to the same node."""

    FLOW = "flow"
    RETURN = "return"
    ESCALATION = "escalation"
    RULING = "ruling"
    RAISES = "raises"  # raises an any-time event, or opens a procedure


class Tone(StrEnum):
    """How a node or an edge stands out."""

    PLAIN = "plain"
    DONE = "done"
    NOW = "now"
    LATE = "late"  # open, and its deadline has passed
    HELD = "held"  # open, and resting while something else goes on
    GONE = "gone"  # cannot be reached any more
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Sign(StrEnum):
    """Small signs on the border of a card."""

    ESCALATES = "escalates"  # a bolt: something happens around the deadline
    PAPERS = "papers"  # papers must be attached
    EACH = "each"  # once for each entry of a field
    VOTE = "vote"
    PARALLEL = "parallel"  # its seats are asked together
    GROUP = "group"  # a body that decides together
    DISPUTED = "disputed"
    DEPUTY = "deputy"  # somebody acted for somebody else


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a node over its definition.

    ``time`` stands where the limit stood (``3.1／2 日 逾期``), ``by`` where the second title stood. ``badge``
    is a short text at the corner: a number of rounds, a count. ``before`` are the lines of a changed node as
    they were.
    """

    tone: Tone = Tone.PLAIN
    time: str = ""
    by: str = ""
    badge: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """What is said of an edge. ``weight`` widens its line, 0 being the usual width and 1 the widest."""

    tone: Tone = Tone.PLAIN
    badge: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what is known of a node: ``Deadline``, ``2 business days``."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A column (or row) of the picture: its id and its title, one line for each language."""

    id: str
    title: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the picture with a flow of its own, below the one before; the first has no title."""

    id: str
    title: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A card, a circle or a diamond.

    ``title`` holds one line for each language. ``corner`` is who does it, ``limit`` by when; ``rows`` are the
    lines of a folded review. ``basis`` names clauses and questions, ``facts`` is what a reader can ask for.
    ``element`` is the name of the step (or ``STEP/SEAT``) in the process file, empty where there is none.
    """

    id: str
    shape: Shape
    lane: str
    section: str
    title: tuple[str, ...]
    corner: str = ""
    limit: str = ""
    rows: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    basis: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    element: str = ""
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from node to node.

    ``trigger`` is the name of the outcome, answer or ruling that takes it; ``condition`` is the guard's text
    where it has one, and ``otherwise`` marks the way that is taken when no condition holds.
    """

    id: str
    source: str
    target: str
    relation: Relation
    label: str = ""
    trigger: str = ""
    condition: str = ""
    otherwise: bool = False
    mark: EdgeMark = field(default_factory=EdgeMark)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the definition, drawn beneath the picture: heads, and rows with as many cells."""

    id: str
    title: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: Mapping[int, Tone] = field(default_factory=dict)


class Language(StrEnum):
    """The languages of a picture's texts."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture: every lane, section and node that an edge or a node names is there, ids are unique.

    ``title`` and ``subtitle`` stand on top. Lanes stand in the order in which the organization declares what
    they are, nodes in reading order, sections one below the other.
    """

    title: str
    subtitle: str
    language: Language
    lanes: tuple[Lane, ...]
    sections: tuple[Section, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    grids: tuple[Grid, ...] = ()
