"""Cases that other cases call, through both engines: started, waited for, ended, and done once whatever
stops in between (SEMANTICS 1, 3, 32)."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from procflow import (
    TRUSTED,
    Advanced,
    AsyncEngine,
    Engine,
    File,
    Library,
    open_library,
    open_store,
)
from procflow.store import Store
from procflow.testing import VirtualClock
from tests.engine.looking import kinds, the_case, view, whole
from tests.engine.orders import OFFER, ORDER, PROCESSES, SETTLEMENT, answer, drafted

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
    assert sorted(row.status for row in cases) == ["rejected", "running"]
    assert view(engine, order).steps == ("settle",)


def test_1_a_case_that_nobody_waits_for_any_more_ends_with_what_it_called(engine: Engine) -> None:
    order = drafted(engine)
    settlement = the_case(engine, "settlement")
    answer(engine, settlement, "paid", "ben")
    booking = the_case(engine, "booking")
    engine.raise_event(order, "stop", actor="hal")
    assert [view(engine, case).status for case in (order, settlement, booking)] == ["cancelled"] * 3
    assert engine.advance() == Advanced((), ()) and whole(engine)


PARKING = """
process: order
version: 1.0.0
title: Order
organization: shop.yaml
start: draft
data: {customer: {type: text, required: true}, amount: {type: money, currency: CNY}, phone: {type: text}}
steps:
  draft: {role: clerk, form: [customer, amount, phone], attach: [offer], outcomes: {drafted: both}}
  both:
    parallel:
      calls:
        steps:
          settle:
            call: settlement
            gives: {guest: customer, proposal: offer}
            outcomes: {completed: finished, cancelled: finished, rejected: finished}
      looks:
        steps:
          look:
            role: head
            deadline: 1 business day
            escalate: [{at: deadline, notify: head}]
            outcomes: {seen: finished, back: {go: draft, resume: here}}
    join: all
    next: done
  done: {end: completed}
"""


def test_5_what_a_called_case_came_to_meanwhile_is_taken_when_its_step_is_gone_on_with(
    put: Put, opened: Callable[..., Engine]
) -> None:
    engine = opened(put("parking", order=PARKING))
    order = drafted(engine)
    answer(engine, order, "back", "hal")
    answer(engine, the_case(engine, "settlement"), "refused", "ben")
    (stuck,) = engine.advance().stuck
    assert stuck.refused.code == "call-parked"
    answer(engine, order, "drafted", "ann")
    assert [waiting.step for waiting in view(engine, order).waiting] == []
    assert engine.advance() == Advanced((), ()) and whole(engine)


def test_1_a_call_that_nobody_waits_for_outlives_its_caller_with_personal_data_of_an_event(
    put: Put, opened: Callable[..., Engine]
) -> None:
    caller = """
process: order
version: 1.0.0
title: Order
organization: shop.yaml
start: draft
steps: {draft: {role: clerk, next: done}, done: {end: completed}}
events:
  guest:
    raised_by: head
    several: true
    main_flow: continues
    data: {name: {type: text, required: true}, phone: {type: text, personal: true}}
    steps:
      look: {role: head, next: book}
      book: {call: settlement, gives: {guest: name, number: phone}, waits: false, next: finished}
"""
    engine = opened(put(order=caller))
    order = engine.start("order", actor="ann").id
    engine.raise_event(order, "guest", {"name": "East", "phone": "555-0100"}, actor="hal")
    (look,) = (item for item in view(engine, order).open if item.step == "look")
    engine.answer(look.item, "done", actor="hal")
    answer(engine, order, "done", "ann")
    called = view(engine, the_case(engine, "settlement"))
    assert (view(engine, order).status, called.status) == ("completed", "running")
    assert called.data["number"] == "555-0100"
    assert "555-0100" not in str(
        [e.content for e in engine.history(order, reader=TRUSTED) if "Call" in e.type]
    )
    answer(engine, called.id, "refused", "ben")
    assert engine.advance() == Advanced((), ()) and whole(engine)


def test_a_start_that_is_refused_stays_a_job_and_is_told_every_time(
    put: Put, opened: Callable[..., Engine], clock: VirtualClock
) -> None:
    held = SETTLEMENT.replace("start: pay", "start: pay\none_open_per: guest")
    engine = opened(put(settlement=held))
    first = engine.start("settlement", {"guest": "East"}, actor="ben").id
    order = drafted(engine)
    assert view(engine, order).steps == ("settle",)
    for _ in range(2):
        clock.move(timedelta(minutes=1))
        (stuck,) = engine.advance().stuck
        assert (stuck.case, stuck.refused.code) == (order, "one-open-per")
    answer(engine, first, "refused", "ben")
    assert [done.case.process for done in engine.advance().done] == ["settlement", "order"]
    assert engine.advance() == Advanced((), ())


def test_what_comes_back_and_does_not_fit_is_stuck(engine: Engine) -> None:
    order = drafted(engine)
    answer(engine, the_case(engine, "settlement"), "paid", "ben", data={"settled": "5000"})
    answer(engine, the_case(engine, "booking"), "booked", "kim")
    (stuck,) = engine.advance().stuck
    assert (stuck.case, stuck.refused.code) == (the_case(engine, "settlement"), "bad-value")
    assert view(engine, order).steps == ("settle",)


def test_1_a_pinned_version_is_found_among_those_that_cases_run_on(
    put: Put, opened: Callable[..., Engine]
) -> None:
    before = opened(put("before"))
    old = before.start("settlement", {"guest": "West"}, actor="ben").id
    pinned = ORDER.replace("call: settlement", "call: settlement\n    version: 2.1.0")
    order = drafted(opened(put("pinned", order=pinned)))
    newer = SETTLEMENT.replace("2.1.0", "3.0.0")
    later = opened(put("later", settlement=newer))
    assert view(later, order).steps == ("settle",)
    settlement = next(
        r.case for r in later.cases(reader=TRUSTED) if r.process == "settlement" and r.case != old
    )
    answer(later, settlement, "refused", "ben")
    answer(later, order, "again", "ben", attachments={"receipt": OFFER})
    versions = [
        view(later, r.case).process_version for r in later.cases(reader=TRUSTED) if r.process == "settlement"
    ]
    assert versions == ["2.1.0"] * 3


def test_1_a_version_that_is_nowhere_is_stuck(
    put: Put, opened: Callable[..., Engine], tmp_path: Path
) -> None:
    where = tmp_path / "other.db"
    pinned = ORDER.replace("call: settlement", "call: settlement\n    version: 2.1.0")
    order = opened(put("pinned", order=pinned), where=where).start("order", actor="ann").id
    later = opened(put("later", settlement=SETTLEMENT.replace("2.1.0", "3.0.0")), where=where)
    answer(later, order, "drafted", "ann", data={"customer": "East"}, attachments={"offer": OFFER})
    (stuck,) = later.advance().stuck
    assert (stuck.refused.code, stuck.refused.allowed) == ("no-such-version", ("3.0.0",))


def test_1_a_process_that_is_not_there_is_stuck(put: Put, opened: Callable[..., Engine]) -> None:
    order = opened(put()).start("order", actor="ann").id
    alone = put("alone")
    (alone / "order.yaml").unlink()
    (alone / "settlement.yaml").unlink()
    without = opened(alone)
    answer(without, order, "drafted", "ann", data={"customer": "East"}, attachments={"offer": OFFER})
    (stuck,) = without.advance().stuck
    assert (stuck.refused.code, stuck.refused.allowed) == ("no-such-process", ("booking", "purchase"))
    without.advance()
    told = [event.content for event in without.history(order, reader=TRUSTED) if event.type == "JobStuck"]
    assert [(each["job"], each["reason"]) for each in told] == [("call", "no-such-process")]


FIRST = """
process: order
version: 1.0.0
title: Order
organization: shop.yaml
start: draft
data: {customer: {type: text, required: true}}
steps:
  draft: {role: clerk, form: [customer], next: settle}
  settle: {call: settlement, gives: {guest: customer}, outcomes: {completed: done}}
  done: {end: completed}
"""

BACK = """
process: settlement
version: 1.0.0
title: Settlement
organization: shop.yaml
start: again
data: {guest: {type: text, required: true}}
steps:
  again: {call: order, gives: {customer: guest}, waits: false, next: done}
  done: {end: completed}
"""


CALLING = "{call: settlement, gives: {guest: customer}, outcomes: {completed: done}}"
FLAT = FIRST.replace(CALLING, "{role: head, next: done}")


def test_1_a_process_that_is_called_by_itself_over_others_is_refused(
    put: Put, opened: Callable[..., Engine]
) -> None:
    call = "{call: order, gives: {customer: guest}, waits: false, next: done}"
    order = opened(put("one", order=FIRST, settlement=BACK.replace(call, "{role: head, next: done}")))
    case = order.start("order", actor="ann")
    # Files that are loaded one by one, after the other has changed, show no circle.
    flat = put("flat", order=FLAT, settlement=BACK)
    later = opened(flat)
    later.answer(case.open[0].item, "done", actor="ann", data={"customer": "East"})
    settlement = the_case(later, "settlement")
    assert view(later, settlement).status == "completed"
    (stuck,) = later.advance().stuck
    assert (stuck.case, stuck.refused.code) == (settlement, "call-circle")
    assert "order → settlement → order" in stuck.refused.reason


def test_the_engine_for_asyncio_does_the_same(library: Library, store: Store, clock: VirtualClock) -> None:
    asyncio.run(refused_at_once(library, store, clock))


async def refused_at_once(library: Library, store: Store, clock: VirtualClock) -> None:
    engine = AsyncEngine(store, library, clock=clock)
    case = await engine.start("order", actor="ann", command_id="order")
    data = {"customer": "East", "phone": "5"}
    await engine.answer(case.open[0].item, "drafted", actor="ann", data=data, attachments={"offer": OFFER})
    rows = {row.process: row.case for row in await engine.cases(reader=TRUSTED)}
    (item,) = (await engine.case(rows["settlement"], reader=TRUSTED)).open
    await engine.answer(item.item, "refused", actor="ben")
    assert (await engine.case(case.id, reader="ann")).steps == ("redo",)
    assert await engine.advance() == Advanced((), ())
