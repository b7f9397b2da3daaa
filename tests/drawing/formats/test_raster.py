import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from struct import unpack

import pytest

from procflow.drawing import Shape
from procflow.drawing.formats.errors import MissingExtra, MissingFont, PictureError
from procflow.drawing.formats.fonts import EXTRA, VARIABLE, font_folders, fonts_for
from procflow.drawing.formats.raster import Paper, pdf, png
from procflow.drawing.formats.svg import svg
from procflow.drawing.picture import Picture
from procflow.drawing.theme import THEMES, Theme
from tests.drawing import gallery
from tests.drawing.pixels import pixels


@pytest.fixture(scope="session")
def fonts() -> tuple[Path, ...]:
    spec = find_spec(EXTRA)
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent,)


def picture(*titles: str) -> Picture:
    return gallery.placed(gallery.plain(gallery.node("a", Shape.TASK, "staff", *titles), title="合約"))


def decoded(document: bytes) -> str:
    found = ""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            found += zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
    return found


def page(document: bytes) -> tuple[float, float]:
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert box is not None
    return float(box[1]), float(box[2])


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_a_png_has_ink_where_every_text_stands(fonts: tuple[Path, ...], theme: Theme) -> None:
    some = {
        node.id: node for node in gallery.marked().nodes if node.id in ("submit", "meeting", "wrong", "split")
    }
    known = gallery.placed(gallery.plain(*some.values()))
    found = pixels(png(known, theme, scale=1, folders=fonts))
    offset = re.search(
        r'<g transform="translate\(20 ([\d.]+)\)"><g class="lanes">', svg(known, theme).decode()
    )
    assert offset is not None
    for name, box in known.layout.boxes.items():
        for run in known.sized.nodes[name].runs:
            x = {"start": run.x, "middle": run.x - run.width / 2, "end": run.x - run.width}[run.anchor]
            at = (20 + box.x + x, float(offset[1]) + box.y + run.y - 9, run.width, 10)
            assert len(found.colours(*at)) > 4, (name, run)


def test_a_png_is_as_large_as_asked(fonts: tuple[Path, ...]) -> None:
    one, three = (png(picture("甲"), scale=scale, folders=fonts) for scale in (1, 3))
    sizes = [unpack(">II", written[16:24]) for written in (one, three)]
    assert sizes[1] == pytest.approx([3 * side for side in sizes[0]], abs=3)


def test_both_are_the_same_in_every_run(fonts: tuple[Path, ...]) -> None:
    known = picture("提出合約評審")
    assert png(known, folders=fonts) == png(known, folders=fonts)
    assert pdf(known, folders=fonts) == pdf(known, folders=fonts)


def test_a_pdf_keeps_text_as_text(fonts: tuple[Path, ...]) -> None:
    inside = decoded(pdf(picture("提出合約評審"), folders=fonts))
    for char in "提出合約評審":
        assert f"<{ord(char):04X}>" in inside.upper()


def test_a_pdf_is_as_large_as_its_picture_or_fitted_to_a_sheet(fonts: tuple[Path, ...]) -> None:
    known = gallery.placed(gallery.everything())
    wide, high = page(pdf(known, folders=fonts))
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg(known).decode())
    assert size is not None
    assert (wide, high) == pytest.approx((float(size[1]) * 0.75, float(size[2]) * 0.75), abs=0.1)
    assert page(pdf(known, paper=Paper.A4, folders=fonts)) == pytest.approx((595.28, 841.89))
    assert page(pdf(known, paper=Paper.A3, folders=fonts)) == pytest.approx((841.89, 1190.55))


def test_a_wide_picture_lies_on_its_sheet(fonts: tuple[Path, ...]) -> None:
    assert page(pdf(picture("甲"), paper=Paper.A4, folders=fonts)) == pytest.approx((841.89, 595.28))


@pytest.mark.parametrize("title", ["<b>&\"'", "#[x] $y$ \\ *z*", "x" * 500, "a\x00b"])
def test_hostile_titles_stay_text(fonts: tuple[Path, ...], title: str) -> None:
    known = picture(title)
    known = replace(known, drawing=replace(known.drawing, title=title))
    assert png(known, folders=fonts)
    assert pdf(known, folders=fonts)


@pytest.mark.parametrize("write", [png, pdf])
def test_without_any_font_for_chinese_there_is_an_error_and_no_empty_picture(
    write: Callable[..., bytes], tmp_path: Path
) -> None:
    with pytest.raises(MissingFont) as caught:
        write(picture("甲"), folders=[tmp_path])
    assert caught.value.code == "no-font"
    for way in ("fonts-noto-cjk", "procflow[fonts]", VARIABLE, str(tmp_path)):
        assert way in str(caught.value)
        assert way in caught.value.say("zh")


def test_the_environment_names_folders_in_the_place_of_those_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fonts: tuple[Path, ...]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert font_folders() == (tmp_path,)
    with pytest.raises(MissingFont):
        png(picture("甲"))
    monkeypatch.setenv(VARIABLE, str(fonts[0]))
    assert fonts_for(["甲"]).family == "Noto Sans TC"


def test_without_it_the_extra_is_looked_into(
    monkeypatch: pytest.MonkeyPatch, fonts: tuple[Path, ...]
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert fonts[0] in font_folders()


def test_a_character_that_no_font_has_is_named(fonts: tuple[Path, ...]) -> None:
    with pytest.raises(MissingFont) as caught:
        png(picture("甲 👩"), folders=fonts)
    assert caught.value.code == "no-glyph"
    assert "👩 (U+1F469)" in str(caught.value)
    assert "U+1F469" in caught.value.say("zh")


def test_names_in_another_script_leave_the_font_for_chinese_what_it_is(fonts: tuple[Path, ...]) -> None:
    with pytest.raises(MissingFont) as caught:
        fonts_for(["甲", "رئيس القسم"], fonts)
    assert caught.value.code == "no-glyph"


def test_what_has_no_form_needs_no_font(fonts: tuple[Path, ...]) -> None:
    assert fonts_for(["\u2067甲\u2069\u200b \ufe0f"], fonts).files


def test_files_that_are_no_fonts_are_passed_over(tmp_path: Path, fonts: tuple[Path, ...]) -> None:
    source = (fonts[0] / "NotoSansTC-Regular.otf").read_bytes()
    for name, data in (
        ("empty.ttf", b""),
        ("text.otf", b"hello"),
        ("short.ttf", source[:100]),
        ("cut.otf", source[:400]),
    ):
        (tmp_path / name).write_bytes(data)
    with pytest.raises(MissingFont):
        fonts_for(["甲"], [tmp_path])
    assert fonts_for(["甲"], [tmp_path, *fonts]).files == (fonts[0] / "NotoSansTC-Regular.otf",)


@pytest.mark.parametrize(("write", "package"), [(png, "resvg_py"), (pdf, "typst")])
def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, write: Callable[..., bytes], package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra) as caught:
        write(picture("甲"))
    assert isinstance(caught.value, PictureError)
    assert "pip install 'procflow[pictures]'" in str(caught.value)
    assert "procflow[pictures]" in caught.value.say("zh")
