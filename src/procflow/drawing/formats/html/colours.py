"""One style sheet for two themes: colours that differ are variables, which the page turns over."""

import re

from procflow.drawing.formats.svg.style import family_list, style_sheet
from procflow.drawing.model import Relation, Tone
from procflow.drawing.theme import DARK, LIGHT, Theme

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")


def two_themes(family: str | None) -> str:
    """The rules of a picture and the colours of the page for light and dark: as the switch of the page says,
    else as the reader's system does, and light on paper."""
    light, dark = (style_sheet(theme, family) + _page(theme, family) for theme in (LIGHT, DARK))
    others = iter(_COLOUR.findall(dark))
    names: dict[tuple[str, str], str] = {}

    def variable(found: re.Match[str]) -> str:
        pair = found[0], next(others)
        return f"var({names.setdefault(pair, f'--c{len(names)}')})"

    sheet = _COLOUR.sub(variable, light)
    day = "".join(f"{name}:{one};" for (one, _), name in names.items()) + "color-scheme:light"
    night = "".join(f"{name}:{other};" for (_, other), name in names.items()) + "color-scheme:dark"
    return (
        f":root{{{day}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{night}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{night}}}}}\n{sheet}"
    )


def _page(theme: Theme, family: str | None) -> str:
    colours = {
        "ground": theme.ground,
        "band": theme.band,
        "head": theme.head,
        "hair": theme.hair,
        "ink": theme.ink,
        "muted": theme.muted,
        "card": theme.card.fill,
        "edge": theme.card.line,
        "accent": theme.tones[Tone.NOW].line,
        "tint": theme.tones[Tone.NOW].fill,
        "found": theme.relations[Relation.RAISES],
    }
    named = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    return f".ui{{{named}font-family:{family_list(family)}}}\n"
