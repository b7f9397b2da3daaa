"""The day that a report is made for."""

from datetime import date, datetime

from procflow.cli.exits import Failure


def day_of(on: datetime | None) -> date:
    """The day that was asked for, or today. Raises :class:`Failure` for one at the very ends of time."""
    day = on.date() if on is not None else datetime.now().astimezone().date()
    if not date.min.year < day.year < date.max.year:
        raise Failure("no-day", f"{day} is at the very end of time; name a day between")
    return day
