"""What callers give, held to its kind before anything else is looked at.

A value of the wrong Python type is a mistake in the calling program and raises ``TypeError`` or
``ValueError`` with its name. What a value of the right type means is for the kernel to judge.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar, assert_never

from procflow.case import (
    AnswerItem,
    CallBegun,
    ChangeData,
    Command,
    EndCalled,
    FinishJob,
    KeyReleased,
    PassTimer,
    RaiseEvent,
    Reassign,
    Refused,
    ReportEnd,
    ReportHandler,
    ReportStuck,
    StartCase,
    WithdrawObjection,
)
from procflow.case.ids import CALLS
from procflow.definition.values import writable

TIMER = "timer:"
"""How the ids of the clock's own commands begin: those on timers,"""

JOB = "job:"
"""those on jobs,"""

RELEASE = "key-released:"
"""those that say that a key is free,"""

CADENCE = "cadence:"
"""and those that open a case; so does the note of how far that went."""

K = TypeVar("K")
V = TypeVar("V")


def timer_key(timer: str, due: datetime) -> str:
    """The id of the command that passes a timer; one that was set anew is another."""
    return f"{TIMER}{timer}:{due.isoformat()}"


def require_text(name: str, value: object) -> None:
    """Hold that a value is text."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: a text is needed, not {_kind(value)}")


def require_mapping(name: str, value: object) -> None:
    """Hold that a value is a mapping."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name}: a mapping by name is needed, not {_kind(value)}")


def as_mapping(name: str, value: Mapping[K, V] | None) -> Mapping[K, V]:
    """A mapping that a caller gave; an empty one if it was left out."""
    if value is None:
        return {}
    require_mapping(name, value)
    return value


def as_instant(name: str, value: object) -> datetime:
    """An instant in UTC."""
    if not isinstance(value, datetime):
        raise TypeError(f"{name}: a datetime is needed, not {_kind(value)}")
    if value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise ValueError(f"{name}: a time without a zone; give an aware datetime")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{name}: {value.isoformat()} is no time that can be reckoned with") from None


def require_command_id(value: str) -> None:
    """Hold that a text can be the id of a command."""
    require_text("command_id", value)
    if not value or not writable(value) or value.startswith((TIMER, JOB, CALLS, RELEASE, CADENCE)):
        raise Refused("bad-value", f"command_id: {value!r} cannot be the id of a command")


def require_command(command: Command, actor: str) -> None:
    """Hold that every text and number in a command is one; free texts are the kernel's to check."""
    require_text("actor", actor)
    match command:
        case StartCase(on_behalf_of=giver):
            _require_texts(on_behalf_of=giver)
        case AnswerItem(outcome=outcome, topic=topic, on_behalf_of=giver, seen=seen):
            require_text("outcome", outcome)
            _require_texts(topic=topic, on_behalf_of=giver)
            _require_version(seen)
        case ChangeData(on_behalf_of=giver):
            _require_texts(on_behalf_of=giver)
        case WithdrawObjection(step, seat, on_behalf_of=giver):
            require_text("step", step)
            require_text("seat", seat)
            _require_texts(on_behalf_of=giver)
        case RaiseEvent(event, on_behalf_of=giver):
            require_text("event", event)
            _require_texts(on_behalf_of=giver)
        case Reassign(person, comment, giver):
            require_text("person", person)
            require_text("comment", comment)
            _require_texts(on_behalf_of=giver)
        case PassTimer() | KeyReleased() | CallBegun() | ReportEnd() | ReportHandler() | EndCalled():
            pass
        case FinishJob() | ReportStuck():
            pass
        case _:
            assert_never(command)


def _require_texts(**given: str | None) -> None:
    for name, value in given.items():
        if value is not None:
            require_text(name, value)


def _require_version(seen: object) -> None:
    if seen is not None and (isinstance(seen, bool) or not isinstance(seen, int)):
        raise TypeError(f"seen: the version of a case is needed, not {_kind(seen)}")


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
