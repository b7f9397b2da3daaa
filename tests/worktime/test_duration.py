from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.worktime import Duration, Unit, describe, parse_duration


def locate(start: int, end: int) -> Span:
    return Span("process.yaml", 1, start + 1, 1, end + 1)


def read(text: str) -> Duration:
    duration, problems = parse_duration(text, locate)
    assert problems == ()
    assert duration is not None
    return duration


def amounts(unit: Unit) -> st.SearchStrategy[int | Decimal]:
    if unit.divisible:
        return st.integers(1, 4 * unit.most).map(lambda quarters: Decimal(quarters) / 4)
    return st.integers(1, unit.most)


durations = st.sampled_from(Unit).flatmap(lambda unit: st.builds(Duration, amounts(unit), st.just(unit)))
scraps = st.text(alphabet="0123456789.,-+eEPTDH 天個工作日businedayhourmt\t\n")


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1 business day", 1, Unit.BUSINESS_DAYS),
        ("2 business days", 2, Unit.BUSINESS_DAYS),
        ("2 business hours", 2, Unit.BUSINESS_HOURS),
        ("1.5 business hours", Decimal("1.5"), Unit.BUSINESS_HOURS),
        ("30 minutes", 30, Unit.MINUTES),
        ("3 days", 3, Unit.DAYS),
        ("2 weeks", 2, Unit.WEEKS),
        ("0.5 hours", Decimal("0.5"), Unit.HOURS),
        ("2.0 days", 2, Unit.DAYS),
        ("  2  Business   Days ", 2, Unit.BUSINESS_DAYS),
        ("3days", 3, Unit.DAYS),
        ("2 個工作日", 2, Unit.BUSINESS_DAYS),
        ("2个工作日", 2, Unit.BUSINESS_DAYS),
        ("２　個工作小時", 2, Unit.BUSINESS_HOURS),
        ("30 分鐘", 30, Unit.MINUTES),
        ("1.5 小時", Decimal("1.5"), Unit.HOURS),
        ("3 天", 3, Unit.DAYS),
        ("1 週", 1, Unit.WEEKS),
    ],
)
def test_a_length_is_a_number_and_a_unit(text: str, amount: int | Decimal, unit: Unit) -> None:
    assert read(text) == Duration(amount, unit)


@given(durations)
def test_what_is_written_reads_back_in_both_languages(duration: Duration) -> None:
    assert read(str(duration)) == duration
    assert read(describe(duration, "en")) == duration
    assert read(describe(duration, "zh")) == duration


def test_one_is_singular() -> None:
    assert str(Duration(1, Unit.BUSINESS_DAYS)) == "1 business day"
    assert str(Duration(Decimal("1.50"), Unit.HOURS)) == "1.5 hours"
    assert describe(Duration(2, Unit.BUSINESS_DAYS), "zh") == "2 個工作日"


@pytest.mark.parametrize("amount", [0, -1, Decimal("0.5"), 3_661])
def test_a_duration_that_cannot_be_is_misuse(amount: int | Decimal) -> None:
    with pytest.raises(ValueError, match="business days"):
        Duration(amount, Unit.BUSINESS_DAYS)


@given(scraps | st.text(max_size=300))
def test_any_text_is_read_or_explained(text: str) -> None:
    duration, problems = parse_duration(text, locate)
    assert (duration is None) == bool(problems)
    assert len(problems) <= 1
    for problem in problems:
        assert problem.message()
        assert problem.reason()
        problem.help()
        for name in ("fixed", "example"):
            if suggestion := problem.args.get(name):
                read(suggestion)
