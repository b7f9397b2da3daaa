"""A sheet as a page and on paper."""

import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as struct_with

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.drawing.formats.errors import MissingExtra
from procflow.drawing.formats.fonts import EXTRA, VARIABLE
from procflow.engine import Record
from procflow.reports.errors import MissingReports
from procflow.reports.review_sheet import (
    Part,
    ReviewSheet,
    Said,
    Signature,
    SignedRow,
    Standing,
    sheet_text,
    written_sheet,
)

HOSTILE = "<script>alert(1)</script> #[x] $y$ *z* \\ {{ 7*7 }} \u202e\x1b[31m ' \" &amp;"
ENDED = ("order-exception/routes", "the-eight-steps")


@pytest.fixture(scope="module")
def sheet(played: Callable[[str, str], Record], printed: Callable[..., ReviewSheet]) -> ReviewSheet:
    found: ReviewSheet = printed(played(*ENDED), "order-exception", langs=("zh", "en"))
    return found


@pytest.fixture
def font(monkeypatch: pytest.MonkeyPatch) -> None:
    """The font of the extra, whatever the machine has."""
    spec = find_spec(EXTRA)
    assert spec is not None and spec.origin is not None
    monkeypatch.setenv(VARIABLE, str(Path(spec.origin).parent))


def hostile(sheet: ReviewSheet, text: str = HOSTILE) -> ReviewSheet:
    """The same with what people write being as bad as it can be."""
    said = (Said(text),)
    signed = Signature(said, f"{text}\nsecond line", said, said, "2026-03-02 09:00", (said,), Standing.VOID)
    part = Part(said, (SignedRow(said, (signed,), missing=True),), signed=True)
    return replace(sheet, title=said, house=said, notices=(said,), parts=(part,), remarks=(said,))


class Elements(HTMLParser):
    """What a page consists of."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def unpacked(document: bytes) -> str:
    found = ""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            found += zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
    return found


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b(?!s)", document))


def test_a_page_is_whole_without_a_script_or_anything_fetched(sheet: ReviewSheet) -> None:
    page = Elements(written_sheet(sheet, "html"))
    names = {tag for tag, _ in page.tags}
    assert {"table", "caption", "thead", "tbody", "main"} <= names
    assert not names & {"script", "link", "img", "iframe", "object", "form"}
    assert not any("src" in attrs or attrs.get("href", "#")[:1] != "#" for _, attrs in page.tags)  # type: ignore[index]


def test_a_page_says_which_language_a_text_is_in(sheet: ReviewSheet) -> None:
    page = Elements(written_sheet(sheet, "html"))
    assert dict(page.tags)["html"]["lang"] == "zh-Hant"
    assert {attrs["lang"] for tag, attrs in page.tags if tag == "span" and "lang" in attrs} == {
        "zh-Hant",
        "en",
    }


def test_every_row_is_named_by_its_head(sheet: ReviewSheet) -> None:
    page = Elements(written_sheet(sheet, "html"))
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")


def test_what_people_wrote_stays_text_on_a_page(sheet: ReviewSheet) -> None:
    page = Elements(written_sheet(hostile(sheet), "html"))
    assert "script" not in {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>" in page.text and "{{ 7*7 }}" in page.text
    assert "\u202e" not in page.text and "\x1b" not in page.text


def test_what_people_wrote_stays_text_in_a_terminal(sheet: ReviewSheet) -> None:
    text = sheet_text(hostile(sheet))
    assert "\u202e" not in text and "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_what_people_wrote_stays_text_on_paper(sheet: ReviewSheet, font: None) -> None:
    markup = HOSTILE.partition("\u202e")[0]
    assert pages(written_sheet(hostile(sheet, markup), "pdf")) == 1


def test_on_paper_text_is_text_on_a4_standing(sheet: ReviewSheet, font: None) -> None:
    document = written_sheet(sheet, "pdf")
    inside = unpacked(document).upper()
    for char in "異常情況跟進單漏訂一部大巴":
        assert f"<{ord(char):04X}>" in inside
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert box is not None
    assert (float(box[1]), float(box[2])) == pytest.approx((595.28, 841.89), abs=0.1)


def test_it_is_the_same_in_every_run(sheet: ReviewSheet, font: None) -> None:
    assert written_sheet(sheet, "pdf") == written_sheet(sheet, "pdf")
    assert written_sheet(sheet, "html") == written_sheet(sheet, "html")


def sent_back(record: Record, rounds: int) -> list[Envelope]:
    """The events of a slip that was sent back so many times."""
    done = [at for at, each in enumerate(record.envelopes) if isinstance(each.event, e.ItemCompleted)]
    before, again = record.envelopes[: done[0]], record.envelopes[done[0] : done[2]]
    events = (*before, *(again * rounds))
    return [struct_with(each, seq=seq) for seq, each in enumerate(events, 1)]


def test_two_hundred_rounds_fill_pages_whose_heads_are_repeated(
    played: Callable[[str, str], Record], printed: Callable[..., ReviewSheet], font: None
) -> None:
    record = played("order-desk/reward-discipline/routes", "sent-back-and-refused")
    sheet = printed(record, "reward-discipline", langs=("zh",), envelopes=sent_back(record, 200))
    rows = [row for part in sheet.parts for row in part.rows if isinstance(row, SignedRow)]
    assert [len(row.signatures) for row in rows[:2]] == [200, 200]
    assert rows[0].missing  # it was sent back and is asked for again
    assert rows[1].signatures[-1].round[0].text == "第 200 次"
    assert pages(written_sheet(sheet, "pdf")) > 5
    page = written_sheet(sheet, "html").decode()
    assert page.count("第 200 次") == 2
    assert sheet_text(sheet).count("第 200 次") == 2


def test_without_the_extras_it_says_which(sheet: ReviewSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    from procflow.reports import pages as module

    module._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingReports, match=r"procflow\[reports\]"):
        written_sheet(sheet, "html")
    module._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra):
        written_sheet(sheet, "pdf")
    assert written_sheet(sheet, "txt")


def test_a_page_is_laid_out_as_a_form_after_the_style_of_all_pages(sheet: ReviewSheet) -> None:
    page = written_sheet(sheet, "html").decode()
    templates = files("procflow.reports.pages") / "templates"
    ours, all_pages = ((templates / name).read_text("utf-8") for name in ("review_sheet.css", "style.css"))
    assert all_pages in page
    assert ours in page.split(all_pages)[1]
