"""Orders that call a settlement, which calls a booking."""

from procflow import Done, Engine, File
from tests.engine.looking import view

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
  redo: {role: buyer, attach: [receipt], outcomes: {again: settle, enough: {go: off, form: optional}}}
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
