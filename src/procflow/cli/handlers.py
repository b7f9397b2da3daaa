"""The functions that system steps call, from a module of whoever types the command."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from procflow.cli.exits import Failure

Handlers = Mapping[str, Callable[..., object]]
NONE: Handlers = MappingProxyType({})


def handlers_at(written: str) -> Handlers:
    """The mapping that ``--handlers MODULE:NAME`` names; modules are looked for here as well. None if empty.

    Raises :class:`Failure` for what names no mapping of functions.
    """
    if not written:
        return NONE
    module, colon, name = written.partition(":")
    if not (module and colon and name):
        raise _failure(f"{written} is no MODULE:NAME, such as office:handlers")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(import_module(module), name, None)
    except Exception as error:  # a module may do anything while it is read
        said = f"{type(error).__name__}: {error}"
        raise _failure(f"{module} cannot be imported: {said}") from error
    if not isinstance(found, Mapping):
        what = "has nothing of that name" if found is None else f"holds {type(found).__name__} there"
        raise _failure(f"a mapping of functions by name is needed at {written}; {module} {what}")
    wrong = [str(key) for key, value in found.items() if not (isinstance(key, str) and callable(value))]
    if wrong:
        raise _failure(f"{written} holds no function for {', '.join(wrong)}")
    return found


def _failure(text: str) -> Failure:
    return Failure("no-handlers", f"--handlers: {text}")


def idle(handlers: Handlers) -> Handlers:
    """Handlers of the same names that do nothing, for an engine that only tries whether a case may start."""
    return dict.fromkeys(handlers, _nothing)


def _nothing(**arguments: object) -> None:
    return None
