"""What an audit says of cases of the bundled processes and of orders that were split, in both languages."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from procflow.engine import TRUSTED, Engine, Record, open_library
from procflow.reports import Lang
from procflow.reports.audit import Audit, LeftOut, Sampling, audit, show_audit
from procflow.reports.tables import Ending, written
from procflow.store import MemoryStore
from procflow.testing import CaseDriver, VirtualClock, load_scenarios, run_scenario
from tests.reports.audit.conftest import ORDERS, Orders, percent

GOLDEN = Path(__file__).parent / "golden"
SCENARIOS = {
    "contract-review/deputies": ("under-a-valid-grant", "within-the-limit"),
    "contract-review/pass": ("change-before-signing",),
    "contract-review/deadlines": ("reminded-then-told-then-handed-up",),
    "contract-review/disputes": ("quality-overruled",),
    "order-follow-up/late": ("the-department-does-not-confirm",),
}
STARTED = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
SPLIT = (
    (490000, "華東電力", "lin"),
    (480000, "華東電力", "he"),
    (350000, " 華東電力", "lin"),
    (2000000, "南", "he"),
)


def split_orders() -> Sequence[Record]:
    """Orders of one customer, of two salesmen, each just within what the director decides alone."""
    with Engine(MemoryStore(), open_library(None), clock=VirtualClock(STARTED)) as engine:
        for number, (amount, customer, actor) in enumerate(
            [
                (490000, "華東電力", "lin"),
                (480000, "華東電力", "he"),
                (350000, " 華東電力", "lin"),
                (2000000, "南", "he"),
            ]
        ):
            given = {
                "customer": customer,
                "amount": amount,
                "channel": "direct",
                "mode": "circulation",
                "terms": {"quality": "GB/T", "price": "5200", "delivery_date": "2026-06-30"},
            }
            driver = CaseDriver(engine, "contract-review", given=given, name=f"split-{number}")
            driver.start(actor)
            driver.do("submit-terms", "submitted", actor=actor)
            driver.do("propose", "proposed", actor="zhou")
            engine.advance(engine.now() + timedelta(days=1))
        return [engine.record(row.case, reader=TRUSTED) for row in engine.cases(reader=TRUSTED)]


@pytest.fixture(scope="module")
def records(repository: Path) -> Sequence[Record]:
    found: list[Record] = []
    for file, names in SCENARIOS.items():
        scenarios, _, _ = load_scenarios(repository / "processes" / "scenarios" / f"{file}.yaml")
        assert scenarios is not None
        for name in names:
            found += run_scenario(scenarios.scenarios[name]).records
    return [*found, *split_orders()]


def audited(records: Sequence[Record], lang: Lang) -> Audit:
    gone = LeftOut("c0000000000000f", "contract-review", "case c0000000000000f is damaged")
    return audit([*records, gone], NOW, Sampling(least=2), lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everything_in_tables(request: pytest.FixtureRequest, records: Sequence[Record], lang: Lang) -> None:
    shown = show_audit(audited(records, lang), lang)
    lines = [f"# {shown.title}", *shown.notes]
    for each in shown.tables:
        lines += ["", f"## {each.title}", *([each.note] if each.note else []), " | ".join(each.heads)]
        lines += [" | ".join(("!" if c.finding else "") + c.whole for c in row).rstrip() for row in each.rows]
    # What a definition's hash is has nothing to do with what is said.
    told = re.sub(r"[(（][0-9a-f]{12}[)）]", "", "\n".join(lines))
    expected, now = GOLDEN / f"sample.{lang}.expected", told + "\n"
    if request.config.getoption("--reset-golden"):
        expected.write_text(now, encoding="utf-8", newline="\n")
    assert now == expected.read_text(encoding="utf-8")
    assert "{" not in now


def test_both_languages_find_the_same(records: Sequence[Record]) -> None:
    one, other = audited(records, "en"), audited(records, "zh")
    for name in ("near", "splits", "pairs", "forced", "deputies", "returns", "late", "assumptions", "notes"):
        assert len(getattr(one, name)) == len(getattr(other, name)) > 0, name
    assert [each.most for each in one.splits] == [each.most for each in other.splits]


def test_every_finding_is_in_the_list_of_cases(records: Sequence[Record]) -> None:
    shown = {table.name: table for table in show_audit(audited(records, "en"), "en").tables}
    listed = {row[0].text: row[-1].text.split(", ") for row in shown["cases"].rows}
    assert "D1" in {number for numbers in listed.values() for number in numbers}
    for row in shown["late"].rows:
        assert row[0].text in listed[row[1].text]


@pytest.mark.parametrize("ending", get_args(Ending))
def test_every_format_takes_hostile_names(tmp_path: Path, ending: Ending) -> None:
    name = "=1+1<script>alert(1)</script>\x1b{x}"
    orders = Orders(tmp_path, ORDERS.replace("en: Final authority", "en: '<b>Final</b>'"))
    for _ in range(2):
        orders.order("990", customer=name)
    found = orders.audit()
    assert found.splits[0].same.name.startswith("=1+1")
    content = written(show_audit(found, "en"), ending)
    if ending == "html":
        assert b"<script>alert" not in content
    if ending == "csv":
        assert ",'=1+1<script>" in content.decode()


def test_the_sum_of_the_split_orders(records: Sequence[Record]) -> None:
    found = audited(records, "en").splits[0]
    assert (found.by.id, found.same.name, found.near, found.most) == (
        "customer",
        "華東電力",
        2,
        Decimal(1320000),
    )
    (least,) = {each.threshold.value for each in audit(records, NOW, Sampling(near=percent(5)), "en").near}
    assert least == 500000
