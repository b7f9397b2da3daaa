from collections.abc import Callable
from decimal import Decimal

import pytest

from procflow.guards import Guard

Mistakes = Callable[[str], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("text", "code", "marked", "help_text"),
    [
        ("mode == “short”", "G004", "“", 'write: mode == "short"'),
        ("mode == 「short」 and disputed", "G004", "「", 'write: mode == "short" and disputed'),
        ("amount ＞＝ 5", "G004", "＞＝", "write: amount >= 5"),
        ("amount ≥ 5", "G004", "≥", "write: amount >= 5"),
        ("（disputed）", "G004", "（", "write: (disputed)"),
        ('客戶 == "甲，乙"，disputed', "G004", "，", 'write: 客戶 == "甲，乙",disputed'),
        ("amount ＝ 5 and mode ＝ “short”", "G004", "＝", 'write: amount == 5 and mode == "short"'),
        ("amount = 5 and count >= 3", "G005", "=", "write: amount == 5 and count >= 3"),
        ("amount => 5", "G005", "=>", "write: amount >= 5"),
        ("amount <> 5", "G005", "<>", "write: amount != 5"),
        ("amount === 5", "G005", "===", "write: amount == 5"),
        ("disputed & repeat_batch", "G005", "&", "write: disputed && repeat_batch"),
        ('mode == "short', "G006", '"short', 'put " at the end of the text'),
        ('note == "a\\n"', "G007", "\\n", "write \\\\ for one backslash"),
        ("discount > 10%", "G008", "%", "leave the `%` out"),
        ("amount / 2 > 5", "G009", "/", "write `a < b * 2` for `a / 2 < b`"),
        ("$amount > 5", "G003", "$", ""),
        ("amount\u200b > 5", "G003", "\u200b", ""),
        ("amount > 500,000", "G201", "500,000", "write 500000"),
        ("amount > 3 000 000", "G201", "3 000 000", "write 3000000"),
        ("amount > 50萬", "G201", "50萬", "write 500000"),
        ("amount > 1.5億", "G201", "1.5億", "write 150000000"),
        ("amount > 1_000", "G201", "1_000", "write 1000"),
        ("amount > 1e3", "G201", "1e3", "write 1000"),
        ("amount > 010", "G201", "010", "write 10"),
        ("amount > 1.", "G201", "1.", ""),
        ("amount > 0." + "3" * 61, "G203", "0." + "3" * 61, ""),
    ],
)
def test_what_is_no_token_is_named_with_what_was_meant(
    mistakes: Mistakes, text: str, code: str, marked: str, help_text: str
) -> None:
    assert mistakes(text) == [(code, marked, help_text)]


def test_an_invisible_character_is_shown_by_its_number() -> None:
    from procflow.diagnostics import Span
    from procflow.guards import compile_guard

    _, (found,) = compile_guard("a\u200b", {}, lambda start, end: Span("f", 1, start + 1, 1, end + 1))
    assert "U+200B" in found.message()


def test_a_comma_in_a_list_separates(guard: Callable[[str], Guard]) -> None:
    in_list = guard("amount in [100,200]")
    assert in_list.evaluate({"amount": Decimal(200)})
    assert not in_list.evaluate({"amount": Decimal(100200)})


def test_a_correction_that_spans_lines_is_not_shown(mistakes: Mistakes) -> None:
    assert mistakes("disputed and\namount = 5") == [("G005", "=", "")]


@pytest.mark.parametrize("text", ["note == 'it''s'", 'note == "a"b"'])
def test_two_texts_side_by_side_are_not_one(mistakes: Mistakes, text: str) -> None:
    assert [code for code, _, _ in mistakes(text)] in (["G016"], ["G006"])


def test_quotes_and_backslashes_in_texts(guard: Callable[[str], Guard]) -> None:
    assert guard(r"""note == "say \"yes\" \\ no" """).evaluate({"note": 'say "yes" \\ no'})
    assert guard(r"""note == 'it\'s'""").evaluate({"note": "it's"})
    assert guard('''note == "it's"''').evaluate({"note": "it's"})
