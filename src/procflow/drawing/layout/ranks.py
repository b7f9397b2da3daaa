"""Which box stands how far down its part: by the longest way to it.

Lines that would close a circle, found depth first in reading order, count as lines that come back.
"""

from collections import defaultdict
from collections.abc import Iterator

from procflow.drawing.layout.scene import Scene
from procflow.drawing.layout.types import Manner

# More boxes of one lane than these do not stand side by side where nothing bids them to.
ABREAST = 4

Edge = tuple[int, int]


def rank(scene: Scene) -> list[int]:
    """The rank of each box within its part, from 0. Lines that close a circle become ``BACK``."""
    edges: list[list[Edge]] = [[] for _ in scene.titles]
    ranks = [0] * len(scene.sizes)
    members: list[list[int]] = [[] for _ in scene.titles]
    for box, part in enumerate(scene.parts):
        members[part].append(box)
    _turn_back(scene)
    for wire in scene.wires:
        part = scene.parts[wire.source]
        if part == scene.parts[wire.target] and wire.manner is not Manner.BACK:
            edges[part].append((wire.source, wire.target))
    for boxes, inside in zip(members, edges, strict=True):
        _rank_part(scene, boxes, inside, ranks)
    return ranks


def _turn_back(scene: Scene) -> None:
    """Marks as ``BACK`` whatever closes a circle, and what goes up to an earlier part."""
    outward: dict[int, list[int]] = defaultdict(list)
    for number, wire in enumerate(scene.wires):
        if scene.parts[wire.source] > scene.parts[wire.target] or wire.source == wire.target:
            wire.manner = Manner.BACK
        if wire.manner is not Manner.BACK:
            outward[wire.source].append(number)
    entered: dict[int, bool] = {}  # whether the box is still on the way that is being walked
    for start in range(len(scene.sizes)):
        if start in entered:
            continue
        entered[start] = True
        way: list[tuple[int, Iterator[int]]] = [(start, iter(outward[start]))]
        while way:
            box, rest = way[-1]
            number = next(rest, -1)
            if number < 0:
                entered[box] = False
                way.pop()
                continue
            target = scene.wires[number].target
            if target not in entered:
                entered[target] = True
                way.append((target, iter(outward[target])))
            elif entered[target]:
                scene.wires[number].manner = Manner.BACK


def _rank_part(scene: Scene, boxes: list[int], edges: list[Edge], ranks: list[int]) -> None:
    """Ranks the boxes of one part, group by group of what lines hold together, in reading order."""
    used: dict[int, int] = defaultdict(int)  # lane: the first rank that is free below what stands in it
    own = [wire for wire in scene.wires if scene.parts[wire.source] == scene.parts[wire.target]]
    for group in _groups(boxes, [(wire.source, wire.target) for wire in own]):
        inside = set(group)
        _rank_group(scene, group, [edge for edge in edges if edge[0] in inside], ranks)
        highest: dict[int, int] = {}
        for box in group:
            lane = scene.lanes[box]
            highest[lane] = min(highest.get(lane, ranks[box]), ranks[box])
        shift = max(max(0, used[lane] - top) for lane, top in highest.items())
        for box in group:
            ranks[box] += shift
            used[scene.lanes[box]] = max(used[scene.lanes[box]], ranks[box] + 1)


def _groups(boxes: list[int], edges: list[Edge]) -> list[list[int]]:
    leader = {box: box for box in boxes}

    def found(box: int) -> int:
        while leader[box] != box:
            leader[box] = box = leader[leader[box]]
        return box

    for source, target in edges:
        if source in leader and target in leader:
            one, other = sorted((found(source), found(target)))
            leader[other] = one
    groups: dict[int, list[int]] = {}
    for box in boxes:
        groups.setdefault(found(box), []).append(box)
    return list(groups.values())


def _rank_group(scene: Scene, group: list[int], edges: list[Edge], ranks: list[int]) -> None:
    entered = {target for _, target in edges}
    roots = [box for box in group if box not in entered]
    # Beginnings in one lane stand below each other, in reading order.
    last: dict[int, int] = {}
    below: list[Edge] = []
    for box in roots:
        lane = scene.lanes[box]
        if lane in last:
            below.append((last[lane], box))
        last[lane] = box
    for _ in range(8):
        _longest(group, edges + below, ranks)
        crowded = _crowds(scene, group, ranks)
        if not crowded:
            break
        below += crowded
    _pull_down(scene, group, edges, roots, ranks)


def _longest(group: list[int], edges: list[Edge], ranks: list[int]) -> None:
    after: dict[int, list[int]] = {box: [] for box in group}
    waits = dict.fromkeys(group, 0)
    for source, target in edges:
        after[source].append(target)
        waits[target] += 1
    for box in group:
        ranks[box] = 0
    ready = [box for box in group if not waits[box]]
    for box in ready:
        for target in after[box]:
            ranks[target] = max(ranks[target], ranks[box] + 1)
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)


def _crowds(scene: Scene, group: list[int], ranks: list[int]) -> list[Edge]:
    """What has to stand below what, so that no more than ``ABREAST`` boxes of a lane stand side by side."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for box in group:
        cells[scene.lanes[box], ranks[box]].append(box)
    return [
        (boxes[number - ABREAST], boxes[number])
        for boxes in cells.values()
        for number in range(ABREAST, len(boxes))
    ]


def _pull_down(scene: Scene, group: list[int], edges: list[Edge], roots: list[int], ranks: list[int]) -> None:
    """Beginnings come as near to what they lead to as their lane has room."""
    after: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        after[source].append(target)
    taken = {(scene.lanes[box], ranks[box]) for box in group}
    for box in reversed(roots):
        lane, old = scene.lanes[box], ranks[box]
        if box == group[0] or not after[box]:
            continue
        nearest = min(ranks[target] for target in after[box]) - 1
        for new in range(nearest, old, -1):
            if (lane, new) not in taken:
                taken.discard((lane, old))
                taken.add((lane, new))
                ranks[box] = new
                break
