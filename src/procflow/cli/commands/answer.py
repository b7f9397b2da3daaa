"""procflow do"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.given import as_data, as_papers
from procflow.cli.people import place
from procflow.cli.places import on_cases
from procflow.cli.results import print_done
from procflow.cli.settings import Settings, group_options, pass_settings

if TYPE_CHECKING:
    from procflow.engine import Engine, ItemView


@click.command(name="do")
@click.argument("case")
@click.argument("step")
@click.argument("outcome")
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who answers.")
@click.option("--item", metavar="ID", help="Which work item, where several are open.")
@click.option("--seat", metavar="ROLE", help="Whose seat, where several are open.")
@click.option("--for", "entry", metavar="ENTRY", help="Which branch, of one for each entry.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option("--comment", metavar="TEXT", help="Why.")
@click.option("--topic", metavar="TOPIC", help="What an objection is about.")
@click.option(
    "--data", metavar="JSON", callback=as_data, help="What the form asks for: JSON, @FILE, or - to read it."
)
@click.option(
    "--attach", metavar="NAME=FILE", multiple=True, callback=as_papers, help="A paper; may be repeated."
)
@click.option(
    "--seen", type=int, metavar="N", help="The version that was looked at; refused if its content changed."
)
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key is done once.")
@group_options
@pass_settings
def do(
    settings: Settings,
    *,
    case: str,
    step: str,
    outcome: str,
    actor: str,
    item: str | None,
    seat: str | None,
    entry: str | None,
    on_behalf_of: str | None,
    comment: str | None,
    topic: str | None,
    data: Mapping[str, object],
    attach: Mapping[str, Path],
    seen: int | None,
    command_id: str | None,
) -> None:
    """Answer a work item.

    The one that is open at STEP of CASE is answered with OUTCOME: of several, the one of --seat, --for or
    --item, else the one that the person may answer. What is disputed is ruled on at the topic, or at
    arbitration:TOPIC where a step has its name; the outcome that a notice has is acknowledged.

    \b
    Examples:
      procflow do CASE submit-terms submitted --as lin --data @terms.json --attach draft-contract=draft.pdf
      procflow do CASE circulate object --as zheng --topic quality --comment "Wall thickness"
      procflow do CASE circulate agree --as li --on-behalf-of wang --seen 41
      procflow do CASE inspect passed --as wu --for boiler --attach report=report.pdf
      procflow do CASE quality overruled --as zhang --comment "Within the standard" --id r1
    """
    with on_cases(settings) as engine:
        done = engine.done(case, command_id, reader=actor) if command_id is not None else None
        if done is None:
            asked = open_item(engine, case, step, on_behalf_of or actor, seat=seat, entry=entry, item=item)
            done = engine.answer(
                asked,
                outcome,
                actor=actor,
                comment=comment,
                topic=topic,
                data=data,
                attachments=attach,
                on_behalf_of=on_behalf_of,
                seen=seen,
                command_id=command_id,
            )
        print_done(engine, done, settings)


def open_item(
    engine: "Engine",
    case: str,
    step: str,
    person: str,
    *,
    seat: str | None,
    entry: str | None,
    item: str | None,
) -> str:
    """The id of the work item that is meant: the one at a step, of a seat, for an entry, or that the person
    may act on.

    Raises ``Refused``, naming what is open, where there is none or more than one.
    """
    from procflow.case import Refused
    from procflow.engine import TRUSTED

    view = engine.case(case, reader=TRUSTED)
    places = {i.step for i in view.open}
    at = step if step in places or (topic := f"arbitration:{step}") not in places else topic
    here = [
        i
        for i in view.open
        if i.step == at
        and item in (None, i.item)
        and seat in (None, i.seat, i.role)
        and entry in (None, i.entry)
    ]
    own = [i for i in here if person in i.persons]
    match own if len(here) > 1 and own else here:
        case [one]:
            return one.item
        case []:
            parts = (item, "of" if seat else None, seat, "for" if entry else None, entry)
            asked = " ".join(part for part in parts if part)
            what = f"no work item {asked}" if asked else "nothing"
            text = f"{what} is open at {step}" if view.status == "running" else f"the case is {view.status}"
            raise Refused("not-open", text, allowed=_named(view.open))
        case several:
            text = f"{len(several)} work items are open at {step}; say which with --seat, --for or --item"
            raise Refused("which-item", text, allowed=_named(several))


def _named(items: "Iterable[ItemView]") -> tuple[str, ...]:
    return tuple(
        f"{place(i)} ({i.item}): {', '.join(i.outcomes)}, by {', '.join(i.persons) or 'nobody'}"
        for i in items
    )
