"""An explanation as a whole."""

from datetime import datetime

from msgspec import Struct

from procflow.case.state import Purpose, Status
from procflow.case.why.values.awaited import Awaited
from procflow.case.why.values.basics import Place, Suspension
from procflow.case.why.values.because import Because
from procflow.case.why.values.standing import Standing
from procflow.case.why.values.unasked import Unasked


class WhyAsked(Struct, frozen=True, omit_defaults=True):
    """An open item: where it comes from, why it is put before whom, and who can answer it.

    ``standings`` are those who hold the role or a grant for it; where a person is asked about, that person's
    alone. ``suspended`` is what it rests for.
    """

    item: str
    place: Place
    purpose: Purpose
    role: str
    opened_at: datetime
    because: tuple[Because, ...]
    standings: tuple[Standing, ...]
    due: datetime | None = None
    suspended: tuple[Suspension, ...] = ()


class WhyUnasked(Struct, frozen=True):
    """A place that a person could be asked at by a role, and why nothing is asked there now."""

    place: Place
    role: str
    because: Unasked


class Way(Struct, frozen=True, omit_defaults=True):
    """An outcome that a person could choose, and what refuses it as things stand: ``code``, ``reason``,
    what is ``missing`` and what is ``allowed`` instead; without a code it can be chosen as it is."""

    item: str
    outcome: str
    on_behalf_of: str | None = None
    code: str | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


class WhyPerson(Struct, frozen=True):
    """A person in the case: the roles held, what stands open to them, and the places where nothing does."""

    person: str
    roles: tuple[str, ...]
    ways: tuple[Way, ...]
    unasked: tuple[WhyUnasked, ...]


class Waiting(Struct, frozen=True, omit_defaults=True):
    """A place at which the case waits, for the first of several things; ``clock`` is the next instant at
    which the file has something done about it."""

    place: Place
    awaits: tuple[Awaited, ...]
    clock: datetime | None = None


class Why(Struct, frozen=True, omit_defaults=True):
    """Why a case stands as it does: what it asks whom and why, what it waits and rests for; and, where one
    was asked about, how a person stands in it. ``version`` is the last event that it takes into account."""

    case: str
    process: str
    version: int
    status: Status
    asked: tuple[WhyAsked, ...]
    waiting: tuple[Waiting, ...]
    resting: tuple[Suspension, ...]
    person: WhyPerson | None = None
