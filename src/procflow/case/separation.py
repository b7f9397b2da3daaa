"""The rules on persons, looked at ahead: a case that could end with nobody who may act is refused early."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from procflow.case.authority import row_for
from procflow.case.people import barred_by_separation, places_named, role_that_can_act, same_as
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CaseState, Performance
from procflow.case.surroundings import environment
from procflow.definition.process import Different, Same, Task


def require_someone_left(run: Run, place: str, done: Mapping[str, Performance] | None = None) -> None:
    """Refuse if what was done at a ``place`` leaves a task, a seat or a table's role without anybody who may
    act (SEMANTICS 26).

    ``done`` stands in for places that have no performer yet. What nobody could act on before already is none
    of this answer's doing. A table whose data are not there is looked at again when they are.
    """
    if not run.program.ruled_places:
        return
    performed = {**run.state.performed, **(done or {})}
    left_alone = dict(_left_alone(run, replace(run.state, performed=performed)))
    if not left_alone:
        return
    before = () if done else {name for name, _ in _left_alone(run, run.found)}
    for name, who in left_alone.items():
        if name not in before:
            text = f"what {run.context.actor} does at {place} would leave nobody to act {who}"
            raise Refused("nobody-left", text, allowed=(f"another person at {place}",))


def _left_alone(run: Run, state: CaseState) -> Iterator[tuple[str, str]]:
    """The places for which the rules on persons leave nobody, each with what nobody could act as or at."""
    rules: tuple[Different | Same, ...] = (*run.program.separations, *run.program.sames)
    for place in dict.fromkeys(place for rule in rules for place in rule.places):
        for name in sorted(places_named(run.program, place)):
            barred = barred_by_separation(run.program, state, (name,))
            bound = {who.responsible() for _, _, who in same_as(run.program, state, (name,))}
            if len(bound) > 1 or not bound.isdisjoint(barred):
                yield name, f"at {name}"
            elif barred and not bound:
                roles = _roles_of(run, state, name)
                yield from ((name, f"as {role}") for role in roles if _nobody_acts(run, role, barred))


def _nobody_acts(run: Run, role: str, barred: tuple[str, ...]) -> bool:
    """Whether a role that is held, and those above it, are held by barred persons alone."""
    organization = run.context.organization
    return role_that_can_act(organization, role, barred) is None and bool(organization.holders(role))


def _roles_of(run: Run, state: CaseState, place: str) -> tuple[str, ...]:
    """The roles that a place is answered by: of the table as it decides now, of the task, of the seat."""
    process = run.program.process
    if place in process.tables:
        table = process.tables[place]
        try:
            return (table.rows[row_for(table, environment(run.program, state)) - 1].then,)
        except Refused:
            return ()
    step = run.program.steps.get(place)
    if isinstance(step, Task):
        return (step.role,)
    review, slash, seat = place.rpartition("/")
    return (run.program.seat(review, seat).role,) if slash else ()
