"""Where labels stand: on their own line, near its source, over nothing else.

Before there are coordinates, room is asked for where a label is likely to stand; afterwards each takes the
first free place along its line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from procflow.drawing.layout.coordinates import APART, Area, Frame, Rooms, Spot
from procflow.drawing.layout.lattice import Grid, Path, side
from procflow.drawing.layout.scene import Scene, Wire
from procflow.drawing.layout.trunks import Web

CLEAR = 4.0  # around a label
STUB = 7.0  # of the line, to be seen between a label and a box
REACH = (240.0, 480.0, float("inf"))  # how far from its source a label may stand, the needier the further
FOREIGN = 100  # how bad it is to cover a line of another net, and 1 one of its own
LOST = 10_000  # to stand nowhere


def ask(scene: Scene, grid: Grid, paths: list[Path], web: Web, needy: dict[int, int]) -> Rooms:
    """Room for all labels. Those that found none on their line before are in ``needy``: the first time they
    get it on the stretch that leaves the box, the second time there one behind the other."""
    rooms = Rooms(defaultdict(float), defaultdict(float), defaultdict(float))
    queues: dict[tuple[int, int], float] = defaultdict(float)
    for number, wire in enumerate(scene.wires):
        size = wire.label
        if size is None:
            continue
        mine = [web.stretches[piece] for piece in web.wires[number]]
        need = needy.get(number, 0)
        other = None if need else _track(scene, grid, paths[number], wire, size)
        trunk = web.trunks[mine[other or 0].trunk]
        if need < 2:
            trunk.half = max(trunk.half, size[trunk.axis] / 2 + CLEAR)
        else:
            key = (trunk.axis, trunk.line)
            rooms.across[key] = max(
                rooms.across[key], scene.sizes[wire.source][trunk.axis] + size[trunk.axis]
            )
        if other is not None:
            continue
        one, two = paths[number][0], paths[number][1]
        along = 1 - mine[0].axis
        ahead = two[along] > one[along]
        channel = (along, one[along] + (1 if ahead else -1))
        # A box that is smaller than its row or column leaves room beside it.
        beside = grid.room[along][one[along]] - scene.sizes[wire.source][along]
        port = (wire.source, side(one, two))
        queues[port] = queues[port] + size[along] + CLEAR if need == 2 else max(queues[port], size[along])
        straight = STUB if len(mine) == 1 else 0.0
        room = queues[port] + STUB + straight - max(beside, 0.0) / 2
        where = rooms.before if ahead else rooms.behind
        where[channel] = max(where[channel], room)
    return rooms


def needier(scene: Scene, paths: list[Path], needy: dict[int, int], poor: Iterable[int]) -> dict[int, int]:
    """``needy`` after the lines in `poor` have found no good place. Labels at one side queue together."""
    more = needy | {number: min(needy.get(number, 0) + 1, 2) for number in poor}
    queues = {
        (scene.wires[number].source, side(paths[number][0], paths[number][1]))
        for number, need in more.items()
        if need == 2
    }
    for number, wire in enumerate(scene.wires):
        if wire.label and (wire.source, side(paths[number][0], paths[number][1])) in queues:
            more[number] = 2
    return more


def _track(scene: Scene, grid: Grid, path: Path, wire: Wire, size: Spot) -> int | None:
    """The piece of a path, not far from its source, that has room for a label without asking for more."""
    for number, (one, two) in enumerate(pairwise(path[:4])):
        axis = 0 if one[1] == two[1] else 1
        start = scene.sizes[wire.source][axis] / 2 if number == 0 else 0.0
        if number == len(path) - 2:
            start += scene.sizes[wire.target][axis] / 2 + STUB
        if _length(grid, one[axis], two[axis], axis) - start >= size[axis] + 2 * STUB:
            return number
    return None


def _length(grid: Grid, one: int, two: int, axis: int) -> float:
    """How long a stretch will be at least."""
    low, high = min(one, two), max(one, two)
    length = 0.0
    for line in range(low, high + 1):
        room = grid.room[axis][line] if line % 2 else APART[axis]
        length += room / 2 if line in (low, high) else room
    return length


class Placing:
    """Finds the places, with the help of a raster that says what is near."""

    def __init__(self, scene: Scene, frame: Frame, needy: dict[int, int]) -> None:
        self.scene, self.frame, self.needy = scene, frame, needy
        self.solid: dict[tuple[int, int], list[Area]] = defaultdict(list)
        self.crossed: dict[tuple[int, int], list[tuple[int, Area]]] = defaultdict(list)
        self.page = (0.0, 0.0, *frame.size)
        heads = [(start, 0.0, end - start, frame.head) for start, end in frame.lanes]
        for area in (*frame.boxes, *heads):
            for cell in _cells(area):
                self.solid[cell].append(area)
        for wire, points in enumerate(frame.routes):
            for one, two in pairwise(points):
                area = (min(one[0], two[0]), min(one[1], two[1]), abs(one[0] - two[0]), abs(one[1] - two[1]))
                for cell in _cells(area):
                    self.crossed[cell].append((wire, area))

    def block(self, area: Area) -> None:
        for cell in _cells(area):
            self.solid[cell].append(area)

    def run(self) -> tuple[dict[int, Area], dict[int, int]]:
        """The labels' places by line; of those that cover lines or found no place, how bad that is."""
        places: dict[int, Area] = {}
        poor = {}
        labelled = [number for number, wire in enumerate(self.scene.wires) if wire.label]
        for number in sorted(labelled, key=lambda number: (len(self.frame.routes[number]), number)):
            found, faults = self._find(number)
            if faults:
                poor[number] = faults
            if found is not None:
                places[number] = found
                self.block(found)
        return places, poor

    def _find(self, number: int) -> tuple[Area | None, int]:
        label = self.scene.wires[number].label
        assert label is not None
        best: Area | None = None
        least = LOST
        need = self.needy.get(number, 0)
        points = self.frame.routes[number]
        places = chain(
            _along(points, label, REACH[need], STUB) if need < 2 else (),
            _along(points, label, REACH[need], 1.0, packed=need == 2),
        )
        for area in places:
            if self._blocked(area):
                continue
            faults = self._covers(number, area, least)
            if faults < least:
                best, least = area, faults
                if not faults:
                    break
        return best, least

    def _blocked(self, area: Area) -> bool:
        wide = (area[0] - 2, area[1] - 2, area[2] + 4, area[3] + 4)
        if area[0] < 0 or area[1] < 0:
            return True
        if area[0] + area[2] > self.page[2] or area[1] + area[3] > self.page[3]:
            return True
        return any(_overlap(wide, other) for cell in _cells(wide) for other in self.solid.get(cell, ()))

    def _covers(self, number: int, area: Area, most: int) -> int:
        """How bad it is to cover the lines that are there, or `most` as soon as it comes to that."""
        wide = (area[0] - 1, area[1] - 1, area[2] + 2, area[3] + 2)
        net = self.scene.wires[number].net
        found = {number}
        faults = 0
        for cell in _cells(wide):
            for wire, other in self.crossed.get(cell, ()):
                if wire not in found and _overlap(wide, other):
                    found.add(wire)
                    faults += 1 if self.scene.wires[wire].net == net else FOREIGN
                    if faults >= most:
                        return most
        return faults


def _along(
    points: list[Spot], label: Spot, reach: float, stub: float, *, packed: bool = False
) -> Iterator[Area]:
    """Places along a line, from its source on: in the middle of a short stretch, soon on a long one, none
    further than `reach`, and with so much of the stretch to be seen before and behind."""
    width, height = label
    for one, two in pairwise(points):
        axis = 0 if one[1] == two[1] else 1
        length = abs(two[axis] - one[axis])
        size = label[axis]
        if reach < 0:
            return
        before, reach = reach, reach - length
        if length < size + 2 * stub:
            continue
        way = 1 if two[axis] > one[axis] else -1
        spare = length - size
        start = 2.0 if packed else spare / 2 if spare < 40 else 12.0
        steps = [start]
        step = 2.0 if packed else 6.0
        grow = step
        while start + step < min(spare - stub, before):
            steps.append(start + step)
            step += grow
        steps += [value for value in (start - 4, start - 8, start - 12) if value >= stub]
        for value in steps:
            middle = one[axis] + way * (value + size / 2)
            spot = (middle, one[1]) if axis == 0 else (one[0], middle)
            yield (spot[0] - width / 2, spot[1] - height / 2, width, height)


RASTER = 64.0


def _cells(area: Area) -> list[tuple[int, int]]:
    x, y, width, height = area
    return [
        (column, row)
        for column in range(int(x // RASTER), int((x + width) // RASTER) + 1)
        for row in range(int(y // RASTER), int((y + height) // RASTER) + 1)
    ]


def _overlap(one: Area, other: Area) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
