"""Many threads, and two stores on one file: one wins each version, and nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from procflow.case.events import FactSet
from procflow.store import Commit, Conflict, ItemRow, SQLiteStore, Store, verify_case

MakeCommit = Callable[..., Commit]
MakeCase = Callable[..., None]

WRITERS = 8
ROUNDS = 25


def write_until_done(store: Store, make_commit: MakeCommit, case: str, command: str) -> int:
    """Commit one event on the case as it is, again after each conflict; returns its version."""
    while True:
        snapshot = store.load(case)
        commit = make_commit(
            case,
            expected=snapshot.row.version,
            head=snapshot.head,
            command=command,
            events=[FactSet(command)],
        )
        try:
            store.commit(commit)
        except Conflict:
            continue
        return commit.row.version


def race(stores: list[Store], make_commit: MakeCommit, cases: list[str]) -> list[int]:
    """Every writer writes its commands, in turn to each case; returns the versions that they won."""
    gate = Barrier(WRITERS)

    def write(writer: int) -> list[int]:
        store = stores[writer % len(stores)]
        gate.wait()
        return [
            write_until_done(store, make_commit, cases[(writer + turn) % len(cases)], f"w{writer}-{turn}")
            for turn in range(ROUNDS)
        ]

    with ThreadPoolExecutor(WRITERS) as pool:
        return [version for versions in pool.map(write, range(WRITERS)) for version in versions]


def assert_nothing_lost(store: Store, case: str, commands: set[str]) -> None:
    assert verify_case(store, case) == ()
    history = store.history(case)
    assert len(history) == len(commands) + 1
    assert all(store.done(case, command) is not None for command in commands)


def all_commands() -> set[str]:
    return {f"w{writer}-{turn}" for writer in range(WRITERS) for turn in range(ROUNDS)}


def test_writers_on_one_case_each_win_their_own_version(
    store: Store, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    make_case(store, "a", commits=1)
    won = race([store], make_commit, ["a"])
    assert sorted(won) == list(range(6, 6 + WRITERS * ROUNDS))
    assert_nothing_lost(store, "a", all_commands())


def test_writers_on_many_cases_lose_nothing(
    store: Store, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    cases = [f"case-{number}" for number in range(WRITERS)]
    for case in cases:
        make_case(store, case, commits=1)
    race([store], make_commit, cases)
    assert sum(len(store.history(case)) - 1 for case in cases) == WRITERS * ROUNDS
    for case in cases:
        assert verify_case(store, case) == ()


def test_a_check_while_others_write_finds_no_fault(
    store: Store, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    make_case(store, "a", commits=1)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(race, [store], make_commit, ["a"])
        checks = 0
        while not writing.done() or not checks:
            assert verify_case(store, "a") == ()
            checks += 1


@contextmanager
def two_stores(database: Path) -> Iterator[list[Store]]:
    first, second = SQLiteStore(database), SQLiteStore(database)
    try:
        yield [first, second]
    finally:
        first.close()
        second.close()


def test_two_stores_on_one_file_see_and_stop_each_other(
    database: Path, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    with two_stores(database) as (first, second):
        make_case(first, "a", commits=1)
        assert second.load("a") == first.load("a")
        late = make_commit("a", expected=5, head=first.load("a").head)
        write_until_done(second, make_commit, "a", "quicker")
        with pytest.raises(Conflict):
            first.commit(late)


def test_writers_of_two_stores_on_one_file_lose_nothing(
    database: Path, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    with two_stores(database) as stores:
        make_case(stores[0], "a", commits=1)
        won = race(stores, make_commit, ["a"])
        assert sorted(won) == list(range(6, 6 + WRITERS * ROUNDS))
        assert_nothing_lost(stores[1], "a", all_commands())


def test_one_failing_command_of_many_leaves_the_others(
    store: Store, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    """Good, conflicting and impossible commits at once, whichever of them share a transaction."""
    make_case(store, "a", commits=1)
    store.commit(make_commit("taken", items_opened=[_item("taken", "taken")]))
    gate = Barrier(WRITERS)

    def write(writer: int) -> list[str]:
        outcomes = []
        gate.wait()
        for turn in range(ROUNDS):
            case = f"{writer}-{turn}"
            match (writer + turn) % 3:
                case 0:
                    commit = make_commit(case, items_opened=[_item(case, case)])
                case 1:
                    commit = make_commit("a", command=case, items_opened=[_item(case, "a")])
                case _:
                    commit = make_commit(case, items_opened=[_item(case, case), _item("taken", case)])
            try:
                store.commit(commit)
                outcomes.append("written")
            except Conflict:
                outcomes.append("conflict")
            except ValueError:
                outcomes.append("refused")
        return outcomes

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(write, range(WRITERS)))
    expected = ("written", "conflict", "refused")
    assert outcomes == [[expected[(w + t) % 3] for t in range(ROUNDS)] for w in range(WRITERS)]
    written = {f"{w}-{t}" for w in range(WRITERS) for t in range(ROUNDS) if (w + t) % 3 == 0}
    assert {row.case for row in store.cases()} == written | {"a", "taken"}
    assert {row.item for row in store.items()} == written | {"taken"}
    assert all(verify_case(store, case) == () for case in written)


class Interrupting(list[ItemRow]):
    """Items at whose third reading, in the middle of a transaction, the user stops the program."""

    readings = 0

    def __iter__(self) -> Iterator[ItemRow]:
        self.readings += 1
        if self.readings == 3:
            raise KeyboardInterrupt
        return super().__iter__()


def test_an_interrupted_command_leaves_nothing_and_stops_nobody(
    database: Path, make_commit: MakeCommit, make_case: MakeCase
) -> None:
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a", commits=1)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                store.commit(make_commit("b", items_opened=Interrupting([_item("1", "b")])))
            assert [row.case for row in store.cases()] == ["a"]
        race([store], make_commit, ["a"])
        assert_nothing_lost(store, "a", all_commands())


def _item(name: str, case: str) -> ItemRow:
    return ItemRow(name, case, "sign", None, "legal", ("role:legal",), None, datetime(2026, 3, 2, tzinfo=UTC))
