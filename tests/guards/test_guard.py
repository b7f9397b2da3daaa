from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.guards import Choice, Date, FieldType, Flag, Guard, Money, Text, compile_guard

TYPES: dict[str, FieldType] = {
    "amount": Money("CNY"),
    "mode": Choice(("short",)),
    "flag": Flag(),
    "a.b": Text(),
    "day": Date(),
}
PIECES = [
    *("amount", "mode", "flag", "a.b", "a", "day", "has", "short", "not", "and", "or", "in", "true"),
    *("(", ")", "[", "]", ",", ".", "-", "+", "*", "/", "==", "=", "!=", "!", "<", ">=", "&&", "|"),
    *('"', "'", "\\", '"short"', '"2026-03-01"', '"2 days"', "5", "0.5", "1e3", "500,000", "50萬", "２"),
    *("（", "）", "，", "“", "”", "「", "＝", "＞", "、", "\u3000", "\n", "\x00", "\ud800", "𠮷", "é"),
]


def check_any_text(text: str) -> None:
    """Any text at all ends in a guard or in diagnostics that lie inside the text."""

    def locate(start: int, end: int) -> Span:
        assert 0 <= start <= end <= len(text)
        assert start < end or not text
        return Span("f", 1, start + 1, 1, end + 1)

    guard, diagnostics = compile_guard(text, TYPES, locate)
    assert isinstance(guard, Guard) is not bool(diagnostics)
    for diagnostic in diagnostics:
        assert diagnostic.message()
        assert diagnostic.reason()
        assert isinstance(diagnostic.help(), str)


@given(st.text())
def test_any_text_ends_in_a_guard_or_in_diagnostics(text: str) -> None:
    check_any_text(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["", " "]))
def test_any_pieces_of_guards_end_in_a_guard_or_in_diagnostics(pieces: list[str], between: str) -> None:
    check_any_text(between.join(pieces))


@given(st.sampled_from(PIECES), st.sampled_from(PIECES), st.integers(1, 1000))
def test_depth_bombs_end_in_a_guard_or_in_diagnostics(one: str, other: str, times: int) -> None:
    check_any_text(one * times + other * times)
    check_any_text((one + " " + other + " ") * times)


def test_guards_of_one_text_are_equal() -> None:
    one, other = (
        compile_guard("amount > 5", TYPES, lambda start, end: Span.whole_file("f"))[0] for _ in range(2)
    )
    assert one == other
    assert one is not other
