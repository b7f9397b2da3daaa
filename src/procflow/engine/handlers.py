"""Handlers: what `system` steps call in the embedding program, by name.

Whatever a handler does, it comes to a value: what it gave, or why it came to nothing.
"""

import inspect
from collections.abc import Callable, Mapping
from time import monotonic

from procflow.case import Refused
from procflow.definition.process import Process, System, every_step
from procflow.engine.effects import CallHandler, HandlerFailure, HandlerResult
from procflow.engine.given import as_mapping, require_text

Handler = Callable[..., object]
"""Called with the arguments of the step by keyword; gives a mapping by name, or None."""

Answer = HandlerResult | HandlerFailure

KEY = "idempotency_key"
"""The parameter by which a handler is told the key of its call, if it has one of this name."""


def as_handlers(handlers: Mapping[str, Handler] | None, *, awaited: bool) -> Mapping[str, Handler]:
    """The handlers that a caller gave. Raises ``TypeError`` for what is none; a coroutine function is one
    only where it is ``awaited``."""
    given = dict(as_mapping("handlers", handlers))
    for name, handler in given.items():
        require_text("handlers", name)
        if not callable(handler):
            raise TypeError(f"handlers: {name}: a function is needed, not {type(handler).__name__}")
        if not awaited and is_coroutine_function(handler):
            raise TypeError(f"handlers: {name} is a coroutine function; AsyncEngine awaits those")
    return given


def handlers_named(process: Process) -> tuple[str, ...]:
    """The handlers that the steps of a process call, in the order of the file, each once."""
    steps = every_step(process).values()
    return tuple(dict.fromkeys(step.handler for step in steps if isinstance(step, System)))


def require_handlers(handlers: Mapping[str, Handler], process: Process) -> None:
    """Hold that every handler of a process is there. Raises :class:`Refused` (``no-handler``)."""
    missing = tuple(name for name in handlers_named(process) if name not in handlers)
    if missing:
        text = f"{process.name} calls handlers that the engine was not given"
        raise Refused("no-handler", text, allowed=tuple(handlers), missing=missing)


def call(handlers: Mapping[str, Handler], wanted: CallHandler) -> Answer | Refused:
    """Call a handler and wait for it.

    A function that runs cannot be stopped: a time limit is held against it when it returns.
    """
    handler = handlers.get(wanted.name)
    if handler is None:
        return not_given(handlers, wanted)
    begun = monotonic()
    answer = tried(handler, wanted)
    limit = wanted.time_limit
    if limit is not None and monotonic() - begun > limit.total_seconds():
        return too_long(wanted)
    return answer


def tried(handler: Handler, wanted: CallHandler) -> Answer:
    """What a function comes to. Nothing that it raises leaves this, whatever thread it is in."""
    try:
        return as_answer(wanted, handler(**arguments_of(handler, wanted)))
    except Exception as error:
        return raised(error)


def arguments_of(handler: Handler, wanted: CallHandler) -> dict[str, object]:
    """What a handler is called with: the arguments of its step and, if it has a parameter for it, the key."""
    return {**wanted.arguments, **({KEY: wanted.key} if _takes_key(handler) else {})}


def _takes_key(handler: Handler) -> bool:
    try:
        return KEY in inspect.signature(handler).parameters
    except (TypeError, ValueError):  # some builtin functions do not tell
        return False


def is_coroutine_function(handler: Handler) -> bool:
    """Also for an object whose ``__call__`` is one."""
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
        getattr(handler, "__call__", None)  # noqa: B004 - asked for what it is, not whether it is there
    )


def as_answer(wanted: CallHandler, result: object) -> Answer:
    """What a handler gave; a failure if that is neither a mapping by name nor None."""
    match result:
        case None:
            return HandlerResult()
        case Mapping() if all(isinstance(name, str) for name in result):
            return HandlerResult(dict(result))
        case Mapping():
            return HandlerFailure(f"{wanted.name} gave a mapping with names that are no texts")
        case _:
            kind = type(result).__name__
            return HandlerFailure(f"{wanted.name} gave {kind}; a mapping by name is needed, or None")


def raised(error: Exception) -> HandlerFailure:
    """The failure of a handler that raised something."""
    said = str(error)
    return HandlerFailure(f"{type(error).__name__}: {said}" if said else type(error).__name__)


def too_long(wanted: CallHandler) -> HandlerFailure:
    """The failure of a handler that came back after its time."""
    return HandlerFailure(f"{wanted.name} took longer than {wanted.time_limit}")


def not_given(handlers: Mapping[str, Handler], wanted: CallHandler) -> Refused:
    """The refusal where the engine has no handler of the name."""
    text = f"the engine was not given the handler {wanted.name}"
    return Refused("no-handler", text, allowed=tuple(handlers), missing=(wanted.name,))
