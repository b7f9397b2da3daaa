"""What must hold in every case."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.outcomes import build_guard
from procflow.definition.build.reading import get, items, scalar, scalars
from procflow.definition.build.scope import Scope
from procflow.definition.build.titles import basis
from procflow.definition.process import (
    After,
    Before,
    Choose,
    Different,
    End,
    Invariant,
    Never,
    Review,
    Same,
    Step,
)
from procflow.source import MapNode, ScalarNode


def build_invariants(scope: Scope, node: MapNode, steps: Mapping[str, Step]) -> tuple[Invariant, ...]:
    """The invariants in the order of the file."""
    found: list[Invariant] = []
    for item in items(node, "invariants"):
        if isinstance(item, MapNode) and get(item, "before") is not None:
            found.append(_before(scope, item, steps))
        elif isinstance(item, MapNode) and get(item, "different") is not None:
            places = tuple(_place(scope, place, steps) for place in scalars(item, "different"))
            found.append(Different(places, basis(scope, item), item.span))
        elif isinstance(item, MapNode) and get(item, "same") is not None:
            places = tuple(_place(scope, place, steps) for place in scalars(item, "same"))
            found.append(Same(places, basis(scope, item), item.span))
        elif isinstance(item, MapNode) and get(item, "after") is not None:
            step, must = _pair(scope, item, "after", steps)
            found.append(After(step, must, basis(scope, item), item.span))
        elif isinstance(item, MapNode) and get(item, "never") is not None:
            found.append(_never(scope, item))
    return tuple(found)


def _never(scope: Scope, node: MapNode) -> Never:
    once, when = node.entry("once"), node.entry("when")
    if not node.poisoned and (once is None) is (when is None):
        scope.report.add("T171", (when or node.entries[0]).key.span)
    return Never(
        step=naming.step(scope, node, "never"),
        once=naming.step(scope, node, "once") or None,
        when=build_guard(scope, node, "when"),
        basis=basis(scope, node),
        span=node.span,
    )


def _before(scope: Scope, node: MapNode, steps: Mapping[str, Step]) -> Before:
    step, must = _pair(scope, node, "before", steps)
    return Before(step, must, basis(scope, node), node.span)


def _pair(scope: Scope, node: MapNode, key: str, steps: Mapping[str, Step]) -> tuple[str, str]:
    """The step under a key and the one that must be done; a rule without ``must`` is reported."""
    step, must = naming.step(scope, node, key), naming.step(scope, node, "must")
    written = scalar(node, "must")
    if written and isinstance(steps.get(must), End | Choose):
        scope.report.add("D191", written.span, name=must)
    elif written and step == must:
        scope.report.add("D192", written.span, name=must)
    return step, must


def _place(scope: Scope, node: ScalarNode, steps: Mapping[str, Step]) -> str:
    """A step, a table, or a seat of a review written ``review/seat``."""
    names = scope.names
    if node.text in names.steps or node.text in names.tables:
        scope.tables_used.add(node.text)
        return node.text
    step, slash, seat = node.text.partition("/")
    review = steps.get(step)
    if slash and isinstance(review, Review):
        seats = [s.name for s in review.seats]
        if seat not in seats:
            at = node.part(len(step) + 1, len(node.text))
            scope.report.add(
                "N214", at, name=seat, step=step, nearest=scope.report.suggestions.nearest(seat, seats)
            )
    elif names.steps.whole and names.tables.whole and not (slash and step in names.steps):
        wrong = step if slash else node.text
        near = scope.report.suggestions.nearest(
            wrong, names.steps if slash else (*names.steps, *names.tables)
        )
        scope.report.add("N215", node.part(0, len(wrong)), name=wrong, nearest=near)
    elif slash and step in steps:
        scope.report.add("N213", node.part(0, len(step)), name=step, nearest="")
    return node.text
