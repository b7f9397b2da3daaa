"""What released versions have stored: every later one reads it, finds it whole, comes to the same case."""

import dataclasses
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from procflow.case import CaseState, evolve, fold, offer
from procflow.case.events import Event
from procflow.case.record import (
    Envelope,
    PersonalValue,
    StoredCommit,
    StoredEvent,
    open_event,
    verify_chain,
)
from procflow.definition.content import organization_from_content, process_from_content
from procflow.program import compile_program

FILES = sorted(Path(__file__).parent.glob("format-*/*.jsonl.gz"))


@dataclass(frozen=True)
class Frozen:
    """A history: the case's id, its head, what it came to, what it names, and its commits."""

    case: str
    head: bytes
    came_to: object
    contents: Mapping[tuple[str, str], bytes]
    commits: tuple[StoredCommit, ...]

    @property
    def envelopes(self) -> list[Envelope]:
        return [open_event(event) for commit in self.commits for event in commit.events]


@cache
def read(path: Path) -> Frozen:
    text = gzip.decompress(path.read_bytes()).decode()
    first, *rest = (json.loads(line) for line in text.splitlines())
    contents = {(r["kind"], r["sha256"]): r["content"].encode() for r in rest if "kind" in r}
    commits = tuple(_commit(r) for r in rest if "version" in r)
    return Frozen(first["case"], bytes.fromhex(first["head"]), first["came_to"], contents, commits)


def _commit(row: Mapping[str, Any]) -> StoredCommit:
    events = tuple(
        StoredEvent(
            event["seq"],
            event["body"].encode(),
            tuple(PersonalValue(p["field"], p["salt"], p["value"].encode()) for p in event["personal"]),
        )
        for event in row["events"]
    )
    return StoredCommit(row["version"], row["header"].encode(), bytes.fromhex(row["chain"]), events)


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.jsonl.gz')}")
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return read(request.param)


def test_the_record_is_whole(frozen: Frozen) -> None:
    assert verify_chain(frozen.case, frozen.commits, frozen.head) == ()
    for (_, named), content in frozen.contents.items():
        assert sha256(content).hexdigest() == named


def test_an_altered_event_is_named(frozen: Frozen) -> None:
    commit = frozen.commits[-1]
    event = commit.events[0]
    altered = replace(event, body=event.body.replace(b'"by":"', b'"by":"x', 1))
    commits = (*frozen.commits[:-1], replace(commit, events=(altered, *commit.events[1:])))
    faults = verify_chain(frozen.case, commits, frozen.head)
    assert [(fault.kind, fault.seq) for fault in faults] == [("altered", event.seq)]


@pytest.fixture(scope="session")
def came_to() -> Callable[[CaseState], object]:
    """What the script that wrote the histories says of a state."""
    spec = spec_from_file_location("freeze", Path(__file__).parent / "freeze.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[CaseState], object] = module.came_to
    return found


def test_the_events_come_to_what_the_case_was(frozen: Frozen, came_to: Callable[[CaseState], object]) -> None:
    state = fold(frozen.case, ((e.event, e.at, e.by) for e in frozen.envelopes))
    assert came_to(state) == frozen.came_to


def test_the_definition_and_every_organization_can_be_rebuilt(frozen: Frozen) -> None:
    """So that a case that was running goes on: each item that was ever open could be offered."""
    definitions = {k: v for k, v in frozen.contents.items() if k[0] == "definition"}
    ((key, content),) = definitions.items()
    program = compile_program(process_from_content(content), key[1])
    for (kind, named), stored in frozen.contents.items():
        if kind == "organization":
            assert organization_from_content(stored).hash == named
    first, *rest = frozen.envelopes
    state = fold(frozen.case, [(first.event, first.at, first.by)])
    for envelope in rest:
        state = evolve(state, envelope.event, envelope.at)
        if envelope.seq in {commit.version for commit in frozen.commits}:
            assert all(offer(program, state, item).choices for item in state.items.values())
    assert state.definition == key[1]


def test_they_hold_every_event_that_the_format_had_when_it_was_frozen() -> None:
    kinds = {
        type(e.event).__name__
        for path in FILES
        if path.parent.name == "format-1"
        for e in read(path).envelopes
    }
    assert kinds == {kind.__name__ for kind in get_args(Event)}


def test_personal_values_can_be_erased_and_the_record_stays_whole() -> None:
    frozen = read(next(path for path in FILES if path.name == "small.jsonl.gz"))
    held = [p for commit in frozen.commits for event in commit.events for p in event.personal]
    assert [p.field for p in held] == ["contact", "contact"]
    erased = tuple(
        replace(c, events=tuple(replace(event, personal=()) for event in c.events)) for c in frozen.commits
    )
    assert verify_chain(frozen.case, erased, frozen.head) == ()
    stored = b"".join(event.body for commit in erased for event in commit.events)
    assert "王小姐".encode() not in stored
    assert all(isinstance(e.event, Event) for e in dataclasses.replace(frozen, commits=erased).envelopes)
