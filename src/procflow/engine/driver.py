"""The driver that carries operations out and waits for them; the one that is awaited stands beside it.

Both go through an operation in *stretches*, from one call of a handler to the next. A stretch touches the
store alone and does not know which driver it belongs to.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from procflow.case import Refused
from procflow.engine.effects import CallHandler, Effect, Operation, perform
from procflow.engine.handlers import Answer, Handler, call
from procflow.store import Store

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Ended(Struct, Generic[T_co], frozen=True):
    """An operation is over."""

    result: T_co


def stretch(
    store: Store, operation: Operation[T], answer: Answer | Refused | None = None
) -> CallHandler | Ended[T]:
    """Go on with an operation until it wants a handler called, or ends.

    ``answer`` is what the handler came to that it asked for last. The store's exceptions go into the
    operation.
    """
    try:
        effect: Effect = operation.throw(answer) if isinstance(answer, Refused) else operation.send(answer)
        while not isinstance(effect, CallHandler):
            try:
                done = perform(store, effect)
            except Exception as error:  # whatever the store raised is the operation's to judge
                effect = operation.throw(error)
            else:
                effect = operation.send(done)
    except StopIteration as stop:
        result: T = stop.value
        return Ended(result)
    return effect


def carry_out(store: Store, operation: Operation[T], handlers: Mapping[str, Handler] | None = None) -> T:
    """Run an operation against a store, calling handlers in this thread, and return what it returns."""
    at = stretch(store, operation)
    while isinstance(at, CallHandler):
        at = stretch(store, operation, call(handlers or {}, at))
    return at.result
