"""A plan as numbers: boxes and lines by their place in it, turned so that the flow runs down."""

from dataclasses import dataclass

from procflow.drawing.layout.types import Direction, Manner, Plan, Size

SIDES = 4


Group = tuple[int, bool]
"""A net at a box, and whether it leaves there."""


@dataclass(slots=True)
class Wire:
    """A line between two boxes. Those of one ``net`` may share a trunk; ``label`` is (across, along)."""

    source: int
    target: int
    manner: Manner
    net: int
    label: tuple[float, float] | None


@dataclass(slots=True)
class Scene:
    """Sizes are (across, along) the flow, so that nothing behind this knows the direction.

    ``rooms`` are how far from the middle of a side a line may end: of the sides that are met along the flow,
    and of those that are met across it. 0 is for sides that take one net, or one line that leaves, at their
    middle.
    ``groups`` are the nets that come in and the lines that leave, of boxes with four such sides: as many as
    sides at most.

    ``heads`` are the rooms of the lanes' heads and ``titles`` those of the parts' titles, None for none.
    ``upright`` says that the page is not turned.
    """

    sizes: list[tuple[float, float]]
    rooms: list[tuple[float, float]]
    groups: dict[int, set[Group]]
    lanes: list[int]
    parts: list[int]
    wires: list[Wire]
    heads: list[tuple[float, float]]
    titles: list[tuple[float, float] | None]
    upright: bool


def scene_of(plan: Plan) -> Scene:
    """Raises `ValueError` where a box or a line names what the plan does not hold, or an id stands twice."""
    upright = plan.direction is Direction.DOWN
    lanes = _numbers([strip.id for strip in plan.strips], "strip")
    parts = _numbers([part.id for part in plan.parts], "part")
    boxes = _numbers([box.id for box in plan.boxes], "box")
    _numbers([line.id for line in plan.lines], "line")
    nets: dict[tuple[str, int, int, bool], int] = {}
    copies: dict[tuple[str, str, str], int] = {}
    wires = []
    for line in plan.lines:
        source, target = _known(boxes, line.source, "box"), _known(boxes, line.target, "box")
        # Lines of one net between the same two boxes would hide each other.
        pair = (line.source, line.target, line.net)
        copy = copies[pair] = copies.get(pair, -1) + 1
        net = nets.setdefault((line.net, target, copy, source == target), len(nets))
        label = _turned(line.label, upright) if line.label else None
        wires.append(Wire(source, target, line.manner, net, label))
    sizes = [_turned(box.size, upright) for box in plan.boxes]
    ends = [_turned(box.ends, upright) if box.ends else None for box in plan.boxes]
    rooms, groups = _ends(sizes, ends, wires)
    return Scene(
        sizes=sizes,
        rooms=rooms,
        groups=groups,
        lanes=[_known(lanes, box.lane, "strip") for box in plan.boxes],
        parts=[_known(parts, box.part, "part") for box in plan.boxes],
        wires=wires,
        heads=[_turned(strip.head, upright) for strip in plan.strips],
        titles=[_turned(part.title, upright) if part.title else None for part in plan.parts],
        upright=upright,
    )


def _ends(
    sizes: list[tuple[float, float]], ends: list[tuple[float, float] | None], wires: list[Wire]
) -> tuple[list[tuple[float, float]], dict[int, set[Group]]]:
    """How far from the middles lines may end, and what there is at boxes that take lines there alone."""
    rooms = [
        (_room(size[0] / 2), _room(size[1] / 2)) if end is None else (_least(end[0] / 2), _least(end[1] / 2))
        for size, end in zip(sizes, ends, strict=True)
    ]
    groups: dict[int, set[Group]] = {box: set() for box, room in enumerate(rooms) if room == (0.0, 0.0)}
    for wire in wires:
        for box, leaves in ((wire.source, True), (wire.target, False)):
            if box in groups:
                groups[box].add((wire.net, leaves))
    for box in [box for box, there in groups.items() if len(there) > SIDES]:
        rooms[box] = (_room(sizes[box][0] / 2), _room(sizes[box][1] / 2))
        del groups[box]
    return rooms, groups


def _room(half: float) -> float:
    return _least(max(half - 12.0, half / 2))


def _least(room: float) -> float:
    """Where two lines would be too near to each other there is one at the middle."""
    return room if room >= 4.5 else 0.0


def _turned(size: Size, upright: bool) -> tuple[float, float]:
    return (size.width, size.height) if upright else (size.height, size.width)


def _numbers(ids: list[str], what: str) -> dict[str, int]:
    numbers = {name: number for number, name in enumerate(ids)}
    if len(numbers) < len(ids):
        twice = next(name for number, name in enumerate(ids) if numbers[name] != number)
        raise ValueError(f"the {what} {twice!r} stands twice in the plan")
    return numbers


def _known(numbers: dict[str, int], name: str, what: str) -> int:
    if name not in numbers:
        raise ValueError(f"the plan holds no {what} {name!r}")
    return numbers[name]
