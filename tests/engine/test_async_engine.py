"""The engine for asyncio: the same as the other, on an event loop that is never held up."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest

from procflow import (
    TRUSTED,
    AsyncEngine,
    CaseView,
    DefinitionError,
    Engine,
    File,
    Library,
    NotFound,
    Refused,
    StoreError,
)
from procflow.store import Commit, MemoryStore, Store, open_store
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]
Opened = Callable[..., Engine]

FORM = {"what": "Pipes", "price": 1800}
OFFER = File("offer.txt", b"ten pipes")


class HeldStore(MemoryStore):
    """A store whose commits wait until they are let go, and that can be used again when it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = Event(), Event()
        self.let_go.set()
        self.given_back = Event()

    def close(self) -> None:
        self.given_back.set()

    def commit(self, commit: Commit) -> None:
        self.reached.set()
        assert self.let_go.wait(30)
        super().commit(commit)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Store:
    return open_store("memory:" if request.param == "memory" else database)


@pytest.fixture
def on(library: Library, clock: VirtualClock) -> Callable[[Store], AsyncEngine]:
    """An engine on a store."""
    return lambda store: AsyncEngine(store, library, clock=clock)


On = Callable[[Store], AsyncEngine]


async def asked_of(engine: AsyncEngine) -> str:
    """A purchase that was asked for: Ben and Hal are to check it."""
    case = await engine.start("purchase", actor="ann")
    papers = {"offer": OFFER}
    await engine.answer(case.open[0].item, "asked", actor="ann", data=FORM, attachments=papers)
    return case.id


async def item_of(engine: AsyncEngine, person: str) -> str:
    return (await engine.inbox(person))[0].item


def test_a_case_from_start_to_end(on: On, store: Store) -> None:
    async def run() -> None:
        async with on(store) as engine:
            case = await asked_of(engine)
            for person in ("ben", "hal"):
                done = await engine.answer(await item_of(engine, person), "agree", actor=person)
            assert [item.step for item in done.opened] == ["order"]
            done = await engine.answer(await item_of(engine, "ben"), "ordered", actor="ben", command_id="k")
            assert await engine.done(case, "k", reader="ben") == done
            assert done.case == await engine.case(case, reader="ben")
            assert await engine.attachment(case, "offer", reader="ben") == ("offer.txt", b"ten pipes")
            assert [row.status for row in await engine.cases(reader="ann")] == ["completed"]
            assert (await engine.history(case, reader="ann"))[-1].type == "CaseEnded"
            assert len((await engine.record(case, reader="ann")).envelopes) == done.case.version
            assert [o.name for o in await engine.organizations()] == ["shop"]
            assert not await engine.is_sandbox()
            assert (await engine.advance()).done == ()
            assert await engine.verify() == {case: ()}
            assert len(await engine.head(case)) == 64
            assert (engine.now().year, engine.library.processes()) == (2026, ("purchase",))

    asyncio.run(run())


def test_errors_come_to_whoever_awaits(on: On, store: Store) -> None:
    async def run() -> None:
        async with on(store) as engine:
            with pytest.raises(NotFound):
                await engine.start("purchases", actor="ann")
            with pytest.raises(Refused, match="nobody"):
                await engine.start("purchase", actor="nobody")
            with pytest.raises(TypeError, match="actor: a text is needed"):
                await engine.start("purchase", actor=7)  # type: ignore[arg-type]
            case = await engine.start("purchase", actor="ann")
            with pytest.raises(Refused) as refused:
                await engine.make_sandbox()
            assert refused.value.code == "not-empty"
            with pytest.raises(Refused, match="no part in this case"):
                await engine.case(case.id, reader="tom")

    asyncio.run(run())


def test_both_engines_serve_one_file(opened: Opened, ask: Ask, database: Path, on: On) -> None:
    waiting = opened()
    case = ask(waiting)

    async def run() -> None:
        async with on(open_store(database)) as engine:
            assert await engine.case(case.id, reader="ann") == case
            await engine.answer(await item_of(engine, "ben"), "agree", actor="ben", command_id="k")

    asyncio.run(run())
    assert waiting.inbox("ben") == ()
    assert waiting.done(case.id, "k", reader=TRUSTED) is not None


def test_many_at_once(on: On, store: Store) -> None:
    """Cases beside each other, and on each the answers of both seats and a change that race."""

    async def one(engine: AsyncEngine) -> str:
        case = await asked_of(engine)
        view = await engine.case(case, reader=TRUSTED)
        answers = [engine.answer(i.item, "agree", actor=i.persons[0]) for i in view.open]
        await asyncio.gather(*answers, engine.change(case, {"price": 2000}, actor="kim"))
        return case

    async def run() -> None:
        async with on(store) as engine:
            cases = await asyncio.gather(*(one(engine) for _ in range(12)))
            views = [await engine.case(case, reader=TRUSTED) for case in cases]
            assert {view.steps for view in views} == {("order",)}
            assert await engine.verify() == dict.fromkeys(cases, ())

    asyncio.run(run())


def test_one_command_that_is_sent_many_times_at_once_is_done_once(on: On, store: Store) -> None:
    async def run() -> None:
        async with on(store) as engine:
            case = await asked_of(engine)
            item = await item_of(engine, "ben")
            sent = [engine.answer(item, "agree", actor="ben", command_id="k") for _ in range(20)]
            results = await asyncio.gather(*sent)
            assert all(done == results[0] for done in results)
            kinds = [event.type for event in await engine.history(case, reader="ben")]
            assert kinds.count("SeatAnswered") == 1

    asyncio.run(run())


async def held(store: HeldStore, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """A task whose commit the store holds."""
    store.reached.clear()
    store.let_go.clear()
    task = asyncio.ensure_future(work)
    await asyncio.to_thread(store.reached.wait, 30)
    return task


def test_the_loop_goes_on_while_the_store_is_slow(on: On) -> None:
    async def run() -> None:
        store = HeldStore()
        async with on(store) as engine:
            case = await asked_of(engine)
            answer = engine.answer(await item_of(engine, "ben"), "agree", actor="ben")
            task = await held(store, answer)
            assert (await engine.case(case, reader="ben")).version == 10
            assert not task.done()
            store.let_go.set()
            assert (await task).case.version == 11

    asyncio.run(run())


def test_what_was_begun_is_written_whole_though_its_task_is_cancelled(on: On) -> None:
    async def run() -> None:
        store = HeldStore()
        engine = on(store)
        case = await asked_of(engine)
        item = await item_of(engine, "ben")
        task = await held(store, engine.answer(item, "agree", actor="ben", command_id="k"))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await engine.done(case, "k", reader="ben") is None
        closing = asyncio.ensure_future(engine.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match="the engine is closed"):
            await engine.case(case, reader="ben")
        assert not closing.done() and not store.given_back.is_set()
        store.let_go.set()
        await closing
        assert store.given_back.is_set()
        async with on(store) as later:
            done = await later.done(case, "k", reader="ben")
            assert done is not None and [event.type for event in done.events] == ["SeatAnswered"]
            assert await later.answer(item, "agree", actor="ben", command_id="k") == done
            assert await later.verify() == {case: ()}

    asyncio.run(run())


def test_what_is_refused_after_its_task_was_cancelled_disturbs_nobody(
    on: On, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        store = HeldStore()
        async with on(store) as engine:
            case = await asked_of(engine)
            item = await item_of(engine, "ben")
            first = await held(store, engine.answer(item, "agree", actor="ben", command_id="k"))
            second = asyncio.ensure_future(engine.answer(item, "agree", actor="ben", command_id="l"))
            await asyncio.sleep(0.01)
            second.cancel()
            store.let_go.set()
            # Whichever of the two is written first, the other is refused.
            await asyncio.gather(first, return_exceptions=True)
        async with on(store) as later:
            kinds = [event.type for event in await later.history(case, reader=TRUSTED)]
            assert kinds.count("SeatAnswered") == 1

    asyncio.run(run(), debug=True)
    assert "never retrieved" not in caplog.text


@pytest.mark.parametrize("seed", range(8))
def test_whenever_tasks_are_cancelled_every_command_is_whole_or_not_there(
    on: On, store: Store, seed: int
) -> None:
    dice = random.Random(seed)

    async def some(engine: AsyncEngine, cases: list[str]) -> None:
        tasks = [
            asyncio.ensure_future(engine.change(case, {"price": price}, actor="kim", command_id=f"k{price}"))
            for case in cases
            for price in range(1, 6)
        ]
        dice.shuffle(tasks)
        for task in tasks:
            for _ in range(dice.randrange(3)):
                await asyncio.sleep(dice.choice((0, 0, 0.001)))
            if dice.random() < 0.5:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def run() -> None:
        async with on(store) as engine:
            cases = [await asked_of(engine) for _ in range(3)]
            await some(engine, cases)
            for case in cases:
                for price in range(1, 6):
                    await engine.change(case, {"price": price}, actor="kim", command_id=f"k{price}")
                history = await engine.history(case, reader=TRUSTED)
                changed = [event for event in history[10:] if event.type == "DataChanged"]
                assert sorted(str(event.content["values"]) for event in changed) == [
                    str({"price": str(price)}) for price in range(1, 6)
                ]
            assert await engine.verify() == dict.fromkeys(cases, ())

    asyncio.run(run())


def test_it_is_opened_by_async_with_or_by_await(database: Path, folder: Path, clock: VirtualClock) -> None:
    async def run() -> None:
        async with AsyncEngine.open(database, folder, clock=clock) as engine:
            case = await engine.start("purchase", actor="ann")
        with pytest.raises(StoreError, match="closed"):
            await engine.case(case.id, reader="ann")
        await engine.close()
        again = await AsyncEngine.open(database, folder, clock=clock)
        async with again:
            assert await again.case(case.id, reader="ann") == case

    asyncio.run(run())


def test_what_cannot_be_opened_says_so(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "bad.yaml").write_text("process: bad\n", encoding="utf-8")
    (tmp_path / "text.db").write_text("no database, but more than enough text to be none" * 30, "utf-8")

    async def opened(*places: Path) -> None:
        async with AsyncEngine.open(*places):
            raise AssertionError("this cannot be opened")

    for places, error in (
        ((tmp_path / "cases.db", tmp_path / "bad.yaml"), DefinitionError),
        ((tmp_path / "text.db", folder), StoreError),
        ((7, folder), TypeError),
    ):
        with pytest.raises(error):
            asyncio.run(opened(*places))


def test_clock_and_left_out_are_called_in_threads_of_the_engine(
    library: Library, clock: VirtualClock
) -> None:
    threads: set[str] = set()

    def now() -> Any:
        threads.add(current_thread().name.partition("_")[0])
        return clock()

    async def run() -> None:
        async with AsyncEngine(MemoryStore(), library, clock=now) as engine:
            threads.clear()
            await engine.start("purchase", actor="ann")

    asyncio.run(run())
    assert threads == {"procflow"}


def test_one_engine_outlives_an_event_loop(on: On, store: Store) -> None:
    engine = on(store)

    def run(work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return asyncio.run(awaited())

    case = run(engine.start("purchase", actor="ann"))
    assert run(engine.case(case.id, reader="ann")) == case
    run(engine.close())
