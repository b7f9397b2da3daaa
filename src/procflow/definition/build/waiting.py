"""Notices, waits, and calls of processes and handlers."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.calls import check_call, check_key
from procflow.definition.build.doers import build_each
from procflow.definition.build.outcomes import build_outcomes
from procflow.definition.build.reading import entries, flag, items, mapping, scalar, text
from procflow.definition.build.scope import Scope, resolve
from procflow.definition.build.shared import Shared, build_shared, duration, under_template
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.process import (
    CALLED,
    OWNER,
    Acknowledge,
    Call,
    Each,
    ForCase,
    ForEvent,
    ForField,
    ForTime,
    Notice,
    Outcome,
    Retry,
    System,
    Target,
    Wait,
    WaitsFor,
)
from procflow.diagnostics import Diagnostic
from procflow.source import Entry, MapNode, ScalarNode
from procflow.worktime import parse_deadline


def build_notice(scope: Scope, entry: Entry, node: MapNode, templates: Mapping[str, Shared]) -> Notice:
    """A step that tells somebody something."""
    shared = under_template(scope, node, build_shared(scope, node), templates)
    limit = shared.limit(scope.report)
    asked = text(node, "acknowledge")
    deadline = node.entry("deadline")
    if deadline and not asked and node.get("acknowledge") is None and not node.poisoned:
        scope.report.add("T121", deadline.key.span)
    return Notice(
        name=entry.name,
        title=title(node, entry.name),
        to=_audience(scope, node),
        says=optional_title(node, "says"),
        shows=shared.shows or (),
        acknowledge=Acknowledge(asked == "all", flag(node, "waits")) if asked else None,
        limit=limit,
        target=Target(naming.step(scope, node, "next")),
        basis=shared.basis,
        span=entry.key.span,
    )


def _audience(scope: Scope, node: MapNode) -> tuple[str, ...] | Each:
    each = mapping(node, "notice")
    if each is not None:
        return build_each(scope, each) or ()
    return naming.roles(scope, node, "notice")


def build_wait(scope: Scope, entry: Entry, node: MapNode, templates: Mapping[str, Shared]) -> Wait:
    """A step that waits for one thing, or for the first of several, each with its own ``go``."""
    shared = under_template(scope, node, build_shared(scope, node), templates)
    alone = mapping(node, "wait")
    following = node.entry("next")
    ways: list[tuple[WaitsFor, Target]] = []
    if alone is not None:
        if go := alone.entry("go"):
            scope.report.add("T123", go.key.span)
        elif following is None and not node.poisoned:
            scope.report.add("S102", entry.key.span, what="wait", key="next")
        ways = _way(scope, alone, Target(naming.step(scope, node, "next")))
    elif following is not None:
        scope.report.add("T122", following.key.span)
    for item in items(node, "wait") if alone is None else ():
        if isinstance(item, MapNode):
            leads = target(scope, item)
            if leads is None and item.get("go") is None and not item.poisoned:
                scope.report.add("S102", item.entries[0].key.span, what="wait", key="go")
            ways += _way(scope, item, leads or Target(""))
    return Wait(
        entry.name,
        title(node, entry.name),
        tuple(ways),
        shared.limit(scope.report),
        shared.basis,
        entry.key.span,
    )


def _way(scope: Scope, node: MapNode, leads: Target) -> list[tuple[WaitsFor, Target]]:
    waits_for = _waits_for(scope, node)
    return [(waits_for, leads)] if waits_for is not None else []


def _waits_for(scope: Scope, node: MapNode) -> WaitsFor | None:
    if event := scalar(node, "event"):
        return ForEvent(resolve(scope.report, event, scope.names.events, "T105"))
    if field := scalar(node, "field"):
        return ForField(resolve(scope.report, field, scope.names.contents, "N204"))
    if case := scalar(node, "case"):
        by = scalar(node, "by")
        found = ForCase(
            naming.process_named(scope, case), resolve(scope.report, by, scope.names.fields, "N203")
        )
        check_key(scope, case, by)
        return found
    until = scalar(node, "until")
    return _until(scope, until) if until else None


def _until(scope: Scope, written: ScalarNode) -> ForTime | None:
    if written.text in scope.dates:
        return ForTime(written.text)
    if scope.doubtful(written):
        return None
    if written.text.isidentifier():
        near = scope.report.suggestions.nearest(written.text, scope.dates)
        scope.take([Diagnostic("W120", written.span, {"name": written.text, "nearest": near})])
        return None
    found, problems = parse_deadline(written.text, scope.dates, written.part)
    scope.take(problems)
    return ForTime(found) if found else None


def build_call(scope: Scope, entry: Entry, node: MapNode, templates: Mapping[str, Shared]) -> Call:
    """A step that starts a case of another process."""
    shared = under_template(scope, node, build_shared(scope, node), templates)
    written, version = scalar(node, "call"), scalar(node, "version")
    process = naming.process_named(scope, written) if written else ""
    if version and not naming.VERSION.fullmatch(version.text):
        scope.report.add("D111", version.span, value=version.text)
    if written and process == scope.names.process:
        scope.report.add("T131", written.span, name=process)
    call = Call(
        name=entry.name,
        title=title(node, entry.name),
        process=process,
        version=version.text if version else None,
        gives=_from_fields(scope, node, "gives"),
        takes=_into_fields(scope, node, "takes"),
        waits=node.get("outcomes") is not None,
        limit=shared.limit(scope.report),
        outcomes=_called(scope, node),
        basis=shared.basis,
        span=entry.key.span,
    )
    check_call(scope, node, call)
    return call


def _called(scope: Scope, node: MapNode) -> Mapping[str, Outcome]:
    waits, following, takes = node.entry("waits"), node.entry("next"), node.entry("takes")
    if following is not None and (waits is None or flag(node, "waits")) and not node.poisoned:
        scope.report.add("T132", following.key.span)
    if following is not None and takes is not None:
        scope.report.add("T133", takes.key.span)
    if following is None and waits is not None and not flag(node, "waits"):
        scope.report.add("T134", waits.key.span)
    return build_outcomes(scope, node, CALLED)


def _from_fields(scope: Scope, node: MapNode, key: str) -> dict[str, str]:
    """What is handed over: names of the other side, each with one of our fields or attachments, or with the
    owner of the case."""
    found: dict[str, str] = {}
    for entry in entries(node, key):
        if isinstance(entry.value, ScalarNode) and not entry.value.poisoned:
            owner = naming.means_owner(scope, entry.value)
            found[entry.name] = (
                OWNER if owner else resolve(scope.report, entry.value, scope.names.contents, "N204")
            )
    return found


def _into_fields(scope: Scope, node: MapNode, key: str) -> dict[str, str]:
    """What is taken back: our fields, each with a name of the other side."""
    found: dict[str, str] = {}
    for entry in entries(node, key):
        resolve(scope.report, entry.key, scope.names.contents, "N204")
        if isinstance(entry.value, ScalarNode) and not entry.value.poisoned:
            found[entry.name] = entry.value.text
    return found


def build_system(scope: Scope, entry: Entry, node: MapNode) -> System:
    """A step that a handler of the embedding program does."""
    handler = scalar(node, "system")
    failed = scalar(node, "if_failed")
    return System(
        name=entry.name,
        title=title(node, entry.name),
        handler=naming.declared(scope.report, handler) if handler else "",
        gives=_from_fields(scope, node, "gives"),
        takes=_into_fields(scope, node, "takes"),
        retry=_retry(scope, node),
        time_limit=duration(scope, node, "time_limit"),
        target=Target(naming.step(scope, node, "next")),
        if_failed=Target(naming.step_named(scope, failed)),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _retry(scope: Scope, node: MapNode) -> Retry | None:
    retry = mapping(node, "retry")
    times = scalar(retry, "times") if retry else None
    back_off = duration(scope, retry, "back_off") if retry else None
    if times is None or back_off is None or not isinstance(times.value, int):
        return None
    return Retry(times.value, back_off)
