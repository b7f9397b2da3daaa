from collections.abc import Callable

import pytest

from procflow.guards import Choice, Compare, Date, Duration, Field, Guard, Literal

Compiled = Callable[[str], Guard]
Mistakes = Callable[[str], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "code", "marked", "help_text"),
    [
        ("amunt > 5", "G101", "amunt", "did you mean amount?"),
        ("has(zzzzzz)", "G101", "zzzzzz", ""),
        ("disputed == True", "G101", "True", "did you mean true?"),
        ("terms > 5", "G102", "terms", "name one of its fields: terms.price, terms.delivery"),
        ("amount and disputed", "G103", "amount", "compare `amount` with something"),
        ("not count", "G103", "count", "compare `count` with something"),
        ("amount + 5", "G104", "amount + 5", "compare `amount + 5` with something"),
        ('"yes"', "G104", '"yes"', 'compare `"yes"` with something'),
        ("amount > count", "G105", "amount > count", ""),
        ("arrival == signed_at", "G105", "arrival == signed_at", ""),
        ("amount > fee", "G106", "amount > fee", "declare both fields in one currency"),
        ("amount + fee > 5", "G106", "amount + fee", "declare both fields in one currency"),
        ("mode == short", "G108", "short", 'write: mode == "short"'),
        ("short == mode", "G108", "short", 'write: "short" == mode'),
        ("urgent in labels", "G108", "urgent", 'write: "urgent" in labels'),
        ('amount > "500"', "G109", '"500"', "write: amount > 500"),
        ('disputed == "yes"', "G110", 'disputed == "yes"', "write the flag alone, or `not` before it"),
        ("amount + mode > 5", "G112", "amount + mode", ""),
        ("amount * terms.price > 5", "G112", "amount * terms.price", ""),
        ("discount * 2 > 5", "G113", "discount * 2", "multiply an amount of money by the percentage"),
        ("size(labels) > 1", "G115", "size(labels)", ""),
        ("disputed == null", "G121", "null", "write `has(field)`, or `not has(field)`"),
        ("repeat-batch", "G122", "repeat-batch", "did you mean repeat_batch?"),
        ("mode == colour", "G123", "mode == colour", ""),
        ("-mode == 5", "G124", "-mode", ""),
        ('terms.delivery > "2026-3-1"', "G204", '"2026-3-1"', 'write: terms.delivery > "2026-03-01"'),
        ('arrival > "2026年3月1日"', "G204", '"2026年3月1日"', 'write: arrival > "2026-03-01"'),
        ('arrival > "2026-02-30"', "G204", '"2026-02-30"', ""),
        ('signed_at > "2026-03-01"', "G205", '"2026-03-01"', ""),
        ('signed_at > "2026-03-01T09:00"', "G205", '"2026-03-01T09:00"', ""),
        ('wait > "2d"', "G206", '"2d"', 'write: wait > "2 days"'),
        ('wait > "2 business days"', "G206", '"2 business days"', ""),
        ('arrival + "1 month" > terms.delivery', "G206", '"1 month"', ""),
        ('arrival - "2026-3-1" > "1 day"', "G204", '"2026-3-1"', 'write: arrival - "2026-03-01" > "1 day"'),
        ('mode == "shrt"', "G207", '"shrt"', 'write: mode == "short"'),
        ('mode in ["short", "meating"]', "G207", '"meating"', 'write: mode in ["short", "meeting"]'),
        ('"urgant" in labels', "G207", '"urgant"', 'write: "urgent" in labels'),
    ],
)
def test_mistakes_of_names_types_and_values(
    mistakes: Mistakes, text: str, code: str, marked: str, help_text: str
) -> None:
    assert mistakes(text) == [(code, marked, help_text)]


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ('客戶 < "王"', "G107", '客戶 < "王"'),
        ('mode > "short"', "G107", 'mode > "short"'),
        ("disputed > repeat_batch", "G107", "disputed > repeat_batch"),
        ('labels == "urgent"', "G111", 'labels == "urgent"'),
        ("has()", "G116", "has()"),
        ("has(amount, fee)", "G116", "has(amount, fee)"),
        ("has(5)", "G116", "has(5)"),
        ("[1, 2] == 5", "G117", "[1, 2]"),
        ('mode in "short"', "G118", '"short"'),
        ("amount in []", "G119", "[]"),
        ("amount in [terms.price]", "G120", "terms.price"),
        ('amount in ["5"]', "G109", '"5"'),
        ("amount in [true]", "G110", "amount in [true]"),
    ],
)
def test_more_mistakes_each_with_one_message(mistakes: Mistakes, text: str, code: str, marked: str) -> None:
    assert [(found, part) for found, part, _ in mistakes(text)] == [(code, marked)]


def test_two_mistakes_give_two_messages_and_no_more(mistakes: Mistakes) -> None:
    found = mistakes('amunt > 5 and (mode == "shrt" or not amount) == 3')
    assert [code for code, _, _ in found] == ["G101", "G207", "G103"]


def test_values_that_are_no_values_of_a_long_choice_are_shown_in_part(mistakes: Mistakes) -> None:
    ((_, _, help_text),) = mistakes('note == "a" and mode == "' + "x" * 300 + '"')
    assert help_text == ""


@pytest.mark.parametrize(
    "text",
    [
        "amount > 500000",
        "500000 < amount",
        "amount == -5.50",
        "discount > 12.5",
        "amount * discount > 100",
        "amount * 2 + terms.price * count > 100 - -amount",
        'mode == "short" and mode != route',
        'mode in ["short", "meeting"]',
        '"vip" in labels or mode in labels',
        "disputed == true or disputed != repeat_batch",
        "disputed in [true]",
        '客戶 == "王" or 客戶 in ["李", "趙"] or 客戶 == note',
        'arrival >= "2026-03-01" and arrival - "2 days" > terms.delivery',
        'arrival - terms.delivery <= "3 days" and arrival - "2026-01-01" > wait',
        'wait + "2 hours" - wait == "120 minutes"',
        'signed_at - paid_at > "1 week" and signed_at >= "2026-03-01T09:00+08:00"',
        "has(terms.price) and has(labels)",
        "true",
    ],
)
def test_well_typed_conditions(guard: Compiled, text: str) -> None:
    assert guard(text).text == text


def test_text_takes_the_type_of_what_it_is_compared_with(guard: Compiled) -> None:
    for text, field_type in (
        ('mode == "short"', Choice(("short", "circulation", "meeting"))),
        ('arrival > "2026-03-01"', Date()),
        ('"2 days" > wait', Duration()),
    ):
        tree = guard(text).tree
        assert isinstance(tree, Compare)
        types = {
            type(side): side.type for side in (tree.left, tree.right) if isinstance(side, Field | Literal)
        }
        assert types == {Field: field_type, Literal: field_type}
