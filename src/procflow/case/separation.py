"""Separation of duties, looked at ahead: a case that could end with nobody who may decide it is refused
early."""

from collections.abc import Mapping

from procflow.case.authority import row_for
from procflow.case.people import places_named, role_that_can_act
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import Performance
from procflow.definition.process import Task


def require_someone_left(run: Run, done: Mapping[str, Performance] | None = None) -> None:
    """Refuse if what was done leaves a task, a seat or a table's role without anybody who may act (SEMANTICS
    26).

    ``done`` stands in for steps that have no performer yet. A table whose data are not there is looked at
    again when they are.
    """
    performed = {**run.state.performed, **(done or {})}
    organization = run.context.organization
    for rule in run.program.separations:
        for step, who in performed.items():
            others = [p for p in rule.places if step not in places_named(run.program, p)]
            if len(others) == len(rule.places):
                continue
            for role in (role for place in others for role in _roles_of(run, place)):
                alone = role_that_can_act(organization, role, who.persons()) is None
                if alone and organization.holders(role):
                    text = f"{who.by} at {step} would leave nobody to act as {role}"
                    raise Refused("nobody-left", text, allowed=(f"another person at {step}",))


def _roles_of(run: Run, place: str) -> tuple[str, ...]:
    """The roles that a place is answered by: of the table as it decides now, of the task, of the seats."""
    process = run.program.process
    if place in process.tables:
        table = process.tables[place]
        try:
            return (table.rows[row_for(table, run.values()) - 1].then,)
        except Refused:
            return ()
    step = run.program.steps.get(place)
    if isinstance(step, Task):
        return (step.role,)
    seats = (named.rpartition("/") for named in places_named(run.program, place))
    return tuple(run.program.seat(review, seat).role for review, slash, seat in seats if slash)
