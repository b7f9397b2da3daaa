"""What a reader can ask of each card, written out beneath the picture: the page shows it beside the card, and
it can be read without that."""

from collections.abc import Iterable
from itertools import groupby

from procflow.drawing.formats import words as forms
from procflow.drawing.formats.html.escaping import apart, words
from procflow.drawing.formats.html.voice import main, say
from procflow.drawing.model import Drawing, Fact, Language, Mark, Node, Tone


def articles(drawing: Drawing, asked: Drawing) -> str:
    """Every node with what is known of it, in reading order.

    ``drawing`` is the definition, ``asked`` the same with what a case, a comparison or a count says of it.
    """
    written = "\n".join(
        _article(number, plain, said, main(drawing.language))
        for number, (plain, said) in enumerate(zip(drawing.nodes, asked.nodes, strict=True))
    )
    return (
        f'<details class="ui-part"><summary>{words(say("steps", drawing.language))}</summary>\n'
        f'<div class="ui-articles">\n{written}\n</div></details>'
    )


def _article(number: int, plain: Node, said: Node, language: Language) -> str:
    title = " ".join(plain.title) or forms.say(f"shape.{plain.shape}", language)
    kind = forms.say(f"shape.{plain.shape}", language)
    where = "".join(f"<span>{apart(part)}</span>" for part in (kind, plain.corner, plain.limit) if part)
    of_case = marked(said.mark, said.facts[len(plain.facts) :], language)
    parts = [
        f"<h3>{apart(title)}</h3>",
        f'<p class="ui-where">{where}</p>',
        _list(of_case, "ui-said"),
        _list(plain.facts, "ui-known"),
    ]
    return f'<article data-of="{number}">{"".join(parts)}</article>'


def marked(mark: Mark, more: Iterable[Fact], language: Language) -> tuple[Fact, ...]:
    """What is said of a node over its definition, as facts."""
    tone = tone_word(mark.tone, language)
    said = (
        ("mark.tone", tone),
        ("mark.time", mark.time),
        ("mark.by", mark.by),
        ("mark.badge", mark.badge),
        *(("mark.before", line) for line in mark.before),
    )
    return (*(Fact(say(name, language), text) for name, text in said if text), *more)


def tone_word(tone: Tone, language: Language) -> str:
    """How a node stands; nothing where nothing is said of it."""
    return "" if tone is Tone.PLAIN else forms.say(f"tone.{tone}", language)


def _list(facts: Iterable[Fact], name: str) -> str:
    lines = []
    for label, group in groupby(facts, key=lambda fact: fact.label):
        texts = "".join(f"<dd>{apart(fact.text)}</dd>" for fact in group)
        lines.append(f"<div><dt>{words(label)}</dt>{texts}</div>")
    return f'<dl class="{name}">{"".join(lines)}</dl>' if lines else ""
