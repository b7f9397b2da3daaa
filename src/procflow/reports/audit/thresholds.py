"""The numbers at which a process decides otherwise, and which of them a case lies just under."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from procflow.analysis.columns import leaves
from procflow.case import Refused
from procflow.case.authority import row_for
from procflow.case.readable import readable
from procflow.definition.process import Basis, Choose, DataField, Table, Task, joined
from procflow.guards import (
    Compare,
    Comparison,
    Field,
    Guard,
    GuardError,
    Literal,
    Money,
    Number,
    Percent,
    RangeCell,
    walk,
)
from procflow.reports.audit.following import Followed
from procflow.reports.audit.values import Named, Threshold
from procflow.wording import Words
from procflow.wording.conditions import field_words

_STEP = Decimal("0.000001")
"""How far beyond a threshold is beyond it: less than anything that an amount is counted in."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A threshold, and what a case has to have reached for it to count: a table, a choice, an outcome."""

    threshold: Threshold
    reached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Under:
    """A case under a threshold beyond which it would have been decided otherwise, with what was decided and
    what would have been."""

    watched: Watched
    value: Decimal
    decided: str
    beyond: str


@dataclass(frozen=True, slots=True)
class _At:
    """A number in a cell or a condition, and whether it counts as under itself."""

    field: str
    value: Decimal
    below: bool
    basis: Basis


def watched(words: Words) -> tuple[Watched, ...]:
    """The thresholds of a process: of the number columns of its tables, and of what its choices and the
    conditions of outcomes compare a number field with."""
    found: list[Watched] = []
    numbers = _number_fields(words)
    for table in words.process.tables.values():
        place = Named(table.name, words.title(table.title))
        found += _of(words, numbers, _in_table(table), place, ("table", table.name))
    for step in words.program.steps.values():
        place = Named(step.name, words.title(step.title))
        match step:
            case Choose(lines=lines, basis=basis):
                at = [each for line in lines for each in _in_guard(line.when, basis)]
                found += _of(words, numbers, at, place, ("choice", step.name))
            case Task(outcomes=outcomes):
                for outcome in outcomes.values():
                    reached = ("outcome", step.name, outcome.name)
                    basis = joined(outcome.basis, step.basis)
                    found += _of(words, numbers, list(_in_guard(outcome.allowed, basis)), place, reached)
            case _:
                continue
    return tuple(found)


def _number_fields(words: Words) -> dict[str, DataField]:
    return {
        name: field
        for top in words.process.fields.values()
        for name, field in leaves(top)
        if isinstance(field.type, Number | Money | Percent)
    }


def _in_table(table: Table) -> list[_At]:
    found = []
    for row in table.rows:
        why = joined(row.basis, table.basis)
        for column, cell in row.cells.items():
            if isinstance(cell, RangeCell):
                if isinstance(cell.low, Decimal):
                    found.append(_At(column, cell.low, not cell.low_in, why))
                if isinstance(cell.high, Decimal):
                    found.append(_At(column, cell.high, cell.high_in, why))
    return found


def _in_guard(guard: Guard | None, basis: Basis) -> Iterator[_At]:
    for tree in walk(guard.tree) if guard is not None else ():
        match tree:
            case Compare(operator, Field(name), Literal(Decimal() as value)):
                yield from _compared(operator, name, value, basis)
            case Compare(operator, Literal(Decimal() as value), Field(name)):
                yield from _compared(_TURNED.get(operator, operator), name, value, basis)
            case _:
                continue


_TURNED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}


def _compared(operator: Comparison, name: str, value: Decimal, basis: Basis) -> Iterator[_At]:
    if operator in (Comparison.MORE, Comparison.AT_MOST):
        yield _At(name, value, True, basis)
    elif operator in (Comparison.LESS, Comparison.AT_LEAST):
        yield _At(name, value, False, basis)


def _of(
    words: Words, numbers: Mapping[str, DataField], found: list[_At], place: Named, reached: tuple[str, ...]
) -> Iterator[Watched]:
    """Each threshold of a place once, with what every row or line names that has it."""
    why: dict[tuple[str, Decimal, bool], list[Basis]] = {}
    for at in found:
        if at.field in numbers and at.value > 0:
            why.setdefault((at.field, at.value, at.below), []).append(at.basis)
    for (name, value, below), bases in why.items():
        unit = _unit(numbers[name])
        field = Named(name, field_words(words, name))
        threshold = Threshold(words.process.name, field, value, unit, below, place, joined(*bases))
        yield Watched(threshold, reached)


def _unit(field: DataField) -> str:
    match field.type:
        case Money(currency):
            return currency
        case Percent():
            return "%"
        case _:
            return field.unit


def beneath(followed: Followed, thresholds: tuple[Watched, ...]) -> Iterator[Under | Watched]:
    """The thresholds that a case came to: each that it lies under, and that matters for it, as such; each
    other one as it is."""
    reached = [each for each in thresholds if each.reached in followed.reached]
    if not reached:
        return
    values = readable(followed.words.process, followed.data, followed.facts)
    for each in reached:
        threshold = each.threshold
        value = values.get(threshold.field.id)
        if not isinstance(value, Decimal):
            continue
        under = value < threshold.value or (threshold.below and value == threshold.value)
        if not under:
            yield each
            continue
        past = threshold.value + _STEP if threshold.below else threshold.value
        decided = _decided(followed.words, each, values)
        beyond = _decided(followed.words, each, {**values, threshold.field.id: past})
        yield Under(each, value, decided, beyond) if decided != beyond and decided and beyond else each


def _decided(words: Words, watched: Watched, values: Mapping[str, object]) -> str:
    """What a place decides for values, in words; empty where it does not."""
    try:
        match watched.reached:
            case ("table", name):
                table = words.process.tables[name]
                return _role(words, table.rows[row_for(table, values) - 1].then)
            case ("choice", name):
                step = words.program.steps[name]
                lines = step.lines if isinstance(step, Choose) else ()
                chosen = next((each for each in lines if each.when is None or each.when(values)), None)
                return words.step(chosen.target.step) if chosen is not None else ""
            case ("outcome", step, name):
                return words.outcome(step, name) if _allowed(words, step, name, values) else "–"
            case _:
                return ""
    except (Refused, GuardError):
        return ""


def _allowed(words: Words, step: str, name: str, values: Mapping[str, object]) -> bool:
    known = words.program.steps[step]
    outcome = known.outcomes.get(name) if isinstance(known, Task) else None
    return outcome is None or outcome.allowed is None or bool(outcome.allowed(values))


def _role(words: Words, role: str) -> str:
    known = words.organization.roles.get(role) or words.organization.groups.get(role)
    return words.title(known.title) if known is not None else role
