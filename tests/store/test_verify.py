"""What somebody can do to a case who may write to the file, and that each of it is found and named."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from procflow.store import Damaged, NotFound, SQLiteStore, Store, verify_case, verify_contents

MakeCase = Callable[..., None]

CASE_A = "case_id = 'a'"


@pytest.fixture
def tampered(database: Path, make_case: MakeCase) -> Callable[..., list[tuple[str, int, int]]]:
    """Cases a and b of events 1–5, 6–7, 8–9 and 10–11: runs SQL on their file, returns the faults of one."""
    store = SQLiteStore(database)
    make_case(store, "a")
    make_case(store, "b")
    assert verify_case(store, "a") == verify_case(store, "b") == verify_contents(store) == ()
    store.close()

    def tamper(*statements: str, case: str = "a") -> list[tuple[str, int, int]]:
        with closing(sqlite3.connect(database)) as connection, connection:
            for statement in statements:
                assert connection.execute(statement).rowcount != 0, statement
        store = SQLiteStore(database)
        faults = verify_case(store, case)
        store.close()
        return [(fault.kind, fault.seq, fault.version) for fault in faults]

    return tamper


Tamper = Callable[..., list[tuple[str, int, int]]]


def test_memory_and_file_are_whole_as_written(store: Store, make_case: MakeCase) -> None:
    make_case(store, "a")
    assert verify_case(store, "a") == ()
    with pytest.raises(NotFound):
        verify_case(store, "b")


def test_altered_events(tampered: Tamper) -> None:
    text = "replace(CAST(body AS TEXT), '1800000', '1900000')"
    assert tampered(f"UPDATE events SET body = CAST({text} AS BLOB) WHERE {CASE_A} AND seq = 2") == [
        ("altered", 2, 5)
    ]
    assert tampered(f"UPDATE events SET body = x'00' WHERE {CASE_A} AND seq = 9") == [
        ("altered", 2, 5),
        ("altered", 9, 9),
    ]


@pytest.mark.parametrize(("seq", "version"), [(1, 5), (6, 7), (7, 7), (11, 11)])
def test_deleted_events(tampered: Tamper, seq: int, version: int) -> None:
    assert tampered(f"DELETE FROM events WHERE {CASE_A} AND seq = {seq}") == [("missing", seq, version)]


def test_all_events_deleted(tampered: Tamper) -> None:
    assert tampered(f"DELETE FROM events WHERE {CASE_A}") == [
        ("missing", 1, 5),
        ("missing", 6, 7),
        ("missing", 8, 9),
        ("missing", 10, 11),
    ]


def test_events_swapped_within_a_case(tampered: Tamper) -> None:
    assert tampered(
        f"UPDATE events SET seq = -1 WHERE {CASE_A} AND seq = 6",
        f"UPDATE events SET seq = 6 WHERE {CASE_A} AND seq = 9",
        f"UPDATE events SET seq = 9 WHERE {CASE_A} AND seq = -1",
    ) == [("moved", 6, 7), ("moved", 9, 9)]


def test_events_swapped_between_cases(tampered: Tamper) -> None:
    swap = (
        "UPDATE events SET case_id = 'c' WHERE case_id = 'a' AND seq = 7",
        "UPDATE events SET case_id = 'a' WHERE case_id = 'b' AND seq = 7",
        "UPDATE events SET case_id = 'b' WHERE case_id = 'c' AND seq = 7",
    )
    assert tampered(*swap) == [("moved", 7, 7)]
    assert tampered(case="b") == [("moved", 7, 7)]


def test_an_added_event(tampered: Tamper) -> None:
    row = "SELECT 'a', 12, body FROM events WHERE case_id = 'a' AND seq = 11"
    assert tampered(f"INSERT INTO events (case_id, seq, body) {row}") == [("added", 12, 0)]


@pytest.mark.parametrize("version", [5, 7, 11])
def test_an_altered_header(tampered: Tamper, version: int) -> None:
    text = 'replace(CAST(header AS TEXT), \'"by":"lin"\', \'"by":"wu"\')'
    assert tampered(
        f"UPDATE commits SET header = CAST({text} AS BLOB) WHERE {CASE_A} AND version = {version}"
    ) == [("altered", 0, version)]


@pytest.mark.parametrize("version", [5, 7, 11])
def test_an_altered_chain(tampered: Tamper, version: int) -> None:
    assert tampered(f"UPDATE commits SET chain = zeroblob(32) WHERE {CASE_A} AND version = {version}") == [
        ("altered", 0, version)
    ]


@pytest.mark.parametrize(("version", "first"), [(5, 1), (7, 6)])
def test_a_deleted_commit(tampered: Tamper, version: int, first: int) -> None:
    assert tampered(f"DELETE FROM commits WHERE {CASE_A} AND version = {version}") == [("missing", first, 0)]


def test_the_last_commit_deleted_with_its_events(tampered: Tamper) -> None:
    assert tampered(
        f"DELETE FROM commits WHERE {CASE_A} AND version = 11",
        f"DELETE FROM events WHERE {CASE_A} AND seq > 9",
    ) == [("missing", 10, 0)]


def test_the_last_commit_deleted_alone(tampered: Tamper) -> None:
    assert tampered(f"DELETE FROM commits WHERE {CASE_A} AND version = 11") == [
        ("added", 10, 0),
        ("added", 11, 0),
        ("missing", 10, 0),
    ]


def test_the_end_deleted_and_the_version_put_back(tampered: Tamper) -> None:
    assert tampered(
        f"DELETE FROM commits WHERE {CASE_A} AND version = 11",
        f"DELETE FROM events WHERE {CASE_A} AND seq > 9",
        f"UPDATE cases SET version = 9 WHERE {CASE_A}",
    ) == [("broken", 0, 9)]


def test_the_version_and_head_put_back_alone(tampered: Tamper) -> None:
    head = "SELECT chain FROM commits WHERE case_id = 'a' AND version = 9"
    assert tampered(f"UPDATE cases SET version = 9, head = ({head}) WHERE {CASE_A}") == [("altered", 0, 0)]


def test_an_altered_head(tampered: Tamper) -> None:
    assert tampered(f"UPDATE cases SET head = zeroblob(32) WHERE {CASE_A}") == [("broken", 0, 11)]


def test_the_row_of_a_case_deleted(tampered: Tamper) -> None:
    assert tampered(f"DELETE FROM cases WHERE {CASE_A}") == [("missing", 0, 0)]


def test_all_but_the_events_deleted(tampered: Tamper) -> None:
    assert tampered(f"DELETE FROM cases WHERE {CASE_A}", f"DELETE FROM commits WHERE {CASE_A}") == [
        ("missing", 0, 0)
    ]


def test_what_stands_beside_a_commit(tampered: Tamper) -> None:
    assert tampered(f"UPDATE commits SET organization = '' WHERE {CASE_A} AND version = 7") == [
        ("altered", 0, 7)
    ]
    assert tampered(f"UPDATE commits SET position = 99 WHERE {CASE_A} AND version = 5") == [
        ("altered", 0, 7),
        *(("moved", 0, version) for version in (7, 9, 11)),
    ]


@pytest.mark.parametrize("change", ["process = 'spending'", f"definition = '{'0' * 64}'", "started_at = 0"])
def test_an_altered_row(tampered: Tamper, change: str) -> None:
    assert tampered(f"UPDATE cases SET {change} WHERE {CASE_A}") == [("altered", 0, 0)]


def test_a_command_that_could_be_done_again(tampered: Tamper) -> None:
    assert tampered(f"UPDATE commits SET command_id = 'x' WHERE {CASE_A} AND version = 7") == [
        ("altered", 0, 7)
    ]


def test_personal_values_altered_and_erased(tampered: Tamper) -> None:
    assert tampered(f"UPDATE personal SET value = CAST('1' AS BLOB) WHERE {CASE_A}") == [("altered", 2, 5)]
    assert tampered(f"DELETE FROM personal WHERE {CASE_A}") == []
    assert tampered("UPDATE personal SET case_id = 'a' WHERE case_id = 'b'") == []


def test_contents_altered_and_gone(tampered: Tamper, database: Path) -> None:
    alter = "UPDATE contents SET content = x'00' WHERE kind = "
    assert tampered(alter + "'attachment'") == [("altered", 3, 0)]
    assert tampered(alter + "'definition'", "DELETE FROM contents WHERE kind = 'organization'") == [
        ("altered", 0, 5),
        ("missing", 0, 5),
        ("altered", 3, 0),
    ]
    store = SQLiteStore(database)
    assert [fault.text.split()[1] for fault in verify_contents(store)] == ["attachment", "definition"]
    ((_, key), _) = store.contents()
    with pytest.raises(Damaged, match=f"the attachment {key} was altered"):
        store.content("attachment", key)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = 'text'",
        "UPDATE events SET body = CAST(x'ff' AS TEXT)",
        "UPDATE commits SET header = 7",
        "UPDATE commits SET chain = 'text'",
        "UPDATE commits SET version = 'text' WHERE version = 11",
        "UPDATE personal SET value = 1.5",
        "UPDATE cases SET state = 'text'",
        "UPDATE cases SET started_at = 9223372036854775807",
        "UPDATE cases SET started_at = x'00'",
        "UPDATE cases SET process = x'00'",
    ],
)
def test_values_of_another_kind_are_damage(tampered: Tamper, statement: str) -> None:
    with pytest.raises(Damaged, match="is damaged"):
        tampered(statement)
