"""Public holidays by country, with the make-up working days that go with them, from the ``holidays`` package.

The package is imported when the first country is asked for: a calendar of written dates does not pay for it.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from procflow.diagnostics import Diagnostic, nearest
from procflow.worktime.parsing import Locate, Parsed, stripped, too_long

if TYPE_CHECKING:
    from holidays import HolidayBase

COVERED = range(2020, 2041)
"""The years that are asked for unless told otherwise: fixed, so that one file always gives one calendar."""


class Country(Struct, frozen=True):
    """A country by its ISO 3166-1 code and, where holidays differ within it, its part: ``CN``, ``DE-BY``."""

    code: str
    subdivision: str | None = None

    def __str__(self) -> str:
        return f"{self.code}-{self.subdivision}" if self.subdivision else self.code


class PublicHolidays(Struct, frozen=True):
    """Days off with their English names, working days that make up for them, and until when they are known.

    ``published_until`` is None where the days follow from rules alone. Where a government announces make-up
    days year by year it is the end of the last year for which the installed package has any.
    """

    holidays: Mapping[date, str]
    workdays: frozenset[date]
    published_until: date | None


def parse_country(text: str, locate: Locate) -> Parsed[Country]:
    """Read a country, ``CN``, or a part of one, ``DE-BY``."""
    from holidays.registry import EntityLoader

    if over := too_long(text, "country", locate):
        return None, (over,)
    body, start = stripped(text)
    place = locate(start, start + max(len(body), 1))
    code, _, part = body.partition("-")
    known = set(EntityLoader.get_country_codes())
    if code not in known:
        return None, (Diagnostic("W240", place, {"text": code, "nearest": _nearest_country(code, known)}),)
    if not part:
        return Country(code), ()
    parts = _rules(code).subdivisions
    if part not in parts:
        args = {"text": part, "country": code, "nearest": nearest(part, parts)}
        return None, (Diagnostic("W241", place, args),)
    return Country(code, part), ()


# An organization and its content ask for the same days, and so does every process that names it.
@lru_cache(maxsize=64)
def public_holidays(country: Country, years: range = COVERED) -> PublicHolidays:
    """The public holidays of a country in ``years``; ValueError for one that the package does not know."""
    try:
        rules = _rules(country.code)
        language = "en_US" if "en_US" in rules.supported_languages else None
        found = rules(years=years, subdiv=country.subdivision, language=language)
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for {country}") from error
    workdays = frozenset(day for day in found.weekend_workdays if day.year in years)
    announced = max((day.year for day in workdays), default=None)
    return PublicHolidays(
        holidays={day: name for day, name in sorted(found.items()) if day.year in years},
        workdays=workdays,
        published_until=date(announced, 12, 31) if announced else None,
    )


@lru_cache(maxsize=64)
def _rules(code: str) -> "type[HolidayBase]":
    """What the package knows of a country; NotImplementedError for a code that it does not know.

    Asked for a country, the package imports ``holidays.countries`` and with it the files of all countries,
    which would be a quarter of the time of a short check. So the one file is run by itself, under the names
    that the package's registry has for the code; ``sys.modules`` stays as it was.
    """
    from holidays.registry import COUNTRIES

    for name, (kind, *codes) in COUNTRIES.items():
        if code in codes:
            rules: type[HolidayBase] = getattr(_by_itself("holidays.countries", name), kind)
            return rules
    raise NotImplementedError(f"the package knows no country {code}")


def _by_itself(package: str, name: str) -> ModuleType:
    """A module of a package that is not imported for it. ImportError if there is no such module."""
    around = find_spec(package)
    within = around.submodule_search_locations if around is not None else None
    spec = PathFinder.find_spec(f"{package}.{name}", within)
    if spec is None or spec.loader is None:
        raise ImportError(f"there is no module {package}.{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _nearest_country(wrong: str, known: Collection[str]) -> str:
    """The code that differs in capitals alone, or of the country whose name was written."""
    from holidays.registry import COUNTRIES

    if wrong.upper() in known:
        return wrong.upper()
    name = nearest(wrong.replace(" ", "_"), COUNTRIES)
    return COUNTRIES[name][1] if name else ""
