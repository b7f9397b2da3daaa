import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from procflow.bundled import bundled
from procflow.drawing.compose import Detail
from procflow.drawing.formats.data import FORMAT, write_data
from procflow.drawing.layout import Direction
from procflow.drawing.picture import picture
from tests.drawing import samples
from tests.drawing.formats.conftest import drawn


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = (bundled("schemas") / "drawing.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def faults(schema: Draft202012Validator, written: bytes) -> list[str]:
    return [f"{error.json_path} {error.message}" for error in schema.iter_errors(json.loads(written))]


@pytest.mark.parametrize("name", ["plain", "eventful", "hostile"])
def test_what_is_written_is_what_was_read(
    name: str, schema: Draft202012Validator, golden: Callable[[str, bytes], None]
) -> None:
    written = write_data(samples.placed(getattr(samples, name)()))
    assert faults(schema, written) == []
    golden(f"{name}.json", written)


@pytest.mark.parametrize("name", ["order-follow-up", "order-desk/work-dispute"])
def test_the_schema_knows_what_is_laid_out(name: str, schema: Draft202012Validator) -> None:
    drawing = drawn(name, Detail.FULL)
    written = write_data(picture(drawing, Direction.RIGHT))
    assert faults(schema, written) == []
    data = json.loads(written)
    assert (data["format"], data["direction"]) == (FORMAT, "lr")
    assert [node["id"] for node in data["nodes"]] == [node.id for node in drawing.nodes]
    assert all(len(edge["points"]) > 1 for edge in data["edges"])


def test_the_schema_knows_nothing_else(schema: Draft202012Validator) -> None:
    data: dict[str, Any] = json.loads(write_data(samples.placed(samples.plain())))
    data["nodes"][0]["shape"] = "cloud"
    data["edges"][0]["color"] = "red"
    found = faults(schema, json.dumps(data).encode())
    assert [fault.split()[0] for fault in found] == ["$.edges[0]", "$.nodes[0].shape"] or len(found) == 2


def test_every_text_is_there_as_it_is(schema: Draft202012Validator) -> None:
    data = json.loads(write_data(samples.placed(samples.hostile())))
    assert [node["title"][0] for node in data["nodes"][1:-1]] == list(samples.HOSTILE)
