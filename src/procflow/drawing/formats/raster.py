"""Pictures as PNG and PDF, with fonts that have all of their characters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

from procflow.drawing.formats.errors import MissingExtra
from procflow.drawing.formats.fonts import Fonts, fonts_for
from procflow.drawing.formats.svg import svg
from procflow.drawing.formats.typeset import typeset
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain
from procflow.drawing.theme import LIGHT, Theme

_LONGEST = 14_400.0
"""Pages are no longer than this, in points: most readers show no more."""

_TYPST = """\
#set document(title: sys.inputs.title, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#let picture = bytes(sys.inputs.picture)
#place(center + horizon, image(picture, format: "svg", width: {across}pt, alt: sys.inputs.title))
"""


class Paper(StrEnum):
    """The page of a PDF: as large as the picture, or a sheet that the picture is fitted to."""

    PICTURE = "picture"
    A4 = "a4"
    A3 = "a3"


_SHEETS = {Paper.A4: (595.28, 841.89), Paper.A3: (841.89, 1190.55)}
_EDGE = 28.35  # a centimetre in points
_LARGER = ((1190.55, 1683.78), (1683.78, 2383.94), (2383.94, 3370.39))
"""A2, A1 and A0."""
_HEADING = 57.0
"""What a sheet keeps free for the heading of its page, in points."""
_READABLE = 0.85
"""How small a picture may become: its small letters, of seven points, are then of six."""


def png(
    picture: Picture, theme: Theme = LIGHT, *, scale: float = 2.0, folders: Sequence[Path] | None = None
) -> bytes:
    """The picture as PNG, ``scale`` pixels for each of the drawing.

    ``folders`` are where fonts are looked for, in the place of :func:`font_folders`. Raises
    :class:`MissingExtra` without the extra ``pictures``, and :class:`MissingFont` where a character has no
    font.
    """
    try:
        import resvg_py
    except ImportError as missing:
        raise MissingExtra("extra") from missing
    source, fonts, _ = _prepared(picture, theme, folders)
    return resvg_py.svg_to_bytes(
        svg_string=source,
        zoom=scale,
        skip_system_fonts=True,
        font_files=[str(file) for file in fonts.files],
        sans_serif_family=fonts.family,
    )


def pdf(
    picture: Picture,
    theme: Theme = LIGHT,
    *,
    paper: Paper = Paper.PICTURE,
    folders: Sequence[Path] | None = None,
) -> bytes:
    """The picture as PDF with its text as text, on a page of its own size or fitted to a sheet.

    A sheet lies or stands as the picture fits better, with a margin of a centimetre. Raises as
    :func:`png` does.
    """
    source, fonts, (wide, high) = _prepared(picture, theme, folders)
    width, height, across = _page(wide * 0.75, high * 0.75, paper)
    page = _TYPST.format(width=f"{width:.2f}", height=f"{height:.2f}", across=f"{across:.2f}")
    return typeset(page, fonts.files, {"picture": source, "title": plain(picture.drawing.title)})


def _prepared(
    picture: Picture, theme: Theme, folders: Sequence[Path] | None
) -> tuple[str, Fonts, tuple[float, float]]:
    """The SVG for the fonts that are there, these fonts, and its size in pixels."""
    first = svg(picture, theme).decode()
    root = ElementTree.fromstring(first)
    fonts = fonts_for(_texts(root), folders)
    source = svg(picture, theme, family=fonts.family, bold=fonts.bold).decode()
    return source, fonts, (float(root.attrib["width"]), float(root.attrib["height"]))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture needs of a sheet: every text, for which fonts are needed, and its size in points."""

    texts: tuple[str, ...]
    width: float
    height: float


def sheet_of(picture: Picture) -> Sheet:
    """The sheet that a picture is put on together with other pages: the smallest from A4 to A0, standing or
    lying, on which it can be read, else one of its own size."""
    root = ElementTree.fromstring(svg(picture, LIGHT).decode())
    wide = float(root.attrib["width"]) * 0.75 * _READABLE + 2 * _EDGE
    high = float(root.attrib["height"]) * 0.75 * _READABLE + 2 * _EDGE + _HEADING
    sheets = (*_SHEETS.values(), *_LARGER)
    both = (sheet for short, long in sheets for sheet in ((short, long), (long, short)))
    own = min(wide, _LONGEST), min(high, _LONGEST)
    width, height = next(((w, h) for w, h in both if wide <= w and high <= h), own)
    return Sheet(tuple(_texts(root)), width, height)


def _texts(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        yield element.text or ""


def _page(wide: float, high: float, paper: Paper) -> tuple[float, float, float]:
    """The width and height of the page, and how wide the picture is on it, in points."""
    if paper is Paper.PICTURE:
        scale = min(1.0, _LONGEST / max(wide, high))
        return wide * scale, high * scale, wide * scale
    short, long = _SHEETS[paper]
    sheets = ((short, long), (long, short))

    def fit(sheet: tuple[float, float]) -> float:
        return min((sheet[0] - 2 * _EDGE) / wide, (sheet[1] - 2 * _EDGE) / high)

    sheet = max(sheets, key=fit)
    return (*sheet, wide * min(1.0, fit(sheet)))
