import json

import pytest
from jsonschema import Draft202012Validator

from procflow.diagnostics import Diagnostic
from procflow.source import ListNode, MapNode, Node, ScalarNode, read
from procflow.source.schema import load_schema, validate

NAMES = ("process", "organization", "clauses")

PROCESS = """\
process: buying
version: 1.0.0
title: Buying
organization: workshop.yaml
start: ask
"""


def checked(steps: str) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    node = read(PROCESS + steps, "f").node
    assert node is not None
    return validate(node, "process")


def at(node: Node | None, *path: str | int) -> Node | None:
    for part in path:
        if isinstance(part, int):
            assert isinstance(node, ListNode)
            node = node.items[part]
        else:
            assert isinstance(node, MapNode)
            node = node.get(part)
    return node


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in found]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_is_matched_by_pattern(name: str) -> None:
    text = json.dumps(load_schema(name), default=str)
    schema = load_schema(name)

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [r for value in part.values() for r in references(value)]
        return [r for item in part for r in references(item)] if isinstance(part, list) else []

    assert all(
        r.startswith("#/$defs/") and r.removeprefix("#/$defs/") in schema["$defs"] for r in references(schema)
    )
    assert '"pattern"' not in text and '"patternProperties"' not in text


@pytest.mark.parametrize("name", NAMES)
def test_titles_are_in_both_languages(name: str) -> None:
    def titles(part: object, inside_properties: bool = False) -> list[str]:
        if isinstance(part, list):
            return [t for item in part for t in titles(item)]
        if not isinstance(part, dict):
            return []
        own = part.get("title")
        found = [own] if isinstance(own, str) and not inside_properties else []
        for key, value in part.items():
            found += titles(value, inside_properties=key in ("properties", "$defs"))
        return found

    found = titles({key: value for key, value in load_schema(name).items() if key != "examples"})
    assert found
    assert [t for t in found if " · " not in t] == []


def test_a_sound_file_comes_back_as_it_is() -> None:
    node = read(PROCESS + "steps: {ask: {end: completed}}", "f").node
    assert node is not None
    assert validate(node, "process") == (node, ())


def test_an_unknown_key_is_left_out_and_its_place_poisoned() -> None:
    node, found = checked("steps: {ask: {end: completed, titel: Asked}}")
    assert places(found) == [("S101", 6, 31)]
    assert found[0].args["nearest"] == "title"
    step = at(node, "steps", "ask")
    assert isinstance(step, MapNode)
    assert step.keys() == ("end",)
    assert step.poisoned


def test_a_misspelt_key_is_one_mistake_though_the_right_one_is_missing() -> None:
    _, found = checked("stpes: {ask: {end: completed}}")
    assert [(d.code, d.args["key"], d.args["nearest"]) for d in found] == [("S101", "stpes", "steps")]


def test_a_wrong_value_becomes_a_gap() -> None:
    node, found = checked("steps: {ask: {role: [planner], next: done}, done: {end: complete}}")
    assert places(found) == [("S103", 6, 21), ("S107", 6, 57)]
    gap = at(node, "steps", "ask", "role")
    assert isinstance(gap, ScalarNode) and gap.poisoned
    untouched = at(node, "steps", "ask", "next")
    assert isinstance(untouched, ScalarNode) and not untouched.poisoned


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("{title: Ask}", "S105"),
        ("{rol: planner, next: ask}", "S101"),
        ("{role: planner, end: completed}", "S106"),
        ("{role: planner, review: maybe, seats: 7, form: 8}", "S106"),
        ("{}", "S105"),
        ("completed", "S103"),
        ("", "S104"),
        ("5", "S103"),
    ],
)
def test_the_kind_of_a_step_is_one_finding(step: str, code: str) -> None:
    _, found = checked(f"steps:\n  ask: {step}\n")
    assert [d.code for d in found] == [code]


def test_the_other_steps_are_still_checked() -> None:
    _, found = checked("steps:\n  ask: {title: Ask}\n  done: {end: complete}\n")
    assert [d.code for d in found] == ["S105", "S107"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{at: deadline, remind: holder, notify: boss}", "S106"),
        ("{at: deadline}", "S105"),
        ("{at: deadline, remid: holder}", "S101"),
        ("{at: deadline, hand_up: superior}", "S102"),
        ("{at: deadline, notify: boss, alarm: boss}", "S102"),
        ("{remind: holder}", "S102"),
    ],
)
def test_exactly_one_of_several_keys(line: str, code: str) -> None:
    _, found = checked(f"steps:\n  ask: {{role: planner, next: ask, escalate: [{line}]}}\n")
    assert [d.code for d in found] == [code]


def test_a_number_where_text_is_wanted_is_to_be_quoted() -> None:
    _, found = checked("calendar: 7\nsteps: {ask: {end: completed}}")
    assert [(d.code, d.help()) for d in found] == [("S110", 'put it in quotes: "7"')]


def test_one_value_where_a_list_is_wanted_is_to_be_bracketed() -> None:
    _, found = checked("steps: {ask: {role: planner, form: amount, next: ask}}")
    assert [(d.code, d.help()) for d in found] == [("S111", "write it in brackets: [amount]")]


def test_a_doubled_name_shows_both_places() -> None:
    _, found = checked("steps: {ask: {role: planner, form: [a, b, a], next: ask}}")
    assert places(found) == [("S112", 6, 43)]
    assert [(r.span.line, r.span.column) for r in found[0].related] == [(6, 37)]


def test_what_the_reader_reported_is_not_reported_again() -> None:
    read_result = read(PROCESS + "steps: {ask: {end: completed, title: 0x1F}}", "f")
    assert read_result.node is not None
    assert [d.code for d in read_result.diagnostics]
    assert validate(read_result.node, "process")[1] == ()


def test_places_are_counted_in_characters_of_any_width() -> None:
    _, found = checked("steps: {提出: {end: completed, 標題: 提出}}")
    assert places(found) == [("S101", 6, 30)]
