"""What the steps of a scope read and fill in: the case's data, those of the occurrence of an any-time event
around them, and the entry that their branch was opened for."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from procflow.case.readable import readable
from procflow.case.state import CaseState, Named, Scope
from procflow.definition.process import DataField, Parallel
from procflow.definition.values import typed_values
from procflow.program import MAIN, Program


class Surroundings(Struct, frozen=True):
    """Fields, data and salts as they stand around a scope; ``occurrence`` is the scope that holds those of
    ``own``, None in the main flow. ``entries`` are by the name that the steps of a branch call them."""

    fields: Mapping[str, DataField]
    data: Mapping[str, object]
    salts: Mapping[str, str]
    own: Mapping[str, DataField]
    occurrence: str | None
    entries: Mapping[str, str]


def around(program: Program, state: CaseState, scope: str = MAIN) -> Surroundings:
    """What surrounds a scope."""
    fields = program.process.fields
    found = Surroundings(fields, state.data, state.salts, {}, None, {})
    if scope == MAIN:
        return found
    entries: dict[str, str] = {}
    for standing in outward(state, scope):
        if standing.named is not None:
            block = program.step(standing.host or "")
            if isinstance(block, Parallel) and block.for_each is not None:
                entries.setdefault(block.for_each.name, standing.named.value)
        if standing.event is not None:
            own = program.event(standing.event).fields
            return Surroundings(
                {**fields, **own},
                {**state.data, **standing.data},
                {**state.salts, **standing.salts},
                own,
                standing.id,
                entries,
            )
    return Surroundings(fields, state.data, state.salts, {}, None, entries) if entries else found


def outward(state: CaseState, scope: str) -> Iterator[Scope]:
    """A scope and those around it, the innermost first."""
    at: str | None = scope
    while at is not None and at in state.scopes:
        standing = state.scopes[at]
        yield standing
        at = standing.parent


def entry_around(state: CaseState, scope: str) -> Named | None:
    """The entry that the innermost branch around a scope was opened for, if one was."""
    return next((s.named for s in outward(state, scope) if s.named is not None), None)


def entry_of_field(program: Program, state: CaseState, scope: str, field: str) -> Named | None:
    """The entry of a field that the innermost branch around a scope was opened for, if one was."""
    for standing in outward(state, scope):
        if standing.named is not None:
            block = program.step(standing.host or "")
            each = block.for_each if isinstance(block, Parallel) else None
            if each is not None and field in (each.name, each.each.field):
                return standing.named
    return None


def environment(program: Program, state: CaseState, scope: str = MAIN) -> dict[str, object]:
    """What guards, tables and deadlines of a scope read."""
    values = readable(program.process, state.data, state.facts)
    if scope != MAIN:
        where = around(program, state, scope)
        values.update(typed_values(where.own, where.data))
        values.update(where.entries)
    return values
