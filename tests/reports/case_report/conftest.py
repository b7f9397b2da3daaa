"""Cases that are reported on: of scenarios that come with procflow, kept in a database of their own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from procflow import TRUSTED, Engine, KeptCase, Library, open_store
from procflow.testing.load import load_scenarios
from procflow.testing.run import run_scenario

SCENARIOS = Path(__file__).parents[3] / "processes" / "scenarios"

Play = Callable[[str, str], KeptCase]


@cache
def played(file: str, name: str) -> KeptCase:
    """The case that a scenario is about, as it is kept; with a head that is the same each time."""
    found, _, _ = load_scenarios(SCENARIOS / file)
    assert found is not None
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "cases.db")
        assert run_scenario(found.scenarios[name], database).ok
        with Engine(open_store(database), Library()) as engine:
            case = engine.cases(reader=TRUSTED)[0].case
            kept = engine.kept(case, reader=TRUSTED)
    return replace(kept, head="0" * 64, read_at=None)


def as_of(kept: KeptCase, at: datetime) -> KeptCase:
    """The case read at another instant."""
    return replace(kept, read_at=at)


@pytest.fixture(scope="session")
def refused() -> KeptCase:
    """A contract that a group refuses by its votes."""
    return played("contract-review/disputes.yaml", "quality-refused-by-the-group")


@pytest.fixture(scope="session")
def upheld() -> KeptCase:
    """A contract on which an objection is upheld, so that the terms are changed."""
    return played("contract-review/disputes.yaml", "quality-appealed-by-the-objector")


@pytest.fixture(scope="session")
def late() -> KeptCase:
    """A contract of which a seat is reminded, then handed up; it is under way."""
    return played("contract-review/deadlines.yaml", "reminded-then-told-then-handed-up")


@pytest.fixture(scope="session")
def claimed() -> KeptCase:
    """A hotel order during which force majeure pauses the main flow and the guest claims compensation."""
    return played("order-follow-up/force-majeure.yaml", "claimed")


@pytest.fixture(scope="session")
def signed() -> KeptCase:
    """A contract on which a deputy signs for a head of department."""
    return played("contract-review/deputies.yaml", "under-a-valid-grant")


@pytest.fixture(scope="session")
def acted_for() -> KeptCase:
    """A contract on which the executive vice president has the last word for the general manager."""
    return played("contract-review/points.yaml", "p07-executive-vp-under-a-grant")
