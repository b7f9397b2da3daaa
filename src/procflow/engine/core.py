"""What both engines are made of: everything but the store, and who waits for it."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from procflow.engine.clock import Clock, StoreClock, store_clock
from procflow.engine.done import Done
from procflow.engine.driver import carry_out
from procflow.engine.effects import Operation
from procflow.engine.handlers import Handler, require_handlers
from procflow.engine.jobs import Worker
from procflow.engine.library import Library, open_library
from procflow.engine.lookups import bring_organizations
from procflow.store import Damaged, Store, open_store

Processes = Iterable[Path | str] | Path | str | None


@dataclass(slots=True)
class Core:
    """What operations are carried out with. ``unread`` are running cases that could not be looked into for
    their organizations; None before they were."""

    library: Library
    clock: StoreClock
    handlers: Mapping[str, Handler]
    attachment_limit: int
    unread: Mapping[str, Damaged] | None = None

    def worker(self, told: Callable[[str, Done], None]) -> Worker:
        """With what jobs are done."""
        return Worker(self.library, self.handlers, self.attachment_limit, self.clock.now, told)

    def brought(self) -> Operation[Mapping[str, Damaged]]:
        """Bring the organizations of running cases to hand, once; gives the cases that could not be read."""
        if self.unread is None:
            self.unread = yield from bring_organizations(self.library)
        return self.unread


def core_on(
    store: Store, library: Library, clock: Clock, handlers: Mapping[str, Handler], attachment_limit: int
) -> Core:
    """A core for a store, whose clock may have been moved."""
    return Core(library, carry_out(store, store_clock(clock)), handlers, attachment_limit)


def open_parts(
    database: str | Path, processes: Processes, handlers: Mapping[str, Handler], *, strict: bool
) -> tuple[Library, Store]:
    """Load definitions and open a database, as both engines' ``open`` says."""
    if not isinstance(database, str | os.PathLike):
        raise TypeError(f"database: a path or URL is needed, not {type(database).__name__}")
    library = open_library(processes, strict=strict)
    if strict:
        for program in library.programs():
            require_handlers(handlers, program.process)
    return library, open_store(database)
