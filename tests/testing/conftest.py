"""A small process with its organization, for scenarios that are about scenarios."""

from pathlib import Path

import pytest

ORGANIZATION = """\
organization: shop
title: Shop
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-17:00"}}
roles:
  clerk: {title: Clerk, superior: head}
  head: {title: Head}
  buyer: {title: Buyer, superior: head}
people:
  ann: {name: Ann, roles: [clerk]}
  bob: {name: Bob, roles: [clerk], absences: [{from: 2026-03-10, to: 2026-03-11}]}
  cai: {name: 蔡, roles: [head]}
  dee: {name: Dee, roles: [buyer]}
grants:
  G1:
    {giver: cai, receiver: ann, roles: [head], valid: {from: 2026-01-01, to: 2026-12-31},
     document: g1.txt, may_pass_on: false}
"""

PROCESS = """\
process: purchase
version: 1.0.0
title: Purchase
organization: shop.yaml
clauses: clauses.yaml
start: ask
data:
  what: {type: text, required: true, clause: P1}
  price:
    {type: money, currency: CNY, minimum: 0.01, required: true, clause: P1,
     change: {by: buyer, after: approved, until: order}}
  urgent: {type: flag, default: false, clause: P1}
  place: {type: group, fields: {town: {type: text, required: true}, day: {type: date}}, clause: P1}
facts:
  disputed: {true_once: an objection is opened, clause: P2}
tables:
  last-word:
    decides: role
    ranks: [buyer, head]
    only_rises: true
    hit: exactly one
    rows:
      - {price: up to 1000, then: buyer, clause: P2}
      - {price: over 1000, then: head, clause: P2}
steps:
  ask:
    role: clerk
    form: [what, price, urgent, place]
    attach: [offer]
    clause: P1
    outcomes: {asked: review, dropped: {go: dropped, form: optional, needs: [comment]}}
  review:
    review: in turn
    clause: P2
    seats:
      - {role: buyer, deadline: 1 business day, escalate: [{at: deadline, hand_up: superior, alarm: clerk}]}
      - {role: head, attach: [stamp]}
    until: last-word
    answers:
      agree: continue
      object: {needs: [comment], opens: arbitration}
      back: {needs: [comment], go: ask, resume: here}
    outcomes: {passed: approved}
  approved:
    milestone: {covers: [what, price], until: order}
    if_voided: ask
    clause: P2
    next: order
  order: {role: buyer, clause: P1, outcomes: {ordered: done}}
  done: {end: completed, clause: P1}
  dropped: {end: cancelled, clause: P1}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {clause: P2, levels: [head]}
    other: {clause: P2, go: ask, resume: here}
  each_level: {deadline: 1 business day, clause: P2}
  rulings:
    upheld: {go: ask, resume: here}
    overruled: {resume: after}
"""

CLAUSES = """\
register: purchase
source: {title: Purchasing}
clauses: {P1: {title: Asking}, P2: {title: Deciding}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with the process ``purchase`` and what it names."""
    return _filled(tmp_path)


@pytest.fixture(scope="session")
def shared_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder for all, where nothing in it is changed."""
    return _filled(tmp_path_factory.mktemp("shop"))


def _filled(folder: Path) -> Path:
    (folder / "shop.yaml").write_text(ORGANIZATION, encoding="utf-8")
    (folder / "purchase.yaml").write_text(PROCESS, encoding="utf-8")
    (folder / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    (folder / "g1.txt").write_text("Cai lets Ann decide for him.\n", encoding="utf-8")
    return folder
