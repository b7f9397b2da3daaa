from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from procflow.case.record import Envelope, open_event
from procflow.definition.organization import Organization
from procflow.engine import Engine, Library, open_library
from procflow.program import Program
from procflow.store import MemoryStore
from procflow.testing import CaseDriver, VirtualClock

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
DATA = {
    "customer": "華東電力",
    "amount": 1800000,
    "channel": "direct",
    "mode": "circulation",
    "terms": {"quality": "GB/T 8163", "price": "5200", "delivery_date": "2026-06-30"},
    "in_force_on": "2026-03-20",
}

Play = Callable[[CaseDriver], object]


@dataclass(frozen=True)
class Run:
    """A case that was played, with what it ran on."""

    program: Program
    organization: Organization
    record: Sequence[Envelope]


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library(None)


@pytest.fixture(scope="session")
def play(library: Library) -> Callable[[Play], Run]:
    """Play a case up to its review and then as the function says; what stands on its record."""

    def run(then: Play, **data: object) -> Run:
        store = MemoryStore()
        engine = Engine(store, library, clock=VirtualClock(MONDAY))
        driver = CaseDriver(engine, "contract-review", given={**DATA, **data})
        driver.start("lin")
        driver.do("submit-terms", "submitted", actor="lin")
        driver.do("propose", "proposed", actor="zhou")
        then(driver)
        record = [open_event(s) for commit in store.history(driver.case.id) for s in commit.events]
        return Run(library.program("contract-review"), driver.organization, record)

    return run
