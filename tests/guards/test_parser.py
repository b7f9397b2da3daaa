from collections.abc import Callable
from decimal import Decimal

import pytest

from procflow.guards import AllOf, AnyOf, Arithmetic, Compare, Guard, Not, Sign

Compiled = Callable[[str], Guard]
Mistakes = Callable[[str], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "code", "marked", "help_text"),
    [
        ("", "G010", "", "write one, such as `amount > 500000`"),
        (" \n ", "G010", " \n ", "write one, such as `amount > 500000`"),
        ("> 5", "G011", ">", ""),
        ("disputed and and repeat_batch", "G011", "and", ""),
        ("()", "G011", ")", ""),
        ("amount in [1,]", "G011", "]", ""),
        ("(disputed", "G012", "(", "put `)` where it ends"),
        ('mode in ["short"', "G012", "[", "put `]` where it ends"),
        ("has(amount", "G012", "(", "put `)` where it ends"),
        ("amount >", "G013", ">", ""),
        ("disputed and", "G013", "and", ""),
        ("not", "G013", "not", ""),
        ("disputed AND repeat_batch", "G014", "AND", "write: disputed and repeat_batch"),
        ("disputed 或 repeat_batch", "G014", "或", "write: disputed or repeat_batch"),
        ("NOT disputed", "G014", "NOT", "write: not disputed"),
        (
            'mode not in ["short"] and disputed',
            "G015",
            "not in",
            'write: not mode in ["short"] and disputed',
        ),
        ("1 < amount < 5", "G017", "<", "write: 1 < amount and amount < 5"),
        ("amount < 5 == disputed", "G017", "==", ""),
        ("disputed)", "G018", ")", "take it away"),
        ("disputed, repeat_batch", "G018", ",", "take it away"),
    ],
)
def test_mistakes_of_form(mistakes: Mistakes, text: str, code: str, marked: str, help_text: str) -> None:
    assert mistakes(text) == [(code, marked, help_text)]


def test_two_parts_need_something_between_them(mistakes: Mistakes) -> None:
    ((code, marked, _),) = mistakes("disputed repeat_batch")
    assert (code, marked) == ("G016", "repeat_batch")


def test_and_binds_tighter_than_or_and_not_tighter_than_both(guard: Compiled) -> None:
    tree = guard("not disputed and repeat_batch or disputed").tree
    assert isinstance(tree, AnyOf)
    first = tree.parts[0]
    assert isinstance(first, AllOf)
    assert isinstance(first.parts[0], Not)


def test_not_reaches_over_a_comparison(guard: Compiled) -> None:
    tree = guard("not amount == 5").tree
    assert isinstance(tree, Not)
    assert isinstance(tree.operand, Compare)


def test_products_bind_tighter_than_sums_and_sums_run_from_the_left(guard: Compiled) -> None:
    tree = guard("count - 1 - weight * 2 > 0").tree
    assert isinstance(tree, Compare)
    outer = tree.left
    assert isinstance(outer, Arithmetic)
    assert isinstance(outer.left, Arithmetic)
    assert isinstance(outer.right, Arithmetic)
    assert (outer.left.operator, outer.right.operator) == (Sign.MINUS, Sign.TIMES)


@pytest.mark.parametrize(
    ("symbols", "words"),
    [
        ("disputed && repeat_batch", "disputed and repeat_batch"),
        ("disputed || repeat_batch", "disputed or repeat_batch"),
        ("!disputed", "not disputed"),
        ("((disputed))", "disputed"),
        ("disputed\n  and repeat_batch", "disputed and repeat_batch"),
    ],
)
def test_two_spellings_of_one_condition(guard: Compiled, symbols: str, words: str) -> None:
    assert guard(symbols).tree == guard(words).tree


@pytest.mark.parametrize(
    "text",
    [
        "not " * 41 + "disputed",
        "(" * 41 + "disputed" + ")" * 41,
        "-" * 41 + "count > 1",
        "0" + " + count" * 41 + " > 1",
        "[" * 1000,
        "has(" * 400,
        "(not -" * 300,
    ],
)
def test_what_is_nested_too_deep_is_refused(mistakes: Mistakes, text: str) -> None:
    assert [code for code, _, _ in mistakes(text)] == ["G002"]


@pytest.mark.parametrize(
    "text",
    [
        "not " * 39 + "disputed",
        "(" * 39 + "disputed" + ")" * 39,
        "-" * 37 + "count > 1",
        "0" + " + count" * 37 + " > 1",
        " or ".join(["disputed"] * 166),
    ],
)
def test_what_is_nested_deep_enough_to_be_odd_still_works(guard: Compiled, text: str) -> None:
    assert isinstance(guard(text).evaluate({"disputed": True, "count": Decimal(3)}), bool)


def test_the_longest_condition(guard: Compiled, mistakes: Mistakes) -> None:
    assert guard("disputed" + " " * 1992).evaluate({"disputed": True})
    assert mistakes("disputed" + " " * 1993) == [
        ("G001", " ", "split it over several steps or lines, or put it in a table")
    ]
