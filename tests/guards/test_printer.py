from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.guards import (
    AllOf,
    AnyOf,
    Arithmetic,
    Checklist,
    Choice,
    Choices,
    Compare,
    Comparison,
    Contains,
    Date,
    DateTime,
    Duration,
    Fault,
    Field,
    FieldType,
    Flag,
    Guard,
    GuardError,
    Has,
    Literal,
    Money,
    Negate,
    Not,
    Number,
    OneOf,
    Opaque,
    Percent,
    Person,
    Sign,
    Text,
    Tree,
    compile_guard,
    write_tree,
)

MONEY = Money("CNY")
MODE = Choice(("short", "meeting", 'a "quoted" value'))
LABELS = Choices(MODE.values)
TYPES: dict[str, FieldType] = {
    "n": Number(),
    "數量": Number(),
    "terms.price": MONEY,
    "fee": MONEY,
    "share": Percent(),
    "note": Text(),
    "flag": Flag(),
    "other.flag": Flag(),
    "mode": MODE,
    "labels": LABELS,
    "day": Date(),
    "until": Date(),
    "at": DateTime(),
    "wait": Duration(),
    "who": Person(),
    "checks": Checklist(("called", "visited")),
    "guests": Opaque("list"),
}

decimals = st.decimals(-1000, 1000, places=2)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
lengths = st.integers(0, 5000).map(lambda minutes: timedelta(minutes=minutes))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=5)


def fields(field_type: FieldType) -> st.SearchStrategy[Tree]:
    names = [name for name, known in TYPES.items() if known == field_type]
    return st.sampled_from(names).map(lambda name: Field(name, field_type))


def literals(values: st.SearchStrategy[object], field_type: FieldType) -> st.SearchStrategy[Literal]:
    return values.map(lambda value: Literal(value, field_type))  # type: ignore[arg-type]


NUMBERS = literals(decimals, Number())
SUMS = st.sampled_from([Sign.PLUS, Sign.MINUS])
ORDERS = st.sampled_from(list(Comparison))
EQUALITIES = st.sampled_from([Comparison.EQUAL, Comparison.UNEQUAL])


def negated(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return trees.filter(lambda tree: not isinstance(tree, Literal)).map(Negate)


def arithmetic(
    sign: st.SearchStrategy[Sign],
    left: st.SearchStrategy[Tree],
    right: st.SearchStrategy[Tree],
    field_type: FieldType,
) -> st.SearchStrategy[Tree]:
    return st.builds(Arithmetic, sign, left, right, st.just(field_type))


def numbers(depth: int) -> st.SearchStrategy[Tree]:
    leaf = fields(Number()) | NUMBERS
    if not depth:
        return leaf
    below = numbers(depth - 1)
    return leaf | negated(below) | arithmetic(st.sampled_from(list(Sign)), below, below, Number())


def amounts(depth: int) -> st.SearchStrategy[Tree]:
    leaf = fields(MONEY)
    if not depth:
        return leaf
    below = amounts(depth - 1)
    times = st.just(Sign.TIMES)
    return (
        leaf
        | negated(below)
        | arithmetic(SUMS, below, below | NUMBERS, MONEY)
        | arithmetic(SUMS, NUMBERS, below, MONEY)
        | arithmetic(times, below, numbers(depth - 1) | fields(Percent()), MONEY)
        | arithmetic(times, numbers(depth - 1) | fields(Percent()), below, MONEY)
    )


def spans(depth: int) -> st.SearchStrategy[Tree]:
    leaf = fields(Duration())
    if not depth:
        return leaf
    below, written = spans(depth - 1), literals(lengths, Duration())
    return (
        leaf
        | arithmetic(SUMS, below, below | written, Duration())
        | arithmetic(st.just(Sign.MINUS), moments(depth - 1), moments(0) | literals(days, Date()), Duration())
    )


def moments(depth: int) -> st.SearchStrategy[Tree]:
    leaf = fields(Date())
    if not depth:
        return leaf
    return leaf | arithmetic(SUMS, moments(depth - 1), spans(0) | literals(lengths, Duration()), Date())


def comparisons(depth: int) -> st.SearchStrategy[Tree]:
    modes = fields(MODE) | literals(st.sampled_from(MODE.values), MODE)
    listed = st.lists(NUMBERS, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Compare, ORDERS, numbers(depth), numbers(depth))
        | st.builds(Compare, ORDERS, amounts(depth), amounts(depth) | NUMBERS)
        | st.builds(Compare, ORDERS, NUMBERS, fields(Percent()))
        | st.builds(Compare, ORDERS, moments(depth), moments(depth) | literals(days, Date()))
        | st.builds(Compare, ORDERS, fields(DateTime()), literals(instants, DateTime()))
        | st.builds(Compare, ORDERS, spans(depth), spans(depth) | literals(lengths, Duration()))
        | st.builds(Compare, EQUALITIES, fields(MODE), modes)
        | st.builds(Compare, EQUALITIES, literals(texts, Text()), fields(Text()))
        | st.builds(OneOf, numbers(depth) | amounts(depth), listed)
        | st.builds(Contains, fields(LABELS), modes)
    )


def conditions(depth: int) -> st.SearchStrategy[Tree]:
    leaf = fields(Flag()) | literals(st.booleans(), Flag()) | st.sampled_from(sorted(TYPES)).map(Has)
    if not depth:
        return leaf
    below = conditions(depth - 1)
    parts = st.lists(below, min_size=2, max_size=3).map(tuple)
    return (
        leaf
        | comparisons(depth - 1)
        | below.map(Not)
        | parts.map(AllOf)
        | parts.map(AnyOf)
        | st.builds(Compare, EQUALITIES, below, below)
    )


def compiled(text: str) -> Guard:
    guard, diagnostics = compile_guard(text, TYPES, lambda start, end: Span("f", 1, start + 1, 1, end + 1))
    assert guard is not None, (text, [d.message() for d in diagnostics])
    return guard


CONDITIONS = conditions(3)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "n": decimals,
        "數量": decimals,
        "terms.price": decimals,
        "fee": decimals,
        "share": decimals,
        "note": texts,
        "flag": st.booleans(),
        "other.flag": st.none() | st.booleans(),
        "mode": st.sampled_from(MODE.values),
        "labels": st.frozensets(st.sampled_from(LABELS.values)),
        "day": days,
        "until": days,
        "at": instants,
        "wait": lengths,
    },
)


@given(CONDITIONS)
def test_a_tree_written_out_and_read_again_is_the_same_tree(tree: Tree) -> None:
    text = write_tree(tree)
    assume(len(text) <= 2000)
    again = compiled(text)
    assert again.tree == tree
    assert write_tree(again.tree) == text


class Stuck(Exception):
    """The plain interpreter below cannot go on: the field, or nothing where a result has no value."""


def plain(tree: Tree, values: Mapping[str, object]) -> object:
    """What a condition means, said a second time as plainly as possible."""
    match tree:
        case Literal(value):
            return value
        case Has(name):
            return values.get(name) is not None
        case Field(name):
            if values.get(name) is None:
                raise Stuck(name)
            return values[name]
        case Not(operand):
            return not plain(operand, values)
        case AllOf(parts):
            return all(plain(part, values) for part in parts)
        case AnyOf(parts):
            return any(plain(part, values) for part in parts)
        case OneOf(operand, listed):
            wanted = plain(operand, values)
            return any(wanted == item.value for item in listed)
        case Contains(field, item):
            wanted = plain(item, values)
            return wanted in set(plain(field, values))  # type: ignore[call-overload]
        case Negate(operand):
            return plain(Arithmetic(Sign.MINUS, Literal(Decimal(0), Number()), operand, Number()), values)
        case Arithmetic(sign, left, right):
            return plain_arithmetic(sign, (left, plain(left, values)), (right, plain(right, values)))
        case Compare(comparison, left, right):
            return plain_comparison(comparison, plain(left, values), plain(right, values))


def plain_arithmetic(sign: Sign, left: tuple[Tree, object], right: tuple[Tree, object]) -> object:
    """Decimals of few digits: five factors of five digits stay far below sixty."""
    one, other = (value for _, value in (left, right))
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        with localcontext(prec=200):
            if any(isinstance(tree, Field) and isinstance(tree.type, Percent) for tree, _ in (left, right)):
                return one * other / 100
            return {Sign.PLUS: one + other, Sign.MINUS: one - other, Sign.TIMES: one * other}[sign]
    if isinstance(one, date) and isinstance(other, timedelta) and other.seconds:
        raise Stuck
    return one + other if sign is Sign.PLUS else one - other  # type: ignore[operator]


def plain_comparison(comparison: Comparison, one: object, other: object) -> bool:
    if comparison in (Comparison.EQUAL, Comparison.UNEQUAL):
        return (one == other) is (comparison is Comparison.EQUAL)
    order = (one > other) - (one < other)  # type: ignore[operator]
    wanted = {
        Comparison.LESS: {-1},
        Comparison.AT_MOST: {-1, 0},
        Comparison.MORE: {1},
        Comparison.AT_LEAST: {0, 1},
    }
    return order in wanted[comparison]


@given(CONDITIONS, VALUES)
def test_the_compiled_guard_agrees_with_a_plain_interpreter(tree: Tree, values: Mapping[str, object]) -> None:
    text = write_tree(tree)
    assume(len(text) <= 2000)
    guard = compiled(text)
    try:
        expected = plain(tree, values)
    except Stuck as stuck:
        with pytest.raises(GuardError) as caught:
            guard.evaluate(values)
        assert (caught.value.field,) == (stuck.args or ("",))
        assert caught.value.fault is (Fault.MISSING if stuck.args else Fault.OUT_OF_RANGE)
    else:
        assert guard.evaluate(values) is expected


@given(CONDITIONS, VALUES)
def test_a_guard_whose_required_fields_are_set_never_lacks_a_field(
    tree: Tree, values: Mapping[str, object]
) -> None:
    text = write_tree(tree)
    assume(len(text) <= 2000)
    guard = compiled(text)
    assert guard.requires <= guard.reads
    assume(all(values.get(name) is not None for name in guard.requires))
    try:
        guard.evaluate(values)
    except GuardError as error:
        assert error.fault is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("((flag)) and (not (other.flag))", "flag and not other.flag"),
        ("(flag or other.flag) and flag", "(flag or other.flag) and flag"),
        ("(n + 1) * 2 - (3 - n) > 0", "(n + 1) * 2 - (3 - n) > 0"),
        ("n > - 5", "n > -5"),
        ("wait == '48 hours'", 'wait == "2 days"'),
        ("mode == 'a \"quoted\" value'", 'mode == "a \\"quoted\\" value"'),
        ("at > '2026-03-01T09:00Z'", 'at > "2026-03-01T09:00:00+00:00"'),
        ("(flag == true) == other.flag", "(flag == true) == other.flag"),
    ],
)
def test_one_way_of_writing(text: str, written: str) -> None:
    assert write_tree(compiled(text).tree) == written


def test_the_fields_above_are_of_every_type() -> None:
    assert {type(known) for known in TYPES.values()} == set(get_args(FieldType))
