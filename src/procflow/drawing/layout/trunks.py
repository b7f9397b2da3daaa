"""The stretches of all lines, those that may run as one put together."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import pairwise

from procflow.drawing.layout.lattice import Path, side, stretch
from procflow.drawing.layout.scene import Scene


@dataclass(slots=True)
class Stretch:
    """One straight piece of a line: from ``low`` to ``high`` on a line of the lattice."""

    wire: int
    axis: int
    line: int
    low: float
    high: float
    trunk: int = -1


@dataclass(slots=True)
class Trunk:
    """Stretches that share a track. ``ends`` are the (box, side) that they end at; ``turns`` are where other
    trunks meet it: (the line of the lattice, the other trunk, -1 for before and 1 for behind this one).

    ``half`` is the room it needs to either side, ``offset`` how far it lies from the middle of its line of
    the lattice, ``limit`` how far it may (None for any).
    """

    axis: int
    line: int
    low: float
    high: float
    stretches: list[int] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)
    turns: list[tuple[int, int, int]] = field(default_factory=list)
    half: float = 0.0
    offset: float = 0.0
    limit: float | None = None


@dataclass(slots=True)
class Web:
    """All stretches and trunks, and of each line its stretches from source to target."""

    stretches: list[Stretch]
    trunks: list[Trunk]
    wires: list[list[int]]
    lines: dict[tuple[int, int], list[int]]  # (axis, line): its trunks


def web_of(scene: Scene, paths: list[Path], lifted: Set[tuple[int, int]]) -> Web:
    """The stretches and trunks of all ways; ``lifted`` are pieces, as (wire, number), that join no others."""
    stretches, wires = _stretches(paths)
    leader = _joined(scene, stretches, {wires[wire][number] for wire, number in lifted})
    numbers: dict[int, int] = {}
    trunks: list[Trunk] = []
    for number, one in enumerate(stretches):
        top = _leader(leader, number)
        if top not in numbers:
            numbers[top] = len(trunks)
            trunks.append(Trunk(one.axis, one.line, one.low, one.high))
        one.trunk = numbers[top]
        trunk = trunks[one.trunk]
        trunk.low, trunk.high = min(trunk.low, one.low), max(trunk.high, one.high)
        trunk.stretches.append(number)
    lines: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, trunk in enumerate(trunks):
        lines[trunk.axis, trunk.line].append(number)
    web = Web(stretches, trunks, wires, lines)
    _attach(scene, paths, web, lifted)
    return web


def _stretches(paths: list[Path]) -> tuple[list[Stretch], list[list[int]]]:
    stretches: list[Stretch] = []
    wires: list[list[int]] = []
    for wire, path in enumerate(paths):
        mine = []
        last = len(path) - 2
        for number in range(last + 1):
            one, two = path[number], path[number + 1]
            if one == two:  # a turn within one channel
                axis = 1 if path[number - 1][0] == one[0] else 0
                line, low, high = one[axis], one[1 - axis], one[1 - axis]
            else:
                axis = 0 if one[0] == two[0] else 1
                line, low, high = stretch(one, two)
            start, end = float(low), float(high)
            # A stretch ends at the border of its box, not in its middle.
            for box, at_end in ((one, number == 0), (two, number == last)):
                if at_end and box[1 - axis] == low:
                    start = low + 0.5
                elif at_end:
                    end = high - 0.5
            mine.append(len(stretches))
            stretches.append(Stretch(wire, axis, line, start, end))
        wires.append(mine)
    return stretches, wires


def _leader(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = number = leader[leader[number]]
    return number


def _joined(scene: Scene, stretches: list[Stretch], alone: Set[int]) -> list[int]:
    """Which stretches run as one: those of one net that overlap."""
    leader = list(range(len(stretches)))
    by_net: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, one in enumerate(stretches):
        wire = scene.wires[one.wire]
        if wire.source != wire.target and number not in alone:
            by_net[one.axis, one.line, wire.net].append(number)
    for same in by_net.values():
        same.sort(key=lambda number: (stretches[number].low, number))
        reached = stretches[same[0]].high
        for before, number in pairwise(same):
            if stretches[number].low <= reached:
                leader[_leader(leader, number)] = _leader(leader, before)
            reached = max(reached, stretches[number].high)
    return leader


def _attach(scene: Scene, paths: list[Path], web: Web, lifted: Set[tuple[int, int]]) -> None:
    """Notes what each trunk ends at and where it is met."""
    turns: list[dict[tuple[int, int, int], None]] = [{} for _ in web.trunks]
    for number, mine in enumerate(web.wires):
        path, wire = paths[number], scene.wires[number]
        for place in range(len(mine) - 1):
            corner = path[place + 1]
            one, two = web.stretches[mine[place]], web.stretches[mine[place + 1]]
            before, after = path[place], path[place + 2]
            across = 1 - one.axis
            # Within one channel a lifted piece runs before what it goes on to.
            way = 1 if (number, place) in lifted and after == corner else _way(corner, after, one.axis)
            turns[one.trunk][corner[across], two.trunk, way] = None
            way = 1 if (number, place + 1) in lifted and before == corner else _way(corner, before, two.axis)
            turns[two.trunk][corner[1 - two.axis], one.trunk, way] = None
        for box, here, there, piece in (
            (wire.source, path[0], path[1], mine[0]),
            (wire.target, path[-1], path[-2], mine[-1]),
        ):
            trunk = web.trunks[web.stretches[piece].trunk]
            end = (box, side(here, there))
            if end not in trunk.ends:
                trunk.ends.append(end)
            room = scene.rooms[box][trunk.axis]
            trunk.limit = room if trunk.limit is None else min(trunk.limit, room)
    for trunk, mine_turns in zip(web.trunks, turns, strict=True):
        trunk.turns = list(mine_turns)


def _way(corner: tuple[int, int], other: tuple[int, int], axis: int) -> int:
    """To which side of a trunk along `axis` a stretch to `other` goes."""
    return 1 if other[axis] > corner[axis] else -1
