"""What a case costs, beside a bare trigger of the machine that carries its steps, and beside itself."""

import gc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from transitions import Machine

from bench.row import Row, Skipped, in_turns, timed
from bench.works import (
    AMOUNT,
    APPROVALS,
    MOST_SEATS,
    NOW,
    Ground,
    approvals,
    branches,
    library_of,
    person_for,
    require_end,
    rework,
)
from procflow.case import Refused
from procflow.case.snapshot import encode_state
from procflow.engine import CaseView, Engine
from procflow.engine.readers import TRUSTED
from procflow.store import MemoryStore, SQLiteStore, Store

CASES = 5
ROUNDS = 10_000
THOUSAND = 1_000
LONG, SHORT = 100_000, 100
DATA: dict[str, object] = {"amount": AMOUNT}


def run() -> list[Row | Skipped]:
    return [answered_seat(), split_and_join(), stored_state(), rework_rounds(), long_case()]


class Token:
    """A mark on a step, known to no machine."""

    __slots__ = ("state",)

    def __init__(self) -> None:
        self.state = "seat-1"


def bare_triggers() -> Callable[[], float]:
    """The seconds that one firing takes, from seat to seat to the end."""
    places = [f"seat-{n}" for n in range(1, APPROVALS + 1)]
    machine = Machine(
        model=None, states=[*places, "done"], initial=None, auto_transitions=False, send_event=True
    )
    for source, target in zip(places, [*places[1:], "done"], strict=True):
        machine.add_transition("agree", source, target)
    agree = machine.events["agree"]

    def flow() -> None:
        token = Token()
        for _ in places:
            agree.trigger(token)
        if token.state != "done":
            raise ValueError(f"the token of the bench stands on {token.state}")

    return lambda: timed(flow, CASES) / APPROVALS


def answered_seats() -> Callable[[], float]:
    """The seconds that one answer takes after which the next seat is asked."""
    ground = Ground.of(approvals())
    started = ground.start(person_for("seat-1"), DATA)
    answers = APPROVALS - 1

    def flow() -> None:
        kept = started
        for _ in range(answers):
            kept = ground.answer(kept, "agree")

    return lambda: timed(flow, CASES) / answers


def answered_seat() -> Row:
    answered, bare = in_turns(answered_seats(), bare_triggers())
    return Row("an answered seat", answered * 1e6, "a bare trigger", bare * 1e6, "µs", 5, 3)


def split_and_join() -> Row | Skipped:
    work = "a branch of 28, split and joined"
    try:
        many, two = in_turns(branch_of(28), branch_of(2))
    except Refused as refused:
        if refused.code != "not-run-yet":
            raise
        return Skipped(work, str(refused))
    return Row(work, many * 1e6, "a branch of 2", two * 1e6, "µs", 1.3, 1.1)


def branch_of(count: int) -> Callable[[], float]:
    """The seconds that one of so many branches takes, from the answer that splits to the one that joins."""
    ground = Ground.of(branches(count))
    started = ground.start(person_for("clerk"), {})

    def flow() -> None:
        kept = started
        for _ in range(1 + count):
            kept = ground.answer(kept, "done")
        require_end(kept.state)

    return lambda: timed(flow, max(1, 2 * CASES // count)) / count


def stored_state() -> Row:
    """What is stored of a case half-way, its data left out."""
    ground = Ground.of(approvals())
    kept = ground.start(person_for("seat-1"), DATA)
    for _ in range(APPROVALS // 2):
        kept = ground.answer(kept, "agree")
    size = len(encode_state(replace(kept.state, data={})))
    return Row("stored state of a running case", size, "a kilobyte", 1000, "B", 1.5, 1)


class Reworked:
    """A case in an engine whose first seat agrees and whose second sends back, as often as wanted."""

    def __init__(self, store: Store, process: str) -> None:
        self.engine = Engine(store, library_of(process), clock=lambda: NOW)
        case = self.engine.start("rework", DATA, actor=person_for("clerk"))
        self.case, self.version = case.id, case.version
        self.asked = {item.role: item.item for item in case.open}
        self.answer("clerk", "submitted")
        self.answer("seat-1", "agree")

    def answer(self, role: str, outcome: str, comment: str | None = None) -> CaseView:
        done = self.engine.answer(self.asked[role], outcome, actor=person_for(role), comment=comment)
        self.asked = {item.role: item.item for item in done.case.open}
        self.version = done.case.version
        return done.case

    def round(self) -> None:
        self.answer("seat-2", "return", "once more")
        self.answer("clerk", "submitted")

    def until(self, version: int) -> None:
        while self.version < version:
            self.round()

    def look(self) -> None:
        self.engine.case(self.case, reader=TRUSTED)


def rework_rounds() -> Row:
    """The last thousand rounds beside the first, all of one case that ends as it should."""
    case = Reworked(MemoryStore(), rework(2, together=False))

    def thousand() -> float:
        gc.collect()
        return timed(case.round, THOUSAND)

    first, *_, last = (thousand() for _ in range(ROUNDS // THOUSAND))
    require_end(case.answer("seat-2", "agree"))
    work = f"a rework round of the last {THOUSAND} of {ROUNDS}"
    return Row(work, last * 1e6, f"of the first {THOUSAND}", first * 1e6, "µs", 1.2, 1.1)


def long_case() -> Row:
    """Looking at a case with a long history, beside one that stands in the same place with a short one."""
    with TemporaryDirectory() as folder, closing(SQLiteStore(Path(folder) / "cases.db")) as store:
        short, long = (Reworked(store, rework(MOST_SEATS, together=True)) for _ in range(2))
        short.until(SHORT)
        long.until(LONG)
        late, early = in_turns(lambda: timed(long.look, 20), lambda: timed(short.look, 20))
    return Row(f"a case of {LONG} events loaded", late * 1e6, f"one of {SHORT}", early * 1e6, "µs", 1.2, 1)
