"""Which way each line takes over the lattice: the cheapest of the ways that a hand would think of.

Every way is the same figure, with what is not needed left out: out of the box, along a channel beside it or
its own row, along one line of the flow, along a channel beside the other box or its row, and in.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations, product

from procflow.drawing.layout.lattice import (
    SIDE_DOWN,
    SIDE_LEFT,
    SIDE_RIGHT,
    SIDE_UP,
    Grid,
    Path,
    Point,
    Traffic,
    side,
)
from procflow.drawing.layout.scene import Group, Scene, Wire
from procflow.drawing.layout.tracks import TRACK
from procflow.drawing.layout.types import Manner

BEND = 55.0
CROSSING = 60.0
SHARING = 0.45  # of the length where a line of its net runs already
BESIDE = 70.0
SPARE = 25.0  # a way that costs no more than this above its length, bends and sides is good enough
NEVER = 1e6  # two nets held to one middle: not while there is any other way
MEETING = 30.0  # two nets held to one middle on both sides of a channel
FULL = 600.0  # a side that has no room for one more
BARRED = 3000.0  # a side by which a line had no room for its label
THIN = 20.0  # a box that is no higher is a bar, with lines above and below it
ENDS = 400.0  # what the ends of a bar cost

# What a side costs a line by its manner, in the order of SIDE_*.
LEAVE = {
    Manner.FORWARD: (0.0, 400.0, 150.0, 155.0),
    Manner.ASIDE: (300.0, 500.0, 0.0, 45.0),
    Manner.BACK: (160.0, 140.0, 0.0, 10.0),
}
ENTER = {
    Manner.FORWARD: (420.0, 0.0, 130.0, 130.0),
    Manner.ASIDE: (260.0, 0.0, 15.0, 15.0),
    Manner.BACK: (200.0, 90.0, 0.0, 10.0),
}


class Router:
    """Finds ways one line after the other, each with what the others do in mind."""

    def __init__(self, scene: Scene, grid: Grid) -> None:
        self.scene, self.grid = scene, grid
        self.traffic = Traffic(grid)
        self.paths: list[Path] = [[] for _ in scene.wires]
        # Sides by which lines had no room for their labels.
        self.barred: set[tuple[int, int]] = set()

    def run(self, rounds: int) -> None:
        """Routes every line, the plainest first, then each once more for each further round."""
        order = sorted(range(len(self.paths)), key=self._order)
        for number in order:
            self._take(number)
        for _ in range(1, rounds):
            for number in order:
                self._change(number, -1)
                self._take(number)
            self._share_out()

    def _take(self, number: int) -> float:
        """Gives a line its best way as things stand, and says what it costs."""
        path, cost = self._best(number)
        self.paths[number] = path
        self._change(number, 1)
        return cost

    def _share_out(self) -> None:
        """Lines that leave a box with one point to a side get those in the order that costs least."""
        leaving: dict[int, list[int]] = defaultdict(list)
        for number, wire in enumerate(self.scene.wires):
            box = wire.source
            tips = 0 in self.scene.rooms[box] and self.scene.sizes[box][1] >= THIN
            if (tips or box in self.scene.groups) and wire.manner is not Manner.BACK:
                leaving[wire.source].append(number)
        for numbers in leaving.values():
            if not 1 < len(numbers) <= 3:
                continue
            tried: list[tuple[float, int, list[Path]]] = []
            for order in permutations(numbers):
                for number in numbers:
                    self._change(number, -1)
                    self.paths[number] = []
                cost = sum(self._take(number) for number in order)
                tried.append((cost, len(tried), [self.paths[number] for number in numbers]))
            for number, path in zip(numbers, min(tried)[2], strict=True):
                self._change(number, -1)
                self.paths[number] = path
                self._change(number, 1)

    def shift(self, wires: Iterable[int]) -> bool:
        """Looks for ways by other sides for lines whose labels have no room; whether there may be."""
        changed = False
        for wire in wires:
            path = self.paths[wire]
            barred = (wire, side(path[0], path[1]))
            if barred not in self.barred:
                self.barred.add(barred)
                self._change(wire, -1)
                self.paths[wire] = []
                self._take(wire)
                changed = True
        return changed

    def _order(self, number: int) -> tuple[int, float, int]:
        wire = self.scene.wires[number]
        one, two = self.grid.cells[wire.source], self.grid.cells[wire.target]
        across, along = self.grid.at
        far = abs(across[one[0]] - across[two[0]]) + abs(along[one[1]] - along[two[1]])
        return ((Manner.FORWARD, Manner.ASIDE, Manner.BACK).index(wire.manner), far, number)

    def _change(self, number: int, by: int) -> None:
        wire, path = self.scene.wires[number], self.paths[number]
        if path:
            held = (
                self._single(wire.source, side(path[0], path[1])),
                self._single(wire.target, side(path[-1], path[-2])),
            )
            self.traffic.change(path, wire, held, by)

    def _single(self, box: int, which: int) -> bool:
        """Whether a side takes lines at its middle alone."""
        return self.scene.rooms[box][which // 2] == 0

    def _best(self, number: int) -> tuple[Path, float]:
        """The cheapest way for a line; the one it had is given up for nothing that costs as much."""
        wire = self.scene.wires[number]
        one, two = self.grid.cells[wire.source], self.grid.cells[wire.target]
        if wire.source == wire.target:
            return self._loop(number), 0.0
        leave, enter = self._sides(number, True), self._sides(number, False)
        best, least = self.paths[number], float("inf")
        across, along = self.grid.at
        high = abs(along[one[1]] - along[two[1]])
        if best:
            least = leave[side(one, best[1])] + enter[side(two, best[-2])] + BEND * (len(best) - 2)
            plain = least + abs(across[one[0]] - across[two[0]]) + high
            least += self._cost(best, wire, float("inf"))
            if least - plain < SPARE:
                return best, least
        # Where lines of its net run already, most of its length may cost little.
        weight = 1.0 - SHARING if wire.net in self.traffic.known else 1.0
        start, end = across[one[0]], across[two[0]]
        ends = _Ends(one, two, leave, enter)
        lines = sorted(
            (abs(start - across[x]) + abs(across[x] - end), x) for x in self._lines(one[0], two[0])
        )
        for base, x in lines:
            least_here = weight * (base + high)
            if least_here - 30.0 >= least:
                break
            for cost, first, last in ends.by(x):
                if cost + least_here >= least:
                    break
                path = _figure(one, two, x, first, last)
                if path is None:
                    continue
                total = cost + BEND * (len(path) - 2)
                if wire.label and abs(path[1][0] - one[0]) == 1:
                    total += BESIDE  # its label would widen the channel
                if total + least_here >= least or not self._open(path):
                    continue
                total += self._cost(path, wire, least - total)
                if total < least:
                    best, least = path, total
        return best, least

    def _lines(self, one: int, two: int) -> list[int]:
        """The lines along the flow worth trying between the columns `one` and `two`."""
        low, high = min(one, two), max(one, two)
        last = self.grid.width - 1
        near = set(range(max(0, low - 4), min(last, high + 4) + 1)) if high - low <= 24 else set()
        for x in (one, two):
            near |= set(range(max(0, x - 4), min(last, x + 4) + 1))
        near |= {0, last}
        near |= {edge for span in self.grid.spans for edge in span if low <= edge <= high}
        return sorted(near)

    def _sides(self, number: int, leaves: bool) -> list[float]:
        """What each side of the one box costs, with who is there already."""
        wire = self.scene.wires[number]
        box, other = (wire.source, wire.target) if leaves else (wire.target, wire.source)
        costs = list((LEAVE if leaves else ENTER)[wire.manner])
        thin = self.scene.sizes[box][1] < THIN
        if leaves and wire.manner is Manner.FORWARD and 0 in self.scene.rooms[box] and not thin:
            far = self.grid.cells[other][0] - self.grid.cells[box][0]
            costs[SIDE_RIGHT] = 15.0 if far > 0 else 60.0 if far == 0 else 140.0
            costs[SIDE_LEFT] = 20.0 if far < 0 else 65.0 if far == 0 else 145.0
        elif wire.manner is Manner.ASIDE and leaves and self.grid.cells[other][0] < self.grid.cells[box][0]:
            costs[SIDE_LEFT] = 20.0
        if thin:
            costs[SIDE_RIGHT] += ENDS
            costs[SIDE_LEFT] += ENDS
        if leaves:
            for which in range(4):
                costs[which] += BARRED * ((number, which) in self.barred)
        me = (wire.net, leaves)
        sides = [self.traffic.ports[box, which] for which in (SIDE_DOWN, SIDE_UP, SIDE_RIGHT, SIDE_LEFT)]
        full = self._full(box, me, sides)
        for which, there in enumerate(sides):
            if not there:
                costs[which] += NEVER * full
            elif not leaves and me in there:
                costs[which] -= 30.0
            elif self._single(box, which):
                costs[which] += NEVER
            else:
                # Labels need room beside each other.
                costs[which] += 60.0 * (wire.label is not None and leaves and which in (SIDE_DOWN, SIDE_UP))
                costs[which] += sum(25.0 if out == leaves else 70.0 for _, out in there)
                room = 2 * self.scene.rooms[box][which // 2]
                costs[which] += FULL * (len(set(there)) * TRACK > room)
        return costs

    def _full(self, box: int, me: Group, sides: list[list[Group]]) -> bool:
        """Whether a box needs all sides that are free for others than one that has a side already."""
        groups = self.scene.groups.get(box)
        if groups is None or len(groups) == 1:
            return False
        seated = {group for there in sides for group in there}
        return me in seated and sides.count([]) <= len(groups - seated)

    def _open(self, path: Path) -> bool:
        """Whether no box stands in the way."""
        built, titles = self.grid.built, self.grid.title_rows
        x, y = path[0]
        last = len(path) - 1
        for number in range(1, last + 1):
            to_x, to_y = path[number]
            if x == to_x:
                if x % 2:
                    counts = built[0][x]
                    inside = counts[to_y + 1] - counts[y] if y < to_y else counts[y + 1] - counts[to_y]
                    if inside > (number == 1) + (number == last):
                        return False
            elif y % 2:
                counts = built[1][y]
                inside = counts[to_x + 1] - counts[x] if x < to_x else counts[x + 1] - counts[to_x]
                if inside > (number == 1) + (number == last) or y in titles:
                    return False
            x, y = to_x, to_y
        return True

    def _cost(self, path: Path, wire: Wire, most: float) -> float:
        """Length, crossings and company of a way, or at least `most` as soon as it comes to that."""
        traffic, net = self.traffic, wire.net
        nets = traffic.nets if net in traffic.known else {}
        cost = 0.0
        last = len(path) - 1
        x, y = path[0]
        for number in range(1, last + 1):
            to_x, to_y = path[number]
            if x == to_x:
                axis, line, low, high = (0, x, y, to_y) if y < to_y else (0, x, to_y, y)
            else:
                axis, line, low, high = (1, y, x, to_x) if x < to_x else (1, y, to_x, x)
            at = self.grid.at[1 - axis]
            length = at[high] - at[low]
            alone = 1.0
            if nets and (running := nets.get((axis, line, net))):
                shared = max(at[min(end, high)] - at[max(start, low)] for start, end in running)
                if shared > 0:
                    alone = 1.0 - shared / length
                    cost -= SHARING * shared
            cost += length
            if alone > 0:
                # What runs along it is counted below.
                if high - low > 1:
                    cost += CROSSING / 2 * alone * sum(traffic.met[1 - axis][line][low + 1 : high])
                along = traffic.along[axis][line]
                if line % 2:
                    cost += 45.0 * alone * max(along[low : high + 1])
                    if high - low > 2:
                        cost += 4.0 * (high - low)
                else:
                    cost += 7.0 * alone * max(along[low : high + 1])
            if cost >= most:
                break
            if (number == 1 and self.scene.rooms[wire.source][axis] == 0) or (
                number == last and self.scene.rooms[wire.target][axis] == 0
            ):
                begins = (y if axis == 0 else x) == low
                own = (low if begins else high - 1) if number == 1 else -1
                other = (high - 1 if begins else low) if number == last else -1
                cost += self._held((axis, line), (low, high), net, (own, other))
            x, y = to_x, to_y
        return cost

    def _held(self, line: tuple[int, int], span: tuple[int, int], net: int, boxes: tuple[int, int]) -> float:
        """What it costs a net to be held to a middle where others are, but on the steps beside its own boxes,
        whose sides are counted there."""
        held = self.traffic.held.get(line)
        if not held:
            return 0.0
        low, high = span
        cost = 0.0
        for point in range(low - 1, high + 1):
            if any(other != net for other in held.get(point, ())):
                if low <= point < high:
                    cost += NEVER * (point not in boxes)
                elif (low if point < low else high - 1) not in boxes:
                    # In a channel the one may turn before the other.
                    cost += NEVER if max(point, low) % 2 else MEETING
        return cost

    def _loop(self, number: int) -> Path:
        """A line from a box to itself: by one side, or from side to side where one has a point alone."""
        wire = self.scene.wires[number]
        (x, y), box = self.grid.cells[wire.source], wire.source
        leave, enter = self._sides(number, True), self._sides(number, False)
        ways: list[tuple[float, int, Path]] = []
        for out, into in product((SIDE_RIGHT, SIDE_LEFT, SIDE_UP, SIDE_DOWN), repeat=2):
            over = {SIDE_RIGHT: (x + 1, y), SIDE_LEFT: (x - 1, y), SIDE_UP: (x, y - 1), SIDE_DOWN: (x, y + 1)}
            one, two = over[out], over[into]
            if out == into:
                if out in (SIDE_UP, SIDE_DOWN) or self._single(box, out):
                    continue
                between: Path = []
            elif out // 2 == into // 2:
                between = (
                    [(x + 1, one[1]), (x + 1, two[1])] if one[0] == x else [(one[0], y + 1), (two[0], y + 1)]
                )
            else:
                between = [(two[0], one[1]) if one[0] == x else (one[0], two[1])]
            path = [(x, y), one, *between, two, (x, y)]
            ways.append((leave[out] + enter[into] + BEND * len(path), len(ways), path))
        return min(ways)[2]


class _Ends:
    """The levels that a way by a line of the flow may leave one box and come to another on, with what the
    sides cost."""

    def __init__(self, one: Point, two: Point, leave: list[float], enter: list[float]) -> None:
        self.one, self.two, self.leave, self.enter = one, two, leave, enter
        self.known: dict[tuple[int, int], list[tuple[float, int, int]]] = {}

    def by(self, x: int) -> list[tuple[float, int, int]]:
        """For ways by the line `x`, the cheapest first."""
        one, two, leave, enter = self.one, self.two, self.leave, self.enter
        key = ((x > one[0]) - (x < one[0]), (x > two[0]) - (x < two[0]))
        if key not in self.known:
            out = [(leave[SIDE_DOWN], one[1] + 1), (leave[SIDE_UP], one[1] - 1)]
            into = [(enter[SIDE_UP], two[1] - 1), (enter[SIDE_DOWN], two[1] + 1)]
            if key[0]:
                out.append((leave[SIDE_RIGHT if key[0] > 0 else SIDE_LEFT], one[1]))
            if key[1]:
                into.append((enter[SIDE_RIGHT if key[1] > 0 else SIDE_LEFT], two[1]))
            self.known[key] = sorted((c + d, first, last) for c, first in out for d, last in into)
        return self.known[key]


def _figure(one: Point, two: Point, x: int, first: int, last: int) -> Path | None:
    """The way from `one` by the level `first` to the line `x`, on it to the level `last` and to `two`,
    without bends that are none; None where it would have to turn round."""
    x1, y1 = one
    x2, y2 = two
    out, over, into = first - y1, last - first, y2 - last
    there, back = x - x1, x2 - x
    path = [one]
    if over:
        if (not there and out * over < 0) or (not back and over * into < 0):
            return None
        if there:
            if out:
                path.append((x1, first))
            path.append((x, first))
        if back:
            path.append((x, last))
            if into:
                path.append((x2, last))
    else:
        if there * back < 0 or (x1 == x2 and out * into < 0):
            return None
        if x1 != x2:
            if out:
                path.append((x1, first))
            if into:
                path.append((x2, last))
    path.append(two)
    return path
