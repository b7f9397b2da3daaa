from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from procflow.engine import TRUSTED, Engine, Record, open_library
from procflow.reports import Lang
from procflow.reports.audit import Audit, Sampling, audit
from procflow.store import MemoryStore
from procflow.testing import VirtualClock

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin

OFFICE = """
organization: office
title: Office
calendars: {desk: {zone: Europe/Berlin, hours: {mon-fri: "09:00-17:00"}}}
roles:
  chief: {title: Chief}
  boss: {title: Boss, superior: chief}
  clerk: {title: Clerk, superior: boss}
  buyer: {title: Buyer, superior: boss}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  bob: {name: Bob, roles: [boss]}
  ben: {name: Ben, roles: [boss]}
  cat: {name: Cat, roles: [chief]}
  eve: {name: Eve, roles: [buyer]}
  dan: {name: Dan, roles: []}
grants:
  boss-2026:
    {giver: bob, receiver: dan, roles: [boss], valid: {from: 2026-01-01, to: 2026-12-31}, document: paper.txt,
     may_pass_on: false}
"""

ORDERS = """
process: orders
version: 1.0.0
title: {zh: 訂購, en: Orders}
organization: office.yaml
start: ask
data:
  customer: {type: text, required: true, title: {zh: 客戶, en: Customer}}
  amount:
    {type: money, currency: EUR, required: true, title: {zh: 金額, en: Amount},
     change: {by: clerk, after: approved, until: buy}}
  note: {type: text, title: {zh: 備註, en: Note}}
  urgent: {type: flag, default: false, title: {zh: 急, en: Urgent}}
tables:
  final:
    title: {zh: 終審, en: Final authority}
    decides: role
    ranks: [boss, chief]
    only_rises: false
    hit: exactly one
    rows:
      - {urgent: true,  amount: any,             then: chief}
      - {urgent: false, amount: up to 1000,      then: boss, question: Q2}
      - {urgent: false, amount: over 1000,       then: chief, question: Q2}
steps:
  ask:
    title: {zh: 申請, en: Ask}
    role: clerk
    form: [customer, amount, note, urgent]
    question: Q1
    outcomes:
      asked: {go: look, title: {zh: 提出, en: Asked}}
      quick: {go: buy, title: {zh: 速辦, en: Quick}, allowed: amount < 100}
      dropped: {go: dropped, title: {zh: 撤回, en: Dropped}, form: optional}
  look:
    title: {zh: 審批, en: Look}
    review: in turn
    until: final
    seats:
      - {role: boss, title: {zh: 主管, en: Head}}
      - {role: chief, title: {zh: 總管, en: Chief}}
    deadline: 1 business day
    escalate: [{at: 1 business day after deadline, hand_up: superior, alarm: chief}]
    answers:
      agree: continue
      return: {go: ask, resume: here}
    outcomes: {passed: approved}
  approved:
    title: {zh: 已核准, en: Approved}
    milestone: {covers: [amount], until: buy}
    if_voided: ask
    next: way
  way:
    title: {zh: 分流, en: Way}
    choose:
      - {when: amount >= 5000, go: tell}
      - {otherwise: confirm}
  tell: {title: {zh: 告知, en: Tell}, notice: [chief], next: confirm}
  confirm:
    title: {zh: 確認, en: Confirm}
    role: clerk
    outcomes: {confirmed: buy}
  buy:
    title: {zh: 採買, en: Buy}
    role: buyer
    outcomes:
      bought: {go: done, title: {zh: 已買, en: Bought}}
      again: {go: ask, title: {zh: 重來, en: Again}}
  done: {title: {zh: 辦結, en: Done}, end: completed}
  dropped: {title: {zh: 撤回, en: Dropped}, end: cancelled}
questions:
  Q1:
    ask: {zh: 誰可申請？, en: Who may ask?}
    assumed: {zh: 任一職員, en: Any clerk}
  Q2:
    ask: {zh: 恰為 1000 歸誰？, en: Where does exactly 1000 end?}
    assumed: {zh: 主管, en: At the head}
"""

Row = dict[str, object]


class Orders:
    """An engine on the small process, with a clock of its own."""

    def __init__(self, folder: Path, process: str = ORDERS) -> None:
        (folder / "office.yaml").write_text(dedent(OFFICE), encoding="utf-8")
        (folder / "paper.txt").write_text("paper", encoding="utf-8")
        (folder / "orders.yaml").write_text(process, encoding="utf-8")
        self.clock = VirtualClock(MONDAY)
        self.store = MemoryStore()
        self.engine = Engine(self.store, open_library(folder / "orders.yaml"), clock=self.clock)

    def pass_time(self, length: timedelta) -> None:
        """Let time pass; deadlines act on the way."""
        until = self.clock() + length
        while self.clock() < until:
            self.clock.move_to(min(self.clock() + timedelta(hours=4), until))
            self.engine.advance()

    def answer(self, case: str, outcome: str, actor: str, **more: object) -> None:
        """Answer what is open in a case."""
        (item,) = self.engine.case(case, reader=TRUSTED).open
        self.engine.answer(item.item, outcome, actor=actor, **more)  # type: ignore[arg-type]

    def order(self, amount: object, customer: str = "North", actor: str = "ann", **data: object) -> str:
        """A case whose table has decided."""
        given = {"amount": amount, "customer": customer, **data}
        case = self.engine.start("orders", given, actor=actor)
        self.answer(case.id, "asked", actor)
        return case.id

    def approved(self, amount: object = 500, boss: str = "bob", actor: str = "ann", **data: object) -> str:
        """A case that the head has agreed to."""
        case = self.order(amount, actor=actor, **data)  # type: ignore[arg-type]
        self.answer(case, "agree", boss)
        return case

    def records(self) -> Sequence[Record]:
        """The records of all cases."""
        return [self.engine.record(row.case, reader=TRUSTED) for row in self.engine.cases(reader=TRUSTED)]

    def audit(self, lang: Lang = "en", **sampling: object) -> Audit:
        """The audit of all cases, as they stand now."""
        return audit(self.records(), self.clock(), Sampling(**sampling), lang)  # type: ignore[arg-type]


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    """No order yet."""
    return Orders(tmp_path)


@pytest.fixture
def orders_of(tmp_path: Path) -> Callable[[str], Orders]:
    """No order yet, of another process."""
    return lambda process: Orders(tmp_path, process)


def percent(number: int) -> Fraction:
    return Fraction(number, 100)
