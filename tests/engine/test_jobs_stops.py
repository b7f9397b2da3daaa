"""Whatever stops in between, what cases ask for outside of themselves is done once (SEMANTICS 32)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from procflow import TRUSTED, Advanced, Engine, Library, StoreError, open_library, open_store
from procflow.store import Commit, Store
from procflow.testing import VirtualClock
from tests.engine.looking import kinds, the_case, view, whole
from tests.engine.orders import OFFER, PROCESSES, drafted


@pytest.fixture
def library(write: Callable[..., Path], tmp_path: Path) -> Library:
    folder = write(tmp_path / "calls")
    for process, text in PROCESSES.items():
        (folder / f"{process}.yaml").write_text(text, encoding="utf-8")
    return open_library(folder)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    with closing(open_store("memory:" if request.param == "memory" else database)) as opened:
        yield opened


class Killed(BaseException):
    """The program stops here. Nothing that catches errors catches it."""


class Dying:
    """A store whose program stops right behind its commit of a number, which is written."""

    def __init__(self, store: Store, last: int) -> None:
        self._store, self._left = store, last

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def commit(self, commit: Commit) -> None:
        self._store.commit(commit)
        self._left -= 1
        if self._left == 0:
            raise Killed

    def close(self) -> None:
        """The store is used on, by whoever comes next."""


Step = Callable[[Engine], object]


def answering(process: str, outcome: str, actor: str, **given: object) -> Step:
    """Answer the first item that a case of a process has open, once however often it is repeated."""

    def step(engine: Engine) -> object:
        case = the_case(engine, process)
        if engine.done(case, outcome, reader=TRUSTED) is not None:
            item = f"{case}-0"
        else:
            item = view(engine, case).open[0].item
        return engine.answer(item, outcome, actor=actor, command_id=outcome, **given)  # type: ignore[arg-type]

    return step


def ordering(engine: Engine) -> object:
    return engine.start("order", actor="ann", command_id="order")


DRAFT = answering(
    "order", "drafted", "ann", data={"customer": "East", "phone": "5"}, attachments={"offer": OFFER}
)
PAY = answering("settlement", "paid", "ben", data={"settled": "9", "note": "n"})


def stopping(engine: Engine) -> object:
    return engine.raise_event(the_case(engine, "order"), "stop", actor="hal", command_id="stop")


TO_THE_END = [ordering, DRAFT, PAY, answering("booking", "booked", "kim"), answering("order", "done", "hal")]
STOPPED = [ordering, DRAFT, PAY, stopping]
REFUSED = [ordering, DRAFT, answering("settlement", "refused", "ben"), answering("order", "enough", "ben")]


def told(engine: Engine) -> dict[str, list[str]]:
    return {row.case: kinds(engine, row.case) for row in engine.cases(reader=TRUSTED)}


@pytest.mark.parametrize("story", [TO_THE_END, STOPPED, REFUSED], ids=["to the end", "stopped", "refused"])
def test_32_whatever_stops_in_between_each_thing_is_done_once(
    story: list[Step], library: Library, clock: VirtualClock
) -> None:
    undisturbed = Engine(open_store("memory:"), library, clock=clock)
    for step in story:
        step(undisturbed)
    wanted, commits = (
        told(undisturbed),
        sum(1 for case in told(undisturbed) for _ in undisturbed._store.history(case)),
    )
    assert commits > len(story)
    for last in range(1, commits + 1):
        store = open_store("memory:")
        dying, fresh = Engine(Dying(store, last), library, clock=clock), Engine(store, library, clock=clock)  # type: ignore[arg-type]
        died = 0
        engine = dying
        for step in story:
            try:
                step(engine)
            except Killed:
                died, engine = died + 1, fresh
                engine.advance()
                step(engine)
        assert (died, engine.advance()) == (1, Advanced((), ()))
        assert told(engine) == wanted, f"stopped behind commit {last}"
        assert whole(engine)


def test_32_a_case_that_was_started_and_not_told_of_is_ended_when_its_caller_goes_on(
    library: Library, store: Store, clock: VirtualClock
) -> None:
    ordering(Engine(store, library, clock=clock))
    dying = Engine(Dying(store, 2), library, clock=clock)  # type: ignore[arg-type]
    with pytest.raises(Killed):
        DRAFT(dying)
    engine = Engine(store, library, clock=clock)
    settlement = the_case(engine, "settlement")
    assert "CallStarted" not in kinds(engine, the_case(engine, "order"))
    stopping(engine)
    assert view(engine, settlement).status == "cancelled"
    assert engine.advance() == Advanced((), ()) and whole(engine)


def test_32_one_that_ended_before_its_caller_heard_of_it_is_waited_for_all_the_same(
    library: Library, store: Store, clock: VirtualClock
) -> None:
    ordering(Engine(store, library, clock=clock))
    dying = Engine(Dying(store, 2), library, clock=clock)  # type: ignore[arg-type]
    with pytest.raises(Killed):
        DRAFT(dying)
    engine = Engine(store, library, clock=clock)
    answering("settlement", "refused", "ben")(engine)
    assert view(engine, the_case(engine, "order")).steps == ("redo",)
    assert engine.advance() == Advanced((), ()) and whole(engine)


def test_a_store_that_fails_behind_a_command_is_no_error_of_the_command(
    library: Library, store: Store, clock: VirtualClock
) -> None:
    class Failing(Dying):
        def commit(self, commit: Commit) -> None:
            if self._left == 0:
                raise StoreError("the disk is full")
            self._left -= 1
            self._store.commit(commit)

    engine = Engine(Failing(store, 2), library, clock=clock)  # type: ignore[arg-type]
    order = drafted(engine)
    assert "CallRequested" in kinds(engine, order) and "CallStarted" not in kinds(engine, order)
    mended = Engine(store, library, clock=clock)
    assert [done.case.process for done in mended.advance().done] == ["settlement", "order"]
