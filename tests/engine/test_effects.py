"""Operations and the driver that carries them out."""

import pytest

from procflow import Conflict, NotFound, StoreError
from procflow.engine.driver import carry_out
from procflow.engine.effects import Effect, Fetch, FindDone, Keep, Load, Operation, ReadHistory
from procflow.store import open_store


def one(effect: Effect) -> Operation[object]:
    answer: object = yield effect
    return answer


def test_an_operation_is_answered_by_the_store() -> None:
    store = open_store("memory:")
    key = carry_out(store, one(Keep("attachment", b"paper")))
    assert carry_out(store, one(Fetch("attachment", str(key)))) == b"paper"
    assert carry_out(store, one(FindDone("c1", "k"))) is None


def test_what_the_store_raises_reaches_the_operation() -> None:
    def careful() -> Operation[str]:
        try:
            yield Load("c1")
        except NotFound as error:
            key: str = yield Keep("attachment", str(error).encode())
            return key
        return "found"

    store = open_store("memory:")
    key = carry_out(store, careful())
    assert store.content("attachment", key) == b"there is no case c1"


@pytest.mark.parametrize("effect", [Load("c1"), ReadHistory("c1"), Fetch("definition", "0")])
def test_what_an_operation_does_not_catch_reaches_the_caller(effect: Effect) -> None:
    with pytest.raises(NotFound):
        carry_out(open_store("memory:"), one(effect))
    closed = open_store("memory:")
    closed.close()
    with pytest.raises(StoreError, match="closed"):
        carry_out(closed, one(effect))


def test_what_an_operation_raises_itself_ends_it() -> None:
    def failing() -> Operation[None]:
        yield FindDone("c1", "k")
        raise Conflict("too late")

    with pytest.raises(Conflict, match="too late"):
        carry_out(open_store("memory:"), failing())


def test_an_operation_may_ask_for_nothing() -> None:
    def idle() -> Operation[int]:
        yield from ()
        return 7

    assert carry_out(open_store("memory:"), idle()) == 7
