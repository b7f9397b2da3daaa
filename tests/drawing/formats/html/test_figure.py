"""A picture inside another page: its cards lead to what the page says of them."""

import re
from dataclasses import replace

import pytest

from procflow.drawing.formats.html import figure, figure_style
from procflow.drawing.layout import Size
from procflow.drawing.model import Shape
from tests.drawing import gallery
from tests.drawing.formats.html.test_page import HOSTILE


def test_cards_with_a_link_are_reached_and_no_others() -> None:
    drawing = gallery.everything()
    known = [node.element for node in drawing.nodes if node.element][:2]
    made = figure(gallery.placed(drawing), {name: f"#step-{name}" for name in known})
    linked = re.findall(r'<a href="#step-([^"]+)"', made.picture)
    assert linked == [node.element for node in drawing.nodes if node.element in known]
    assert 'tabindex="0"' not in made.picture
    assert made.picture.count("data-node=") == len(drawing.nodes)


def test_what_lines_say_is_not_read_out() -> None:
    made = figure(gallery.placed(gallery.everything()), {})
    assert re.findall(r'class="(edges|labels|bolts)" aria-hidden="true"', made.picture) == [
        "edges",
        "labels",
        "bolts",
    ]


def test_its_colours_are_for_light_and_dark() -> None:
    style = figure_style()
    assert "prefers-color-scheme:dark" in style
    assert not re.search(r"[{;](?:fill|stroke):#", style)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_with_markup_stay_text(text: str) -> None:
    made = figure(gallery.placed(gallery.plain(gallery.node("a", Shape.TASK, "staff", text))), {"a": text})
    assert "<script" not in made.picture and "<img" not in made.picture


@pytest.mark.parametrize(
    ("size", "paper"),
    [
        (Size(500, 900), "a4-tall"),
        (Size(900, 500), "a4-wide"),
        (Size(800, 2000), "a3-tall"),
        (Size(800, 9000), "a3-long"),
        (Size(3000, 500), "a3-wide"),
    ],
)
def test_it_is_printed_on_a_sheet_that_it_can_be_read_on(size: Size, paper: str) -> None:
    placed = gallery.placed(gallery.plain(gallery.node("a", Shape.TASK, "staff", "A")))
    made = figure(replace(placed, layout=replace(placed.layout, size=size)), {})
    assert made.paper == paper
