"""An audit over many cases: what it costs beside reading their records, and what it keeps of each."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace

from bench.row import Row, seconds
from procflow.case.record import StoredEvent, open_event
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
    record, stored = _played()
    told = audit(_many(record, CASES), MONDAY)
    assert len(told.notes) == CASES and told.near[0].decided == CASES
    return [
        Row(
            f"an audit over {CASES:,} cases",
            seconds(lambda: audit(_many(record, CASES), MONDAY), rounds=3),
            "their events read",
            seconds(partial(_read, stored), rounds=3),
            "s",
            bound=2,
            aim=1,
        ),
        Row(
            "what it keeps of a case",
            _kept(record) / CASES,
            "its events as they are stored",
            sum(len(event.body) for event in stored),
            "bytes",
            bound=0.5,
            aim=0.25,
        ),
    ]


def _played() -> tuple[Record, list[StoredEvent]]:
    """A contract review that was agreed to and signed, and its events as they are stored."""
    store = MemoryStore()
    with Engine(store, open_library(None), clock=VirtualClock(MONDAY)) as engine:
        driver = CaseDriver(engine, "contract-review", given=DATA)
        driver.start("lin")
        driver.do("submit-terms", "submitted", actor="lin")
        driver.do("propose", "proposed", actor="zhou")
        driver.everybody("agree")
        driver.do("agree-with-customer", "agreed", actor="lin")
        case = driver.case.id
        stored = [event for commit in store.history(case) for event in commit.events]
        return engine.record(case, reader=TRUSTED), stored


def _many(record: Record, count: int) -> Iterator[Record]:
    """The record under so many ids, one after the other."""
    for number in range(count):
        envelopes = tuple(replace(each, case=f"c{number:015x}") for each in record.envelopes)
        yield Record(record.program, record.organization, envelopes)


def _read(stored: list[StoredEvent]) -> None:
    for _ in range(CASES):
        for event in stored:
            open_event(event)


def _kept(record: Record) -> int:
    """The bytes that the audit needs at most while it goes on."""
    tracemalloc.start()
    try:
        audit(_many(record, CASES), MONDAY)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
