"""The picture inside the page, its parts numbered, and the legend below it."""

from collections.abc import Iterable

from procflow.drawing.formats.html.escaping import words
from procflow.drawing.formats.html.stage import Stage, State
from procflow.drawing.formats.svg.edges import standing
from procflow.drawing.formats.svg.frame import lanes, sections
from procflow.drawing.formats.svg.grids import extent
from procflow.drawing.formats.svg.legend import entries
from procflow.drawing.formats.svg.markup import element
from procflow.drawing.model import Drawing
from procflow.drawing.text import plain

_MARGIN = 20.0
_GAP = 28.0


def scene(stage: Stage, drawing: Drawing) -> str:
    """A drawing on a stage, with its tables beneath it."""
    size, tables = stage.picture.layout.size, extent(stage.tables)
    tables_at = size.height + (_GAP if stage.tables else 0.0)
    width = round(max(size.width, tables.width) + 2 * _MARGIN, 1)
    height = round(tables_at + tables.height + 2 * _MARGIN, 1)
    flow = (
        lanes(stage.picture),
        sections(stage.picture),
        element("g", *_rings(stage, drawing), class_="rings"),
        element("g", *_lines(stage, drawing), class_="edges"),
        element("g", *_nodes(stage, drawing), class_="nodes"),
        element("g", *_labels(stage, drawing), class_="labels"),
        element("g", *_bolts(stage, drawing), class_="bolts"),
    )
    return element(
        "svg",
        element("rect", class_="ground", width=width, height=height),
        element("g", *flow, transform=f"translate({_MARGIN:g} {_MARGIN:g})"),
        element(
            "g",
            *_tables(stage, drawing),
            class_="grids",
            transform=f"translate({_MARGIN:g} {tables_at + _MARGIN:g})",
        ),
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        class_="procflow",
        role="graphics-document",
        tabindex="-1",  # or Chromium stops at it between the view and the first card
        aria_label=plain(drawing.title),
    )


def _group(number: int, state: State, **attributes: str) -> str:
    return element("g", *state[1:], class_=state[0], data_k=str(number), **attributes)


def _nodes(stage: Stage, drawing: Drawing) -> Iterable[str]:
    for node in drawing.nodes:
        yield _group(
            stage.numbers[node.id],
            stage.node(node),
            data_node=node.id,
            data_element=node.element,
            tabindex="0",
            role="button",
            aria_haspopup="dialog",
        )


def _rings(stage: Stage, drawing: Drawing) -> Iterable[str]:
    for node in drawing.nodes:
        yield _group(stage.numbers["ring", node.id], stage.ring(node))


def _lines(stage: Stage, drawing: Drawing) -> Iterable[str]:
    """The lines, what stands out above what does not."""
    edges = {edge.id: edge for edge in drawing.edges}
    drawn = dict(pair for net in stage.nets.values() for pair in stage.lines([edges[name] for name in net]))
    for edge in sorted(drawing.edges, key=standing)[::-1]:
        yield _group(
            stage.numbers["line", edge.id],
            drawn[edge.id],
            data_edge=edge.id,
            data_source=edge.source,
            data_target=edge.target,
            data_trigger=edge.trigger,
        )


def _labels(stage: Stage, drawing: Drawing) -> Iterable[str]:
    for edge in drawing.edges:
        yield _group(stage.numbers["pill", edge.id], stage.pill(edge), data_label=edge.id)


def _bolts(stage: Stage, drawing: Drawing) -> Iterable[str]:
    edges = {edge.id: edge for edge in drawing.edges}
    for at, names in stage.bolts.items():
        yield _group(stage.numbers["bolt", at], stage.bolt(at, [edges[name] for name in names]))


def _tables(stage: Stage, drawing: Drawing) -> Iterable[str]:
    for placed, grid in zip(stage.tables, drawing.grids, strict=True):
        number = stage.numbers["table", grid.id]
        yield _group(number, stage.table(grid), transform=f"translate({placed.x:g} {placed.y:g})")


def legend(drawing: Drawing) -> str:
    """What the forms, lines and colours of a drawing mean, as a list that breaks where it has to."""
    items = []
    for entry in entries(drawing):
        wide = entry.wide + 8
        sample = element(
            "svg",
            entry.sample,
            width=wide,
            height=30.0,
            viewBox=f"-4 -15 {wide:g} 30",
            class_="procflow",
            aria_hidden="true",
        )
        items.append(f"<li>{sample}<span>{words(entry.words)}</span></li>")
    return f'<ul class="ui-legend">{"".join(items)}</ul>' if items else ""
