"""The driver that carries operations out without holding up an event loop."""

from asyncio import timeout, to_thread
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from procflow.case import Refused
from procflow.engine.driver import Ended, stretch
from procflow.engine.effects import CallHandler, Operation
from procflow.engine.handlers import (
    Answer,
    Handler,
    arguments_of,
    as_answer,
    is_coroutine_function,
    not_given,
    raised,
    too_long,
    tried,
)
from procflow.store import Store

T = TypeVar("T")

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Has something done in a thread."""


async def carry_out_async(
    run: InThread, store: Store, operation: Operation[T], handlers: Mapping[str, Handler]
) -> T:
    """Run an operation against a store and return what it returns. Its stretches are done by
    ``run``."""
    at: CallHandler | Ended[T] = await run(partial(stretch, store, operation))
    while isinstance(at, CallHandler):
        at = await run(partial(stretch, store, operation, await call_async(handlers, at)))
    return at.result


async def call_async(handlers: Mapping[str, Handler], wanted: CallHandler) -> Answer | Refused:
    """Await a handler, or call it in a thread; a time limit ends the waiting.

    A coroutine is cancelled then. A function in a thread runs on, and nobody hears of what it gives; so
    functions get none of the threads that stretches run in.
    """
    handler = handlers.get(wanted.name)
    if handler is None:
        return not_given(handlers, wanted)
    limit = wanted.time_limit.total_seconds() if wanted.time_limit is not None else None
    try:
        async with timeout(limit):
            if is_coroutine_function(handler):
                return await _awaited(handler, wanted)
            return await to_thread(tried, handler, wanted)
    except TimeoutError:
        return too_long(wanted)


async def _awaited(handler: Handler, wanted: CallHandler) -> Answer:
    calling: Callable[..., Awaitable[object]] = handler  # type: ignore[assignment]
    try:
        return as_answer(wanted, await calling(**arguments_of(handler, wanted)))
    except Exception as error:
        return raised(error)
