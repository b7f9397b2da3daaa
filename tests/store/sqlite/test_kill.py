"""A writer is killed in the middle of its work: whatever it acknowledged is there, and the chain is whole."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import procflow
from procflow.case.events import Event, FactSet, Moved
from procflow.case.record import FORMAT, GENESIS, Header, seal
from procflow.store import CaseRow, Commit, ItemRow, NotFound, SQLiteStore, TimerRow, verify_case

KILLS = 5
THREADS = 3
ACKNOWLEDGED_BEFORE_KILL = 40
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def write_on(store: SQLiteStore, case: str, definition: str) -> None:
    """Commit for ever on one case, and print each version once it was acknowledged."""
    while True:
        try:
            snapshot = store.load(case)
            version, head = snapshot.row.version, snapshot.head
        except NotFound:
            version, head = 0, GENESIS
        events: list[Event] = [FactSet("disputed"), Moved("main", "a", "done", "b")]
        after = version + 2
        header = Header(FORMAT, case, after, version + 1, f"c{version}", NOW, "lin", definition, definition)
        commit = Commit(
            row=CaseRow(case, "p", after, definition, "running", NOW),
            expected=version,
            command=f"c{version}",
            state=b"{}",
            record=seal(head, header, events),
            organization=definition,
            items_opened=[ItemRow(f"{case}/{after}", case, "b", None, "legal", ("role:legal",), None, NOW)],
            items_closed=[f"{case}/{version}"],
            timers_set=[TimerRow(case, f"{after}", NOW)],
            timers_dropped=[f"{version}"],
        )
        store.commit(commit)
        os.write(sys.stdout.fileno(), f"{case} {after}\n".encode())


def write_for_ever(database: str) -> None:
    store = SQLiteStore(database)
    definition = store.keep_content("definition", b"d")
    store.keep_content("organization", b"d")
    for number in range(THREADS):
        threading.Thread(target=write_on, args=(store, f"case-{number}", definition)).start()


def kill_a_writer(database: Path) -> dict[str, int]:
    """Start a writer and kill it while it writes; returns the last version it acknowledged of each case."""
    environment = {**os.environ, "PYTHONPATH": str(Path(procflow.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, __file__, str(database)], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(ACKNOWLEDGED_BEFORE_KILL)]
        process.kill()
        lines += process.stdout.readlines()
    acknowledged: dict[str, int] = {}
    for line in lines:
        case, version = line.decode().split()
        acknowledged[case] = int(version)
    return acknowledged


def test_what_was_acknowledged_survives_a_kill(database: Path) -> None:
    total = 0
    for _ in range(KILLS):
        acknowledged = kill_a_writer(database)
        total += len(acknowledged)
        store = SQLiteStore(database)
        for row in store.cases():
            assert row.version >= acknowledged.get(row.case, 0)
            assert verify_case(store, row.case) == ()
            assert [item.item for item in store.items(case=row.case)] == [f"{row.case}/{row.version}"]
            assert [timer.timer for timer in store.timers(case=row.case)] == [f"{row.version}"]
        assert set(acknowledged) <= {row.case for row in store.cases()}
        store.close()
    assert total >= KILLS


if __name__ == "__main__":
    write_for_ever(sys.argv[1])
