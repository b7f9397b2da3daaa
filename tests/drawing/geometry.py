"""A judge of layouts, by plan and coordinates alone: what a picture must not show, figures of the rest."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from procflow.drawing.layout import Box, Direction, Layout, Line, Plan, Point, Rect

NEAR = 0.06  # coordinates are rounded to hundredths
APART = 9.0  # between lines that run side by side
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
        if not _inside(rect, page):
            yield f"box {box.id} reaches over the page"
        if not _inside(rect, layout.strips[box.lane]):
            yield f"box {box.id} reaches out of lane {box.lane}"
        if _overlap(rect, layout.heads[box.lane]):
            yield f"box {box.id} stands over a head"
        for part, title in layout.parts.items():
            if _overlap(rect, title):
                yield f"box {box.id} stands over the title of {part}"
    for one, other in combinations(plan.boxes, 2):
        if _overlap(layout.boxes[one.id], layout.boxes[other.id]):
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
        if not _inside(head, rect):
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
            side = _side(rect, point)
            if side is None:
                yield f"line {line.id} does not end at the border of box {end.id}"
            elif end.pointed and not _at_middle(rect, point):
                yield f"line {line.id} does not end at the middle of a side of box {end.id}"
            elif not _leaves(side, point, other):
                yield f"line {line.id} does not leave box {end.id} straight"
            if abs(point.x - other.x) + abs(point.y - other.y) < ARROW - NEAR:
                yield f"line {line.id} has no room for an arrow at box {end.id}"
        for piece in _line_pieces(line, layout):
            if not _inside(_rect(piece), page):
                yield f"line {line.id} leaves the page"
            for name, rect in rects:
                if _meets(piece, rect) and not _own_end(piece, line, name):
                    yield f"line {line.id} meets box {name}"
                elif _meets(piece, _shrunk(rect)):
                    yield f"line {line.id} runs through box {name}"
            for head in layout.heads.values():
                if _meets(piece, _shrunk(head)):
                    yield f"line {line.id} runs over a head"


def _own_end(piece: _Piece, line: Line, box: str) -> bool:
    return (piece.place == 0 and line.source == box) or (piece.last and line.target == box)


def _port_faults(plan: Plan, layout: Layout) -> Iterator[str]:
    """Arrows of different nets do not end on one another, nor do lines leave where others come in."""
    pointed = {box.id for box in plan.boxes if box.pointed}
    at: dict[tuple[str, float, float], list[tuple[Line, bool]]] = defaultdict(list)
    for line in plan.lines:
        points = layout.routes[line.id].points
        at[line.source, points[0].x, points[0].y].append((line, True))
        at[line.target, points[-1].x, points[-1].y].append((line, False))
    crowded = {box for box in pointed if _sides_wanted(plan, box) > 4}
    for (box, _, _), there in at.items():
        ends = {line.net for line, leaves in there if not leaves}
        leaving = {line.net for line, leaves in there if leaves}
        if len(ends) > 1 and box not in crowded:
            yield f"lines of {sorted(ends)} end on one another at box {box}"
        if ends and leaving and box not in crowded:
            yield f"lines of {sorted(leaving)} leave box {box} where {sorted(ends)} come in"
        if len(leaving) > 1 and box not in pointed:
            yield f"lines of {sorted(leaving)} leave box {box} as one"


def _sides_wanted(plan: Plan, box: str) -> int:
    """How many sides of a pointed box its lines ask for: one for each net, or each of several lines of one
    net from the same box, one for each loop, and one to leave by."""
    copies = Counter((line.net, line.source) for line in plan.lines if line.target == box)
    most: dict[str, int] = {}
    for (net, _), count in copies.items():
        most[net] = max(most.get(net, 0), count)
    loops = sum(line.source == line.target == box for line in plan.lines)
    return sum(most.values()) + loops + any(line.source == box for line in plan.lines)


def _shared(plan: Plan, layout: Layout) -> Iterator[str]:
    """Lines of different nets share no stretch and keep apart, but for the tines of a fork."""
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
                overlap = min(one.high, two.high) - max(one.low, two.low)
                if one.line.net == two.line.net or overlap <= NEAR:
                    continue
                if _stem(plan, one, two, boxes) or _crowd(plan, one, two, boxes):
                    continue
                words = "share a stretch" if two.at - one.at < 1.5 else "run too near to each other"
                text = f"lines {one.line.id} and {two.line.id} {words}"
                if text not in seen:
                    seen.add(text)
                    yield text


def _stem(plan: Plan, one: _Piece, two: _Piece, boxes: dict[str, Box]) -> bool:
    """Whether two lines may leave one box as one, like the tines of a fork: a pointed box, which has four
    points alone, and lines without labels, or more of them than it has points."""
    box = boxes[one.line.source]
    if one.place or two.place or one.line.source != two.line.source or not box.pointed:
        return False
    labelled = one.line.label or two.line.label
    crowded = sum((line.source == box.id) + (line.target == box.id) for line in plan.lines) > 4
    return abs(one.at - two.at) < NEAR and (not labelled or crowded)


def _crowd(plan: Plan, one: _Piece, two: _Piece, boxes: dict[str, Box]) -> bool:
    """Whether two lines meet at one box that has more lines than its sides have room for."""
    for box in {one.line.source, one.line.target} & {two.line.source, two.line.target}:
        count = sum((line.source == box) + (line.target == box) for line in plan.lines)
        size = boxes[box].size
        room = min(size.width, size.height) / APART - 3 if not boxes[box].pointed else 3
        at_box = all(
            (piece.place == 0 and piece.line.source == box) or (piece.last and piece.line.target == box)
            for piece in (one, two)
        )
        if at_box and count > room:
            return True
    return False


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
        if not _inside(rect, page):
            yield f"the label of {line.id} reaches over the page"
        for name, other in (
            *((f"box {box}", area) for box, area in layout.boxes.items()),
            *((f"the title of {part}", area) for part, area in layout.parts.items()),
            *((f"the head of {lane}", area) for lane, area in layout.heads.items()),
            *((f"the label of {other}", area) for other, area in labels),
        ):
            if _overlap(rect, other):
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


def _shrunk(rect: Rect) -> Rect:
    return Rect(rect.x + NEAR, rect.y + NEAR, rect.width - 2 * NEAR, rect.height - 2 * NEAR)


def _inside(rect: Rect, other: Rect) -> bool:
    return (
        rect.x >= other.x - NEAR
        and rect.y >= other.y - NEAR
        and rect.x + rect.width <= other.x + other.width + NEAR
        and rect.y + rect.height <= other.y + other.height + NEAR
    )


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width - NEAR
        and other.x < one.x + one.width - NEAR
        and one.y < other.y + other.height - NEAR
        and other.y < one.y + one.height - NEAR
    )


def _side(rect: Rect, point: Point) -> str | None:
    right, bottom = rect.x + rect.width, rect.y + rect.height
    within = rect.x - NEAR <= point.x <= right + NEAR and rect.y - NEAR <= point.y <= bottom + NEAR
    distances = {
        "up": abs(point.y - rect.y),
        "down": abs(point.y - bottom),
        "left": abs(point.x - rect.x),
        "right": abs(point.x - right),
    }
    side = min(distances, key=lambda name: distances[name])
    return side if within and distances[side] <= NEAR else None


def _leaves(side: str, point: Point, other: Point) -> bool:
    return {
        "up": other.x == point.x and other.y < point.y,
        "down": other.x == point.x and other.y > point.y,
        "left": other.y == point.y and other.x < point.x,
        "right": other.y == point.y and other.x > point.x,
    }[side]


def _at_middle(rect: Rect, point: Point) -> bool:
    across = abs(point.x - rect.x - rect.width / 2) <= NEAR
    along = abs(point.y - rect.y - rect.height / 2) <= NEAR
    return across or along
