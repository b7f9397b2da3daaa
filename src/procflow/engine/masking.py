"""Values that name branches, seats and whom a notice tells, kept from readers who may not see their field
(SEMANTICS 27)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from msgspec import Struct, structs

from procflow.case import CaseState, Event
from procflow.case.naming import names_said, steps_naming
from procflow.case.state import Named, Scope
from procflow.case.why import DataName
from procflow.engine.seeing import Seeing

MASK = "…"
"""Stands for a name that a reader may not see."""

_NAMING = frozenset(
    ("seat", "seats", "entry", "named", "told", "pending", "again", "counted", "upheld", "overruled")
) | {"closed", "kept", "answers", "places", "place"}
"""What holds such names: they may be words that mean something else anywhere else."""

T = TypeVar("T")


def hidden_steps(seeing: Seeing) -> Mapping[str, str]:
    """The steps whose branches, seats or readers are named by a field that the reader may not see, with the
    field. Whoever is asked is seen to be asked all the same."""
    process = seeing.program.process
    own = (event.fields for event in process.events.values())
    hidden = {n for fields in (process.fields, *own) for n, f in fields.items() if not seeing.sees(f)}
    return steps_naming(process, hidden)


def names_in_state(seeing: Seeing, state: CaseState) -> frozenset[str]:
    """The names in a case that its reader may not see."""
    steps = hidden_steps(seeing)
    if not steps:
        return frozenset()
    found = {each.value for scope in state.scopes.values() for each in _named(steps, scope)}
    for scope in (None, *state.scopes.values()):
        data = state.data if scope is None else scope.data
        for values in (data.get(field) for field in steps.values()):
            found |= {str(value) for value in values} if isinstance(values, list | tuple) else set()
    return frozenset(found)


def _named(steps: Mapping[str, str], scope: Scope) -> Iterator[Named]:
    if scope.named is not None and scope.host in steps:
        yield scope.named
    if scope.step in steps:
        yield from scope.pending
        yield from (scope.review.named or ()) if scope.review is not None else ()
    for inner in scope.parked.scopes if scope.parked is not None else ():
        yield from _named(steps, inner)


def names_in_history(seeing: Seeing, events: Iterable[Event]) -> frozenset[str]:
    """The names on a case's record that its reader may not see."""
    said = names_said(hidden_steps(seeing), events)
    return frozenset(name for names in said.values() for name in names)


def masked(names: frozenset[str], value: T) -> T:
    """A frozen value of structs with such names left out of what names branches and seats in it."""
    return cast("T", _walk(names, value, naming=False)) if names else value


def _walk(names: frozenset[str], value: Any, *, naming: bool) -> Any:
    match value:
        case str():
            return masked_text(names, value) if naming else value
        case Named() | DataName():
            return structs.replace(value, value=_walk(names, value.value, naming=True))
        case Struct():
            parts = {n: getattr(value, n) for n in value.__struct_fields__}
            walked = {n: _walk(names, v, naming=n in _NAMING) for n, v in parts.items()}
            changed = {n: v for n, v in walked.items() if v is not parts[n]}
            return structs.replace(value, **changed) if changed else value
        case tuple():
            return tuple(_walk(names, each, naming=naming) for each in value)
        case dict():
            walked = {}
            for key, each in value.items():
                shown = masked_text(names, key) if naming and isinstance(key, str) else key
                shown = shown if shown not in walked else f"{shown} {len(walked) + 1}"
                walked[shown] = _walk(names, each, naming=naming)
            return walked
        case _:
            return value


def masked_text(names: frozenset[str], text: str) -> str:
    """A name as a reader may see it, by itself or behind its step (``STEP/NAME``)."""
    step, slash, name = text.rpartition("/")
    return f"{step}{slash}{MASK}" if name in names else text
