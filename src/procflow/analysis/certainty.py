"""What is certain of a case's data at one place of the flow, and what a condition there adds to it."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from msgspec import Struct, structs

from procflow.definition.process import Hit, Table
from procflow.guards import (
    AllOf,
    AnyCell,
    AnyOf,
    Cell,
    Compare,
    Comparison,
    Field,
    Has,
    Literal,
    Not,
    OneOf,
    Tree,
    Value,
    children,
)
from procflow.guards.tree import fields_required

Domain = Mapping[str, tuple[Value, ...]]
"""For each name that is read, values of which one stands for all that no condition or table tells from it."""

MOST_CASES = 16
"""Cases of one condition that are kept apart."""
MOST_VALUES = 1_000
"""Values of one name that are gone through for each condition; of a name with more only whether it has one
is followed."""

_HOLDS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
_MIRRORED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}


class Certainty(Struct, frozen=True):
    """``filled`` are the names that surely have a value, ``empty`` those that surely have none; ``values``
    are what a name can be where not anything."""

    filled: frozenset[str]
    values: Mapping[str, frozenset[Value]]
    empty: frozenset[str] = frozenset()

    def with_filled(self, names: Iterable[str]) -> "Certainty":
        """The same with more names that surely have a value."""
        more = frozenset(names)
        return Certainty(self.filled | more, self.values, self.empty - more)

    def with_empty(self, name: str) -> "tuple[Certainty, ...]":
        """The same where a name has no value; empty if it surely has one."""
        if name in self.filled:
            return ()
        return (Certainty(self.filled, self.values, self.empty | {name}),)

    def without(self, names: Iterable[str]) -> "Certainty":
        """The same with names about which nothing is certain."""
        gone = frozenset(names)
        return structs.replace(self.changed(gone), filled=self.filled - gone)

    def changed(self, names: Iterable[str]) -> "Certainty":
        """The same with names whose value may be another now."""
        gone = frozenset(names)
        values = {n: v for n, v in self.values.items() if n not in gone}
        return Certainty(self.filled, values, self.empty - gone)

    def possible(self, name: str, domain: Domain) -> frozenset[Value] | None:
        """The values that a name can hold; None where they are too many to go through."""
        held = self.values.get(name)
        if held is not None:
            return held
        return frozenset(domain[name]) if len(domain[name]) <= MOST_VALUES else None

    def narrowed(self, name: str, domain: Domain, holds: Callable[[Value], bool]) -> "tuple[Certainty, ...]":
        """The same where a name has a value for which something holds; empty if that surely cannot be."""
        possible = self.possible(name, domain)
        if possible is None:
            return (self.with_filled((name,)),)
        left = frozenset(value for value in possible if holds(value))
        return (
            (structs.replace(self.with_filled((name,)), values={**self.values, name: left}),) if left else ()
        )


Cases = tuple[Certainty, ...]
"""Cases of which one is given; none where nothing can be."""


def joined(one: Certainty, other: Certainty) -> Certainty:
    """What is certain where either may be the case."""
    both = one.values.keys() & other.values.keys()
    values = {name: one.values[name] | other.values[name] for name in both}
    return Certainty(one.filled & other.filled, values, one.empty & other.empty)


def narrow(tree: Tree, truth: bool, known: Certainty, domain: Domain) -> Cases:
    """What is certain once a condition has come out as ``truth``: one of these; none if it cannot."""
    match tree:
        case Literal(value):
            return (known,) if value is truth else ()
        case Field(name):
            return known.narrowed(name, domain, lambda value: value is truth)
        case Has(name) if truth:
            return () if name in known.empty else (known.with_filled((name,)),)
        case Has(name):
            return known.with_empty(name)
        case Not(operand):
            return narrow(operand, not truth, known, domain)
        case AllOf(parts) | AnyOf(parts) if isinstance(tree, AllOf) is truth:
            return _after(parts, truth, known, domain)[-1]
        case AllOf(parts) | AnyOf(parts):
            # One part decides, and every part before it came out the other way.
            before = _after(parts, not truth, known, domain)
            cases = zip(parts, before, strict=False)
            return few(n for part, rest in cases for case in rest for n in narrow(part, truth, case, domain))
        case Compare(comparison, Field(name), Literal(value)):
            compares = _HOLDS[comparison]
            return known.narrowed(name, domain, lambda held: compares(held, value) is truth)
        case Compare(comparison, Literal(value), Field(name)):
            compares = _HOLDS[_MIRRORED.get(comparison, comparison)]
            return known.narrowed(name, domain, lambda held: compares(held, value) is truth)
        case OneOf(Field(name), literals):
            listed = {literal.value for literal in literals}
            return known.narrowed(name, domain, lambda held: (held in listed) is truth)
        case _:
            return (known.with_filled(fields_required(tree)),)


def _after(parts: Sequence[Tree], truth: bool, known: Certainty, domain: Domain) -> list[Cases]:
    """What is certain before the first part, and after each, all of them up to there having come out so."""
    found: list[Cases] = [(known,)]
    for part in parts:
        found.append(few(n for case in found[-1] for n in narrow(part, truth, case, domain)))
    return found


def few(cases: Iterable[Certainty]) -> Cases:
    """The cases, or, where they are too many, what is certain in all of them."""
    found = tuple(cases)
    return found if len(found) <= MOST_CASES else (reduce(joined, found),)


def lacking(tree: Tree, known: Certainty, domain: Domain) -> Iterator[str]:
    """The names that a condition may look at without their having a value."""
    match tree:
        case Field(name):
            if name not in known.filled:
                yield name
        case AllOf(parts) | AnyOf(parts):
            before = _after(parts, isinstance(tree, AllOf), known, domain)
            for part, rest in zip(parts, before, strict=False):
                for case in rest:
                    yield from lacking(part, case, domain)
        case _:
            for child in children(tree):
                yield from lacking(child, known, domain)


def lacking_in_table(table: Table, known: Certainty, domain: Domain) -> Iterator[tuple[int, str]]:
    """The rows, from 0, and columns that a table may look at without there being a value."""
    found = False
    for number, row in enumerate(table.rows):
        cells = {name: cell for name, cell in row.cells.items() if not isinstance(cell, AnyCell)}
        held = {name: cell for name, cell in cells.items() if name in known.filled}
        if any(not _can_hold(cell, name, known, domain) for name, cell in held.items()):
            continue
        missing = [name for name in cells if name not in held]
        yield from ((number, name) for name in missing)
        found = found or bool(missing)
        surely = not found and all(_must_hold(cell, name, known, domain) for name, cell in held.items())
        if table.hit is Hit.FIRST and surely:
            return


def _can_hold(cell: Cell, name: str, known: Certainty, domain: Domain) -> bool:
    possible = known.possible(name, domain)
    return possible is None or any(cell.holds(value) for value in possible)


def _must_hold(cell: Cell, name: str, known: Certainty, domain: Domain) -> bool:
    possible = known.possible(name, domain)
    return possible is not None and all(cell.holds(value) for value in possible)
