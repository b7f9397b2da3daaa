"""Whatever can happen to a case, and whatever a case can be, comes back from its bytes as it was."""

import types
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from procflow.case.events import DataChanged, Event, Personal
from procflow.case.record import (
    FORMAT,
    GENESIS,
    Header,
    PersonalValue,
    StoredEvent,
    commitment,
    open_event,
    open_header,
    seal,
    verify_chain,
)
from procflow.case.snapshot import decode_state, encode_state
from procflow.case.state import CaseState

KINDS = get_args(Event)
DEEP = 3
"""How deep structs are put into each other."""

texts = st.text(max_size=6)
instants = st.datetimes(datetime(1900, 1, 2), datetime(2399, 12, 30), timezones=st.just(UTC))
stored = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 2**53),
    bool: st.booleans(),
    datetime: instants,
    object: stored,
    type(None): st.none(),
}


def values_of(kind: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type that a field of an event or a state has."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.deferred(lambda: instances(kind, depth))
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in (Union, types.UnionType):
        return st.one_of([values_of(member, depth) for member in inside])
    if origin is tuple and inside[1:] == (Ellipsis,):
        return st.lists(values_of(inside[0], depth), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(member, depth) for member in inside))
    if origin is dict:
        return st.dictionaries(values_of(inside[0]), values_of(inside[1], depth), max_size=2)
    raise TypeError(f"no values of {kind}")


def instances(kind: type[msgspec.Struct], depth: int = 0) -> st.SearchStrategy[Any]:
    """Instances of a struct; deep inside others, what need not be given is left out."""
    given_ = [field for field in fields(kind) if field.required or depth < DEEP]
    return st.builds(kind, **{field.name: values_of(field.type, depth + 1) for field in given_})


def events_of(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Events of a kind; personal values stand under the commitments that belong to them."""
    if kind is not DataChanged:
        return instances(kind)
    return st.builds(_with_commitments, instances(DataChanged))


def _with_commitments(event: DataChanged) -> DataChanged:
    made = {name: commitment(p.salt, p.value) for name, p in event.personal.items()}
    return replace(event, commitments=made)


def header(count: int, last: int) -> Header:
    now = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    return Header(FORMAT, "case", last, last - count + 1, f"c{last}", now, "lin", "d" * 64, "a" * 64)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
@settings(max_examples=15)
@given(data=st.data())
def test_an_event_of_every_kind_comes_back_from_the_record(kind: Any, data: st.DataObject) -> None:
    event = data.draw(events_of(kind))
    assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event
    commit = seal(GENESIS, header(1, 1), [event], b"entropy")
    (kept,) = commit.events
    envelope = open_event(kept)
    assert envelope.event == event
    assert (envelope.format, envelope.case, envelope.seq, envelope.by) == (FORMAT, "case", 1, "lin")
    assert envelope.at == header(1, 1).at
    assert verify_chain("case", [commit], commit.chain) == ()


@given(events=st.lists(st.one_of([events_of(kind) for kind in KINDS]), min_size=2, max_size=6))
def test_a_commit_comes_back_with_its_header_and_its_place_in_the_chain(events: list[Event]) -> None:
    first = seal(GENESIS, header(1, 1), events[:1], b"one")
    second = seal(first.chain, header(len(events) - 1, len(events)), events[1:], b"two")
    opened = [open_event(kept).event for commit in (first, second) for kept in commit.events]
    assert opened == events
    sealed = open_header(second)
    assert (sealed.first, sealed.version, sealed.command) == (2, len(events), f"c{len(events)}")
    assert len(sealed.leaves) == len(events) - 1
    assert verify_chain("case", [first, second], second.chain) == ()
    assert seal(first.chain, header(len(events) - 1, len(events)), events[1:], b"two") == second


@given(event=events_of(DataChanged))
def test_personal_values_stand_apart_and_are_erased_without_a_trace_on_the_chain(event: DataChanged) -> None:
    commit = seal(GENESIS, header(1, 1), [event], b"entropy")
    (kept,) = commit.events
    assert {value.field for value in kept.personal} == set(event.personal)
    erased = StoredEvent(kept.seq, kept.body, ())
    assert open_event(erased).event == replace(event, personal={})
    assert verify_chain("case", [replace(commit, events=(erased,))], commit.chain) == ()
    for value in kept.personal:
        assert isinstance(value, PersonalValue)
        found = Personal(value.salt, msgspec.json.decode(value.value))
        assert found == event.personal[value.field]


@settings(max_examples=60)
@given(state=instances(CaseState))
def test_a_state_comes_back_from_its_bytes(state: CaseState) -> None:
    assert decode_state(encode_state(state)) == state
    assert encode_state(decode_state(encode_state(state))) == encode_state(state)


@pytest.mark.parametrize("read", [decode_state, lambda content: open_event(StoredEvent(1, content, ()))])
@given(content=st.binary(max_size=40))
def test_other_bytes_are_refused(read: Callable[[bytes], object], content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(content)
