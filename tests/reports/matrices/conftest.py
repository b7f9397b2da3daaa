from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from procflow.definition import load_process
from procflow.program import compile_program
from procflow.reports import Lang
from procflow.reports.matrices import Subject

DAY = date(2026, 3, 2)

PEOPLE = """
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-18:00"}}}
roles:
  chief:   {title: Chief}
  vacant:  {title: Vacant, superior: chief}
  head:    {title: Head, superior: vacant}
  clerk:   {title: Clerk, superior: head}
  buyer:   {title: Buyer, superior: head}
  judge:   {title: Judge, superior: chief}
people:
  ann: {name: Ann, roles: [clerk], absences: [{from: 2026-03-02, to: 2026-03-03}]}
  amy: {name: Amy, roles: [clerk, buyer]}
  ben: {name: Ben, roles: [buyer]}
  hal: {name: Hal, roles: [head]}
  ida: {name: Ida, roles: [chief]}
  jon: {name: Jon, roles: [judge]}
  tom: {name: Tom, roles: []}
  una: {name: Una, roles: []}
groups:
  board:
    title: Board
    members: [chief, head]
    quorum: "> 50%"
    majority: "> 50%"
    base: members
    tie: convener decides
    closes: early
    without_quorum: {again: 1, then: judge}
    deputies: by grant
grants:
  heads:
    {giver: hal, receiver: tom, roles: [head], valid: {from: 2026-01-01, to: 2026-12-31},
     limits: {amount: 1000}, document: paper.txt, may_pass_on: true}
  passed:
    {giver: tom, receiver: una, roles: [head], valid: {from: 2026-03-01, to: 2027-03-31},
     limits: {amount: 5000}, document: paper.txt, may_pass_on: false}
  old:
    {giver: ida, receiver: hal, roles: [chief], valid: {from: 2025-01-01, to: 2026-03-01},
     document: paper.txt, may_pass_on: false}
  elsewhere:
    {giver: ida, receiver: jon, roles: [chief], processes: [another],
     valid: {from: 2025-01-01, to: 2027-03-01}, document: paper.txt, may_pass_on: false}
limits:
  promise: {title: What may be promised, value: at most 3%}
"""

ORDER = """
process: order
version: 1.2.0
title: {zh: 訂單, en: Order}
organization: works.yaml
calendar: office
alarm: chief
start: ask
owner: {bound_at: ask, role: clerk, reassigned_by: head}
data:
  amount:
    {type: money, currency: CNY, minimum: 1, required: true,
     change: {by: clerk, after: ask, until: done}}
  parts: {type: choices, of: [wood, iron], required: true}
  friend: {type: person, required: true}
tables:
  final:
    title: {zh: 終審, en: Final authority}
    decides: role
    ranks: [head, chief]
    only_rises: false
    hit: exactly one
    rows:
      - {amount: up to 1000, then: head}
      - {amount: over 1000, then: chief}
  maker:
    title: {zh: 製造, en: Makers}
    decides: role
    of: parts
    by_value: {wood: clerk, iron: buyer}
steps:
  ask:
    title: {zh: 提出, en: Ask}
    role: clerk
    form: [amount, parts, friend]
    confirms: [promise]
    deadline: 1 business day
    escalate:
      - {at: 1 business day after deadline, hand_up: superior, alarm: judge}
      - {at: deadline, notify: judge}
      - {at: 1 business hour before deadline, remind: holder}
      - {at: 2 business hours before deadline, remind: buyer, every: 1 business hour}
    outcomes: {asked: look}
  look:
    title: {zh: 審, en: Look}
    review: in turn
    until: final
    seats: [{role: buyer}, {role: head}, {role: chief}]
    answers:
      agree: continue
      object: {needs: [comment], opens: arbitration}
      refuse: {go: refused, only: final}
    outcomes: {passed: tell}
  tell:
    title: {zh: 通知, en: Tell}
    notice: {each: parts, by: maker}
    acknowledge: all
    waits: false
    next: meet
  meet:
    title: {zh: 會, en: Meet}
    review: together
    first_refusal: decides
    convened_by: head
    seats: [{role: clerk}, {role: judge}]
    answers: {agree: continue}
    outcomes: {passed: friendly}
  friendly:
    title: {zh: 友, en: Friend}
    role: {person: friend}
    outcomes: {seen: sole}
  sole:
    title: {zh: 獨, en: Sole}
    review: together
    first_refusal: decides
    seats: [{role: judge}]
    answers: {agree: continue}
    outcomes: {passed: done}
  done: {end: completed}
  refused: {end: rejected}
events:
  halt:
    title: {zh: 停, en: Halt}
    raised_by: owner
    window: {from: look}
    several: false
    main_flow: continues
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {title: {zh: 價, en: Price}, levels: [head, {group: board, convened_by: chief}]}
    other: {title: {zh: 他, en: Other}, go: ask, resume: here}
  each_level: {deadline: 2 business days}
  appeal: {by: the losing side, within: 1 business day}
  rulings:
    upheld: {go: ask, resume: here}
    overruled: {resume: after, final_authority: asked again}
    refused: {go: refused, only: last level}
invariants:
  - {different: [ask, look/buyer]}
  - {same: [meet/judge, ask]}
  - {same: [ask, meet/clerk]}
"""


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """The file of a small process that uses what matrices have to tell apart."""
    (tmp_path / "works.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "paper.txt").write_text("paper", encoding="utf-8")
    file = tmp_path / "order.yaml"
    file.write_text(dedent(ORDER), encoding="utf-8")
    return file


Make = Callable[..., Subject]


@pytest.fixture(scope="session")
def make() -> Make:
    """The subject of a process file."""

    def of(file: Path, lang: Lang = "en", on: date = DAY) -> Subject:
        loaded = load_process(file)
        assert loaded.process is not None and loaded.organization is not None, loaded.diagnostics
        return Subject.of(compile_program(loaded.process, loaded.hash), loaded.organization, on, lang)

    return of


@pytest.fixture
def order(works: Path, make: Make) -> Subject:
    """The small process on a day in March 2026, in English."""
    return make(works)
