"""Cases to be stepped through, with what happened in them in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from procflow.definition import load_process
from procflow.drawing import Drawing, Language
from procflow.drawing.compose import draw_process
from procflow.drawing.formats.html import Told
from procflow.drawing.marks import Frame, frames
from procflow.engine import TRUSTED, Engine, Record, open_library
from procflow.reports import tell
from procflow.store import open_store
from procflow.testing import run_files
from procflow.testing.clock import VirtualClock
from procflow.testing.driver import CaseDriver
from procflow.wording import Words

PROCESSES = Path(__file__).parents[4] / "processes"


@dataclass(frozen=True)
class Case:
    """A record with what a page of it is made from."""

    record: Record
    drawing: Drawing
    frames: Sequence[Frame]
    told: Sequence[Told]


@cache
def disputed() -> Case:
    """A contract that two departments disagree on, up to what is ruled."""
    summary = run_files([PROCESSES / "scenarios" / "contract-review" / "disputes.yaml"])
    assert summary.ok
    records = [record for result in summary.results for record in result.records]
    return of(max(records, key=lambda record: len(record.envelopes)))


@cache
def long(events: int = 1000) -> Case:
    """A contract that comes back again and again until it has so many events."""
    begins = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    engine = Engine(open_store("memory:"), open_library(None), clock=VirtualClock(begins))
    driver = CaseDriver(engine, "contract-review")
    terms = {"quality": "a", "price": "b", "delivery_date": "2026-06-30"}
    driver.start("lin", {"customer": "x", "amount": 1800000, "channel": "direct", "terms": terms})
    ways = {"submit-terms": "submitted", "propose": "proposed", "technical-centre": "agree"}
    at = begins
    while driver.case.version < events:
        at += timedelta(minutes=7)
        driver.until(at)
        item = driver.case.open[0]
        place = f"{item.step}/{item.seat}" if item.seat else item.step
        data = {"mode": "circulation"} if item.step == "propose" else {}
        way = ways.get(item.seat or item.step, "return")
        driver.do(place, way, actor=item.persons[0], comment="Not so.", data=data)
    return of(engine.record(driver.case.id, reader=TRUSTED))


def of(record: Record, language: Language = Language.BOTH) -> Case:
    """A case on the drawing of its process, as the command line shows it."""
    register = load_process(PROCESSES / "contract-review.yaml").register
    subject = (record.program, record.organization)
    drawing = draw_process(*subject, register, language=language)
    words = Words(*subject, "zh")
    told = [
        Told(line.seq, f"{line.at:%Y-%m-%d %H:%M}", words.name(line.who), line.text)
        for line in tell(*subject, record.envelopes, "zh")
    ]
    return Case(record, drawing, list(frames(drawing, *subject, record.envelopes)), told)
