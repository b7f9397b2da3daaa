import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procflow.drawing import Drawing, Edge, EdgeMark, Fact, Language, Mark, Relation, Shape, Tone
from procflow.drawing.formats.html import Told, write_case_html, write_html
from procflow.drawing.marks import Shown
from procflow.drawing.marks.case import Frame
from procflow.drawing.theme import DARK, LIGHT
from tests.drawing import gallery
from tests.drawing.formats.html import cases

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "\"' onload='x' \">",
    "]]>&amp;&#0;",
    "a\x00b\ud800c\u2028d\u2029e",
    "שלום \u202eevil",
    "x" * 500,
    "👨\u200d👩\u200d👧 🇹🇼",
    "${title} $title {count}",
]


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, and the texts in them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.append(("", ""))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.tags[-1][0] if self.tags else "", data))

    def of(self, key: str) -> dict[str, dict[str, str | None]]:
        return {attrs[key] or "": attrs for _, attrs in self.tags if key in attrs}

    def data(self) -> dict[str, object]:
        (found,) = (text for tag, text in self.texts if tag == "script" and text.startswith("{"))
        loaded: dict[str, object] = json.loads(found)
        return loaded


def page(drawing: Drawing) -> bytes:
    return write_html(gallery.placed(drawing))


def test_every_node_is_a_button_with_its_facts_beneath() -> None:
    node = replace(
        gallery.node("sign", Shape.TASK, "staff", "簽約", "Sign", corner="專員", basis=["C1"]),
        facts=(Fact("Clause", "C1 Who signs"), Fact("Clause", "C2"), Fact("People", "林曉梅")),
    )
    content = page(gallery.plain(node)).decode()
    found = Page(content.encode()).of("data-node")["sign"]
    assert (found["role"], found["tabindex"], found["data-k"]) == ("button", "0", "0")
    assert "<title>簽約 Sign · 專員 · C1</title>" in content
    article = re.findall(r'<article data-of="0">.*?</article>', content)[0]
    assert "<h3><bdi>簽約 Sign</bdi></h3>" in article
    assert "<dt>Clause</dt><dd><bdi>C1 Who signs</bdi></dd><dd><bdi>C2</bdi></dd>" in article


def test_what_is_said_of_a_node_stands_apart_from_what_its_definition_says() -> None:
    node = replace(
        gallery.node("sign", Shape.TASK, "staff", "Sign"),
        facts=(Fact("Clause", "C1"),),
        mark=Mark(Tone.LATE, "3 days", "Lin", "×2", ("Title: Seal",)),
    )
    content = page(gallery.plain(node)).decode()
    said = re.findall(r'<dl class="ui-said">.*?</dl>', content)[0]
    for text in ("Overdue", "3 days", "Lin", "×2", "Title: Seal"):
        assert f"<bdi>{text}</bdi>" in said
    assert "C1" not in said
    assert "<title>Sign · 3 days · Lin · ×2 · Overdue</title>" in content


def test_nothing_is_fetched_and_nothing_else_may_run() -> None:
    content = write_case_html(cases.disputed().drawing, cases.disputed().frames, cases.disputed().told)
    read = Page(content)
    links = {attrs.get(key) for _, attrs in read.tags for key in ("src", "href") if key in attrs}
    assert all(link and link.startswith(("#", "data:")) for link in links)
    assert b"@import" not in content and b"url(" not in content
    (policy,) = (attrs["content"] for tag, attrs in read.tags if "http-equiv" in attrs)
    assert policy is not None and "default-src 'none'" in policy and "script-src 'sha256-" in policy


def test_both_themes_are_in_it() -> None:
    sheet = page(gallery.marked()).decode()
    for theme in (LIGHT, DARK):
        for colour in (theme.ground, theme.tones[Tone.LATE].line, theme.relations[Relation.RULING]):
            assert colour in sheet
    assert "prefers-color-scheme:dark" in sheet and "[data-theme=dark]" in sheet and "@media print" in sheet


@pytest.mark.parametrize(("language", "tag"), [(Language.EN, "en"), (Language.ZH, "zh-Hant")])
def test_it_speaks_the_language_of_its_picture(language: Language, tag: str) -> None:
    content = page(gallery.everything(language))
    read = Page(content)
    assert read.tags[0] == ("html", {"lang": tag})
    labels = {attrs.get("aria-label") for _, attrs in read.tags}
    assert ("Fit to width" in labels, "符合寬度" in labels) == (tag == "en", tag != "en")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(name: str) -> None:
    tame = Page(hostile("name"))
    read = Page(hostile(name))
    assert [tag for tag, _ in read.tags if tag not in ("text", "rect")] == [
        tag for tag, _ in tame.tags if tag not in ("text", "rect")
    ]
    assert not any(key.startswith("on") for _, attrs in read.tags for key in attrs)
    assert read.data()["film"] is not None
    (script,) = re.findall(r'id="known">(.*?)</script>', hostile(name).decode(), re.DOTALL)
    assert not re.search("[<>&\u2028\u2029]", script)


@given(st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_so_does_any_name(name: str) -> None:
    film = Page(hostile(name)).data()["film"]
    assert isinstance(film, dict) and len(film["steps"]) == 1


def hostile(name: str) -> bytes:
    """A case whose every text is the same name."""
    node = replace(
        gallery.node("a", Shape.TASK, "staff", name, name, corner=name, limit=name, basis=[name]),
        facts=(Fact(name, name),),
    )
    other = gallery.node("b", Shape.CHOICE, "staff", name)
    edge = Edge("e", "a", "b", Relation.FLOW, name, name)
    drawing = gallery.plain(node, other, edges=[edge], title=name, subtitle=name)
    said = Shown(Mark(Tone.NOW, name, name, name), facts=(Fact(name, name),))
    at = cases.disputed().frames[0].at
    frame = Frame(1, 1, at, name, name, name, {"a": said}, {"e": EdgeMark(Tone.DONE, name)}, {})
    return write_case_html(drawing, [frame], [Told(1, name, name, name)])


def test_a_name_that_runs_to_the_left_stands_by_itself() -> None:
    content = hostile("שלום \u202eevil").decode()
    assert "<bdi>שלום evil</bdi>" in content
    assert "\u202e" not in re.sub(r'data-trigger="[^"]*"', "", content)


def test_without_javascript_the_last_moment_is_there() -> None:
    case = cases.disputed()
    content = write_case_html(case.drawing, case.frames, case.told)
    found = Page(content).of("data-node")
    last = {name: shown for frame in case.frames for name, shown in frame.nodes.items()}
    for name, shown in last.items():
        assert f"t-{shown.mark.tone}" in (found[name]["class"] or "").split()
    assert case.frames[-1].subtitle in content.decode()
    assert len(re.findall(r"<li value=", content.decode())) == len(case.told)


def test_a_case_without_events_is_the_page_of_its_process() -> None:
    drawing = cases.disputed().drawing
    content = write_case_html(drawing, [])
    assert b'type="range"' not in content
    assert drawing.title in content.decode()


def test_a_thousand_events_are_no_megabyte() -> None:
    case = cases.long()
    assert len(case.record.envelopes) >= 1000
    assert len(write_case_html(case.drawing, case.frames, case.told)) <= 1_000_000


def test_it_is_the_same_in_every_run() -> None:
    script = (
        "import hashlib\n"
        "from tests.drawing.formats.html import cases\n"
        "from procflow.drawing.formats.html import write_case_html\n"
        "case = cases.long(60)\n"
        "page = write_case_html(case.drawing, case.frames, case.told)\n"
        "print(hashlib.sha256(page).hexdigest())"
    )
    root = Path(__file__).parents[4]
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(found) == 1
