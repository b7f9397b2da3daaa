"""The record of one case, as somebody sees it who may rewrite any row of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from procflow.case.events import DataChanged, Event, FactSet, Moved, Personal
from procflow.case.record import (
    FORMAT,
    GENESIS,
    Fault,
    Header,
    PersonalValue,
    StoredCommit,
    StoredEvent,
    commitment,
    header_leaf,
    leaf_of,
    link,
    open_event,
    open_header,
    seal,
    verify_chain,
)

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
NAME = Personal("5a" * 16, "王小明")
PHONE = Personal("c3" * 16, {"mobile": "555-0100", "desk": None})


def data_changed() -> DataChanged:
    personal = {"name": NAME, "phone": PHONE}
    commitments = {field: commitment(p.salt, p.value) for field, p in personal.items()}
    return DataChanged(values={"amount": "1800000"}, commitments=commitments, personal=personal)


def header_of(case: str, first: int, version: int, command: str = "c") -> Header:
    return Header(FORMAT, case, version, first, f"{command}{version}", NOW, "lin", "d" * 64, "a" * 64)


def history_of(case: str, sizes: tuple[int, ...] = (3, 2, 4, 1), command: str = "c") -> list[StoredCommit]:
    """Commits of so many events: the second event of a case carries personal values."""
    commits: list[StoredCommit] = []
    head, version = GENESIS, 0
    for size in sizes:
        numbers = range(version + 1, version + size + 1)
        events: list[Event] = [
            data_changed() if n == 2 else Moved("main", f"s{n}", "done", f"s{n + 1}") for n in numbers
        ]
        commits.append(seal(head, header_of(case, numbers[0], numbers[-1], command), events))
        head, version = commits[-1].chain, numbers[-1]
    return commits


@pytest.fixture
def history() -> list[StoredCommit]:
    """Events 1–3, 4–5, 6–9 and 10."""
    return history_of("case-a")


def found(
    history: list[StoredCommit], case: str = "case-a", *, head: bytes | None = None
) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.seq, fault.version) for fault in verify_chain(case, history, head)]


def change_event(
    history: list[StoredCommit], seq: int, change: Callable[[StoredEvent], StoredEvent | None]
) -> list[StoredCommit]:
    """The history with one event's row changed, or deleted where the change gives None."""
    changed = []
    for commit in history:
        events = [change(event) if event.seq == seq else event for event in commit.events]
        changed.append(replace(commit, events=tuple(event for event in events if event is not None)))
    return changed


def with_body(old: bytes, new: bytes) -> Callable[[StoredEvent], StoredEvent]:
    def change(event: StoredEvent) -> StoredEvent:
        assert old in event.body
        return replace(event, body=event.body.replace(old, new))

    return change


def body_of(history: list[StoredCommit], seq: int) -> StoredEvent:
    return next(event for commit in history for event in commit.events if event.seq == seq)


def rewritten(commit: StoredCommit, **fields: object) -> StoredCommit:
    """A commit whose header was given other contents; its chain stays what it was."""
    header = msgspec.structs.replace(open_header(commit), **fields)
    return replace(commit, header=msgspec.json.encode(header))


def test_a_whole_record_has_no_faults(history: list[StoredCommit]) -> None:
    assert found(history) == []
    assert found(history, head=history[-1].chain) == []


def test_the_hashes_are_what_the_reference_says(history: list[StoredCommit]) -> None:
    first, second = history[:2]
    header = open_header(second)
    assert header.previous == first.chain.hex()
    assert header.leaves == tuple(sha256(b"\x00" + event.body).hexdigest() for event in second.events)
    leaf = sha256(b"\x01" + second.header).digest()
    assert second.chain == sha256(b"\x02" + first.chain + leaf).digest()
    assert header_leaf(second.header) == leaf
    assert link(first.chain, leaf) == second.chain
    assert leaf_of(second.events[0].body).hex() == header.leaves[0]
    assert commitment("ab", [1, "x"]) == sha256(b'\x03ab\x00[1,"x"]').hexdigest()


def test_the_first_commit_follows_the_genesis(history: list[StoredCommit]) -> None:
    assert open_header(history[0]).previous == "00" * 32


def test_an_event_comes_back_as_it_was_sealed(history: list[StoredCommit]) -> None:
    envelope = open_event(body_of(history, 2))
    assert (envelope.format, envelope.case, envelope.seq) == (1, "case-a", 2)
    assert (envelope.at, envelope.by, envelope.event) == (NOW, "lin", data_changed())


def test_personal_values_are_not_among_the_hashed_bytes(history: list[StoredCommit]) -> None:
    for value in ("王小明", "555-0100", NAME.salt, PHONE.salt):
        assert value.encode() not in body_of(history, 2).body
    assert {p.field for p in body_of(history, 2).personal} == {"name", "phone"}


def test_erasing_a_personal_value_leaves_the_record_whole(history: list[StoredCommit]) -> None:
    erased = change_event(history, 2, lambda event: replace(event, personal=event.personal[:1]))
    assert found(erased, head=history[-1].chain) == []
    event = open_event(body_of(erased, 2)).event
    assert isinstance(event, DataChanged)
    assert event.personal == {"name": NAME}
    assert set(event.commitments) == {"name", "phone"}


@pytest.mark.parametrize("seq", range(1, 11))
def test_an_altered_event_is_named(history: list[StoredCommit], seq: int) -> None:
    altered = change_event(history, seq, with_body(b'"by":"lin"', b'"by":"wu"'))
    version = next(commit.version for commit in history if commit.version >= seq)
    assert found(altered) == [("altered", seq, version)]


@given(st.integers(0, 9), st.binary(max_size=40))
def test_an_event_of_any_other_bytes_is_named(place: int, body: bytes) -> None:
    history = history_of("case-a")
    altered = change_event(history, place + 1, lambda event: replace(event, body=body))
    assert [fault.seq for fault in verify_chain("case-a", altered)] == [place + 1]


def test_an_event_altered_together_with_its_leaf_leads_to_the_header(history: list[StoredCommit]) -> None:
    altered = change_event(history, 5, with_body(b"s5", b"s6"))
    leaves = (open_header(altered[1]).leaves[0], leaf_of(body_of(altered, 5).body).hex())
    altered[1] = rewritten(altered[1], leaves=leaves)
    assert found(altered) == [("altered", 0, 5)]


def test_a_commit_rewritten_with_all_its_hashes_is_named(history: list[StoredCommit]) -> None:
    forged = seal(history[0].chain, header_of("case-a", 4, 5), [FactSet("disputed"), FactSet("settled")])
    assert found([history[0], forged, *history[2:]]) == [("broken", 0, 5)]


def test_a_last_commit_rewritten_with_all_its_hashes_needs_a_head_from_elsewhere(
    history: list[StoredCommit],
) -> None:
    forged = [*history[:-1], seal(history[-2].chain, header_of("case-a", 10, 10), [FactSet("disputed")])]
    assert found(forged) == []
    assert found(forged, head=history[-1].chain) == [("broken", 0, 10)]


@pytest.mark.parametrize(
    "fields",
    [
        {"by": "wu"},
        {"command": "another"},
        {"organization": "b" * 64},
        {"definition": "e" * 64},
        {"previous": "ff" * 32},
        {"previous": "no hash"},
        {"leaves": ()},
        {"first": 2},
        {"format": 2},
    ],
)
@pytest.mark.parametrize("place", range(4))
def test_an_altered_header_is_named(
    history: list[StoredCommit], place: int, fields: dict[str, object]
) -> None:
    version, head = history[place].version, history[-1].chain
    history[place] = rewritten(history[place], **fields)
    assert found(history, head=head) == [("altered", 0, version)]


@pytest.mark.parametrize("header", [b"", b"{}", b"\xff", b"[" * 50_000])
def test_a_header_that_cannot_be_read_is_named(history: list[StoredCommit], header: bytes) -> None:
    history[1] = replace(history[1], header=header)
    assert found(history) == [("altered", 0, 5)]


@pytest.mark.parametrize("place", range(4))
def test_an_altered_chain_is_named(history: list[StoredCommit], place: int) -> None:
    version, head = history[place].version, history[-1].chain
    history[place] = replace(history[place], chain=bytes(32))
    (fault,) = verify_chain("case-a", history, head)
    assert (fault.kind, fault.seq, fault.version) == ("altered", 0, version)
    assert "chain" in fault.text


@pytest.mark.parametrize("seq", range(1, 11))
def test_a_deleted_event_is_named(history: list[StoredCommit], seq: int) -> None:
    assert [(k, s) for k, s, _ in found(change_event(history, seq, lambda _: None))] == [("missing", seq)]


def test_a_run_of_deleted_events_is_one_fault(history: list[StoredCommit]) -> None:
    for seq in (7, 8):
        history = change_event(history, seq, lambda _: None)
    (fault,) = verify_chain("case-a", history)
    assert fault == Fault("missing", 7, "events 7 to 8 are missing", 9)


def test_a_deleted_commit_is_named_with_or_without_its_events(history: list[StoredCommit]) -> None:
    del history[0]
    assert [(k, s) for k, s, _ in found(history)] == [("missing", 1)]
    history = history_of("case-a")
    orphans = history[1].events
    del history[1]
    assert [(k, s) for k, s, _ in found(history)] == [("missing", 4)]
    history[1] = replace(history[1], events=(*orphans, *history[1].events))
    assert [(k, s) for k, s, _ in found(history)] == [("missing", 4)]


def test_a_commit_deleted_at_the_end_needs_a_head_from_elsewhere(history: list[StoredCommit]) -> None:
    assert found(history[:-1]) == []
    assert found(history[:-1], head=history[-1].chain) == [("broken", 0, 9)]
    assert found([], head=history[-1].chain) == [("broken", 0, 0)]


def test_swapped_events_are_both_named(history: list[StoredCommit]) -> None:
    seventh, eighth = body_of(history, 7).body, body_of(history, 8).body
    swapped = change_event(history, 7, lambda event: replace(event, body=eighth))
    swapped = change_event(swapped, 8, lambda event: replace(event, body=seventh))
    assert found(swapped) == [("moved", 7, 9), ("moved", 8, 9)]


def test_an_event_from_another_case_is_named_in_both(history: list[StoredCommit]) -> None:
    other = history_of("case-b")
    mine, yours = body_of(history, 4).body, body_of(other, 4).body
    history = change_event(history, 4, lambda event: replace(event, body=yours))
    other = change_event(other, 4, lambda event: replace(event, body=mine))
    (fault,) = verify_chain("case-a", history)
    assert fault == Fault("moved", 4, "event 4 is event 4 of case case-b, moved here", 5)
    assert found(other, "case-b") == [("moved", 4, 5)]


def test_a_commit_from_another_case_is_named(history: list[StoredCommit]) -> None:
    other = history_of("case-b")
    history[1] = replace(other[1], events=history[1].events)
    assert found(history) == [("moved", 0, 5)]


def test_a_commit_of_another_branch_of_the_case_is_named(history: list[StoredCommit]) -> None:
    """Two histories of one case, both made with its own key: a commit of one does not fit into the other."""
    other = history_of("case-a", command="d")
    assert found([history[0], other[1], *history[2:]]) == [("broken", 0, 3), ("broken", 0, 5)]


def test_a_commit_kept_under_another_version_is_named(history: list[StoredCommit]) -> None:
    history[1] = replace(history[1], version=6)
    assert found(history) == [("moved", 0, 5)]


def test_added_events_are_named(history: list[StoredCommit]) -> None:
    extra = [replace(body_of(history, 10), seq=seq) for seq in (0, 11)]
    history[-1] = replace(history[-1], events=(*history[-1].events, *extra))
    assert found(history) == [("added", 0, 0), ("added", 11, 0)]


@pytest.mark.parametrize(
    "kept",
    [
        PersonalValue("name", NAME.salt, '"李大華"'.encode()),
        PersonalValue("name", NAME.salt, b"not json"),
        PersonalValue("name", "00" * 16, '"王小明"'.encode()),
        PersonalValue("phone", NAME.salt, '"王小明"'.encode()),
        PersonalValue("unheard-of", NAME.salt, '"王小明"'.encode()),
    ],
)
def test_an_altered_personal_value_is_named(history: list[StoredCommit], kept: PersonalValue) -> None:
    (fault,) = verify_chain(
        "case-a", change_event(history, 2, lambda event: replace(event, personal=(kept,)))
    )
    assert (fault.kind, fault.seq) == ("altered", 2)
    assert "personal" in fault.text


def test_a_personal_value_put_to_another_event_is_named(history: list[StoredCommit]) -> None:
    personal = body_of(history, 2).personal
    assert found(change_event(history, 6, lambda event: replace(event, personal=personal[:1]))) == [
        ("altered", 6, 9)
    ]


def test_several_faults_are_each_named(history: list[StoredCommit]) -> None:
    altered = change_event(history, 2, with_body(b"1800000", b"1900000"))
    altered = change_event(altered, 8, lambda _: None)
    altered[3] = rewritten(altered[3], by="wu")
    assert found(altered) == [("altered", 2, 3), ("missing", 8, 9), ("altered", 0, 10)]


def test_leaves_of_equal_events_differ() -> None:
    """A leaf shown without its event must not be guessed from what else is shown."""
    commit = seal(GENESIS, header_of("case-a", 1, 2), [FactSet("disputed"), FactSet("disputed")])
    again = seal(GENESIS, header_of("case-a", 1, 2), [FactSet("disputed"), FactSet("disputed")])
    salts = {open_event(event).salt for event in (*commit.events, *again.events)}
    assert len(salts | {open_header(commit).salt, open_header(again).salt}) == 6
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)


def test_equal_entropy_makes_equal_bytes() -> None:
    first, second = (seal(GENESIS, header_of("case-a", 1, 1), [FactSet("f")], b"\x07" * 32) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("first", "version"), [(1, 2), (2, 1), (1, 0)])
def test_a_header_that_does_not_count_its_events_is_refused(first: int, version: int) -> None:
    with pytest.raises(ValueError, match="cannot hold 1"):
        seal(GENESIS, header_of("case-a", first, version), [FactSet("f")])


def test_a_commit_without_events_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot hold 0"):
        seal(GENESIS, header_of("case-a", 1, 0), [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "cannot be read"),
        (b'{"format":1}', "cannot be read"),
        (b'{"format":2,"event":{"type":"Unheard"}}', "has format 2; this version reads 1"),
        (b'{"format":1,"case":' + b"[" * 50_000, "cannot be read"),
    ],
)
def test_bytes_that_are_no_event_are_refused_in_words(body: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"event 7 {reason}"):
        open_event(StoredEvent(7, body))
