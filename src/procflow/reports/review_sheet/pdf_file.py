"""A review sheet on paper."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from procflow.reports.pages.paper import Plain, paper
from procflow.reports.review_sheet.values import ReviewSheet


def sheet_pdf(sheet: ReviewSheet) -> bytes:
    """The sheet as PDF.

    Raises :class:`~procflow.drawing.formats.errors.PictureError` without the extra ``pictures`` or a font.
    """
    model = _plain(sheet)
    assert isinstance(model, dict)
    # What the template writes itself has to be in a font as well.
    return paper("review_sheet.typ", {**model, "signs": "■□／"})


def _plain(value: object) -> Plain:
    """The model as JSON has it; a row says what kind of row it is."""
    match value:
        case None | str() | int():
            return value
        case Mapping():
            return {str(name): _plain(part) for name, part in value.items()}
        case tuple():
            return [_plain(part) for part in value]
        case _ if is_dataclass(value):
            kind: dict[str, Plain] = {"kind": value.kind} if hasattr(value, "kind") else {}
            return kind | {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            raise TypeError(type(value))
