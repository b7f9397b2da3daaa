"""Why a case asks whom, as a reader may see it (SEMANTICS 27)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.json import encode

from procflow import TRUSTED, Engine, NotFound, Refused
from procflow.case import why as w

ORDER = """
process: order
version: 1.0.0
title: Order
organization: shop.yaml
start: ask
data:
  amount: {type: money, currency: CNY, required: true, see: boss}
  customer: {type: text}
facts: {held: {while_open: hold, by: customer}}
tables:
  signs:
    decides: role
    ranks: [clerk, boss]
    hit: exactly one
    only_rises: false
    rows:
      - {amount: up to 100, then: clerk}
      - {amount: over 100, then: boss}
steps:
  ask: {role: clerk, form: [amount, customer], next: sign}
  sign:
    review: in turn
    seats: [{role: clerk}, {role: boss}]
    only: signs
    answers: {agree: continue}
    next: file
  file: {role: boss, outcomes: {filed: {go: done, allowed: not held}}}
  done: {end: completed}
"""

HOLD = """
process: hold
version: 1.0.0
title: Hold
organization: shop.yaml
one_open_per: customer
start: wait_for_it
data: {customer: {type: text, required: true}}
steps:
  wait_for_it: {role: boss, form: [customer], next: over}
  over: {end: completed}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk, superior: boss}, boss: {title: Boss}, guard: {title: Guard}}
people:
  ann: {name: Ann, roles: [clerk]}
  bob: {name: Bob, roles: [boss]}
  gus: {name: Gus, roles: [guard]}
grants:
  G1: {giver: bob, receiver: ann, roles: [boss], processes: [order], limits: {amount: 300},
       valid: {from: 2020-01-01, to: 2090-01-01}, document: g.txt}
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    for name, text in (("order", ORDER), ("hold", HOLD), ("shop", SHOP)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "g.txt").write_text("signed", encoding="utf-8")
    return Engine.open("memory:", tmp_path)


@pytest.fixture
def ordered(engine: Engine) -> Callable[..., str]:
    def order(amount: int, customer: str = "East") -> str:
        case = engine.start("order", actor="ann")
        engine.answer(case.open[0].item, "done", actor="ann", data={"amount": amount, "customer": customer})
        return case.id

    return order


def test_values_that_a_reader_may_not_see_are_left_out(engine: Engine, ordered: Callable[..., str]) -> None:
    case = ordered(777)
    assert b"777" in encode(engine.why(case, "ann", reader="bob"))
    seen = engine.why(case, reader=TRUSTED)
    decided = seen.asked[0].because[1]
    assert isinstance(decided, w.TableDecides) and decided.decided.cells[0].value == 777


def test_a_clerk_without_the_grant_sees_the_row_and_not_the_amount(
    engine: Engine, ordered: Callable[..., str], tmp_path: Path
) -> None:
    case = ordered(777)
    bare = SHOP[: SHOP.index("grants:")]
    (tmp_path / "shop.yaml").write_text(bare, encoding="utf-8")
    with Engine.open("memory:", tmp_path) as other:
        mine = other.start("order", actor="ann")
        given = {"amount": 777, "customer": "East"}
        other.answer(mine.open[0].item, "done", actor="ann", data=given)
        why = other.why(mine.id, "ann", reader="ann")
    assert b"777" not in encode(why)
    decided = why.asked[0].because[1]
    assert isinstance(decided, w.TableDecides)
    assert (decided.decided.row, decided.decided.cells[0].hidden) == (2, True)
    assert engine.case(case, reader="bob").data["amount"] == 777


def test_a_key_of_another_case_is_looked_up(engine: Engine, ordered: Callable[..., str]) -> None:
    case = ordered(500)
    engine.answer(engine.case(case, reader="bob").open[0].item, "agree", actor="bob")
    person = engine.why(case, "bob", reader="bob").person
    assert person is not None and person.ways[0].code is None
    engine.start("hold", {"customer": "East"}, actor="bob")
    person = engine.why(case, "bob", reader="bob").person
    assert person is not None and person.ways[0].code == "not-allowed"


def test_an_explanation_changes_nothing(engine: Engine, ordered: Callable[..., str]) -> None:
    case = ordered(50)
    before = engine.case(case, reader=TRUSTED)
    engine.why(case, "ann", reader="ann")
    assert engine.case(case, reader=TRUSTED) == before


def test_whoever_may_not_read_the_case_is_told_so(engine: Engine, ordered: Callable[..., str]) -> None:
    with pytest.raises(Refused) as refused:
        engine.why(ordered(50), "gus", reader="gus")
    assert refused.value.code == "may-not-read"
    with pytest.raises(NotFound):
        engine.why("c0", reader=TRUSTED)
    with pytest.raises(TypeError):
        engine.why("c0", 7, reader=TRUSTED)  # type: ignore[arg-type]


def test_an_answer_that_would_be_refused_and_one_that_would_not(
    engine: Engine, ordered: Callable[..., str]
) -> None:
    case = ordered(500)
    item = engine.case(case, reader="bob").open[0].item
    refused = engine.why_not(item, "agree", actor="gus")
    assert refused is not None and (refused.code, refused.allowed) == ("not-yours", ("bob",))
    assert engine.why_not(item, "agree", actor="bob") is None
    assert engine.case(case, reader="bob").open[0].item == item
    engine.start("hold", {"customer": "East"}, actor="bob")
    engine.answer(item, "agree", actor="bob")
    last = engine.case(case, reader="bob").open[0].item
    held = engine.why_not(last, "filed", actor="bob")
    assert held is not None and held.code == "not-allowed"
