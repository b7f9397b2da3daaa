"""Which lane a node lies in, and which lanes there are.

While a picture is put together a node's lane is a *key*: whose work it is (``role:sales-vp``,
``group:quality-group``), a lane of the picture's own (``own:system``), or nothing for what nobody does, which
lies where the flow comes from. Here keys become lanes: one for each, one for each department, or none.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum

from procflow.definition.organization import Organization
from procflow.drawing.compose.canvas import Canvas
from procflow.drawing.compose.voice import Voice
from procflow.drawing.model import Lane, Node, Shape

MOST_LANES = 8
"""With more lanes than these, roles that do the same kind of thing share one."""


class Lanes(StrEnum):
    """What the lanes stand for."""

    ROLE = "role"
    DEPARTMENT = "department"
    NONE = "none"


class Own(StrEnum):
    """Lanes of the picture's own: those of no single role, and those that many roles share."""

    DOES = "own:does"
    REVIEWS = "own:reviews"
    DECIDES = "own:decides"
    RULES = "own:rules"
    SYSTEM = "own:system"
    WHOLE = "own:whole"


def role_key(role: str) -> str:
    """The key of a role's lane."""
    return f"role:{role}"


def group_key(group: str) -> str:
    """The key of a group's lane."""
    return f"group:{group}"


def settle(canvas: Canvas, lanes: Lanes) -> tuple[Lane, ...]:
    """Put the nodes into lanes, and return the lanes in the order of the organization."""
    voice = canvas.subject.voice
    keys = dict.fromkeys(node.lane for node in canvas.nodes if node.lane)
    shared = lanes is Lanes.ROLE and len(keys) > MOST_LANES
    ranked = {role for table in voice.words.process.tables.values() for role in table.ranks}

    def lane_of(node: Node) -> Lane:
        if lanes is Lanes.NONE:
            return Lane(Own.WHOLE, ())
        if shared:
            own = _shared(node, ranked)
            return Lane(own, voice.said(f"lane.{own.name}"))
        return _department(voice, node.lane) if lanes is Lanes.DEPARTMENT else _single(voice, node.lane)

    return _put(canvas, lane_of, _order(voice.words.organization, tuple(keys)))


def _put(canvas: Canvas, lane_of: Callable[[Node], Lane], order: Callable[[str], int]) -> tuple[Lane, ...]:
    found: dict[str, Lane] = {}
    places: dict[str, int] = {}
    lane_ids: dict[str, str] = {}
    for node in canvas.nodes:
        if node.lane:
            lane = lane_of(node)
            found[lane.id] = lane
            places[lane.id] = min(places.get(lane.id, order(node.lane)), order(node.lane))
            lane_ids[node.id] = lane.id
    if not found:
        found = {Own.SYSTEM: _single(canvas.subject.voice, Own.SYSTEM)}
    _spread(lane_ids, [(edge.source, edge.target) for edge in canvas.edges])
    _spread(lane_ids, [(edge.target, edge.source) for edge in canvas.edges])
    first = next(iter(found))
    canvas.nodes[:] = [replace(node, lane=lane_ids.get(node.id, first)) for node in canvas.nodes]
    own = [lane.value for lane in Own]
    if all(lane in own for lane in found):
        return tuple(sorted(found.values(), key=lambda lane: own.index(lane.id)))
    return tuple(sorted(found.values(), key=lambda lane: places.get(lane.id, 0)))


def _spread(lanes: dict[str, str], ways: Iterable[tuple[str, str]]) -> None:
    """What nobody does lies where a way comes from, the first one in reading order."""
    steps, grown = tuple(ways), True
    while grown:
        grown = False
        for source, target in steps:
            if source in lanes and target not in lanes:
                lanes[target] = lanes[source]
                grown = True


def _order(organization: Organization, keys: tuple[str, ...]) -> Callable[[str], int]:
    """The place of a key: roles as the organization declares them, then groups, then all others."""
    declared = [*map(role_key, organization.roles), *map(group_key, organization.groups)]
    places = {key: number for number, key in enumerate([*declared, *keys])}
    for number, key in enumerate(declared):
        places[key] = number
    return lambda key: places.get(key, len(places))


def _shared(node: Node, ranked: set[str]) -> Own:
    """The lane that a node lies in when roles share one."""
    if node.shape in (Shape.LEVEL, Shape.DISPUTE, Shape.RULING):
        return Own.RULES
    if node.lane == Own.SYSTEM:
        return Own.SYSTEM
    if node.shape is Shape.SEAT:
        return Own.DECIDES if node.lane.partition(":")[2] in ranked else Own.REVIEWS
    return Own.REVIEWS if node.shape is Shape.REVIEW else Own.DOES


def _single(voice: Voice, key: str) -> Lane:
    kind, _, name = key.partition(":")
    match kind:
        case "own":
            return Lane(key, voice.said(f"lane.{Own(key).name}"))
        case "table":
            known = voice.words.process.maps.get(name) or voice.words.process.tables.get(name)
            return Lane(key, voice.titled(known.title) if known is not None else (name,))
        case "field":
            field = voice.words.process.fields.get(name)
            return Lane(key, voice.titled(field.title) if field is not None else (name,))
        case _:
            return Lane(key, voice.role(name))


def _department(voice: Voice, key: str) -> Lane:
    kind, _, name = key.partition(":")
    organization = voice.words.organization
    role = organization.roles.get(name) if kind == "role" else None
    if role is None or role.department is None:
        return _single(voice, key)
    return Lane(f"department:{role.department}", voice.titled(organization.departments[role.department]))
