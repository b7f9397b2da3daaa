"""Public holidays by country, with the make-up working days that go with them, from the ``holidays`` package.

The package is imported when the first country is asked for: a calendar of written dates does not pay for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from procflow.diagnostics import Diagnostic, nearest
from procflow.worktime.parsing import Locate, Parsed, stripped, too_long

COVERED = range(2020, 2041)
"""The years that are asked for unless told otherwise: fixed, so that one file always gives one calendar."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code and, where holidays differ within it, its part: ``CN``, ``DE-BY``."""

    code: str
    subdivision: str | None = None

    def __str__(self) -> str:
        return f"{self.code}-{self.subdivision}" if self.subdivision else self.code


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Days off with their English names, working days that make up for them, and until when they are known.

    ``published_until`` is None where the days follow from rules alone. Where a government announces make-up
    days year by year it is the end of the last year for which the installed package has any.
    """

    holidays: dict[date, str]
    workdays: frozenset[date]
    published_until: date | None


def parse_country(text: str, locate: Locate) -> Parsed[Country]:
    """Read a country, ``CN``, or a part of one, ``DE-BY``."""
    import holidays
    from holidays.registry import EntityLoader

    if over := too_long(text, "country", locate):
        return None, (over,)
    body, start = stripped(text)
    place = locate(start, start + max(len(body), 1))
    code, _, part = body.partition("-")
    # Only the one country is loaded: listing all with their parts loads every file of the package.
    known = set(EntityLoader.get_country_codes())
    if code not in known:
        return None, (Diagnostic("W240", place, {"text": code, "nearest": _nearest_country(code, known)}),)
    if not part:
        return Country(code), ()
    parts = getattr(holidays, code).subdivisions
    if part not in parts:
        args = {"text": part, "country": code, "nearest": nearest(part, parts)}
        return None, (Diagnostic("W241", place, args),)
    return Country(code, part), ()


def public_holidays(country: Country, years: range = COVERED) -> PublicHolidays:
    """The public holidays of a country in ``years``; ValueError for one that the package does not know."""
    from holidays import country_holidays

    try:
        found = country_holidays(country.code, subdiv=country.subdivision, years=years)
        if "en_US" in found.supported_languages:
            found = country_holidays(country.code, country.subdivision, years, language="en_US")
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for {country}") from error
    workdays = frozenset(day for day in found.weekend_workdays if day.year in years)
    announced = max((day.year for day in workdays), default=None)
    return PublicHolidays(
        holidays={day: name for day, name in sorted(found.items()) if day.year in years},
        workdays=workdays,
        published_until=date(announced, 12, 31) if announced else None,
    )


def _nearest_country(wrong: str, known: Collection[str]) -> str:
    """The code that differs in capitals alone, or of the country whose name was written."""
    from holidays.registry import COUNTRIES

    if wrong.upper() in known:
        return wrong.upper()
    name = nearest(wrong.replace(" ", "_"), COUNTRIES)
    return COUNTRIES[name][1] if name else ""
