"""Keys across cases: which one a case holds, and what it makes of those that others hold (SEMANTICS 34)."""

from collections.abc import Container

import msgspec
from msgspec import Struct

from procflow.case.commands import CLOCK
from procflow.case.events import FactSet, JobsSet
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CaseState, ReleaseJob
from procflow.definition.process import CaseOpen


class Key(Struct, frozen=True):
    """What no two open cases of a process have in common: the value of a field, as text."""

    process: str
    value: str


def key_text(stored: object) -> str | None:
    """The key that a field's stored value is; None where the field is not set.

    Text and choices as they are, without white space at their ends; numbers, dates, instants and persons in
    the one spelling that they are stored in, flags and lists as JSON. Two values are the same key where these
    are equal, character by character.
    """
    match stored:
        case None | []:
            return None
        case str():
            return stored.strip() or None
        case _:
            return msgspec.json.encode(stored).decode()


def key_held(state: CaseState) -> Key | None:
    """The key that an open case holds against all others of its process."""
    if state.one_open_per is None or state.status != "running":
        return None
    value = key_text(state.data.get(state.one_open_per))
    return None if value is None else Key(state.process, value)


def keys_awaited(state: CaseState) -> frozenset[Key]:
    """The keys of other cases that the waits of an open case wait for."""
    if state.status != "running":
        return frozenset()
    awaited = [one for scope in state.scopes.values() if scope.awaits for one in scope.awaits]
    if not awaited:
        return frozenset()
    values = ((one.process, key_text(state.data.get(one.by))) for one in awaited)
    return frozenset(Key(process, value) for process, value in values if value is not None)


def give_up_key(run: Run) -> None:
    """Have those told who wait for the key that this command gave up, by the end of the case or by another
    value."""
    held = key_held(run.found)
    if held is not None and held != key_held(run.state):
        job = ReleaseJob(run.context.now, held.process, held.value)
        run.emit(JobsSet({f"{run.next_seq()}.release": job}))


def held_by_another(run: Run, process: str, field: str) -> bool:
    """Whether a case of a process other than this one is open for the key that a field of this one is."""
    value = key_text(run.state.data.get(field))
    return value is not None and run.context.holder(process, value) not in (None, run.state.id)


def notice_open_cases(run: Run, changed: Container[str] | None = None) -> None:
    """Put on the record which facts on other cases are not any more what this case last knew: of all of them,
    or of those whose field was ``changed``."""
    for fact in run.program.process.facts.values():
        noticed = fact.true_once
        if not isinstance(noticed, CaseOpen) or (changed is not None and noticed.by not in changed):
            continue
        value = held_by_another(run, noticed.process, noticed.by)
        if value != run.state.facts.get(fact.name, False):
            run.emit(FactSet(fact.name, value))


def key_released(run: Run, process: str, key: str) -> None:
    """Do what a key that is free now allows. What facts say of it has been noticed already, as with every
    command."""
    if run.context.actor != CLOCK:
        raise Refused("not-yours", f"that {key} of {process} is free is the clock's to say", allowed=(CLOCK,))
