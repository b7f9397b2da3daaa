"""The same flows beside SpiffWorkflow, written for each: ten approvals and a choice, a split and a join."""

from collections.abc import Callable

from bench import spiff
from bench.row import Row, Skipped, in_turns, timed
from bench.works import (
    AMOUNT,
    APPROVALS,
    NOW,
    Ground,
    approvals,
    branches,
    library_of,
    person_for,
    require_end,
)
from procflow.case import Refused
from procflow.engine import Engine
from procflow.store import MemoryStore

CASES = 5
PEER = "SpiffWorkflow"
DATA: dict[str, object] = {"amount": AMOUNT}


def run() -> list[Row | Skipped]:
    ground, flow = Ground.of(approvals()), spiff.approvals()
    return [
        against("a new case", new_case(ground), new_workflow(flow), 5, 20),
        against("one of ten approvals", approved(ground), completed(flow), 3, 6),
        against("load, answer, save", stored_answers(), stored_completions(flow), 10, 24),
        split_and_join(7),
        split_and_join(28),
    ]


def against(work: str, own: Callable[[], float], peer: Callable[[], float], bound: int, aim: int) -> Row:
    """A row that says how many times faster this must be, and should be."""
    ours, theirs = in_turns(own, peer)
    return Row(work, ours * 1e6, PEER, theirs * 1e6, "µs", 1 / bound, 1 / aim)


def new_case(ground: Ground) -> Callable[[], float]:
    return lambda: timed(lambda: ground.start(person_for("seat-1"), DATA), CASES * APPROVALS)


def new_workflow(flow: spiff.Flow) -> Callable[[], float]:
    return lambda: timed(flow.start, CASES * APPROVALS)


def approved(ground: Ground) -> Callable[[], float]:
    """The seconds of one answer, from the first to the last, which chooses and ends the case."""
    started = ground.start(person_for("seat-1"), DATA)

    def case() -> None:
        kept = started
        for _ in range(APPROVALS):
            kept = ground.answer(kept, "agree")
        require_end(kept.state)

    return lambda: timed(case, CASES) / APPROVALS


def completed(flow: spiff.Flow) -> Callable[[], float]:
    return lambda: completing(flow, APPROVALS, "large") / APPROVALS


def completing(flow: spiff.Flow, tasks: int, end: str) -> float:
    """The seconds that the user tasks of one case take together; what starts the cases is not counted."""
    started = [flow.start() for _ in range(CASES)]
    waiting = iter(started)

    def case() -> None:
        workflow = next(waiting)
        for _ in range(tasks):
            flow.complete(workflow)

    spent = timed(case, CASES)
    for workflow in started:
        spiff.require_end(workflow, end)
    return spent


def stored_answers() -> Callable[[], float]:
    """The seconds of one answer in an engine on a memory store: the case is loaded and saved at each."""
    library = library_of(approvals())

    def measure() -> float:
        store = MemoryStore()
        engine = Engine(store, library, clock=lambda: NOW)
        started = (engine.start("approvals", DATA, actor=person_for("seat-1")) for _ in range(CASES))
        waiting = iter([view.id for view in started])

        def case() -> None:
            name = next(waiting)
            for _ in range(APPROVALS):
                (asked,) = store.items(case=name)
                done = engine.answer(asked.item, "agree", actor=person_for(asked.role))
            require_end(done.case)

        return timed(case, CASES) / APPROVALS

    return measure


def stored_completions(flow: spiff.Flow) -> Callable[[], float]:
    saved = flow.save(flow.start())

    def case() -> None:
        kept = saved
        for _ in range(APPROVALS):
            workflow = flow.load(kept)
            flow.complete(workflow)
            kept = flow.save(workflow)
        spiff.require_end(workflow, "large")

    return lambda: timed(case) / APPROVALS


def split_and_join(count: int) -> Row | Skipped:
    work, flow = f"split into {count} and joined", spiff.branches(count)
    try:
        own = split(count)
    except Refused as refused:
        if refused.code != "not-run-yet":
            raise
        return Skipped(work, str(refused))
    return against(work, own, lambda: completing(flow, 1 + count, "done"), 5, 10)


def split(count: int) -> Callable[[], float]:
    """The seconds from the answer that splits to the one that joins."""
    ground = Ground.of(branches(count))
    started = ground.start(person_for("clerk"), {})

    def case() -> None:
        kept = started
        for _ in range(1 + count):
            kept = ground.answer(kept, "done")
        require_end(kept.state)

    return lambda: timed(case, CASES)
