"""The boxes of a picture for BPMN: events and gateways have sizes of their own, with titles beside them."""

from dataclasses import replace

from procflow.drawing.formats.bpmn.gateways import ways_out, with_gateways
from procflow.drawing.formats.bpmn.places import CIRCLE, DIAMOND, is_diamond, is_round
from procflow.drawing.layout import Box, Direction, Size, layout
from procflow.drawing.model import Drawing, Node, Shape, Sign
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import sized

_BESIDE = 74.0
"""The room on each side of an event or a gateway, so that its title has it on the right."""

_TALL = 56.0

_RIM = 10.0
"""How much of a circle or a diamond takes no line: its outermost points on both sides."""

_MARKS = 20.0
"""The room at the foot of a card for the signs that tools draw there, of what is done once for each entry."""


def bpmn_picture(drawing: Drawing, direction: Direction = Direction.DOWN) -> Picture:
    """A drawing made explicit (:func:`with_gateways`), sized and laid out to be written as BPMN."""
    explicit = with_gateways(drawing)
    known = sized(explicit, direction)
    ways = ways_out(explicit.edges)
    nodes = {node.id: node for node in explicit.nodes}
    own = {node.id: _size(node, len(ways[node.id])) for node in explicit.nodes}
    signed = {node.id for node in explicit.nodes if Sign.EACH in node.signs}
    boxes: list[Box] = []
    for box in known.plan.boxes:
        size = own[box.id]
        if size is not None:
            shape = DIAMOND if is_diamond(nodes[box.id], len(ways[box.id])) else CIRCLE
            boxes.append(replace(box, size=size, ends=Size(shape - _RIM, shape - _RIM)))
        else:
            more = _MARKS if box.id in signed else 0
            boxes.append(replace(box, size=Size(box.size.width, box.size.height + more)))
    plan = replace(known.plan, boxes=tuple(boxes))
    return Picture(explicit, replace(known, plan=plan), layout(plan))


def _size(node: Node, ways: int) -> Size | None:
    """The box of an event or a gateway; None for what keeps the card that it has."""
    if is_diamond(node, ways):
        side = DIAMOND
    elif is_round(node, ways) and not (node.shape is Shape.EVENT and ways == 0):
        side = CIRCLE
    else:
        return None
    return Size(side + 2 * _BESIDE, _TALL) if node.title else Size(side, side)
