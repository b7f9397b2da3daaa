"""Options that mean the same for every command; they may stand before the command's name or behind it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

DATABASE = "procflow.db"

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for across commands. Empty ``processes`` means: look for them.

    Commands get ``lang`` as what was asked for or else what the locale says.
    """

    processes: tuple[Path, ...] = ()
    db: str = DATABASE
    json: bool = False
    handlers: str = ""
    lang: str = ""

    @property
    def language(self) -> Literal["en", "zh"]:
        """The language that was asked for, as reports name it."""
        return "zh" if self.lang == "zh" else "en"


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> object:
    """Note a given option, in place of what stood before the command's name."""
    if value not in (None, (), False) and parameter.name is not None:
        given: dict[str, Any] = {parameter.name: value}
        context.obj = replace(settings(context), **given)
    return value


def settings(context: click.Context) -> Settings:
    """The settings that hold for a command."""
    return context.obj if isinstance(context.obj, Settings) else Settings()


def _option(*names: str, **attributes: Any) -> Callable[[F], F]:
    return click.option(*names, expose_value=False, callback=_keep, **attributes)


processes_option = _option(
    "--processes",
    multiple=True,
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A process file, or a folder of them; may be repeated. "
    "Default: the folder processes here, else what comes with procflow.",
)
db_option = _option("--db", metavar="DATABASE", help=f"A path or a URL. Default: {DATABASE}.")
handlers_option = _option(
    "--handlers",
    metavar="MODULE:NAME",
    help="A mapping of the functions that system steps call. Default: none, and such steps wait.",
)
json_option = _option(
    "--json", is_flag=True, help="Print one JSON value on standard output, also for a refusal."
)
lang_option = _option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    help="The language of titles, stories and findings. Default: that of the locale, else en.",
)
traceback_option = click.option(
    "--traceback", is_flag=True, expose_value=False, help="After a fault of procflow itself, print where."
)


def common_options(command: F) -> F:
    """The options of every command but for the language, where a command has more of them than most."""
    return processes_option(db_option(handlers_option(json_option(traceback_option(command)))))


def group_options(command: F) -> F:
    """The options of every command. They may stand before its name; what has no use for one ignores it."""
    return processes_option(db_option(handlers_option(json_option(lang_option(traceback_option(command))))))


def pass_settings(command: Callable[..., R]) -> Callable[..., R]:
    """Gives a command its settings as its first argument."""

    @click.pass_context
    @wraps(command)
    def invoked(context: click.Context, /, *args: Any, **kwargs: Any) -> R:
        from procflow.diagnostics import language

        given = settings(context)
        return command(replace(given, lang=language(given.lang, os.environ)), *args, **kwargs)

    return invoked
