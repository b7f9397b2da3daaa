from collections.abc import Callable, Sequence

import pytest

from procflow.diagnostics import Diagnostic, Span
from procflow.guards import (
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Guard,
    Money,
    Number,
    Percent,
    Scalar,
    Text,
    compile_cell,
    compile_guard,
)

NAMES: dict[str, FieldType] = {
    "amount": Money("CNY"),
    "terms.price": Money("CNY"),
    "fee": Money("USD"),
    "count": Number(),
    "weight": Number(),
    "discount": Percent(),
    "mode": Choice(("short", "circulation", "meeting")),
    "route": Choice(("meeting", "post")),
    "colour": Choice(("red", "blue")),
    "labels": Choices(("urgent", "vip", "short")),
    "disputed": Flag(),
    "repeat_batch": Flag(),
    "客戶": Text(),
    "note": Text(),
    "arrival": Date(),
    "terms.delivery": Date(),
    "signed_at": DateTime(),
    "paid_at": DateTime(),
    "wait": Duration(),
}


def locate(start: int, end: int) -> Span:
    """The span of a text that stands at the beginning of a line."""
    assert 0 <= start <= end
    return Span("process.yaml", 1, start + 1, 1, end + 1)


def marked(diagnostic: Diagnostic, text: str) -> str:
    """What the carets of a diagnostic would stand under."""
    return text[diagnostic.span.column - 1 : diagnostic.span.end_column - 1]


@pytest.fixture
def names() -> dict[str, FieldType]:
    """Fields of every type."""
    return NAMES


@pytest.fixture
def guard() -> Callable[[str], Guard]:
    """Compiles a guard that has no mistakes."""

    def compiled(text: str) -> Guard:
        found, diagnostics = compile_guard(text, NAMES, locate)
        assert found is not None, [d.message() for d in diagnostics]
        assert diagnostics == ()
        return found

    return compiled


@pytest.fixture
def mistakes() -> Callable[[str], list[tuple[str, str, str]]]:
    """The code, the marked text and the help of each mistake in a guard that has some."""

    def found(text: str) -> list[tuple[str, str, str]]:
        guard, diagnostics = compile_guard(text, NAMES, locate)
        assert guard is None
        assert all(d.message() and d.reason() for d in diagnostics)
        return [(d.code, marked(d, text), d.help()) for d in diagnostics]

    return found


@pytest.fixture
def cell_mistakes() -> Callable[[Scalar | Sequence[Scalar], FieldType], list[tuple[str, str, str]]]:
    """The code, the marked text (of a list the items' numbers) and the help of each mistake in a cell."""

    def found(value: Scalar | Sequence[Scalar], field_type: FieldType) -> list[tuple[str, str, str]]:
        cell, diagnostics = compile_cell(value, field_type, locate)
        assert cell is None
        assert all(d.message() and d.reason() for d in diagnostics)
        text = str(value) if isinstance(value, str | int) else "".join(str(n) for n in range(9))
        return [(d.code, marked(d, text), d.help()) for d in diagnostics]

    return found
