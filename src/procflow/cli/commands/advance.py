"""procflow advance"""

from typing import TYPE_CHECKING

import click

from procflow.cli.exits import DONE, REFUSED, Failure
from procflow.cli.output import print_json, say
from procflow.cli.places import on_cases
from procflow.cli.results import print_story, standing
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import done_shape

if TYPE_CHECKING:
    from datetime import datetime

    from procflow.engine import Advanced, CaseView, Engine, Stuck


@click.command()
@click.option(
    "--until",
    metavar="TIME",
    help="In a sandbox, move its clock there: 2026-03-05, 2026-03-05 12:00, "
    "by the clock of the organization, or 2026-03-05T12:00+08:00.",
)
@group_options
@pass_settings
def advance(settings: Settings, until: str | None) -> int:
    """Do what deadlines ask for, and open the cases that are due.

    Up to now: remind, notify, hand up, let rights lapse, and open cases by the cadence of their process. Each
    is done once.

    With --until, time is moved there, from instant to instant, and stays moved. That is for trying things and
    works on a sandbox alone, which is what "procflow start" makes.

    \b
    Examples:
      procflow advance
      procflow advance --until "2026-03-05 12:00"
      procflow advance --until 2026-03-05T12:00+08:00 --json
    """
    with on_cases(settings) as engine:
        moment = _moment(engine, until) if until is not None else None
        advanced = engine.advance(moment)
        now = engine.now()
        if settings.json:
            shapes = [done_shape(each, settings.lang) for each in advanced.done]
            opened = [{"case": o.case.id, "turn": o.case.turn} for o in advanced.opened]
            stuck = [_stuck_shape(each) for each in advanced.stuck]
            print_json({"now": now, "done": shapes, "opened": opened, "stuck": stuck})
        else:
            _print(engine, advanced, settings.lang)
            _print_end(advanced, now)
    return REFUSED if advanced.stuck else DONE


def _stuck_shape(stuck: "Stuck") -> dict[str, object]:
    refused = stuck.refused
    return {
        "case": stuck.case,
        "turn": stuck.turn,
        "due": stuck.due,
        "code": refused.code,
        "reason": refused.reason,
        "missing": refused.missing,
    }


def _print_end(advanced: "Advanced", now: "datetime") -> None:
    for stuck in advanced.stuck:
        due = f"{stuck.due:%Y-%m-%d %H:%M} UTC"
        if stuck.turn is not None:
            say(f"{stuck.turn}, due {due}, could not be opened: {stuck.refused}")
        else:
            say(f"{stuck.case}: the deadline of {due} could not act: {stuck.refused}")
    for done in advanced.opened:
        say(f"opened {done.case.id} for {done.case.turn}")
    opened = len(advanced.opened)
    cases = f"{_counted(opened, 'case')} opened, " if opened else ""
    acted = _counted(len(advanced.done) - opened, "deadline")
    say(f"{cases}{acted} acted on; it is {now:%Y-%m-%d %H:%M} UTC")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _print(engine: "Engine", advanced: "Advanced", lang: str) -> None:
    """Tell what happened, case by case, and how each stands now."""
    from procflow.engine import TRUSTED

    spans: dict[str, tuple[int, CaseView]] = {}
    for each in advanced.done:
        after = each.case
        first, _ = spans.get(after.id, (after.version - len(each.events) + 1, after))
        spans[after.id] = first, after
    for case, (first, view) in spans.items():
        print_story(engine.record(case, reader=TRUSTED), lang, range(first, view.version + 1))
        say(standing(view, lang) + "\n")


def _moment(engine: "Engine", text: str) -> "datetime":
    """The instant that is meant, by the clock of the organizations. Raises :class:`Failure`."""
    from procflow.diagnostics import Span
    from procflow.worktime import Zone, parse_instant

    organizations = engine.organizations()
    zones = {c.spec.zone for o in organizations for c in o.calendars.values()} or {Zone.named("UTC")}
    locate = Span("--until", 1, 1, 1, len(text) + 1).part
    instants = set()
    for zone in zones:
        instant, found = parse_instant(text, zone, locate)
        if instant is None:
            said = found[0]
            raise Failure("bad-time", f"--until: {said.message()}; {said.help() or said.reason()}")
        instants.add(instant)
    if len(instants) > 1:
        raise Failure(
            "bad-time", f"--until: there are several time zones; write {text} with an offset, such as +08:00"
        )
    return instants.pop()
