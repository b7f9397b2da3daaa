"""A guard as a Python expression, for engines that evaluate such over the data of a case.

A field of a group stands under its name with ``_`` for the point, one that is called like a word of Python
with ``_`` behind it, and a field that is not set is None. Dates and instants are texts in ISO 8601, lengths
of time are minutes.
"""

import keyword
from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from procflow.diagnostics import Span
from procflow.guards.findings import Findings
from procflow.guards.literals import read_duration
from procflow.guards.parser import parse
from procflow.guards.syntax import Call, Chain, Infix, Listing, Name, Node, Plain, Prefix

_ORDER = frozenset({"<", "<=", ">", ">="})


def python_expression(text: str) -> str | None:
    """The guard ``text`` in Python; None for a text that is no guard."""
    node = parse(Findings(text, lambda start, end: Span("", 1, start + 1, 1, end + 1)))
    return _written(node) if node is not None else None


def python_name(field: str) -> str:
    """The variable that holds a field, by its dotted name."""
    name = field.replace(".", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def _written(node: Node) -> str:
    match node:
        case Name(name):
            return python_name(name)
        case Plain(value):
            return format(value, "f") if isinstance(value, Decimal) else repr(value)
        case Prefix(operator, operand):
            return f"{operator} {_inside(operand)}" if operator == "not" else f"{operator}{_inside(operand)}"
        case Infix(operator, left, right):
            side = _ordered if operator in _ORDER else _inside
            return f"{side(left)} {operator} {side(right)}"
        case Chain(operator, parts):
            return f" {operator} ".join(_inside(part) for part in parts)
        case Listing(items):
            return f"[{', '.join(_written(item) for item in items)}]"
        case Call(_, arguments):
            return " and ".join(f"{_written(argument)} is not None" for argument in arguments)
        case _:
            assert_never(node)


def _inside(node: Node) -> str:
    text = _written(node)
    return f"({text})" if isinstance(node, Prefix | Infix | Chain | Call) else text


def _ordered(node: Node) -> str:
    """One side of a comparison by size, where a length of time is counted."""
    if isinstance(node, Plain) and isinstance(node.value, str):
        length = read_duration(node.value)
        if isinstance(length, timedelta):
            return str(length // timedelta(minutes=1))
    return _inside(node)
