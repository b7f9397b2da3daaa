"""The SQLite store at full sync, beside the driver alone doing the same transaction on the same disk."""

import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter

import msgspec

from bench.row import Row
from procflow.case.events import Event, ItemCompleted, ItemOpened, Moved
from procflow.case.record import FORMAT, GENESIS, Header, seal
from procflow.case.state import Performance
from procflow.store import CaseRow, Commit, ItemRow, SQLiteStore, TimerRow

CASES = 200
COMMITS = 400
ROUNDS = 7
CLIENTS = 64
NOW = datetime(2026, 3, 2, tzinfo=UTC)
HASH = "5f" * 32
STATE = msgspec.json.encode({"id": "case", "data": {f"field-{n}": "x" * 40 for n in range(20)}})


def answered_seat(case: str, version: int, head: bytes) -> Commit:
    """The commit of a seat's answer: four events, an item closed, the next one opened, its timer set."""
    step, after = f"s{version}", version + 4
    events: list[Event] = [
        ItemCompleted(item=step, step=step, purpose="seat", outcome="agree", who=Performance("wu")),
        Moved("main", "circulate", "agree", "circulate"),
        Moved("main", "circulate", "next", "circulate"),
        ItemOpened(
            f"s{after}", "main", "circulate", "finance", "seat", ("chen", "hu"), seat="finance", due=NOW
        ),
    ]
    header = Header(FORMAT, case, after, version + 1, f"c{version}", NOW, "wu", HASH, HASH)
    return Commit(
        row=CaseRow(case, "contract-review", after, HASH, "running", NOW),
        expected=version,
        command=f"c{version}",
        state=STATE,
        record=seal(head, header, events),
        organization=HASH,
        items_opened=[
            ItemRow(f"{case}/s{after}", case, "circulate", "finance", "finance", ("role:finance",), NOW, NOW)
        ],
        items_closed=[f"{case}/s{version}"],
        timers_set=[TimerRow(case, f"t{after}", NOW)],
        timers_dropped=[f"t{version}"],
    )


class Cases:
    """Cases that take commits in turn, each prepared before the clock runs."""

    def __init__(self, prefix: str) -> None:
        self._heads = {f"{prefix}{number}": (0, GENESIS) for number in range(CASES)}
        self._turn = count()

    def prepare(self, commits: int) -> list[Commit]:
        return [self._next() for _ in range(commits)]

    def _next(self) -> Commit:
        case = list(self._heads)[next(self._turn) % CASES]
        commit = answered_seat(case, *self._heads[case])
        self._heads[case] = commit.row.version, commit.record.chain
        return commit


def bare_transaction(connection: sqlite3.Connection, commit: Commit) -> None:
    """The same reading and the same rows by the driver alone, for a case that is there."""
    run, many, row, record = connection.execute, connection.executemany, commit.row, commit.record
    (item,), (timer,), (closed,), (dropped,) = (
        commit.items_opened,
        commit.timers_set,
        commit.items_closed,
        commit.timers_dropped,
    )
    run("SELECT version, state, head FROM cases WHERE case_id = ?", (row.case,)).fetchone()
    run("BEGIN IMMEDIATE")
    run(
        "UPDATE cases SET version = ?, state = ?, head = ? WHERE case_id = ? AND version = ?",
        (row.version, commit.state, record.chain, row.case, commit.expected),
    )
    run(
        "INSERT INTO commits (case_id, version, command_id, organization, header, chain)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (row.case, row.version, commit.command, commit.organization, record.header, record.chain),
    )
    many("INSERT INTO events VALUES (?, ?, ?)", [(row.case, e.seq, e.body) for e in record.events])
    run("DELETE FROM work_items WHERE item = ?", (closed,))
    run("DELETE FROM addressees WHERE item = ?", (closed,))
    run(
        "INSERT INTO work_items VALUES (?, ?, ?, ?, ?, '[]', 1, 1)",
        (item.item, item.case, item.step, item.seat, item.role),
    )
    run("INSERT INTO addressees VALUES (?, ?, ?)", (item.addressees[0], item.item, item.case))
    run("DELETE FROM timers WHERE case_id = ? AND timer = ?", (row.case, dropped))
    run("INSERT INTO timers VALUES (?, ?, 1)", (row.case, timer.timer))
    run("COMMIT")


def per_commit(work: Callable[[Commit], None], commits: list[Commit]) -> float:
    started = perf_counter()
    for commit in commits:
        work(commit)
    return (perf_counter() - started) / len(commits)


def with_clients(work: Callable[[Commit], None], commits: list[Commit], clients: int) -> float:
    """Seconds a commit where each client has cases of its own, so that none has to wait for another's."""
    shares = [[c for c in commits if hash(c.row.case) % clients == client] for client in range(clients)]

    def write(share: list[Commit]) -> None:
        for commit in share:
            work(commit)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(time_nothing, range(clients)))
        started = perf_counter()
        list(pool.map(write, shares))
        return (perf_counter() - started) / len(commits)


def time_nothing(_: int) -> None:
    """What starts a pool's threads before the clock runs."""


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        bare_path = Path(folder) / "bare.db"
        SQLiteStore(bare_path).close()
        with (
            closing(SQLiteStore(path)) as store,
            closing(SQLiteStore(bare_path)) as first,
            closing(sqlite3.connect(bare_path, isolation_level=None)) as connection,
        ):
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -16384")
            return measure(store, first, connection)


def measure(store: SQLiteStore, first: SQLiteStore, connection: sqlite3.Connection) -> list[Row]:
    mine, bare, many = Cases("a"), Cases("a"), Cases("m")
    for target, cases in ((store, mine), (first, bare), (store, many)):
        for commit in cases.prepare(CASES):
            target.commit(commit)
    one, alone, grouped = [], [], []

    def load_and_commit(commit: Commit) -> None:
        store.load(commit.row.case)
        store.commit(commit)

    for _ in range(ROUNDS):
        one.append(per_commit(load_and_commit, mine.prepare(COMMITS)))
        alone.append(per_commit(lambda commit: bare_transaction(connection, commit), bare.prepare(COMMITS)))
        grouped.append(with_clients(load_and_commit, many.prepare(COMMITS * 4), CLIENTS))
    # Other programs of the machine only ever add to a time.
    micros = [min(times) * 1e6 for times in (one, alone, grouped)]
    return [
        Row("load and commit, one client", micros[0], "driver alone", micros[1], "µs", 1.7, 1.3),
        Row(f"the same, {CLIENTS} clients", micros[2], "one client", micros[0], "µs", 1 / 1.5, 1 / 3),
    ]
