"""Persons who are always together, places without a choice, and deputies."""

from fractions import Fraction

from procflow.reports.audit import Audit
from tests.reports.audit.conftest import Orders, percent


def together(found: Audit) -> dict[tuple[str, str], tuple[int, int]]:
    return {(pair.persons[0].id, pair.persons[1].id): (len(pair.cases), pair.of) for pair in found.pairs}


def test_two_who_could_each_have_been_others(orders: Orders) -> None:
    for _ in range(4):
        orders.approved(boss="bob", actor="ann")
    orders.approved(boss="ben", actor="amy")
    found = orders.audit(least=4)
    assert together(found) == {("ann", "bob"): (4, 4)}
    (pair,) = found.pairs
    assert (pair.elsewhere, pair.without) == (0, 1)
    assert pair.share == 1
    assert [place.id for place in pair.places] == ["ask", "look/boss"]
    assert [person.name for person in pair.persons] == ["Ann", "Bob"]
    assert orders.audit(least=5).pairs == ()
    assert set(together(orders.audit(least=1))) == {("ann", "bob"), ("amy", "ben")}


def test_the_share_is_of_the_one_who_acts_in_fewer(orders: Orders) -> None:
    for boss in ("bob", "bob", "bob", "ben"):
        orders.approved(boss=boss, actor="ann")
    assert together(orders.audit(least=1)) == {("ann", "bob"): (3, 3), ("ann", "ben"): (1, 1)}
    orders.approved(boss="bob", actor="amy")
    assert together(orders.audit(least=3, together=percent(75))) == {("ann", "bob"): (3, 4)}
    (pair,) = orders.audit(least=3, together=percent(75)).pairs
    assert (pair.elsewhere, pair.without) == (1, 1)
    assert pair.otherwise == 1
    assert together(orders.audit(least=3, together=percent(76))) == {}


def test_who_acts_alone_forces_no_pair(orders: Orders) -> None:
    for _ in range(3):
        case = orders.approved(2000, boss="bob")
        orders.answer(case, "agree", "cat")
    found = orders.audit(least=3)
    assert set(together(found)) == {("ann", "bob")}
    (forced,) = found.forced
    assert (forced.place.id, forced.person.id, forced.cases) == ("look/chief", "cat", 3)


def test_two_at_one_place_are_no_pair(orders: Orders) -> None:
    for _ in range(2):
        case = orders.order(500, actor="ann")
        orders.answer(case, "return", "bob")
        orders.answer(case, "asked", "amy")
    assert ("amy", "ann") not in together(orders.audit(least=1))


def test_what_a_deputy_answers(orders: Orders) -> None:
    for _ in range(3):
        orders.answer(orders.order(500), "agree", "dan", on_behalf_of="bob")
    orders.approved(boss="bob")
    orders.approved(boss="ben")
    (found,) = orders.audit().deputies
    assert (found.grant, found.giver.name, found.receiver.name) == ("boss-2026", "Bob", "Dan")
    assert (found.under, found.own, found.share) == (3, 1, Fraction(3, 4))
    assert ([place.id for place in found.places], len(found.cases)) == (["look/boss"], 3)
