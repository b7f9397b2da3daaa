"""Which of its lane's columns a box stands in, so that what follows each other stands under each other."""

from collections import defaultdict
from dataclasses import dataclass, field

from procflow.drawing.layout.scene import Scene
from procflow.drawing.layout.types import Manner


@dataclass(slots=True)
class Slot:
    """A column of a lane while boxes are put into it from the top. ``busy`` is the rank that a line from its
    last box runs down to."""

    boxes: list[int] = field(default_factory=list)
    busy: int = -1


@dataclass(slots=True)
class _Kin:
    """Who follows whom within a lane."""

    before: dict[int, list[int]]
    ahead: dict[int, list[int]]
    after: dict[int, list[int]]
    heir: dict[int, int]  # box: the one that is to stand straight below it
    siblings: dict[int, list[int]]


def place(scene: Scene, ranks: list[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """The column of each box, counted over all lanes, and the first and last column of each lane.

    Every lane has a column, whether or not there is anything in it.
    """
    kin = _kin(scene, ranks)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for box, lane in enumerate(scene.lanes):
        cells[lane, scene.parts[box]].append(box)
    slots: dict[tuple[int, int], list[Slot]] = {
        key: _fill(sorted(boxes, key=lambda box: (ranks[box], box)), ranks, kin)
        for key, boxes in cells.items()
    }
    columns = [0] * len(scene.sizes)
    spans = []
    first = 0
    for lane in range(len(scene.heads)):
        width = 1
        for part in range(len(scene.titles)):
            mine = slots.get((lane, part), [])
            width = max(width, len(mine))
            for number, slot in enumerate(mine):
                for box in slot.boxes:
                    columns[box] = first + number
        spans.append((first, first + width - 1))
        first += width
    _untangle(scene, slots, columns)
    return columns, spans


def _kin(scene: Scene, ranks: list[int]) -> _Kin:
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    ahead: dict[int, list[int]] = defaultdict(list)
    for wire in scene.wires:
        one, two = wire.source, wire.target
        if wire.manner is Manner.BACK or scene.parts[one] != scene.parts[two]:
            continue
        if scene.lanes[one] == scene.lanes[two] and two not in after[one]:
            after[one].append(two)
            before[two].append(one)
            if wire.manner is Manner.FORWARD:
                ahead[one].append(two)
    heir = {}
    siblings = {}
    entries: dict[int, set[Manner]] = defaultdict(set)
    for wire in scene.wires:
        entries[wire.target].add(wire.manner)
    for box, follow in after.items():
        if entries[box] == {Manner.ASIDE} and not ahead[box]:
            ahead[box] = follow  # up one more step: that is the way on here
        near = min((ranks[two] for two in ahead[box]), default=0)
        nearest = [two for two in ahead[box] if ranks[two] == near]
        if nearest:
            heir[box] = nearest[(len(nearest) - 1) // 2]
            siblings[box] = nearest
    return _Kin(before, ahead, after, heir, siblings)


def _fill(boxes: list[int], ranks: list[int], kin: _Kin) -> list[Slot]:
    slots: list[Slot] = []
    home: dict[int, Slot] = {}
    for box in boxes:
        slot = _straight(box, ranks, kin, slots, home) or _free(box, ranks, kin, slots, home)
        slot.boxes.append(box)
        slot.busy = max((ranks[two] for two in kin.after[box]), default=-1)
        home[box] = slot
    return slots


def _straight(box: int, ranks: list[int], kin: _Kin, slots: list[Slot], home: dict[int, Slot]) -> Slot | None:
    """The slot of the one that `box` follows straight: the middle one where there are several."""
    free = [
        home[one]
        for one in kin.before[box]
        if one in home and home[one].boxes[-1] == one and ranks[one] < ranks[box] and kin.heir.get(one) == box
    ]
    if not free:
        return None
    order = [number for number, slot in enumerate(slots) if any(slot is other for other in free)]
    return slots[order[(len(order) - 1) // 2]]


def _free(box: int, ranks: list[int], kin: _Kin, slots: list[Slot], home: dict[int, Slot]) -> Slot:
    """The nearest slot that nothing runs down in, or a new one beside the one that it comes from."""
    parents = [one for one in kin.before[box] if one in home]
    wanted = next((n for n, slot in enumerate(slots) if parents and slot is home[parents[0]]), 0)
    # What one goes aside to does not stand below it.
    aside = bool(parents) and box not in kin.ahead.get(parents[0], ())
    left = False
    if parents and box in (group := kin.siblings.get(parents[0], [])):
        left = group.index(box) < group.index(kin.heir[parents[0]])
    open_slots = [
        number
        for number, slot in enumerate(slots)
        if ranks[slot.boxes[-1]] < ranks[box] and slot.busy < ranks[box] and not (aside and number == wanted)
    ]
    if open_slots:
        return slots[
            min(open_slots, key=lambda number: (abs(number - wanted), (number > wanted) == left, number))
        ]
    new = Slot()
    if not parents:
        slots.append(new)
    else:
        slots.insert(wanted if left else wanted + 1, new)
    return new


def _untangle(scene: Scene, slots: dict[tuple[int, int], list[Slot]], columns: list[int]) -> None:
    """Neighbouring slots change places while that shortens the lines across."""
    beside: dict[int, list[int]] = defaultdict(list)
    for wire in scene.wires:
        beside[wire.source].append(wire.target)
        beside[wire.target].append(wire.source)

    def across(boxes: list[int], shift: int, other: list[int]) -> int:
        moved = set(other)
        return sum(
            abs(columns[box] + shift - columns[two] + (shift if two in moved else 0))
            for box in boxes
            for two in beside[box]
            if scene.lanes[two] != scene.lanes[box] or two in moved
        )

    for _ in range(3):
        changed = False
        for mine in slots.values():
            for number in range(len(mine) - 1):
                one, two = mine[number].boxes, mine[number + 1].boxes
                now = across(one, 0, []) + across(two, 0, [])
                if across(one, 1, []) + across(two, -1, []) < now - 0.5:
                    for box in one:
                        columns[box] += 1
                    for box in two:
                        columns[box] -= 1
                    mine[number], mine[number + 1] = mine[number + 1], mine[number]
                    changed = True
        if not changed:
            break
