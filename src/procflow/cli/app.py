"""The command group, and the one place where errors become messages and exit codes."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import click

from procflow import __version__
from procflow.cli.commands import Commands
from procflow.cli.exits import CANNOT, DONE
from procflow.cli.failures import error_object, print_traceback, report_of, tell
from procflow.cli.output import prepare_streams, print_json
from procflow.cli.settings import Settings, group_options

NAME = "procflow"


@click.group(
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name=NAME)
@group_options
def app() -> None:
    """Run a company's written procedures on the record.

    Exit codes: 0 done, 1 refused or something was found, 2 cannot run.

    This is a tool for one trusted user: --as says for whom a command acts, and nobody checks that.
    A database that it makes is a sandbox, whose clock "procflow advance --until" may move, unless it
    was made with "procflow start --live".

    \b
    Examples:
      procflow demo
      procflow start contract-review --data '{"amount": 1800000}' --as lin
      procflow inbox --as lin
      procflow --db cases.db show c2d711642b726b0
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command line; its exit code. Nothing is raised, whatever is typed."""
    prepare_streams()
    try:
        code = _ended(arguments)
        sys.stdout.flush()
        return code
    except (OSError, SystemExit):
        # Whoever read our output has gone (click leaves then), or it has no room. What is still buffered must
        # not fail once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT


def _ended(arguments: Sequence[str]) -> int:
    try:
        _require_text(arguments)
        result = app.main(
            list(arguments) or ["--help"], prog_name=NAME, standalone_mode=False, obj=Settings()
        )
        return result if isinstance(result, int) else DONE
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error, arguments)


def _failed(error: BaseException, arguments: Sequence[str]) -> int:
    report = report_of(error)
    if report.code == "fault" and ("--traceback" in arguments or os.environ.get("PROCFLOW_TRACEBACK")):
        print_traceback(error)
    tell(report, NAME)
    if wants_json(arguments):
        print_json(error_object(report))
    return report.exit


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the result is to be JSON, even where the command line could not be taken apart."""
    pairs = pairwise(arguments)
    return "--json" in arguments or "--format=json" in arguments or ("--format", "json") in pairs


def _require_text(arguments: Sequence[str]) -> None:
    for number, argument in enumerate(arguments, 1):
        if any("\ud800" <= char <= "\udfff" for char in argument):
            raise click.UsageError(f"argument {number} is no UTF-8 text")
