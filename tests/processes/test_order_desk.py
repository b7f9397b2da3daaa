"""The order desk: its position names everything, and a year of it opens by itself."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from shutil import copytree

from procflow import TRUSTED, Engine
from procflow.definition import load_position
from procflow.diagnostics import to_text
from procflow.testing import VirtualClock

PROCESSES = Path(__file__).parents[2] / "processes"
PROCEDURES = sorted(path.stem for path in (PROCESSES / "order-desk").glob("*.yaml"))

SHANGHAI = timezone(timedelta(hours=8))
DAY = timedelta(days=1)


def days(*spans: tuple[int, int, int]) -> set[date]:
    """Days of 2026: the month, and the first and the last day of each span."""
    return {date(2026, month, day) for month, first, last in spans for day in range(first, last + 1)}


# As the State Council announced them for 2026, written down here again: not what procflow was built from.
DAYS_OFF = days((1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7))
MADE_UP = days((1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10))
ANNOUNCED_LATE, WORKED_FOR_IT = date(2026, 11, 11), date(2026, 11, 14)


def test_the_position_names_every_clause_and_every_procedure() -> None:
    loaded = load_position(PROCESSES / "order-desk-head.yaml")
    assert not loaded.diagnostics, to_text(loaded.diagnostics, loaded.sources)
    position = loaded.position
    assert position is not None
    assert list(position.duties) == [f"D{n}" for n in range(1, 25)]
    assert all(duty.produces is not None for duty in position.duties.values())
    assert list(position.accountabilities) == [f"L{n}" for n in range(1, 12) if n != 7]
    assert list(position.powers) == [f"P{n}" for n in range(1, 10)]
    named = {name for duty in position.duties.values() for name in duty.procedures}
    named.update(name for part in position.accountabilities.values() for name in part.procedures)
    named.update(name for power in position.powers.values() for name in power.procedures)
    assert named == set(PROCEDURES)


def business_day(day: date) -> bool:
    return (
        day in MADE_UP
        or day == WORKED_FOR_IT
        or (day.weekday() < 5 and day not in DAYS_OFF and day != ANNOUNCED_LATE)
    )


def expected_of_2026() -> set[str]:
    """What a year opens, with July down: everything but the section meetings that came to nothing in July."""
    year = (date(2026, 1, 1) + n * DAY for n in range(365))
    months = [f"2026-{month:02}" for month in range(1, 13)]
    return {
        *(f"daily-order-report/{day}" for day in year if business_day(day)),
        *(f"section-meeting/2026-W{week:02}" for week in range(2, 54) if week not in (28, 29, 30)),
        *(f"{name}/{m}" for name in ("sales-analysis", "work-plan", "report-to-superior") for m in months),
        *(f"subordinate-review/2026-Q{quarter}" for quarter in range(1, 5)),
    }


def test_30_a_year_opens_what_is_due_once_over_holidays_a_downtime_and_a_changed_calendar(
    tmp_path: Path,
) -> None:
    copytree(PROCESSES, tmp_path / "processes")
    folder, database = tmp_path / "processes" / "order-desk", str(tmp_path / "desk.db")
    organization = tmp_path / "processes" / "organizations" / "distribution-centre.yaml"
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=SHANGHAI).astimezone(UTC))

    def run_to(month: int, day: int) -> None:
        """The desk at work: somebody looks every evening."""
        with Engine.open(database, folder, clock=clock) as engine:
            while clock() < datetime(2026, month, day, tzinfo=SHANGHAI):
                assert not engine.advance().stuck
                clock.move(DAY)

    run_to(6, 2)
    text = organization.read_text("utf-8")
    more = f"holidays: {{country: CN, also: [{ANNOUNCED_LATE}]}}\n    workdays: [{WORKED_FOR_IT}] "
    late = text.replace("holidays: CN ", more, 1)
    assert late != text
    organization.write_text(late, "utf-8")
    run_to(7, 1)
    clock.move(31 * DAY)  # nobody looks in July
    run_to(12, 31)
    clock.move(DAY)
    with Engine.open(database, folder, clock=clock) as engine:
        engine.advance()
        rows = engine.cases(reader=TRUSTED)
        found = Counter(engine.case(row.case, reader=TRUSTED).turn for row in rows)
        assert set(found) == expected_of_2026()
        assert set(found.values()) == {1}
        assert not any(engine.verify().values())
