"""Blocks that run once for each entry of a field, folded into one card with a section of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from procflow.drawing.model import Drawing, Edge, Node, Relation, Section, Shape, Sign

_INSIDE = "each:"


def inside(block: str) -> str:
    """The section that holds the steps of a block."""
    return f"{_INSIDE}{block}"


def block_of(section: str) -> str | None:
    """The card whose steps a section holds; None for any other section."""
    return section.removeprefix(_INSIDE) if section.startswith(_INSIDE) else None


def fold_blocks(drawing: Drawing) -> Drawing:
    """Put the steps of every block that runs for each entry into a section of its own.

    Inner blocks go first, so that the card of one lies in the section of the block around it.
    """
    for node in reversed(drawing.nodes):
        if node.shape is Shape.SPLIT and Sign.EACH in node.signs:
            drawing = _folded(drawing, node)
    return drawing


def _folded(drawing: Drawing, split: Node) -> Drawing:
    join = _join(drawing, split)
    if join is None:
        return drawing
    section = Section(inside(split.id), split.title)
    steps = _between(drawing, split.id, join)
    begins, over = f"{split.id}:begins", f"{split.id}:over"
    lanes = {node.id: node.lane for node in drawing.nodes}
    nodes = [Node(begins, Shape.START, split.lane, section.id, ())]
    kept: list[Node] = []
    for node in drawing.nodes:
        if node.id in steps:
            nodes.append(replace(node, section=section.id))
        elif node.id == split.id:
            kept.append(replace(node, shape=Shape.CALL))
        elif node.id != join:
            kept.append(node)
    nodes.append(Node(over, Shape.FINISHED, lanes[join], section.id, ()))
    moves = {(split.id, True): begins, (join, False): over}
    edges = [_moved(edge, steps, moves, split.id, join) for edge in drawing.edges]
    return replace(drawing, nodes=(*kept, *nodes), edges=tuple(edges), sections=(*drawing.sections, section))


def _moved(
    edge: Edge, steps: frozenset[str], moves: Mapping[tuple[str, bool], str], split: str, join: str
) -> Edge:
    source, target = edge.source, edge.target
    if source == split and (target in steps or target == join):
        source = moves[split, True]
    elif source == join:
        source = split
    if target == join:
        target = moves[join, False]
    return replace(edge, source=source, target=target)


def _join(drawing: Drawing, split: Node) -> str | None:
    """The node at which the branches of a block meet: the join that belongs to the same step."""
    for node in drawing.nodes:
        if node.shape is Shape.JOIN and node.element == split.element and node.section == split.section:
            return node.id
    return None


def _between(drawing: Drawing, split: str, join: str) -> frozenset[str]:
    """The nodes that come after the split alone and before the join."""
    onward, backward = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for edge in drawing.edges:
        if edge.relation is not Relation.RAISES:
            onward[edge.source].append(edge.target)
            backward[edge.target].append(edge.source)
    inner = _reached(onward, [split], without=join) & _reached(backward, [join], without=split)
    begins = [node.id for node in drawing.nodes if node.shape in (Shape.START, Shape.EVENT)]
    around = _reached(onward, begins, without=split)
    return frozenset(inner - around - {split, join})


def _reached(ways: Mapping[str, list[str]], starts: Iterable[str], *, without: str) -> set[str]:
    found: set[str] = set()
    open_ = list(starts)
    while open_:
        node = open_.pop()
        if node not in found and node != without:
            found.add(node)
            open_.extend(ways[node])
    return found
