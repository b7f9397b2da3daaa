"""A case to try a process with: an engine in memory, and a clock that stands still."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from procflow.engine import Engine, open_library
from procflow.store import open_store
from procflow.testing.clock import VirtualClock
from procflow.testing.driver import CaseDriver
from procflow.testing.times import as_moment

MORNING = "2026-03-02 09:00"
"""A Monday."""


@contextmanager
def trial(
    process: str,
    processes: Iterable[Path | str] | Path | str | None = None,
    *,
    now: datetime | str = MORNING,
    given: Mapping[str, object] | None = None,
    handlers: Mapping[str, Callable[..., object]] | None = None,
) -> Iterator[CaseDriver]:
    """Try a process: ``with trial("purchase", "processes/") as case:``.

    ``now`` is when it begins, an instant, or a text by the clock of the process; ``given`` fills each field
    of a form once. What is done is kept in memory and gone in the end. Raises ``DefinitionError`` with all
    findings if a definition has errors, ``NotFound`` for a process that is not there, ``ValueError`` for a
    ``now`` that is no moment.
    """
    library = open_library(processes)
    wanted = library.program(process).process
    zone = library.organization(wanted.organization).zone_of(wanted.calendar)
    clock = VirtualClock(as_moment(now, zone))
    with Engine(open_store("memory:"), library, clock=clock, handlers=handlers) as engine:
        yield CaseDriver(engine, process, given=given)
