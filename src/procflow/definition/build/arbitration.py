"""Who rules on objections, and what rulings do."""

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, flag, get, items, mapping, scalar
from procflow.definition.build.scope import Scope
from procflow.definition.build.shared import build_shared, duration
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis, title
from procflow.definition.process import (
    Appeal,
    Arbiter,
    Arbitration,
    GroupLevel,
    Level,
    RuledTopic,
    SettledTopic,
    Target,
    Topic,
)
from procflow.diagnostics import Related, Span
from procflow.source import Entry, MapNode, Node, ScalarNode


def build_arbitration(scope: Scope, node: MapNode) -> Arbitration | None:
    """The arbitration of the process, if it has one."""
    entry = node.entry("arbitration")
    if entry is None or not isinstance(entry.value, MapNode):
        return None
    body = entry.value
    each_level = mapping(body, "each_level")
    for item in items(each_level, "escalate") if each_level else ():
        if isinstance(item, MapNode) and (go := item.entry("go")):
            scope.report.add("D115", go.key.span)
    rulings = mapping(body, "rulings") or MapNode((), body.span, poisoned=True)
    upheld = mapping(rulings, "upheld")
    refused = mapping(rulings, "refused")
    overruled = mapping(rulings, "overruled")
    return Arbitration(
        topics=_topics(scope, body),
        limit=build_shared(scope, each_level).limit(scope.report) if each_level else None,
        appeal=_appeal(scope, body),
        upheld=(target(scope, upheld) if upheld else None) or Target(""),
        refused=target(scope, refused) if refused else None,
        never_rules_on_own=flag(body, "never_rules_on_own"),
        authority_asked_again=overruled is not None and get(overruled, "final_authority") is not None,
        span=entry.key.span,
    )


def _appeal(scope: Scope, node: MapNode) -> Appeal | None:
    appeal = mapping(node, "appeal")
    if appeal is None:
        return None
    based = basis(scope, appeal)
    within = duration(scope, appeal, "within")
    return Appeal(within, based) if within else None


def _topics(scope: Scope, node: MapNode) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    for entry in entries(node, "topics"):
        naming.declared(scope.report, entry.key)
        topic = _topic(scope, entry)
        if topic is not None:
            found[entry.name] = topic
    return found


def _topic(scope: Scope, entry: Entry) -> Topic | None:
    node = entry.value
    if not isinstance(node, MapNode):
        return None
    named, based = title(node, entry.name), basis(scope, node)
    if node.get("levels") is not None:
        return RuledTopic(entry.name, named, _levels(scope, node), based, entry.key.span)
    leads = target(scope, node)
    return SettledTopic(entry.name, named, leads, based, entry.key.span) if leads else None


def _levels(scope: Scope, node: MapNode) -> tuple[Level, ...]:
    """Who rules, lowest first; nobody rules twice on one objection."""
    found: list[Level] = []
    places: dict[str, Span] = {}
    for item in items(node, "levels"):
        level = _level(scope, item)
        if level is None:
            continue
        name = level.role if isinstance(level, Arbiter) else level.group
        if name in places:
            related = (Related(places[name]),)
            scope.report.add("D181", item.span, related, name=name)
        places.setdefault(name, item.span)
        found.append(level)
    return tuple(found)


def _level(scope: Scope, node: Node) -> Level | None:
    match node:
        case ScalarNode():
            return Arbiter(naming.role_named(scope, node))
        case MapNode() if scalar(node, "group"):
            return GroupLevel(naming.group(scope, node, "group"), naming.role(scope, node, "convened_by"))
        case MapNode() if scalar(node, "role"):
            return Arbiter(naming.role(scope, node, "role"))
        case _:
            return None
