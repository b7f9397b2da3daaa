"""The stretches of all lines, those that may run as one put together."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from procflow.drawing.layout.lattice import Grid, Path, side, stretch
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


def web_of(scene: Scene, grid: Grid, paths: list[Path]) -> Web:
    stretches, wires = _stretches(scene, paths)
    leader = _joined(scene, paths, stretches, wires)
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
    _attach(scene, grid, paths, web)
    return web


def _stretches(scene: Scene, paths: list[Path]) -> tuple[list[Stretch], list[list[int]]]:
    stretches: list[Stretch] = []
    wires: list[list[int]] = []
    for wire, path in enumerate(paths):
        mine = []
        last = len(path) - 2
        for number in range(last + 1):
            one, two = path[number], path[number + 1]
            axis = 0 if one[0] == two[0] else 1
            if one == two:  # a loop by the side: a turn within one channel
                axis = 0
            line, low, high = stretch(one, two)
            if one == two:
                line, low, high = one[0], one[1], one[1]
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


def _joined(scene: Scene, paths: list[Path], stretches: list[Stretch], wires: list[list[int]]) -> list[int]:
    """Which stretches run as one: those of one net that overlap, and those at one side of a pointed box."""
    leader = list(range(len(stretches)))
    by_net: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, one in enumerate(stretches):
        wire = scene.wires[one.wire]
        if wire.source != wire.target:
            by_net[one.axis, one.line, wire.net].append(number)
    for same in by_net.values():
        same.sort(key=lambda number: (stretches[number].low, number))
        reached = stretches[same[0]].high
        for before, number in pairwise(same):
            if stretches[number].low <= reached:
                leader[_leader(leader, number)] = _leader(leader, before)
            reached = max(reached, stretches[number].high)
    ports: dict[tuple[int, int], int] = {}
    for number, path in enumerate(paths):
        wire = scene.wires[number]
        for box, here, there, piece in (
            (wire.source, path[0], path[1], wires[number][0]),
            (wire.target, path[-1], path[-2], wires[number][-1]),
        ):
            if scene.pointed[box]:
                other = ports.setdefault((box, side(here, there)), piece)
                leader[_leader(leader, piece)] = _leader(leader, other)
    return leader


def _attach(scene: Scene, grid: Grid, paths: list[Path], web: Web) -> None:
    """Notes what each trunk ends at and where it is met."""
    turns: list[dict[tuple[int, int, int], None]] = [{} for _ in web.trunks]
    for number, mine in enumerate(web.wires):
        path, wire = paths[number], scene.wires[number]
        for place in range(len(mine) - 1):
            corner = path[place + 1]
            one, two = web.stretches[mine[place]], web.stretches[mine[place + 1]]
            before, after = path[place], path[place + 2]
            across = 1 - one.axis
            turns[one.trunk][corner[across], two.trunk, _way(corner, after, one.axis)] = None
            turns[two.trunk][corner[1 - two.axis], one.trunk, _way(corner, before, two.axis)] = None
        for box, here, there, piece in (
            (wire.source, path[0], path[1], mine[0]),
            (wire.target, path[-1], path[-2], mine[-1]),
        ):
            trunk = web.trunks[web.stretches[piece].trunk]
            end = (box, side(here, there))
            if end not in trunk.ends:
                trunk.ends.append(end)
            room = _room(scene, box, trunk.axis)
            trunk.limit = room if trunk.limit is None else min(trunk.limit, room)
    for trunk, mine_turns in zip(web.trunks, turns, strict=True):
        trunk.turns = list(mine_turns)


def _way(corner: tuple[int, int], other: tuple[int, int], axis: int) -> int:
    """To which side of a trunk along `axis` a stretch to `other` goes."""
    return 1 if other[axis] > corner[axis] else -1


def _room(scene: Scene, box: int, axis: int) -> float:
    """How far from the middle of a side a line may end."""
    if scene.pointed[box]:
        return 0.0
    half = scene.sizes[box][axis] / 2
    return max(half - 12.0, half / 2)
