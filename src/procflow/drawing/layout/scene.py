"""A plan as numbers: boxes and lines by their place in it, turned so that the flow runs down."""

from dataclasses import dataclass

from procflow.drawing.layout.types import Direction, Manner, Plan, Size


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

    ``heads`` are the rooms of the lanes' heads and ``titles`` those of the parts' titles, None for none.
    ``upright`` says that the page is not turned.
    """

    sizes: list[tuple[float, float]]
    pointed: list[bool]
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
    nets: dict[tuple[str, int, int], int] = {}
    copies: dict[tuple[str, str, str], int] = {}
    wires = []
    for line in plan.lines:
        source, target = _known(boxes, line.source, "box"), _known(boxes, line.target, "box")
        # Lines of one net between the same two boxes would hide each other.
        pair = (line.source, line.target, line.net)
        copy = copies[pair] = copies.get(pair, -1) + 1
        net = nets.setdefault((line.net, target, copy), len(nets))
        label = _turned(line.label, upright) if line.label else None
        wires.append(Wire(source, target, line.manner, net, label))
    return Scene(
        sizes=[_turned(box.size, upright) for box in plan.boxes],
        pointed=[box.pointed for box in plan.boxes],
        lanes=[_known(lanes, box.lane, "strip") for box in plan.boxes],
        parts=[_known(parts, box.part, "part") for box in plan.boxes],
        wires=wires,
        heads=[_turned(strip.head, upright) for strip in plan.strips],
        titles=[_turned(part.title, upright) if part.title else None for part in plan.parts],
        upright=upright,
    )


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
