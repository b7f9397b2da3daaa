"""An audit over many cases: what it costs beside reading their records, and what it keeps of each."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace

from bench.row import Row, seconds
from procflow.engine import TRUSTED, Engine, Record, open_library
from procflow.reports.audit import audit
from procflow.store import MemoryStore
from procflow.testing import CaseDriver, VirtualClock

CASES = 500
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DATA = {
    "customer": "Hua Mei",
    "amount": 490_000,
    "channel": "direct",
    "mode": "circulation",
    "terms": {"quality": "GB/T 8163", "price": "5200", "delivery_date": "2026-06-30"},
}


def run() -> list[Row]:
    store = MemoryStore()
    with Engine(store, open_library(None), clock=VirtualClock(MONDAY)) as engine:
        case = _played(engine)
        record = engine.record(case, reader=TRUSTED)
        stored = sum(len(event.body) for commit in store.history(case) for event in commit.events)
        told = audit(_many(record), MONDAY)
        assert len(told.notes) == CASES and told.near[0].decided == CASES
        return [
            Row(
                f"an audit over {CASES} cases",
                seconds(lambda: audit(_many(record), MONDAY), rounds=3),
                "each verified and read",
                seconds(partial(_read, engine, case), rounds=3),
                "s",
                bound=1,
                aim=0.5,
            ),
            Row(
                "what it keeps of a case",
                _kept(record) / CASES,
                "its events as they are stored",
                stored,
                "bytes",
                bound=0.5,
                aim=0.25,
            ),
        ]


def _played(engine: Engine) -> str:
    """A contract review that was agreed to, up to the signature."""
    driver = CaseDriver(engine, "contract-review", given=DATA)
    driver.start("lin")
    driver.do("submit-terms", "submitted", actor="lin")
    driver.do("propose", "proposed", actor="zhou")
    driver.everybody("agree")
    driver.do("agree-with-customer", "agreed", actor="lin")
    return driver.case.id


def _many(record: Record) -> Iterator[Record]:
    """The record under many ids, one after the other."""
    for number in range(CASES):
        envelopes = tuple(replace(each, case=f"c{number:015x}") for each in record.envelopes)
        yield Record(record.program, record.organization, envelopes)


def _read(engine: Engine, case: str) -> None:
    for _ in range(CASES):
        assert not engine.verify(case)[case]
        engine.record(case, reader=TRUSTED)


def _kept(record: Record) -> int:
    """The bytes that the audit needs at most while it goes on."""
    tracemalloc.start()
    try:
        audit(_many(record), MONDAY)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
