"""Parallel blocks: branches side by side, and how many of them it takes to go on."""

import re

from procflow.definition.build import naming
from procflow.definition.build.doers import build_each, when_none
from procflow.definition.build.fits import bare_field
from procflow.definition.build.inner import Around, InnerSteps, build_flow
from procflow.definition.build.reading import mappings, scalar
from procflow.definition.build.scope import Known, Scope
from procflow.definition.build.titles import basis, title
from procflow.definition.process import Branch, Flow, ForEach, Parallel, Target
from procflow.source import Entry, MapNode

_SOME = re.compile(r"([1-9][0-9]{0,2})(?:\s+of\s+([1-9][0-9]{0,2}))?")


def build_parallel(scope: Scope, entry: Entry, node: MapNode, inner: InnerSteps) -> Parallel:
    """A parallel block; with ``each`` its one branch is gone through for every entry of a field."""
    branches: dict[str, Branch] = {}
    around = _around(scope, node, inner)
    for branch, body in mappings(node, "parallel"):
        naming.declared(scope.report, branch.key)
        flow = build_flow(scope, body, around)
        branches[branch.name] = Branch(
            name=branch.name,
            title=title(body, branch.name),
            flow=flow or Flow("", {}),
            basis=basis(scope, body),
            span=branch.key.span,
        )
    for_each = _for_each(scope, node)
    _check_branches(scope, entry, node, len(branches))
    return Parallel(
        name=entry.name,
        title=title(node, entry.name),
        branches=branches,
        for_each=for_each,
        join=_join(scope, node, len(branches)),
        target=Target(naming.step(scope, node, "next")),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _around(scope: Scope, node: MapNode, inner: InnerSteps) -> Around:
    """The name that the steps of each branch call their entry by."""
    called, each = scalar(node, "as"), scalar(node, "each")
    held = scope.held.get(each.text) if each else None
    if called is None:
        return Around(Known({}), {}, inner, kept=True)
    if called.text in scope.names.fields or called.text in scope.names.facts:
        scope.report.add("N103", called.span, name=called.text)
    types = {called.text: held} if held is not None else {}
    entry = {called.text: bare_field(called.text, held, called.span)} if held is not None else {}
    return Around(Known({called.text: called.span}), types, inner, entry, kept=True)


def _for_each(scope: Scope, node: MapNode) -> ForEach | None:
    each, called = build_each(scope, node), scalar(node, "as")
    if each is None or called is None:
        return None
    return ForEach(each, naming.declared_variable(scope.report, called), when_none(node))


def _check_branches(scope: Scope, entry: Entry, node: MapNode, count: int) -> None:
    written, each = node.entry("parallel"), node.entry("each")
    if written is None or written.value.poisoned or node.poisoned:
        return
    if each is not None and count > 1:
        scope.report.add("T141", each.key.span, name=entry.name)
    elif each is None and count == 1:
        scope.report.add("T142", written.key.span, name=entry.name)


def _join(scope: Scope, node: MapNode, count: int) -> int | None:
    """How many branches have to be finished; None for all of them."""
    written = scalar(node, "join")
    if written is None or written.text == "all":
        return None
    if written.text == "first":
        return 1
    match = _SOME.fullmatch(written.text)
    every = node.get("each") is None
    if match is None or (every and match[2] is None):
        scope.report.add("T143", written.span, value=written.text, count=str(count))
        return None
    some = int(match[1])
    if every and (int(match[2]) != count or some > count):
        scope.report.add("T144", written.span, value=written.text, count=str(count))
    return some
