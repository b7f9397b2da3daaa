import subprocess
import sys
from datetime import date

import holidays
import pytest

from procflow.diagnostics import Span
from procflow.worktime import Country, parse_country, public_holidays


def locate(start: int, end: int) -> Span:
    return Span("organization.yaml", 1, start + 1, 1, end + 1)


def test_china_publishes_make_up_days_and_until_when() -> None:
    found = public_holidays(Country("CN"), range(2025, 2031))
    assert found.holidays[date(2026, 2, 17)] == "Chinese New Year (Spring Festival)"
    assert found.workdays >= {date(2026, 2, 14), date(2026, 2, 28), date(2025, 1, 26)}
    assert found.published_until is not None
    assert found.published_until >= date(2026, 12, 31)


def test_only_the_years_asked_for_are_given() -> None:
    found = public_holidays(Country("CN"), range(2025, 2026))
    assert {day.year for day in found.holidays} == {2025}
    assert {day.year for day in found.workdays} == {2025}


def test_holidays_that_follow_from_rules_are_published_for_ever() -> None:
    found = public_holidays(Country("DE", "BY"), range(2026, 2027))
    assert date(2026, 1, 6) in found.holidays
    assert date(2026, 1, 6) not in public_holidays(Country("DE", "BE"), range(2026, 2027)).holidays
    assert found.workdays == frozenset()
    assert found.published_until is None


@pytest.mark.parametrize(
    ("text", "country"), [("CN", Country("CN")), (" DE-BY ", Country("DE", "BY")), ("TW", Country("TW"))]
)
def test_a_country_is_read_by_its_code(text: str, country: Country) -> None:
    assert parse_country(text, locate) == (country, ())
    assert parse_country(str(country), locate) == (country, ())


def test_an_unknown_country_is_misuse_where_one_was_promised() -> None:
    with pytest.raises(ValueError, match="XX"):
        public_holidays(Country("XX"))


@pytest.mark.parametrize(
    "country", [Country("CN"), Country("GB", "SCT"), Country("PRI"), Country("AX")], ids=str
)
def test_a_country_has_the_days_that_the_package_gives(country: Country) -> None:
    years = range(2024, 2028)
    theirs = holidays.country_holidays(country.code, country.subdivision, years, language="en_US")
    ours = public_holidays(country, years)
    assert ours.holidays == {day: name for day, name in theirs.items() if day.year in years}
    assert ours.workdays == {day for day in theirs.weekend_workdays if day.year in years}


def test_one_country_does_not_load_the_others() -> None:
    script = (
        "import sys; from procflow.worktime import Country, public_holidays; "
        "assert public_holidays(Country('CN')).holidays; "
        "sys.exit(','.join(name for name in sys.modules if name.startswith('holidays.countries')) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
