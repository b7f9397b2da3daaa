"""The lattice that lines run on: columns and rows of boxes at odd numbers, channels between them at even.

A point is (x, y). Nothing stands in a channel, so a line gets from everywhere to everywhere through them.
Axis 0 are the lines of the lattice that run along the flow (by x), axis 1 those across it (by y).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from procflow.drawing.layout.scene import Group, Scene, Wire

Point = tuple[int, int]
Path = list[Point]
T = TypeVar("T")

SIDE_DOWN, SIDE_UP, SIDE_RIGHT, SIDE_LEFT = range(4)

# What the channels are taken to be wide while nothing has coordinates.
CHANNEL = (44.0, 32.0)


@dataclass(slots=True)
class Grid:
    """Where the boxes stand, and roughly how far apart the lines of the lattice are, in pixels."""

    cells: list[Point]
    boxes: dict[Point, int]
    title_rows: dict[int, int]  # y: the part whose title stands there
    spans: list[tuple[int, int]]  # of each lane: its outermost channels
    width: int
    height: int
    at: tuple[list[float], list[float]]
    room: tuple[list[float], list[float]]  # how wide the widest box of each line is
    built: tuple[list[list[int]], list[list[int]]]  # per line, how many boxes stand before each point


def grid_of(scene: Scene, ranks: list[int], columns: list[int], lanes: list[tuple[int, int]]) -> Grid:
    """Puts the parts below each other, each under a row for its title where it has one."""
    tops, titles, rows = _rows(scene, ranks)
    cells = [
        (2 * columns[box] + 1, 2 * (tops[scene.parts[box]] + ranks[box]) + 1) for box in range(len(ranks))
    ]
    width, height = 2 * (lanes[-1][1] + 1) + 1 if lanes else 1, 2 * rows + 1
    room: tuple[list[float], list[float]] = ([0.0] * width, [0.0] * height)
    for box, cell in enumerate(cells):
        for axis in (0, 1):
            room[axis][cell[axis]] = max(room[axis][cell[axis]], scene.sizes[box][axis])
    at: tuple[list[float], list[float]] = ([], [])
    for axis, count in ((0, width), (1, height)):
        reached = 0.0
        for number in range(count):
            size = max(room[axis][number], 30.0) if number % 2 else CHANNEL[axis]
            at[axis].append(reached + size / 2)
            reached += size
    built = ([[0] * (height + 1) for _ in range(width)], [[0] * (width + 1) for _ in range(height)])
    for x, y in cells:
        built[0][x][y + 1] = 1
        built[1][y][x + 1] = 1
    for counts in (*built[0], *built[1]):
        for number in range(1, len(counts)):
            counts[number] += counts[number - 1]
    return Grid(
        cells=cells,
        boxes={cell: box for box, cell in enumerate(cells)},
        title_rows=titles,
        spans=[(2 * first, 2 * last + 2) for first, last in lanes],
        width=width,
        height=height,
        at=at,
        room=room,
        built=built,
    )


def _rows(scene: Scene, ranks: list[int]) -> tuple[list[int], dict[int, int], int]:
    counts = [0] * len(scene.titles)
    for box, part in enumerate(scene.parts):
        counts[part] = max(counts[part], ranks[box] + 1)
    tops = []
    titles = {}
    row = 0
    for part, title in enumerate(scene.titles):
        if title is not None:
            titles[2 * row + 1] = part
            row += 1
        tops.append(row)
        row += counts[part]
    return tops, titles, row


class Traffic:
    """How many lines run where, while one after the other finds its way."""

    def __init__(self, grid: Grid) -> None:
        width, height = grid.width, grid.height
        # Lines that a line running across here meets: 2 for one that passes, 1 for one that ends or bends.
        self.met = ([[0] * width for _ in range(height)], [[0] * height for _ in range(width)])
        # Lines that run along here, by line of the lattice and point.
        self.along = ([[0] * height for _ in range(width)], [[0] * width for _ in range(height)])
        # The stretches of each net on each line of the lattice.
        self.nets: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
        # How many lines of each net have a way.
        self.known: dict[int, int] = {}
        # The nets that are held to the middle of a line of the lattice, by the step that starts at a point.
        self.held: dict[tuple[int, int], dict[int, list[int]]] = {}
        # Who uses a side of a box.
        self.ports: dict[tuple[int, int], list[Group]] = defaultdict(list)

    def change(self, path: Path, wire: Wire, held: tuple[bool, bool], by: int) -> None:
        """Takes a path in (``by`` 1) or out (-1). ``held`` says whether its ends are held to a middle."""
        net = wire.net
        if not path:
            return
        last = len(path) - 2
        self.known[net] = self.known.get(net, 0) + by
        if not self.known[net]:
            del self.known[net]
        for number in range(last + 1):
            one, two = path[number], path[number + 1]
            axis = 0 if one[0] == two[0] else 1
            line, low, high = stretch(one, two)
            along, met = self.along[axis][line], self.met[axis]
            for point in range(low, high + 1):
                along[point] += by
            for point in range(low + 1, high):
                met[point][line] += 2 * by
            for point in (low, high):
                met[point][line] += by
            _note(self.nets[axis, line, net], (low, high), by)
            if (number == 0 and held[0]) or (number == last and held[1]):
                steps = self.held.setdefault((axis, line), {})
                for point in range(low, high):
                    _note(steps.setdefault(point, []), net, by)
        _note(self.ports[wire.source, side(path[0], path[1])], (net, True), by)
        _note(self.ports[wire.target, side(path[-1], path[-2])], (net, False), by)


def _note(notes: list[T], what: T, by: int) -> None:
    if by > 0:
        notes.append(what)
    else:
        notes.remove(what)


def stretch(one: Point, two: Point) -> tuple[int, int, int]:
    """The line of the lattice that a stretch runs on, and from where to where."""
    if one[0] == two[0]:
        return (one[0], one[1], two[1]) if one[1] < two[1] else (one[0], two[1], one[1])
    return (one[1], one[0], two[0]) if one[0] < two[0] else (one[1], two[0], one[0])


def side(box: Point, other: Point) -> int:
    """The side by which a line to `other` leaves."""
    if other[0] == box[0]:
        return SIDE_DOWN if other[1] > box[1] else SIDE_UP
    return SIDE_RIGHT if other[0] > box[0] else SIDE_LEFT
