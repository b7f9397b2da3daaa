"""In whose name the clock opens a case (SEMANTICS 30)."""

from procflow.case.commands import CLOCK, Context
from procflow.case.refusal import Refused
from procflow.case.state import Performance
from procflow.definition.process import Process


def opened_by_clock(process: Process, context: Context) -> Performance:
    """The clock, in the name of a person with the role that the cadence names: one who is there, else any.

    The file says so, so nobody else has to be allowed to start. Refused for another than the clock, for a
    process without a cadence, and if nobody has the role.
    """
    cadence, organization = process.cadence, context.organization
    if cadence is None or context.actor != CLOCK:
        text = f"cases of {process.name} are opened for a period by the clock alone, where a cadence says so"
        raise Refused("not-yours", text, allowed=(CLOCK,))
    holders = organization.holders(cadence.starter)
    chosen = (*organization.available(cadence.starter, context.now), *holders)
    if not chosen:
        text = f"{cadence.starter}, in whose name {process.name} is opened, is held by nobody"
        raise Refused("nobody-holds-role", text, missing=(cadence.starter,))
    return Performance(CLOCK, chosen[0])
