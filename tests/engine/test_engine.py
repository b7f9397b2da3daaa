"""What the engine's methods do, on every store."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from procflow import TRUSTED, CaseView, Engine, File, NotFound, Refused, StoreError
from procflow.store import open_store
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]
Check = Callable[[Engine], str]
Opened = Callable[..., Engine]

OFFER = File("offer.txt", b"ten pipes")


def test_a_case_from_start_to_end(engine: Engine, ask: Ask, clock: VirtualClock) -> None:
    case = engine.start("purchase", {"what": "Pipes", "price": Decimal("1800.50")}, actor="ann")
    assert (case.status, case.steps, case.version) == ("running", ("ask",), 4)
    assert (case.started_at, case.started_by) == (clock(), "ann")
    assert case.data == {"what": "Pipes", "price": Decimal("1800.5")}
    done = engine.answer(case.open[0].item, "asked", actor="amy", attachments={"offer": OFFER})
    assert [(item.step, item.seat) for item in done.opened] == [("check", "buyer"), ("check", "head")]
    assert done.events[-1].type == "ItemOpened"
    engine.answer(engine.inbox("ben")[0].item, "agree", actor="ben")
    engine.answer(engine.inbox("hal")[0].item, "agree", actor="hal")
    clock.move(timedelta(minutes=5))
    engine.answer(engine.inbox("ben")[0].item, "ordered", actor="ben")
    ended = engine.case(case.id, reader="ann")
    assert (ended.status, ended.steps, ended.open, ended.ended_at) == ("completed", (), (), clock())
    assert [row.status for row in engine.cases(reader="ann")] == ["completed"]
    assert engine.verify() == {case.id: ()}
    history = engine.history(case.id, reader="ann")
    assert [event.seq for event in history] == list(range(1, ended.version + 1))
    assert {event.by for event in history} == {"ann", "amy", "ben", "hal"}


def test_what_a_command_came_to_is_told_later(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    item = engine.inbox("ben")[0].item
    assert engine.done(case, "k", reader=TRUSTED) is None
    first = engine.answer(item, "agree", actor="ben", command_id="k")
    assert engine.done(case, "k", reader="ben") == first
    assert engine.done("c0", "k", reader=TRUSTED) is None


def test_a_refusal_leaves_nothing_behind(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    item, head = engine.inbox("ben")[0].item, engine.head(case.id)
    with pytest.raises(Refused) as refused:
        engine.answer(item, "object", actor="ben", comment="dear", command_id="k")
    assert (refused.value.code, refused.value.missing) == ("incomplete", ("topic",))
    assert engine.done(case.id, "k", reader=TRUSTED) is None
    assert engine.case(case.id, reader="ann") == case
    assert engine.head(case.id) == head


def test_an_answer_on_what_was_not_seen_is_refused(engine: Engine, ask: Ask) -> None:
    seen = ask(engine).version
    case = engine.inbox("ben")[0].case
    engine.change(case, {"price": 2000}, actor="kim")
    item = engine.inbox("ben")[0]
    with pytest.raises(Refused) as refused:
        engine.answer(item.item, "agree", actor="ben", seen=seen)
    assert (refused.value.code, refused.value.allowed) == ("changed-since", (str(item.version),))
    engine.answer(item.item, "agree", actor="ben", seen=item.version)


def test_fields_are_changed_by_whom_the_file_names(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    done = engine.change(case, {"price": 2000}, actor="kim", command_id="k")
    assert [event.type for event in done.events[:1]] == ["DataChanged"]
    assert engine.case(case, reader="kim").data["price"] == 2000
    assert engine.change(case, {"price": 2500}, actor="kim", command_id="k") == done
    for person, data in (("ann", {"price": 1}), ("kim", {"what": "Rods"}), ("kim", {"prise": 1})):
        with pytest.raises(Refused):
            engine.change(case, data, actor=person)
    assert engine.case(case, reader="kim").data["price"] == 2000


def test_an_objection_is_taken_back(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    engine.answer(engine.inbox("ben")[0].item, "object", actor="ben", topic="price", comment="dear")
    assert [item.purpose for item in engine.inbox("jon")] == ["ruling"]
    with pytest.raises(Refused) as refused:
        engine.withdraw_objection(case, "check", "head", actor="ben")
    assert (refused.value.code, refused.value.allowed) == ("no-objection", ("check/buyer",))
    engine.withdraw_objection(case, "check", "buyer", actor="ben", comment="my mistake")
    assert engine.inbox("jon") == ()
    assert engine.case(case, reader="ben").disputed
    assert [item.purpose for item in engine.inbox("ben")] == ["seat"]


def test_a_paper_is_read_back(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    assert engine.attachment(case.id, "offer", reader="hal") == ("offer.txt", b"ten pipes")
    assert case.attachments["offer"].size == 9
    with pytest.raises(NotFound, match="no attachment bid"):
        engine.attachment(case.id, "bid", reader="hal")
    with pytest.raises(Refused):
        engine.attachment(case.id, "offer", reader="tom")


def test_deadlines_act_once_and_only_when_they_are_due(
    engine: Engine, check: Check, clock: VirtualClock
) -> None:
    case = check(engine)
    assert engine.advance().done == ()
    clock.move(timedelta(days=1))
    (done,) = engine.advance().done
    assert [event.type for event in done.events] == ["ItemHandedUp"]
    assert (done.case.id, [item.step for item in engine.inbox("max")]) == (case, ["order"])
    assert engine.inbox("ben") == ()
    assert engine.advance().done == ()


def test_a_sandbox_keeps_the_time_that_it_was_moved_to(
    opened: Opened, check: Check, clock: VirtualClock
) -> None:
    engine = opened()
    assert not engine.is_sandbox()
    engine.make_sandbox()
    check(engine)
    until = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    (done,) = engine.advance(until).done
    assert done.events[0].type == "ItemHandedUp"
    handed_up = engine.history(done.case.id, reader=TRUSTED)[-1].at
    assert (handed_up, engine.now()) == (datetime(2026, 3, 3, 1, 30, tzinfo=UTC), until)
    clock.move(timedelta(hours=1))
    later = opened()
    assert later.is_sandbox()
    assert later.now() == until + timedelta(hours=1)


def test_where_the_clock_may_not_be_moved(engine: Engine, clock: VirtualClock) -> None:
    later = clock() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        engine.advance(later)
    assert (refused.value.code, refused.value.allowed) == ("no-sandbox", ("advance without a time",))
    engine.start("purchase", actor="ann")
    with pytest.raises(Refused) as refused:
        engine.make_sandbox()
    assert refused.value.code == "not-empty"
    assert engine.now() == clock()


def test_time_does_not_go_back(engine: Engine, clock: VirtualClock) -> None:
    engine.make_sandbox()
    engine.make_sandbox()
    engine.advance(clock() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        engine.advance(clock())
    assert refused.value.code == "in-the-past"
    assert engine.now() == clock() + timedelta(days=1)


def test_time_does_not_go_beyond_all_calendars(engine: Engine, clock: VirtualClock) -> None:
    engine.make_sandbox()
    with pytest.raises(Refused) as refused:
        engine.advance(datetime.max.replace(tzinfo=UTC))
    assert refused.value.code == "outside-calendar"
    with pytest.raises(ValueError, match="until: 9999"):
        engine.advance(datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))))
    assert engine.now() == clock()


def test_an_offset_that_is_none_is_damage(opened: Opened, database: Path) -> None:
    opened().close()
    store = open_store(database)
    store.keep_note("clock-offset-seconds", "soon")
    store.close()
    with pytest.raises(StoreError, match="damaged: soon is no offset"):
        opened()


def test_cases_are_those_that_a_person_may_see(engine: Engine, check: Check, clock: VirtualClock) -> None:
    first = check(engine)
    clock.move(timedelta(minutes=1))
    second = engine.start("purchase", actor="amy").id
    for person in ("ann", "hal", "kim", "dot", "gus", "jon", "pat"):
        assert [row.case for row in engine.cases(reader=person)] == [first, second], person
    assert [row.case for row in engine.cases(reader=TRUSTED)] == [first, second]
    assert engine.cases(reader="tom") == engine.cases(reader="max") == ()
    clock.move(timedelta(days=1))
    engine.advance()
    assert [row.case for row in engine.cases(reader="max")] == [first]


def test_a_closed_engine_says_so(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    engine.close()
    for call in (
        lambda: engine.start("purchase", actor="ann"),
        lambda: engine.answer(case.open[0].item, "agree", actor="ben"),
        lambda: engine.change(case.id, {"price": 1}, actor="kim"),
        lambda: engine.case(case.id, reader="ann"),
        lambda: engine.cases(reader="ann"),
        lambda: engine.inbox("ben"),
        lambda: engine.history(case.id, reader="ann"),
        lambda: engine.head(case.id),
        lambda: engine.done(case.id, "k", reader=TRUSTED),
        engine.advance,
        engine.verify,
        engine.is_sandbox,
    ):
        with pytest.raises(StoreError, match="closed"):
            call()
    engine.close()
