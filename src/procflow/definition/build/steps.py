"""The steps by their kinds."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.doers import build_doer
from procflow.definition.build.inner import InnerSteps
from procflow.definition.build.outcomes import build_guard, build_outcomes
from procflow.definition.build.parallel import build_parallel
from procflow.definition.build.reading import entries, get, items, mapping, mappings, sound, text
from procflow.definition.build.review import Reviews, build_review, check_review
from procflow.definition.build.scope import Scope
from procflow.definition.build.shared import Shared, build_shared, under_template
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.build.waiting import build_call, build_notice, build_system, build_wait
from procflow.definition.process import (
    FINISHED,
    Choose,
    End,
    Ending,
    Line,
    Milestone,
    Review,
    Step,
    Table,
    Target,
    Task,
)
from procflow.source import Entry, MapNode

KINDS = ("role", "review", "choose", "notice", "wait", "call", "system", "parallel", "milestone", "end")
"""The keys of which a step has exactly one."""
DONE = "done"
"""The outcome that ``next`` stands for."""


def build_steps(
    scope: Scope, node: MapNode, templates: Mapping[str, Shared], tables: Mapping[str, Table]
) -> dict[str, Step]:
    """The steps under ``steps`` that can be read, in the order of the file."""
    found: dict[str, Step] = {}
    bodies = [(entry, body) for entry, body in mappings(node, "steps") if _of_one_kind(body)]
    reviews = Reviews(
        bodies={e.name: body for e, body in bodies if body.get("review") is not None},
        broken=frozenset(e.name for e in entries(node, "steps") if e.value.poisoned),
        templates=templates,
        tables=tables,
        everything=(*scope.names.fields, *scope.names.attachments),
    )
    reserved = (naming.CONTINUE, FINISHED) if scope.names.inner else (naming.CONTINUE,)
    for entry in entries(node, "steps"):
        naming.declared(scope.report, entry.key, reserved)
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
    if get(node, "notice") is not None:
        return build_notice(scope, entry, node, reviews.templates)
    if get(node, "wait") is not None:
        return build_wait(scope, entry, node, reviews.templates)
    if get(node, "call") is not None:
        return build_call(scope, entry, node, reviews.templates)
    if get(node, "system") is not None:
        return build_system(scope, entry, node)
    if get(node, "parallel") is not None:
        return build_parallel(scope, entry, node, inner_steps_of(reviews.templates, reviews.tables))
    if text(node, "end"):
        ending = Ending(text(node, "end"))
        return End(entry.name, title(node, entry.name), ending, basis(scope, node), entry.key.span)
    return None


def inner_steps_of(templates: Mapping[str, Shared], tables: Mapping[str, Table]) -> InnerSteps:
    """What builds the steps of an inner graph, with the templates and tables of the process."""
    return lambda scope, node: build_steps(scope, node, templates, tables)


def _task(scope: Scope, entry: Entry, node: MapNode, templates: Mapping[str, Shared]) -> Task:
    shared = under_template(scope, node, build_shared(scope, node), templates)
    role, doer = build_doer(scope, node)
    return Task(
        name=entry.name,
        title=title(node, entry.name),
        role=role,
        form=naming.fields(scope, node, "form"),
        attach=shared.attach or (),
        confirms=naming.limits(scope, node, "confirms"),
        guidance=optional_title(node, "guidance"),
        limit=shared.limit(scope.report),
        outcomes=build_outcomes(scope, node, DONE),
        basis=shared.basis,
        span=entry.key.span,
        doer=doer,
    )


def _choose(scope: Scope, entry: Entry, node: MapNode) -> Choose:
    written = [item for item in items(node, "choose") if isinstance(item, MapNode)]
    built = []
    for line in written:
        last = line.get("otherwise") is not None
        leads = Target(naming.step(scope, line, "otherwise" if last else "go"))
        built.append(Line(None if last else build_guard(scope, line, "when"), leads, line.span))
    _check_otherwise(scope, entry, node, written)
    return Choose(entry.name, title(node, entry.name), tuple(built), basis(scope, node), entry.key.span)


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
