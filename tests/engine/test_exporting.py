"""Who may carry a case away as a file, and what of it is left out for whom."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from procflow import (
    TRUSTED,
    AsyncEngine,
    CaseView,
    Engine,
    Library,
    NotFound,
    Refused,
    StoreError,
    open_library,
    open_store,
    verify_export,
)

VISIT = """
process: visit
version: 1.0.0
title: Visit
organization: house.yaml
start: book
data:
  guest: {type: text, personal: true}
  contact: {type: group, fields: {phone: {type: text, personal: true}, room: {type: text}}}
  illness: {type: text, personal: true, see: doctor}
  budget: {type: number, see: [chief]}
  shown: {type: list, of: person, personal: true}
  asked: {type: list, of: person, personal: true, see: doctor}
steps:
  book:
    role: clerk
    form: [guest, contact, illness, budget, shown, asked]
    attach: [letter]
    outcomes: {booked: {go: tell, form: optional}}
  tell: {notice: {each: shown}, next: ask}
  ask: {notice: {each: asked}, next: look}
  look: {role: clerk, next: done}
  done: {end: completed}
events:
  attack:
    raised_by: clerk
    several: true
    main_flow: continues
    data: {pulse: {type: number, personal: true, see: doctor}}
    steps: {look-after: {role: clerk, form: [pulse], next: finished}}
"""

HOUSE = """
organization: house
title: House
calendars: {desk: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, doctor: {title: Doctor}, chief: {title: Chief}}
people:
  ann: {name: Ann, roles: [clerk]}
  dot: {name: Dot, roles: [doctor, chief]}
  eve: {name: Eve, roles: [doctor]}
  tom: {name: Tom, roles: []}
"""

DATA = {"guest": "Mr Wang", "contact": {"phone": "555-0100", "room": "7"}, "illness": "fever"}


@pytest.fixture
def visits(tmp_path: Path) -> Library:
    for name, text in (("visit", VISIT), ("house", HOUSE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return open_library(tmp_path)


@pytest.fixture(params=["memory:", "visits.db"])
def house(request: pytest.FixtureRequest, tmp_path: Path, visits: Library) -> Iterator[Engine]:
    where = request.param if request.param == "memory:" else tmp_path / request.param
    with Engine(open_store(where), visits) as engine:
        yield engine


def visit(engine: Engine, **more: object) -> str:
    case = engine.start("visit", actor="ann")
    engine.answer(case.open[0].item, "booked", actor="ann", data={**DATA, **more})
    return case.id


def left_out(content: bytes) -> list[str]:
    checked = verify_export(content)
    assert checked.faults == ()
    return list(checked.left_out)


def test_a_running_case_on_either_store(engine: Engine, ask: Callable[..., CaseView]) -> None:
    case = ask(engine)
    checked = verify_export(engine.export(case.id, reader=TRUSTED))
    assert (checked.faults, checked.case, checked.version) == ((), case.id, case.version)
    assert (checked.status, checked.head) == ("running", engine.head(case.id))
    assert engine.export(case.id, reader=TRUSTED) == engine.export(case.id, reader=TRUSTED)


def test_it_goes_on_with_the_case(house: Engine) -> None:
    case = visit(house)
    before = verify_export(house.export(case, reader=TRUSTED))
    house.answer(house.inbox("ann")[0].item, "done", actor="ann")
    after = verify_export(house.export(case, reader=TRUSTED))
    assert (before.status, after.status, after.version > before.version) == ("running", "completed", True)


def test_fields_are_left_out(house: Engine) -> None:
    case = visit(house)
    whole = house.export(case, reader=TRUSTED)
    assert left_out(whole) == []
    redacted = house.export(case, reader=TRUSTED, redact=["contact", "guest"])
    assert left_out(redacted) == ["contact", "guest"]
    assert verify_export(redacted).head == verify_export(whole).head
    for said in (b"Mr Wang", b"555-0100"):
        assert said in whole and said not in redacted


def test_fields_of_an_event_are_left_out(house: Engine) -> None:
    case = visit(house)
    house.raise_event(case, "attack", actor="ann")
    (item,) = [item for item in house.inbox("ann") if item.step == "look-after"]
    house.answer(item.item, "done", actor="ann", data={"pulse": 147})
    assert left_out(house.export(case, reader=TRUSTED, redact=["pulse"])) == ["pulse"]
    assert left_out(house.export(case, reader="ann")) == ["illness", "pulse"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("budget", "budget is not personal"),
        ("letter", "there is no field letter"),
        ("contact.phone", "there is no field contact.phone"),
    ],
)
def test_what_cannot_be_left_out(house: Engine, name: str, reason: str) -> None:
    case = visit(house)
    with pytest.raises(Refused, match=reason) as refused:
        house.export(case, reader=TRUSTED, redact=[name])
    assert refused.value.code == "not-personal"
    assert refused.value.allowed == ("asked", "contact", "guest", "illness", "pulse", "shown")


def test_names_that_became_names_on_the_record_cannot_be_left_out(house: Engine) -> None:
    case = visit(house, shown=["eve"])
    with pytest.raises(Refused, match="the names by which tell asks") as refused:
        house.export(case, reader=TRUSTED, redact=["shown"])
    assert (refused.value.code, "shown" in refused.value.allowed) == ("not-personal", False)
    assert left_out(house.export(case, reader=TRUSTED, redact=["asked"])) == []


def test_what_the_reader_may_not_see_is_left_out_if_it_is_personal(house: Engine) -> None:
    case = visit(house)
    assert left_out(house.export(case, reader="ann")) == ["illness"]
    assert left_out(house.export(case, reader="dot")) == []
    assert left_out(house.export(case, reader="ann", redact=["guest"])) == ["guest", "illness"]
    assert b"fever" not in house.export(case, reader="ann")


def test_what_cannot_be_left_out_is_not_carried_away(house: Engine) -> None:
    case = visit(house, budget=300)
    with pytest.raises(Refused, match="ann may not see budget") as refused:
        house.export(case, reader="ann")
    assert (refused.value.code, refused.value.allowed) == ("may-not-export", ("chief",))
    assert left_out(house.export(case, reader="dot")) == []


def test_names_that_the_reader_may_not_see_are_not_carried_away(house: Engine) -> None:
    case = visit(house, asked=["eve"])
    with pytest.raises(Refused, match="may not see whom this case asks") as refused:
        house.export(case, reader="ann")
    assert refused.value.code == "may-not-export"
    assert left_out(house.export(case, reader="dot")) == []


def test_who_may_not_see_the_case(house: Engine) -> None:
    case = visit(house)
    with pytest.raises(Refused) as refused:
        house.export(case, reader="tom")
    assert refused.value.code == "may-not-read"
    with pytest.raises(NotFound):
        house.export("c0ffee", reader=TRUSTED)
    with pytest.raises(TypeError, match="reader"):
        house.export(case, reader=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="several names are needed"):
        house.export(case, reader=TRUSTED, redact="guest")


def test_an_erased_value_is_left_out_and_the_rest_is_whole(tmp_path: Path, visits: Library) -> None:
    database = tmp_path / "cases.db"
    with Engine(open_store(database), visits) as engine:
        case = engine.start("visit", actor="ann")
        engine.answer(case.open[0].item, "booked", actor="ann", data=DATA)
        whole = engine.export(case.id, reader=TRUSTED)
        altered(database, "DELETE FROM personal WHERE field = 'guest'")
        altered(
            database, "UPDATE cases SET state = CAST(replace(CAST(state AS TEXT), 'Mr Wang', '') AS BLOB)"
        )
        erased = engine.export(case.id, reader=TRUSTED)
    assert left_out(erased) == ["guest"]
    assert verify_export(erased).head == verify_export(whole).head


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'ann', 'tom') AS BLOB)", "was altered"),
        ("UPDATE commits SET header = x'00' WHERE version > 3", "cannot be read"),
        ("DELETE FROM events WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM contents WHERE kind = 'organization'", "is not kept any more"),
        ("UPDATE cases SET head = zeroblob(32)", "does not lead to the head"),
        ("UPDATE personal SET value = CAST('\"x\"' AS BLOB)", "the personal field"),
    ],
)
def test_a_case_that_is_not_whole_is_not_exported(
    tmp_path: Path, visits: Library, statement: str, what: str
) -> None:
    database = tmp_path / "cases.db"
    with Engine(open_store(database), visits) as engine:
        case = visit(engine)
        altered(database, statement)
        with pytest.raises(StoreError, match=what):
            engine.export(case, reader=TRUSTED)


def test_what_would_be_too_large_is_not_written(house: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from procflow import ExportError

    case = visit(house)
    monkeypatch.setattr("procflow.exported.archive.LIMIT", 1000)
    with pytest.raises(ExportError, match="at most 1000 bytes") as raised:
        house.export(case, reader=TRUSTED)
    assert raised.value.code == "too-large"


def test_both_engines_write_the_same(tmp_path: Path, visits: Library) -> None:
    database = tmp_path / "cases.db"
    with Engine(open_store(database), visits) as engine:
        case = visit(engine)
        one = engine.export(case, reader="ann", redact=["guest"])

    async def other() -> bytes:
        async with AsyncEngine.open(database, tmp_path) as engine:
            return await engine.export(case, reader="ann", redact=["guest"])

    assert asyncio.run(other()) == one


def altered(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(statement).rowcount > 0
