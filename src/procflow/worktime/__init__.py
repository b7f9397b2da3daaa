"""Time as procedures count it: lengths, deadlines, working calendars.

What a person wrote is read by the ``parse_…`` functions. Each takes ``locate``, which gives the span of a
stretch of its text, and returns the value (or None) with what was found wrong.
:class:`Calendar` does the arithmetic.
"""

from procflow.worktime.calendar import Calendar, CalendarSpec, OutsideCalendar, build_calendar
from procflow.worktime.deadline import (
    After,
    Anchor,
    At,
    Deadline,
    FromField,
    Moment,
    Offset,
    Side,
    due,
    instants_around,
    parse_deadline,
    parse_moment,
)
from procflow.worktime.duration import Duration, Unit, describe, parse_duration
from procflow.worktime.holidays import Country, PublicHolidays, parse_country, public_holidays
from procflow.worktime.hours import Hours, Interval, Weekday, parse_hours, parse_weekdays
from procflow.worktime.instants import parse_date, parse_instant
from procflow.worktime.parsing import Locate, Parsed
from procflow.worktime.recurrence import (
    DayOfYear,
    NthDay,
    On,
    Period,
    Recurrence,
    Shift,
    Turn,
    last_before,
    occurrences,
    period_named,
    turn_of,
    turns,
)
from procflow.worktime.years import LAST_YEAR
from procflow.worktime.zone import Zone, parse_zone

__all__ = [
    "LAST_YEAR",
    "After",
    "Anchor",
    "At",
    "Calendar",
    "CalendarSpec",
    "Country",
    "DayOfYear",
    "Deadline",
    "Duration",
    "FromField",
    "Hours",
    "Interval",
    "Locate",
    "Moment",
    "NthDay",
    "Offset",
    "On",
    "OutsideCalendar",
    "Parsed",
    "Period",
    "PublicHolidays",
    "Recurrence",
    "Shift",
    "Side",
    "Turn",
    "Unit",
    "Weekday",
    "Zone",
    "build_calendar",
    "describe",
    "due",
    "instants_around",
    "last_before",
    "occurrences",
    "parse_country",
    "parse_date",
    "parse_deadline",
    "parse_duration",
    "parse_hours",
    "parse_instant",
    "parse_moment",
    "parse_weekdays",
    "parse_zone",
    "period_named",
    "public_holidays",
    "turn_of",
    "turns",
]
