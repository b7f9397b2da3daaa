import re
from pathlib import Path

import pytest

from procflow.case import Refused
from procflow.engine import TRUSTED, Engine
from procflow.reports import Lang
from procflow.reports.columns import columns
from procflow.testing.demo import WIDTH, DemoLine, demo_lines, run_demo

GOLDEN = Path(__file__).parent / "golden"


def play(path: Path, lang: Lang = "en") -> list[DemoLine]:
    return list(demo_lines(database=path, lang=lang))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "demo.db"


@pytest.fixture(scope="module")
def lines(database: Path) -> list[DemoLine]:
    return play(database)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_story(lang: Lang, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "demo.db"
    written: list[str] = []
    run_demo(written.append, database=path, lang=lang)
    told = "\n".join(written) + "\n"
    told = re.sub(
        r"\b[0-9a-f]{64}\b",
        "HEAD",
        told.replace(str(path), "DATABASE").replace(str(path.with_suffix(".html")), "PAGE"),
    )  # salts are drawn by chance
    expected = GOLDEN / f"demo.{lang}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")


def test_lines_fit(lines: list[DemoLine], database: Path) -> None:
    named = str(database.parent)
    assert all(columns(str(line)) <= WIDTH for line in lines if named not in str(line))


def test_the_case_is_drawn_beside_its_database(lines: list[DemoLine], database: Path) -> None:
    page = database.with_suffix(".html").read_text(encoding="utf-8")
    assert any(str(database.with_suffix(".html")) in str(line) for line in lines)
    assert "Quality arbitration group" in page
    assert all("\n" not in str(line) for line in lines)


def test_the_record_stays_and_is_whole(lines: list[DemoLine], database: Path) -> None:
    with Engine.open(database) as engine:
        (row,) = engine.cases(reader=TRUSTED)
        assert row.status == "completed"
        assert engine.verify() == {row.case: ()}
        assert any(engine.head(row.case) in line.text for line in lines)


def test_an_altered_copy_is_named_by_its_event(lines: list[DemoLine], database: Path) -> None:
    faults = [line.text for line in lines if line.kind == "fault"]
    with Engine.open(database) as engine:
        (row,) = engine.cases(reader=TRUSTED)
        votes = [
            event.seq
            for event in engine.history(row.case, reader=TRUSTED)
            if event.type == "VoteCast" and event.content["vote"] == "no"
        ]
    assert len(faults) == 1
    assert re.findall(r"\d+", faults[0]) == [str(votes[-1])]


def test_a_temporary_database_is_made_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    written = [str(line) for line in demo_lines()]
    (kept,) = tmp_path.glob("*/demo.db")
    assert any(str(kept) in line for line in written)


def test_a_database_in_use_is_refused(lines: list[DemoLine], database: Path) -> None:
    assert lines
    with pytest.raises(Refused) as refused:
        play(database)
    assert refused.value.code == "not-empty"
