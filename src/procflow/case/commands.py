"""What can be asked of a case, in the imperative. Who asks, and when, comes in the context."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from procflow.definition.organization import Organization

CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know of the world: the instant (UTC), the acting person, the organization as it is
    now, and random bytes for salts."""

    now: datetime
    actor: str
    organization: Organization
    entropy: bytes


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A paper that comes with a command; its content is kept elsewhere under its SHA-256. ``size`` in
    bytes."""

    name: str
    sha256: str
    size: int
    filename: str


@dataclass(frozen=True, slots=True)
class StartCase:
    """Begin a case; ``data`` prefills what the starter knows, by field name in the caller's form."""

    case: str
    data: Mapping[str, object] = field(default_factory=dict)
    attachments: tuple[NewAttachment, ...] = ()
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Answer a work item with one of its outcomes.

    ``seen`` is the version of the case that the person looked at; if what reviewers are shown has changed
    since, the answer is refused.
    """

    item: str
    outcome: str
    comment: str | None = None
    topic: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    attachments: tuple[NewAttachment, ...] = ()
    on_behalf_of: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeData:
    """Change fields outside a form, as their ``change`` allows (SEMANTICS 21)."""

    data: Mapping[str, object]
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    """Take an objection back; the case stays disputed (SEMANTICS 15)."""

    step: str
    seat: str
    comment: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class PassTimer:
    """Do what a timer's moment asks for; only the clock says this."""

    timer: str


Command = StartCase | AnswerItem | ChangeData | WithdrawObjection | PassTimer
