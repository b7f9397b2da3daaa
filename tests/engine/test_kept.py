"""A case as it is kept, whatever was done to the database."""

import sqlite3
from pathlib import Path

import pytest

from procflow import TRUSTED, Engine, NotFound, Refused, read_case
from procflow.store import Damaged


@pytest.fixture
def database(tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "cases.db"
    with Engine.open(file) as engine:
        case = engine.start("contract-review", {"amount": 1800000}, actor="lin")
        engine.answer(case.open[0].item, "withdrawn", actor="lin", comment="Lost")
    return file, case.id


def done_to(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_the_same_as_in_its_file(database: tuple[Path, str]) -> None:
    file, case = database
    with Engine.open(file) as engine:
        kept, content = engine.kept(case, reader=TRUSTED), engine.export(case, reader=TRUSTED)
    there = read_case(content)
    assert kept.envelopes == there.envelopes
    assert (kept.case, kept.process, kept.definition, kept.head) == (
        there.case,
        there.process,
        there.definition,
        there.head,
    )
    assert (kept.faults, kept.signed, there.signed) == ((), False, True)


def test_without_its_definition(database: tuple[Path, str]) -> None:
    file, case = database
    done_to(file, "DELETE FROM contents WHERE kind = 'definition'")
    with Engine.open(file) as engine:
        kept = engine.kept(case, reader=TRUSTED)
        assert len(engine.kept(case, reader=TRUSTED).envelopes) > 5
    assert (kept.program, kept.process) == (None, "contract-review")
    assert "definition" in kept.faults[0].text


def test_an_altered_event_is_named(database: tuple[Path, str]) -> None:
    file, case = database
    done_to(file, "UPDATE events SET body = CAST(replace(body, 'Lost', 'Won!') AS BLOB)")
    with Engine.open(file) as engine:
        kept = engine.kept(case, reader=TRUSTED)
    (fault,) = kept.faults
    assert fault.kind == "altered"
    assert "Won!" in str(next(e.event for e in kept.envelopes if e.seq == fault.seq))


def test_a_person_sees_of_it_what_persons_see(database: tuple[Path, str]) -> None:
    file, case = database
    with Engine.open(file) as engine:
        assert engine.kept(case, reader="lin").envelopes == engine.record(case, reader="lin").envelopes
        with pytest.raises(Refused) as refused:
            engine.kept(case, reader="nobody-we-know")
    assert refused.value.code == "may-not-read"
    done_to(file, "UPDATE events SET body = CAST('{}' AS BLOB) WHERE seq = 2")
    with Engine.open(file) as engine, pytest.raises(Damaged):
        engine.kept(case, reader="lin")


def test_a_case_that_is_not_there() -> None:
    with Engine.open("memory:") as engine, pytest.raises(NotFound):
        engine.kept("c0ffee", reader=TRUSTED)
