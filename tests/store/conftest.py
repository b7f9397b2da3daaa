"""Stores to hold to one contract, and a case whose commits are real ones."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from procflow.case.events import (
    AttachmentAdded,
    CaseStarted,
    DataChanged,
    Event,
    FactSet,
    ItemOpened,
    Moved,
    Personal,
)
from procflow.case.record import FORMAT, GENESIS, Header, commitment, seal
from procflow.case.state import Performance
from procflow.store import (
    CaseRow,
    Commit,
    ItemRow,
    KeyRead,
    KeyRow,
    SQLiteStore,
    Store,
    TimerRow,
    open_store,
)

MONDAY = datetime(2026, 3, 2, 1, 30, 15, 250_001, tzinfo=UTC)
DEFINITION = b"process: contract-review"
ORGANIZATION = b"organization: pipe-maker"
CONTRACT = b"the draft of a contract"


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def start_events() -> list[Event]:
    """What starts a case: with a personal value, a paper, and an item that somebody is asked for."""
    contact = Personal("5a" * 16, {"name": "王小明", "phone": "555-0100"})
    return [
        CaseStarted(
            process="contract-review",
            version="1.0.0",
            definition=hash_of(DEFINITION),
            organization="pipe-maker",
            organization_hash=hash_of(ORGANIZATION),
            who=Performance("lin"),
            salt="c5" * 32,
        ),
        DataChanged(
            values={"amount": "1800000"},
            commitments={"contact": commitment(contact.salt, contact.value)},
            personal={"contact": contact},
        ),
        AttachmentAdded("draft-contract", hash_of(CONTRACT), len(CONTRACT), "合同.pdf"),
        Moved("main", "submit-terms", "submitted", "propose"),
        ItemOpened("1", "main", "propose", "contract-reviewer", "task", ("lin",), due=MONDAY),
    ]


def next_events() -> list[Event]:
    return [FactSet("disputed"), Moved("main", "propose", "proposed", "circulate")]


def commit_of(
    case: str,
    *,
    expected: int = 0,
    head: bytes = GENESIS,
    command: str | None = None,
    events: Sequence[Event] | None = None,
    items_opened: Sequence[ItemRow] = (),
    items_closed: Sequence[str] = (),
    timers_set: Sequence[TimerRow] = (),
    timers_dropped: Sequence[str] = (),
    keys_set: Sequence[KeyRow] = (),
    keys_dropped: Sequence[KeyRow] = (),
    keys_read: Sequence[KeyRead] = (),
) -> Commit:
    """A commit of a case behind a version and a head, as the engine would make it."""
    if events is None:
        events = next_events() if expected else start_events()
    command = command or f"command-{expected}"
    version = expected + len(events)
    at = MONDAY + timedelta(minutes=expected)
    definition, organization = hash_of(DEFINITION), hash_of(ORGANIZATION)
    header = Header(FORMAT, case, version, expected + 1, command, at, "lin", definition, organization)
    return Commit(
        row=CaseRow(case, "contract-review", version, definition, "running", MONDAY),
        expected=expected,
        command=command,
        state=msgspec.json.encode({"id": case, "seq": version}),
        record=seal(head, header, events),
        organization=organization,
        items_opened=items_opened,
        items_closed=items_closed,
        timers_set=timers_set,
        timers_dropped=timers_dropped,
        keys_set=keys_set,
        keys_dropped=keys_dropped,
        keys_read=keys_read,
    )


def keep_papers(store: Store) -> None:
    store.keep_content("definition", DEFINITION)
    store.keep_content("organization", ORGANIZATION)
    store.keep_content("attachment", CONTRACT)


def run_case(store: Store, case: str, commits: int = 4) -> None:
    """A case of so many commits, with everything that it names: events 1 to 5, then two a commit."""
    keep_papers(store)
    commit = commit_of(case)
    store.commit(commit)
    for _ in range(commits - 1):
        commit = commit_of(case, expected=commit.row.version, head=commit.record.chain)
        store.commit(commit)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A path for a database that is not there yet."""
    return tmp_path / "cases.db"


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    opened = open_store("memory:" if request.param == "memory" else database)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(database: Path) -> Iterator[SQLiteStore]:
    opened = SQLiteStore(database)
    yield opened
    opened.close()


@pytest.fixture
def make_commit() -> Callable[..., Commit]:
    return commit_of


@pytest.fixture
def make_case() -> Callable[..., None]:
    return run_case
