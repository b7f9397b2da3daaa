"""What seats may answer."""

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, get, scalar, scalars
from procflow.definition.build.scope import Scope
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis, title
from procflow.definition.process import (
    Answer,
    Basis,
    Continue,
    Counts,
    Effect,
    Leave,
    Object,
    Side,
    Target,
    Title,
)
from procflow.source import Entry, MapNode, ScalarNode

_SIDES = frozenset(side.value for side in Side)


def build_answers(scope: Scope, node: MapNode) -> dict[str, Answer]:
    """The answers of a review step or a template, by name."""
    found: dict[str, Answer] = {}
    for entry in entries(node, "answers"):
        naming.declared(scope.report, entry.key)
        answer = _answer(scope, entry)
        if answer is not None:
            found[entry.name] = answer
    return found


def _answer(scope: Scope, entry: Entry) -> Answer | None:
    name, node = entry.name, entry.value
    if isinstance(node, MapNode):
        return _detailed(scope, entry, node)
    if not isinstance(node, ScalarNode) or node.poisoned:
        return None
    effect: Effect = Continue()
    if node.text in _SIDES and node.text not in scope.names.steps:
        effect = Counts(Side(node.text))
    elif node.text != naming.CONTINUE:
        effect = Leave(Target(naming.step_named(scope, node)))
    return Answer(name, Title(name, name), effect, (), None, Basis(), entry.key.span)


def _detailed(scope: Scope, entry: Entry, node: MapNode) -> Answer | None:
    effect = _effect(scope, node)
    if effect is None:
        return None
    return Answer(
        name=entry.name,
        title=title(node, entry.name),
        effect=effect,
        needs=_needs(scope, node, effect),
        only=naming.table(scope, node, "only"),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _effect(scope: Scope, node: MapNode) -> Effect | None:
    if get(node, "opens") is not None:
        return Object()
    if side := scalar(node, "counts"):
        return Counts(Side(side.text))
    go = scalar(node, "go")
    if go and go.text == naming.CONTINUE and node.get("resume") is None:
        return Continue()
    leads = target(scope, node)
    return Leave(leads) if leads else None


def _needs(scope: Scope, node: MapNode, effect: Effect) -> tuple[str, ...]:
    """What comes with the answer; an objection always comes with its topic."""
    needs = naming.contents(scope, node, "needs", naming.COMMENT, naming.TOPIC)
    if isinstance(effect, Object):
        return needs if naming.TOPIC in needs else (*needs, naming.TOPIC)
    for item in scalars(node, "needs"):
        if item.text == naming.TOPIC:
            scope.report.add("D151", item.span)
    return needs
