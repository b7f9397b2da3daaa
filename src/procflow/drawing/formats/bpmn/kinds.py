"""What a node or a line of a drawing is in BPMN."""

from procflow.drawing.model import Edge, Node, Relation, Shape

ACTIVITIES = {
    Shape.TASK: "userTask",
    Shape.REVIEW: "userTask",
    Shape.SEAT: "userTask",
    Shape.LEVEL: "userTask",
    Shape.NOTICE: "sendTask",
    Shape.SYSTEM: "serviceTask",
    Shape.CALL: "callActivity",
    Shape.DUTY: "task",
    Shape.POWER: "task",
    Shape.ACCOUNTABILITY: "task",
    Shape.PROCEDURE: "callActivity",
}
"""The elements of what is done."""

CHOICES = frozenset({Shape.CHOICE, Shape.TABLE, Shape.DISPUTE, Shape.RULING})
"""What one way is taken out of."""

ENDS = frozenset({Shape.END, Shape.FINISHED})

UNANSWERED = frozenset({Shape.MILESTONE, Shape.NOTICE, Shape.SYSTEM})
"""What goes on by itself."""

_CLOCK = "escalation:"


def parts_ways(node: Node, ways: int) -> bool:
    """Whether several ways may lead out of a node as it is."""
    return node.shape in CHOICES or node.shape is Shape.SPLIT or (node.shape is Shape.WAIT and ways > 1)


def by_clock(edge: Edge) -> bool:
    """Whether a line is taken when a deadline says so."""
    return edge.relation is Relation.ESCALATION and edge.trigger.startswith(_CLOCK)


def in_time(node: Node, edge: Edge) -> bool:
    """Whether a line leaves an activity by an event on its border, when a deadline says so."""
    return node.shape in ACTIVITIES and by_clock(edge)
