from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from procflow.case.record import Envelope
from procflow.definition import load_sheet
from procflow.definition.sheet import Sheet
from procflow.engine import Record
from procflow.reports import Lang
from procflow.reports.review_sheet import ReviewSheet, review_sheet
from procflow.testing import Scenarios, load_scenarios, run_scenario

Played = Callable[[str, str], Record]
Printed = Callable[..., ReviewSheet]


@pytest.fixture(scope="session")
def played(repository: Path) -> Played:
    """What stands on the record after a scenario that comes with procflow: ``contract-review/returns``, and
    its name."""

    @cache
    def read(file: str) -> Scenarios:
        scenarios, found, _ = load_scenarios(repository / "processes" / "scenarios" / f"{file}.yaml")
        assert scenarios is not None, found
        return scenarios

    @cache
    def play(file: str, name: str) -> Record:
        result = run_scenario(read(file).scenarios[name])
        assert result.ok, result.failures
        return result.records[0]

    return play


@pytest.fixture(scope="session")
def layout(repository: Path) -> Callable[[str], Sheet]:
    """A sheet that comes with procflow."""

    @cache
    def load(name: str) -> Sheet:
        loaded = load_sheet(repository / "processes" / "sheets" / f"{name}.yaml")
        assert loaded.sheet is not None, loaded.diagnostics
        return loaded.sheet

    return load


@pytest.fixture(scope="session")
def printed(layout: Callable[[str], Sheet]) -> Printed:
    """The sheet of a record, as of one of its events if that is said."""

    def make(
        record: Record,
        sheet: str | Sheet,
        *,
        langs: Sequence[Lang] = ("en",),
        envelopes: Sequence[Envelope] | None = None,
        number: str | None = "HT-2026-0012",
        hidden: Sequence[str] = (),
        fault: str = "",
    ) -> ReviewSheet:
        return review_sheet(
            record.program,
            record.organization,
            layout(sheet) if isinstance(sheet, str) else sheet,
            record.envelopes if envelopes is None else envelopes,
            number=number,
            hidden=hidden,
            langs=langs,
            head="0" * 64,
            fault=fault,
        )

    return make
