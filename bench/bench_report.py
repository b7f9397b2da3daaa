"""The audit report of a case with ten thousand events: beside what it may take, and beside its own growth."""

import gc
import tracemalloc
from collections.abc import Callable, Iterable
from functools import partial

from bench.bench_kernel import Reworked
from bench.row import Row, in_turns, timed
from bench.works import rework
from procflow.engine import TRUSTED
from procflow.exported import KeptCase
from procflow.reports.case_report import case_report, html_pieces, pdf_bytes, text_lines, way_of
from procflow.store import MemoryStore

LONG, SHORT = 10_000, 1_000
SEATS = 5
MOST_SECONDS, MOST_MEGABYTES = 5.0, 20.0

Work = Callable[[KeptCase], object]


def run() -> list[Row]:
    long, short = kept(LONG), kept(SHORT)
    rows = []
    for name, work in (("page", page), ("text", text)):
        late, early = in_turns(
            partial(timed, partial(work, long)), partial(timed, partial(work, short)), rounds=3
        )
        rows += [
            Row(f"{name} of {LONG} events", late, "what it may take", MOST_SECONDS, "s", 1, 0.5),
            Row(
                f"{name}: memory above the case",
                peak(work, long),
                "what it may",
                MOST_MEGABYTES,
                "MB",
                1,
                0.5,
            ),
            Row(
                f"{name}: an event of {LONG}",
                late / LONG * 1e6,
                f"of {SHORT}",
                early / SHORT * 1e6,
                "µs",
                1.3,
                1,
            ),
        ]
    printed = timed(partial(paper, short))
    return [*rows, Row(f"PDF of {SHORT} events", printed, "what it may take", MOST_SECONDS, "s", 1, 0.5)]


def kept(events: int) -> KeptCase:
    """A case that was sent back until its record was so long, as it is kept."""
    case = Reworked(MemoryStore(), rework(SEATS, together=True))
    case.until(events)
    return case.engine.kept(case.case, reader=TRUSTED)


def page(case: KeptCase) -> None:
    spent(html_pieces(case_report(case), way_of(case)))


def text(case: KeptCase) -> None:
    spent(text_lines(case_report(case)))


def paper(case: KeptCase) -> None:
    pdf_bytes(case_report(case), way_of(case))


def spent(pieces: Iterable[object]) -> None:
    for _ in pieces:
        pass


def peak(work: Work, case: KeptCase) -> float:
    """The most megabytes that some work holds beside the case itself."""
    gc.collect()
    tracemalloc.start()
    work(case)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
