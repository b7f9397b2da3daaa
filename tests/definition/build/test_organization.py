from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from procflow.definition import load_organization
from procflow.definition.organization import Base, Organization, Tie, WithoutQuorum
from procflow.definition.process import Threshold, Title
from procflow.worktime import Weekday

Write = Callable[..., Path]


def built(path: Path) -> Organization:
    loaded = load_organization(path.parent / "workshop.yaml")
    assert loaded.diagnostics == ()
    assert loaded.organization is not None
    return loaded.organization


@pytest.fixture
def organization(write: Write) -> Organization:
    return built(write())


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def test_roles_and_people(organization: Organization) -> None:
    assert (organization.name, organization.title) == ("workshop", Title("工坊", "Workshop"))
    assert list(organization.line("planner")) == ["planner", "manager"]
    assert organization.holders("planner") == ("bo", "ce")
    assert organization.people["an"].title == Title("安", "An")
    assert organization.people["bo"].title == Title("bo", "bo")


def test_the_last_day_of_an_absence_belongs_to_it(organization: Organization) -> None:
    bo = organization.people["bo"]
    assert not bo.absent(shanghai("2026-04-30T23:59"))
    assert bo.absent(shanghai("2026-05-01T00:00"))
    assert bo.absent(shanghai("2026-05-03T23:59"))
    assert not bo.absent(shanghai("2026-05-04T00:00"))


def test_an_absence_with_times_ends_at_its_end(organization: Organization) -> None:
    ce = organization.people["ce"]
    assert ce.absent(shanghai("2026-05-01T12:00"))
    assert not ce.absent(shanghai("2026-05-01T18:00"))
    assert organization.available("planner", shanghai("2026-05-01T13:00")) == ()
    assert organization.available("planner", shanghai("2026-05-01T19:00")) == ("ce",)


def test_a_grant(organization: Organization) -> None:
    grant = organization.grants["G1"]
    assert (grant.giver, grant.receiver, grant.roles) == ("an", "bo", ("manager",))
    assert (grant.processes, grant.limits) == (("buying",), {"amount": Decimal("1000.50")})
    assert grant.document_hash == sha256(b"An lets Bo sign.\n").hexdigest()
    assert not grant.may_pass_on
    assert grant.valid(shanghai("2026-12-31T23:59"))
    assert not grant.valid(shanghai("2027-01-01T00:00"))
    assert organization.grants_to("bo", shanghai("2025-12-31T23:59")) == ()


PASSED_ON = """    may_pass_on: {allowed}
  G2:
    giver: bo
    receiver: ce
    roles: [manager]
    valid: {{from: 2026-01-01, to: 2026-12-31}}
    document: papers/g1.txt
"""


@pytest.mark.parametrize(("allowed", "codes"), [("true", []), ("false", ["O132"])])
def test_what_a_grant_lets_somebody_pass_on_may_be_granted(
    write: Write, allowed: str, codes: list[str]
) -> None:
    line = "    document: papers/g1.txt\n"
    path = write((line, line + PASSED_ON.format(allowed=allowed)))
    loaded = load_organization(path.parent / "workshop.yaml")
    assert [d.code for d in loaded.diagnostics] == codes


def test_dates_count_in_the_zone_that_the_file_names(write: Write) -> None:
    organization = built(write(("organization: workshop\n", "organization: workshop\nzone: UTC\n")))
    assert organization.grants["G1"].since == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_group(organization: Organization) -> None:
    council = organization.groups["council"]
    assert council.members == ("manager", "buyer")
    assert council.quorum == Threshold(Fraction(1, 2), strict=True)
    assert council.majority == Threshold(Fraction(333, 500), strict=False)
    assert (council.base, council.tie) == (Base.PRESENT, Tie.CONVENER)
    assert (council.closes_early, council.deputies) == (True, True)
    assert council.without_quorum == WithoutQuorum(2, "manager")


@pytest.mark.parametrize(
    ("written", "reached"),
    [
        (">= 2/3", [2, 3]),
        ("> 2/3", [3]),
        (">= 66.67%", [3]),
        ("≥ 2 / 3", [2, 3]),
        (">= 3/3", [3]),
        ("> 1/2", [2, 3]),
    ],
)
def test_a_share_is_exact(write: Write, written: str, reached: list[int]) -> None:
    council = built(write(('majority: ">= 66.6%"', f'majority: "{written}"'))).groups["council"]
    assert [votes for votes in range(4) if council.majority.reached(votes, 3)] == reached
    assert not council.majority.reached(0, 0)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("> 3/3", "O122"),
        (">= 4/3", "O122"),
        (">= 2/0", "O121"),
        ("2/3", "O121"),
        (">= 2/3%", "O121"),
        (">= ２/３", "O121"),
    ],
)
def test_what_is_no_share(write: Write, written: str, code: str) -> None:
    path = write(('majority: ">= 66.6%"', f'majority: "{written}"'))
    assert [d.code for d in load_organization(path.parent / "workshop.yaml").diagnostics] == [code]


def test_a_calendar(organization: Organization) -> None:
    spec = organization.calendars["office"].spec
    assert spec.zone.key == "Asia/Shanghai"
    assert [str(i) for i in spec.hours[Weekday.FRIDAY]] == ["09:00-12:00", "13:00-17:00"]
    assert Weekday.SUNDAY not in spec.hours
    assert spec.holidays[date(2026, 12, 24)] == "公司日"
    assert date(2026, 10, 1) in spec.holidays
    assert spec.hours_on(date(2026, 2, 14)) == spec.hours[Weekday.MONDAY]


def test_holidays_may_be_a_country_or_a_list(write: Write) -> None:
    country = built(write(("{country: CN, also: {2026-12-24: 公司日}}", "CN")))
    assert date(2026, 12, 24) not in country.calendars["office"].spec.holidays
    listed = built(write(("{country: CN, also: {2026-12-24: 公司日}}", "[2026-12-24, 2026-12-25]")))
    assert set(listed.calendars["office"].spec.holidays) == {date(2026, 12, 24), date(2026, 12, 25)}


def test_a_limit_is_what_is_written(organization: Organization) -> None:
    assert organization.limits["price-floor"].value == "90% of the list price"


def codes(path: Path) -> list[str]:
    return [d.code for d in load_organization(path.parent / "workshop.yaml").diagnostics]


def test_people_without_work_and_work_without_people_are_warnings(write: Write) -> None:
    path = write(("roles: [buyer, planner]", "roles: []"))
    assert codes(path) == ["O113", "O112"]
    assert load_organization(path.parent / "workshop.yaml").organization is not None


def test_a_circle_is_told_once(write: Write) -> None:
    circle = write(("manager: {title: {zh: 經理, en: Manager}}", "manager: {superior: buyer}"))
    assert codes(circle) == ["O111"]


def test_a_document_that_is_a_folder_is_none(write: Write) -> None:
    assert codes(write(("document: papers/g1.txt", "document: papers"))) == ["O133"]


def test_special_days_come_before_holidays_and_weekdays(write: Callable[..., Path]) -> None:
    special = '{2026-05-01: "10:00-12:00", 2026-06-10: closed}'
    path = write(("    workdays: [2026-02-14]\n", f"    workdays: [2026-02-14]\n    special: {special}\n"))
    organization = load_organization(path.with_name("workshop.yaml")).organization
    assert organization is not None
    spec = organization.calendars["office"].spec
    assert [str(span) for span in spec.hours_on(date(2026, 5, 1))] == ["10:00-12:00"]
    assert spec.hours_on(date(2026, 6, 10)) == ()


@pytest.mark.parametrize(
    ("absence", "at", "away"),
    [
        ("{every: fri}", "2026-05-08T02:00:00Z", True),
        ("{every: fri}", "2026-05-07T02:00:00Z", False),
        ("{every: fri}", "2026-05-07T16:30:00Z", True),
        ('{every: mon-fri, hours: "13:00-17:00"}', "2026-05-08T02:00:00Z", False),
        ('{every: mon-fri, hours: "13:00-17:00"}', "2026-05-08T05:00:00Z", True),
        ("{every: fri, from: 2026-06-01}", "2026-05-08T02:00:00Z", False),
        ("{every: fri, to: 2026-05-07}", "2026-05-08T02:00:00Z", False),
        ("{every: fri, from: 2026-05-01, to: 2026-05-31}", "2026-05-08T02:00:00Z", True),
    ],
)
def test_an_absence_comes_back_on_its_weekdays(
    write: Callable[..., Path], absence: str, at: str, away: bool
) -> None:
    path = write(("absences: [{from: 2026-05-01, to: 2026-05-03}]", f"absences: [{absence}]"))
    organization = load_organization(path.with_name("workshop.yaml")).organization
    assert organization is not None
    assert organization.people["bo"].absent(datetime.fromisoformat(at)) is away
