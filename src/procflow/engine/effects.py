"""What an operation asks of the world, as values.

Operations are generators that yield these and are sent the answers, so that one text of each serves a
synchronous and an asynchronous engine. They do no input or output of their own.
"""

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar, assert_never

from msgspec import Struct

from procflow.store import Commit, Store, verify_case


class Load(Struct, frozen=True):
    """Answered with the case's :class:`Snapshot`."""

    case: str


class FindDone(Struct, frozen=True):
    """Answered with the commit that a command made before, or None."""

    case: str
    command: str


class ReadHistory(Struct, frozen=True):
    """Answered with all commits of a case."""

    case: str


class CheckRecord(Struct, frozen=True):
    """Answered with the faults of a case's record and of what is kept beside it."""

    case: str


class ListCases(Struct, frozen=True):
    """Answered with the rows of all cases, oldest first."""


class ListOpened(Struct, frozen=True):
    """Answered with the cases of a process in the order in which they were opened."""

    process: str


class ListCaseIds(Struct, frozen=True):
    """Answered with the ids of all cases that anything is kept of."""


class FindAsked(Struct, frozen=True):
    """Answered with the open items that have one of these addressees, each with its case."""

    addressees: tuple[str, ...]


class FindItems(Struct, frozen=True):
    """Answered with the rows of a case's open items, of those that have one of the addressees if any are
    named."""

    case: str
    addressees: tuple[str, ...] | None = None


class FindTimers(Struct, frozen=True):
    """Answered with timers, earliest first: those due up to an instant, of one case or of all."""

    limit: int
    until: datetime | None = None
    case: str | None = None


class FindHolder(Struct, frozen=True):
    """Answered with the open case that holds a key of a process, or None."""

    process: str
    key: str


class FindWaiting(Struct, frozen=True):
    """Answered with the open cases that wait for a key of a process."""

    process: str
    key: str


class FindKeys(Struct, frozen=True):
    """Answered with the rows of the keys that a case holds or waits for."""

    case: str


class Keep(Struct, frozen=True):
    """Keeps content under its hash; answered with the hash."""

    kind: str
    content: bytes


class Fetch(Struct, frozen=True):
    """Answered with kept content."""

    kind: str
    sha256: str


class ListContents(Struct, frozen=True):
    """Answered with the kind and the hash of everything that is kept."""


class ReadNote(Struct, frozen=True):
    """Answered with a property of the database, or None."""

    key: str


class KeepNote(Struct, frozen=True):
    """Sets a property of the database; answered with None."""

    key: str
    value: str


class Write(Struct, frozen=True):
    """Writes a commit; answered with None."""

    commit: Commit


class CallHandler(Struct, frozen=True):
    """Calls a handler of the embedding program with ``arguments`` by name.

    ``key`` is the same for every attempt at one call, for a handler that must not act twice. Answered with a
    :class:`HandlerResult` or a :class:`HandlerFailure`; a handler that the engine was not given is
    :class:`Refused` (``no-handler``).
    """

    name: str
    arguments: Mapping[str, object]
    key: str
    time_limit: timedelta | None = None


class HandlerResult(Struct, frozen=True):
    """What a handler gave, by name."""

    values: Mapping[str, object] = {}


class HandlerFailure(Struct, frozen=True):
    """Why a handler came to nothing, in one sentence."""

    reason: str


StoreEffect = (
    Load
    | FindDone
    | ReadHistory
    | CheckRecord
    | ListCases
    | ListOpened
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
        case ListOpened(process):
            return store.opened(process)
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
