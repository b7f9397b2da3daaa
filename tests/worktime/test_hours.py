import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.worktime import Hours, Interval, Weekday, parse_hours, parse_weekdays


def locate(start: int, end: int) -> Span:
    return Span("organization.yaml", 1, start + 1, 1, end + 1)


OFFICE = (Interval(9 * 60, 12 * 60), Interval(13 * 60 + 30, 18 * 60))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-12:00, 13:30-18:00", OFFICE),
        ("9:00 - 12:00,13:30-18:00", OFFICE),
        ("13:30-18:00, 09:00-12:00", OFFICE),
        ("０９：００～１２：００，１３：３０－１８：００", OFFICE),
        ("09:00至12:00、13:30至18:00", OFFICE),
        ("00:00-24:00", (Interval(0, 1440),)),
        ("09:00-12:00, 12:00-18:00", (Interval(540, 720), Interval(720, 1080))),
        ("closed", ()),
    ],
)
def test_hours_are_stretches_of_a_day(text: str, hours: Hours) -> None:
    assert parse_hours(text, locate) == (hours, ())


def test_every_wrong_stretch_is_named() -> None:
    hours, problems = parse_hours("9-12:00, 13:30-18:00, 17:00-19:00, 20:00", locate)
    assert hours is None
    assert [problem.code for problem in problems] == ["W203", "W204", "W202"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("Saturday", [5]),
        ("mon, wed", [0, 2]),
        ("mon-tue, sat", [0, 1, 5]),
        ("fri-mon", [0, 4, 5, 6]),
        ("週一至週五", [0, 1, 2, 3, 4]),
        ("星期天", [6]),
        ("周六、周日", [5, 6]),
    ],
)
def test_weekdays_are_named_alone_and_in_runs(text: str, days: list[int]) -> None:
    assert parse_weekdays(text, locate) == (tuple(Weekday(day) for day in days), ())


@pytest.mark.parametrize(("opens", "closes"), [(-1, 5), (5, 5), (6, 5), (0, 1441)])
def test_a_stretch_outside_a_day_is_misuse(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="stretch"):
        Interval(opens, closes)


@given(st.text(max_size=250) | st.text(alphabet="0123456789:-, ：～amonfri"))
def test_any_text_is_read_or_explained(text: str) -> None:
    for value, problems in (parse_hours(text, locate), parse_weekdays(text, locate)):
        assert (value is None) == bool(problems)
        for problem in problems:
            assert problem.message()
            problem.help()


@given(
    st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).filter(
        lambda cuts: len(cuts) % 2 == 0
    )
)
def test_what_is_written_reads_back(cuts: list[int]) -> None:
    ends = sorted(cuts)
    hours = tuple(Interval(opens, closes) for opens, closes in zip(ends[::2], ends[1::2], strict=True))
    assert parse_hours(", ".join(map(str, hours)), locate) == (hours, ())
