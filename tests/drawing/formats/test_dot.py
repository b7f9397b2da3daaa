import shutil
import subprocess
from collections.abc import Callable
from html import unescape

import pydot
import pytest

from procflow.drawing import Drawing
from procflow.drawing.compose import Detail
from procflow.drawing.formats.dot import write_dot
from procflow.drawing.text import plain
from tests.drawing import samples
from tests.drawing.formats.conftest import BUNDLED, drawn

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not here")


@pytest.mark.parametrize("name", ["plain", "eventful", "hostile"])
def test_what_is_written_is_what_was_read(name: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{name}.dot", write_dot(samples.placed(getattr(samples, name)())))


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("name", BUNDLED)
def test_another_reader_finds_every_node_and_edge(name: str, detail: Detail) -> None:
    _all_there(drawn(name, detail), write_dot(samples.placed(drawn(name, detail))))


def test_hostile_texts_stay_texts() -> None:
    drawing = samples.hostile()
    written = write_dot(samples.placed(drawing))
    _all_there(drawing, written)
    labels = [node.get("label") for node in _nodes(_read(written))]
    for text in samples.HOSTILE:
        assert any(_said(plain(text)) in label for label in labels), text


@needs_dot
@pytest.mark.parametrize("name", ["plain", "eventful", "hostile"])
def test_graphviz_draws_it(name: str) -> None:
    drawing = getattr(samples, name)()
    svg = _svg(write_dot(samples.placed(drawing)))
    assert svg.count('class="node"') == len(drawing.nodes)
    assert svg.count('class="edge"') == len(drawing.edges)
    assert "<script" not in svg


@needs_dot
@pytest.mark.parametrize("name", BUNDLED)
def test_graphviz_draws_every_bundled_process(name: str) -> None:
    drawing = drawn(name, Detail.FULL)
    svg = unescape(_svg(write_dot(samples.placed(drawing))))
    assert svg.count('class="node"') == len(drawing.nodes)
    assert all(plain(node.title[0]) in svg for node in drawing.nodes if node.title)


def _svg(written: bytes) -> str:
    ended = subprocess.run(["dot", "-Tsvg"], input=written, capture_output=True, timeout=60, check=True)
    assert ended.stderr == b""
    return ended.stdout.decode()


def _read(written: bytes) -> pydot.Dot:
    graphs = pydot.graph_from_dot_data(written.decode())
    assert graphs is not None
    return graphs[0]


def _nodes(graph: pydot.Dot) -> list[pydot.Node]:
    found = [node for cluster in graph.get_subgraphs() for node in cluster.get_nodes()]
    return [node for node in found if node.get_name() not in ("graph", "node", "edge")]


def _all_there(drawing: Drawing, written: bytes) -> None:
    graph = _read(written)
    assert len(_nodes(graph)) == len(drawing.nodes)
    assert len(graph.get_edges()) == len(drawing.edges)


def _said(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
