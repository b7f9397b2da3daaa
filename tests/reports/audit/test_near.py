"""Values just under a threshold, and orders that may be one, split."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from procflow.reports.audit import Audit, Sampling, audit, show_audit
from tests.reports.audit.conftest import ORDERS, Orders, percent


def at(found: Audit, place: str) -> dict[Decimal, list[Decimal]]:
    """The values near the thresholds of a place."""
    return {
        near.threshold.value: [each.value for each in near.cases]
        for near in found.near
        if near.threshold.place.id == place
    }


def test_what_lies_just_under_a_threshold_of_a_table(orders: Orders) -> None:
    for amount in ("899.99", "900", "1000", "1000.01", "300"):
        orders.order(amount, customer=amount)
    found = orders.audit()
    assert at(found, "final") == {Decimal(1000): [Decimal(1000), Decimal(900)]}
    (near,) = [each for each in found.near if each.threshold.place.id == "final"]
    assert (near.threshold.below, near.threshold.unit, near.decided) == (True, "EUR", 5)
    assert near.threshold.basis.questions == ("Q2",)
    first = near.cases[0]
    assert (first.missing, first.under, first.beyond) == (Fraction(0), "Boss", "Chief")
    assert at(orders.audit(near=percent(11)), "final")[Decimal(1000)][-1] == Decimal("899.99")
    assert at(orders.audit(near=percent(0)), "final") == {Decimal(1000): [Decimal(1000)]}


def test_a_threshold_that_changes_nothing_for_a_case_is_none(orders: Orders) -> None:
    orders.order("990", urgent=True)
    assert orders.audit().near == ()


def test_a_table_that_did_not_decide_has_no_cases(orders: Orders) -> None:
    orders.engine.start("orders", {"amount": 990, "customer": "North"}, actor="ann")
    assert orders.audit().near == ()


def test_the_line_of_a_choice(orders: Orders) -> None:
    for amount in ("4999", "5000"):
        case = orders.approved(amount)
        orders.answer(case, "agree", "cat")
    (near,) = [each for each in orders.audit().near if each.threshold.place.id == "way"]
    assert [each.value for each in near.cases] == [Decimal(4999)]
    assert (near.threshold.below, near.decided) == (False, 2)
    assert (near.cases[0].under, near.cases[0].beyond) == ("Confirm", "Tell")


def test_the_condition_of_an_outcome(orders: Orders) -> None:
    for amount in ("95", "50"):
        case = orders.engine.start("orders", {"amount": amount, "customer": "North"}, actor="ann")
        orders.answer(case.id, "quick", "ann")
    assert at(orders.audit(), "ask") == {Decimal(100): [Decimal(95)]}


def test_what_is_compared_from_the_other_side(orders_of: Callable[[str], Orders]) -> None:
    orders = orders_of(ORDERS.replace("when: amount >= 5000", "when: 5000 <= amount"))
    orders.answer(orders.approved("4990"), "agree", "cat")
    assert at(orders.audit(), "way") == {Decimal(5000): [Decimal(4990)]}


def test_a_value_that_was_raised_counts_as_it_is_now(orders: Orders) -> None:
    case = orders.approved("950")
    orders.engine.change(case, {"amount": 2000}, actor="ann")
    orders.answer(case, "asked", "ann")
    assert orders.audit().near == ()


def test_orders_that_are_one(orders: Orders) -> None:
    for amount in ("600", "600"):
        orders.order(amount, customer="North")
        orders.pass_time(timedelta(days=10))
    orders.order("200", customer="North")
    orders.order("900", customer="South", actor="amy")
    found = orders.audit().splits
    assert [(each.by.id, each.same.name, len(each.parts), each.most) for each in found] == [
        ("customer", "North", 2, Decimal(1200)),
        ("starter", "Ann", 2, Decimal(1200)),
    ]
    assert (found[0].near, found[0].first.date().isoformat()) == (0, "2026-03-02")
    assert found[0].last - found[0].first == timedelta(days=10)
    assert [each.most for each in orders.audit(part=percent(20)).splits] == [Decimal(1400)] * 2
    assert orders.audit(days=9).splits == ()
    assert orders.audit(part=percent(61)).splits == ()


def test_what_comes_to_the_threshold_exactly_is_not_beyond_it(orders: Orders) -> None:
    orders.order("500")
    orders.order("500")
    assert orders.audit().splits == ()
    orders.order("300")
    assert [each.most for each in orders.audit().splits] == [Decimal(1300)] * 2


def test_stretches_of_orders(orders: Orders) -> None:
    """Stretches that overlap are one, others are not; each has the largest sum within the days."""
    for days in (0, 20, 20, 40, 3):
        orders.pass_time(timedelta(days=days))
        orders.order("600")
    found = [each for each in orders.audit().splits if each.by.id == "customer"]
    assert [(len(each.parts), each.most) for each in found] == [(3, Decimal(1200)), (2, Decimal(1200))]


def test_what_came_to_nothing_is_no_part(orders: Orders) -> None:
    orders.order("600")
    case = orders.order("600")
    orders.answer(case, "return", "bob")
    assert len(orders.audit().splits) == 2
    orders.answer(case, "dropped", "ann")
    assert orders.audit().splits == ()


def test_names_that_are_written_otherwise(orders: Orders) -> None:
    for customer in ("Hua Mei", "hua  mei ", "ＨＵＡ MEI"):
        orders.order("400", customer=customer)
    (found,) = [each for each in orders.audit().splits if each.by.id == "customer"]
    assert (len(found.parts), found.same.name, found.by.name) == (3, "Hua Mei", "Customer")


def test_fields_that_were_asked_for(orders: Orders) -> None:
    for customer in ("North", "South"):
        orders.order("600", customer=customer, note="rack", actor="ann" if customer == "North" else "amy")
    assert orders.audit().splits == ()
    audited = orders.audit(same=("note", "colour"))
    (found,) = audited.splits
    assert (found.by.id, found.same.name) == ("note", "rack")
    assert audited.unknown == ("colour",)
    assert "No process that was audited has a field colour." in show_audit(audited, "en").notes


def test_versions_with_the_same_threshold_are_one(orders: Orders, orders_of: Callable[[str], Orders]) -> None:
    orders.order("950")
    later = orders_of(ORDERS.replace("version: 1.0.0", "version: 2.0.0"))
    later.order("960")
    found = audit([*orders.records(), *later.records()], later.clock())
    assert [(each.version, each.cases) for each in found.counted] == [("1.0.0", 1), ("2.0.0", 1)]
    (near,) = found.near
    assert len(near.cases) == 2
    assert {each.near for each in found.splits} == {2}


@pytest.mark.parametrize(
    "wrong",
    [{"near": Fraction(2)}, {"part": Fraction(-1)}, {"days": 0}, {"least": 0}, {"together": Fraction(3, 2)}],
)
def test_what_nobody_can_sample_by(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sampling(**wrong)  # type: ignore[arg-type]
