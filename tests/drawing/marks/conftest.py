"""Cases that are driven by hand, and their pictures."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from procflow.drawing import Drawing, Edge, Language, Mark, Node
from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.marks import mark_case
from procflow.engine import TRUSTED, Record
from procflow.testing import CaseDriver, trial

PROCESSES = Path(__file__).parents[3] / "processes"
PATTERNS = Path(__file__).parents[2] / "patterns"
CONTRACT = {
    "customer": "東方電力",
    "amount": 1800000,
    "channel": "direct",
    "mode": "circulation",
    "terms": {"quality": "GB/T 8163", "price": "5200", "delivery_date": "2026-06-30"},
    "in_force_on": "2026-03-20",
}


class Case:
    """A case that is driven, and its picture at any moment."""

    def __init__(self, driver: CaseDriver) -> None:
        self.driver = driver

    @property
    def record(self) -> Record:
        current = self.driver.current
        assert current is not None
        return self.driver.engine.record(current[0], reader=TRUSTED)

    def picture(
        self, language: Language = Language.EN, detail: Detail = Detail.FULL, at: int | None = None
    ) -> "Picture":
        record = self.record
        drawing = draw_process(record.program, record.organization, language=language, detail=detail)
        now = self.driver.engine.now() if at is None else None
        subject = (record.program, record.organization, record.envelopes)
        return Picture(mark_case(drawing, *subject, at=at, now=now))


class Picture:
    """A drawing to ask things of."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.nodes = {node.id: node for node in drawing.nodes}
        self.edges = {edge.id: edge for edge in drawing.edges}

    def __getitem__(self, node: str) -> Mark:
        return self.nodes[node].mark

    def node(self, node: str) -> Node:
        return self.nodes[node]

    def edge(self, source: str, target: str, trigger: str = "") -> Edge:
        (found,) = (
            edge
            for edge in self.drawing.edges
            if (edge.source, edge.target) == (source, target) and trigger in ("", edge.trigger)
        )
        return found

    def tones(self, *nodes: str) -> list[str]:
        return [self[node].tone.value for node in nodes]


@contextmanager
def begun(process: str, folder: Path, given: Mapping[str, object] | None = None) -> Iterator[Case]:
    with trial(process, folder, given=given) as driver:
        yield Case(driver)


@pytest.fixture
def contract() -> Iterator[Case]:
    """A contract of 1.8 million that is before the technical centre, on Monday 2026-03-02 at 09:00."""
    with begun("contract-review", PROCESSES, CONTRACT) as case:
        case.driver.start("lin")
        case.driver.do("submit-terms", "submitted", actor="lin")
        case.driver.do("propose", "proposed", actor="zhou")
        yield case


@pytest.fixture
def parts() -> Iterator[Case]:
    """A case with a branch for each of two parts, which are being made."""
    with begun(
        "multiple-instances-run-time", PATTERNS / "control" / "14-multiple-instances-run-time"
    ) as case:
        case.driver.start("ben")
        case.driver.do("order", "done", actor="ben", data={"parts": ["frame", "case"]})
        yield case


@pytest.fixture
def order() -> Iterator[Case]:
    """A hotel order whose departments are being asked."""
    given = {
        "order_no": "B-0517",
        "guest": "g",
        "arrival": "2026-05-16",
        "services": ["venue", "catering"],
        "needs": "x",
    }
    with begun("order-follow-up", PROCESSES, given) as case:
        yield case


@pytest.fixture
def suspended() -> Iterator[Case]:
    """A case whose step has two business days, of which one has passed when it is put to rest with its clock,
    on Tuesday 2026-03-03 at 09:00."""
    with begun("suspension", PATTERNS / "resource" / "32-suspension") as case:
        case.driver.start("ann")
        case.driver.do("order", "done", actor="ann")
        case.driver.until("2026-03-03 09:00")
        case.driver.raise_event("hold", actor="ben")
        yield case
