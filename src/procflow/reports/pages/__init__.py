"""Pages from templates: one base with its style for all of them. A template prints what a report model holds
and computes nothing; every text is escaped."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from procflow.diagnostics.cells import visible
from procflow.reports.errors import MissingReports
from procflow.wording import Lang, phrase

if TYPE_CHECKING:
    from jinja2 import Environment

_PIECES = 200
_LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-Hant"}


def page(template: str, *, lang: Lang, title: str, **model: object) -> bytes:
    """A page as UTF-8. Raises :class:`MissingReports` without the extra ``reports``."""
    written = _environment().get_template(template)
    style = files(__package__).joinpath("templates", "style.css").read_text(encoding="utf-8")

    def say(name: str, /, **args: object) -> str:
        return phrase(name, lang, args, __package__)

    text = written.render(language=_LANGUAGES[lang], title=title, style=style, say=say, **model)
    return text.encode("utf-8", "replace")


def pieces(
    template: str, *, lang: Lang, title: str, sheet: str, style: str = "", **model: object
) -> Iterator[bytes]:
    """A page in pieces, so that one that is made from a long case is never held whole.

    ``sheet`` is the file of its own style beside the template, ``style`` more rules that this package made.
    Raises :class:`MissingReports` without the extra ``reports``, at once.
    """
    written = _environment().get_template(template)
    folder = files(__package__).joinpath("templates")
    rules = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("style.css", sheet))

    def say(name: str, /, **args: object) -> str:
        return phrase(name, lang, args, __package__)

    stream = written.stream(language=_LANGUAGES[lang], title=title, style=style + rules, say=say, **model)
    stream.enable_buffering(_PIECES)
    return (piece.encode("utf-8", "replace") for piece in stream)


@cache
def _environment() -> "Environment":
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as missing:
        raise MissingReports("html") from missing
    environment = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    return environment
