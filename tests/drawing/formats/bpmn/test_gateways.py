"""What is added to a drawing before BPMN can hold it."""

from collections import Counter
from dataclasses import replace

import pytest

from procflow.drawing import Drawing, Edge, Relation, Shape
from procflow.drawing.compose import Detail
from procflow.drawing.formats.bpmn import with_gateways
from tests.drawing import samples
from tests.drawing.formats.conftest import BUNDLED, drawn


def ways(drawing: Drawing, source: str) -> dict[str, str]:
    """Where the flow leads from a node, by trigger."""
    flows = [e for e in drawing.edges if e.source == source and e.relation is not Relation.RAISES]
    return {edge.trigger: edge.target for edge in flows}


def kept(drawing: Drawing, edge: Edge) -> bool:
    return any(
        (other.trigger, other.label) == (edge.trigger, edge.label)
        for other in drawing.edges
        if other.id == edge.id or other.id.removesuffix(":way") == edge.id
    )


def test_several_outcomes_part_behind_the_card() -> None:
    explicit = with_gateways(samples.plain())
    assert ways(explicit, "ask") == {"": "ask:ways", "escalation::0": "one"}
    assert ways(explicit, "ask:ways") == {"sent": "which", "taken_back": "done"}
    choice = next(node for node in explicit.nodes if node.id == "ask:ways")
    assert (choice.shape, choice.lane, choice.section, choice.title) == (Shape.CHOICE, "clerk", "main", ())


def test_choices_splits_and_single_ways_stay_as_they_are() -> None:
    explicit = with_gateways(samples.plain())
    assert {node.id for node in explicit.nodes} - {node.id for node in samples.plain().nodes} == {"ask:ways"}
    assert ways(explicit, "one") == {"done": "both:joined"}


def test_a_wait_for_several_things_gets_an_event_for_each() -> None:
    explicit = with_gateways(samples.eventful())
    assert ways(explicit, "until") == {
        "way:0": "until>done>way:0:caught",
        "way:1": "until>stopped>way:1:caught",
        "escalation::0": "until>stopped>escalation::0:caught",
    }
    assert ways(explicit, "until>done>way:0:caught") == {"way:0": "done"}


def test_a_block_for_each_entry_becomes_a_card_with_a_section_of_its_own() -> None:
    explicit = with_gateways(samples.eventful())
    sections = {node.id: node.section for node in explicit.nodes}
    assert sections["rooms"] == "main"
    assert {name for name, section in sections.items() if section == "each:rooms"} == {
        "rooms:begins",
        "look",
        "look:ways",
        "look>stopped>bad:out",
        "note",
        "note:ways",
        "rooms:over",
    }
    assert "rooms:joined" not in sections
    assert ways(explicit, "rooms") == {"joined": "until"}
    assert ways(explicit, "rooms:begins") == {"room": "look"}
    assert ways(explicit, "note:ways") == {"again": "look", "noted": "rooms:over"}


def test_a_line_into_another_section_ends_in_its_own() -> None:
    explicit = with_gateways(samples.eventful())
    assert ways(explicit, "leave:ways") == {
        "safe": "event:fire:finished",
        "closed": "leave>stopped>closed:out",
    }
    remarks = {(e.source, e.target) for e in explicit.edges if e.relation is Relation.RAISES}
    assert remarks == {
        ("leave>stopped>closed:out", "stopped"),
        ("look>stopped>bad:out", "stopped"),
        ("event:late", "until"),
        ("look", "event:fire"),
    }


def test_a_block_inside_a_block() -> None:
    drawing = samples.eventful()
    nodes = []
    for node in drawing.nodes:
        nodes.append(node)
        if node.id == "rooms":
            nodes.append(replace(node, id="beds", element="beds"))
        if node.id == "note":
            nodes.append(replace(node, id="beds:joined", shape=Shape.JOIN, element="beds"))
    moved = {"rooms>look>room": ("rooms", "beds"), "note>rooms:joined>noted": ("note", "beds:joined")}
    edges = [
        replace(edge, source=moved[edge.id][0], target=moved[edge.id][1]) if edge.id in moved else edge
        for edge in drawing.edges
    ]
    edges += [
        Edge("x", "beds", "look", Relation.FLOW),
        Edge("y", "beds:joined", "rooms:joined", Relation.FLOW),
    ]
    explicit = with_gateways(replace(drawing, nodes=tuple(nodes), edges=tuple(edges)))
    sections = {node.id: node.section for node in explicit.nodes}
    assert (sections["beds"], sections["look"], sections["rooms"]) == ("each:rooms", "each:beds", "main")


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("name", BUNDLED)
def test_what_holds_of_every_drawing(name: str, detail: Detail) -> None:
    drawing = drawn(name, detail)
    explicit = with_gateways(drawing)
    assert with_gateways(explicit) == explicit
    assert all(count == 1 for count in Counter(node.id for node in explicit.nodes).values())
    assert all(count == 1 for count in Counter(edge.id for edge in explicit.edges).values())
    assert all(kept(explicit, edge) for edge in drawing.edges)
    known = {node.id: node for node in explicit.nodes}
    for edge in explicit.edges:
        inside = known[edge.source].section == known[edge.target].section
        assert inside or edge.relation is Relation.RAISES, edge.id
