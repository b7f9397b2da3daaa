"""Pages from templates: one base with its style for all of them. A template prints what a report model holds
and computes nothing; every text is escaped."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from procflow.diagnostics.cells import visible
from procflow.reports.errors import MissingReports
from procflow.wording import Lang, phrase

if TYPE_CHECKING:
    from jinja2 import Environment

TAGS: dict[Lang, str] = {"en": "en", "zh": "zh-Hant"}
"""How the languages are called in markup."""

_BASE = "style.css"
_PIECES = 200


def page(
    template: str,
    *,
    lang: Lang,
    title: str,
    styles: Sequence[str] = (),
    style: str = "",
    script: str = "",
    **model: object,
) -> bytes:
    """A page as UTF-8. Raises :class:`MissingReports` without the extra ``reports``.

    ``styles`` names style sheets of ``templates`` that are put behind that of all pages, ``style`` is one
    that was made elsewhere, and ``script`` names the one script that the page may run.
    """
    return b"".join(
        pieces(template, lang=lang, title=title, styles=styles, style=style, script=script, **model)
    )


def pieces(
    template: str,
    *,
    lang: Lang,
    title: str,
    styles: Sequence[str] = (),
    style: str = "",
    script: str = "",
    **model: object,
) -> Iterator[bytes]:
    """The same in pieces, so that a page that is made from a long case is never held whole."""
    written = _environment().get_template(template)
    sheets = [_file(name) for name in (_BASE, *styles)]
    run = _file(script) if script else ""

    def say(name: str, /, **args: object) -> str:
        return phrase(name, lang, args, __package__)

    stream = written.stream(
        language=TAGS[lang],
        title=title,
        style="".join((*sheets, style)),
        script=run,
        script_hash=b64encode(sha256(run.encode()).digest()).decode() if run else "",
        say=say,
        **model,
    )
    stream.enable_buffering(_PIECES)
    return (piece.encode("utf-8", "replace") for piece in stream)


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


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
