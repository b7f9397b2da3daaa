"""A small purchase, with an organization in which each person stands for one way of having to do with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from procflow import CaseView, Engine, File, Library, open_library, open_store
from procflow.testing import VirtualClock

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Half past nine in the morning in Shanghai, a working day."""

SHOP = """\
organization: shop
title: Shop
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-17:00"}}
roles:
  clerk:   {title: Clerk}
  buyer:   {title: Buyer, superior: manager}
  manager: {title: Manager}
  head:    {title: Head}
  judge:   {title: Judge}
  keeper:  {title: Keeper}
  guard:   {title: Guard}
  chief:   {title: Chief}
  doctor:  {title: Doctor}
  cook:    {title: Cook}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  ben: {name: Ben, roles: [buyer]}
  max: {name: Max, roles: [manager]}
  hal: {name: Hal, roles: [head]}
  jon: {name: Jon, roles: [judge]}
  kim: {name: Kim, roles: [keeper]}
  gus: {name: Gus, roles: [guard]}
  ida: {name: Ida, roles: [chief]}
  dot: {name: Dot, roles: [doctor]}
  pat: {name: Pat, roles: [cook]}
  sue: {name: Sue, roles: [cook]}
  tom: {name: Tom, roles: [cook]}
grants:
  G1: {giver: hal, receiver: pat, roles: [head], valid: {from: 2026-01-01, to: 2026-12-31},
       document: g.txt, may_pass_on: true}
"""

PURCHASE = """\
process: purchase
version: 1.0.0
title: Purchase
organization: shop.yaml
start: ask
data:
  what: {type: text, required: true}
  price:
    {type: money, currency: CNY, minimum: 0.01, required: true,
     change: {by: keeper, after: ask, until: order}}
  illness: {type: text, see: doctor}
  contact: {type: group, see: doctor, fields: {phone: {type: text}, room: {type: text}}}
facts:
  disputed: {true_once: an objection is opened}
steps:
  ask:
    role: clerk
    form: [what, price, illness, contact]
    attach: [offer]
    outcomes: {asked: check, dropped: {go: dropped, form: optional, needs: [comment]}}
  check:
    review: together
    first_refusal: waits
    seats: [{role: buyer}, {role: head}]
    answers:
      agree: continue
      object: {needs: [comment], opens: arbitration}
    outcomes: {passed: order}
  order:
    role: buyer
    deadline: 1 business day
    escalate: [{at: deadline, hand_up: superior, alarm: guard}]
    outcomes: {ordered: done}
  done: {end: completed}
  dropped: {end: cancelled}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [judge, chief]}}
  appeal: {by: the losing side, within: 2 business days}
  each_level: {deadline: 1 business day}
  rulings: {upheld: {go: ask, resume: here}, overruled: {resume: after}}
"""

FORM = {"what": "Pipes", "price": "1800", "contact": {"phone": "555-0100", "room": "7"}}
OFFER = File("offer.txt", b"ten pipes")


def written(folder: Path, *, purchase: str = PURCHASE, shop: str = SHOP) -> Path:
    """A folder with the process and its organization."""
    folder.mkdir(exist_ok=True)
    (folder / "purchase.yaml").write_text(purchase, encoding="utf-8")
    (folder / "shop.yaml").write_text(shop, encoding="utf-8")
    (folder / "g.txt").write_text("Signed.\n", encoding="utf-8")
    return folder


def asked(engine: Engine, *, command_id: str | None = None) -> CaseView:
    """A purchase that was asked for: Ben and Hal are to check it."""
    case = engine.start("purchase", actor="ann", command_id=command_id)
    engine.answer(case.open[0].item, "asked", actor="ann", data=FORM, attachments={"offer": OFFER})
    return engine.case(case.id, reader="ann")


def checked(engine: Engine) -> str:
    """A purchase that Ben and Hal agreed to, and that Ben is to order."""
    case = asked(engine).id
    for item in engine.case(case, reader="ann").open:
        engine.answer(item.item, "agree", actor=item.persons[0])
    return case


@pytest.fixture(name="purchase")
def purchase_text() -> str:
    """The text of the process, for tests that vary it."""
    return PURCHASE


@pytest.fixture(name="shop")
def shop_text() -> str:
    """The text of the organization, for tests that vary it."""
    return SHOP


@pytest.fixture
def write() -> Callable[..., Path]:
    """Writes the process and its organization, or others, into a folder."""
    return written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the process and its organization."""
    return written(tmp_path / "files")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A path for a database that is not there yet."""
    return tmp_path / "cases.db"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MONDAY)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The process and its organization, loaded once."""
    return open_library(written(tmp_path_factory.mktemp("library") / "files"))


Opened = Callable[..., Engine]


@pytest.fixture
def opened(database: Path, library: Library, clock: VirtualClock) -> Iterator[Opened]:
    """Opens engines, on one database file unless told otherwise, and closes them behind the test."""
    with ExitStack() as stack:

        def open_engine(
            processes: Path | None = None, *, where: Path | str = database, attachment_limit: int = 1_000
        ) -> Engine:
            known = library if processes is None else open_library(processes)
            engine = Engine(open_store(where), known, clock=clock, attachment_limit=attachment_limit)
            return stack.enter_context(engine)

        yield open_engine


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, opened: Opened, database: Path) -> Engine:
    """An engine on each of the stores."""
    return opened(where="memory:" if request.param == "memory" else database)


@pytest.fixture
def ask() -> Callable[..., CaseView]:
    return asked


@pytest.fixture
def check() -> Callable[[Engine], str]:
    return checked
