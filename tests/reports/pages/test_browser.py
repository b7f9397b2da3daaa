"""Pages of reports in a real browser, each opened once, from its file."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procflow.cli.book import given_at
from procflow.cli.settings import Settings
from procflow.definition import load_process
from procflow.program import compile_program
from procflow.reports.book import book, pages, single_pages
from procflow.reports.matrices import Subject, authority, responsibility
from procflow.reports.matrices.shown import show_authority, show_responsibility
from procflow.reports.tables import written
from procflow.wording import LANGS
from tests.cli.conftest import LEAVE, SHOP

DAY = date(2026, 3, 2)
CHROMIUM = Path("/usr/bin/chromium")
CLAUSES = """
register: rules
source: {title: {zh: 規則, en: Rules}, document: rules.txt}
clauses:
  R1: {title: {zh: 請假須經主管, en: Leave is asked of the boss}}
  R2: {title: {zh: 目的, en: Purpose}, informative: {zh: 說明, en: It says why}}
  R3: {title: {zh: 無人承接, en: Nobody carries it}}
  R4: {title: {zh: "逾 5,000 元", en: "Over 5,000"}}
  R5: {title: {zh: "逾 500,000 元", en: "Over 500,000"}}
"""
PAGES = ["index", "leave", "rules", "shop", "glossary", "search", "leave.en", "responsibility", "authority"]


@pytest.fixture(scope="module")
def seen(
    peer: Callable[[str, Iterable[Path]], dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    if not CHROMIUM.is_file():
        pytest.skip(
            "Chromium is not here as Debian installs it (/usr/bin/chromium), in which pages are opened"
        )
    folder = tmp_path_factory.mktemp("pages")
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (folder / "rules.yaml").write_text(CLAUSES, encoding="utf-8")
    text = LEAVE.replace("organization: shop.yaml", "organization: shop.yaml\nclauses: rules.yaml")
    text = text.replace(
        "    role: clerk\n    form",
        "    title: {zh: 提出請假, en: Ask for leave}\n    clause: R1\n    role: clerk\n    form",
    )
    (folder / "leave.yaml").write_text(text, encoding="utf-8")
    (folder / "broken.yaml").write_text("process: broken\n", encoding="utf-8")
    given = given_at(Settings(db=str(folder / "none.db")), [str(folder)])
    site = pages([book(given, lang, DAY) for lang in LANGS])
    alone = single_pages([book(given, lang, DAY, single=True) for lang in LANGS])
    loaded = load_process(folder / "leave.yaml")
    assert loaded.process is not None and loaded.organization is not None
    program = compile_program(loaded.process, loaded.hash)
    subject = Subject.of(program, loaded.organization, DAY, "zh")
    files = {f"site/{name}": content for name, content in site.items()}
    files["leave.en.html"] = alone["leave.en.html"]
    files["responsibility.html"] = written(show_responsibility([responsibility(subject)], "zh"), "html")
    files["authority.html"] = written(show_authority([authority(subject)], "zh"), "html")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    # The one half in Chinese, the other in English: what differs between them is words alone.
    shown = [folder / "site" / "zh" / f"{name}.html" for name in ("index", "processes/leave", "search")]
    shown += [
        folder / "site" / "en" / f"{name}.html"
        for name in ("clauses/rules", "organizations/shop", "glossary")
    ]
    alone_files = [folder / f"{name}.html" for name in ("leave.en", "responsibility", "authority")]
    return peer("pages.mjs", [*shown, *alone_files])


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, seen: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = seen[f"{request.param}.html"]
    return found


def test_nothing_is_complained_of(page: dict[str, Any]) -> None:
    assert page["errors"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: dict[str, Any], theme: str) -> None:
    assert page["axe"][theme] == []


def test_no_page_is_wider_than_the_window(page: dict[str, Any]) -> None:
    assert page["tooWide"] == []


def test_a_picture_fits_its_frame_until_its_full_size_is_asked_for(seen: dict[str, Any]) -> None:
    assert seen["leave.html"]["overflows"] == seen["leave.en.html"]["overflows"] == [False, True]
    assert seen["index.html"]["overflows"] is None


def test_the_keyboard_comes_first_to_the_way_past_the_head(page: dict[str, Any]) -> None:
    assert page["focus"] == ["skip", True]


@pytest.mark.parametrize(("name", "title"), [("search", "提出請假"), ("leave.en", "Ask for leave")])
def test_the_search_finds_in_both_languages_and_leads_there(
    seen: dict[str, Any], name: str, title: str
) -> None:
    search = seen[f"{name}.html"]["search"]
    found = search["found"]
    assert found["Ask"]["titles"][0] == title
    assert title in search["target"]
    assert found["請假"]["titles"]
    # Full width is the same as half, and words may stand anywhere.
    assert found["ｌｅａｖｅ　clerk"]["titles"]
    # Written together it is found by pairs of signs.
    assert any("R1" in each for each in found["須經主管核"]["titles"])
    # What has some of the words is better than nothing, and is said to be that.
    assert found["boss zzz"]["titles"]
    assert found["zzz"]["titles"] == []
    said = [found[query]["status"].strip("0123456789 項") for query in ("Ask", "boss zzz", "zzz")]
    assert all(said) and len(set(said)) == 3


@pytest.mark.parametrize("name", ["search", "leave.en"])
def test_the_search_finds_numbers_as_numbers(seen: dict[str, Any], name: str) -> None:
    found = seen[f"{name}.html"]["search"]["found"]
    clauses = {query: [title[:2] for title in found[query]["titles"]] for query in ("5,000", "5000", "50萬")}
    assert clauses == {"5,000": ["R4"], "5000": ["R4"], "50萬": ["R5"]}


@pytest.mark.parametrize("name", ["search", "leave.en"])
def test_what_has_all_words_in_its_title_comes_first_and_the_list_ends(
    seen: dict[str, Any], name: str
) -> None:
    found = seen[f"{name}.html"]["search"]["found"]
    assert found["leave boss"]["titles"][0].startswith("R1")
    assert all(len(each["titles"]) <= 30 for each in found.values())


def test_pages_that_do_not_search_have_no_script(seen: dict[str, Any]) -> None:
    assert all(
        found["search"] is None
        for name, found in seen.items()
        if name not in ("search.html", "leave.en.html")
    )
