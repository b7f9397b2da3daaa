from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from procflow.case.events import CaseEnded
from procflow.cli.standing import standing_text
from procflow.engine import Record
from procflow.reports.columns import columns
from procflow.testing import run_files

SCENARIOS = Path(__file__).parents[2] / "processes" / "scenarios"
RETURNS = SCENARIOS / "contract-review" / "returns.yaml"
DISPUTES = SCENARIOS / "contract-review" / "disputes.yaml"
SIGNS = "✓●!‖○"


@cache
def records(file: Path) -> tuple[Record, ...]:
    summary = run_files([file])
    assert summary.ok
    return tuple(record for result in summary.results for record in result.records)


def at(record: Record, events: int, lang: str = "en") -> str:
    """Where a case stood after so many events."""
    known = replace(record, envelopes=record.envelopes[:events])
    return standing_text(known, known.envelopes[-1].at, lang)


def drawn(text: str) -> Iterator[tuple[int, str, str]]:
    """Of each line how deep it lies, its sign and its title."""
    for line in text.splitlines()[:-1]:
        rest = line.lstrip(" ")
        yield (len(line) - len(rest)) // 2, rest[0], rest[2:].split("  ")[0]


def test_what_was_passed_is_open_and_lies_ahead(cli: Any, leave: Path) -> None:
    case = cli("start", leave, "--as", "ann", "--db", "cases.db", "--json").json["case"]
    shown = cli("show", case, "--db", "cases.db", "--processes", leave.parent).out
    way = shown.partition("way\n")[2].partition("\n\n")[0]
    assert list(drawn(way)) == [(1, "●", "ask"), (1, "○", "look"), (1, "○", "granted")]
    assert "Ann and Cat" in way and "/ 1 business day" in way
    days = ("--data", '{"days": 2}')
    assert cli("do", case, "ask", "asked", "--as", "ann", "--db", "cases.db", *days).code == 0
    assert cli("do", case, "look", "agree", "--as", "cat", "--seat", "clerk", "--db", "cases.db").code == 0
    way = cli("show", case, "--db", "cases.db").out.partition("way\n")[2].partition("\n\n")[0]
    found = list(drawn(way))
    assert found[:3] == [(1, "✓", "ask"), (1, "●", "look"), (2, "✓", "clerk")]
    assert (1, "○", "granted") in found
    assert "1/2" in way
    assert way.endswith("(✓ Done  ● Open now  ○ Not yet reached)")


def test_signs_have_others_where_the_encoding_has_none(program: Any, cli: Any, leave: Path) -> None:
    case = cli("start", leave, "--as", "ann", "--db", "cases.db", "--json").json["case"]
    ended = program("show", case, "--db", "cases.db", env={"PYTHONIOENCODING": "ascii"})
    assert "\n  * ask" in ended.stdout and "\n  . look" in ended.stdout
    assert "(* Open now  . Not yet reached)" in ended.stdout
    assert "\x1b" not in ended.stdout


def test_before_anything_is_open_there_is_nothing_to_draw() -> None:
    assert at(records(RETURNS)[0], 1) == ""


def test_a_dispute_shows_who_rules() -> None:
    record = max(records(DISPUTES), key=lambda record: len(record.envelopes))
    counts = range(len(record.envelopes), 0, -4)
    text = "\n".join(at(record, count) for count in counts)
    assert "● Level that rules: " in text and "✓ Level that rules: " in text
    chinese = "\n".join(at(record, count, "zh") for count in counts)
    assert "● 裁決層級：" in chinese and "（" not in chinese.splitlines()[-1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_stand_one_below_the_other(lang: str) -> None:
    found = 0
    for record in records(RETURNS):
        lines = [line for line in at(record, len(record.envelopes), lang).splitlines() if "×2" in line]
        assert len({columns(line.partition("×2")[0]) for line in lines}) <= 1
        found = max(found, len(lines))
    assert found > 1


@pytest.mark.parametrize("name", ["order-desk/shipment-hold/routes", "order-follow-up/late"])
def test_what_is_over_has_nothing_open_and_what_runs_says_where(name: str) -> None:
    for record in records(SCENARIOS / f"{name}.yaml"):
        over = any(isinstance(sealed.event, CaseEnded) for sealed in record.envelopes)
        found = list(drawn(at(record, len(record.envelopes))))
        assert all(sign in SIGNS and title for _, sign, title in found)
        stands = {sign for _, sign, _ in found} & set("●!‖○")
        assert not stands if over else stands & set("●!‖")


def test_branches_lie_below_their_block() -> None:
    depths = {
        depth
        for record in records(SCENARIOS / "order-follow-up" / "late.yaml")
        for depth, _, _ in drawn(at(record, len(record.envelopes)))
    }
    assert depths >= {1, 2}
