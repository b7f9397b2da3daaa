"""What every store promises, tried on each of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from msgspec.structs import replace

from procflow.case.record import GENESIS, StoredCommit
from procflow.store import (
    CaseRow,
    Commit,
    CommitRow,
    Conflict,
    ItemRow,
    KeyRow,
    NotFound,
    OpenedRow,
    Store,
    StoreError,
    TimerRow,
    verify_case,
    verify_contents,
)

MakeCommit = Callable[..., Commit]
MakeCase = Callable[..., None]

NOON = datetime(2026, 3, 2, 4, 0, 0, 1, tzinfo=UTC)


def item(
    name: str,
    case: str = "a",
    *,
    to: tuple[str, ...] = ("role:legal",),
    due: datetime | None = None,
    opened_at: datetime = NOON,
) -> ItemRow:
    return ItemRow(name, case, "circulate", "legal", "legal", to, due, opened_at)


def names(items: tuple[ItemRow, ...]) -> list[str]:
    return [row.item for row in items]


def test_a_case_is_loaded_as_it_was_written(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a")
    store.commit(first)
    loaded = store.load("a")
    assert (loaded.row, loaded.state, loaded.head) == (first.row, first.state, first.record.chain)
    second = make_commit("a", expected=first.row.version, head=loaded.head)
    ended = replace(second, row=replace(second.row, status="completed"))
    store.commit(ended)
    loaded = store.load("a")
    assert (loaded.row, loaded.state, loaded.head) == (ended.row, second.state, second.record.chain)


def test_the_history_is_as_it_was_written(store: Store, make_commit: MakeCommit) -> None:
    commits: list[StoredCommit] = []
    for case in ("a", "ab", "b"):
        version, head = 0, GENESIS
        for _ in range(3):
            commit = make_commit(case, expected=version, head=head)
            store.commit(commit)
            version, head = commit.row.version, commit.record.chain
            if case == "ab":
                commits.append(commit.record)
    assert store.history("ab") == tuple(commits)
    assert commits[0].events[1].personal


@pytest.mark.parametrize("case", ["", "none", "a'; DROP TABLE cases; --", "案", "a\x00b", "\udcff"])
def test_an_unknown_case_is_not_found(store: Store, make_case: MakeCase, case: str) -> None:
    make_case(store, "a")
    for look in (store.load, store.history):
        with pytest.raises(NotFound, match="no case"):
            look(case)
    assert store.done(case, "command-0") is None
    assert store.items(case=case) == ()
    assert store.timers(case=case) == ()
    assert store.keys(case) == ()
    assert store.waiting(case, case) == ()
    assert store.holder(case, case) is None


def test_ids_may_be_any_text(store: Store, make_case: MakeCase) -> None:
    for case in ("合同 1", "a'b", 'a"b', "a\x00b", "a\x00", "%", "🧾"):
        make_case(store, case)
        assert store.load(case).row.case == case
        assert verify_case(store, case) == ()


def test_a_case_starts_once(store: Store, make_commit: MakeCommit) -> None:
    store.commit(make_commit("a"))
    before = store.load("a")
    with pytest.raises(Conflict):
        store.commit(make_commit("a", command="another"))
    assert store.load("a") == before


@pytest.mark.parametrize("expected", [4, 6, 7])
def test_a_commit_on_another_version_conflicts(store: Store, make_commit: MakeCommit, expected: int) -> None:
    first = make_commit("a")
    store.commit(first)
    store.commit(make_commit("a", expected=5, head=first.record.chain))
    before, history = store.load("a"), store.history("a")
    with pytest.raises(Conflict, match="version 7"):
        late = make_commit("a", expected=expected if expected != 7 else 5, command="late")
        store.commit(late)
    assert (store.load("a"), store.history("a")) == (before, history)


def test_a_commit_on_an_unknown_case_conflicts(store: Store, make_commit: MakeCommit) -> None:
    with pytest.raises(Conflict):
        store.commit(make_commit("a", expected=5))
    with pytest.raises(NotFound):
        store.load("a")
    assert store.cases() == ()


def test_a_command_is_done_once_for_a_case(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", command="start")
    store.commit(first)
    again = make_commit("a", expected=5, head=first.record.chain, command="start", items_opened=[item("i")])
    before = store.load("a")
    with pytest.raises(Conflict, match="done before"):
        store.commit(again)
    assert store.load("a") == before
    assert store.history("a") == (first.record,)
    assert store.items() == ()
    store.commit(make_commit("b", command="start"))


def test_a_command_that_was_done_leads_to_its_commit(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", command="start")
    store.commit(first)
    second = make_commit("a", expected=5, head=first.record.chain, command="answer")
    assert store.done("a", "answer") is None
    store.commit(second)
    assert store.done("a", "start") == first.record
    assert store.done("a", "answer") == second.record
    assert store.done("b", "answer") is None


def test_cases_are_listed_from_the_oldest(store: Store, make_commit: MakeCommit) -> None:
    assert store.cases() == ()
    rows: list[CaseRow] = []
    for case, minutes in (("c", 0), ("b", 1), ("a", 0)):
        commit = make_commit(case)
        row = replace(commit.row, started_at=NOON + timedelta(minutes=minutes))
        store.commit(replace(commit, row=row))
        rows.append(row)
    assert store.cases() == (rows[2], rows[0], rows[1])


def test_every_case_is_known_by_its_id(store: Store, make_case: MakeCase) -> None:
    assert store.case_ids() == ()
    make_case(store, "b")
    make_case(store, "a")
    assert store.case_ids() == ("a", "b")


def test_what_stands_beside_commits_counts_them_across_cases(store: Store, make_commit: MakeCommit) -> None:
    first, other = make_commit("a"), make_commit("b")
    second = make_commit("a", expected=first.row.version, head=first.record.chain)
    for commit in (first, other, second):
        store.commit(commit)
    organization = first.organization
    assert store.commit_rows("a") == (
        CommitRow(first.record.version, 1, organization),
        CommitRow(second.record.version, 3, organization),
    )
    assert store.commit_rows("c") == ()


def test_an_inbox_is_asked_for_items_by_urgency(store: Store, make_commit: MakeCommit) -> None:
    late, early = item("1", due=NOON + timedelta(hours=2)), item("2", "b", due=NOON)
    store.commit(make_commit("a", items_opened=[late, item("3", to=("role:other",))]))
    store.commit(make_commit("b", items_opened=[early]))
    assert store.asked(["role:legal"]) == (("2", "b"), ("1", "a"))
    assert store.asked([]) == store.asked(["role:nobody"]) == ()


def test_items_come_by_urgency(store: Store, make_commit: MakeCommit) -> None:
    hour = timedelta(hours=1)
    opened = [
        item("never", opened_at=NOON - hour),
        item("later", due=NOON + hour),
        item("first", due=NOON),
        item("second", due=NOON, opened_at=NOON + hour),
        item("also-never", opened_at=NOON),
        item("never-too", opened_at=NOON),
    ]
    store.commit(make_commit("a", items_opened=opened))
    assert names(store.items()) == ["first", "second", "later", "never", "also-never", "never-too"]
    assert set(store.items()) == set(opened)


def test_an_inbox_finds_items_by_addressee(store: Store, make_commit: MakeCommit) -> None:
    both = ("role:legal", "person:wu")
    store.commit(make_commit("a", items_opened=[item("1", to=both), item("2", to=("role:finance",))]))
    store.commit(make_commit("b", items_opened=[item("3", "b"), item("4", "b", to=())]))
    assert names(store.items(["role:legal"])) == ["1", "3"]
    assert names(store.items(["person:wu"])) == ["1"]
    assert names(store.items(["person:wu", "role:legal", "role:legal"])) == ["1", "3"]
    assert names(store.items(["role:legal", "role:finance"], case="a")) == ["1", "2"]
    assert names(store.items(case="b")) == ["3", "4"]
    assert store.items([]) == store.items(["role:leg", "%"]) == ()
    (found,) = store.items(["person:wu"])
    assert found.addressees == both


def test_a_closed_item_is_gone_and_may_be_opened_again(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", items_opened=[item("1"), item("2")])
    store.commit(first)
    second = make_commit("a", expected=5, head=first.record.chain, items_closed=["1", "unheard-of"])
    store.commit(second)
    assert names(store.items()) == names(store.items(["role:legal"])) == ["2"]
    up = item("2", to=("role:vp",), due=NOON)
    third = make_commit("a", expected=7, head=second.record.chain, items_closed=["2"], items_opened=[up])
    store.commit(third)
    assert store.items() == store.items(["role:vp"]) == (up,)
    assert store.items(["role:legal"]) == ()


def test_an_item_opened_under_an_open_id_takes_its_place(store: Store, make_commit: MakeCommit) -> None:
    first = make_commit("a", items_opened=[item("1")])
    store.commit(first)
    other = item("1", to=("role:vp",))
    store.commit(make_commit("a", expected=5, head=first.record.chain, items_opened=[other]))
    assert store.items() == (other,)
    assert store.items(["role:legal"]) == ()


def test_an_items_id_is_taken_by_one_case(store: Store, make_commit: MakeCommit) -> None:
    store.commit(make_commit("a", items_opened=[item("1")]))
    with pytest.raises(ValueError, match="id that is taken"):
        store.commit(make_commit("b", items_opened=[item("1", "b")]))
    with pytest.raises(ValueError, match="id that is taken"):
        store.commit(make_commit("b", items_opened=[item("2", "b"), item("2", "b")]))
    assert len(store.cases()) == len(store.items()) == 1
    store.commit(make_commit("b", items_closed=["1"]))
    assert names(store.items()) == ["1"]


def test_timers_are_found_when_they_are_due(store: Store, make_commit: MakeCommit) -> None:
    def timer(case: str, name: str, microseconds: int) -> TimerRow:
        return TimerRow(case, name, NOON + timedelta(microseconds=microseconds))

    first = make_commit("b", timers_set=[timer("b", "t1", 0), timer("b", "t2", 2)])
    store.commit(first)
    store.commit(make_commit("a", timers_set=[timer("a", "t1", 1), timer("a", "t9", 0)]))
    in_order = (timer("a", "t9", 0), timer("b", "t1", 0), timer("a", "t1", 1), timer("b", "t2", 2))
    assert store.timers() == in_order
    assert store.timers(NOON + timedelta(microseconds=1)) == in_order[:3]
    assert store.timers(NOON - timedelta(microseconds=1)) == ()
    assert store.timers(NOON, case="b") == in_order[1:2]
    assert store.timers(case="b") == (in_order[1], in_order[3])
    assert store.timers(limit=2) == in_order[:2]
    moved = timer("b", "t2", -5)
    store.commit(
        make_commit("b", expected=5, head=first.record.chain, timers_set=[moved], timers_dropped=["t1", "t7"])
    )
    assert store.timers(case="b") == (moved,)
    assert len(store.timers(case="a")) == 2


def test_instants_come_back_in_utc_to_the_microsecond(store: Store, make_commit: MakeCommit) -> None:
    shanghai = timezone(timedelta(hours=8))
    for instant in (
        NOON,
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 1, 2, 3, 999_999, tzinfo=UTC),
    ):
        name = instant.isoformat()
        local = instant.astimezone(shanghai)
        opened = item(name, name, due=local, opened_at=local)
        store.commit(make_commit(name, items_opened=[opened], timers_set=[TimerRow(name, "t", local)]))
        (found,), (timer,) = store.items(case=name), store.timers(case=name)
        assert found.due == found.opened_at == timer.due == instant
        assert found.due.tzinfo is found.opened_at.tzinfo is timer.due.tzinfo is UTC


def test_contents_are_kept_by_their_hash(store: Store) -> None:
    content = bytes(range(256)) * 1000
    key = sha256(content).hexdigest()
    assert store.keep_content("attachment", content) == key
    assert store.keep_content("attachment", content) == key
    assert store.content("attachment", key) == content
    for kind, sha in (("definition", key), ("attachment", "0" * 64), ("attachment", "\udcff")):
        with pytest.raises(NotFound, match=f"no {kind}"):
            store.content(kind, sha)
    empty = store.keep_content("definition", b"")
    assert store.content("definition", empty) == b""
    assert store.contents() == (("attachment", key), ("definition", empty))
    assert verify_contents(store) == ()


def test_notes_are_kept(store: Store) -> None:
    assert store.note("sandbox") is None
    store.keep_note("sandbox", "yes")
    store.keep_note("offset", "3600")
    store.keep_note("sandbox", "不")
    assert (store.note("sandbox"), store.note("offset")) == ("不", "3600")


def test_a_commit_that_cannot_be_one_is_refused(store: Store, make_commit: MakeCommit) -> None:
    good = make_commit("a")
    naive = NOON.replace(tzinfo=None)
    wrong = (
        replace(good, expected=1),
        replace(good, record=replace(good.record, events=good.record.events[1:])),
        replace(good, record=replace(good.record, events=())),
        replace(good, row=replace(good.row, version=6)),
        replace(good, items_opened=[item("1", "b")]),
        replace(good, timers_set=[TimerRow("b", "t", NOON)]),
        replace(good, keys_set=[KeyRow("visit", "7", "b", holds=True)]),
        replace(good, keys_dropped=[KeyRow("visit", "7", "b", holds=False)]),
        replace(good, timers_set=[TimerRow("a", "t", naive)]),
        replace(good, items_opened=[item("1", due=naive)]),
        replace(good, row=replace(good.row, started_at=naive)),
    )
    for commit in wrong:
        with pytest.raises(ValueError, match="commit"):
            store.commit(commit)
    assert store.cases() == ()
    assert store.items() == ()
    assert store.timers() == ()


def test_a_closed_store_says_so(store: Store, make_commit: MakeCommit, make_case: MakeCase) -> None:
    make_case(store, "a")
    store.close()
    calls: tuple[Callable[[], object], ...] = (
        lambda: store.load("a"),
        lambda: store.done("a", "start"),
        lambda: store.commit(make_commit("b")),
        lambda: store.history("a"),
        store.cases,
        store.case_ids,
        lambda: store.commit_rows("a"),
        lambda: store.asked(["role:legal"]),
        store.items,
        lambda: store.items(case="b"),
        store.timers,
        lambda: store.holder("visit", "7"),
        lambda: store.waiting("visit", "7"),
        lambda: store.keys("a"),
        lambda: store.keep_content("definition", b"x"),
        lambda: store.content("definition", "0" * 64),
        store.contents,
        lambda: store.note("sandbox"),
        lambda: store.keep_note("sandbox", "no"),
    )
    for call in calls:
        with pytest.raises(StoreError, match="closed"):
            call()
    store.close()


def test_cases_are_counted_in_the_order_in_which_they_were_opened(
    store: Store, make_commit: MakeCommit
) -> None:
    """Neither by their instants, which a clock that was set back gives out of order, nor by later commits."""
    for case, at in (("c", NOON), ("a", NOON - timedelta(days=1)), ("b", NOON)):
        commit = make_commit(case)
        store.commit(replace(commit, row=replace(commit.row, started_at=at)))
    first = store.load("c")
    store.commit(make_commit("c", expected=first.row.version, head=first.head))
    opened = store.opened("contract-review")
    assert [row.case for row in opened] == ["c", "a", "b"]
    assert [row.started_at for row in opened[1:]] == [NOON - timedelta(days=1), NOON]
    row, commits = first.row, store.commit_rows("c")
    assert opened[0] == OpenedRow("c", opened[0].started_at, row.definition, commits[0].organization)
    assert store.opened("other") == ()
