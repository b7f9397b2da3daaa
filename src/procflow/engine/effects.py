"""What an operation asks of a store, as values, and the short driver that carries it out.

Operations are generators that yield these and are sent the answers, so that one text of each serves a
synchronous and an asynchronous engine.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar, assert_never

from procflow.store import Commit, Store


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
class Write:
    """Writes a commit; answered with None."""

    commit: Commit


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Answered with a property of the database itself, or None."""

    key: str


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Sets a property of the database; answered with None."""

    key: str
    value: str


Effect = Load | FindDone | ReadHistory | FindHolder | FindWaiting | Keep | Fetch | Write | ReadNote | KeepNote

T = TypeVar("T")
Operation = Generator[Effect, Any, T]


def carry_out(store: Store, operation: Operation[T]) -> T:
    """Run an operation against a store and return what it returns. The store's exceptions go into the
    operation."""
    try:
        effect = next(operation)
        while True:
            try:
                answer = perform(store, effect)
            except Exception as error:  # whatever the store raised is the operation's to judge
                effect = operation.throw(error)
            else:
                effect = operation.send(answer)
    except StopIteration as stop:
        result: T = stop.value
        return result


def perform(store: Store, effect: Effect) -> Any:
    """Do one effect."""
    match effect:
        case Load(case):
            return store.load(case)
        case FindDone(case, command):
            return store.done(case, command)
        case ReadHistory(case):
            return store.history(case)
        case FindHolder(process, key):
            return store.holder(process, key)
        case FindWaiting(process, key):
            return store.waiting(process, key)
        case Keep(kind, content):
            return store.keep_content(kind, content)
        case Fetch(kind, sha256):
            return store.content(kind, sha256)
        case Write(commit):
            return store.commit(commit)
        case ReadNote(key):
            return store.note(key)
        case KeepNote(key, value):
            return store.keep_note(key, value)
        case _:
            assert_never(effect)
