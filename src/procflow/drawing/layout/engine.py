"""The steps of a layout, one after the other."""

from itertools import pairwise

from procflow.drawing.layout.coordinates import Area, Frame, Ground, frame_of
from procflow.drawing.layout.labels import Placing, ask, needier
from procflow.drawing.layout.lattice import Grid, grid_of
from procflow.drawing.layout.ranks import rank
from procflow.drawing.layout.routes import Router
from procflow.drawing.layout.scene import Scene, scene_of
from procflow.drawing.layout.slots import place
from procflow.drawing.layout.tracks import Tracks
from procflow.drawing.layout.trunks import web_of
from procflow.drawing.layout.types import Layout, Plan, Point, Rect, Route, Size

# Lines up to which each is routed a second time, with all others in mind.
TWICE = 700


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
    needy: dict[int, int] = {}
    for turn in range(5):
        web = web_of(scene, grid, router.paths)
        rooms = ask(scene, grid, router.paths, web, needy)
        tracks = Tracks(grid, web)
        tracks.run()
        if tracks.knots and turn < 2:
            tied = {web.stretches[web.trunks[trunk].stretches[0]].wire for _, trunk in tracks.knots}
            for wire in sorted(tied):
                router.untie(wire)
            continue
        frame = frame_of(Ground(scene, grid, router.paths, web, tracks, rooms))
        titles = _titles(scene, grid, frame)
        placing = Placing(scene, frame, needy)
        for area in titles.values():
            placing.block(area)
        labels, poor = placing.run()
        if all(needy.get(number) == 2 for number in poor):
            break
        needy = needier(scene, router.paths, needy, poor)
    return _page(plan, scene, frame, titles, labels)


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


def _page(plan: Plan, scene: Scene, frame: Frame, titles: dict[int, Area], labels: dict[int, Area]) -> Layout:
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
