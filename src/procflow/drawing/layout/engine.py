"""The steps of a layout, one after the other."""

from dataclasses import dataclass
from itertools import pairwise

from procflow.drawing.layout.coordinates import Area, Frame, Ground, frame_of
from procflow.drawing.layout.jogs import jog
from procflow.drawing.layout.labels import FOREIGN, Placing, ask, needier
from procflow.drawing.layout.lattice import Grid, Path, grid_of
from procflow.drawing.layout.ranks import rank
from procflow.drawing.layout.routes import Router
from procflow.drawing.layout.scene import Scene, scene_of
from procflow.drawing.layout.slots import place
from procflow.drawing.layout.tracks import Tracks
from procflow.drawing.layout.trunks import web_of
from procflow.drawing.layout.types import Layout, Plan, Point, Rect, Route, Size

# Lines up to which each is routed a second time, with all others in mind.
TWICE = 700
# How often other ways are looked for where labels cover lines.
SHIFTS = 4


def layout(plan: Plan) -> Layout:
    """Gives everything in a plan its coordinates, the same on every run.

    Raises `ValueError` where the plan names what it does not hold, or an id stands twice.
    """
    scene = scene_of(plan)
    ranks = rank(scene)
    columns, lanes = place(scene, ranks)
    grid = grid_of(scene, ranks, columns, lanes)
    router = Router(scene, grid)
    router.run(2 if len(scene.wires) <= TWICE else 1)
    last = best = _drawn(scene, grid, router.paths, {})
    for _ in range(SHIFTS):
        stuck = [number for number, faults in sorted(last.poor.items()) if faults >= FOREIGN]
        if not stuck or not router.shift(stuck):
            break
        needy = {number: need for number, need in last.needy.items() if number not in stuck}
        last = _drawn(scene, grid, router.paths, needy)
        if last.badness < best.badness:
            best = last
    return _page(plan, scene, best)


@dataclass(slots=True)
class _Drawn:
    """Where everything lies; ``poor`` are the lines whose labels stand badly, and how badly, and ``needy``
    those that got more room for them."""

    frame: Frame
    titles: dict[int, Area]
    labels: dict[int, Area]
    poor: dict[int, int]
    needy: dict[int, int]

    @property
    def badness(self) -> int:
        return sum(faults for faults in self.poor.values() if faults >= FOREIGN)


def _drawn(scene: Scene, grid: Grid, ways: list[Path], needy: dict[int, int]) -> _Drawn:
    """Coordinates for all ways, with more room for labels as long as that helps."""
    paths = list(ways)
    lifted: set[tuple[int, int]] = set()
    while True:
        ground = _tracked(scene, grid, paths, lifted, needy)
        frame = frame_of(ground)
        titles = _titles(scene, grid, frame)
        placing = Placing(scene, frame, needy)
        for area in titles.values():
            placing.block(area)
        labels, poor = placing.run()
        if all(needy.get(number) == 2 for number in poor):
            return _Drawn(frame, titles, labels, poor, needy)
        needy = needier(scene, paths, needy, poor)


def _tracked(
    scene: Scene, grid: Grid, paths: list[Path], lifted: set[tuple[int, int]], needy: dict[int, int]
) -> Ground:
    """Tracks for all ways, which are changed where no order of tracks lets all of them pass."""
    while True:
        web = web_of(scene, paths, lifted)
        rooms = ask(scene, grid, paths, web, needy)
        tracks = Tracks(grid, web)
        tracks.run()
        if not tracks.knots:
            return Ground(scene, grid, paths, web, tracks, rooms)
        jog(paths, lifted, web, tracks.knots)


def _titles(scene: Scene, grid: Grid, frame: Frame) -> dict[int, Area]:
    """Titles of parts, as far to the front as no line runs through them."""
    titles = {}
    for row, part in sorted(grid.title_rows.items()):
        room = scene.titles[part]
        assert room is not None
        top = frame.middles[1][row] - room[1] / 2
        through = sorted(
            one[0]
            for points in frame.routes
            for one, two in pairwise(points)
            if one[0] == two[0] and min(one[1], two[1]) < top + room[1] and max(one[1], two[1]) > top
        )
        x = 14.0
        for line in through:
            if line > x + room[0] + 8:
                break
            x = max(x, line + 8)
        titles[part] = (x, top, *room)
    return titles


def _page(plan: Plan, scene: Scene, drawn: _Drawn) -> Layout:
    frame, titles, labels = drawn.frame, drawn.titles, drawn.labels

    def rect(area: Area) -> Rect:
        x, y, width, height = (round(value, 2) for value in area)
        return Rect(x, y, width, height) if scene.upright else Rect(y, x, height, width)

    def point(x: float, y: float) -> Point:
        x, y = round(x, 2), round(y, 2)
        return Point(x, y) if scene.upright else Point(y, x)

    width = max([frame.size[0], *(area[0] + area[2] + 14 for area in titles.values())])
    lanes = [*frame.lanes[:-1], (frame.lanes[-1][0], width)] if frame.lanes else []
    size = point(width, frame.size[1])
    return Layout(
        size=Size(size.x, size.y),
        strips={
            strip.id: rect((start, 0.0, end - start, frame.size[1]))
            for strip, (start, end) in zip(plan.strips, lanes, strict=True)
        },
        heads={
            strip.id: rect((start, 0.0, end - start, frame.head))
            for strip, (start, end) in zip(plan.strips, lanes, strict=True)
        },
        parts={plan.parts[part].id: rect(area) for part, area in titles.items()},
        boxes={box.id: rect(area) for box, area in zip(plan.boxes, frame.boxes, strict=True)},
        routes={
            line.id: Route(
                tuple(point(*spot) for spot in frame.routes[number]),
                rect(labels[number]) if number in labels else None,
            )
            for number, line in enumerate(plan.lines)
        },
    )
