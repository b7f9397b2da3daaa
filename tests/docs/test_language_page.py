"""The pages of the language say what the schemas say, and there is no mistake in their examples."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.definition import check_file, load_process
from procflow.program import Program, compile_program

Schema = Mapping[str, object]

MARK = re.compile(r"<!-- keys: (.+) -->")
CODE = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"```yaml ([\w.-]+)\n(.*?)```", re.DOTALL)
CADENCE = re.compile(r"`(\{every: [^`]+\})`")
KINDS = ("process", "organization", "clauses", "position", "sheet")
PAGES = ("process", "steps", "organization", "clauses", "position", "sheet")
_CALLED = "title: Called\norganization: company.yaml\nversion: 1.2.0\nstart: ask\n"
BESIDE = {
    "finance-2026.txt": "Dai authorises Fan.",
    "settlement.yaml": f"process: settlement\n{_CALLED}"
    "data: {guest: {type: text, required: true}, number: {type: text}}\n"
    "steps:\n"
    "  ask: {role: buyer, form: [guest, number], outcomes: {yes: done, gone: dropped, wrong: refused}}\n"
    "  done: {end: completed}\n  dropped: {end: cancelled}\n  refused: {end: rejected}\n",
    "order-exception.yaml": f"process: order-exception\n{_CALLED}data: {{customer: {{type: text}}}}\n"
    "steps: {ask: {role: buyer, form: [customer], next: done}, done: {end: completed}}\n",
    "credit-hold.yaml": f"process: credit-hold\n{_CALLED}one_open_per: customer\n"
    "data: {customer: {type: text, required: true}}\n"
    "steps: {ask: {role: buyer, form: [customer], next: done}, done: {end: completed}}\n",
}
"""What the example's files name and the pages have no reason to show."""


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the page: a key with what is said of it."""

    name: str
    values: frozenset[str]
    required: bool


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    """All pages of the language, one behind the other."""
    reference = repository / "docs" / "reference"
    pages = (reference / "language.md", *(reference / "language" / f"{name}.md" for name in PAGES))
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.fixture(scope="module")
def schemas(repository: Path) -> Mapping[str, Schema]:
    folder = repository / "schemas"
    return {kind: json.loads((folder / f"{kind}.schema.json").read_text(encoding="utf-8")) for kind in KINDS}


def told(page: str) -> dict[str, list[Key]]:
    """The keys of every table that is marked with the part of a schema that it describes, by that part."""
    found: dict[str, list[Key]] = {}
    lines = iter(page.splitlines())
    for line in lines:
        mark = MARK.fullmatch(line)
        if mark is None:
            continue
        assert next(lines) == ""
        assert next(lines).startswith("| key |")
        next(lines)
        keys = list(rows(lines))
        for part in mark[1].split():
            assert part not in found, f"{part} is described twice"
            found[part] = keys
    return found


def rows(lines: Iterator[str]) -> Iterator[Key]:
    for line in lines:
        if not line.startswith("|"):
            return
        cells = line.strip("|").split("|")
        for name in CODE.findall(cells[0]):
            yield Key(name, frozenset(CODE.findall(line)), "**required**" in cells[2])


def described(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Every part of the schemas that lists keys, by its address."""

    def walk(node: object, address: str) -> Iterator[tuple[str, Schema]]:
        if isinstance(node, Mapping):
            if "properties" in node:
                yield address, node
            for name, inner in node.items():
                yield from walk(inner, f"{address}/{name}")

    return dict(part for kind, schema in schemas.items() for part in walk(schema, f"{kind}#"))


def properties(schema: Schema) -> Mapping[str, Schema]:
    found = schema["properties"]
    assert isinstance(found, Mapping)
    return found


def test_every_key_is_on_the_page_and_no_other(page: str, schemas: Mapping[str, Schema]) -> None:
    expected = {part: set(properties(schema)) for part, schema in described(schemas).items()}
    assert {part: {key.name for key in keys} for part, keys in told(page).items()} == expected


def test_the_page_says_which_keys_are_required(page: str, schemas: Mapping[str, Schema]) -> None:
    parts = described(schemas)
    for part, keys in told(page).items():
        wanted = parts[part].get("required", [])
        assert isinstance(wanted, list)
        assert {key.name for key in keys if key.required} == set(wanted), part


def test_the_page_gives_every_word_that_a_key_may_have(page: str, schemas: Mapping[str, Schema]) -> None:
    parts = described(schemas)
    for part, keys in told(page).items():
        schema = schemas[part.partition("#")[0]]
        for key in keys:
            words = allowed_words(properties(parts[part])[key.name], schema)
            assert words <= key.values, f"{part} {key.name}"


def allowed_words(node: Schema, schema: Schema) -> frozenset[str]:
    reference = node.get("$ref")
    if isinstance(reference, str):
        definitions = schema["$defs"]
        assert isinstance(definitions, Mapping)
        node = definitions[reference.removeprefix("#/$defs/")]
    words = node.get("enum", ())
    assert isinstance(words, list | tuple)
    return frozenset(str(word) for word in words)


def test_every_key_stands_in_an_example(page: str, schemas: Mapping[str, Schema]) -> None:
    examples = "\n".join(re.findall(r"```yaml.*?\n(.*?)```", page, re.DOTALL))
    names = {name for schema in described(schemas).values() for name in properties(schema)}
    assert {name for name in names if not re.search(rf"(?<![\w-]){name}:", examples)} == set()


@pytest.fixture
def example(page: str, tmp_path: Path) -> Path:
    """The examples of the pages as files; the process file of the one that runs."""
    files: dict[str, str] = dict(BESIDE)
    for name, text in FENCE.findall(page):
        files[name] = f"{files.get(name, '')}{text}\n"
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "purchase.yaml"


def program_of(file: Path) -> Program:
    loaded = load_process(file)
    assert loaded.process is not None
    return compile_program(loaded.process, loaded.hash)


def test_nothing_is_found_in_the_example(example: Path) -> None:
    assert check_file(example)[0] == ()
    assert check_program(program_of(example)) == ()


def test_the_example_of_what_does_not_run_yet_has_notes_and_nothing_else(example: Path) -> None:
    visit = example.with_name("visit.yaml")
    found, _ = check_file(visit)
    assert {finding.code for finding in found} == {"D301"}
    assert check_program(program_of(visit)) == ()
    assert {str(finding.args["feature"]) for finding in found} == {"chosen_by"}


def test_every_cadence_of_the_page_can_be_used(page: str, example: Path) -> None:
    process = example.with_name("stocktaking.yaml")
    text = process.read_text(encoding="utf-8")
    cadences = CADENCE.findall(page)
    assert len(cadences) >= 6
    for cadence in cadences:
        process.write_text(re.sub(r"(?m)^cadence: .*$", f"cadence: {cadence}", text), encoding="utf-8")
        assert {finding.code for finding in check_file(process)[0]} == set(), cadence


@pytest.mark.parametrize(
    "name",
    ["company.yaml", "purchasing-rules.yaml", "purchase-sheet.yaml", "purchase-file.yaml", "buyer.yaml"],
)
def test_the_files_beside_it_stand_alone(example: Path, name: str) -> None:
    assert check_file(example.with_name(name))[0] == ()
