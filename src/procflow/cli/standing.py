"""Where a case stands, drawn in lines: what was passed, what is open, and what lies ahead."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from procflow.cli.output import coloured, visible

if TYPE_CHECKING:
    from procflow.drawing import Drawing, Language, Node
    from procflow.drawing.compose import Detail
    from procflow.engine import Record
    from procflow.program import Program

# By the names of tones: the sign, one for encodings that have no other, and its colour on a terminal.
_SIGNS: Mapping[str, tuple[str, str, str]] = {
    "done": ("✓", "+", "green"),
    "now": ("●", "*", "blue"),
    "late": ("!", "!", "red"),
    "held": ("‖", "=", "magenta"),
    "plain": ("○", ".", "bright_black"),
}
_OPEN = ("now", "late", "held")
# Where the flow only parts or meets, nobody does anything.
_PASSING = ("start", "join", "table", "dispute", "ruling", "finished")
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: how it stands by the name of its tone, how deep it lies, and its columns."""

    tone: str
    depth: int
    title: str
    who: str
    time: str
    count: str


def standing_text(record: "Record", now: datetime, lang: str) -> str:
    """Where a case stands at a moment, a line for each step, and what the signs mean; empty where nothing was
    done yet."""
    from procflow.drawing import Language

    language = Language(lang)
    found = tuple(lines(record, now, language))
    if not found:
        return ""
    return "\n".join((*_laid_out(found), _legend(found, language)))


def lines(record: "Record", now: datetime, language: "Language") -> Iterator[Line]:
    """What was passed and what is open, in reading order, and what the case comes to when all goes well."""
    from procflow.drawing.compose import Detail

    drawing, seats = (
        _marked(record, now, language, Detail.OVERVIEW),
        _marked(record, now, language, Detail.FULL),
    )
    coming = _ahead(drawing)
    for node in drawing.nodes:
        tone = node.mark.tone.value
        if node.shape in _PASSING or tone not in _SIGNS or (tone == "plain" and node.id not in coming):
            continue
        depth = _depth(record.program, node)
        share = node.mark.badge if tone == "plain" else _share(node, seats, language)
        who, time = node.mark.by or node.corner, node.mark.time or node.limit
        yield Line(tone, depth, _title(node, language), who, time, share)
        if node.shape == "review" and tone in _OPEN:
            yield from _answered(node, seats, depth + 1)


def _title(node: "Node", language: "Language") -> str:
    """A step by its title, a level with what it is: its title is that of a role."""
    from procflow.drawing.formats.words import say

    title = node.title[0] if node.title else ""
    if node.shape != "level":
        return title
    return f"{say('shape.level', language)}{'：' if language == 'zh' else ': '}{title}"


def _marked(record: "Record", now: datetime, language: "Language", detail: "Detail") -> "Drawing":
    from procflow.drawing.compose import Lanes, draw_process
    from procflow.drawing.marks import mark_case

    subject = (record.program, record.organization)
    drawing = draw_process(*subject, language=language, lanes=Lanes.NONE, detail=detail)
    return mark_case(drawing, *subject, record.envelopes, now=now)


def _ahead(drawing: "Drawing") -> frozenset[str]:
    """What the flow comes to from what is open: by the first way out of each step, at a choice by the one
    that is taken when no condition holds, and where it parts by all."""
    from procflow.drawing import Relation, Tone

    ways: dict[str, list[tuple[bool, str]]] = {node.id: [] for node in drawing.nodes}
    for edge in drawing.edges:
        if edge.relation is Relation.FLOW and edge.mark.tone is not Tone.GONE:
            ways[edge.source].append((edge.otherwise, edge.target))
    shapes = {node.id: node.shape for node in drawing.nodes}
    found: set[str] = set()
    waiting = [node.id for node in drawing.nodes if node.mark.tone in _OPEN]
    while waiting:
        name = waiting.pop()
        targets = [target for _, target in ways[name]]
        plain = [target for otherwise, target in ways[name] if otherwise] or targets
        for target in targets if shapes[name] == "split" else plain[:1]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)


def _depth(program: "Program", node: "Node") -> int:
    """How deep a step lies in branches and any-time events."""
    from procflow.program.inner_graphs import branch_of_graph, event_of_graph

    depth = 0
    graph = program.placed.get(node.element, "")
    while (branch := branch_of_graph(graph)) is not None:
        depth += 1
        graph = program.placed.get(branch[0], "")
    return depth + (event_of_graph(graph) is not None)


def _of_review(review: "Node", seats: "Drawing") -> Iterator["Node"]:
    return (node for node in seats.nodes if node.element.startswith(f"{review.element}/"))


def _share(node: "Node", seats: "Drawing", language: "Language") -> str:
    """The rounds of a step; of a review also how many of its seats have answered."""
    from procflow.drawing.marks.voice import say

    own = [seat.mark.tone.value for seat in _of_review(node, seats)] if node.shape == "review" else []
    total = sum(1 for tone in own if tone != "gone")
    if "/" in node.mark.badge or total < 2:
        return node.mark.badge
    done = say("badge.share", "zh" if language == "zh" else "en", done=own.count("done"), total=total)
    return f"{done} {node.mark.badge}".rstrip()


def _answered(review: "Node", seats: "Drawing", depth: int) -> Iterator[Line]:
    """The seats of an open review that have answered or are asked."""
    for seat in _of_review(review, seats):
        tone, mark = seat.mark.tone.value, seat.mark
        if tone == "done" or tone in _OPEN:
            yield Line(tone, depth, seat.title[0], mark.by, mark.time, mark.badge)


def _laid_out(found: tuple[Line, ...]) -> Iterator[str]:
    from procflow.reports.columns import columns, padded

    rows = [tuple(map(visible, (line.title, line.who, line.time, line.count))) for line in found]
    margins = ["  " * (line.depth + 1) for line in found]
    starts = [columns(margin + cells[0]) for margin, cells in zip(margins, rows, strict=True)]
    widths = [max(columns(cells[at]) for cells in rows) for at in range(4)]
    for line, margin, cells in zip(found, margins, rows, strict=True):
        title = padded(cells[0], max(starts) - columns(margin))
        more = (padded(cell, wide) for cell, wide in zip(cells[1:], widths[1:], strict=True))
        yield _GAP.join((f"{margin}{_sign(line.tone)} {title}", *more)).rstrip()


def _sign(tone: str) -> str:
    sign, plain, colour = _SIGNS[tone]
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        sign = plain
    return click.style(sign, fg=colour, bold=True) if coloured(sys.stdout) else sign


def _legend(found: Iterable[Line], language: "Language") -> str:
    from procflow.drawing.formats.words import say

    used = {line.tone for line in found}
    meant = (f"{_sign(tone)} {say(f'tone.{tone}', language)}" for tone in _SIGNS if tone in used)
    return f"  ({_GAP.join(meant)})"
