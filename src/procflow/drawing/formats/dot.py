"""DOT, as Graphviz draws it: a cluster for each lane and each further section."""

from collections.abc import Iterable

from procflow.drawing.formats.cards import card_lines, edge_lines, groups, runs_down
from procflow.drawing.formats.names import short_names
from procflow.drawing.model import Edge, Node, Relation, Shape, Tone
from procflow.drawing.picture import Picture
from procflow.drawing.text import plain
from procflow.drawing.theme import LIGHT, Paint

_FORMS = {
    Shape.START: "circle",
    Shape.END: "oval",
    Shape.FINISHED: "doublecircle",
    Shape.CHOICE: "diamond",
    Shape.TABLE: "diamond",
    Shape.DISPUTE: "diamond",
    Shape.RULING: "diamond",
    Shape.SPLIT: "box",
    Shape.JOIN: "box",
    Shape.NOTICE: "note",
    Shape.WAIT: "hexagon",
    Shape.CALL: "component",
    Shape.SYSTEM: "cds",
    Shape.MILESTONE: "tab",
    Shape.EVENT: "octagon",
    Shape.PROCEDURE: "component",
}
_FONTS = "Noto Sans CJK TC, Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif"
_DASHED = frozenset({Relation.ESCALATION, Relation.RULING})


def write_dot(picture: Picture) -> bytes:
    """The picture in the language of Graphviz, UTF-8. Graphviz lays it out by itself."""
    drawing = picture.drawing
    names = {node: f"n_{name}" for node, name in short_names(node.id for node in drawing.nodes).items()}
    lines = [
        "digraph procflow {",
        f"  graph [rankdir={'TB' if runs_down(picture) else 'LR'}, labelloc=t, "
        f"newrank=true, fontname={_quoted([_FONTS])}, "
        f"label={_quoted([drawing.title, drawing.subtitle])}];",
        f'  node [shape=box, style="rounded,filled", fontname={_quoted([_FONTS])}, fontsize=11];',
        f"  edge [fontname={_quoted([_FONTS])}, fontsize=10];",
    ]
    for number, (_, title, nodes) in enumerate(groups(picture), 1):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f'    graph [label={_quoted(title)}, style=filled, color="{LIGHT.hair}", ')
        lines[-1] += f'fillcolor="{LIGHT.band}"];'
        lines += [f"    {names[node.id]} [{_node(node)}];" for node in nodes]
        lines.append("  }")
    lines += [f"  {names[edge.source]} -> {names[edge.target]} [{_edge(edge)}];" for edge in drawing.edges]
    return "\n".join([*lines, "}", ""]).encode()


def _node(node: Node) -> str:
    paint = _paint(node)
    given = {
        "label": _quoted(card_lines(node)),
        "tooltip": _quoted([f"{fact.label}: {fact.text}" for fact in node.facts] or node.title),
        "color": f'"{paint.line}"',
        "fillcolor": f'"{paint.fill}"',
        "fontcolor": f'"{paint.text}"',
    }
    form = _FORMS.get(node.shape)
    if form is not None:
        given |= {"shape": form, "style": "filled"}
    return ", ".join(f"{name}={value}" for name, value in given.items())


def _paint(node: Node) -> Paint:
    if node.mark.tone is not Tone.PLAIN:
        return LIGHT.tones[node.mark.tone]
    return LIGHT.forms.get(node.shape, LIGHT.card)


def _edge(edge: Edge) -> str:
    tone = edge.mark.tone
    colour = LIGHT.relations[edge.relation] if tone is Tone.PLAIN else LIGHT.tones[tone].line
    given = {"color": f'"{colour}"', "fontcolor": f'"{colour}"'}
    said = edge_lines(edge)
    if said:
        given["label"] = _quoted(said)
    if edge.relation in _DASHED:
        given["style"] = "dashed"
    elif edge.relation is Relation.RAISES:
        given["style"] = "dotted"
    if edge.mark.weight:
        given["penwidth"] = f"{1 + 4 * edge.mark.weight:.2f}"
    # What leads back ranks nothing, as in the picture itself.
    if edge.relation in (Relation.RETURN, Relation.RULING):
        given["constraint"] = "false"
    return ", ".join(f"{name}={value}" for name, value in given.items())


def _quoted(lines: Iterable[str]) -> str:
    """Lines as a quoted text: Graphviz reads escapes of its own and entities of HTML in it."""
    return '"' + "\\n".join(_escaped(plain(line)) for line in lines if line) + '"'


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
