"""Handlers of the embedding program: called by name, whatever they do comes to a value."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from procflow import AsyncEngine, Engine, Refused, open_library, open_store
from procflow.engine.async_driver import carry_out_async
from procflow.engine.driver import carry_out
from procflow.engine.effects import (
    CallHandler,
    Effect,
    FindDone,
    HandlerFailure,
    HandlerResult,
    Keep,
    Operation,
)
from procflow.engine.handlers import handlers_named

Handlers = Mapping[str, Callable[..., object]]
Carry = Callable[[Operation[Any], Handlers], Any]

CALL = CallHandler("mail", {"to": "ann", "copies": 2}, "c1-4")
SYSTEM = """\
  order:
    system: post
    gives: {what: what}
    if_failed: dropped
    next: done
"""


def waited(operation: Operation[Any], handlers: Handlers) -> Any:
    return carry_out(open_store("memory:"), operation, handlers)


def awaited(operation: Operation[Any], handlers: Handlers) -> Any:
    store = open_store("memory:")
    return asyncio.run(carry_out_async(asyncio.to_thread, store, operation, handlers))


@pytest.fixture(params=[waited, awaited])
def carry(request: pytest.FixtureRequest) -> Carry:
    """Both drivers."""
    driver: Carry = request.param
    return driver


def calling(*calls: CallHandler) -> Operation[list[object]]:
    """An operation that uses the store before, between and after its calls."""
    answers = []
    for call in calls:
        key = yield Keep("attachment", repr(call).encode())
        answers.append((yield call))
        assert isinstance(key, str)
    assert (yield FindDone("c1", "k")) is None
    return answers


def test_it_is_called_by_name_with_its_arguments(carry: Carry) -> None:
    def mail(to: str, copies: int) -> dict[str, object]:
        return {"sent": f"{copies} to {to}"}

    assert carry(calling(CALL), {"mail": mail}) == [HandlerResult({"sent": "2 to ann"})]


def test_it_is_told_the_key_if_it_asks_for_it(carry: Carry) -> None:
    def mail(*, to: str, copies: int, idempotency_key: str) -> dict[str, object]:
        return {"key": idempotency_key}

    def other(**named: object) -> dict[str, object]:
        return named

    assert carry(calling(CALL), {"mail": mail}) == [HandlerResult({"key": "c1-4"})]
    assert carry(calling(CALL), {"mail": other}) == [HandlerResult({"to": "ann", "copies": 2})]


def test_one_that_gives_nothing_gives_an_empty_mapping(carry: Carry) -> None:
    assert carry(calling(CALL), {"mail": lambda to, copies: None}) == [HandlerResult({})]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([1], "mail gave list; a mapping by name is needed, or None"),
        ("sent", "mail gave str; a mapping by name is needed, or None"),
        (False, "mail gave bool; a mapping by name is needed, or None"),
        ({1: 2}, "mail gave a mapping with names that are no texts"),
    ],
)
def test_another_result_is_a_failure(carry: Carry, given: object, reason: str) -> None:
    assert carry(calling(CALL), {"mail": lambda to, copies: given}) == [HandlerFailure(reason)]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such address"), "ValueError: no such address"),
        (TimeoutError(), "TimeoutError"),
        (Refused("not-yours", "not this one"), "Refused: not this one"),
        (StopIteration(7), "StopIteration: 7"),
    ],
)
def test_what_it_raises_is_a_failure(carry: Carry, error: Exception, reason: str) -> None:
    def mail(to: str, copies: int) -> None:
        raise error

    limited = CallHandler("mail", CALL.arguments, "k", timedelta(seconds=600))
    assert carry(calling(limited), {"mail": mail}) == [HandlerFailure(reason)]


def test_what_a_coroutine_raises_is_a_failure() -> None:
    async def mail(to: str, copies: int) -> None:
        raise TimeoutError("the server is slow")

    limited = CallHandler("mail", CALL.arguments, "k", timedelta(seconds=600))
    assert awaited(calling(limited), {"mail": mail}) == [HandlerFailure("TimeoutError: the server is slow")]


def test_arguments_that_do_not_fit_are_a_failure(carry: Carry) -> None:
    (failure,) = carry(calling(CALL), {"mail": lambda to: None})
    assert "unexpected keyword argument 'copies'" in failure.reason


def test_one_call_follows_another(carry: Carry) -> None:
    calls = [CallHandler("count", {"n": n}, str(n)) for n in range(4)]
    answers = carry(calling(*calls), {"count": lambda n: {"n": n + 1}})
    assert answers == [HandlerResult({"n": n + 1}) for n in range(4)]


def test_one_that_is_not_there_is_refused_inside_the_operation(carry: Carry) -> None:
    def careful() -> Operation[object]:
        try:
            yield CALL
        except Refused as refused:
            yield Keep("attachment", b"looked")
            return refused.code, refused.missing, refused.allowed
        return None

    assert carry(careful(), {"post": print}) == ("no-handler", ("mail",), ("post",))
    with pytest.raises(Refused, match="not given the handler mail"):
        carry(calling(CALL), {})


def test_a_time_limit_is_held_against_it() -> None:
    """Nobody waits here: the limit is over before it begins."""
    limited = CallHandler("mail", {}, "k", timedelta(microseconds=1))

    def slow() -> None:
        time.sleep(0.01)

    async def never() -> None:
        await asyncio.Event().wait()

    reason = "mail took longer than 0:00:00.000001"
    assert waited(calling(limited), {"mail": slow}) == [HandlerFailure(reason)]
    assert awaited(calling(limited), {"mail": slow}) == [HandlerFailure(reason)]
    assert awaited(calling(limited), {"mail": never}) == [HandlerFailure(reason)]


def test_a_coroutine_function_is_awaited_on_the_loop() -> None:
    loops = []

    async def mail(to: str, copies: int) -> dict[str, object]:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0)
        return {"to": to}

    class Post:
        async def __call__(self, to: str, copies: int) -> None:
            loops.append(asyncio.get_running_loop())

    assert awaited(calling(CALL), {"mail": mail}) == [HandlerResult({"to": "ann"})]
    assert awaited(calling(CALL), {"mail": Post()}) == [HandlerResult({})]
    assert len(loops) == 2


@pytest.mark.parametrize(
    ("handlers", "said"),
    [
        ([print], "handlers: a mapping by name is needed, not list"),
        ({1: print}, "handlers: a text is needed, not int"),
        ({"mail": "send"}, "handlers: mail: a function is needed, not str"),
    ],
)
def test_what_is_no_handler(folder: Path, handlers: Any, said: str) -> None:
    for engine in (Engine, AsyncEngine):
        with pytest.raises(TypeError, match=said):
            engine(open_store("memory:"), open_library(folder), handlers=handlers)
    with pytest.raises(TypeError, match=said):
        Engine.open("memory:", folder, handlers=handlers)


def test_only_an_engine_for_asyncio_takes_coroutine_functions(folder: Path) -> None:
    async def mail() -> None: ...

    with pytest.raises(TypeError, match="mail is a coroutine function; AsyncEngine awaits those"):
        Engine.open("memory:", folder, handlers={"mail": mail})

    async def run() -> tuple[str, ...]:
        async with AsyncEngine.open("memory:", folder, handlers={"mail": mail}) as engine:
            return engine.library.processes()

    assert asyncio.run(run()) == ("purchase",)


@pytest.fixture
def posting(write: Callable[..., Path], purchase: str, tmp_path: Path) -> Path:
    """The process with a system step."""
    before, _, rest = purchase.partition("  order:\n")
    text = before + SYSTEM + rest[rest.index("  done: {end") :]
    return write(tmp_path / "posting", purchase=text)


def test_a_handler_that_is_missing_is_told_when_it_is_opened(posting: Path) -> None:
    with pytest.raises(Refused) as refused:
        Engine.open("memory:", posting, handlers={"mail": print})
    assert refused.value.code == "no-handler"
    assert (refused.value.missing, refused.value.allowed) == (("post",), ("mail",))
    with Engine.open("memory:", posting, handlers={"post": print}) as engine:
        assert handlers_named(engine.library.programs()[0].process) == ("post",)
    with Engine.open("memory:", posting, strict=False) as engine, pytest.raises(Refused):
        engine.start("purchase", actor="ann")


def test_effects_are_values() -> None:
    effects: list[Effect] = [CALL, Keep("attachment", b"x")]
    assert effects == [CallHandler("mail", {"to": "ann", "copies": 2}, "c1-4"), Keep("attachment", b"x")]
