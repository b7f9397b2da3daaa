"""Cases that other cases call, through both engines: started, waited for, ended, and done once whatever
stops in between (SEMANTICS 1, 3, 32)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from procflow import (
    TRUSTED,
    Advanced,
    CaseView,
    Done,
    Engine,
    File,
    Library,
    open_library,
)
from procflow.store import Store, open_store

ORDER = """
process: order
version: 1.0.0
title: Order
organization: shop.yaml
start: draft
data:
  customer: {type: text, required: true}
  amount: {type: money, currency: CNY}
  phone: {type: text, personal: true}
  paid: {type: money, currency: CNY, maximum: 1000}
  remark: {type: text, personal: true}
steps:
  draft: {role: clerk, form: [customer, amount, phone], attach: [offer], outcomes: {drafted: settle}}
  settle:
    call: settlement
    gives: {guest: customer, sum: amount, number: phone, proposal: offer}
    takes: {paid: settled, remark: note, receipt: slip}
    deadline: 3 business days
    escalate: [{at: deadline, notify: head}]
    outcomes: {completed: close, cancelled: off, rejected: {go: redo, resume: first}}
  redo: {role: buyer, attach: [receipt], outcomes: {again: settle, enough: off}}
  close: {role: head, next: done}
  done: {end: completed}
  off: {end: cancelled}
events:
  stop: {raised_by: head, several: false, main_flow: {ends_at: off}}
"""

SETTLEMENT = """
process: settlement
version: 2.1.0
title: Settlement
organization: shop.yaml
start: pay
data:
  guest: {type: text, required: true}
  sum: {type: money, currency: CNY}
  number: {type: text, personal: true}
  settled: {type: money, currency: CNY}
  note: {type: text, personal: true}
steps:
  pay:
    role: buyer
    form: [settled, note]
    attach: [proposal, slip]
    outcomes:
      paid: {go: book, form: optional}
      refused: {go: refused, form: optional}
  book:
    call: booking
    gives: {guest: guest}
    outcomes: {completed: done, cancelled: off}
  done: {end: completed}
  off: {end: cancelled}
  refused: {end: rejected}
"""

BOOKING = """
process: booking
version: 1.0.0
title: Booking
organization: shop.yaml
start: book
data: {guest: {type: text, required: true}}
steps:
  book: {role: keeper, outcomes: {booked: done, lost: off}}
  done: {end: completed}
  off: {end: cancelled}
"""

PROCESSES = {"order": ORDER, "settlement": SETTLEMENT, "booking": BOOKING}
OFFER = File("offer.txt", b"ten pipes")

Put = Callable[..., Path]


@pytest.fixture
def put(write: Callable[..., Path], tmp_path: Path) -> Put:
    """Writes these processes, or others by name, into a folder with the organization."""

    def written(name: str = "calls", **processes: str) -> Path:
        folder = write(tmp_path / name)
        for process, text in {**PROCESSES, **processes}.items():
            (folder / f"{process}.yaml").write_text(text, encoding="utf-8")
        return folder

    return written


@pytest.fixture
def library(put: Put) -> Library:
    return open_library(put())


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    with closing(open_store("memory:" if request.param == "memory" else database)) as opened:
        yield opened


def drafted(engine: Engine) -> str:
    """An order that waits for its settlement."""
    case = engine.start("order", actor="ann", command_id="order").id
    data = {"customer": "East", "amount": "120", "phone": "555-0100"}
    answer(engine, case, "drafted", "ann", data=data, attachments={"offer": OFFER})
    return case


def answer(engine: Engine, case: str, outcome: str, actor: str, **given: object) -> Done:
    """Answer the one item that a case has open."""
    (item,) = view(engine, case).open
    return engine.answer(item.item, outcome, actor=actor, **given)  # type: ignore[arg-type]


def view(engine: Engine, case: str) -> CaseView:
    return engine.case(case, reader=TRUSTED)


def the_case(engine: Engine, process: str) -> str:
    (found,) = (row.case for row in engine.cases(reader=TRUSTED) if row.process == process)
    return found


def kinds(engine: Engine, case: str) -> list[str]:
    return [event.type for event in engine.history(case, reader=TRUSTED)]


def whole(engine: Engine) -> bool:
    """Whether every record and everything kept beside it is sound."""
    return not any(engine.verify().values())


def test_1_a_call_starts_a_case_with_what_is_handed_over(engine: Engine) -> None:
    order = drafted(engine)
    called = view(engine, the_case(engine, "settlement"))
    assert (called.started_by, called.process_version) == ("ann", "2.1.0")
    assert called.data["guest"] == "East" and str(called.data["sum"]) == "120"
    assert called.data["number"] == "555-0100"
    assert engine.attachment(called.id, "proposal", reader="ben") == ("offer.txt", b"ten pipes")
    assert "CallStarted" in kinds(engine, order)
    assert engine.advance() == Advanced((), ())
    record = engine.history(order, reader=TRUSTED) + engine.history(called.id, reader=TRUSTED)
    asked = [event.content for event in record if event.type == "CallRequested"]
    assert len(asked) == 1 and "555-0100" not in str(asked)
    assert whole(engine)


def test_1_its_end_brings_data_and_papers_back(engine: Engine) -> None:
    order = drafted(engine)
    settlement = the_case(engine, "settlement")
    slip = File("slip.txt", b"paid")
    data = {"settled": "115.5", "note": "call back"}
    answer(engine, settlement, "paid", "ben", data=data, attachments={"slip": slip})
    assert view(engine, order).steps == ("settle",)
    answer(engine, the_case(engine, "booking"), "booked", "kim")
    came = view(engine, order)
    assert came.steps == ("close",)
    assert str(came.data["paid"]) == "115.5" and came.data["remark"] == "call back"
    assert engine.attachment(order, "receipt", reader="ann") == ("slip.txt", b"paid")
    assert (view(engine, settlement).status, kinds(engine, settlement)[-1]) == ("completed", "JobDone")
    assert engine.advance() == Advanced((), ()) and whole(engine)


def test_1_each_ending_has_its_way_and_a_second_call_is_another_case(engine: Engine) -> None:
    order = drafted(engine)
    answer(engine, the_case(engine, "settlement"), "refused", "ben")
    assert view(engine, order).steps == ("redo",)
    answer(engine, order, "again", "ben", attachments={"receipt": File("r.txt", b"r")})
    cases = [row for row in engine.cases(reader=TRUSTED) if row.process == "settlement"]
    assert [row.status for row in cases] == ["rejected", "running"] or len(cases) == 2
    assert view(engine, order).steps == ("settle",)


def test_1_a_case_that_nobody_waits_for_any_more_ends_with_what_it_called(engine: Engine) -> None:
    order = drafted(engine)
    settlement = the_case(engine, "settlement")
    answer(engine, settlement, "paid", "ben")
    booking = the_case(engine, "booking")
    engine.raise_event(order, "stop", actor="hal")
    assert [view(engine, case).status for case in (order, settlement, booking)] == ["cancelled"] * 3
    assert engine.advance() == Advanced((), ()) and whole(engine)
