import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from procflow.bundled import bundled

NAMES = [file.name.removesuffix(".schema.json") for file in sorted(bundled("schemas").iterdir())]


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_printed_as_it_is(cli: Any, name: str) -> None:
    ended = cli("schema", name)
    assert ended.code == 0
    Draft202012Validator.check_schema(ended.json)
    assert ended.json["$id"] == f"urn:procflow:{name}"


def test_a_schema_is_written_to_a_file(cli: Any, tmp_path: Path) -> None:
    ended = cli("schema", "process", "-o", "process.schema.json")
    assert (ended.code, ended.out) == (0, "")
    written = json.loads((tmp_path / "process.schema.json").read_text(encoding="utf-8"))
    assert written == cli("schema", "process").json


def test_the_schemas_are_listed(cli: Any) -> None:
    assert [entry["name"] for entry in cli("schema", "--list", "--json").json] == NAMES
    assert "process · 流程" in cli("schema").out


def test_a_kind_without_schema(cli: Any) -> None:
    ended = cli("schema", "proces")
    assert ended.code == 2
    assert "proces has no schema; there are clauses, drawing, organization" in ended.err
