"""A report in a real browser: whole, broken, and in both languages, each page opened once by one script."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from procflow import Fault, KeptCase
from procflow.reports.case_report import case_report, html_pieces, way_of
from tests.reports.case_report.test_printing import MARKUP, hostile

CHROMIUM = Path("/usr/bin/chromium")
PAGES = ["whole", "broken"]


@pytest.fixture(scope="module")
def seen(
    peer: Callable[[str, Iterable[Path]], dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
    refused: KeptCase,
    late: KeptCase,
) -> dict[str, Any]:
    if not CHROMIUM.is_file():
        pytest.skip(
            "Chromium is not here as Debian installs it (/usr/bin/chromium), in which pages are opened"
        )
    folder = tmp_path_factory.mktemp("reports")
    faults = (Fault("altered", 2, "event 2 was altered", 4), Fault("missing", 0, "…" * 60, 0))
    broken = replace(hostile(late, MARKUP), faults=faults, program=None, head="f" * 64)
    pages = {
        "whole": html_pieces(case_report(refused, "zh"), way_of(refused, "zh")),
        "broken": html_pieces(case_report(broken)),
    }
    for name, pieces in pages.items():
        (folder / f"{name}.html").write_bytes(b"".join(pieces))
    return peer("report.mjs", [folder / f"{name}.html" for name in PAGES])


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_complained_of(name: str, seen: dict[str, Any]) -> None:
    found = seen[f"{name}.html"]
    assert found["axe"] == {"light": [], "narrow": [], "dark": []}
    assert found["errors"] == []
    assert found["first"] == "#content"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_no_wider_than_its_window(name: str, seen: dict[str, Any]) -> None:
    wide = seen[f"{name}.html"]["wide"]
    assert {int(width): most for width, most in wide.items() if most > int(width)} == {}
