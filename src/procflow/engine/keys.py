"""Telling the cases that wait for a key that it is free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from procflow.case import KeyReleased, Refused
from procflow.diagnostics import DefinitionError
from procflow.engine.done import Done
from procflow.engine.effects import FindWaiting, Operation
from procflow.engine.given import RELEASE
from procflow.engine.library import Library
from procflow.engine.operations import act, by_clock
from procflow.store import Conflict, Damaged, NotFound

CannotAct = Refused | Conflict | NotFound | Damaged | DefinitionError
"""Why one case cannot be told, which says nothing of the others."""


@dataclass(frozen=True, slots=True)
class Released:
    """What came of it in each case that was told, and why the others could not be, by case."""

    done: tuple[Done, ...]
    stuck: Mapping[str, CannotAct]


def release(library: Library, released: KeyReleased, occasion: str, now: datetime) -> Operation[Released]:
    """Tell every case that waits for a key to look again (SEMANTICS 34).

    To be done after a commit that gave the key up: its case ended, or has another value in the field. Whoever
    does it has to see to it that it is done although the program stops in between. ``occasion`` names that
    commit, such as ``CASE@VERSION``: done again for the same one, a case that has noted it is told nothing
    twice. One that cannot act holds up no other. A case that begins to wait later needs no telling: it looks
    for itself, and the store holds its commit to what it saw.
    """
    done: list[Done] = []
    stuck: dict[str, CannotAct] = {}
    waiting: tuple[str, ...] = yield FindWaiting(released.process, released.key)
    for case in waiting:
        try:
            done.append((yield from act(library, case, by_clock(released, f"{RELEASE}{occasion}", now))))
        except (Refused, Conflict, NotFound, Damaged, DefinitionError) as error:
            stuck[case] = error
    return Released(tuple(done), stuck)
