"""The commands, one file each or one for a few that belong together."""

import click

from procflow.cli.commands.advance import advance
from procflow.cli.commands.answer import do
from procflow.cli.commands.change import change, take_back
from procflow.cli.commands.check import check
from procflow.cli.commands.demo import demo
from procflow.cli.commands.explain import explain
from procflow.cli.commands.fmt import fmt
from procflow.cli.commands.forecast import forecast
from procflow.cli.commands.inbox import inbox
from procflow.cli.commands.new import new
from procflow.cli.commands.people import who
from procflow.cli.commands.reading import cases, history, show, verify
from procflow.cli.commands.scenarios import test
from procflow.cli.commands.schema import schema
from procflow.cli.commands.start import start

COMMANDS: tuple[click.Command, ...] = (
    demo,
    new,
    check,
    explain,
    fmt,
    forecast,
    start,
    inbox,
    do,
    change,
    take_back,
    cases,
    show,
    history,
    verify,
    advance,
    who,
    test,
    schema,
)
