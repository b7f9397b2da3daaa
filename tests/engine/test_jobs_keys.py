"""Keys that are told to be free (SEMANTICS 34), and the clock that stands still (22)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from procflow import Advanced, Engine, Refused, open_library, open_store
from procflow.store import Store
from procflow.testing import VirtualClock
from tests.engine.looking import kinds, view

HOLD = """
process: hold
version: 1.0.0
title: Hold
organization: shop.yaml
start: watch
one_open_per: customer
data: {customer: {type: text, required: true}}
steps:
  watch: {role: clerk, form: [customer], next: lifted}
  lifted: {end: completed}
"""

NOTE = """
process: note
version: 1.0.0
title: Note
organization: shop.yaml
start: draft
data: {customer: {type: text, required: true}}
steps:
  draft: {role: clerk, form: [customer], next: hold}
  hold: {wait: {case: hold, by: customer}, next: release}
  release: {role: buyer, next: done}
  done: {end: completed}
"""

WORK = """
process: work
version: 1.0.0
title: Work
organization: shop.yaml
start: order
steps:
  order:
    role: buyer
    deadline: 1 day
    escalate: [{at: deadline, notify: head}]
    next: done
  done: {end: completed}
events:
  complaint:
    raised_by: clerk
    several: false
    main_flow: pauses
    clock: stops
    steps: {settle: {role: clerk, next: finished}}
"""


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Store:
    return open_store("memory:" if request.param == "memory" else database)


@pytest.fixture
def shop(write: Callable[..., Path], tmp_path: Path, store: Store, clock: VirtualClock) -> Engine:
    folder = write(tmp_path / "shop")
    for name, text in {"hold": HOLD, "note": NOTE, "work": WORK}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Engine(store, open_library(folder), clock=clock)


def test_34_a_key_that_is_free_moves_the_cases_on_that_wait_for_it(shop: Engine) -> None:
    hold = shop.start("hold", {"customer": "East"}, actor="ann")
    notes = [shop.start("note", {"customer": name}, actor="ann") for name in ("East", "East", "West")]
    for note in notes:
        shop.answer(note.open[0].item, "done", actor="ann", data={"customer": note.data["customer"]})
    assert [view(shop, note.id).steps for note in notes] == [("hold",), ("hold",), ("release",)]
    shop.answer(hold.open[0].item, "done", actor="ann", data={"customer": "East"})
    assert {view(shop, note.id).steps for note in notes} == {("release",)}
    assert kinds(shop, hold.id)[-1] == "JobDone"
    assert shop.advance() == Advanced((), ()) and not any(shop.verify().values())


def test_22_a_clock_that_stands_still_has_nothing_due_and_goes_on_from_there(
    shop: Engine, store: Store, clock: VirtualClock
) -> None:
    case = shop.start("work", actor="ben").id
    clock.move(timedelta(hours=12))
    (seen,) = shop.raise_event(case, "complaint", actor="ann").opened
    assert store.timers() == () and shop.verify() == {case: ()}
    clock.move(timedelta(days=3))
    assert shop.advance() == Advanced((), ())
    shop.answer(seen.item, "done", actor="ann")
    (timer,) = store.timers()
    assert timer.due == clock() + timedelta(hours=12)
    clock.move(timedelta(hours=12))
    (done,) = shop.advance().done
    assert [event.type for event in done.events] == ["Notified"] and shop.verify() == {case: ()}


def test_ids_of_commands_on_jobs_are_no_callers(shop: Engine) -> None:
    for taken in ("job:4.call", "call:c1/4.call"):
        with pytest.raises(Refused) as refused:
            shop.start("hold", actor="ann", command_id=taken)
        assert refused.value.code == "bad-value"
