"""docs/reference/library.md names everything that `procflow` exports, with its parameters and fields."""

import dataclasses
import inspect
import re
from functools import cached_property
from pathlib import Path

import pytest

import procflow
from procflow.case import why

CODE = re.compile(r"`([^`]+)`")
SHOWN = (
    procflow.CaseView,
    procflow.CheckedExport,
    procflow.CheckedSignature,
    procflow.Done,
    procflow.EventView,
    procflow.Fault,
    procflow.FormField,
    procflow.HistoryEvent,
    procflow.ItemView,
    procflow.KeptCase,
    procflow.OccurrenceView,
    procflow.OutcomeView,
    procflow.WaitView,
)


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "library.md").read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    return page.split(f"\n## {heading}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]


def first_cells(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [word for line in lines for word in CODE.findall(line.strip("|").split("|")[0])]


def test_every_export_is_in_the_list_and_no_other(page: str) -> None:
    listed = set(first_cells(page.split("\n## ", maxsplit=1)[0]))
    assert listed == set(procflow.__all__) - {"__version__"}


def test_every_method_of_the_engine_stands_with_its_parameters(page: str) -> None:
    written = {
        name: re.findall(r"\w+", parameters)
        for name, parameters in re.findall(r"\| `(\w+)(?:\(([^)]*)\))?` \|", section(page, "Engine"))
    }
    methods = {
        name: list(inspect.signature(member).parameters)[1:] if callable(member) else []
        for name, member in vars(procflow.Engine).items()
        if not name.startswith("_") and name != "open"
    }
    opening = list(inspect.signature(procflow.Engine.open).parameters)
    assert written == methods | {name: [] for name in opening}


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_every_field_that_is_shown_stands_on_the_page(page: str, kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    fields = {field.name for field in dataclasses.fields(kind)}
    made = {name for name, member in vars(kind).items() if isinstance(member, cached_property)}
    expected = {name for name in fields | made if not name.startswith("_")}
    assert set(first_cells(section(page, kind.__name__))) == expected


def test_every_reason_of_an_explanation_stands_on_the_page(page: str) -> None:
    names = {name for name in why.__all__ if name[0].isupper()} - {"History"}
    unions = {"Because", "Standing", "Unasked", "Awaited", "Failing"}
    listed = set(re.findall(r"`([A-Z]\w+)`", section(page, "Why")))
    assert listed == names - unions


@pytest.mark.parametrize(
    "kind",
    [
        why.WhyAsked,
        why.WhyPerson,
        why.Way,
        why.WhyUnasked,
        why.Waiting,
        why.Suspension,
        why.Place,
        why.Decided,
        why.CellRead,
    ],
    ids=lambda kind: kind.__name__,
)
def test_the_fields_of_an_explanation_stand_on_the_page(page: str, kind: type) -> None:
    (row,) = (line for line in section(page, "Why").splitlines() if line.startswith(f"| `{kind.__name__}` |"))
    assert CODE.findall(row.split("|")[2]) == list(kind.__struct_fields__)  # type: ignore[attr-defined]
    assert set(why.Why.__struct_fields__) <= set(first_cells(section(page, "Why")))
