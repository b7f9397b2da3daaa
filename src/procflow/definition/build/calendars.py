"""Working calendars of an organization."""

from collections.abc import Callable
from datetime import date

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, get, items, mappings, scalar, sound
from procflow.definition.build.scope import Report
from procflow.diagnostics import Related, Span
from procflow.source import Entry, ListNode, MapNode, ScalarNode
from procflow.worktime import (
    Calendar,
    CalendarSpec,
    Country,
    Hours,
    PublicHolidays,
    Weekday,
    Zone,
    build_calendar,
    parse_country,
    parse_date,
    parse_hours,
    parse_weekdays,
    parse_zone,
)

CLOSED = "closed"
Holidays = Callable[[Country], PublicHolidays]
"""From a country to its public holidays: of the installed package, or as they were kept with a file."""


def build_calendars(report: Report, node: MapNode, holidays: Holidays) -> dict[str, Calendar]:
    """The calendars that can be read, in the order of the file."""
    found: dict[str, Calendar] = {}
    for entry, body in mappings(node, "calendars"):
        naming.declared(report, entry.key)
        calendar = _calendar(report, entry, body, holidays)
        if calendar is not None:
            found[entry.name] = calendar
    return found


def build_zone(report: Report, node: MapNode) -> Zone | None:
    """The time zone that a mapping names."""
    written = scalar(node, "zone")
    if written is None:
        return None
    zone, found = parse_zone(written.text, written.part)
    report.take(found)
    return zone


def _calendar(report: Report, entry: Entry, node: MapNode, known: Holidays) -> Calendar | None:
    before = len(report)
    zone = build_zone(report, node)
    hours = _hours(report, node)
    public = _public(report, node, known)
    holidays = {**(public.holidays if public else {}), **_own_holidays(report, node)}
    workdays = {*(public.workdays if public else ()), *_dates(report, node, "workdays")}
    special = _special(report, node)
    published = scalar(node, "published_until")
    until = read_date(report, published) if published else (public.published_until if public else None)
    if zone is None or len(report) > before or not sound(node):
        return None
    usual = next((day for day in Weekday if hours.get(day)), Weekday.MONDAY)
    spec = CalendarSpec(zone, hours, holidays, dict.fromkeys(sorted(workdays), usual), special, until)
    calendar, found = build_calendar(spec, entry.key.span)
    report.take(found)
    return calendar


def _hours(report: Report, node: MapNode) -> dict[Weekday, Hours]:
    found: dict[Weekday, Hours] = {}
    places: dict[Weekday, Span] = {}
    for entry in entries(node, "hours"):
        days, problems = parse_weekdays(entry.name, entry.key.part)
        report.take(problems)
        if not isinstance(entry.value, ScalarNode) or entry.value.poisoned:
            continue
        hours, problems = parse_hours(entry.value.text, entry.value.part)
        report.take(problems)
        for day in days or ():
            if day in places:
                related = (Related(places[day]),)
                report.add("O101", entry.key.span, related, day=day.name.capitalize())
            places.setdefault(day, entry.key.span)
            found[day] = hours or ()
    return found


def _special(report: Report, node: MapNode) -> dict[date, Hours]:
    """Dates with hours of their own; ``closed`` has none."""
    found: dict[date, Hours] = {}
    for entry in entries(node, "special"):
        day = read_date(report, entry.key)
        if not isinstance(entry.value, ScalarNode) or entry.value.poisoned:
            continue
        hours: Hours | None = ()
        if entry.value.text != CLOSED:
            hours, problems = parse_hours(entry.value.text, entry.value.part)
            report.take(problems)
        if day is not None:
            found[day] = hours or ()
    return found


def countries(node: MapNode) -> tuple[Country, ...]:
    """The countries whose public holidays the calendars of an organization keep."""
    written = (_country(body) for _, body in mappings(node, "calendars"))
    found = (parse_country(country.text, country.part)[0] for country in written if country is not None)
    return tuple(dict.fromkeys(country for country in found if country is not None))


def _country(node: MapNode) -> ScalarNode | None:
    value = get(node, "holidays")
    written = scalar(value, "country") if isinstance(value, MapNode) else value
    return written if isinstance(written, ScalarNode) else None


def _public(report: Report, node: MapNode, known: Holidays) -> PublicHolidays | None:
    written = _country(node)
    if written is None:
        return None
    country, found = parse_country(written.text, written.part)
    report.take(found)
    return known(country) if country else None


def _own_holidays(report: Report, node: MapNode) -> dict[date, str]:
    """Dates that the file itself adds, with their names where it gives any."""
    value = get(node, "holidays")
    found: dict[date, str] = {}
    if isinstance(value, ListNode):
        found = dict.fromkeys(_dates(report, node, "holidays"), "")
    if isinstance(value, MapNode):
        also = get(value, "also")
        if isinstance(also, ListNode):
            found = dict.fromkeys(_dates(report, value, "also"), "")
        for entry in entries(value, "also"):
            day = read_date(report, entry.key)
            if day and isinstance(entry.value, ScalarNode):
                found[day] = entry.value.text
    return found


def _dates(report: Report, node: MapNode, key: str) -> list[date]:
    read = [read_date(report, item) for item in items(node, key) if isinstance(item, ScalarNode)]
    return [day for day in read if day is not None]


def read_date(report: Report, node: ScalarNode) -> date | None:
    """The date that a node holds."""
    day, found = parse_date(node.text, node.part)
    report.take(found)
    return day
