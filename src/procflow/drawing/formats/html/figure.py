"""A picture inside a page of somebody else's: its cards are links to what the page says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procflow.drawing.formats.html.colours import two_themes
from procflow.drawing.formats.html.scene import legend
from procflow.drawing.formats.svg.edges import draw_edges
from procflow.drawing.formats.svg.frame import lanes, sections
from procflow.drawing.formats.svg.markup import element
from procflow.drawing.formats.svg.nodes import node_classes, node_parts
from procflow.drawing.formats.svg.whole import spoken
from procflow.drawing.layout import Point
from procflow.drawing.model import Node
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain
from procflow.drawing.theme import LIGHT

_MARGIN = 12.0
_LONG = 3.0  # what is higher goes over several sheets
_A4_LONG, _A4_ACROSS = 1500.0, 1060.0  # pixels at which texts are 7 points high on the sheet


@dataclass(frozen=True, slots=True)
class Figure:
    """Markup for a page in which every text is escaped: the picture and its legend, and how large the picture
    is in pixels. The page has to bring :func:`figure_style`."""

    picture: str
    legend: str
    width: float
    height: float

    @property
    def paper(self) -> str:
        """The sheet that it is printed on, upright or not: A3 where it would be too small to read on A4, and
        several of them where it would be too small on one."""
        if self.height > _LONG * self.width:
            return "a3-long"
        long, across = max(self.width, self.height), min(self.width, self.height)
        sheet = "a3" if long > _A4_LONG or across > _A4_ACROSS else "a4"
        return f"{sheet}-{'wide' if self.width > self.height else 'tall'}"


def figure(picture: Picture, links: Mapping[str, str]) -> Figure:
    """The flow of a picture, without its title and its tables; ``links`` says by the element of a card where
    it leads. A card without a link cannot be reached by keyboard: there is nothing behind it."""
    size, drawing = picture.layout.size, picture.drawing
    width, height = round(size.width + 2 * _MARGIN, 1), round(size.height + 2 * _MARGIN, 1)
    drawn = draw_edges(picture)
    cards = "".join(_card(picture, node, links, drawn.bolted.get(node.id, ())) for node in drawing.nodes)
    # What stands on lines is said in the page itself, way by way.
    unsaid = "".join(
        element("g", part, class_=name, aria_hidden="true")
        for name, part in (("edges", drawn.lines), ("labels", drawn.pills), ("bolts", drawn.bolts))
    )
    whole = element(
        "svg",
        element("rect", class_="ground", width=width, height=height),
        element(
            "g",
            lanes(picture),
            sections(picture),
            unsaid,
            element("g", cards, class_="nodes"),
            transform=f"translate({_MARGIN:g} {_MARGIN:g})",
        ),
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        class_="procflow",
        role="graphics-document",
        tabindex="-1",  # or Chromium stops at it before the first card
        aria_label=plain(drawing.title),
    )
    return Figure(whole, legend(drawing), width, height)


def figure_style() -> str:
    """The rules of all figures, for light and dark; on paper they are light."""
    return two_themes(None)


def _card(picture: Picture, node: Node, links: Mapping[str, str], bolts: Sequence[Point]) -> str:
    said = spoken(node)
    parts = node_parts(
        node, picture.sized.nodes[node.id], picture.layout.boxes[node.id], LIGHT, bolts=bolts, said=said
    )
    leads = links.get(node.element, "")
    if leads:
        return element("a", *parts, href=leads, class_=node_classes(node), data_node=node.id)
    return element("g", *parts, class_=node_classes(node), data_node=node.id, role="img", aria_label=said)
