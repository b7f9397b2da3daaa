"""What a command came to, as whoever gave it may see it."""

import pickle
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from procflow import TRUSTED, CaseView, Engine, File, Refused
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]
Check = Callable[[Engine], str]
Opened = Callable[..., Engine]
Write = Callable[..., Path]

SECRET = {"what": "Pipes", "price": 1800, "illness": "flu"}


def asked_by(engine: Engine, person: str) -> str:
    return engine.inbox(person)[0].item


def test_it_holds_the_case_as_it_was_left(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    done = engine.answer(asked_by(engine, "ben"), "agree", actor="ben")
    left = engine.case(case.id, reader="ben")
    engine.answer(asked_by(engine, "hal"), "agree", actor="hal")
    assert done.case == left != engine.case(case.id, reader="ben")
    assert (done.case.steps, [item.seat for item in done.case.open]) == (("check",), ["head"])


def test_it_holds_its_own_events_and_the_items_that_it_opened(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    for person in ("ben", "hal"):
        done = engine.answer(asked_by(engine, person), "agree", actor=person)
    history = engine.history(case, reader="hal")
    assert done.events == history[-len(done.events) :]
    assert [event.seq for event in done.events][-1] == done.case.version
    assert [event.type for event in done.events] == ["SeatAnswered", "Moved", "ItemOpened"]
    assert done.opened == engine.case(case, reader="hal").open
    assert [item.persons for item in done.opened] == [("ben",)]


def test_it_shows_what_the_acting_person_may_see(engine: Engine) -> None:
    started = engine.start("purchase", SECRET, actor="ann")
    assert (started.data.get("illness"), started.hidden) == (None, ("illness",))
    offer = {"offer": File("offer.txt", b"ten pipes")}
    done = engine.answer(started.open[0].item, "asked", actor="amy", data={"what": "Rods"}, attachments=offer)
    assert "flu" not in repr((done.case, done.events, done.opened))
    assert done.case.data["what"] == "Rods"
    assert engine.case(started.id, reader=TRUSTED).data["illness"] == "flu"


def test_what_deadlines_did_is_shown_as_to_whom_everything_is_shown(
    engine: Engine, check: Check, clock: VirtualClock
) -> None:
    case = check(engine)
    clock.move(timedelta(days=1))
    (done,) = engine.advance().done
    assert done.case == engine.case(case, reader=TRUSTED)
    assert done.case.data["contact"] == {"phone": "555-0100", "room": "7"}


@pytest.fixture
def grown(write: Write, shop: str, tmp_path: Path) -> Path:
    """The same process in an organization that has one head more."""
    return write(tmp_path / "new", shop=shop.replace("  pat:", "  ivy: {name: Ivy, roles: [head]}\n  pat:"))


def test_the_first_result_comes_again_as_it_was(
    opened: Opened, grown: Path, ask: Ask, clock: VirtualClock
) -> None:
    """Also when time has passed, and the organization is another."""
    engine = opened()
    ask(engine)
    first = engine.answer(asked_by(engine, "ben"), "agree", actor="ben", command_id="k")
    item = first.case.open[0].item
    clock.move(timedelta(days=30))
    later = opened(grown)
    again = later.answer(item, "object", actor="ben", command_id="k")
    assert again == first
    assert later.done(first.case.id, "k", reader="ben") == first
    assert later.case(first.case.id, reader="ben").open[0].persons == ("hal", "ivy")
    assert len(later.organizations()) == 1


def test_somebody_else_sees_of_a_first_result_what_they_may_see(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    item = asked_by(engine, "ben")
    first = engine.answer(item, "agree", actor="ben", command_id="k")
    as_doctor = engine.answer(item, "agree", actor="dot", command_id="k")
    assert (as_doctor.events, as_doctor.case.version) == (first.events, first.case.version)
    assert (first.case.hidden, as_doctor.case.hidden) == (("contact",), ())
    for nobody in ("tom", "clock"):
        with pytest.raises(Refused) as refused:
            engine.answer(item, "agree", actor=nobody, command_id="k")
        assert refused.value.code == "may-not-read"
        with pytest.raises(Refused, match="no part in this case"):
            engine.done(case, "k", reader=nobody)


def test_what_changes_nothing_comes_to_the_case_as_it_is(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    done = engine.change(case.id, {"price": 1800}, actor="kim")
    assert (done.events, done.opened) == ((), ())
    assert done.case == engine.case(case.id, reader="kim")
    assert "nothing" in repr(done)
    with pytest.raises(Refused) as refused:
        engine.change(case.id, {}, actor="tom")
    assert refused.value.code == "may-not-read"


def test_it_is_kept_in_a_pickle(engine: Engine, ask: Ask) -> None:
    ask(engine)
    done = engine.answer(asked_by(engine, "ben"), "agree", actor="ben")
    kept = pickle.loads(pickle.dumps(done))
    assert (kept, hash(kept), repr(kept)) == (done, hash(done), repr(done))
    assert kept.case == done.case and kept.opened == done.opened
    assert done != kept.case


def test_it_cannot_be_changed(engine: Engine, ask: Ask) -> None:
    ask(engine)
    done = engine.answer(asked_by(engine, "ben"), "agree", actor="ben")
    with pytest.raises(AttributeError):
        done.case = done.case
    assert done.case is done.case
