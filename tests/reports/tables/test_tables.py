"""What is written is what stands in the tables: texts, whatever they look like."""

import csv
import io
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.reports import Lang
from procflow.reports.tables import Cell, Document, Table, written
from procflow.reports.tables.spreadsheet import MOST, harmless

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    ' =HYPERLINK("http://example.org")',
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "\u202eright to left\u202c",
    "two\nlines\x00and\x1bmore\ud800\uffff",
    "_x0041_ https://example.org",
    "emoji 👩‍👩‍👧",
    "長" * 500,
    "a" * (MOST + 10),
)


def document(*texts: str, lang: Lang = "en") -> Document:
    rows = tuple((Cell(text), Cell(text, text), Cell(text, finding=True)) for text in texts)
    tables = (
        Table("one", texts[0], ("A", texts[0], "C"), rows, texts[0], grid=True),
        Table("two", texts[0], ("A",), ()),
    )
    return Document(texts[0], (texts[-1],), tables, lang)


def begins_a_formula(text: str) -> bool:
    return text.lstrip(" \u3000\u00a0")[:1] in tuple("=+-@＝＋－＠\t\r\n")


def csv_cells(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    rows = csv_cells(written(document(text), "csv"))
    assert not any(begins_a_formula(cell) for row in rows for cell in row)
    assert max(len(cell) for row in rows for cell in row) <= MOST + 1


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
def test_any_text_is_one_cell_of_csv(text: str) -> None:
    rows = csv_cells(written(document(text or "x", "y"), "csv"))
    row = next(row for row in rows if len(row) == 3 and row[0] not in ("A",))
    assert not any(begins_a_formula(cell) and cell.strip() for cell in row)


def test_a_harmless_text_stays_as_it_is() -> None:
    assert harmless("C7.2 – 500,000") == "C7.2 – 500,000"
    assert harmless("=1") == "'=1"
    assert harmless("  ") == "  "


@pytest.mark.parametrize("text", HOSTILE)
def test_every_cell_of_a_workbook_is_a_text(text: str) -> None:
    content = written(document(text), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert cells and {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert len(book.sheetnames) == 3 and max(map(len, book.sheetnames)) <= 31
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pages = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert pages and not any(b"<f>" in parts.read(name) for name in pages)


def test_a_workbook_says_what_the_tables_say() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(document("=1+1", "two"), "xlsx")))
    about, page, _ = book.worksheets
    assert [cell.value for (cell,) in about.iter_rows()] == ["=1+1", "two"]
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert values == [["A", "=1+1", "C"], ["=1+1", "=1+1\n=1+1", "=1+1"], ["two", "two\ntwo", "two"]]
    assert page.freeze_panes == "B4"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "html"])
def test_the_same_tables_are_the_same_bytes(ending: str) -> None:
    one, other = (written(document(*HOSTILE), ending) for _ in range(2))  # type: ignore[arg-type]
    assert one == other


class Page(HTMLParser):
    """The tags of a page with their attributes, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "h1", "h2", "p", "nav", "ul",
    "li", "section", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi", "small", "strong",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text_on_a_page(text: str) -> None:
    page = Page(written(document(text), "html").decode("utf-8"))
    assert {tag for tag, _ in page.tags} == HARMLESS
    assert not any(name.startswith("on") or name == "src" for _, found in page.tags for name in found)
    assert all(str(link["href"]).startswith("#") for link in page.all("a"))
    if text.isprintable():
        assert page.texts.count(text) >= 5


@pytest.mark.parametrize(("lang", "language"), [("en", "en"), ("zh", "zh-Hant")])
def test_a_page_is_read_by_keyboard_and_by_ear(lang: Lang, language: str) -> None:
    page = Page(written(document("One", "two", lang=lang), "html").decode("utf-8"))
    assert page.all("html") == [{"lang": language}]
    assert [found["scope"] for found in page.all("th")] == ["col", "col", "col", "row", "row"]
    assert len(page.all("caption")) == len(page.all("table")) == 1
    (region,) = (found for found in page.all("div") if found.get("role") == "region")
    assert region["tabindex"] == "0"
    ids = {found["id"] for _, found in page.tags if "id" in found}
    assert region["aria-labelledby"] in ids
    assert all(str(link["href"])[1:] in ids for link in page.all("a"))


def test_a_page_needs_no_network() -> None:
    content = written(document("One"), "html").decode("utf-8")
    assert "default-src 'none'" in content
    assert "http" not in content.replace("http-equiv", "").partition("<style>")[2]
    assert "@page wide" in content and "prefers-color-scheme: dark" in content
