"""The difference of two versions of a process on one picture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from procflow.drawing.compose.voice import main_language
from procflow.drawing.marks.grids import united_grids
from procflow.drawing.marks.merging import merged
from procflow.drawing.marks.voice import say
from procflow.drawing.model import Drawing, Edge, EdgeMark, Lane, Mark, Node, Section, Tone
from procflow.wording import Lang

_Named = TypeVar("_Named", Lane, Section)


def difference(old: Drawing, new: Drawing) -> Drawing:
    """Both versions on one drawing: what only the new one has is added, what only the old one has removed.

    What has the same id in both is the same element, so that a step by another name is removed and added.
    Where it says something else, it is changed, and its mark holds what it said before. Both have to be in
    one language and drawn in one way (lanes, detail). Raises ``ValueError`` for two languages.
    """
    if old.language is not new.language:
        raise ValueError(f"drawings in two languages: {old.language} and {new.language}")
    lang = main_language(new.language)
    nodes = _nodes(old, new, lang)
    subtitle = say("difference.subtitle", lang, old=old.subtitle, new=new.subtitle)
    titles = [old.title, new.title] if old.title != new.title else [new.title]
    return Drawing(
        title=say("difference.title", lang, old=titles[0], new=titles[-1]) if len(titles) > 1 else new.title,
        subtitle=subtitle,
        language=new.language,
        lanes=_united(old.lanes, new.lanes, {node.lane for node in nodes}),
        sections=_united(old.sections, new.sections, {node.section for node in nodes}),
        nodes=nodes,
        edges=tuple(_edges(old, new, lang)),
        grids=united_grids(old.grids, new.grids),
    )


def _united(old: Sequence[_Named], new: Sequence[_Named], used: set[str]) -> tuple[_Named, ...]:
    """What both have, those of the new version by its titles; only what something lies in."""
    named = {each.id: each for each in chain(old, new)}
    order = merged([each.id for each in old], [each.id for each in new])
    return tuple([named[name] for name in order if name in used])


def _nodes(old: Drawing, new: Drawing, lang: Lang) -> tuple[Node, ...]:
    before, now = {node.id: node for node in old.nodes}, {node.id: node for node in new.nodes}
    found = []
    for name in merged(list(before), list(now)):
        if name not in now:
            found.append(replace(before[name], mark=Mark(Tone.REMOVED)))
        elif name not in before:
            found.append(replace(now[name], mark=Mark(Tone.ADDED)))
        else:
            lines = tuple(dict.fromkeys(_changes(before[name], now[name], lang)))
            found.append(replace(now[name], mark=Mark(Tone.CHANGED, before=lines) if lines else Mark()))
    return tuple(found)


def _changes(old: Node, new: Node, lang: Lang) -> Iterator[str]:
    """What a node said that it does not say any more, and what it says anew."""
    if old.title != new.title:
        yield _was(lang, say("before.title", lang), " / ".join(old.title))
    if old.shape is not new.shape:
        yield _was(lang, say("before.kind", lang), say(f"shape.{old.shape.name}", lang))
    if old.corner != new.corner:
        yield _was(lang, say("before.who", lang), old.corner)
    if old.limit != new.limit:
        yield _was(lang, say("before.limit", lang), old.limit)
    rows = [row for row in old.rows if row not in new.rows]
    if rows or old.rows != new.rows:
        yield _was(lang, say("before.rows", lang), say("before.between", lang).join(rows or old.rows))
    said, says = _by_label(old), _by_label(new)
    if old.limit != new.limit:
        # The limit is a fact as well, and stands above already.
        for facts in (said, says):
            for label, texts in list(facts.items()):
                facts[label] = [text for text in texts if text not in (old.limit, new.limit)]
    for label in dict.fromkeys((*said, *says)):
        gone = [text for text in said.get(label, []) if text not in says.get(label, [])]
        come = [text for text in says.get(label, []) if text not in said.get(label, [])]
        if gone or come:
            yield _was(lang, label, say("before.between", lang).join(gone))
    if set(old.signs) != set(new.signs) and old.facts == new.facts:
        yield say("before.signs", lang)


def _by_label(node: Node) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    for fact in node.facts:
        facts.setdefault(fact.label, []).append(fact.text)
    return facts


def _was(lang: Lang, label: str, text: str) -> str:
    return say("before.was", lang, label=label, text=text or say("before.nothing", lang))


def _edges(old: Drawing, new: Drawing, lang: Lang) -> Iterator[Edge]:
    """Edges of both versions. One that is alike in all but its label or its condition is changed; one that
    leads elsewhere or is taken by another answer is removed and added."""
    pairs = dict(_pairs(old.edges, new.edges))
    taken = {edge.id for edge in new.edges}
    earlier = {edge.id: edge for edge in old.edges}
    kept = {known: name for name, known in pairs.items()}
    for name in merged([kept.get(e.id, f"-{e.id}") for e in old.edges], [e.id for e in new.edges]):
        edge = next((e for e in new.edges if e.id == name), None) if name in taken else None
        if edge is None:
            gone = earlier[name[1:]]
            yield replace(gone, id=_free(gone.id, taken), mark=EdgeMark(Tone.REMOVED))
        elif name not in pairs:
            yield replace(edge, mark=EdgeMark(Tone.ADDED))
        else:
            yield replace(edge, mark=_edge_mark(earlier[pairs[name]], edge, lang))


def _edge_mark(old: Edge, new: Edge, lang: Lang) -> EdgeMark:
    if (old.label, old.condition, old.otherwise, old.relation) == (
        new.label,
        new.condition,
        new.otherwise,
        new.relation,
    ):
        return EdgeMark()
    said = say("difference.label", lang, label=old.label) if old.label and old.label != new.label else ""
    return EdgeMark(Tone.CHANGED, said)


def _pairs(old: Iterable[Edge], new: Sequence[Edge]) -> Iterator[tuple[str, str]]:
    """The edges of the new version with those of the old one that they were: first what is the same to the
    letter, then what has the same trigger between the same nodes, in their order."""
    left, open_still = list(old), list(new)
    for alike in (_whole, _ends):
        known: dict[object, list[Edge]] = {}
        for edge in left:
            known.setdefault(alike(edge), []).append(edge)
        unmatched = []
        for edge in open_still:
            found = known.get(alike(edge))
            if found:
                earlier = found.pop(0)
                left.remove(earlier)
                yield edge.id, earlier.id
            else:
                unmatched.append(edge)
        open_still = unmatched


def _whole(edge: Edge) -> object:
    return replace(edge, id="", mark=EdgeMark())


def _ends(edge: Edge) -> object:
    return edge.source, edge.target, edge.trigger


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "~"
    taken.add(name)
    return name
