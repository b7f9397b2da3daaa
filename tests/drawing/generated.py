"""Plans made up by rule: processes as companies have them, the same for the same seed."""

from random import Random

from procflow.drawing.layout import Box, Direction, Line, Manner, Part, Plan, Size, Strip

CARD, DIAMOND, CIRCLE, BAR = Size(156, 66), Size(38, 38), Size(26, 26), Size(104, 8)
POINTS = Size(0, 0)
"""The ends of lines at what takes them at the middles of its sides alone."""


class _Maker:
    """Adds boxes and lines of a process until there are enough."""

    def __init__(self, seed: int, lanes: int, direction: Direction) -> None:
        self.random = Random(seed)
        self.lanes = lanes
        self.direction = direction
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.lane = 0
        self.part = "main"

    def box(self, size: Size, lane: int | None = None) -> str:
        name = f"b{len(self.boxes)}"
        where = self.lane if lane is None else lane
        ends = None if size is CARD else POINTS
        if size is BAR:
            ends = Size(BAR.width - 8, 0)
            if self.direction is Direction.RIGHT:
                size, ends = Size(BAR.height, BAR.width), Size(0, ends.width)
        self.boxes.append(Box(name, f"l{where}", self.part, size, ends))
        return name

    def line(self, source: str, target: str, manner: Manner = Manner.FORWARD, *, label: bool = False) -> None:
        size = Size(float(self.random.randrange(34, 120, 7)), 18.0) if label else None
        net = f"{target} {manner.value}"
        self.lines.append(Line(f"e{len(self.lines)}", source, target, manner, net, size))

    def step(self, before: str) -> str:
        if self.random.random() < 0.35:
            self.lane = self.random.randrange(self.lanes)
        box = self.box(CARD)
        self.line(before, box)
        return box

    def choice(self, before: str, done: list[str]) -> str:
        """A diamond: one way goes on, another skips steps, comes back or ends."""
        diamond = self.box(DIAMOND)
        self.line(before, diamond)
        after = self.step(diamond)
        self.lines[-1] = _labelled(self.lines[-1], Size(80, 18))
        kind = self.random.random()
        if kind < 0.4:
            self.line(diamond, self.random.choice(done), Manner.BACK, label=True)
        elif kind < 0.8:
            on = self.step(after)
            after = self.step(on)
            self.line(diamond, after, label=True)
        else:
            other = self.box(CARD, self.random.randrange(self.lanes))
            self.line(diamond, other, label=True)
            after = self.step(after)
            self.line(other, after)
        return after

    def together(self, before: str) -> str:
        """Branches side by side, in lanes of their own or in one."""
        split = self.box(BAR)
        self.line(before, split)
        lane = self.lane
        ends = []
        for _ in range(self.random.randint(2, 4)):
            self.lane = self.random.randrange(self.lanes)
            end = self.step(split)
            for _ in range(self.random.randint(0, 2)):
                end = self.step(end)
            ends.append(end)
        self.lane = lane
        join = self.box(BAR)
        for end in ends:
            self.line(end, join)
        return join

    def aside(self, from_: str, back_to: str) -> None:
        """An escalation to somebody higher, who sends it back with a ruling."""
        higher = self.box(CARD, self.lanes - 1)
        self.line(from_, higher, Manner.ASIDE, label=True)
        if self.random.random() < 0.6:
            self.line(higher, back_to, Manner.BACK, label=True)


def _labelled(line: Line, label: Size) -> Line:
    return Line(line.id, line.source, line.target, line.manner, line.net, label)


def process_like(
    seed: int, boxes: int, lanes: int, direction: Direction = Direction.DOWN, parts: int = 1
) -> Plan:
    """A process of about so many boxes: chains, choices, branches, escalations, returns, and an end."""
    maker = _Maker(seed, lanes, direction)
    for number in range(parts):
        maker.part = f"part{number}" if number else "main"
        done = [maker.box(CIRCLE)]
        at = done[0]
        while len(maker.boxes) < boxes * (number + 1) // parts - 1:
            kind = maker.random.random()
            if kind < 0.6:
                at = maker.step(at)
            elif kind < 0.75:
                at = maker.choice(at, done)
            elif kind < 0.82:
                at = maker.together(at)
            elif kind < 0.92:
                maker.aside(at, maker.random.choice(done[-4:]))
            else:
                maker.line(at, maker.random.choice(done[-8:]), Manner.BACK, label=True)
                at = maker.step(at)
            done.append(at)
        maker.line(at, maker.box(CIRCLE))
    return Plan(
        strips=tuple(Strip(f"l{lane}", Size(100, 44)) for lane in range(lanes)),
        parts=tuple(
            Part(f"part{number}", Size(200, 24)) if number else Part("main") for number in range(parts)
        ),
        boxes=tuple(maker.boxes),
        lines=tuple(maker.lines),
        direction=direction,
    )
