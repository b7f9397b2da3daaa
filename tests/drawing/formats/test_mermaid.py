import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from procflow.drawing.compose import Detail
from procflow.drawing.formats.mermaid import write_mermaid
from procflow.drawing.text import plain
from tests.drawing import samples
from tests.drawing.formats.conftest import BUNDLED, drawn

Peer = Callable[[str, Iterable[Path]], dict[str, Any]]
_CODE = re.compile("ﬂ°°(\\d+)¶ß")


@pytest.mark.parametrize("name", ["plain", "eventful", "hostile"])
def test_what_is_written_is_what_was_read(name: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{name}.mmd", write_mermaid(samples.placed(getattr(samples, name)())))


def test_mermaid_reads_every_bundled_process(tmp_path: Path, peer: Peer) -> None:
    for name in BUNDLED:
        for detail in Detail:
            file = tmp_path / f"{name.replace('/', '-')}-{detail}.mmd"
            file.write_bytes(write_mermaid(samples.placed(drawn(name, detail))))
    said = peer("mermaid.mjs", sorted(tmp_path.iterdir()))
    assert len(said) == len(BUNDLED) * len(Detail)
    assert {file: found["error"] for file, found in said.items() if found["error"]} == {}


def test_hostile_texts_stay_texts(tmp_path: Path, peer: Peer) -> None:
    drawing = samples.hostile()
    file = tmp_path / "hostile.mmd"
    file.write_bytes(write_mermaid(samples.placed(drawing)))
    found = peer("mermaid.mjs", [file])["hostile.mmd"]
    assert found["error"] == ""
    labels = [_read(label) for label in found["nodes"].values()]
    for node, text in zip(drawing.nodes[1:-1], samples.HOSTILE, strict=True):
        lines = [plain(text), f"({plain(text)})"]
        assert any(label[1:2] == lines[:1] and label[-1:] == lines[1:] for label in labels), node.title
    assert len(found["edges"]) == len(drawing.edges)
    assert all(
        plain(edge.label) in _read(line[2]) for edge, line in zip(drawing.edges, found["edges"], strict=True)
    )


def _read(label: str) -> list[str]:
    """The lines of a label, its codes as the characters that they stand for."""
    lines = label.replace("<br/>", "<br>").split("<br>")
    return [_CODE.sub(lambda code: chr(int(code[1])), line).replace("\u2060", "") for line in lines]
