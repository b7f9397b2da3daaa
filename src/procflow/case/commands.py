"""What can be asked of a case, in the imperative. Who asks, and when, comes in the context."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from procflow.case.state import Parent
from procflow.definition.organization import Organization

CLOCK = "clock"


class Context(Struct, frozen=True):
    """What a decision may know of the world: the instant (UTC), the acting person, the organization as it is
    now, random bytes for salts, and by process and key the open case that holds it, as far as somebody has
    looked (SEMANTICS 34)."""

    now: datetime
    actor: str
    organization: Organization
    entropy: bytes
    holders: Mapping[tuple[str, str], str | None] = {}

    def holder(self, process: str, key: str) -> str | None:
        """The open case that holds a key. Raises :class:`Unlooked` where nobody has looked."""
        try:
            return self.holders[process, key]
        except KeyError:
            raise Unlooked(process, key) from None


class Unlooked(Exception):
    """A decision depends on which open case holds this key; it is made again when that is in the context."""

    def __init__(self, process: str, key: str) -> None:
        self.process, self.key = process, key
        super().__init__(process, key)


class NewAttachment(Struct, frozen=True):
    """A paper that comes with a command; its content is kept elsewhere under its SHA-256. ``size`` in
    bytes."""

    name: str
    sha256: str
    size: int
    filename: str


class StartCase(Struct, frozen=True):
    """Begin a case; ``data`` prefills what the starter knows, by field name in the caller's form. ``parent``
    is the case that calls it, whose file has said already who may; ``turn``
    (``daily-order-report/2026-05-04``) is the turn of a cadence that the case is opened for, and only the
    clock gives one."""

    case: str
    data: Mapping[str, object] = {}
    attachments: tuple[NewAttachment, ...] = ()
    on_behalf_of: str | None = None
    parent: Parent | None = None
    turn: str | None = None


class AnswerItem(Struct, frozen=True):
    """Answer a work item with one of its outcomes.

    ``seen`` is the version of the case that the person looked at; if what reviewers are shown has changed
    since, the answer is refused.
    """

    item: str
    outcome: str
    comment: str | None = None
    topic: str | None = None
    data: Mapping[str, object] = {}
    attachments: tuple[NewAttachment, ...] = ()
    on_behalf_of: str | None = None
    seen: int | None = None


class ChangeData(Struct, frozen=True):
    """Change fields outside a form, as their ``change`` allows (SEMANTICS 21)."""

    data: Mapping[str, object]
    on_behalf_of: str | None = None


class WithdrawObjection(Struct, frozen=True):
    """Take an objection back; the case stays disputed (SEMANTICS 15)."""

    step: str
    seat: str
    comment: str | None = None
    on_behalf_of: str | None = None


class PassTimer(Struct, frozen=True):
    """Do what a timer's moment asks for; only the clock says this."""

    timer: str


class KeyReleased(Struct, frozen=True):
    """Look again at what waits for a key that no case may hold any more; only the clock says this (SEMANTICS
    34)."""

    process: str
    key: str


class RaiseEvent(Struct, frozen=True):
    """Say that an any-time event has occurred, with what is filled in for it (SEMANTICS 22)."""

    event: str
    data: Mapping[str, object] = {}
    attachments: tuple[NewAttachment, ...] = ()
    comment: str | None = None
    on_behalf_of: str | None = None


class Reassign(Struct, frozen=True):
    """Bind another person as the owner of the case; the comment says why (SEMANTICS 24)."""

    person: str
    comment: str
    on_behalf_of: str | None = None


class CallBegun(Struct, frozen=True):
    """The case that a job asked for has been started; only the clock says this."""

    timer: str
    case: str


class ReportEnd(Struct, frozen=True):
    """The case that a scope called is over: how it ended, and its data by field and papers by name, as far as
    they are taken back. Only the clock says this."""

    scope: str
    case: str
    ending: str
    data: Mapping[str, object] = {}
    attachments: tuple[NewAttachment, ...] = ()


class ReportHandler(Struct, frozen=True):
    """What a handler came to: its results by field and papers by name, or why it failed. Only the clock says
    this."""

    timer: str
    values: Mapping[str, object] = {}
    failure: str | None = None
    attachments: tuple[NewAttachment, ...] = ()


class EndCalled(Struct, frozen=True):
    """End a case that was called, because nobody waits for it any more. Only the clock says this."""

    parent: str


class FinishJob(Struct, frozen=True):
    """A job that concerns another case is done, or can never be for a ``reason``. Only the clock says
    this."""

    timer: str
    reason: str | None = None


class ReportStuck(Struct, frozen=True):
    """A job cannot be done now, for a ``reason``, the code of a refusal. Only the clock says this."""

    timer: str
    reason: str


PersonsCommand = StartCase | AnswerItem | ChangeData | WithdrawObjection | RaiseEvent | Reassign
"""What people ask for."""

ClockCommand = (
    PassTimer | KeyReleased | CallBegun | ReportEnd | ReportHandler | EndCalled | FinishJob | ReportStuck
)
"""What the engine tells a case in the name of the clock."""

Command = PersonsCommand | ClockCommand
