import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from procflow.case.record import Envelope, StoredEvent, open_event
from procflow.definition.content import organization_from_content, process_from_content
from procflow.definition.organization import Organization
from procflow.engine import Engine, Library, open_library
from procflow.program import Program, compile_program
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


@pytest.fixture(scope="session")
def frozen(repository: Path) -> Callable[[str], Run]:
    """A case as a released version has stored it."""

    def read(name: str) -> Run:
        file = repository / "tests" / "histories" / "format-1" / f"{name}.jsonl.gz"
        rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).decode().splitlines()]
        contents = {row["kind"]: (row["content"].encode(), row["sha256"]) for row in rows if "kind" in row}
        stored = [event for row in rows if "version" in row for event in row["events"]]
        record = [open_event(StoredEvent(each["seq"], each["body"].encode(), ())) for each in stored]
        program = compile_program(process_from_content(contents["definition"][0]), contents["definition"][1])
        return Run(program, organization_from_content(contents["organization"][0]), record)

    return read


@pytest.fixture(scope="session")
def bare(library: Library) -> Organization:
    """An organization that has nobody and nothing any more."""
    known = library.organization("pipe-maker")
    return replace(known, roles={}, people={}, grants={}, groups={}, limits={}, calendars={})
