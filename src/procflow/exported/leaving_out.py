"""Leaving personal values out of an exported case, which stays as true as it was.

Of a personal field only a salted hash stands in an event; value and salt stand apart. Anything else stands in
the event itself, whose bytes are hashed, and cannot be taken away from it.
"""

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace as struct_with

from procflow.case import Event, Refused
from procflow.case.data import is_personal
from procflow.case.naming import names_said, steps_naming
from procflow.case.record import StoredCommit, StoredEvent, open_event
from procflow.definition.process import DataField, Process


def fields_of(process: Process) -> Mapping[str, tuple[DataField, ...]]:
    """The fields of a process and of its any-time events by name; two of one name are left out together."""
    found: dict[str, tuple[DataField, ...]] = {}
    for fields in (process.fields, *(event.fields for event in process.events.values())):
        for name, field in fields.items():
            found[name] = (*found.get(name, ()), field)
    return found


def without(
    process: Process, commits: Collection[StoredCommit], names: Collection[str]
) -> tuple[StoredCommit, ...]:
    """Commits without the values of these fields.

    Raises :class:`Refused` (``not-personal``) for a field that cannot be left out, with those that can.
    """
    fields = fields_of(process)
    allowed = {name for name, known in fields.items() if all(map(is_personal, known))}
    told = names_said(steps := steps_naming(process, allowed), events_of(commits)) if names else {}
    on_record = {steps[step]: step for step in told}
    for name in names:
        if name not in allowed or name in on_record:
            reason = _reason(name, known=name in fields, step=on_record.get(name))
            raise Refused("not-personal", reason, allowed=tuple(sorted(allowed - on_record.keys())))
    return tuple(
        struct_with(commit, events=tuple(_bare(event, names) for event in commit.events))
        for commit in commits
    )


def events_of(commits: Collection[StoredCommit]) -> Iterator[Event]:
    """The events of stored commits. Raises ``ValueError`` for one that cannot be read."""
    return (open_event(stored).event for commit in commits for stored in commit.events)


def _reason(name: str, *, known: bool, step: str | None) -> str:
    if not known:
        return f"there is no field {name}"
    if step is not None:
        text = (
            f"the values of {name} are the names by which {step} asks, which stand in the events themselves"
        )
        return f"{text} and cannot be left out"
    return f"{name} is not personal: its values stand in the events themselves and cannot be left out"


def _bare(event: StoredEvent, names: Collection[str]) -> StoredEvent:
    kept = tuple(value for value in event.personal if value.field not in names)
    return event if len(kept) == len(event.personal) else struct_with(event, personal=kept)
