"""Separation of duties, looked at ahead: a case that could end with nobody who may decide it is refused
early."""

from procflow.case.authority import decided_row
from procflow.case.people import role_that_can_act
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import Performance


def require_someone_left(run: Run, step: str, who: Performance | None = None) -> None:
    """Refuse if whoever does ``step`` leaves a table's role without anybody who may act (SEMANTICS 26).

    ``who`` stands in for a performer that the step does not have yet. A table whose data are not there is
    looked at again when they are.
    """
    performer = who or run.state.performed.get(step)
    if performer is None:
        return
    for rule in run.program.separations():
        if step not in rule.places:
            continue
        for place in rule.places:
            role = _role_decided(run, place)
            if role is None or role_that_can_act(run.context.organization, role, performer.persons()):
                continue
            if run.context.organization.holders(role):
                text = f"{performer.by} at {step} would leave nobody to act as {role}"
                raise Refused("nobody-left", text, allowed=(f"another person at {step}",))


def _role_decided(run: Run, place: str) -> str | None:
    table = run.program.process.tables.get(place)
    if table is None:
        return None
    try:
        return table.rows[decided_row(run.program.process, run.state, table) - 1].then
    except Refused:
        return None
