"""What stands beside the events is made from them, and an alteration of it is found."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from procflow import TRUSTED, CaseView, Engine, Library, NotFound
from procflow.store import Damaged, open_store

LEAVE = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
steps:
  ask:
    role: clerk
    deadline: 1 day
    escalate: [{at: deadline, remind: holder}]
    next: granted
  granted: {end: completed}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}}
people: {ann: {name: Ann, roles: [clerk]}}
"""


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM addressees", "open work items"),
        ("UPDATE addressees SET addressee = 'role:cook'", "open work items"),
        ("UPDATE addressees SET item = 'other'", "open work items"),
        ("DELETE FROM work_items", "open work items"),
        ("UPDATE work_items SET due = due + 1", "open work items"),
        ("DELETE FROM timers", "timers"),
        ("UPDATE timers SET due = due + 1", "timers"),
        ("UPDATE cases SET status = 'completed'", "listing"),
        ("UPDATE cases SET state = x'7b'", "state kept"),
        ("UPDATE cases SET state = 'text'", "cannot be read"),
        ("UPDATE cases SET started_at = x'00'", "cannot be read"),
        ("UPDATE work_items SET addressees = 'nobody'", "cannot be read"),
        ("UPDATE timers SET due = x'00'", "cannot be read"),
        ("UPDATE events SET body = 'text' WHERE seq = 1", "cannot be read"),
    ],
)
def test_what_is_looked_up_by(tmp_path: Path, statement: str, what: str) -> None:
    case = started(tmp_path)
    altered(tmp_path, statement)
    with Engine.open(tmp_path / "cases.db", tmp_path / "leave.yaml") as engine:
        (fault,) = engine.verify()[case]
    assert (fault.kind, what in fault.text) == ("altered", True)


def test_a_state_that_the_events_do_not_come_to(
    opened: Callable[..., Engine], check: Callable[[Engine], str], database: Path
) -> None:
    engine = opened()
    case = check(engine)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE cases SET state = replace(CAST(state AS TEXT), '\"1800\"', '\"1900\"')")
        connection.execute("UPDATE cases SET state = CAST(state AS BLOB)")
    ((kind, text),) = [(fault.kind, fault.text) for fault in engine.verify(case)[case]]
    assert (kind, "the state kept of case" in text) == ("altered", True)


def test_an_event_that_was_altered(
    opened: Callable[..., Engine], check: Callable[[Engine], str], database: Path
) -> None:
    engine = opened()
    case, whole = check(engine), engine.start("purchase", actor="ann").id
    text = "replace(CAST(body AS TEXT), 'Pipes', 'Rods')"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"UPDATE events SET body = CAST({text} AS BLOB)")
    faults = engine.verify()
    assert [(fault.kind, fault.seq > 0) for fault in faults[case]] == [("altered", True)]
    assert faults[whole] == ()


def test_a_check_while_others_write_finds_no_fault(engine: Engine, ask: Callable[..., CaseView]) -> None:
    case = ask(engine).id
    with ThreadPoolExecutor(1) as pool:

        def write() -> None:
            for price in range(1, 40):
                engine.change(case, {"price": price}, actor="kim")

        writing = pool.submit(write)
        checks = 0
        while not writing.done() or not checks:
            assert engine.verify(case) == {case: ()}
            checks += 1
        writing.result()
    assert engine.verify(case) == {case: ()}


def test_an_unknown_case(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.verify("c1")
    assert engine.verify() == {}


def test_a_case_that_was_deleted_in_part_is_named(tmp_path: Path) -> None:
    case, whole = started(tmp_path), started(tmp_path)
    altered(tmp_path, f"DELETE FROM cases WHERE case_id = '{case}'")
    with Engine.open(tmp_path / "cases.db", tmp_path / "leave.yaml") as engine:
        (fault,) = engine.verify()[case]
        assert (fault.kind, fault.text) == ("missing", f"the row of case {case} is missing")
        assert engine.verify()[whole] == engine.verify(whole)[whole] == ()
        with pytest.raises(NotFound):
            engine.verify("c0ffee")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET state = x'7b'",
        "UPDATE cases SET started_at = x'00'",
        "UPDATE cases SET process = CAST(x'ff' AS TEXT)",
        "DELETE FROM cases",
    ],
)
def test_a_case_that_cannot_be_read_holds_up_no_other(tmp_path: Path, statement: str) -> None:
    case, other = started(tmp_path), started(tmp_path)
    altered(tmp_path, f"{statement} WHERE case_id = '{case}'")
    with Engine.open(tmp_path / "cases.db", tmp_path / "leave.yaml") as engine:
        left_out: list[str] = []
        items = engine.inbox("ann", left_out=lambda case, error: left_out.append(case))
        assert ([item.case for item in items], left_out) == ([other], [case])
        with pytest.warns(RuntimeWarning, match=f"case {case} is left out: "):
            engine.inbox("ann")
        seen = engine.cases(reader="ann", left_out=lambda case, error: None)
        assert [row.case for row in seen] == [other]
        advanced = engine.advance(engine.now() + timedelta(days=9))
        assert [done.case.id for done in advanced.done] == [other]
        assert [(stuck.case, stuck.refused.code) for stuck in advanced.stuck] == [(case, "unreadable")]


def test_an_item_that_cannot_be_read_is_still_answered(tmp_path: Path) -> None:
    case = started(tmp_path)
    altered(tmp_path, "UPDATE work_items SET addressees = 'nobody', role = x'00'")
    with Engine.open(tmp_path / "cases.db", tmp_path / "leave.yaml") as engine:
        (item,) = engine.inbox("ann")
        assert engine.answer(item.item, "done", actor="ann").case.id == case


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("definition", b'{"format":2}'),
        ("definition", b"[" * 9999),
        ("definition", b'{"format":1,"process":{"process":"leave"},"clauses":null,"organization":"shop"}'),
        ("organization", b'{"format":1,"organization":{"organization":"shop"},"documents":{}}'),
        ("organization", b'{"format":1,"organization":{},"holidays":{"CN":[]}}'),
    ],
)
def test_what_this_release_cannot_read_is_told_plainly(tmp_path: Path, kind: str, content: bytes) -> None:
    case = started(tmp_path)
    with closing(sqlite3.connect(tmp_path / "cases.db")) as connection, connection:
        key = connection.execute("SELECT sha256 FROM contents WHERE kind = ?", [kind]).fetchone()[0]
        other = sha256(content).hexdigest()
        connection.execute("INSERT INTO contents VALUES (?, ?, ?)", [kind, other, content])
        connection.execute("UPDATE cases SET state = CAST(replace(state, ?, ?) AS BLOB)", [key, other])
    with Engine(open_store(tmp_path / "cases.db"), Library()) as engine:
        with pytest.raises(Damaged, match=f"the {kind} of case {case} "):
            engine.case(case, reader=TRUSTED)
        assert {organization.name for organization in engine.organizations(ever=True)} == {"shop"}


def started(folder: Path) -> str:
    """A case in a database of a folder."""
    (folder / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    with Engine.open(folder / "cases.db", folder / "leave.yaml") as engine:
        engine.make_sandbox() if not engine.cases(reader=TRUSTED) else None
        case = engine.start("leave", actor="ann").id
        assert engine.verify(case) == {case: ()}
    return case


def altered(folder: Path, statement: str) -> None:
    """Change a row from outside."""
    with closing(sqlite3.connect(folder / "cases.db")) as connection, connection:
        assert connection.execute(statement).rowcount == 1
