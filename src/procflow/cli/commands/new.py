"""procflow new"""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import click

from procflow.cli.asking import ask, ask_name, ask_names, ask_one_of, valid_name
from procflow.cli.drafts import (
    OrganizationDraft,
    PositionDraft,
    ProcessDraft,
    Title,
    organization_text,
    position_text,
    process_text,
)
from procflow.cli.exits import DONE, Failure
from procflow.cli.output import print_json, say, visible
from procflow.cli.places import FOLDER, top_keys
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.files import is_folder, yaml_files

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
@group_options
def new() -> None:
    """Start a process, an organization or a position.

    What no option says is asked, if there is a terminal. The new file checks without error, and no file is
    ever overwritten.

    \b
    Examples:
      procflow new organization acme --role boss --role clerk=boss --person ann=clerk
      procflow new process leave --title-en Leave --step ask=clerk --approver boss
      procflow new position desk-head --role clerk --superior boss --duty "daily report=business day"
    """


def _as_name(context: click.Context, parameter: click.Parameter, value: str) -> str:
    return valid_name(value)


def _names(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    return [valid_name(value) for value in values]


def _pairs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """``NAME=VALUE`` by name; the value is empty where there is none."""
    pairs: dict[str, str] = {}
    for value in values:
        name, _, of = value.partition("=")
        valid_name(name)
        if name in pairs:
            raise click.BadParameter(f"{name} is given twice")
        pairs[name] = of
    return pairs


def _duties(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """``TITLE=EVERY`` by title; how often is empty where a duty stands all the time."""
    duties: dict[str, str] = {}
    for value in values:
        title, _, every = (part.strip() for part in value.partition("="))
        if not title:
            raise click.BadParameter("a duty has a title, such as --duty 'daily report=business day'")
        if every and every not in _PERIODS:
            raise click.BadParameter(f"{every} is not how often; write one of: {', '.join(_PERIODS)}")
        if title in duties:
            raise click.BadParameter(f"{title} is given twice")
        duties[title] = every
    return duties


def _amounts(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[Decimal]:
    amounts: list[Decimal] = []
    for value in values:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            raise click.BadParameter(f"{value} is no amount, such as 500000") from None
        if not amount.is_finite() or amount <= (amounts[-1] if amounts else 0):
            raise click.BadParameter("amounts go up, from above zero")
        amounts.append(amount)
    return amounts


def _common(command: F) -> F:
    """The options of every kind of file."""
    folder = click.option(
        "--folder",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help="Where definitions lie. Default: the folder processes if it is here, else this one.",
    )
    titles = [click.option(f"--title-{lang}", help=f"The title in {word}.") for lang, word in _LANGUAGES]
    return folder(titles[0](titles[1](command)))


_LANGUAGES = (("zh", "Chinese"), ("en", "English"))
_PERIODS = ("day", "business day", "week", "month", "quarter", "year")


@new.command()
@click.argument("name", callback=_as_name)
@_common
@click.option(
    "--organization", metavar="FILE", type=click.Path(path_type=Path), help="Default: the only one."
)
@click.option(
    "--step", "steps", metavar="STEP=ROLE", multiple=True, callback=_pairs, help="A step, in order."
)
@click.option(
    "--approver",
    "approvers",
    metavar="ROLE",
    multiple=True,
    callback=_names,
    help="Who agrees then, lowest first.",
)
@click.option(
    "--up-to",
    metavar="AMOUNT",
    multiple=True,
    callback=_amounts,
    help="Where an approver has the last word, one for each but the highest.",
)
@click.option("--currency", default="CNY", show_default=True, help="Of the amounts: three letters.")
@group_options
@pass_settings
def process(settings: Settings, /, name: str, folder: Path | None, **given: Any) -> int:
    """Start a process.

    \b
    Example:
      procflow new process purchase --step ask=clerk --approver head --approver director --up-to 50000
    """
    place = _folder(folder)
    target = _free(place / f"{name}.yaml")
    organization = _organization(given["organization"], place)
    title = _title(name, given)
    roles = _roles_of(organization)
    steps: Mapping[str, str] = given["steps"] or _asked_steps(roles)
    approvers: Sequence[str] = given["approvers"]
    if not given["steps"] and not approvers:
        question = "Who agrees afterwards? Roles, lowest first, with blanks between; nothing is nobody"
        approvers = ask_names(question, "", among=roles)
    up_to: Sequence[Decimal] = given["up_to"]
    if up_to and len(up_to) != len(approvers) - 1:
        raise click.UsageError("--up-to is wanted for each --approver but the highest")
    lacking = [step for step, role in steps.items() if not role]
    if lacking:
        raise click.UsageError(f"write --step {lacking[0]}=ROLE: somebody has to do it")
    path = Path(os.path.relpath(organization, place)).as_posix()
    draft = ProcessDraft(name, title, path, steps, approvers, up_to, given["currency"])
    return _made(settings, target, process_text(draft))


@new.command()
@click.argument("name", callback=_as_name)
@_common
@click.option(
    "--role",
    "roles",
    metavar="ROLE[=SUPERIOR]",
    multiple=True,
    callback=_pairs,
    help="A role, and who is above.",
)
@click.option(
    "--person",
    "people",
    metavar="PERSON=ROLE[,ROLE]",
    multiple=True,
    callback=_pairs,
    help="Who holds which.",
)
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="The office's time zone.")
@click.option("--hours", default="09:00-12:00, 13:00-18:00", show_default=True, help="Monday to Friday.")
@click.option("--holidays", metavar="COUNTRY", default="", help="The country's code, such as CN.")
@group_options
@pass_settings
def organization(settings: Settings, /, name: str, folder: Path | None, **given: Any) -> int:
    """Start an organization.

    \b
    Example:
      procflow new organization acme --role boss --role clerk=boss --person ann=clerk --person bob=boss
    """
    target = _free(_folder(folder) / "organizations" / f"{name}.yaml")
    title = _title(name, given)
    roles: dict[str, str] = given["roles"] or _asked_roles()
    people = {person: held.split(",") for person, held in given["people"].items()}
    if not given["roles"] and not people:
        people = {
            person: ask_names(f"Which roles has {person}?", among=roles)
            for person in ask_names("Who works here? Short names with blanks between, such as ann bob", "")
        }
    draft = OrganizationDraft(name, title, roles, people, given["zone"], given["hours"], given["holidays"])
    return _made(settings, target, organization_text(draft))


@new.command()
@click.argument("name", callback=_as_name)
@_common
@click.option(
    "--organization", metavar="FILE", type=click.Path(path_type=Path), help="Default: the only one."
)
@click.option("--role", metavar="ROLE", help="The role of whoever holds the position.")
@click.option("--superior", metavar="ROLE", help="The role that it reports to.")
@click.option(
    "--duty",
    "duties",
    metavar="TITLE[=EVERY]",
    multiple=True,
    callback=_duties,
    help=f"What has to be done, and how often: {', '.join(_PERIODS)}. Default: all the time.",
)
@group_options
@pass_settings
def position(settings: Settings, /, name: str, folder: Path | None, **given: Any) -> int:
    """Start a position.

    \b
    Example:
      procflow new position desk-head --role clerk --superior boss --duty "daily report=business day"
    """
    place = _folder(folder)
    target = _free(place / "positions" / f"{name}.yaml")
    organization = _organization(given["organization"], place)
    title = _title(name, given)
    roles = _roles_of(organization)
    role = valid_name(given["role"] or ask_name(f"Which role has the {name}?", among=roles))
    superior = valid_name(given["superior"] or ask_name("Which role does it report to?", among=roles))
    duties: Mapping[str, str] = given["duties"] or _asked_duties()
    path = Path(os.path.relpath(organization, target.parent)).as_posix()
    draft = PositionDraft(name, title, path, "..", role, superior, duties)
    return _made(settings, target, position_text(draft))


def _title(name: str, given: Mapping[str, Any]) -> Title:
    zh, en = (given[f"title_{lang}"] for lang, _ in _LANGUAGES)
    if zh is None and en is None:
        zh, en = (ask(f"Title in {word}; nothing is none", "") for _, word in _LANGUAGES)
    return Title(zh or "", en or "") if zh or en else Title("", name)


def _asked_roles() -> dict[str, str]:
    roles = ask_names("Which roles are there? With blanks between, such as clerk head")
    if len(roles) == 1:
        return dict.fromkeys(roles, "")
    others = {role: [other for other in roles if other != role] for role in roles}
    return {
        role: ask_name(f"Which role is above {role}? Nothing is none", "", among=above)
        for role, above in others.items()
    }


def _asked_steps(roles: Collection[str]) -> dict[str, str]:
    step = ask_name("What is done first? One word, such as ask")
    steps = {step: ask_name(f"Which role does {step}?", among=roles)}
    while step := ask_name("And then? Nothing ends the list", ""):
        steps[step] = ask_name(f"Which role does {step}?", among=roles)
    return steps


def _asked_duties() -> dict[str, str]:
    duty = ask("What has to be done first?")
    duties: dict[str, str] = {}
    while duty:
        duties[duty] = ask_one_of(f"How often? {', '.join(_PERIODS)}; nothing is all the time", _PERIODS)
        duty = ask("And what else? Nothing ends the list", "")
    return duties


def _folder(given: Path | None) -> Path:
    return given or (FOLDER if is_folder(FOLDER) else Path())


def _free(target: Path) -> Path:
    if target.exists():
        raise Failure("exists", f"{target} is there already, and is not overwritten")
    return target


def _organization(given: Path | None, place: Path) -> Path:
    """The organization file to name. Raises :class:`Failure` where there is none, or more than one."""
    if given is not None:
        return given
    from procflow.source import read_file

    found = [file for file in yaml_files(place) if top_keys(read_file(file))[:1] == ("organization",)]
    if not found:
        raise Failure(
            "no-organization", "there is no organization file yet; procflow new organization makes one"
        )
    if len(found) > 1:
        names = ", ".join(map(str, found))
        raise Failure("no-organization", f"name one with --organization: {names}")
    return found[0]


def _roles_of(organization: Path) -> tuple[str, ...]:
    """The roles of an organization file; none where it has mistakes, which are told when the file is made."""
    from procflow.definition import load_organization

    found = load_organization(organization).organization
    return tuple(found.roles) if found is not None else ()


def _made(settings: Settings, target: Path, text: str) -> int:
    """Write the file, unless what was said makes no sound definition.

    Raises :class:`~procflow.diagnostics.DefinitionError` then, and leaves nothing behind.
    """
    from procflow.definition import check_file
    from procflow.diagnostics import DefinitionError, has_errors
    from procflow.source.layout import lay_out

    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(lay_out(text, str(target)).after or text)
    found, _ = check_file(target)
    if has_errors(found):
        target.unlink()
        raise DefinitionError(found)
    if settings.json:
        print_json({"file": str(target)})
    else:
        say(f"made {visible(str(target))}")
    return DONE
