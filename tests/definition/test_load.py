from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procflow.definition import check_file, load_organization, load_process
from procflow.definition.build import build_organization, build_process, build_register
from procflow.diagnostics import has_errors, to_text
from procflow.source import read, read_file

Write = Callable[..., Path]

EXAMPLES = {
    "process": "contract-review.yaml",
    "organization": "organizations/pipe-maker.yaml",
    "register": "clauses/contract-review.yaml",
}


def test_the_bundled_files_check_clean(repository: Path) -> None:
    for name in EXAMPLES.values():
        found, sources = check_file(repository / "processes" / name)
        assert to_text(found, sources) == "no findings\n"


def test_a_process_is_loaded_with_what_it_names(write: Write) -> None:
    path = write()
    loaded = load_process(path)
    assert loaded.process and loaded.organization and loaded.register
    assert loaded.organization.name == loaded.process.organization
    assert list(loaded.register.clauses) == ["1", "2.1", "2.10"]
    assert set(loaded.sources) == {
        str(path),
        str(path.parent / "workshop.yaml"),
        str(path.parent / "rules.yaml"),
    }


def test_a_file_that_was_read_is_not_read_again(write: Write) -> None:
    path = write()
    result, whole = read_file(path), load_process(path)
    path.write_text("steps: {}\n", encoding="utf-8")
    again = load_process(path, result)
    assert (again.content, again.sources) == (whole.content, whole.sources)
    assert load_process(path).process is None
    assert check_file(path, result)[0] == whole.diagnostics != check_file(path)[0]


def test_mistakes_in_every_file_are_told_at_once(write: Write) -> None:
    path = write(
        ("next: bought", "next: boght"),
        ("superior: manager}\n", "superior: manger}\n"),
        ("document: GL-7", "dokument: GL-7"),
    )
    loaded = load_process(path)
    files = [Path(d.span.file).name for d in loaded.diagnostics if d.code in ("N201", "N202", "S101")]
    assert sorted(set(files)) == ["buying.yaml", "rules.yaml", "workshop.yaml"]
    assert (loaded.process, loaded.organization, loaded.content) == (None, None, b"")


def test_a_mistake_in_the_organization_stops_the_process(write: Write) -> None:
    loaded = load_process(write(("base: present", "base: presents")))
    assert [d.code for d in loaded.diagnostics] == ["S107"]
    assert loaded.process is None and loaded.organization is None


def test_findings_come_in_the_order_of_files_and_lines(write: Write) -> None:
    path = write(
        ("next: bought", "next: boght"), ("start: ask", "start: aks"), ("base: present", "base: presents")
    )
    places = [d.span for d in load_process(path).diagnostics]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("buying.yaml", "process"), ("workshop.yaml", "organization"), ("rules.yaml", "register")],
)
def test_the_first_key_says_what_a_file_is(write: Write, name: str, kind: str) -> None:
    folder = write().parent
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + "colour: red\n", encoding="utf-8")
    found, _ = check_file(folder / name)
    assert [d.args["key"] for d in found if d.code == "S101"] == ["colour"], kind


def test_a_file_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("organisation: x\n")
    found, _ = check_file(tmp_path / "x.yaml")
    assert [(d.code, d.args["nearest"]) for d in found] == [("D203", "organization")]


@pytest.mark.parametrize("name", ["missing.yaml", ".", "x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_read_is_a_finding(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for found in (check_file(path)[0], load_process(path).diagnostics, load_organization(path).diagnostics):
        assert [d.code for d in found] == ["Y101"]


@pytest.mark.parametrize("named", ["missing.yaml", ".", '"a\\u0001b"', "/nowhere/at/all.yaml"])
def test_a_named_file_that_is_not_there_is_told_where_it_is_named(write: Write, named: str) -> None:
    found = load_process(write(("organization: workshop.yaml", f"organization: {named}"))).diagnostics
    assert [(d.code, d.span.line) for d in found] == [("D204", 4)]


def test_a_file_may_not_stand_for_another(write: Write) -> None:
    found = load_process(write(("organization: workshop.yaml", "organization: buying.yaml"))).diagnostics
    assert [(d.code, d.args["wanted"]) for d in found] == [("D202", "organization")]
    found = load_process(write(("clauses: rules.yaml", "clauses: workshop.yaml"))).diagnostics
    assert [(d.code, d.args["wanted"]) for d in found] == [("D202", "clause register")]


def mutated(data: st.DataObject, text: str) -> str:
    """The text with a few stretches of it taken out, doubled, moved, or replaced."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        other = data.draw(st.integers(0, len(text)))
        piece = data.draw(
            st.sampled_from(
                ["", "x", "[]", "{}", "null", "5", "true", "role: ", "- ", ": ", ", ", "review: together"]
            )
            | st.just(text[start:end] * 2)
            | st.just(text[other : other + 30])
        )
        text = text[:start] + piece + text[end:]
    return text


@given(st.data(), st.sampled_from(sorted(EXAMPLES)))
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_file_with_anything_in_it_is_built_or_explained(
    repository: Path, data: st.DataObject, kind: str
) -> None:
    text = mutated(data, (repository / "processes" / EXAMPLES[kind]).read_text(encoding="utf-8"))
    result = read(text, "f")
    if result.node is None:
        assert has_errors(result.diagnostics)
        return
    match kind:
        case "process":
            built, found = build_process(result.node, None, None)
        case "organization":
            built, found = build_organization(result.node, lambda path: "0" * 64)  # type: ignore[assignment]
        case _:
            built, found = build_register(result.node)  # type: ignore[assignment]
    assert (built is None) == has_errors(found)
    for finding in found:
        assert finding.message()


SHAPES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["ask", "buy", "x", "continue", "money", "in turn"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["role", "review", "seats", "go", "resume", "levels", "at", "hand_up", "of", "type", "zh"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_any_shape_at_any_key_is_built_or_explained(repository: Path, data: st.DataObject) -> None:
    from procflow.source import Entry, ListNode, MapNode, Node, from_plain

    source = (repository / "processes" / EXAMPLES["process"]).read_text(encoding="utf-8")
    root = read(source, "f").node
    assert root is not None

    def replaced(node: Node, depth: int) -> Node:
        parts = len(node) if isinstance(node, ListNode | MapNode) else 0
        if depth == 0 or not parts:
            return from_plain(data.draw(SHAPES), "f")
        at = data.draw(st.integers(0, parts - 1))
        if isinstance(node, ListNode):
            return ListNode(
                tuple(replaced(n, depth - 1) if i == at else n for i, n in enumerate(node)), node.span
            )
        assert isinstance(node, MapNode)
        entries = [
            Entry(e.key, replaced(e.value, depth - 1)) if i == at else e for i, e in enumerate(node.entries)
        ]
        return MapNode(tuple(entries), node.span)

    changed = replaced(root, data.draw(st.integers(1, 6)))
    assert isinstance(changed, MapNode)
    built, found = build_process(changed, None, None)
    assert (built is None) == has_errors(found)
