"""The engine for asynchronous programs: the same operations, awaited."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from procflow.engine import changes, reads
from procflow.engine.async_driver import carry_out_async
from procflow.engine.clock import Clock, system_clock
from procflow.engine.core import Core, Processes, core_on, open_parts
from procflow.engine.effects import Operation
from procflow.engine.handlers import Handler, as_handlers
from procflow.engine.library import Library
from procflow.engine.methods import as_method
from procflow.engine.papers import LIMIT
from procflow.store import Store, StoreError

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
"""How many operations touch the store at one time; SQLite's writer joins what waits into one transaction."""


def _awaits(
    operation: Callable[Concatenate[Core, P], Operation[T]],
) -> "Callable[Concatenate[AsyncEngine, P], Coroutine[Any, Any, T]]":
    """The coroutine method that carries an operation out."""

    async def method(self: "AsyncEngine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._carry_out(operation(self._core, *args, **kwargs))

    as_method(operation, method)
    return method


class AsyncEngine:
    """:class:`Engine` for asyncio: its methods with their parameters, to be awaited.

    The event loop is never held up: the store is used in threads of the engine's own, and so are handlers
    that are no coroutine functions. What is given to be called back (``left_out``, ``clock``) is called in
    these threads.

    **Cancelling a task that awaits a method does not stop it half-way.** What was begun is carried out to its
    end, written whole or refused; nobody waits for its result any more. Whoever has to know asks again with
    the same ``command_id``. ``close`` waits for everything that was begun.
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
        given = as_handlers(handlers, awaited=True)
        self._core = core_on(store, library, clock, given, attachment_limit)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="procflow")
        self._begun: set[asyncio.Task[Any]] = set()
        self._closed = False

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
    ) -> "Opening":
        """As ``Engine.open``; ``async with`` closes it in the end, ``await`` leaves that to the caller."""

        def opened() -> AsyncEngine:
            given = as_handlers(handlers, awaited=True)
            library, store = open_parts(database, processes, given, strict=strict)
            try:
                return cls(store, library, clock=clock, handlers=given, attachment_limit=attachment_limit)
            except BaseException:
                store.close()
                raise

        return Opening(opened)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Wait for what was begun, and give the database back. Further calls raise ``StoreError``."""
        if not self._closed:
            self._closed = True
            await self._to_its_end(self._finish())

    @property
    def library(self) -> Library:
        """The definitions at hand."""
        return self._core.library

    def now(self) -> datetime:
        """The engine's present instant. Nothing has to be awaited for it."""
        return self._core.clock.now()

    async def _carry_out(self, operation: Operation[T]) -> T:
        if self._closed:
            raise StoreError("the engine is closed")
        return await self._to_its_end(
            carry_out_async(self._in_thread, self._store, operation, self._core.handlers)
        )

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Await work that goes on if whoever awaits it is cancelled."""
        task = asyncio.ensure_future(work)
        self._begun.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait((task,))
        return task.result()

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._begun.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: nobody may be left to whom it matters

    def _in_thread(self, work: Callable[[], Any]) -> Awaitable[Any]:
        run = partial(copy_context().run, work)
        return asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def _finish(self) -> None:
        myself = asyncio.current_task()
        while others := [task for task in self._begun if task is not myself]:
            await asyncio.wait(others)
        await self._in_thread(self._store.close)
        self._threads.shutdown(wait=False)

    start = _awaits(changes.start)
    answer = _awaits(changes.answer)
    change = _awaits(changes.change)
    withdraw_objection = _awaits(changes.withdraw_objection)
    raise_event = _awaits(changes.raise_event)
    reassign = _awaits(changes.reassign)
    advance = _awaits(changes.advance)
    make_sandbox = _awaits(changes.make_sandbox)
    done = _awaits(reads.done)
    case = _awaits(reads.case)
    cases = _awaits(reads.cases)
    inbox = _awaits(reads.inbox)
    organizations = _awaits(reads.organizations)
    history = _awaits(reads.history)
    record = _awaits(reads.record)
    why = _awaits(reads.why)
    why_not = _awaits(reads.why_not)
    head = _awaits(reads.head)
    numbered = _awaits(reads.numbered)
    verify = _awaits(reads.verify)
    attachment = _awaits(reads.attachment)
    export = _awaits(reads.export)
    kept = _awaits(reads.kept)
    is_sandbox = _awaits(reads.is_sandbox)


class Opening:
    """An engine that is about to be opened: for ``async with``, or to be awaited."""

    def __init__(self, opened: Callable[[], AsyncEngine]) -> None:
        self._opened = opened
        self._engine: AsyncEngine | None = None

    def __await__(self) -> Generator[Any, Any, AsyncEngine]:
        return asyncio.to_thread(self._opened).__await__()

    async def __aenter__(self) -> AsyncEngine:
        self._engine = await self
        return self._engine

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            await self._engine.close()
