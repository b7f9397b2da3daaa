"""What stands on a card in formats that draw text by themselves: lines, the same ones as in the picture."""

from procflow.drawing.layout import Direction
from procflow.drawing.model import Edge, Node
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain


def card_lines(node: Node) -> tuple[str, ...]:
    """Who and by when, the title, the rows of a folded review, and the clauses; on a case what its marks
    say."""
    mark = node.mark
    head = " · ".join(part for part in (node.corner, mark.time or node.limit, mark.badge) if part)
    title = (*node.title[:1], mark.by) if mark.by else node.title
    basis = f"({', '.join(node.basis)})" if node.basis else ""
    found = (head, *title, *mark.before, *node.rows, basis)
    return tuple(line for line in map(plain, found) if line)


def edge_lines(edge: Edge) -> tuple[str, ...]:
    """The label of a line, and what is counted on it."""
    return tuple(line for line in map(plain, (edge.label, edge.mark.badge)) if line)


def runs_down(picture: Picture) -> bool:
    """Whether the flow runs down the page."""
    return picture.sized.plan.direction is Direction.DOWN


def groups(picture: Picture) -> list[tuple[str, tuple[str, ...], list[Node]]]:
    """The nodes in groups, each with an id and a title: by lane in the first section, by section in others.

    A group without nodes is left out.
    """
    drawing = picture.drawing
    first = drawing.sections[0].id
    found = [
        (f"lane {lane.id}", lane.title, [n for n in drawing.nodes if (n.section, n.lane) == (first, lane.id)])
        for lane in drawing.lanes
    ]
    found += [
        (f"section {section.id}", section.title, [n for n in drawing.nodes if n.section == section.id])
        for section in drawing.sections[1:]
    ]
    return [group for group in found if group[2]]
