"""Mermaid, as GitHub draws it: a flowchart with a subgraph for each lane and each further section."""

import json
import re
from collections.abc import Iterable, Iterator

from procflow.drawing.formats.cards import card_lines, edge_lines, groups, runs_down
from procflow.drawing.formats.names import short_names
from procflow.drawing.model import Drawing, Edge, Node, Relation, Shape, Tone
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain
from procflow.drawing.theme import LIGHT

_FORMS = {
    Shape.START: ("((", "))"),
    Shape.END: ("([", "])"),
    Shape.FINISHED: ("((", "))"),
    Shape.REVIEW: ("[[", "]]"),
    Shape.CHOICE: ("{", "}"),
    Shape.TABLE: ("{", "}"),
    Shape.DISPUTE: ("{", "}"),
    Shape.RULING: ("{", "}"),
    Shape.SPLIT: ("[/", "\\]"),
    Shape.JOIN: ("[\\", "/]"),
    Shape.NOTICE: (">", "]"),
    Shape.WAIT: ("{{", "}}"),
    Shape.CALL: ("[[", "]]"),
    Shape.SYSTEM: ("[/", "/]"),
    Shape.MILESTONE: ("([", "])"),
    Shape.EVENT: ("{{", "}}"),
    Shape.DUTY: ("(", ")"),
    Shape.POWER: ("(", ")"),
    Shape.ACCOUNTABILITY: ("(", ")"),
    Shape.PROCEDURE: ("[[", "]]"),
}
_ARROWS = {
    Relation.FLOW: "-->",
    Relation.RETURN: "-->",
    Relation.ESCALATION: "-.->",
    Relation.RULING: "-.->",
    Relation.RAISES: "-.->",
}
_DASHES = {Relation.ESCALATION: "6 4", Relation.RULING: "9 4 2 4", Relation.RAISES: "2 3"}

# Quotes end a text, ``#`` begins a code, and what Markdown and KaTeX would read is decoded behind them alone.
_CODED = re.compile(r"[\"#$%&*:<-@\[-`{-~]|^[-+!]|^\d+\.|www\.", re.IGNORECASE)
# A sign of an icon font is looked for in what has been decoded; a joiner that nobody sees keeps it a text.
_ICON = re.compile(r"(fa[bklrs]?):(?=fa-)")


def write_mermaid(picture: Picture) -> bytes:
    """The picture in Mermaid's language, UTF-8. Mermaid lays it out by itself: no coordinates go along."""
    drawing = picture.drawing
    names = {node: f"n_{name}" for node, name in short_names(node.id for node in drawing.nodes).items()}
    lines = ["---", f"title: {json.dumps(plain(drawing.title), ensure_ascii=False)}", "---"]
    lines.append(f"flowchart {'TB' if runs_down(picture) else 'LR'}")
    for number, (_, title, nodes) in enumerate(groups(picture), 1):
        lines.append(f'  subgraph g{number}["{_text(title)}"]')
        lines += [f"    {_node(node, names)}" for node in nodes]
        lines.append("  end")
    lines += [f"  {_edge(edge, names)}" for edge in drawing.edges]
    lines += [f"  {line}" for line in _styles(drawing, names)]
    return ("\n".join(lines) + "\n").encode()


def _node(node: Node, names: dict[str, str]) -> str:
    left, right = _FORMS.get(node.shape, ("[", "]"))
    return f'{names[node.id]}{left}"{_text(card_lines(node))}"{right}'


def _edge(edge: Edge, names: dict[str, str]) -> str:
    said = edge_lines(edge)
    label = f'|"{_text(said)}"|' if said else ""
    return f"{names[edge.source]} {_ARROWS[edge.relation]}{label} {names[edge.target]}"


def _text(lines: Iterable[str]) -> str:
    """Lines as what stands between quotes, whatever they hold."""
    return "<br/>".join(_coded(plain(line)) for line in lines) or " "


def _coded(line: str) -> str:
    return _CODED.sub(_code, _ICON.sub("\\1:\u2060", line))


def _code(found: re.Match[str]) -> str:
    """A sign by its number; of several signs the last one, which is what makes them something."""
    return f"{found[0][:-1]}#{ord(found[0][-1])};"


def _styles(drawing: Drawing, names: dict[str, str]) -> Iterator[str]:
    """The colours of what is no plain flow, and of tones."""
    kinds = dict.fromkeys((edge.relation, edge.mark.tone) for edge in drawing.edges)
    for relation, tone in kinds:
        if (relation, tone) == (Relation.FLOW, Tone.PLAIN):
            continue
        mine = [
            str(number)
            for number, edge in enumerate(drawing.edges)
            if (edge.relation, edge.mark.tone) == (relation, tone)
        ]
        colour = LIGHT.relations[relation] if tone is Tone.PLAIN else LIGHT.tones[tone].line
        dashes = f",stroke-dasharray:{_DASHES[relation]}" if relation in _DASHES else ""
        yield f"linkStyle {','.join(mine)} stroke:{colour}{dashes}"
    for tone in Tone:
        marked = [names[node.id] for node in drawing.nodes if node.mark.tone is tone]
        if marked and tone is not Tone.PLAIN:
            paint = LIGHT.tones[tone]
            yield f"classDef {tone} fill:{paint.fill},stroke:{paint.line},color:{paint.text}"
            yield f"class {','.join(marked)} {tone}"
