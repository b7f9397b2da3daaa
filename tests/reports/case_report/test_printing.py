"""The same report as a page, as text and as PDF, whatever people wrote into the case."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from msgspec import structs

from procflow import KeptCase
from procflow.case import events as e
from procflow.definition.process import Title
from procflow.drawing.formats.errors import MissingFont
from procflow.drawing.formats.svg import svg
from procflow.drawing.theme import LIGHT
from procflow.reports import Lang
from procflow.reports.case_report import case_report, html_pieces, pdf_bytes, text_lines, way_of
from procflow.reports.case_report.text import WIDTH
from procflow.reports.columns import columns
from procflow.wording import LANGS

A4 = (b"595.2756", b"841.8898")
BOX = re.compile(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]")
MARKUP = "</td></table><script>alert(1)</script><b>&amp;"
STEERING = "first\nsecond\x1b[2J\u202egnirts\u2066\x00"


class Page(HTMLParser):
    """The tags of a page, its ids, what links lead to, and its text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def html(kept: KeptCase, lang: Lang = "en") -> bytes:
    return b"".join(html_pieces(case_report(kept, lang), way_of(kept, lang)))


def hostile(kept: KeptCase, comment: str) -> KeptCase:
    """The case with a comment on its last answer, and with names that begin the same."""
    assert kept.organization is not None
    named = Title(comment[:60], comment[:60])
    people = {name: structs.replace(person, title=named) for name, person in kept.organization.people.items()}
    organization = structs.replace(kept.organization, people=people)
    last = max(each.seq for each in kept.envelopes if isinstance(each.event, e.SeatAnswered))
    envelopes = tuple(
        structs.replace(each, event=structs.replace(each.event, comment=comment))
        if each.seq == last
        else each
        for each in kept.envelopes
    )
    known = dict.fromkeys(kept.organizations, organization)
    return replace(kept, organization=organization, organizations=known, envelopes=envelopes)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_leads_everywhere_that_it_says_and_fetches_nothing(lang: Lang, refused: KeptCase) -> None:
    page = Page(html(refused, lang))
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.startswith("#")} <= {f"#{name}" for name in page.ids}
    assert all(link.startswith("#") for link in page.links)
    assert {f"e{envelope.seq}" for envelope in refused.envelopes} <= set(page.ids)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert page.tags.count("svg") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_page_and_text_say_the_same(lang: Lang, upheld: KeptCase) -> None:
    report = case_report(upheld, lang)
    page = " ".join(Page(html(upheld, lang)).text.split())
    text = "".join("".join(text_lines(report, 10_000)).split())
    for told in report.events:
        assert told.text in page
        assert "".join(told.text.split()) in text
    for timed in report.timed:
        assert timed.used in page
        assert "".join(timed.used.split()) in text


@pytest.mark.parametrize("width", [40, 78, WIDTH, 200])
def test_text_is_as_wide_as_is_wanted(width: int, upheld: KeptCase) -> None:
    lines = list(text_lines(case_report(upheld, "zh"), width))
    assert max(map(columns, lines)) <= width
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize("comment", [MARKUP, STEERING, "長" * 100_000, "ж" * 100_000])
def test_what_people_wrote_stays_text(comment: str, late: KeptCase) -> None:
    kept = hostile(late, comment)
    page = Page(html(kept))
    assert "script" not in page.tags
    assert page.tags.count("b") == 0
    assert {char for char in page.text if ord(char) < 32} <= {"\n"}
    assert "\u202e" not in page.text
    text = "\n".join(text_lines(case_report(kept)))
    assert {char for char in text if ord(char) < 32} <= {"\n"}
    assert "\u202e" not in text


def test_a_page_comes_in_pieces_and_grows_with_its_events(late: KeptCase) -> None:
    """A case with many more events: the last of it told again and again."""
    last = late.envelopes[-1]
    assert isinstance(last.event, e.ItemOpened)
    reminded = structs.replace(last, event=e.Reminded(last.event.item, "t", ("xu",)))
    more = tuple(structs.replace(reminded, seq=last.seq + number) for number in range(1, 501))
    long = replace(late, envelopes=(*late.envelopes, *more))
    pieces = [len(piece) for piece in html_pieces(case_report(long))]
    assert max(pieces) < sum(pieces) / 10
    assert sum(pieces) - len(html(late)) < 600 * len(more)
    text = sum(len(line.encode()) + 1 for line in text_lines(case_report(long)))
    assert text < 300 * len(more)


def test_a_paper_has_a_page_of_its_own_for_the_way(late: KeptCase) -> None:
    report = case_report(late, "zh")
    plain, drawn = pdf_bytes(report), pdf_bytes(report, way_of(late, "zh"))
    assert plain.startswith(b"%PDF-")
    assert set(BOX.findall(plain)) == {A4}
    (sheet,) = set(BOX.findall(drawn)) - {A4}
    way = way_of(late, "zh")
    assert way is not None
    root = ElementTree.fromstring(svg(way, LIGHT).decode())
    # The smallest letters, of nine pixels, have about six points there.
    for side, length in zip(sheet, ("width", "height"), strict=True):
        assert float(side) > 0.85 * 0.75 * float(root.attrib[length])


def test_markup_and_long_words_in_a_paper_are_text(late: KeptCase) -> None:
    comment = f"#panic() $x^2$ *b* `c` @d <e> {'w' * 100_000}"
    assert pdf_bytes(case_report(hostile(late, comment))).startswith(b"%PDF-")


def test_a_character_without_a_font_is_said(late: KeptCase) -> None:
    with pytest.raises(MissingFont, match="U\\+E000"):
        pdf_bytes(case_report(hostile(late, "private \ue000")))


def test_the_way_of_a_case_that_is_over_is_as_of_its_end(refused: KeptCase, late: KeptCase) -> None:
    after = {each.case: each.envelopes[-1].at + timedelta(days=300) for each in (refused, late)}
    assert way_of(replace(refused, read_at=after[refused.case])) == way_of(refused)
    assert way_of(replace(late, read_at=after[late.case])) != way_of(late)
