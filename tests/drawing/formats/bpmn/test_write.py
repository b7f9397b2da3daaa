"""BPMN files as others see them: the schema of the standard, bpmn-js, and SpiffWorkflow's reader."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH, BpmnParser

from procflow.definition.load import load_position
from procflow.drawing import Drawing
from procflow.drawing.compose import Detail, draw_position
from procflow.drawing.formats.bpmn import bpmn_picture, with_gateways, write_bpmn
from procflow.drawing.layout import Direction
from tests.drawing import samples
from tests.drawing.formats.conftest import BUNDLED, ROOT, drawn

Peer = Callable[[str, Iterable[Path]], dict[str, Any]]
SAMPLES = ["plain", "eventful", "hostile"]
_SPACES = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "d": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
}


@cache
def schema() -> Any:
    """The schema of BPMN 2.0, as SpiffWorkflow ships it."""
    return etree.XMLSchema(etree.parse(XSD_PATH))


def sample(name: str) -> bytes:
    made: Drawing = getattr(samples, name)()
    return write_bpmn(samples.placed(with_gateways(made)))


@cache
def written(name: str, detail: Detail) -> bytes:
    return write_bpmn(bpmn_picture(drawn(name, detail)))


def position() -> Drawing:
    loaded = load_position(ROOT / "processes" / "order-desk-head.yaml")
    assert loaded.position is not None
    return draw_position(loaded.position, {}, loaded.register)


def files() -> Iterator[tuple[str, bytes]]:
    """Every file there is to try, with a name."""
    yield from ((name, sample(name)) for name in SAMPLES)
    for name in BUNDLED:
        yield from ((f"{name.replace('/', '-')}-{detail}", written(name, detail)) for detail in Detail)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_written_is_what_was_read(name: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{name}.bpmn", sample(name))


def test_the_schema_has_nothing_against_it_and_the_engine_loads_it() -> None:
    for name, found in files():
        assert schema().validate(etree.fromstring(found)), (name, schema().error_log)
        parser = BpmnParser()
        parser.add_bpmn_str(found)
        for process in parser.get_process_ids():
            assert parser.get_spec(process).task_specs, name


def test_bpmn_js_opens_it_without_a_warning(tmp_path: Path, peer: Peer) -> None:
    for name, found in files():
        (tmp_path / f"{name}.bpmn").write_bytes(found)
    said = peer("bpmn.mjs", sorted(tmp_path.iterdir()))
    assert {name: found["warnings"] for name, found in said.items() if found["warnings"]} == {}
    for name, found in files():
        shapes = etree.fromstring(found).xpath("//@bpmnElement")
        missing = set(shapes) - set(found_ids(said[f"{name}.bpmn"]["drawn"]))
        assert not missing, (name, missing)


def found_ids(drawn_ids: Iterable[str]) -> Iterator[str]:
    """What was drawn; a page of its own is drawn under the name of its card with a mark behind."""
    return (name.removesuffix("_plane") for name in drawn_ids)


def test_a_warning_of_bpmn_js_is_seen(tmp_path: Path, peer: Peer) -> None:
    file = tmp_path / "broken.bpmn"
    file.write_bytes(sample("plain").replace(b'targetRef="Node_which"', b'targetRef="Node_nowhere"'))
    assert peer("bpmn.mjs", [file])["broken.bpmn"]["warnings"]


def test_everything_has_a_place_and_every_gateway_its_ways() -> None:
    for name, found in files():
        root = etree.fromstring(found)
        flows = _all(root, "//b:process//*[@id][not(self::b:laneSet)]")
        placed = set(_all(root, "//@bpmnElement"))
        wanted = {e.get("id") for e in flows if not re.search("Definition|Loop|laneSet", e.tag)}
        lanes = set(_all(root, "//b:subProcess//b:lane/@id"))  # what they say is drawn by those of the pool
        assert wanted - lanes <= placed, (name, wanted - lanes - placed)
        ids = _all(root, "//@id")
        assert len(ids) == len(set(ids)) and all(each.isascii() for each in ids), name
        for gateway in _all(root, "//b:exclusiveGateway"):
            ways = set(_all(gateway, "b:outgoing/text()"))
            told = set(_all(root, f"//b:sequenceFlow[@sourceRef='{gateway.get('id')}']"))
            with_condition = {flow.get("id") for flow in told if _all(flow, "b:conditionExpression")}
            assert ways - with_condition == {gateway.get("default")}, (name, gateway.get("id"))
        assert not _all(root, "//b:boundaryEvent/b:escalationEventDefinition"), name


def _all(root: Any, path: str) -> list[Any]:
    return list(root.xpath(path, namespaces=_SPACES))


def test_every_node_of_the_main_flow_is_in_one_lane() -> None:
    for name, found in files():
        root = etree.fromstring(found)
        lanes = _all(root, "//b:flowNodeRef/text()")
        nodes = [e.get("id") for e in _all(root, "//b:process//*[b:incoming or b:outgoing]")]
        nodes = [node for node in nodes if not node.startswith(("Clock_", "Over_"))]
        assert len(lanes) == len(set(lanes)), name
        assert set(nodes) <= set(lanes), name


def test_expressions() -> None:
    root = etree.fromstring(sample("plain"))
    said = {e.getparent().get("id"): e.text for e in _all(root, "//b:conditionExpression")}
    assert said == {
        "Flow_ask_which_sent": "ask_outcome == 'sent'",
        "Flow_which_both": "(amount > 1000) and (kind != 'small')",
    }
    assert _all(root, "//b:timerEventDefinition/b:timeDuration/text()") == ["ask_0_limit"]
    assert _all(root, "//b:exclusiveGateway/@default") == ["Flow_ask_done_taken_back", "Flow_which_done"]


def test_incoming_stands_before_outgoing_and_names_are_in_both_languages() -> None:
    root = etree.fromstring(sample("plain"))
    (task,) = _all(root, "//b:userTask[@id='Node_ask']")
    assert task.get("name") == "提問\nAsk"
    tags = [etree.QName(child).localname for child in task]
    assert tags == ["documentation"] * 4 + ["incoming", "outgoing"]


def test_a_picture_that_was_not_made_explicit_is_refused() -> None:
    with pytest.raises(ValueError, match="with_gateways"):
        write_bpmn(samples.placed(samples.plain()))


@pytest.mark.parametrize("direction", Direction)
def test_a_position_is_drawn_and_never_run(direction: Direction) -> None:
    found = write_bpmn(bpmn_picture(position(), direction))
    assert schema().validate(etree.fromstring(found)), schema().error_log
    assert _all(etree.fromstring(found), "//b:process/@isExecutable") == ["false"]


def test_lanes_lie_as_the_flow_runs() -> None:
    drawing = drawn("order-desk/work-dispute", Detail.OVERVIEW)
    for direction, standing in ((Direction.DOWN, "false"), (Direction.RIGHT, "true")):
        root = etree.fromstring(write_bpmn(bpmn_picture(drawing, direction)))
        assert set(_all(root, "//@isHorizontal")) == {standing}
        bounds = [(float(b.get("x")), float(b.get("y"))) for b in _all(root, "//dc:Bounds")]
        assert min(min(pair) for pair in bounds) >= 0


def test_the_same_bytes_whatever_the_seed() -> None:
    lines = (
        "import hashlib; from tests.drawing import samples; "
        "from procflow.drawing.formats.bpmn import with_gateways, write_bpmn; "
        "from procflow.drawing.formats.data import write_data; "
        "from procflow.drawing.formats.dot import write_dot; "
        "from procflow.drawing.formats.mermaid import write_mermaid; "
        "p = samples.placed(with_gateways(samples.eventful())); "
        "all_of = (write_bpmn, write_data, write_dot, write_mermaid); "
        "print([hashlib.sha256(write(p)).hexdigest() for write in all_of])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", lines],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(said) == 1
