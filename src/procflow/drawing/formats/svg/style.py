"""The style sheet of a picture: literal colours by class, since what makes pages and images of it knows no
more of CSS than that."""

import re
from collections.abc import Iterator

from procflow.drawing.model import Relation, Shape, Tone
from procflow.drawing.sizing import BOLD, SIZES, Voice
from procflow.drawing.theme import Paint, Theme

FAMILIES = (
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "PingFang TC",
    "Microsoft JhengHei",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Heiti TC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
"""The families of fonts that a picture asks for, the first there is being taken."""

DASHES = {
    Relation.RETURN: "2 4",
    Relation.ESCALATION: "6 4",
    Relation.RULING: "9 4 2 4",
    Relation.RAISES: "12 4",
}


def family_list(family: str | None) -> str:
    """The families as CSS has them, one that is known to be there in front."""
    names = dict.fromkeys((*((family,) if family else ()), *FAMILIES))
    return ", ".join(name if name == "sans-serif" else f"'{name}'" for name in names)


def style_sheet(theme: Theme, family: str | None = None, *, bold: bool = True) -> str:
    """The whole style sheet of a theme, for a family with a bold face or without."""
    sheet = "\n".join(("", *_base(theme, family), *_nodes(theme), *_edges(theme), ""))
    return sheet if bold else without_bold(sheet)


_TEXTS = re.compile(r"\btext\b|" + "|".join(rf"\.{voice}(?![\w-])" for voice in Voice))


def without_bold(sheet: str) -> str:
    """A style sheet for fonts that have no bold face: there a text is drawn with a line of its own colour
    around it."""

    def rule(found: re.Match[str]) -> str:
        chosen, body = found[1], found[2]
        if _TEXTS.search(chosen):
            colour = re.search(r"fill:(#\w+)", body)
            body += f";stroke:{colour[1]}" if colour else ""
            body = body.replace("font-weight:700", "stroke-width:.45px").replace(
                "font-weight:400", "stroke-width:0"
            )
        return f"{chosen}{{{body}}}"

    return re.sub(r"([^{}]+)\{([^{}]*)\}", rule, sheet).replace("text{", "text{stroke-width:0;", 1)


def _base(theme: Theme, family: str | None) -> Iterator[str]:
    yield f"text{{font-family:{family_list(family)};fill:{theme.ink};unicode-bidi:isolate}}"
    for voice in Voice:
        weight = ";font-weight:700" if voice in BOLD else ""
        yield f".{voice}{{font-size:{SIZES[voice]}px{weight}}}"
    muted = (Voice.SUBTITLE, Voice.LANE_SECOND, Voice.CORNER, Voice.LIMIT, Voice.SECOND, Voice.LEGEND)
    yield ",".join(f".{voice}" for voice in muted) + f"{{fill:{theme.muted}}}"
    yield f".ground{{fill:{theme.ground}}}"
    yield f".band{{fill:{theme.ground}}} .band.even{{fill:{theme.band}}}"
    yield f".head-ground,.cell-head-ground{{fill:{theme.head}}}"
    yield f".hair{{fill:none;stroke:{theme.hair};stroke-width:1}}"
    yield f".section-line{{fill:none;stroke:{theme.hair};stroke-width:1.5;stroke-dasharray:1 3}}"
    yield ".g{fill:none;stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round}"


def _nodes(theme: Theme) -> Iterator[str]:
    yield from _painted(".node", theme.card)
    yield ".node .box{stroke-width:1.3} .node .inner{fill:none;stroke-width:1}"
    yield ".node .rule{stroke-width:.7}"
    for shape, paint in theme.forms.items():
        bar = shape in (Shape.SPLIT, Shape.JOIN)
        yield from _painted(f".s-{shape}", paint, theme.card if bar else None)
        if bar:
            yield f".s-{shape} text{{fill:{paint.text}}}"
    yield ".s-end .box{stroke-width:2.6} .s-finished .box{stroke-width:2} .s-start .box{stroke-width:2}"
    yield f".ring{{fill:none;stroke:{theme.ring};stroke-width:5}}"
    if not theme.patterns:
        yield f".ring.t-late{{stroke:{mixed(theme.tones[Tone.LATE].line, theme.ground, 0.3)}}}"
    yield f".before{{fill:{theme.muted};text-decoration:line-through}}"
    for tone, paint in theme.tones.items():
        yield from _toned(theme, tone, paint)
    escalation = theme.relations[Relation.ESCALATION]
    for tone in Tone:
        paint = theme.tones.get(tone, Paint(theme.card.fill, escalation, escalation))
        line = paint.line if tone in (Tone.GONE, Tone.REMOVED, Tone.ADDED) else escalation
        yield from _sign(f".t-{tone} .sign-escalates", Paint(theme.card.fill, line, line))
    if theme.patterns:
        yield from _patterned()


def _painted(chosen: str, paint: Paint, signs: Paint | None = None) -> Iterator[str]:
    """The colours of a form and of all that is drawn on it; signs on its border may have others."""
    yield f"{chosen} .box{{fill:{paint.fill};stroke:{paint.line}}}"
    yield f"{chosen} .inner,{chosen} .rule,{chosen} .g{{stroke:{paint.line}}}"
    yield f"{chosen} .pole,{chosen} .g-solid{{fill:{paint.line}}}"
    small = signs or paint
    yield f"{chosen} .badge-ground{{fill:{small.fill};stroke:{small.line};stroke-width:1.2}}"
    if signs is not None:
        yield from _sign(f"{chosen} .on-border", small)


def _sign(chosen: str, paint: Paint) -> Iterator[str]:
    yield f"{chosen} .badge-ground{{fill:{paint.fill};stroke:{paint.line};stroke-width:1.2}}"
    yield f"{chosen} .g{{stroke:{paint.line}}} {chosen} .g-solid{{fill:{paint.line}}}"


def _toned(theme: Theme, tone: Tone, paint: Paint) -> Iterator[str]:
    yield from _painted(f".t-{tone}", paint)
    width = {Tone.GONE: 1, Tone.NOW: 2.2}.get(tone, 1.8)
    yield f".t-{tone} .box{{stroke-width:{width}}}"
    if tone is Tone.GONE:
        yield f".t-gone text{{fill:{paint.text}}} .t-gone .title,.t-gone .small-title{{font-weight:400}}"
        yield f".t-gone.s-split .box,.t-gone.s-join .box{{fill:{paint.line}}}"
        yield f".t-gone.s-split text{{fill:{paint.fill}}}"
    elif tone in (Tone.NOW, Tone.LATE, Tone.DONE, Tone.HELD):
        yield f".t-{tone} .limit{{fill:{paint.text};font-weight:700}}"
    if tone is Tone.REMOVED:
        yield f".t-removed text{{fill:{paint.text};text-decoration:line-through}}"
    if tone in (Tone.DONE, Tone.NOW, Tone.LATE, Tone.HELD, Tone.ADDED, Tone.REMOVED, Tone.CHANGED):
        yield f".t-{tone}.s-split text{{fill:{theme.ink}}}"
        yield f".t-{tone} .mark-ground{{fill:{paint.line}}}"
        yield f".t-{tone} .mark .g{{stroke:{paint.fill};stroke-width:1.8}}"
        yield f".t-{tone} .mark .g-solid{{fill:{paint.fill}}}"
    yield f".t-{tone} .badge{{fill:{paint.text}}}"


def mixed(colour: str, ground: str, part: float = 0.4) -> str:
    """A colour with so much of itself on a ground, without opacity."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(one * part + other * (1 - part)):02X}" for one, other in pairs)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _patterned() -> Iterator[str]:
    """Without colours, what was gone through is drawn heavily, and what is gone with dashes."""
    yield ".t-done .box{stroke-width:2.6} .t-late .box{stroke-width:2.6}"
    yield ".t-gone .box,.t-removed .box{stroke-dasharray:3 3}"
    for tone in Tone:
        if tone not in (Tone.PLAIN, Tone.GONE):
            yield f".t-{tone} .pattern{{fill:url(#pattern-{tone})}}"


def _edges(theme: Theme) -> Iterator[str]:
    yield ".line{fill:none;stroke-linejoin:round}"
    for relation, colour in theme.relations.items():
        dash = f";stroke-dasharray:{DASHES[relation]}" if relation in DASHES else ""
        yield f".r-{relation} .line{{stroke:{colour};stroke-width:1.6{dash}}}"
        yield f".r-{relation} .head{{fill:{colour}}}"
        rim = theme.hair if relation is Relation.FLOW else mixed(colour, theme.ground)
        yield f".r-{relation} .pill{{fill:{theme.ground};stroke:{rim};stroke-width:1}}"
        yield f".r-{relation} text{{fill:{colour}}}"
    yield ".r-return .line{stroke-linecap:round;stroke-width:1.8} .r-raises .line{stroke-width:1.3}"
    for tone, paint in theme.tones.items():
        width = {Tone.GONE: 1.1, Tone.DONE: 2.6, Tone.NOW: 2.6}.get(tone, 2)
        yield f".edge.t-{tone} .line{{stroke:{paint.line};stroke-width:{width}}}"
        yield f".edge.t-{tone} .head{{fill:{paint.line}}}"
        rim = theme.hair if tone is Tone.GONE else mixed(paint.line, theme.ground, 0.6)
        yield f".edge.t-{tone} .pill{{stroke:{rim}}} .edge.t-{tone} text{{fill:{paint.text}}}"
    if theme.patterns:
        yield ".edge.t-gone .line{stroke-width:.8}"
