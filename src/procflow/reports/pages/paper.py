"""Reports as PDF: a template in typst's markup prints what a model holds and computes nothing.

The model goes in as JSON, so that no text of a case or a file can be taken for markup.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import TypeAlias

from procflow.diagnostics.cells import visible
from procflow.drawing.formats.fonts import fonts_for
from procflow.drawing.formats.raster import sheet_of
from procflow.drawing.formats.svg import svg
from procflow.drawing.formats.typeset import typeset
from procflow.drawing.picture import Picture
from procflow.drawing.theme import LIGHT

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
"""What JSON holds, without numbers that are not whole: those are texts already, in somebody's language."""


def paper(template: str, model: dict[str, Plain], picture: Picture | None = None) -> bytes:
    """A PDF from a template, which finds the model as ``model`` and the family of its fonts as ``family``;
    a picture that goes with it as ``picture``, SVG as text, else none, and under
    ``sys.inputs`` the ``width`` and ``height`` of the sheet that fits it, in points.

    Raises :class:`~procflow.drawing.formats.errors.PictureError` without the extra ``pictures`` or without a
    font for some of the characters.
    """
    shown = _visible(model)
    sheet = sheet_of(picture) if picture is not None else None
    fonts = fonts_for((*_texts(shown), *(sheet.texts if sheet is not None else ())))
    folder = files(__package__).joinpath("templates")
    head = "#let model = json(bytes(sys.inputs.model))\n#let family = sys.inputs.family\n"
    head += '#let picture = sys.inputs.at("picture", default: none)\n'
    source = head + folder.joinpath(template).read_text(encoding="utf-8")
    inputs = {"model": json.dumps(shown, ensure_ascii=False), "family": fonts.family}
    if picture is not None and sheet is not None:
        inputs["picture"] = svg(picture, LIGHT, family=fonts.family, bold=fonts.bold).decode()
        inputs |= {"width": f"{sheet.width:.2f}", "height": f"{sheet.height:.2f}"}
    return typeset(source, fonts.files, inputs)


def _visible(value: Plain) -> Plain:
    """The same with what would steer a reader's eye or program shown as signs; line ends stay."""
    match value:
        case str():
            return "\n".join(visible(line) for line in value.split("\n"))
        case list():
            return [_visible(each) for each in value]
        case dict():
            return {name: _visible(each) for name, each in value.items()}
        case _:
            return value


def _texts(value: Plain) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for each in value.values():
                yield from _texts(each)
        case _:
            return
