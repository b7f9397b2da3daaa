"""What a process says in BPMN: lanes, what is done, events, gateways, and the ways between them."""

from xml.etree.ElementTree import Element

from procflow.drawing.formats.bpmn.kinds import ACTIVITIES, CHOICES, ENDS, by_clock, in_time
from procflow.drawing.formats.bpmn.model import MAIN, Model, process_id
from procflow.drawing.formats.bpmn.xml import add, expression
from procflow.drawing.model import Edge, Grid, Node, Relation, Shape, Sign
from procflow.guards import python_expression

_REPEATED = frozenset({Shape.NOTICE, Shape.SEAT})


def write_process(root: Element, model: Model) -> None:
    """The process with everything in it, and the signals that its events wait for."""
    starts = any(node.shape is Shape.START for node in model.inside(MAIN))
    process = add(
        root,
        "process",
        id=model.process,
        name=model.drawing.title,
        isExecutable="true" if starts else "false",
    )
    if model.drawing.subtitle:
        add(process, "documentation", model.drawing.subtitle)
    _scope(process, model, MAIN)
    for edge in remarks(model):
        add(
            process,
            "association",
            id=f"Remark_{model.edge_names[edge.id]}",
            sourceRef=model.remark_end(edge.source),
            targetRef=model.remark_end(edge.target),
            associationDirection="One",
        )
    for number, grid in enumerate(model.drawing.grids, 1):
        add(add(process, "textAnnotation", id=f"Grid_{number}"), "text", grid_text(grid))
    for signal in _signals(model):
        add(root, "signal", id=f"Signal_{signal}", name=signal)


def remarks(model: Model) -> list[Edge]:
    """What a line only says, without the flow taking it. One to another page has nothing to be drawn to."""
    found = [edge for edge in model.drawing.edges if edge.relation is Relation.RAISES]
    return [edge for edge in found if model.plane(edge.source) == model.plane(edge.target)]


def grid_text(grid: Grid) -> str:
    """A table in plain lines."""
    lines = [" ".join(grid.title), *(" | ".join(row) for row in (grid.heads, *grid.rows))]
    return "\n".join(lines)


def _signals(model: Model) -> list[str]:
    """The names of what events wait for, in reading order."""
    found = [_signal(model, node) for node in model.drawing.nodes]
    return [name for name in dict.fromkeys(found) if name]


def _signal(model: Model, node: Node) -> str:
    """The signal that a node waits for; empty for a node that waits for none."""
    if node.shape is Shape.EVENT:
        return model.names[node.id]
    if node.shape is Shape.WAIT and len(model.out[node.id]) < 2 and not _timed(model, node):
        return model.names[node.id].removesuffix("_caught")
    return ""


def _timed(model: Model, node: Node) -> Edge | None:
    """The way by a deadline that an event of a wait stands for."""
    return next((edge for edge in model.into[node.id] if by_clock(edge)), None) or next(
        (edge for edge in model.out[node.id] if by_clock(edge)), None
    )


def _scope(parent: Element, model: Model, scope: str) -> None:
    """The lanes, nodes and ways of a process or a sub-process."""
    nodes = model.inside(scope)
    _lanes(parent, model, scope)
    for node in nodes:
        _node(parent, model, node)
        for edge in model.out[node.id]:
            if in_time(node, edge):
                _boundary(parent, model, edge)
    for node in nodes:
        for edge in model.out[node.id]:
            _flow(parent, model, edge)
    if scope == MAIN:
        for event in model.events():
            _event(parent, model, event)
    elif model.is_alone(model.nodes[scope]):
        _alone(parent, model, scope)


def _lanes(parent: Element, model: Model, scope: str) -> None:
    nodes = model.inside(scope)
    mark = f"_{model.names[scope]}" if scope != MAIN else ""
    lane_set = add(parent, "laneSet", id=f"Lanes{mark}")
    for lane in model.drawing.lanes:
        mine = [model.element(node.id) for node in nodes if node.lane == lane.id]
        if scope == MAIN:
            mine += [f"Event_{model.names[e.id]}" for e in model.events() if e.lane == lane.id]
        elif not mine:
            continue
        name = "\n".join(lane.title)
        made = add(lane_set, "lane", id=f"Lane_{model.lane_names[lane.id]}{mark}", name=name)
        for each in mine:
            add(made, "flowNodeRef", each)


def _node(parent: Element, model: Model, node: Node) -> None:
    default = model.default(node)
    made = add(
        parent,
        _tag(model, node),
        id=model.element(node.id),
        name="" if model.is_alone(node) else "\n".join(node.title),
        default=f"Flow_{model.edge_names[default.id]}" if default is not None else "",
    )
    for line in _said(node):
        add(made, "documentation", line)
    for edge in model.into[node.id]:
        add(made, "incoming", f"Flow_{model.edge_names[edge.id]}")
    for edge in model.out[node.id]:
        if not in_time(node, edge):
            add(made, "outgoing", f"Flow_{model.edge_names[edge.id]}")
    _detail(made, model, node)


def _tag(model: Model, node: Node) -> str:
    if node.shape in CHOICES:
        return "exclusiveGateway"
    if node.shape in ENDS:
        return "endEvent"
    if model.is_block(node):
        return "subProcess"
    match node.shape:
        case Shape.START | Shape.EVENT:
            return "startEvent"
        case Shape.SPLIT | Shape.JOIN:
            return "parallelGateway"
        case Shape.WAIT:
            return "eventBasedGateway" if len(model.out[node.id]) > 1 else "intermediateCatchEvent"
        case Shape.MILESTONE:
            return "intermediateThrowEvent"
        case _:
            return ACTIVITIES[node.shape]


def _said(node: Node) -> list[str]:
    """What stands on a card beside its title, and what a reader can ask for."""
    card = [text for text in (node.corner, node.limit, *node.rows, ", ".join(node.basis)) if text]
    return [*card, *(f"{fact.label}: {fact.text}" for fact in node.facts)]


def _detail(made: Element, model: Model, node: Node) -> None:
    """What an element holds behind its ways."""
    name = model.names[node.id]
    repeated = node.shape in _REPEATED and Sign.EACH in node.signs
    if repeated or model.is_block(node):
        loop = add(made, "multiInstanceLoopCharacteristics", id=f"Loop_{name}")
        expression(loop, "loopCardinality", model.variable(node.id, "count"))
    if model.is_block(node):
        _scope(made, model, node.id)
    elif node.shape in (Shape.CALL, Shape.PROCEDURE):
        made.set("calledElement", process_id(node.corner or node.element or node.id))
    elif node.shape is Shape.EVENT:
        made.set("isInterrupting", "false")
    signal, timed = _signal(model, node), _timed(model, node)
    if signal:
        add(made, "signalEventDefinition", id=f"Waits_{name}", signalRef=f"Signal_{signal}")
    elif timed is not None and made.tag == "intermediateCatchEvent":
        _timer(made, model, timed, f"Waits_{name}")


def _boundary(parent: Element, model: Model, edge: Edge) -> None:
    name = model.edge_names[edge.id]
    made = add(
        parent,
        "boundaryEvent",
        id=f"Clock_{name}",
        name=edge.label,
        attachedToRef=model.element(edge.source),
    )
    add(made, "outgoing", f"Flow_{name}")
    _timer(made, model, edge, f"Waits_{name}")


def _timer(parent: Element, model: Model, edge: Edge, name: str) -> None:
    # How long it takes is reckoned in business time and with the organization: only the case knows.
    timer = add(parent, "timerEventDefinition", id=name)
    expression(timer, "timeDuration", model.timer(edge))


def _flow(parent: Element, model: Model, edge: Edge) -> None:
    source = model.nodes[edge.source]
    name = model.edge_names[edge.id]
    start = f"Clock_{name}" if in_time(source, edge) else model.element(edge.source)
    made = add(
        parent,
        "sequenceFlow",
        id=f"Flow_{name}",
        name="" if in_time(source, edge) else edge.label,
        sourceRef=start,
        targetRef=model.element(edge.target),
    )
    if edge.condition:
        add(made, "documentation", edge.condition)
    if source.shape in CHOICES and edge is not model.default(source):
        expression(made, "conditionExpression", _condition(model, edge))


def _condition(model: Model, edge: Edge) -> str:
    written = python_expression(edge.condition) if edge.condition else None
    return written or f"{model.variable(edge.source, 'outcome')} == {model.outcome(edge)!r}"


def _event(parent: Element, model: Model, event: Node) -> None:
    name = model.names[event.id]
    made = add(
        parent,
        "subProcess",
        id=f"Event_{name}",
        name=" ".join(event.title),
        triggeredByEvent="true",
    )
    _scope(made, model, event.id)


def _alone(parent: Element, model: Model, event: str) -> None:
    """The end of an event without steps, which is over as soon as it has been raised."""
    name = model.names[event]
    start = next(made for made in parent.iter("startEvent"))
    outgoing = Element("outgoing")
    outgoing.text = f"Flow_{name}_over"
    start.insert(len(start) - 1, outgoing)
    add(add(parent, "endEvent", id=f"Over_{name}"), "incoming", f"Flow_{name}_over")
    add(
        parent,
        "sequenceFlow",
        id=f"Flow_{name}_over",
        sourceRef=model.element(event),
        targetRef=f"Over_{name}",
    )
