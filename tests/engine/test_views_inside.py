"""What readers are shown of any-time events and calls."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from procflow import Engine

STAY = """
process: stay
version: 1.0.0
title: Stay
organization: house.yaml
start: book
data:
  guest: {type: text}
  illness: {type: text, see: doctor}
steps:
  book: {role: clerk, form: [guest, illness], next: fetch}
  fetch:
    call: fetching
    gives: {name: guest, careful: illness}
    outcomes: {completed: done}
  done: {end: completed}
events:
  attack:
    raised_by: clerk
    several: true
    main_flow: continues
    data:
      what: {type: text, required: true, see: doctor}
      told: {type: text, edit: doctor}
    steps: {look: {role: clerk, form: [what, told], next: finished}}
"""

FETCHING = """
process: fetching
version: 1.0.0
title: Fetching
organization: house.yaml
start: drive
data: {name: {type: text}, careful: {type: text}}
steps: {drive: {role: clerk, form: [name, careful], next: done}, done: {end: completed}}
"""

REST = """
process: rest
version: 1.0.0
title: Rest
organization: house.yaml
start: arrive
data: {rested: {type: flag, change: {by: clerk}}}
steps:
  arrive: {role: clerk, next: sleep}
  sleep:
    wait: {field: rested}
    deadline: 8 hours
    escalate: [{at: deadline, notify: doctor}]
    next: done
  done: {end: completed}
events:
  alarm:
    raised_by: clerk
    several: false
    main_flow: pauses
    clock: stops
    steps: {look: {role: clerk, next: finished}}
"""

HOUSE = """
organization: house
title: House
calendars: {desk: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, doctor: {title: Doctor}}
people: {ann: {name: Ann, roles: [clerk]}, dot: {name: Dot, roles: [doctor]}}
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    for name, text in (("stay", STAY), ("fetching", FETCHING), ("rest", REST), ("house", HOUSE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with Engine.open("memory:", tmp_path) as opened:
        yield opened


def test_the_form_of_an_event_has_its_own_fields(engine: Engine) -> None:
    case = engine.start("stay", {"guest": "An"}, actor="ann").id
    for what in ("cramp", "fever"):
        engine.raise_event(case, "attack", {"what": what}, actor="ann")
    looks = [item for item in engine.case(case, reader="dot").open if item.step == "look"]
    assert [[field.value for field in item.form] for item in looks] == [["cramp", None], ["fever", None]]
    assert [field.edit for field in looks[0].form] == [(), ("doctor",)]
    plain = [item for item in engine.case(case, reader="ann").open if item.step == "look"]
    assert [field.value for item in plain for field in item.form] == [None] * 4


def test_a_history_hides_data_of_events_and_what_is_handed_over(engine: Engine) -> None:
    case = engine.start("stay", {"guest": "An", "illness": "heart"}, actor="ann").id
    engine.raise_event(case, "attack", {"what": "cramp"}, actor="ann")
    book = next(item for item in engine.case(case, reader="ann").open if item.step == "book")
    engine.answer(book.item, "done", actor="ann")
    doctor, plain = (repr(engine.history(case, reader=reader)) for reader in ("dot", "ann"))
    assert all(word in doctor for word in ("heart", "cramp", "'careful'"))
    assert not any(word in plain for word in ("heart", "cramp", "'careful'"))
    assert "'gives': {'name': 'An'}" in plain


def test_the_limit_of_a_wait_is_not_due_while_the_clock_of_the_main_flow_stands_still(engine: Engine) -> None:
    case = engine.start("rest", actor="ann")
    (wait,) = engine.answer(case.open[0].item, "done", actor="ann").case.waiting
    assert (wait.step, wait.due is None) == ("sleep", False)
    (look,) = engine.raise_event(case.id, "alarm", actor="ann").opened
    assert [wait.due for wait in engine.case(case.id, reader="ann").waiting] == [None]
    (wait,) = engine.answer(look.item, "done", actor="ann").case.waiting
    assert wait.due is not None
