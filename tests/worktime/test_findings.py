"""Every mistake has its own code, its own place and, where it can be known, the corrected text."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from procflow.diagnostics import Diagnostic, Span
from procflow.worktime import (
    CalendarSpec,
    Locate,
    Weekday,
    Zone,
    build_calendar,
    parse_country,
    parse_date,
    parse_deadline,
    parse_duration,
    parse_hours,
    parse_instant,
    parse_moment,
    parse_weekdays,
    parse_zone,
)

SHANGHAI = Zone.named("Asia/Shanghai")
FIELDS = ("arrival", "delivery_date", "到店日")


def locate(start: int, end: int) -> Span:
    return Span("process.yaml", 7, start + 1, 7, end + 1)


def deadline(text: str, locate: Locate) -> Any:
    return parse_deadline(text, FIELDS, locate)


def instant(text: str, locate: Locate) -> Any:
    return parse_instant(text, SHANGHAI, locate)


# parser, text, code, the marked part, the end of the help
MISTAKES: list[tuple[Callable[[str, Locate], Any], str, str, str, str]] = [
    (parse_duration, "9" * 201, "W100", "9" * 201, ""),
    (parse_duration, "", "W101", "", "30 minutes or 3 days"),
    (parse_duration, "30", "W102", "30", "for example 30 business hours"),
    (parse_duration, "business day", "W103", "business day", "did you mean 1 business day?"),
    (parse_duration, "1,5 hours", "W104", "1,5", "1000 hours or 1.5 hours"),
    (parse_duration, "1e3 days", "W104", "1e3", "1000 hours or 1.5 hours"),
    (parse_duration, "P1D", "W105", "P1D", "write 1 day"),
    (parse_duration, "PT2H", "W105", "PT2H", "write 2 hours"),
    (parse_duration, "P1DT2H", "W105", "P1DT2H", ""),
    (parse_duration, "P1M", "W105", "P1M", ""),
    (parse_duration, "0 days", "W106", "0", "such as 1 day"),
    (parse_duration, "-2 business days", "W106", "-2", "such as 2 business days"),
    (parse_duration, "1.5 days", "W107", "1.5", "write 36 hours"),
    (parse_duration, "1.5 business days", "W107", "1.5", ""),
    (parse_duration, "1000000 days", "W108", "1000000", "write at most 3660"),
    (parse_duration, "2 months", "W109", "months", "for example 60 days"),
    (parse_duration, "30 seconds", "W109", "seconds", "for example 1 minute"),
    (parse_duration, "two business days", "W110", "two business days", "write 2 business days"),
    (parse_duration, "兩個工作日", "W110", "兩個工作日", "write 2 business days"),
    (parse_duration, "1 day 2 hours", "W111", "day 2 hours", "in the smaller unit"),
    (parse_duration, "2 bussiness days", "W112", "bussiness days", "did you mean 2 business days?"),
    (parse_duration, "2 working days", "W112", "working days", "did you mean 2 business days?"),
    (parse_duration, "3 hrs", "W112", "hrs", "did you mean 3 hours?"),
    (parse_duration, "3 lunches", "W112", "lunches", ""),
    (parse_duration, "soon", "W113", "soon", "30 minutes or 3 days"),
    (deadline, "2 days before arival", "W120", "arival", "did you mean arrival?"),
    (deadline, "2 days befor arrival", "W121", "befor", "did you mean 2 days before arrival?"),
    (deadline, "2 days arrival", "W121", "arrival", "did you mean 2 days before arrival?"),
    (deadline, "2 days before", "W122", "before", 'name it behind "before"'),
    (deadline, "before arrival", "W101", "before", "30 minutes or 3 days"),
    (deadline, "2 bussiness days before arrival", "W112", "bussiness days", "did you mean 2 business days?"),
    (deadline, "1 day before opening", "W123", "opening", "did you mean 1 day?"),
    (deadline, "1 day after deadline", "W124", "deadline", "write 1 day to count from the opening"),
    (parse_moment, "2 hours before deadlin", "W130", "deadlin", "did you mean deadline?"),
    (parse_moment, "dedline", "W130", "dedline", "did you mean deadline?"),
    (parse_moment, "2 hours", "W131", "2 hours", "write 2 hours before deadline, or 2 hours after opening"),
    (parse_moment, "1 hour before opening", "W123", "opening", "did you mean 1 hour before deadline?"),
    (parse_hours, "09:00-12:00,", "W201", "", "13:30-18:00, or closed"),
    (parse_hours, "09:00", "W202", "09:00", "09:00-12:00, 13:30-18:00"),
    (parse_hours, "09:00-12:00, 9.30-18:00", "W203", "9.30", "did you mean 09:30?"),
    (parse_hours, "9-18:00", "W203", "9", "did you mean 09:00?"),
    (parse_hours, "9am-18:00", "W203", "9am", "did you mean 09:00?"),
    (parse_hours, "09:00-6pm", "W203", "6pm", "did you mean 18:00?"),
    (parse_hours, "09:00-25:00", "W203", "25:00", ""),
    (parse_hours, "09:00-13:00, 12:00-18:00", "W204", "12:00-18:00", "write 09:00-18:00 once"),
    (
        parse_hours,
        "22:00-06:00",
        "W205",
        "22:00-06:00",
        "and 00:00-06:00 on the next",
    ),
    (parse_hours, "09:00-09:00", "W205", "09:00-09:00", ""),
    (parse_weekdays, "mon-fry", "W211", "fry", "did you mean friday?"),
    (parse_weekdays, "mon-fri, wed", "W212", "wed", ""),
    (parse_date, "2026/5/1", "W220", "2026/5/1", "did you mean 2026-05-01?"),
    (parse_date, "2026年5月1日", "W220", "2026年5月1日", "did you mean 2026-05-01?"),
    (parse_date, "1/5/2026", "W220", "1/5/2026", ""),
    (parse_date, " 2026-02-30", "W221", "2026-02-30", ""),
    (instant, "2026-03-02 25:00", "W222", "25:00", "for example 2026-03-02 09:00"),
    (instant, "2026-03-02 noon", "W220", "2026-03-02 noon", ""),
    (instant, "2026/3/2 09:00", "W220", "2026/3/2", "did you mean 2026-03-02?"),
    (instant, "0001-01-01 00:00", "W223", "0001-01-01", ""),
    (parse_zone, "Shanghai", "W230", "Shanghai", "did you mean Asia/Shanghai?"),
    (parse_zone, "Asia/Shangai", "W230", "Asia/Shangai", "did you mean Asia/Shanghai?"),
    (parse_zone, "../../etc/passwd", "W230", "../../etc/passwd", ""),
    (parse_zone, "", "W230", "", ""),
    (parse_country, "China", "W240", "China", "did you mean CN? If not, list the dates"),
    (parse_country, "cn", "W240", "cn", "did you mean CN? If not, list the dates"),
    (parse_country, "DE-by", "W241", "DE-by", "did you mean DE-BY?"),
    (parse_country, "DE-QQ", "W241", "DE-QQ", ""),
]


@pytest.mark.parametrize(("parse", "text", "code", "marked", "help"), MISTAKES)
def test_a_mistake_is_named_placed_and_mended(
    parse: Callable[[str, Locate], Any], text: str, code: str, marked: str, help: str
) -> None:
    value, problems = parse(text, locate)
    assert value is None
    (problem,) = problems
    assert problem.code == code
    assert problem.message()
    assert text[problem.span.column - 1 : problem.span.end_column - 1] == marked
    assert problem.help().endswith(help)
    assert bool(problem.help()) == bool(help)


def built(spec: CalendarSpec) -> Diagnostic:
    calendar, (problem,) = build_calendar(spec, locate(0, 6))
    assert calendar is None
    return problem


def test_a_calendar_without_working_time_is_refused_before_anything_waits_for_it() -> None:
    assert built(CalendarSpec(SHANGHAI, {})).code == "W250"
    assert built(CalendarSpec(SHANGHAI, {Weekday.MONDAY: ()})).code == "W250"


def test_a_make_up_day_needs_a_weekday_with_hours() -> None:
    hours, _ = parse_hours("09:00-18:00", locate)
    assert hours is not None
    spec = CalendarSpec(SHANGHAI, {Weekday.TUESDAY: hours}, workdays={date(2026, 2, 14): Weekday.MONDAY})
    problem = built(spec)
    assert problem.code == "W251"
    assert "2026-02-14" in problem.message()
    assert "Monday" in problem.message()


def test_every_code_of_the_catalogue_is_tried_here() -> None:
    text = files("procflow.diagnostics.catalogue").joinpath("worktime.toml").read_text(encoding="utf-8")
    codes = {line[1:5] for line in text.splitlines() if line.startswith("[W")}
    assert codes == {code for _, _, code, _, _ in MISTAKES} | {"W250", "W251"}
