"""What an operation asks of the world, as values.

Operations are generators that yield these and are sent the answers, so that one text of each serves a
synchronous and an asynchronous engine. They do no input or output of their own.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, assert_never

from procflow.store import Commit, Store, verify_case


@dataclass(frozen=True, slots=True)
class Load:
    """Answered with the case's :class:`Snapshot`."""

    case: str


@dataclass(frozen=True, slots=True)
class FindDone:
    """Answered with the commit that a command made before, or None."""

    case: str
    command: str


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """Answered with all commits of a case."""

    case: str


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """Answered with the faults of a case's record and of what is kept beside it."""

    case: str


@dataclass(frozen=True, slots=True)
class ListCases:
    """Answered with the rows of all cases, oldest first."""


@dataclass(frozen=True, slots=True)
class ListCaseIds:
    """Answered with the ids of all cases that anything is kept of."""


@dataclass(frozen=True, slots=True)
class FindAsked:
    """Answered with the open items that have one of these addressees, each with its case."""

    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindItems:
    """Answered with the rows of a case's open items, of those that have one of the addressees if any are
    named."""

    case: str
    addressees: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FindTimers:
    """Answered with timers, earliest first: those due up to an instant, of one case or of all."""

    limit: int
    until: datetime | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class FindHolder:
    """Answered with the open case that holds a key of a process, or None."""

    process: str
    key: str


@dataclass(frozen=True, slots=True)
class FindWaiting:
    """Answered with the open cases that wait for a key of a process."""

    process: str
    key: str


@dataclass(frozen=True, slots=True)
class FindKeys:
    """Answered with the rows of the keys that a case holds or waits for."""

    case: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Keeps content under its hash; answered with the hash."""

    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fetch:
    """Answered with kept content."""

    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ListContents:
    """Answered with the kind and the hash of everything that is kept."""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Answered with a property of the database, or None."""

    key: str


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Sets a property of the database; answered with None."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Write:
    """Writes a commit; answered with None."""

    commit: Commit


@dataclass(frozen=True, slots=True)
class CallHandler:
    """Calls a handler of the embedding program with ``arguments`` by name.

    ``key`` is the same for every attempt at one call, for a handler that must not act twice. Answered with a
    :class:`HandlerResult` or a :class:`HandlerFailure`; a handler that the engine was not given is
    :class:`Refused` (``no-handler``).
    """

    name: str
    arguments: Mapping[str, object]
    key: str
    time_limit: timedelta | None = None


@dataclass(frozen=True, slots=True)
class HandlerResult:
    """What a handler gave, by name."""

    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandlerFailure:
    """Why a handler came to nothing, in one sentence."""

    reason: str


StoreEffect = (
    Load
    | FindDone
    | ReadHistory
    | CheckRecord
    | ListCases
    | ListCaseIds
    | FindAsked
    | FindItems
    | FindTimers
    | FindHolder
    | FindWaiting
    | FindKeys
    | Keep
    | Fetch
    | ListContents
    | ReadNote
    | KeepNote
    | Write
)
Effect = StoreEffect | CallHandler

T = TypeVar("T")
Operation = Generator[Effect, Any, T]


def perform(store: Store, effect: StoreEffect) -> Any:
    """Do one effect on a store. What every command asks for stands first."""
    match effect:
        case Load(case):
            return store.load(case)
        case FindDone(case, command):
            return store.done(case, command)
        case Write(commit):
            return store.commit(commit)
        case ReadHistory(case):
            return store.history(case)
        case CheckRecord(case):
            return verify_case(store, case)
        case ListCases():
            return store.cases()
        case ListCaseIds():
            return store.case_ids()
        case FindAsked(addressees):
            return store.asked(addressees)
        case FindItems(case, keys):
            return store.items(keys, case)
        case FindTimers(limit, until, of_case):
            return store.timers(until, of_case, limit)
        case FindHolder(process, key):
            return store.holder(process, key)
        case FindWaiting(process, key):
            return store.waiting(process, key)
        case FindKeys(case):
            return store.keys(case)
        case Keep(kind, content):
            return store.keep_content(kind, content)
        case Fetch(kind, sha256):
            return store.content(kind, sha256)
        case ListContents():
            return store.contents()
        case ReadNote(key):
            return store.note(key)
        case KeepNote(key, value):
            return store.keep_note(key, value)
        case _:
            assert_never(effect)
