"""Pictures of procedures and cases: drawn from a definition, laid out, written in many formats."""

from procflow.drawing.model import (
    Drawing,
    Edge,
    EdgeMark,
    Fact,
    Grid,
    Lane,
    Language,
    Mark,
    Node,
    Relation,
    Section,
    Shape,
    Sign,
    Tone,
)

__all__ = [
    "Drawing",
    "Edge",
    "EdgeMark",
    "Fact",
    "Grid",
    "Lane",
    "Language",
    "Mark",
    "Node",
    "Relation",
    "Section",
    "Shape",
    "Sign",
    "Tone",
]
