"""The steps that are not reviews, and the outcomes of all of them."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, get, items, mapping, mappings, scalar, sound, text
from procflow.definition.build.review import Reviews, build_review, check_review
from procflow.definition.build.scope import Scope
from procflow.definition.build.shared import Shared, build_shared, mentions, under_template
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.process import (
    Basis,
    Branch,
    Choose,
    End,
    Ending,
    Milestone,
    Outcome,
    Review,
    Step,
    Table,
    Target,
    Task,
    Title,
)
from procflow.guards import Guard, compile_guard
from procflow.source import Entry, MapNode, ScalarNode

KINDS = ("role", "review", "choose", "milestone", "end")
"""The keys of which a step has exactly one."""
DONE = "done"
"""The outcome that ``next`` stands for."""


def build_steps(
    scope: Scope, node: MapNode, templates: Mapping[str, Shared], tables: Mapping[str, Table]
) -> dict[str, Step]:
    """The steps that can be read, in the order of the file."""
    found: dict[str, Step] = {}
    bodies = [(entry, body) for entry, body in mappings(node, "steps") if _of_one_kind(body)]
    reviews = Reviews(
        bodies={e.name: body for e, body in bodies if body.get("review") is not None},
        broken=frozenset(e.name for e in entries(node, "steps") if e.value.poisoned),
        templates=templates,
        tables=tables,
        everything=(*scope.names.fields, *scope.names.attachments),
    )
    for entry in entries(node, "steps"):
        naming.declared(scope.report, entry.key, (naming.CONTINUE,))
    for entry, body in bodies:
        before = len(scope.report)
        step = _step(scope, entry, body, reviews)
        if step is None:
            continue
        found[entry.name] = step
        if isinstance(step, Review) and len(scope.report) == before and sound(body):
            check_review(scope, body, step, tables)
    return found


def _of_one_kind(node: MapNode) -> bool:
    """Whether it is clear what a step is; of one with two kinds nothing more was checked."""
    return sum(entry.name in KINDS for entry in node) == 1


def _step(scope: Scope, entry: Entry, node: MapNode, reviews: Reviews) -> Step | None:
    if get(node, "role") is not None:
        return _task(scope, entry, node, reviews.templates)
    if get(node, "review") is not None:
        outcomes = build_outcomes(scope, node, "passed")
        return build_review(scope, entry, node, reviews, outcomes)
    if get(node, "choose") is not None:
        return _choose(scope, entry, node)
    if mapping(node, "milestone") is not None:
        return _milestone(scope, entry, node)
    if text(node, "end"):
        ending = Ending(text(node, "end"))
        return End(entry.name, title(node, entry.name), ending, basis(scope, node), entry.key.span)
    return None


def _task(scope: Scope, entry: Entry, node: MapNode, templates: Mapping[str, Shared]) -> Task:
    shared = under_template(scope, node, build_shared(scope, node), templates)
    return Task(
        name=entry.name,
        title=title(node, entry.name),
        role=naming.role(scope, node, "role"),
        form=naming.fields(scope, node, "form"),
        attach=shared.attach or (),
        confirms=naming.limits(scope, node, "confirms"),
        guidance=optional_title(node, "guidance"),
        limit=shared.limit(scope.report),
        outcomes=build_outcomes(scope, node, DONE),
        basis=shared.basis,
        span=entry.key.span,
    )


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
    return Outcome(
        name=entry.name,
        target=leads,
        title=title(node, entry.name),
        needs=naming.contents(scope, node, "needs", naming.COMMENT),
        form_optional=get(node, "form") is not None,
        allowed=_guard(scope, node, "allowed"),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _guard(scope: Scope, node: MapNode, key: str) -> Guard | None:
    written = scalar(node, key)
    if written is None or mentions(written, scope.unsure):
        return None
    guard, found = compile_guard(written.text, scope.types, written.part)
    scope.report.take(found)
    return guard


def _choose(scope: Scope, entry: Entry, node: MapNode) -> Choose:
    lines = [item for item in items(node, "choose") if isinstance(item, MapNode)]
    branches = []
    for line in lines:
        last = line.get("otherwise") is not None
        leads = Target(naming.step(scope, line, "otherwise" if last else "go"))
        branches.append(Branch(None if last else _guard(scope, line, "when"), leads, line.span))
    _check_otherwise(scope, entry, node, lines)
    return Choose(entry.name, title(node, entry.name), tuple(branches), basis(scope, node), entry.key.span)


def _check_otherwise(scope: Scope, entry: Entry, node: MapNode, lines: list[MapNode]) -> None:
    """A choice ends with its one ``otherwise``, so that every case finds a way."""
    closing = [line for line in lines if line.get("otherwise") is not None]
    written = node.get("choose")
    if written is None or written.poisoned or any(line.poisoned for line in lines):
        return
    if not closing:
        scope.report.add("D161", entry.key.span, name=entry.name)
    for line in lines[:-1]:
        if line in closing:
            scope.report.add("D162", line.entries[0].key.span)


def _milestone(scope: Scope, entry: Entry, node: MapNode) -> Milestone:
    marks = mapping(node, "milestone")
    assert marks is not None
    return Milestone(
        name=entry.name,
        title=title(node, entry.name),
        covers=naming.contents(scope, marks, "covers"),
        until=naming.step(scope, marks, "until") or None,
        if_voided=naming.step(scope, node, "if_voided") or None,
        target=Target(naming.step(scope, node, "next")),
        basis=basis(scope, node),
        span=entry.key.span,
    )
