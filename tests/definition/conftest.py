from collections.abc import Callable
from pathlib import Path

import pytest

ORGANIZATION = """\
organization: workshop
title: {zh: 工坊, en: Workshop}
calendars:
  office:
    zone: Asia/Shanghai
    hours: {mon-fri: "09:00-12:00, 13:00-17:00", sat: "09:00-12:00"}
    holidays: {country: CN, also: {2026-12-24: 公司日}}
    workdays: [2026-02-14]
roles:
  manager: {title: {zh: 經理, en: Manager}}
  planner: {title: {zh: 計劃員, en: Planner}, superior: manager}
  buyer: {superior: manager}
people:
  an: {name: {zh: 安, en: An}, roles: [manager]}
  bo: {roles: [planner], absences: [{from: 2026-05-01, to: 2026-05-03}]}
  ce: {roles: [buyer, planner], absences: [{from: "2026-05-01 12:00", to: "2026-05-01 18:00"}]}
groups:
  council:
    members: [manager, buyer]
    quorum: "> 50%"
    majority: ">= 66.6%"
    base: present
    tie: convener decides
    closes: early
    without_quorum: {again: 2, then: manager}
    deputies: by grant
grants:
  G1:
    giver: an
    receiver: bo
    roles: [manager]
    processes: [buying]
    valid: {from: 2026-01-01, to: 2026-12-31}
    limits: {amount: 1000.50}
    document: papers/g1.txt
limits:
  price-floor: {title: {zh: 底價, en: Price floor}, value: 90% of the list price}
"""

CLAUSES = """\
register: buying
source: {title: {zh: 採購辦法, en: Rules of buying}, document: GL-7}
clauses:
  1: {title: {zh: 目的, en: Purpose}, informative: {zh: 說明, en: Says why}}
  2.1: {title: Request}
  2.10: {title: Approval}
"""

PROCESS = """\
process: buying
version: 1.2.0
title: {zh: 採購, en: Buying}
organization: workshop.yaml
clauses: rules.yaml
calendar: office
alarm: manager
start: ask
data:
  amount: {type: money, currency: CNY, minimum: 0.01, required: true, clause: 2.10}
  kind: {type: choice, of: [tool, part], default: tool, see: planner}
  needed_on: {type: date, change: {by: [planner, buyer], after: ask, until: buy}}
  terms: {type: group, fields: {price: {type: money, currency: CNY}, note: {type: text, personal: true}}}
facts:
  disputed: {true_once: an objection is opened}
tables:
  authority:
    decides: role
    ranks: [planner, manager]
    only_rises: true
    hit: exactly one
    rows:
      - {amount: up to 500, disputed: false, then: planner, clause: 2.10}
      - {amount: over 500, disputed: any, then: manager}
      - {amount: up to 500, disputed: true, then: manager}
templates:
  seat:
    deadline: 1 business day
    question: Q1
    escalate:
      - {at: 2 business hours before deadline, remind: holder, every: 1 business hour}
      - {at: deadline, hand_up: superior, alarm: manager}
    answers:
      agree: continue
      object: {needs: [comment], opens: arbitration}
      return: {go: ask, resume: here, needs: [comment, amount, plan]}
      refuse: {go: refused, only: authority}
steps:
  ask:
    title: {zh: 申請, en: Ask}
    role: planner
    form: [amount, kind, needed_on, terms]
    attach: [plan]
    confirms: [price-floor]
    deadline: 2 days before needed_on
    clause: 2.1
    outcomes:
      asked: {go: which, allowed: amount > 5 and terms.price < 10, needs: [comment]}
      dropped: {go: dropped, form: optional}
  which:
    choose:
      - {when: kind == "tool", go: agree}
      - {otherwise: meet}
  agree:
    review: in turn
    template: seat
    seats:
      - {role: buyer, title: {zh: 採購, en: Buying}, attach: [offer]}
      - {role: planner, name: second-planner, deadline: 3 hours, looks_at: [amount]}
      - {role: planner}
      - {role: manager, question: Q2}
    until: authority
    after_ruling: {go: meet, keep: answers}
    outcomes: {passed: passed}
  meet:
    review: together
    template: seat
    convened_by: manager
    attach: [minutes]
    shows: [amount, plan]
    first_refusal: waits
    seats: departments of agree
    question: Q2
    next: passed
  passed:
    milestone: {covers: [amount, plan], until: buy}
    if_voided: ask
    next: buy
  buy: {role: buyer, next: bought}
  bought: {end: completed}
  dropped: {end: cancelled}
  refused: {end: rejected}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {levels: [manager, {group: council, convened_by: manager}]}
    other: {go: ask, resume: here}
  each_level: {deadline: 1 day, escalate: [{at: 1 hour after opening, notify: manager}]}
  appeal: {by: the losing side, within: 2 business days}
  rulings:
    upheld: {go: ask, resume: here}
    overruled: {resume: after, final_authority: asked again}
    refused: {go: refused, only: last level}
invariants:
  - {before: buy, must: passed}
  - {different: [ask, authority, agree/second-planner]}
questions:
  Q1: {clause: 2.10, ask: How long, assumed: {zh: 一日, en: One day}}
  Q2: {ask: Who, assumed: All}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the sample files, texts replaced in them as asked, and return the path of the process."""

    def written(*changes: tuple[str, str]) -> Path:
        files = {"buying.yaml": PROCESS, "workshop.yaml": ORGANIZATION, "rules.yaml": CLAUSES}
        for old, new in changes:
            assert any(old in text for text in files.values()), old
            files = {name: text.replace(old, new) for name, text in files.items()}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / "papers").mkdir(exist_ok=True)
        (tmp_path / "papers" / "g1.txt").write_text("An lets Bo sign.\n", encoding="utf-8")
        return tmp_path / "buying.yaml"

    return written
