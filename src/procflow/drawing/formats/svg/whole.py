"""A whole picture as SVG."""

from procflow.drawing.formats.svg.edges import draw_edges
from procflow.drawing.formats.svg.frame import headline, lanes, sections
from procflow.drawing.formats.svg.grids import grids
from procflow.drawing.formats.svg.legend import described, legend
from procflow.drawing.formats.svg.markup import element, escaped
from procflow.drawing.formats.svg.nodes import node_group, rings
from procflow.drawing.formats.svg.patterns import patterns
from procflow.drawing.formats.svg.style import style_sheet
from procflow.drawing.formats.words import langs
from procflow.drawing.model import Node
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain
from procflow.drawing.theme import LIGHT, Theme

MARGIN = 20.0
_NARROWEST = 480.0
_TAGS = {"zh": "zh-Hant", "en": "en"}


def svg(picture: Picture, theme: Theme = LIGHT, *, family: str | None = None, bold: bool = True) -> bytes:
    """The picture as SVG in UTF-8, the same bytes for the same picture.

    Nodes carry ``data-node`` and ``data-element``, edges ``data-edge``, ``data-source``, ``data-target`` and
    ``data-trigger``; ``s-…`` classes say the shape, ``r-…`` the relation, ``t-…`` the tone. ``family`` names
    a family of fonts to be asked for before all others, ``bold`` says whether it has a bold face.
    """
    drawing, layout = picture.drawing, picture.layout
    room = max(layout.size.width, _NARROWEST)
    top, top_height = headline(drawing.title, drawing.subtitle, room)
    flow_at = MARGIN + top_height + (14 if top_height else 0)
    tables, tables_size = grids(drawing.grids, room)
    tables_at = flow_at + layout.size.height + (28 if tables else 0)
    below, below_height = legend(drawing, room)
    below_at = tables_at + tables_size.height + 16
    width = round(max(room, tables_size.width) + 2 * MARGIN, 1)
    height = round(below_at + below_height + MARGIN - 6, 1)
    body = (
        element("title", escaped(plain(drawing.title))),
        element("desc", escaped(plain(drawing.subtitle))) if drawing.subtitle else "",
        element("style", style_sheet(theme, family, bold=bold)),
        patterns(drawing) if theme.patterns else "",
        element("rect", class_="ground", width=width, height=height),
        _at(top, MARGIN),
        _at(flow(picture, theme), flow_at),
        _at(tables, tables_at),
        _at(below, below_at),
    )
    whole = element(
        "svg",
        "\n".join(part for part in body if part),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        class_=f"procflow theme-{theme.name}",
        lang=_TAGS[langs(drawing.language)[0]],
        role="graphics-document",
        aria_label=plain(drawing.title),
    )
    return (whole + "\n").encode()


def flow(picture: Picture, theme: Theme) -> str:
    """The lanes with their nodes and edges, in the coordinates of the layout."""
    drawn = draw_edges(picture)
    boxes, blocks = picture.layout.boxes, picture.sized.nodes
    cards = "\n".join(
        node_group(
            node,
            blocks[node.id],
            boxes[node.id],
            theme,
            bolts=drawn.bolted.get(node.id, ()),
            said=spoken(node),
        )
        for node in picture.drawing.nodes
    )
    return "\n".join(
        (
            lanes(picture),
            sections(picture),
            element("g", rings(picture.drawing.nodes, boxes), class_="rings"),
            element("g", drawn.lines, class_="edges"),
            element("g", cards, class_="nodes"),
            element("g", drawn.pills, class_="labels"),
            element("g", drawn.bolts, class_="bolts"),
        )
    )


def spoken(node: Node) -> str:
    """A node as it is read out: its title, who does it and by when, and the clauses that it rests on."""
    mark = node.mark
    parts = (" ".join(node.title), node.corner, mark.time or node.limit, mark.by, mark.badge)
    return described([plain(part) for part in (*parts, ", ".join(node.basis))])


def _at(inside: str, y: float) -> str:
    return element("g", inside, transform=f"translate({MARGIN:g} {y:g})") if inside else ""
