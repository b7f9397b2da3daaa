"""The engine: what a developer embeds."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from procflow.engine import changes, reads
from procflow.engine.clock import Clock, system_clock
from procflow.engine.core import Core, Processes, core_on, open_parts
from procflow.engine.driver import carry_out
from procflow.engine.effects import Operation
from procflow.engine.handlers import Handler, as_handlers
from procflow.engine.library import Library
from procflow.engine.methods import as_method
from procflow.engine.papers import LIMIT
from procflow.store import Store

P = ParamSpec("P")
T = TypeVar("T")


def _waits_for(
    operation: Callable[Concatenate[Core, P], Operation[T]],
) -> "Callable[Concatenate[Engine, P], T]":
    """The method that carries an operation out and waits for it."""

    def method(self: "Engine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._carry_out(operation(self._core, *args, **kwargs))

    as_method(operation, method)
    return method


class Engine:
    """Runs cases of the processes in a library, kept in a store.

    The caller vouches for who acts and who reads (SEMANTICS 27). An engine may be used from several threads.
    Every method that changes a case takes ``command_id``: repeated with the same id it changes nothing and
    gives the first result. Raises ``Refused`` (nothing changed; says what would be allowed), ``Conflict``
    (others were faster, again and again), ``NotFound``, ``StoreError``, and ``TypeError`` or ``ValueError``
    for an argument of the wrong kind.

    ``handlers`` are functions by the names that `system` steps call them by. One gets the step's arguments by
    keyword, and the key of the call if it has a parameter ``idempotency_key``; it gives a mapping by name, or
    None. What it raises, gives otherwise, or gives after the step's time limit, is a failure of the step.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        *,
        clock: Clock = system_clock,
        handlers: Mapping[str, Handler] | None = None,
        attachment_limit: int = LIMIT,
    ) -> None:
        self._store = store
        given = as_handlers(handlers, awaited=False)
        self._core = core_on(store, library, clock, given, attachment_limit)

    @classmethod
    def open(
        cls,
        database: str | Path,
        processes: Processes = None,
        *,
        clock: Clock = system_clock,
        handlers: Mapping[str, Handler] | None = None,
        attachment_limit: int = LIMIT,
        strict: bool = True,
    ) -> Self:
        """Open a database (``sqlite:///cases.db``, a path, ``memory:``) with process files or folders of
        them.

        Without ``processes`` the bundled ones are used. ``attachment_limit`` is the most bytes one paper may
        have. Raises ``DefinitionError`` with all findings if a definition has errors, ``Refused``
        (``no-handler``) if a process calls a handler that is not given, ``StoreError`` for a database that is
        none. Without ``strict``, files with errors are left out, and a handler that is missing is refused
        when a case is started.

        >>> with Engine.open("memory:") as engine:
        ...     "contract-review" in engine.library.processes()
        True
        """
        given = as_handlers(handlers, awaited=False)
        library, store = open_parts(database, processes, given, strict=strict)
        try:
            return cls(store, library, clock=clock, handlers=given, attachment_limit=attachment_limit)
        except BaseException:
            store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back.

        >>> engine.close()
        """
        self._store.close()

    @property
    def library(self) -> Library:
        """The definitions at hand."""
        return self._core.library

    def now(self) -> datetime:
        """The engine's present instant.

        >>> engine.now().isoformat()
        '2026-03-02T01:30:00+00:00'
        """
        return self._core.clock.now()

    def _carry_out(self, operation: Operation[T]) -> T:
        return carry_out(self._store, operation, self._core.handlers)

    start = _waits_for(changes.start)
    answer = _waits_for(changes.answer)
    change = _waits_for(changes.change)
    withdraw_objection = _waits_for(changes.withdraw_objection)
    raise_event = _waits_for(changes.raise_event)
    reassign = _waits_for(changes.reassign)
    advance = _waits_for(changes.advance)
    make_sandbox = _waits_for(changes.make_sandbox)
    done = _waits_for(reads.done)
    case = _waits_for(reads.case)
    cases = _waits_for(reads.cases)
    inbox = _waits_for(reads.inbox)
    organizations = _waits_for(reads.organizations)
    history = _waits_for(reads.history)
    record = _waits_for(reads.record)
    why = _waits_for(reads.why)
    why_not = _waits_for(reads.why_not)
    head = _waits_for(reads.head)
    numbered = _waits_for(reads.numbered)
    verify = _waits_for(reads.verify)
    attachment = _waits_for(reads.attachment)
    export = _waits_for(reads.export)
    kept = _waits_for(reads.kept)
    is_sandbox = _waits_for(reads.is_sandbox)
