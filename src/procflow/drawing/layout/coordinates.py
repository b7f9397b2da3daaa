"""From the lattice to pixels: how wide each column, row and channel is, and where everything lies."""

from dataclasses import dataclass

from procflow.drawing.layout.lattice import SIDE_DOWN, SIDE_RIGHT, SIDE_UP, Grid, Path, side
from procflow.drawing.layout.scene import Scene
from procflow.drawing.layout.tracks import Tracks
from procflow.drawing.layout.trunks import Web

Spot = tuple[float, float]
Area = tuple[float, float, float, float]  # x, y, width, height

MARGIN = 15.0  # between a box and the first track of a channel: room for an arrow
APART = (24.0, 30.0)  # between boxes of neighbouring columns and rows at least
LANE = 22.0  # between a box and the border of its lane
TOP = 24.0  # between the lanes' heads and the first row
BENEATH = 16.0  # between the title of a part and its first row
EDGE = 12.0  # between the border of the picture and a track


@dataclass(slots=True)
class Rooms:
    """Room that labels ask for: in a channel before and behind its tracks, and across a column or row."""

    before: dict[tuple[int, int], float]
    behind: dict[tuple[int, int], float]
    across: dict[tuple[int, int], float]


@dataclass(slots=True)
class Ground:
    """All that coordinates are made from."""

    scene: Scene
    grid: Grid
    paths: list[Path]
    web: Web
    tracks: Tracks
    rooms: Rooms


@dataclass(slots=True)
class Frame:
    """Where everything lies. ``middles`` are the middles of the lattice's lines by axis, ``lanes`` from where
    to where each lane goes across, ``head`` how much the heads take along."""

    middles: tuple[list[float], list[float]]
    lanes: list[tuple[float, float]]
    head: float
    size: Spot
    boxes: list[Area]
    routes: list[list[Spot]]


def frame_of(ground: Ground) -> Frame:
    """Adds up what every line of the lattice needs, and reads off where boxes and lines lie."""
    scene, grid = ground.scene, ground.grid
    head = max((room[1] for room in scene.heads), default=0.0)
    middles: tuple[list[float], list[float]] = ([], [])
    reached = [0.0, head]
    lanes: list[tuple[float, float]] = []
    if grid.spans:
        _widen(ground)
    for axis, count in ((0, grid.width), (1, grid.height)):
        start = reached[axis]
        for line in range(count):
            before, behind = _extent(ground, axis, line)
            middles[axis].append(start + before)
            start += before + behind
        reached[axis] = start
    edge = 0.0
    for _, last in grid.spans:
        end = (
            reached[0]
            if last == grid.width - 1
            else middles[0][last] + ground.tracks.border_at.get(last, 0.0)
        )
        lanes.append((edge, end))
        edge = end
    boxes = []
    for box, (x, y) in enumerate(grid.cells):
        width, height = scene.sizes[box]
        boxes.append((middles[0][x] - width / 2, middles[1][y] - height / 2, width, height))
    routes = [_points(ground, middles, boxes, wire) for wire in range(len(scene.wires))]
    return Frame(middles, lanes, head, (reached[0], reached[1]), boxes, routes)


def _widen(ground: Ground) -> None:
    """Columns of a lane are as wide as its head needs."""
    scene, grid, across = ground.scene, ground.grid, ground.rooms.across
    for lane, (first, last) in enumerate(grid.spans):
        columns = range(first + 1, last, 2)
        spare = scene.heads[lane][0] - 2 * LANE
        for line in range(first + 2, last, 2):
            spare -= sum(_extent(ground, 0, line))
        share = spare / len(columns)
        for line in columns:
            across[0, line] = max(across.get((0, line), 0.0), share)


def _extent(ground: Ground, axis: int, line: int) -> tuple[float, float]:
    """How far a line of the lattice reaches before and behind its middle."""
    scene, grid, tracks, rooms = ground.scene, ground.grid, ground.tracks, ground.rooms
    key = (axis, line)
    low, high = tracks.bounds.get(key, (0.0, 0.0))
    if line % 2:
        room = grid.room[axis][line]
        if axis and line in grid.title_rows:
            title = scene.titles[grid.title_rows[line]]
            room = title[1] if title else 0.0
        room = max(room, rooms.across.get(key, 0.0), 2 * max(-low, high) + 8)
        return room / 2, room / 2
    first, last = line == 0, line == (grid.width, grid.height)[axis] - 1
    least = (LANE, TOP)[axis] if first or last else APART[axis]
    if axis and line - 1 in grid.title_rows and key not in tracks.bounds:
        return BENEATH / 2, BENEATH / 2 + rooms.behind.get(key, 0.0)
    before = (EDGE if first else MARGIN) + rooms.before.get(key, 0.0) - low
    behind = (EDGE if last else MARGIN) + rooms.behind.get(key, 0.0) + high
    if (first or last) and key not in tracks.bounds:
        before, behind = before - EDGE * first, behind - EDGE * last
    if axis == 0 and line in tracks.borders:
        border = tracks.border_at.get(line, 0.0)
        return max(before, LANE - border), max(behind, LANE + border)
    spare = max(0.0, least - before - behind) / 2
    return before + spare, behind + spare


def _points(
    ground: Ground, middles: tuple[list[float], list[float]], boxes: list[Area], wire: int
) -> list[Spot]:
    """The bends of one line."""
    web = ground.web
    pieces = [web.stretches[number] for number in web.wires[wire]]
    path = ground.paths[wire]
    tracks = [middles[piece.axis][piece.line] + web.trunks[piece.trunk].offset for piece in pieces]
    ends = ground.scene.wires[wire]
    points = [_end(boxes[ends.source], side(path[0], path[1]), tracks[0])]
    for number in range(len(pieces) - 1):
        one, two = tracks[number], tracks[number + 1]
        points.append((one, two) if pieces[number].axis == 0 else (two, one))
    points.append(_end(boxes[ends.target], side(path[-1], path[-2]), tracks[-1]))
    return points


def _end(box: Area, which: int, track: float) -> Spot:
    """Where a line on `track` meets a side of a box."""
    x, y, width, height = box
    if which in (SIDE_DOWN, SIDE_UP):
        return (track, y + height if which == SIDE_DOWN else y)
    return (x + width if which == SIDE_RIGHT else x, track)
