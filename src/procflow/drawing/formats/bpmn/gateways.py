"""A drawing made explicit for BPMN: with the gateways that stand for ways out of a card.

In BPMN an activity is left by one way, and what parts the ways is a gateway behind it; a thing that is done
once for each entry is a sub-process; no line crosses the border of one. A drawing leaves all of this to the
reader's eye. What is added here are nodes like others, so they get places like others and cover nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from procflow.drawing.formats.bpmn.blocks import fold_blocks
from procflow.drawing.formats.bpmn.kinds import in_time, parts_ways
from procflow.drawing.model import Drawing, Edge, Node, Relation, Shape


def with_gateways(drawing: Drawing) -> Drawing:
    """The drawing as BPMN needs it; to be laid out and written by :func:`write_bpmn`.

    Done again it changes nothing. A card with several outcomes is followed by a choice between them, a wait
    for several things by one event for each; a block for each entry of a field becomes a card, and its steps
    a section of their own; a line into another section ends in its own and is shown as a remark.
    """
    folded = fold_blocks(drawing)
    return _parted(_awaited(_bounded(folded)))


def _bounded(drawing: Drawing) -> Drawing:
    """End lines that lead into another section in their own."""
    sections = {node.id: node.section for node in drawing.nodes}
    known = {node.id: node for node in drawing.nodes}
    added: dict[str, list[Node]] = defaultdict(list)
    edges: list[Edge] = []
    for edge in drawing.edges:
        source = known[edge.source]
        inside = sections[edge.source] == sections[edge.target]
        if inside or edge.relation is Relation.RAISES or source.shape is Shape.EVENT:
            edges.append(edge if inside else replace(edge, relation=Relation.RAISES))
            continue
        out = Node(f"{edge.id}:out", Shape.FINISHED, source.lane, source.section, known[edge.target].title)
        added[source.id].append(out)
        onward = Relation.FLOW if edge.relation is Relation.RETURN else edge.relation
        edges.append(replace(edge, target=out.id, relation=onward))
        edges.append(Edge(f"{edge.id}:to", out.id, edge.target, Relation.RAISES))
    return _with(drawing, added, edges)


def _awaited(drawing: Drawing) -> Drawing:
    """An event for each thing that a wait of several waits for."""
    known = {node.id: node for node in drawing.nodes}
    ways = ways_out(drawing.edges)
    added: dict[str, list[Node]] = defaultdict(list)
    edges: list[Edge] = []
    for edge in drawing.edges:
        node = known[edge.source]
        several = node.shape is Shape.WAIT and edge.relation is not Relation.RAISES and len(ways[node.id]) > 1
        if not several or known[edge.target].id == _caught(edge):
            edges.append(edge)
            continue
        caught = Node(_caught(edge), Shape.WAIT, node.lane, node.section, (edge.label,) if edge.label else ())
        added[node.id].append(caught)
        first = Edge(f"{edge.id}:way", node.id, caught.id, Relation.FLOW, trigger=edge.trigger)
        edges.extend((first, replace(edge, source=caught.id, label="")))
    return _with(drawing, added, edges)


def _caught(edge: Edge) -> str:
    return f"{edge.id.removesuffix(':way')}:caught"


def _parted(drawing: Drawing) -> Drawing:
    """A choice behind each node that several ways lead out of and that does not part them itself."""
    ways = ways_out(drawing.edges)
    added: dict[str, list[Node]] = {}
    chosen: dict[str, str] = {}
    edges: list[Edge] = []
    for node in drawing.nodes:
        if parts_ways(node, len(ways[node.id])) or sum(not in_time(node, way) for way in ways[node.id]) < 2:
            continue
        choice = Node(f"{node.id}:ways", Shape.CHOICE, node.lane, node.section, ())
        added[node.id] = [choice]
        chosen[node.id] = choice.id
        edges.append(Edge(f"{node.id}:done", node.id, choice.id, Relation.FLOW))
    known = {node.id: node for node in drawing.nodes}
    for edge in drawing.edges:
        stays = edge.relation is Relation.RAISES or in_time(known[edge.source], edge)
        source = edge.source if stays else chosen.get(edge.source, edge.source)
        edges.append(replace(edge, source=source))
    return _with(drawing, added, edges)


def ways_out(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """The lines that the flow takes out of each node, in their order."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.relation is not Relation.RAISES:
            found[edge.source].append(edge)
    return found


def _with(drawing: Drawing, added: dict[str, list[Node]], edges: list[Edge]) -> Drawing:
    nodes = tuple(each for node in drawing.nodes for each in (node, *added.get(node.id, ())))
    return replace(drawing, nodes=nodes, edges=tuple(edges))
