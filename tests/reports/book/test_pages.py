"""The files of a book: they lead to each other and to nothing else, and can be read by everybody."""

import posixpath
from collections.abc import Callable, Mapping
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest

from tests.reports.book.conftest import Files, Page

KINDS = ["site", "single"]
Parsed = Callable[[str], Mapping[str, Page]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_and_every_anchor_is_there(parsed: Parsed, kind: str) -> None:
    pages = parsed(kind)
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc, (path, link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            known = pages.get(target) if parts.path else page
            assert known is not None, (path, link)
            assert not parts.fragment or unquote(parts.fragment) in known.ids, (path, link)


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_is_there_twice(parsed: Parsed, kind: str) -> None:
    for path, page in parsed(kind).items():
        assert len(page.ids) == len(set(page.ids)), path


@pytest.mark.parametrize("kind", KINDS)
def test_headings_go_down_one_level_at_a_time(parsed: Parsed, kind: str) -> None:
    for path, page in parsed(kind).items():
        levels = page.headings
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_each_page_is_there_in_both_languages_and_leads_to_the_other(parsed: Parsed) -> None:
    pages = parsed("site")
    here = {path.removeprefix("zh/") for path in pages if path.startswith("zh/")}
    assert here == {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    for path in here:
        up = "../" * (path.count("/") + 1)
        assert f"{up}en/{path}" in pages[f"zh/{path}"].links
        assert pages[f"zh/{path}"].langs[0] == "zh-Hant"
        assert "en" in pages[f"zh/{path}"].langs[1:]


def test_a_single_file_leads_nowhere_and_is_small(parsed: Parsed, singles: Files) -> None:
    for path, page in parsed("single").items():
        if path.count(".") == 2:
            assert all(link.startswith("#") for link in page.links), path
        assert len(singles[path]) < 2_000_000


def test_scripts_are_those_of_the_search_alone(parsed: Parsed) -> None:
    for kind in KINDS:
        for path, page in parsed(kind).items():
            searches = "search-index" in page.ids
            assert len(page.scripts) == (3 if searches else 0), path
            assert all("src" not in script for script in page.scripts)
            assert searches == ((kind == "single" and path.count(".") == 2) or path.endswith("/search.html"))


def test_a_page_reaches_for_nothing(site: Files) -> None:
    for path, content in site.items():
        assert b"default-src 'none'" in content, path
        assert b"http" not in content.replace(b"http-equiv", b"").replace(b"http://www.w3.org/", b""), path


def test_a_step_stands_beside_its_clauses_and_a_clause_beside_its_steps(parsed: Parsed) -> None:
    pages = parsed("site")
    process, register = pages["en/processes/contract-review.html"], pages["en/clauses/contract-review.html"]
    assert "#clause-C7.1" in process.links
    assert "../clauses/contract-review.html#clause-C7.1" in process.links
    assert "../processes/contract-review.html#step-submit-terms" in register.links
    outcomes = [
        link for link in register.links if link.startswith("../processes/contract-review.html#outcome-")
    ]
    assert outcomes


def test_a_register_says_that_it_holds_titles_alone(parsed: Parsed) -> None:
    for path in ("clauses/contract-review.html", "processes/contract-review.html"):
        english, chinese = (parsed("site")[f"{lang}/{path}"].text for lang in ("en", "zh"))
        assert "the company's own document: Rules for the review of product sales contracts" in english
        assert "見公司原文件：產品銷售合同評審細則" in chinese


def test_every_table_has_a_way_to_it_on_top(parsed: Parsed) -> None:
    for path, page in parsed("site").items():
        tables = [name for name in page.ids if name.startswith("table-") and f"title-{name[6:]}" in page.ids]
        assert all(f"#{name}" in page.links for name in tables), path


def test_the_first_page_says_what_the_book_is_and_from_what_it_was_made(parsed: Parsed) -> None:
    text = parsed("site")["index.html"].text
    assert "as of 2026-03-02, from files: processes 4, positions 1" in text
    assert "4 個流程" in text
