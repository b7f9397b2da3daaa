from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from procflow.guards import Fault, Guard, GuardError

Compiled = Callable[[str], Guard]

VALUES = {
    "amount": Decimal("500000.00"),
    "terms.price": Decimal("0.1"),
    "count": Decimal(3),
    "discount": Decimal("12.5"),
    "mode": "short",
    "route": "meeting",
    "labels": frozenset({"urgent"}),
    "disputed": False,
    "repeat_batch": True,
    "客戶": "王",
    "arrival": date(2026, 3, 1),
    "terms.delivery": date(2026, 2, 27),
    "signed_at": datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=8))),
    "paid_at": datetime(2026, 3, 1, 1, tzinfo=UTC),
    "wait": timedelta(days=2),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("amount == 500000", True),
        ("amount > 500000", False),
        ("amount >= 500000", True),
        ("terms.price * 3 == 0.3", True),
        ("amount * discount == 62500", True),
        ("-count < -2 and -(count - 4) == 1", True),
        ("count * 2 - 1 + 0.5 == 5.5", True),
        ('mode == "short" and not disputed', True),
        ('mode in ["meeting", "circulation"]', False),
        ('"urgent" in labels and not "vip" in labels', True),
        ("mode in labels", False),
        ("mode != route", True),
        ('客戶 == "王"', True),
        ('arrival - terms.delivery == "2 days" and arrival - wait == terms.delivery', True),
        ('arrival - "2026-02-01" == "4 weeks"', True),
        ('arrival + "1 day" > "2026-03-01"', True),
        ("signed_at == paid_at", True),
        ('signed_at - "1 hour" < "2026-03-01T01:00Z"', True),
        ("disputed == repeat_batch", False),
        ("disputed or repeat_batch or disputed", True),
        ("repeat_batch and disputed and repeat_batch", False),
        ("has(amount) and not has(note) and not has(fee)", True),
    ],
)
def test_conditions_worked_out(guard: Compiled, text: str, holds: bool) -> None:
    assert guard(text).evaluate({**VALUES, "fee": None}) is holds
    assert guard(text)({**VALUES, "fee": None}) is holds


@pytest.mark.parametrize(
    "text",
    [
        "amount > 5",
        "not amount > 5",
        "amount > 5 or disputed",
        "has(disputed) and amount in [5]",
        "repeat_batch and amount + 1 > 5",
        "5 < -amount",
    ],
)
@pytest.mark.parametrize("values", [{}, {"amount": None}])
def test_a_missing_field_is_an_error_and_never_false(
    guard: Compiled, text: str, values: dict[str, object]
) -> None:
    with pytest.raises(GuardError) as caught:
        guard(text).evaluate({"disputed": True, "repeat_batch": True, **values})
    assert (caught.value.field, caught.value.guard, caught.value.fault) == ("amount", text, Fault.MISSING)
    assert "amount" in str(caught.value)


def test_parts_that_come_too_late_to_decide_are_not_looked_at(guard: Compiled) -> None:
    assert guard("disputed or amount > 5").evaluate({"disputed": True}) is True
    assert guard("disputed and amount > 5").evaluate({"disputed": False}) is False
    with pytest.raises(GuardError):
        guard("amount > 5 or disputed").evaluate({"disputed": True})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("amount == 5", "5"),
        ("amount == 5", 5.0),
        ("amount == 5", True),
        ("amount == 5", Decimal("NaN")),
        ("amount < 5", Decimal("-Infinity")),
        ('mode == "short"', 5),
        ("disputed", "true"),
        ("disputed", 1),
        ('arrival == "2026-03-01"', datetime(2026, 3, 1, tzinfo=UTC)),
        ('signed_at == "2026-03-01T09:00Z"', datetime(2026, 3, 1, 9)),
        ('signed_at == "2026-03-01T09:00Z"', date(2026, 3, 1)),
        ('wait == "2 days"', Decimal(2)),
        ('"urgent" in labels', "urgent"),
        ('"urgent" in labels', ("urgent", 5)),
    ],
)
def test_a_value_of_another_type_is_an_error_and_never_unequal(
    guard: Compiled, text: str, value: object
) -> None:
    condition = guard(text)
    (name,) = condition.reads
    with pytest.raises(GuardError) as caught:
        condition.evaluate({name: value})
    assert (caught.value.field, caught.value.fault) == (name, Fault.UNREADABLE)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("count + 0.1 > 5", {"count": Decimal(10) ** 60}),
        ("count * count > 5", {"count": Decimal("1." + "3" * 40)}),
        ("count * count > 5", {"count": Decimal("1E+999999")}),
        ("-count > 5", {"count": Decimal("1" * 61)}),
        ('arrival + "1 day" > arrival', {"arrival": date.max}),
        ("arrival - wait > arrival", {"arrival": date(2026, 1, 1), "wait": timedelta(hours=25)}),
        ("wait + wait > wait", {"wait": timedelta.max}),
    ],
)
def test_a_result_that_cannot_be_had_exactly_is_an_error_and_never_rounded(
    guard: Compiled, text: str, values: dict[str, object]
) -> None:
    with pytest.raises(GuardError) as caught:
        guard(text).evaluate(values)
    assert (caught.value.field, caught.value.fault) == ("", Fault.OUT_OF_RANGE)
    assert text in str(caught.value)


def test_sixty_digits_are_exact(guard: Compiled) -> None:
    nines, smallest = Decimal("0." + "9" * 59), Decimal("0." + "0" * 58 + "1")
    assert guard("count == 1").evaluate({"count": nines}) is False
    assert guard("count + weight == 1").evaluate({"count": nines, "weight": smallest}) is True


def test_a_choice_of_several_may_be_a_set_or_a_sequence(guard: Compiled) -> None:
    urgent = guard('"urgent" in labels')
    for several in (frozenset({"urgent"}), {"urgent"}, ("urgent",), ["urgent"]):
        assert urgent.evaluate({"labels": several}) is True
