"""The reference page says what the commands do: their arguments, options and JSON."""

import re
from pathlib import Path
from typing import Any

import click
import pytest

from procflow.cli import exits
from procflow.cli.app import app

WORDS = re.compile(r"`([a-z_]+)`")


@pytest.fixture(scope="module")
def sections(repository: Path) -> dict[str, str]:
    """The page by its headings of every level; the text of a section ends at the next heading."""
    page = (repository / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^#{1,3} (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def keys(section: str) -> set[str]:
    """The keys that a table of a section lists in its first column."""
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {key for row in rows for key in WORDS.findall(row)}


COMMANDS = {
    f"{name} {inner}".strip(): part
    for name, command in app.commands.items()
    for inner, part in (command.commands if isinstance(command, click.Group) else {"": command}).items()
}
"""By the words that call them."""


GENERAL = {opt for option in app.params for opt in option.opts if opt.startswith("--")} - {"--version"}
"""The options of every command."""


def synopsis(name: str, command: click.Command) -> str:
    """A command as a heading names it."""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    words = [p.make_metavar(click.Context(command)) for p in arguments]
    return " ".join(["procflow", name, *words])


def test_every_command_has_its_section(sections: dict[str, str]) -> None:
    wanted = {synopsis(name, command) for name, command in COMMANDS.items()}
    assert {heading for heading in sections if heading.startswith("procflow ")} == wanted


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_described(sections: dict[str, str], name: str) -> None:
    command = COMMANDS[name]
    section = sections[synopsis(name, command)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    real = {opt for option in options for opt in option.opts if opt.startswith("--")}
    assert set(re.findall(r"`(--[a-z-]+)", section)) | GENERAL == real
    required = {max(o.opts, key=len) for o in options if o.required}
    assert set(re.findall(r"^\| `(--[a-z-]+)[^|]*\|[^|]*required \|$", section, re.MULTILINE)) == required


def test_the_options_of_every_command_are_described(sections: dict[str, str]) -> None:
    described = set(re.findall(r"^\| `(--[a-z]+)", sections["Options of every command"], re.MULTILINE))
    assert described - {"--data", "--attach", "--id"} == GENERAL


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_the_options_of_every_command(name: str) -> None:
    assert {opt for option in COMMANDS[name].params for opt in option.opts} >= GENERAL


def test_json_of_a_case_and_what_belongs_to_it(cli: Any, case: str, sections: dict[str, str]) -> None:
    shown = cli("show", case, "--json").json
    assert keys(sections["A case"]) == set(shown)
    assert keys(sections["A work item"]) == set(shown["open"][0])
    fields = [field for item in shown["open"] for field in item["form"]]
    assert set().union(*fields) <= keys(sections["A field"])
    assert keys(sections["A listed case"]) == set(cli("cases", "--json").json[0])
    assert keys(sections["An event"]) == set(cli("history", case, "--json").json[0])
    assert keys(sections["An explanation"]) == set(cli("why", case, "--person", "lin", "--json").json)
    assert keys(sections["A verified record"]) == set(cli("verify", "--json").json[0])
    assert keys(sections["An advance"]) == set(cli("advance", "--json").json)
    done = cli("do", case, "submit-terms", "withdrawn", "--as", "lin", "--comment", "No", "--json")
    assert keys(sections["A result"]) == set(done.json)


def test_json_about_definitions(cli: Any, leave: Path, sections: dict[str, str]) -> None:
    assert keys(sections["A forecast"]) == set(cli("forecast", leave, "--json").json)
    assert keys(sections["A layout"]) == set(cli("fmt", leave, "--json").json)
    assert keys(sections["A code"]) == set(cli("explain", "Y301", "--json").json[0])
    assert keys(sections["A schema"]) == set(cli("schema", "--list", "--json").json[0])
    assert keys(sections["A person"]) == set(cli("who", "boss", "--processes", leave, "--json").json[0])
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: aks"), encoding="utf-8")
    assert keys(sections["A finding"]) == set(cli("check", leave, "--json").json[0])
    scenarios = leave.parent / "scenarios.yaml"
    scenarios.write_text("process: leave.yaml\nscenarios: {}\n", encoding="utf-8")
    assert keys(sections["A test run"]) == set(cli("test", scenarios, "--json").json)
    matrix = cli("matrix", "responsibility", "contract-review", "--json").json[0]
    assert keys(sections["A matrix"]) == set(matrix)
    site = cli("site", leave.parent, "-o", leave.parent / "book", "--json")
    assert keys(sections["A book"]) == set(site.json)
    assert keys(sections["A coverage"]) == set(cli("coverage", "contract-review", "--json").json[0])


def test_exit_codes(sections: dict[str, str]) -> None:
    described = [int(code) for code in re.findall(r"^\| (\d+) ", sections["Exit codes"], re.MULTILINE)]
    assert described == [exits.DONE, exits.REFUSED, exits.CANNOT, exits.INTERRUPTED]
