"""The ways out of steps, and the conditions on them."""

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, flag, get, scalar
from procflow.definition.build.scope import Scope, resolve
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis, title
from procflow.definition.process import Basis, Outcome, Resume, Target, Title
from procflow.guards import Guard, compile_guard
from procflow.source import Entry, MapNode, ScalarNode


def build_outcomes(scope: Scope, node: MapNode, default: str) -> dict[str, Outcome]:
    """The ways out of a step; ``next`` is one outcome of the default name."""
    following = node.entry("next")
    if following and isinstance(following.value, ScalarNode) and not following.value.poisoned:
        return {default: _plain(scope, default, following.value)}
    found: dict[str, Outcome] = {}
    for entry in entries(node, "outcomes"):
        naming.declared(scope.report, entry.key)
        outcome = _outcome(scope, entry)
        if outcome is not None:
            found[entry.name] = outcome
    return found


def _plain(scope: Scope, name: str, node: ScalarNode) -> Outcome:
    leads = Target(naming.step_named(scope, node))
    return Outcome(name, leads, Title(name, name), (), False, None, Basis(), node.span)


def _outcome(scope: Scope, entry: Entry) -> Outcome | None:
    node = entry.value
    if isinstance(node, ScalarNode) and not node.poisoned:
        return _plain(scope, entry.name, node)
    leads = target(scope, node) if isinstance(node, MapNode) else None
    if not isinstance(node, MapNode) or leads is None:
        return None
    resume, kept = scalar(node, "resume"), (*scope.names.ends, *scope.names.outer)
    if resume is not None and leads.resume not in (None, Resume.FIRST) and leads.step not in kept:
        scope.report.add("D114", resume.span, value=resume.text)
    return Outcome(
        name=entry.name,
        target=leads,
        title=title(node, entry.name),
        needs=naming.contents(scope, node, "needs", naming.COMMENT),
        form_optional=get(node, "form") is not None,
        allowed=build_guard(scope, node, "allowed"),
        basis=basis(scope, node),
        span=entry.key.span,
        raises=resolve(scope.report, scalar(node, "raises"), scope.names.events, "T105") or None,
        escalates=flag(node, "escalates"),
    )


def build_guard(scope: Scope, node: MapNode, key: str) -> Guard | None:
    """The condition under a key, unless it cannot be judged because what it reads was found wrong."""
    written = scalar(node, key)
    if written is None or scope.doubtful(written):
        return None
    guard, found = compile_guard(written.text, scope.types, written.part)
    scope.take(found)
    return guard
