"""Every operation shows itself in an example that runs, on either engine's method the same text."""

import doctest
import inspect
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from procflow import AsyncEngine, Engine, File, Library, Refused, open_library, open_store, verify_export
from procflow.testing import VirtualClock

METHODS = sorted(name for name, member in vars(Engine).items() if name[0] != "_" and callable(member))


@pytest.fixture(scope="module")
def bundled() -> Library:
    return open_library(None)


@pytest.mark.parametrize("name", [*METHODS, "open"])
def test_the_example_of_an_operation(name: str, bundled: Library) -> None:
    clock = VirtualClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    with Engine(open_store("memory:"), bundled, clock=clock) as engine:
        text = inspect.getdoc(getattr(Engine, name)) or ""
        names = {"Engine": Engine, "File": File, "Refused": Refused, "engine": engine}
        names["verify_export"] = verify_export
        test = doctest.DocTestParser().get_doctest(text, names, name, None, None)
        assert test.examples, f"{name} has no example"
        said: list[str] = []
        assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize("name", METHODS)
def test_the_engines_have_the_same_methods(name: str) -> None:
    one: Callable[..., object] = getattr(Engine, name)
    other: Callable[..., object] = getattr(AsyncEngine, name)
    assert inspect.signature(one) == inspect.signature(other)
    assert name == "now" or inspect.iscoroutinefunction(other)
    assert name in ("now", "close") or one.__doc__ == other.__doc__
    assert next(iter(inspect.signature(one).parameters)) == "self"
    assert "Generator" not in str(inspect.signature(one))
