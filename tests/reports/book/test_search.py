"""The index that a book is searched by."""

import json

from procflow.reports.book import Book
from procflow.reports.book.search import folded


def rows(book: Book) -> list[list[str]]:
    assert book.search is not None
    found: list[list[str]] = json.loads(book.search.index)
    return found


def test_everything_is_found_under_both_languages(books: tuple[Book, ...]) -> None:
    for each in books:
        texts = [row[5] for row in rows(each)]
        for words in ("提交擬簽條款", "submit the agreed terms", "c7.1", "final-authority", "合同金額"):
            assert any(words in text for text in texts), (each.lang, words)


def test_case_and_width_make_no_difference() -> None:
    assert folded("ＡＢＣ　Ｃ３．１", "Ｑ①") == "abc c3.1 q1"


def test_nothing_in_the_index_can_end_its_element(books: tuple[Book, ...]) -> None:
    for each in books:
        assert each.search is not None
        assert "<" not in each.search.index and ">" not in each.search.index


def test_each_process_finds_its_own_parts_alone(books: tuple[Book, ...]) -> None:
    for each in books:
        inside = [row[3] for row in rows(each) if row[4].startswith("processes/contract-review.html#")]
        titles = {page.frame.title.text for page in each.processes if page.id == "contract-review"}
        assert inside and set(inside) == titles
