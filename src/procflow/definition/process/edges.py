"""Where the flow goes on, and what happens when time passes."""

from enum import StrEnum

from msgspec import Struct, field

from procflow.definition.process.basics import Basis, Title
from procflow.diagnostics import Span
from procflow.guards import Guard
from procflow.worktime import Deadline, Duration, Moment


class Resume(StrEnum):
    """Where a step that was left by a return goes on when the flow comes back to it (SEMANTICS 5)."""

    FIRST = "first"
    HERE = "here"
    AFTER = "after"
    UNANSWERED = "unanswered"


class Target(Struct, frozen=True):
    """Where an edge leads, and, for a return, how the step that is left goes on later."""

    step: str
    resume: Resume | None = None


class Remind(Struct, frozen=True):
    """Remind the person or role that holds the item (``holder``), or a role."""

    whom: str


class Notify(Struct, frozen=True):
    """Tell a role that a moment has passed."""

    role: str


class HandUp(Struct, frozen=True):
    """Move the item to the superior of the role that holds it; with nobody above, alarm a role."""

    alarm: str


class GoTo(Struct, frozen=True):
    """Leave the step for another when the moment comes."""

    target: Target


Action = Remind | Notify | HandUp | GoTo


class Escalation(Struct, frozen=True):
    """What happens at a moment counted from the opening or the deadline of an item."""

    at: Moment
    action: Action
    repeat: Duration | None
    span: Span
    basis: Basis = field(default_factory=Basis)


class AsLimited(Struct, frozen=True):
    """A deadline as long after the opening as a limit of the organization says at that moment."""

    limit: str


class Limit(Struct, frozen=True):
    """A deadline and what happens around it."""

    deadline: Deadline | AsLimited
    escalations: tuple[Escalation, ...]
    basis: Basis


class Outcome(Struct, frozen=True):
    """A way out of a step that people choose.

    ``needs`` lists what must come with it: ``comment``, or names of fields and attachments beyond the form.
    ``form_optional`` lets it be chosen without filling the form (a withdrawal). ``allowed`` refuses it unless
    true. ``raises`` names an any-time event that it raises besides. ``escalates`` marks it as a way out in
    trouble.
    """

    name: str
    target: Target
    title: Title
    needs: tuple[str, ...]
    form_optional: bool
    allowed: Guard | None
    basis: Basis
    span: Span
    raises: str | None = None
    escalates: bool = False
