"""A page around a picture: one file that reaches for nothing outside of itself."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from procflow.drawing.formats.html import facts, scene, steps
from procflow.drawing.formats.html.colours import two_themes
from procflow.drawing.formats.html.escaping import apart, data, words
from procflow.drawing.formats.html.stage import Stage
from procflow.drawing.formats.html.story import Told, story
from procflow.drawing.formats.html.voice import main, say
from procflow.drawing.formats.words import langs
from procflow.drawing.layout import Direction
from procflow.drawing.marks import Frame, stepped
from procflow.drawing.model import Drawing, Language
from procflow.drawing.picture import Picture

_TAGS = {"zh": "zh-Hant", "en": "en"}
_SCRIPT_WORDS = ("close", "comes", "found", "happened", "leads", "nothing", "step")
_SCRIPTS = ("view.js", "cards.js", "case.js")
_PAGE_WORDS = (
    "fit", "first", "larger", "last", "legend", "next", "picture", "previous", "search", "skip", "slider",
    "smaller", "stepper", "theme", "zoom",
)  # fmt: skip


def write_html(picture: Picture, *, family: str | None = None) -> bytes:
    """A picture as a page in UTF-8: of a process, a position, a difference, a count of many cases, or a case
    as it stands at one moment. The same bytes for the same picture.

    ``family`` names a family of fonts to be asked for before all others. Nothing in the page is fetched.
    """
    drawing = picture.drawing
    return _page(Stage(picture), drawing, drawing, drawing, family=family)


def write_case_html(
    drawing: Drawing,
    frames: Sequence[Frame],
    told: Sequence[Told] = (),
    *,
    direction: Direction = Direction.DOWN,
    family: str | None = None,
) -> bytes:
    """A case as a page that steps through it, from its first moment to its last, which is shown first.

    ``drawing`` is that of the process, without marks; ``frames`` are what :func:`.marks.frames` gives
    for it, ``told`` is what happened in words, by the events' numbers. Without frames this is the page
    of the drawing.
    """
    stage = Stage(steps.roomy(drawing, frames, direction))
    if not frames:
        return _page(stage, drawing, drawing, drawing, family=family)
    last = stepped(drawing, frames)
    film = steps.Film(stage, frames).data()
    lines = story(told, frames, drawing.language)
    used = steps.all_said(drawing, frames)
    return _page(stage, drawing, last, used, family=family, film=film, lines=lines, steps_count=len(frames))


def _page(
    stage: Stage,
    plain: Drawing,
    shown: Drawing,
    used: Drawing,
    *,
    family: str | None,
    film: dict[str, object] | None = None,
    lines: str = "",
    steps_count: int = 0,
) -> bytes:
    language = shown.language
    script = f'"use strict";\n{{\n{"".join(map(_file, _SCRIPTS))}}}\n'
    said = {name: say(name, main(language), count="{count}", number="{number}") for name in _SCRIPT_WORDS}
    known = {"words": {**said, "time": say("mark.time", main(language))}, "film": film}
    page = Template(_file("page.html")).substitute(
        {name: words(say(name, language)) for name in _PAGE_WORDS},
        hint=words(say("search", main(language))),
        lang=_TAGS[langs(language)[0]],
        title=words(shown.title),
        heading=apart(shown.title),
        subtitle=apart(shown.subtitle),
        style=two_themes(family) + _file("page.css"),
        picture_markup=scene.scene(stage, shown),
        stepping=_stepping(language, steps_count) if steps_count else "",
        key=scene.legend(used),
        story=lines,
        articles=facts.articles(plain, shown),
        data=data(known),
        script=script,
        hash=b64encode(sha256(script.encode()).digest()).decode(),
    )
    return page.encode()


def _stepping(language: Language, count: int) -> str:
    named = {name: words(say(name, language)) for name in _PAGE_WORDS}
    played = words(say("play", language))
    return Template(_file("stepper.html")).substitute(named, play=played, last_step=count - 1)


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
