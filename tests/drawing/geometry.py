"""A judge of layouts, by plan and coordinates alone: what a picture must not show, figures of the rest."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from procflow.drawing.layout import Box, Direction, Layout, Line, Plan, Point, Rect, Size
from tests.drawing.rects import NEAR, goes_straight, inside, overlap, shrunk, side_of

APART = 9.0  # between lines that run side by side
TRACK = 10.0  # what a line takes of the side of a box
SAME = 0.3  # nearer lines are one to the eye; no nearer even where a side is full
ARROW = 8.0  # the first and the last stretch of a line


@dataclass(frozen=True, slots=True)
class Figures:
    """What a picture costs its reader: crossings of lines, bends, pixels of line, pixels of paper, and labels
    that cover a line that is not theirs."""

    crossings: int
    bends: int
    length: float
    area: float
    covered: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line: upright or level, at `at`, from `low` to `high`."""

    line: Line
    upright: bool
    at: float
    low: float
    high: float
    place: int  # 0 for the first stretch of its line
    last: bool


def faults(plan: Plan, layout: Layout) -> list[str]:
    """Every guarantee that the layout breaks, in words; empty where all are kept."""
    if missing := list(_missing(plan, layout)):
        return missing
    return [
        *_box_faults(plan, layout),
        *_lane_faults(plan, layout),
        *_part_faults(plan, layout),
        *_line_faults(plan, layout),
        *_port_faults(plan, layout),
        *_shared(plan, layout),
        *_label_faults(plan, layout),
    ]


def covers(plan: Plan, layout: Layout) -> list[str]:
    """Labels that stand over lines of other nets, in words. Dozens of labelled lines at one box leave no room
    elsewhere; no process has them."""
    return [f"the label of {label} covers line {line}" for label, line in _covered(plan, layout)]


def figures(plan: Plan, layout: Layout) -> Figures:
    pieces = _pieces(plan, layout)
    return Figures(
        crossings=sum(1 for _ in _crossings(pieces)),
        bends=sum(len(layout.routes[line.id].points) - 2 for line in plan.lines),
        length=sum(piece.high - piece.low for piece in pieces),
        area=layout.size.width * layout.size.height,
        covered=len(_covered(plan, layout)),
    )


def _missing(plan: Plan, layout: Layout) -> Iterator[str]:
    for what, wanted, got in (
        ("strips", [strip.id for strip in plan.strips], layout.strips),
        ("heads", [strip.id for strip in plan.strips], layout.heads),
        ("parts", [part.id for part in plan.parts if part.title], layout.parts),
        ("boxes", [box.id for box in plan.boxes], layout.boxes),
        ("routes", [line.id for line in plan.lines], layout.routes),
    ):
        if sorted(wanted) != sorted(got):
            yield f"{what} are {sorted(got)}, not {sorted(wanted)}"


def _box_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    page = Rect(0, 0, layout.size.width, layout.size.height)
    for box in plan.boxes:
        rect = layout.boxes[box.id]
        if abs(rect.width - box.size.width) > NEAR or abs(rect.height - box.size.height) > NEAR:
            yield f"box {box.id} has another size"
        if not inside(rect, page):
            yield f"box {box.id} reaches over the page"
        if not inside(rect, layout.strips[box.lane]):
            yield f"box {box.id} reaches out of lane {box.lane}"
        if overlap(rect, layout.heads[box.lane]):
            yield f"box {box.id} stands over a head"
        for part, title in layout.parts.items():
            if overlap(rect, title):
                yield f"box {box.id} stands over the title of {part}"
    for one, other in combinations(plan.boxes, 2):
        if overlap(layout.boxes[one.id], layout.boxes[other.id]):
            yield f"box {one.id} stands over box {other.id}"


def _lane_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    down = plan.direction is Direction.DOWN
    reached = 0.0
    for strip in plan.strips:
        rect, head = layout.strips[strip.id], layout.heads[strip.id]
        start, width = (rect.x, rect.width) if down else (rect.y, rect.height)
        if abs(start - reached) > NEAR:
            yield f"lane {strip.id} does not stand beside the one before"
        if head.width < strip.head.width - NEAR or head.height < strip.head.height - NEAR:
            yield f"the head of lane {strip.id} is too small"
        if not inside(head, rect):
            yield f"the head of lane {strip.id} reaches out of it"
        reached = start + width
    if plan.strips and abs(reached - (layout.size.width if down else layout.size.height)) > NEAR:
        yield "the lanes do not fill the page"


def _part_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    down = plan.direction is Direction.DOWN
    reached = 0.0
    for part in plan.parts:
        rects = [layout.boxes[box.id] for box in plan.boxes if box.part == part.id]
        spans = [(rect.y, rect.y + rect.height) if down else (rect.x, rect.x + rect.width) for rect in rects]
        if part.title:
            title = layout.parts[part.id]
            if title.width < part.title.width - NEAR or title.height < part.title.height - NEAR:
                yield f"the title of {part.id} is too small"
            start, end = (title.y, title.y + title.height) if down else (title.x, title.x + title.width)
            if start < reached - NEAR:
                yield f"the title of {part.id} stands above the part before"
            reached = end
            for line in plan.lines:
                if any(_meets(piece, title) for piece in _line_pieces(line, layout)):
                    yield f"line {line.id} runs through the title of {part.id}"
        if spans and min(spans)[0] < reached - NEAR:
            yield f"part {part.id} begins above the end of what comes before"
        reached = max([reached, *(end for _, end in spans)])


def _line_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    boxes = {box.id: box for box in plan.boxes}
    page = Rect(0, 0, layout.size.width, layout.size.height)
    rects = sorted(layout.boxes.items(), key=lambda item: item[1].x)
    for line in plan.lines:
        points = layout.routes[line.id].points
        if len(points) < 2:
            yield f"line {line.id} has no stretch"
            continue
        if any(one.x != two.x and one.y != two.y for one, two in pairwise(points)):
            yield f"line {line.id} runs aslant"
            continue
        for end, point, other in (
            (boxes[line.source], points[0], points[1]),
            (boxes[line.target], points[-1], points[-2]),
        ):
            rect = layout.boxes[end.id]
            side = side_of(rect, point)
            if side is None:
                yield f"line {line.id} does not end at the border of box {end.id}"
            elif not _on_its_room(_room(plan, end), rect, side, point):
                yield f"line {line.id} does not end where box {end.id} takes lines"
            elif not goes_straight(side, point, other):
                yield f"line {line.id} does not leave box {end.id} straight"
            if abs(point.x - other.x) + abs(point.y - other.y) < ARROW - NEAR:
                yield f"line {line.id} has no room for an arrow at box {end.id}"
        for piece in _line_pieces(line, layout):
            if not inside(_rect(piece), page):
                yield f"line {line.id} leaves the page"
            for name, rect in rects:
                if _meets(piece, rect) and not _own_end(piece, line, name):
                    yield f"line {line.id} meets box {name}"
                elif _meets(piece, shrunk(rect)):
                    yield f"line {line.id} runs through box {name}"
            for head in layout.heads.values():
                if _meets(piece, shrunk(head)):
                    yield f"line {line.id} runs over a head"


def _own_end(piece: _Piece, line: Line, box: str) -> bool:
    return (piece.place == 0 and line.source == box) or (piece.last and line.target == box)


def _port_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    """Lines end on one another where their net is one, and elsewhere stand apart at the side of a box."""
    sides = ((box, side) for box in plan.boxes for side in ("up", "down", "left", "right"))
    for box, side in sides:
        there = _ends_at(plan, layout, box.id, side)
        there.sort(key=lambda end: (end[0], end[1], end[2].id))
        least = APART if _fits(plan, box, layout.boxes[box.id], side, there) else SAME
        for one, two in pairwise(there):
            if one[1] == two[1] and one[2].net == two[2].net:
                continue
            if two[0] - one[0] < SAME:
                ways = f"both {one[1]}" if one[1] == two[1] else f"{one[1]} and {two[1]}"
                yield f"lines {one[2].id} and {two[2].id} {ways} box {box.id} at one point"
            elif two[0] - one[0] < least - NEAR:
                yield f"lines {one[2].id} and {two[2].id} are too near to each other at box {box.id}"


def _fits(plan: Plan, box: Box, rect: Rect, side: str, there: list[tuple[float, str, Line]]) -> bool:
    """Whether a side has room for all that ends there to stand apart."""
    room = _room(plan, box)[0 if side in ("up", "down") else 1]
    if room is None:
        room = (rect.width if side in ("up", "down") else rect.height) - 24
    points = {(round(at, 1), way) for at, way, _ in there}
    return (len(points) - 1) * TRACK <= room


def _room(plan: Plan, box: Box) -> tuple[float | None, float | None]:
    """How much of its level and its upright sides a box has for lines; None for all. A box with four points
    has all of its sides for more nets than four."""
    if box.ends is None or (box.ends == Size(0, 0) and _sides_wanted(plan, box.id) > 4):
        return None, None
    return box.ends.width, box.ends.height


def _sides_wanted(plan: Plan, box: str) -> int:
    """How many sides the lines of a box with four points ask for: one for each net that comes in (or each of
    several lines of one net from the same box) and one for each line that leaves."""
    copies = Counter(
        (line.net, line.source) for line in plan.lines if line.target == box and line.source != box
    )
    most: dict[str, int] = {}
    for (net, _), count in copies.items():
        most[net] = max(most.get(net, 0), count)
    loops = sum(line.source == line.target == box for line in plan.lines)
    return sum(most.values()) + loops + sum(line.source == box for line in plan.lines)


def _on_its_room(room: tuple[float | None, float | None], rect: Rect, side: str, point: Point) -> bool:
    most = room[0 if side in ("up", "down") else 1]
    off = point.x - rect.x - rect.width / 2 if side in ("up", "down") else point.y - rect.y - rect.height / 2
    return most is None or abs(off) <= most / 2 + NEAR


def _shared(plan: Plan, layout: Layout) -> Iterator[str]:
    """Lines of different nets share no stretch, and keep apart but where a side of a box is full."""
    boxes = {box.id: box for box in plan.boxes}
    by_way: dict[bool, list[_Piece]] = {True: [], False: []}
    for piece in _pieces(plan, layout):
        by_way[piece.upright].append(piece)
    seen: set[str] = set()
    for pieces in by_way.values():
        pieces.sort(key=lambda piece: piece.at)
        for place, one in enumerate(pieces):
            for two in pieces[place + 1 :]:
                if two.at - one.at >= APART - NEAR:
                    break
                shared = min(one.high, two.high) - max(one.low, two.low)
                if one.line.net == two.line.net or shared <= NEAR:
                    continue
                if two.at - one.at >= SAME and _crowd(plan, layout, one, two, boxes):
                    continue
                words = "share a stretch" if two.at - one.at < SAME else "run too near to each other"
                text = f"lines {one.line.id} and {two.line.id} {words}"
                if text not in seen:
                    seen.add(text)
                    yield text


def _crowd(plan: Plan, layout: Layout, one: _Piece, two: _Piece, boxes: dict[str, Box]) -> bool:
    """Whether one of two lines is at a side of a box that has no room for all of its lines."""
    for piece in (one, two):
        points = layout.routes[piece.line.id].points
        for box, point, here in (
            (piece.line.source, points[0], piece.place == 0),
            (piece.line.target, points[-1], piece.last),
        ):
            rect = layout.boxes[box]
            side = side_of(rect, point)
            if here and side and not _fits(plan, boxes[box], rect, side, _ends_at(plan, layout, box, side)):
                return True
    return False


def _ends_at(plan: Plan, layout: Layout, box: str, side: str) -> list[tuple[float, str, Line]]:
    """What ends at a side of a box: where, how and which line."""
    there = []
    for line in plan.lines:
        points = layout.routes[line.id].points
        for end, point, way in ((line.source, points[0], "leave"), (line.target, points[-1], "end at")):
            if end == box and side_of(layout.boxes[box], point) == side:
                there.append((point.x if side in ("up", "down") else point.y, way, line))
    return there


def _label_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    page = Rect(0, 0, layout.size.width, layout.size.height)
    labels: list[tuple[str, Rect]] = []
    for line in plan.lines:
        rect = layout.routes[line.id].label
        if line.label is None or rect is None:
            if line.label is not None:
                yield f"line {line.id} has lost its label"
            elif rect is not None:
                yield f"line {line.id} has a label that nobody asked for"
            continue
        if abs(rect.width - line.label.width) > NEAR or abs(rect.height - line.label.height) > NEAR:
            yield f"the label of {line.id} has another size"
        middle = Rect(rect.x + rect.width / 2 - 1, rect.y + rect.height / 2 - 1, 2, 2)
        if not any(_meets(piece, middle) for piece in _line_pieces(line, layout)):
            yield f"the label of {line.id} does not stand on its line"
        if not inside(rect, page):
            yield f"the label of {line.id} reaches over the page"
        for name, other in (
            *((f"box {box}", area) for box, area in layout.boxes.items()),
            *((f"the title of {part}", area) for part, area in layout.parts.items()),
            *((f"the head of {lane}", area) for lane, area in layout.heads.items()),
            *((f"the label of {other}", area) for other, area in labels),
        ):
            if overlap(rect, other):
                yield f"the label of {line.id} stands over {name}"
        labels.append((line.id, rect))


def _covered(plan: Plan, layout: Layout) -> list[tuple[str, str]]:
    """Labels that stand over a line of another net."""
    pieces = _pieces(plan, layout)
    found = []
    for line in plan.lines:
        rect = layout.routes[line.id].label
        if rect is not None:
            over = {piece.line.id for piece in pieces if piece.line.net != line.net and _meets(piece, rect)}
            found += [(line.id, other) for other in sorted(over)]
    return found


def _crossings(pieces: list[_Piece]) -> Iterator[tuple[_Piece, _Piece]]:
    level = sorted((piece for piece in pieces if not piece.upright), key=lambda piece: piece.at)
    seen: set[tuple[str, str, float, float]] = set()
    for one in (piece for piece in pieces if piece.upright):
        for two in level:
            if two.at >= one.high:
                break
            if one.low < two.at and two.low < one.at < two.high and one.line.net != two.line.net:
                # Lines of one net that run as one are crossed once.
                key = (one.line.net, two.line.net, one.at, two.at)
                if key not in seen:
                    seen.add(key)
                    yield one, two


def _pieces(plan: Plan, layout: Layout) -> list[_Piece]:
    return [piece for line in plan.lines for piece in _line_pieces(line, layout)]


def _line_pieces(line: Line, layout: Layout) -> list[_Piece]:
    points = layout.routes[line.id].points
    return [
        _Piece(
            line,
            one.x == two.x,
            one.x if one.x == two.x else one.y,
            min(one.y, two.y) if one.x == two.x else min(one.x, two.x),
            max(one.y, two.y) if one.x == two.x else max(one.x, two.x),
            place,
            place == len(points) - 2,
        )
        for place, (one, two) in enumerate(pairwise(points))
    ]


def _rect(piece: _Piece) -> Rect:
    length = piece.high - piece.low
    return Rect(piece.at, piece.low, 0, length) if piece.upright else Rect(piece.low, piece.at, length, 0)


def _meets(piece: _Piece, rect: Rect) -> bool:
    across, along = (
        ((rect.x, rect.x + rect.width), (rect.y, rect.y + rect.height))
        if piece.upright
        else ((rect.y, rect.y + rect.height), (rect.x, rect.x + rect.width))
    )
    return across[0] <= piece.at <= across[1] and piece.low <= along[1] and along[0] <= piece.high
