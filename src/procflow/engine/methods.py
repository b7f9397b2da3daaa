"""Operations as methods of a class that carries them out."""

import inspect
from collections.abc import Callable
from typing import Any, get_args


def as_method(operation: Callable[..., Any], method: Callable[..., Any]) -> None:
    """Give a method the name, the text and the signature of the operation that it carries out: ``self`` in
    the place of the core, and the result instead of the operation that comes to it."""
    written = inspect.signature(operation)
    _, *others = written.parameters.values()
    myself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    result = get_args(written.return_annotation)[-1]
    method.__name__ = method.__qualname__ = operation.__name__
    method.__doc__ = operation.__doc__
    method.__signature__ = written.replace(  # type: ignore[attr-defined]
        parameters=[myself, *others], return_annotation=result
    )
