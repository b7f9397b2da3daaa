"""Keys across cases, on each store: one open case holds a key, others wait for it, whoever races."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier

import pytest

from procflow.store import (
    Commit,
    Conflict,
    KeyRead,
    KeyRow,
    KeyTaken,
    NotFound,
    Store,
    open_store,
)

MakeCommit = Callable[..., Commit]

WRITERS = 8
ROUNDS = 15


def held(case: str, key: str = "1001", process: str = "visit") -> KeyRow:
    return KeyRow(process, key, case, holds=True)


def awaited(case: str, key: str = "1001", process: str = "visit") -> KeyRow:
    return KeyRow(process, key, case, holds=False)


def test_a_key_is_held_by_one_case(store: Store, make_commit: MakeCommit) -> None:
    assert store.holder("visit", "1001") is None
    store.commit(make_commit("a", keys_set=[held("a")]))
    assert store.holder("visit", "1001") == "a"
    with pytest.raises(KeyTaken) as taken:
        store.commit(make_commit("b", keys_set=[held("b")]))
    assert (taken.value.process, taken.value.key, taken.value.case) == ("visit", "1001", "a")
    assert str(taken.value) == "case a of visit is open and holds the key 1001"
    with pytest.raises(NotFound):
        store.load("b")
    store.commit(make_commit("c", keys_set=[held("c", "1002"), held("c", process="hold")]))
    assert store.holder("hold", "1001") == "c"
    assert store.keys("c") == (held("c", process="hold"), held("c", "1002"))


@pytest.mark.parametrize("key", ["", "a'; DROP TABLE keys; --", "東方管業", "é", "a b", "%", "🧾"])
def test_a_key_is_any_text_and_no_other(store: Store, make_commit: MakeCommit, key: str) -> None:
    store.commit(make_commit("a", keys_set=[held("a", key)]))
    assert store.holder("visit", key) == "a"
    for other in (f"{key} ", key.upper() + "X", "e\u0301", "\udcff"):
        assert store.holder("visit", other) is None
        assert store.holder(other, key) is None
    assert store.keys("a") == (held("a", key),)


def test_a_key_that_was_dropped_is_free(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", keys_set=[held("a")])
    store.commit(first)
    moved = make_commit(
        "a",
        expected=5,
        head=first.record.chain,
        keys_dropped=[held("a"), held("a", "never")],
        keys_set=[held("a", "1002")],
    )
    store.commit(moved)
    store.commit(make_commit("b", keys_set=[held("b")]))
    assert (store.holder("visit", "1001"), store.holder("visit", "1002")) == ("b", "a")


def test_a_case_keeps_what_it_sets_again(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", keys_set=[held("a"), awaited("a", "9")])
    store.commit(first)
    store.commit(
        make_commit("a", expected=5, head=first.record.chain, keys_set=[held("a"), awaited("a", "9")])
    )
    assert store.keys("a") == (held("a"), awaited("a", "9"))


def test_any_number_of_cases_wait_for_a_key(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("c", keys_set=[awaited("c")])
    store.commit(first)
    store.commit(make_commit("b", keys_set=[awaited("b"), awaited("b", "1002")]))
    store.commit(make_commit("a", keys_set=[held("a")]))
    assert store.waiting("visit", "1001") == ("b", "c")
    assert store.holder("visit", "1001") == "a"
    assert store.keys("b") == (awaited("b"), awaited("b", "1002"))
    store.commit(make_commit("c", expected=5, head=first.record.chain, keys_dropped=[awaited("c")]))
    assert store.waiting("visit", "1001") == ("b",)
    assert (store.keys("c"), store.waiting("visit", "1003")) == ((), ())


def test_a_case_may_wait_for_what_it_holds(store: Store, make_commit: MakeCommit) -> None:
    """Each is a row of its own: to drop one leaves the other."""
    first = make_commit("a", keys_set=[held("a"), awaited("a")])
    store.commit(first)
    store.commit(make_commit("a", expected=5, head=first.record.chain, keys_dropped=[awaited("a")]))
    assert (store.holder("visit", "1001"), store.waiting("visit", "1001")) == ("a", ())


def test_what_was_read_of_a_key_has_to_hold_still(store: Store, make_commit: MakeCommit) -> None:
    free, by_a = KeyRead("visit", "1001", None), KeyRead("visit", "1001", "a")
    store.commit(make_commit("b", keys_read=[free]))
    first = make_commit("a", keys_set=[held("a")], keys_read=[free])
    store.commit(first)
    for case, read in (("c", free), ("d", KeyRead("visit", "1001", "b"))):
        with pytest.raises(Conflict, match="changed hands"):
            store.commit(make_commit(case, keys_read=[by_a, read] if case == "d" else [read]))
        with pytest.raises(NotFound):
            store.load(case)
    store.commit(make_commit("c", keys_read=[by_a, KeyRead("hold", "1001", None)]))
    store.commit(make_commit("a", expected=5, head=first.record.chain, keys_dropped=[held("a")]))
    with pytest.raises(Conflict, match="changed hands"):
        store.commit(make_commit("d", keys_read=[by_a]))


def test_a_commit_that_is_late_conflicts_before_its_key_is_looked_at(
    store: Store, make_commit: MakeCommit
) -> None:
    first = make_commit("a", command="start")
    store.commit(first)
    store.commit(make_commit("b", keys_set=[held("b")]))
    for late in (
        make_commit("a", command="start", keys_set=[held("a")]),
        make_commit("a", expected=5, head=first.record.chain, command="start", keys_set=[held("a")]),
    ):
        with pytest.raises(Conflict):
            store.commit(late)
    assert store.keys("a") == ()


@pytest.fixture(params=["memory", "sqlite", "two on one file"])
def racing(request: pytest.FixtureRequest, database: Path) -> Iterator[list[Store]]:
    """The stores that writers write to: one for all, or, for SQLite, two that share a file."""
    name = "memory:" if request.param == "memory" else database
    count = 2 if request.param == "two on one file" else 1
    with ExitStack() as stack:
        yield [stack.enter_context(closing(open_store(name))) for _ in range(count)]


def test_of_those_who_race_for_a_key_one_gets_it(racing: list[Store], make_commit: MakeCommit) -> None:
    gate = Barrier(WRITERS)

    def take(writer: int) -> list[tuple[str, str]]:
        """Start a case for each key; what came of each."""
        store, outcomes = racing[writer % len(racing)], []
        gate.wait()
        for turn in range(ROUNDS):
            case, key = f"{writer}-{turn}", str(turn)
            try:
                store.commit(make_commit(case, keys_set=[held(case, key)]))
                outcomes.append((key, case))
            except KeyTaken as taken:
                outcomes.append((key, taken.case))
        return outcomes

    with ThreadPoolExecutor(WRITERS) as pool:
        told = {outcome for outcomes in pool.map(take, range(WRITERS)) for outcome in outcomes}
    assert Counter(key for key, _ in told) == {str(turn): 1 for turn in range(ROUNDS)}
    for store in racing:
        assert {(str(turn), store.holder("visit", str(turn))) for turn in range(ROUNDS)} == told
        assert {row.case for row in store.cases()} == {case for _, case in told}


def test_a_key_goes_from_hand_to_hand_and_is_never_in_two(
    racing: list[Store], make_commit: MakeCommit
) -> None:
    """Each writer takes the key when it is free, and gives it up again, so often."""
    gate, holding, most = Barrier(WRITERS), Counter[str](), []

    def hand_on(writer: int) -> None:
        store, turn = racing[writer % len(racing)], 0
        gate.wait()
        while turn < ROUNDS:
            case = f"{writer}-{turn}"
            took = make_commit(case, keys_set=[held(case)], keys_read=[KeyRead("visit", "1001", None)])
            try:
                store.commit(took)
            except Conflict:
                continue
            holding[case] += 1
            most.append(holding.total())
            holding[case] -= 1
            store.commit(make_commit(case, expected=5, head=took.record.chain, keys_dropped=[held(case)]))
            turn += 1

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(hand_on, range(WRITERS)))
    assert most == [1] * (WRITERS * ROUNDS)
    assert all(store.holder("visit", "1001") is None for store in racing)
