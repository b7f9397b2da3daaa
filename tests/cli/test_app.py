"""Help, options, and how every command ends."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from procflow.bundled import bundled
from procflow.cli.app import app
from procflow.cli.failures import report_of

COMMANDS = (
    *("demo", "check", "forecast", "start", "inbox", "do", "change", "take-back"),
    *("cases", "show", "history", "verify", "advance", "who", "test"),
)
HEAVY = ("msgspec", "networkx", "transitions", "yaml", "jsonschema", "sqlite3", "holidays", "procflow.engine")


def test_the_promised_commands_are_there() -> None:
    assert set(COMMANDS) <= set(app.commands)


@pytest.mark.parametrize("name", sorted(app.commands))
def test_help_has_examples_that_can_be_typed(cli: Any, name: str) -> None:
    text = cli(name, "--help").out
    assert "--json" in text
    examples = re.findall(rf"^    procflow {name}(.*)$", text, re.MULTILINE)
    assert examples
    command = app.commands[name]
    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    known = {option for part in parts for parameter in part.params for option in parameter.opts}
    for example in examples:
        assert set(re.findall(r"(?<= )--[a-z-]+", example)) <= known


def test_help_stands_for_no_command_at_all(cli: Any) -> None:
    assert cli().out == cli("--help").out == cli("-h").out
    assert cli().code == 0


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from procflow.cli import run; code = run(['--help']); "
        f"sys.exit(','.join(name for name in {HEAVY!r} if name in sys.modules) or code)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_sound_process_is_checked_without_networkx_and_the_other_commands() -> None:
    script = (
        "import sys; from procflow.cli import run; code = run(['check', sys.argv[1]]); "
        "unused = ('networkx', 'tomllib', 'procflow.case', 'procflow.cli.commands.start'); "
        "sys.exit(','.join(name for name in unused if name in sys.modules) or code)"
    )
    file = bundled("processes") / "contract-review.yaml"
    command = [sys.executable, "-c", script, str(file)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_version(cli: Any) -> None:
    assert re.fullmatch(r"procflow, version [0-9.]+\n", cli("--version").out)


def test_options_may_stand_before_the_command_and_the_nearer_one_counts(cli: Any, case: str) -> None:
    Path("procflow.db").rename("cases.db")
    assert cli("--db", "cases.db", "--json", "cases").json[0]["case"] == case
    assert cli("--db", "none.db", "cases", "--db", "cases.db", "--json").json[0]["case"] == case
    assert (
        cli("--lang", "zh", "show", case, "--db", "sqlite:///cases.db", "--json").json["title"]
        == "產品銷售合同評審"
    )


@pytest.mark.parametrize(
    "command", [("cases",), ("verify",), ("who", "legal-department"), ("schema",), ("explain", "Y301")]
)
def test_options_that_a_command_has_no_use_for_do_nothing(
    cli: Any, case: str, command: tuple[str, ...]
) -> None:
    plain = cli(*command, "--json").out
    general = ("--processes", str(bundled("processes")), "--db", "procflow.db", "--lang", "en", "--json")
    assert plain == cli(*general, *command).out == cli(*command, *general).out


def test_a_fault_of_procflow_is_told_as_one() -> None:
    report = report_of(ZeroDivisionError("division by zero"))
    assert (report.exit, report.code) == (2, "fault")
    assert (
        report.reason == "this is a fault of procflow, please report it: ZeroDivisionError: division by zero"
    )


def test_an_interruption_has_the_code_that_shells_expect() -> None:
    assert report_of(KeyboardInterrupt()).exit == report_of(click.Abort()).exit == 130
