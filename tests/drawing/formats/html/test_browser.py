"""Pages in a real browser, each opened once by one script, with a keyboard alone where that matters."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from procflow.definition import load_position
from procflow.drawing import Drawing, Language
from procflow.drawing.compose import draw_position
from procflow.drawing.formats.html import write_case_html, write_html
from procflow.drawing.marks import mark_case
from procflow.drawing.picture import picture
from tests.drawing import gallery
from tests.drawing.formats.html import cases
from tests.drawing.formats.html.test_page import HOSTILE, hostile

PAGES = ["case", "position", "marked", "hostile"]
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def seen(
    peer: Callable[[str, Iterable[Path]], dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    if not CHROMIUM.is_file():
        pytest.skip(
            "Chromium is not here as Debian installs it (/usr/bin/chromium), in which pages are opened"
        )
    case = cases.disputed()
    loaded = load_position(cases.PROCESSES / "order-desk-head.yaml")
    assert loaded.position is not None
    pages = {
        "case": write_case_html(case.drawing, case.frames, case.told),
        "position": write_html(
            picture(draw_position(loaded.position, {}, loaded.register, language=Language.EN))
        ),
        "marked": write_html(gallery.placed(gallery.marked())),
        "hostile": hostile("".join(HOSTILE)),
    }
    folder = tmp_path_factory.mktemp("pages")
    files = [folder / f"{name}.html" for name in PAGES]
    for file in files:
        file.write_bytes(pages[file.stem])
    return peer("html.mjs", files)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, seen: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = seen[f"{request.param}.html"]
    return found


def test_nothing_is_complained_of(page: dict[str, Any]) -> None:
    assert page["errors"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: dict[str, Any], theme: str) -> None:
    assert page["axe"][theme] == []


def test_cards_are_reached_opened_and_closed_by_keyboard(page: dict[str, Any]) -> None:
    cards = page["cards"]
    assert cards["first"] != cards["second"]
    assert cards["below"] != cards["first"]
    assert cards["panel"]
    assert cards["inside"] == "panel-title"
    assert cards["closed"]
    assert cards["back"] == cards["below"]


def test_cards_come_in_reading_order(seen: dict[str, Any]) -> None:
    case = cases.disputed()
    found = seen["case.html"]["cards"]
    assert [found["first"], found["second"]] == [node.id for node in case.drawing.nodes[:2]]
    ahead = {edge.target for edge in case.drawing.edges if edge.source == found["first"]}
    assert found["below"] in ahead


def test_a_panel_says_what_is_known_and_what_happened(seen: dict[str, Any]) -> None:
    case = cases.disputed()
    found = seen["case.html"]["cards"]
    node = next(node for node in case.drawing.nodes if node.id == found["below"])
    for fact in node.facts:
        assert fact.text.split()[0] in found["panel"]
    assert case.told[0].time in found["panel"]


def test_search_finds_names(page: dict[str, Any]) -> None:
    search = page["search"]
    assert search["count"] >= 1
    assert search["hits"] == search["count"]
    assert str(search["count"]) in search["status"]
    assert search["focused"]
    assert search["nothing"]
    assert search["emptied"] == ""


def test_it_is_made_larger_and_fitted(page: dict[str, Any]) -> None:
    assert page["zoom"]["larger"] == pytest.approx(1.25, abs=0.01)
    assert page["zoom"]["fits"] < 2


def test_light_and_dark_follow_the_reader_and_the_switch(page: dict[str, Any]) -> None:
    light, dark, switched = page["grounds"]
    assert light != dark
    assert switched == light


def test_each_step_is_the_case_at_that_moment(seen: dict[str, Any]) -> None:
    case = cases.disputed()
    subject = (case.drawing, case.record.program, case.record.organization, case.record.envelopes)
    forward = seen["case.html"]["steps"]["forward"]
    assert len(forward) == len(case.frames)
    for number in {0, 1, len(forward) // 3, len(forward) // 2, len(forward) - 1}:
        whole = mark_case(*subject, at=case.frames[number].last)
        assert forward[number]["classes"] == classes(whole)
        assert forward[number]["subtitle"] == whole.subtitle
        for node in whole.nodes:
            for text in (node.mark.time, node.mark.by, node.mark.badge):
                assert text in forward[number]["said"][node.id]


def classes(drawing: Drawing) -> dict[str, str]:
    """What each node and each edge is, and how it stands."""
    nodes = {node.id: f"node s-{node.shape} t-{node.mark.tone}" for node in drawing.nodes}
    return nodes | {edge.id: f"edge r-{edge.relation} t-{edge.mark.tone}" for edge in drawing.edges}


def test_steps_are_the_same_on_the_way_back(seen: dict[str, Any]) -> None:
    steps = seen["case.html"]["steps"]
    assert steps["back"] == steps["forward"][:-1]


def test_each_step_says_what_happened(seen: dict[str, Any]) -> None:
    case = cases.disputed()
    steps = seen["case.html"]["steps"]
    for line in case.told:
        number = next(at for at, frame in enumerate(case.frames) if line.seq <= frame.last)
        assert line.text in steps["forward"][number]["moment"]
    assert case.told[-1].text in steps["valuetext"]
