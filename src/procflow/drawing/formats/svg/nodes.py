"""Nodes: their form, their texts and what is said of them."""

from collections.abc import Iterable, Mapping, Sequence

from procflow.drawing.formats.svg import glyphs
from procflow.drawing.formats.svg.marks import border_signs, corner_marks, strip
from procflow.drawing.formats.svg.markup import classes, element, escaped, titled
from procflow.drawing.formats.svg.outlines import outline, ring
from procflow.drawing.layout import Point, Rect
from procflow.drawing.model import Node, Shape, Tone
from procflow.drawing.sizing import Anchor, Block, Run
from procflow.drawing.theme import Theme

_OPEN = (Tone.NOW, Tone.LATE)


def node_group(
    node: Node, block: Block, box: Rect, theme: Theme, *, bolts: Sequence[Point], said: str
) -> str:
    """A node with everything on it; ``said`` is what a reader is told who cannot see it."""
    return element(
        "g",
        *node_parts(node, block, box, theme, bolts=bolts, said=said),
        class_=node_classes(node),
        data_node=node.id,
        data_element=node.element,
        tabindex="0",
        role="img",
        aria_label=said,
    )


def node_classes(node: Node) -> str:
    """What a node is and how it stands."""
    return classes(("node", f"s-{node.shape}", f"t-{node.mark.tone}"))


def node_parts(
    node: Node, block: Block, box: Rect, theme: Theme, *, bolts: Sequence[Point], said: str
) -> tuple[str, ...]:
    """What stands in the group of a node, from the ground up."""
    tone = node.mark.tone
    parts = [titled(said)]
    parts.append(outline(node.shape, box))
    flat = block.ends is None or (node.shape is Shape.END and block.runs)
    if theme.patterns and tone not in (Tone.PLAIN, Tone.GONE) and flat:
        parts.append(strip(node, box))
    parts.append(_icon(node, box))
    parts += [element("path", class_="rule", d=_across(box, rule)) for rule in block.rules]
    parts += [text(run.moved(box.x, box.y)) for run in block.runs]
    parts += border_signs(node, box, bolts)
    parts.append(corner_marks(node, box))
    return tuple(part for part in parts if part)


def rings(nodes: Iterable[Node], boxes: Mapping[str, Rect]) -> str:
    """The rings around nodes that are open, which lie below all lines so that no arrow ends beneath one."""
    found = ((node.id, ring_of(node, boxes[node.id])) for node in nodes)
    return "".join(element("g", drawn, data_ring=name) for name, drawn in found if drawn)


def ring_of(node: Node, box: Rect) -> str:
    """The ring around a node that is open; nothing around another."""
    return ring(node.shape, box, node.mark.tone) if node.mark.tone in _OPEN else ""


def text(run: Run) -> str:
    """A line of text in its place."""
    anchor = "" if run.anchor is Anchor.START else run.anchor.value
    return element("text", escaped(run.text), class_=run.voice.value, x=run.x, y=run.y, text_anchor=anchor)


def _across(box: Rect, y: float) -> str:
    return f"M{box.x + 10:g} {box.y + y:g}H{box.x + box.width - 10:g}"


def _icon(node: Node, box: Rect) -> str:
    """What the form is: in its middle where there is no text, else before the text."""
    sign = glyphs.FORMS.get(node.shape, "")
    middle = box.y + box.height / 2
    match node.shape:
        case Shape.START | Shape.FINISHED:
            return glyphs.placed(sign, box.x + box.width / 2, middle)
        case Shape.CHOICE | Shape.TABLE | Shape.DISPUTE | Shape.RULING:
            alone = box.width <= box.height
            return glyphs.placed(sign, box.x + box.width / 2 if alone else box.x + 19, middle)
        case Shape.END:
            alone = box.width <= box.height
            return glyphs.placed(sign, box.x + box.width / 2 if alone else box.x + 20, middle)
        case _:
            return glyphs.placed(sign, box.x + 17, box.y + 14) if sign else ""
