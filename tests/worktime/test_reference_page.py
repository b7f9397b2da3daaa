"""The examples of docs/reference/time.md are what the code does."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from procflow.definition import load_process
from procflow.diagnostics import Span
from procflow.worktime import (
    Calendar,
    CalendarSpec,
    Recurrence,
    Weekday,
    Zone,
    due,
    instants_around,
    parse_deadline,
    parse_duration,
    parse_hours,
    parse_moment,
    parse_weekdays,
    turns,
)

OPENED = "Mon 2026-03-02 10:00"


def locate(start: int, end: int) -> Span:
    return Span("time.md", 1, start + 1, 1, end + 1)


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "time.md").read_text(encoding="utf-8")


def rows(page: str, *header: str) -> Iterator[list[str]]:
    """The cells of the table that begins with ``header``."""
    lines = iter(page.splitlines())
    for line in lines:
        if cells(line)[: len(header)] == list(header):
            break
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            break
        yield cells(line)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.fixture(scope="module")
def calendar(page: str) -> Calendar:
    written = {name: re.findall(r"`([^`]+)`", value) for name, value in rows(page, "", "")}
    days, _ = parse_weekdays("mon-fri", locate)
    hours, _ = parse_hours(written["mon-fri"][0], locate)
    short, _ = parse_hours(written["special"][1], locate)
    assert days and hours and short
    return Calendar(
        CalendarSpec(
            zone=Zone.named(written["zone"][0]),
            hours=dict.fromkeys(days, hours),
            holidays={date.fromisoformat(day): "holiday" for day in written["holidays"]},
            workdays={date.fromisoformat(day): Weekday.MONDAY for day in written["workdays"]},
            special={date.fromisoformat(written["special"][0]): short},
        )
    )


def moment(calendar: Calendar, text: str) -> datetime:
    found = calendar.spec.zone.instant(datetime.strptime(text, "%a %Y-%m-%d %H:%M"))
    assert shown(calendar, found) == text  # the weekday is the date's
    return found


def shown(calendar: Calendar, instant: datetime) -> str:
    return calendar.spec.zone.local(instant).strftime("%a %Y-%m-%d %H:%M")


def test_on_from_a_moment(page: str, calendar: Calendar) -> None:
    examples = list(rows(page, "from", "length", "leads to"))
    assert len(examples) == 15
    for start, length, end, _ in examples:
        duration, _ = parse_duration(length, locate)
        assert duration is not None
        assert shown(calendar, calendar.add(moment(calendar, start), duration)) == end, (start, length)


def test_back_from_a_moment(page: str, calendar: Calendar) -> None:
    examples = list(rows(page, "from", "length back"))
    assert len(examples) == 5
    for start, length, end, _ in examples:
        duration, _ = parse_duration(length, locate)
        assert duration is not None
        assert shown(calendar, calendar.subtract(moment(calendar, start), duration)) == end, (start, length)


def test_from_a_date(page: str, calendar: Calendar) -> None:
    examples = list(rows(page, "field", "deadline"))
    assert len(examples) == 9
    for day, text, end in examples:
        deadline, _ = parse_deadline(f"{text} arrival", ["arrival"], locate)
        assert deadline is not None
        dates = {"arrival": calendar.spec.zone.local(moment(calendar, f"{day} 00:00")).date()}
        assert shown(calendar, due(deadline, calendar, moment(calendar, OPENED), dates)) == end, (day, text)


def test_around_a_deadline(page: str, calendar: Calendar) -> None:
    examples = list(rows(page, "opened", "deadline", "at"))
    assert len(examples) == 5
    for start, limit, text, expected in examples:
        opened = moment(calendar, start)
        deadline, _ = parse_deadline(limit, [], locate)
        at, _ = parse_moment(text, locate)
        assert deadline is not None
        assert at is not None
        _, (found,) = instants_around(deadline, [at], calendar, opened, {})
        assert shown(calendar, found) == expected, (start, limit, text)


ORGANIZATION = """\
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00"}}}
roles: {clerk: {title: Clerk}}
"""

PROCESS = """\
process: report
version: 1.0.0
title: Report
organization: works.yaml
start: write
cadence: CADENCE
steps:
  write: {role: clerk, next: filed}
  filed: {end: completed}
"""


def recurrence(folder: Path, written: str) -> Recurrence:
    """When cases of a process with this cadence open."""
    (folder / "works.yaml").write_text(ORGANIZATION, encoding="utf-8")
    cadence = f"{written.removesuffix('}')}, missed: each, starter: clerk}}"
    (folder / "report.yaml").write_text(PROCESS.replace("CADENCE", cadence), encoding="utf-8")
    loaded = load_process(folder / "report.yaml")
    assert loaded.process is not None and loaded.process.cadence is not None, loaded.diagnostics
    return loaded.process.cadence.recurrence


def test_what_comes_back(page: str, calendar: Calendar, tmp_path: Path) -> None:
    examples = list(rows(page, "cadence", "period", "turn"))
    assert len(examples) >= 13
    for written, period, expected, _ in examples:
        rhythm = recurrence(tmp_path, written.strip("`"))
        turn = next(t for t in turns(rhythm, calendar, date(2026, 1, 1)) if t.period == period)
        local = calendar.spec.zone.local(turn.at)
        assert ("none" if turn.skipped else f"{local:%a %Y-%m-%d %H:%M}") == expected, (written, period)
