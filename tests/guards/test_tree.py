from collections.abc import Callable

import pytest

from procflow.guards import Guard


@pytest.mark.parametrize(
    ("text", "reads", "requires"),
    [
        ("amount > 5", {"amount"}, {"amount"}),
        ("has(amount)", {"amount"}, set()),
        ("has(amount) and amount > 5", {"amount"}, set()),
        ("amount > 5 and has(amount)", {"amount"}, {"amount"}),
        ("has(amount) or amount > 5", {"amount"}, {"amount"}),
        ("not has(amount) or amount > 5", {"amount"}, set()),
        ("not has(amount) and amount > 5", {"amount"}, {"amount"}),
        ("(has(amount) or has(count)) and amount > 5", {"amount", "count"}, {"amount"}),
        ("(has(amount) and disputed) and amount > 5", {"amount", "disputed"}, {"disputed"}),
        ("not (has(amount) and has(count)) or amount > 5 and count > 5", {"amount", "count"}, set()),
        ("not (not has(amount) or disputed) and amount > 5", {"amount", "disputed"}, {"disputed"}),
        ('mode == "short" and amount > 5', {"mode", "amount"}, {"mode", "amount"}),
        ('"vip" in labels', {"labels"}, {"labels"}),
        ("true", set(), set()),
    ],
)
def test_the_fields_a_guard_reads_and_those_it_cannot_do_without(
    guard: Callable[[str], Guard], text: str, reads: set[str], requires: set[str]
) -> None:
    found = guard(text)
    assert found.reads == reads
    assert found.requires == requires
