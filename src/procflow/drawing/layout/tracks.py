"""Which trunk runs beside which: an order on every line of the lattice that crosses little."""

from collections import defaultdict
from itertools import pairwise

from procflow.drawing.layout.lattice import Grid
from procflow.drawing.layout.trunks import Trunk, Web

TRACK = 10.0
LEAST = 9.0
BOUNDLESS = float("inf")
PORT = 18.0
FINE = 1 / 8192  # offsets as fractions of the step between two lines of the lattice


class Tracks:
    """Orders and offsets of all trunks. Channels are ordered first, then what ends at boxes."""

    def __init__(self, grid: Grid, web: Web) -> None:
        self.grid, self.web = grid, web
        self.order: dict[tuple[int, int], list[int]] = {}
        self.borders = {span[1] for span in grid.spans[:-1]}
        self.border_at: dict[int, float] = {}
        self.bounds: dict[tuple[int, int], tuple[float, float]] = {}
        # Where trunks that are held to one middle cross each other's way in any order: which would have
        # to run before, and the place at which it is met.
        self.knots: list[tuple[int, int]] = []

    def run(self) -> None:
        channels = [key for key in sorted(self.web.lines) if not key[1] % 2]
        rows = [key for key in sorted(self.web.lines) if key[1] % 2]
        for key in channels + rows:
            self.order[key] = self._first(key)
        for turn in range(2):
            for key in channels:
                self._sort(key)
                self._above(key, last=turn == 1)
                self._tracks(key)
            for key in rows:
                self._sort(key)
                self._middle(key)

    def _first(self, key: tuple[int, int]) -> list[int]:
        """A first order: what turns to lower sides first, the longer the further out."""
        trunks = self.web.trunks

        def rule(number: int) -> tuple[float, float, int]:
            trunk = trunks[number]
            lean = sum(way for _, _, way in trunk.turns)
            length = trunk.high - trunk.low
            return (float((lean > 0) - (lean < 0)), -length if lean > 0 else length, number)

        return sorted(self.web.lines[key], key=rule)

    def _place(self, turn: tuple[int, int, int]) -> float:
        return turn[0] + self.web.trunks[turn[1]].offset * FINE

    def _sort(self, key: tuple[int, int]) -> None:
        """Neighbours change places while that saves crossings."""
        order = self.order[key]
        if len(order) < 2:
            return
        trunks = self.web.trunks
        spans = {}
        left = {}
        right = {}
        for number in order:
            trunk = trunks[number]
            places = [(self._place(turn), turn[2]) for turn in trunk.turns]
            ends = [place for place, _ in places] + [float(trunk.low)] * (trunk.low % 1 != 0)
            ends += [float(trunk.high)] * (trunk.high % 1 != 0)
            spans[number] = (min(ends), max(ends))
            left[number] = [place for place, way in places if way < 0]
            right[number] = [place for place, way in places if way > 0]

        def cost(one: int, two: int) -> float:
            """Crossings when `one` runs before `two`."""
            return _within(right[one], *spans[two]) + _within(left[two], *spans[one])

        for _ in range(min(len(order), 24)):
            changed = False
            for place in range(len(order) - 1):
                one, two = order[place], order[place + 1]
                a, b = trunks[one], trunks[two]
                # What does not meet may stand either way; it goes by where it is, so that others can pass.
                if a.low > b.high or b.low > a.high:
                    continue
                if cost(two, one) < cost(one, two):
                    order[place], order[place + 1] = two, one
                    changed = True
            if not changed:
                break

    def _above(self, key: tuple[int, int], *, last: bool) -> None:
        """Where lines come into a channel from both its sides on one middle, those from the near side turn
        first, so that both may keep the middle."""
        wanted = self._meetings(key)
        if not wanted:
            return
        order = self.order[key]
        before: dict[int, set[int]] = defaultdict(set)
        for one, two, place, held in wanted:
            if not self._leads(before, two, one):
                before[two].add(one)
            elif last and held:
                self.knots.append((one, place))
        rest = list(order)
        placed: list[int] = []
        done: set[int] = set()
        while rest:
            number = next(number for number in rest if before[number] <= done)
            rest.remove(number)
            placed.append(number)
            done.add(number)
        self.order[key] = placed

    def _is_held(self, number: int) -> bool:
        """Whether a trunk has no room to give way to another."""
        limit = self.web.trunks[number].limit
        return limit is not None and limit < LEAST

    @staticmethod
    def _leads(before: dict[int, set[int]], start: int, goal: int) -> bool:
        """Whether `start` has to come before `goal` already."""
        todo, seen = [goal], {goal}
        while todo:
            for number in sorted(before.get(todo.pop(), ())):
                if number == start:
                    return True
                if number not in seen:
                    seen.add(number)
                    todo.append(number)
        return False

    def _meetings(self, key: tuple[int, int]) -> list[tuple[int, int, int, bool]]:
        """Pairs of trunks of a channel of which the first should run before the second, where that is, and
        whether both are met by what is held to the middle there; those stand first."""
        line = key[1]
        low: dict[int, list[tuple[int, int]]] = defaultdict(list)
        high: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number in self.order[key]:
            for place, other, way in self.web.trunks[number].turns:
                trunk = self.web.trunks[other]
                if place % 2 and trunk.ends:
                    if way < 0 and trunk.high == line:
                        low[place].append((number, other))
                    elif way > 0 and trunk.low == line:
                        high[place].append((number, other))
        pairs: dict[tuple[int, int, int], int] = {}
        for place in sorted(low):
            for one, near in low[place]:
                for two, far in high.get(place, ()):
                    if one != two and near != far:
                        held = self._is_held(near) + self._is_held(far)
                        pairs[one, two, place] = max(pairs.get((one, two, place), 0), held)
        order = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
        return [(one, two, place, pairs[one, two, place] == 2) for one, two, place in order]

    def _tracks(self, key: tuple[int, int]) -> None:
        """Offsets in a channel: as near to the first as those before it allow."""
        trunks = self.web.trunks
        order = self.order[key]
        border = key[0] == 0 and key[1] in self.borders
        middle = self._border(order) if border else -1
        placed: list[int] = []
        edge = 0.0
        for place, number in enumerate(order):
            if place == middle:
                edge = self._past(placed) if placed else 0.0
                self.border_at[key[1]] = edge
            trunk = trunks[number]
            floor = edge + TRACK + trunk.half if border and place >= middle else trunk.half
            for other in placed:
                near = trunks[other]
                if near.low <= trunk.high and trunk.low <= near.high:
                    floor = max(floor, near.offset + gap(near, trunk))
            trunk.offset = floor
            placed.append(number)
        if border and middle == len(order):
            self.border_at[key[1]] = edge = self._past(placed)
        reach = max([edge, *(trunks[number].offset + trunks[number].half for number in order)])
        for number in order:
            trunks[number].offset -= reach / 2
        if border:
            self.border_at[key[1]] -= reach / 2
        self.bounds[key] = (-reach / 2, reach / 2)

    def _past(self, placed: list[int]) -> float:
        return max(self.web.trunks[number].offset + self.web.trunks[number].half for number in placed) + TRACK

    def _border(self, order: list[int]) -> int:
        """Behind how many trunks of a channel the border between its two lanes runs."""
        leans = [sum(way for _, _, way in self.web.trunks[number].turns) for number in order]
        return next((place for place, lean in enumerate(leans) if lean > 0), len(order))

    def _middle(self, key: tuple[int, int]) -> None:
        """Offsets in a column or row: the middle for what has a claim to it, the others beside it."""
        trunks = self.web.trunks
        order = self.order[key]
        places = {number: place for place, number in enumerate(order)}
        against = self._conflicts(key)
        steps, wishes = self._steps(order)
        done: set[int] = set()
        for number in sorted(order, key=lambda number: self._claim(number, places[number])):
            trunk = trunks[number]
            low, high = float("-inf"), float("inf")
            taken = []
            for other in against[number]:
                if other in done:
                    near = trunks[other]
                    step = max(gap(near, trunk), min(steps[number], steps[other]))
                    if min(steps[number], steps[other]) < TRACK:
                        step = min(steps[number], steps[other])
                    taken.append((near.offset, step))
                    if places[other] < places[number]:
                        low = max(low, near.offset + step)
                    else:
                        high = min(high, near.offset - step)
            trunk.offset = _nearest(low, high, taken, trunk.limit, wishes.get(number, 0.0))
            beside = [other for other in against[number] if other in done]
            if any(abs(trunk.offset - trunks[other].offset) < LEAST - 1e-6 for other in beside):
                self._push(number, beside, {other: against[other] for other in done})
            done.add(number)
        for members in self._sides(order).values():
            self._spread(members, against)
        reach = max((abs(trunks[number].offset) + trunks[number].half for number in order), default=0.0)
        self.bounds[key] = (-reach, reach)

    def _push(self, number: int, near: list[int], against: dict[int, list[int]]) -> None:
        """Makes room for a trunk that found none by moving what is in its way; ``against`` are the trunks
        that stand, each with those that it may not lie on."""
        trunks = self.web.trunks
        limit = trunks[number].limit or 0.0
        for offset in (trunks[number].offset, -limit, limit):
            moved: dict[int, float] = {}
            for other in near:
                stands = trunks[other].offset
                if abs(stands - offset) >= LEAST - 1e-6:
                    continue
                beside = [
                    trunks[one].offset for one in against[other] if one in against and one not in moved
                ] + list(moved.values())
                free = [
                    place
                    for place in (offset - LEAST, offset + LEAST)
                    if abs(place)
                    <= (BOUNDLESS if trunks[other].limit is None else trunks[other].limit or 0.0)
                    and all(abs(place - one) >= LEAST - 1e-6 for one in beside)
                ]
                if not free:
                    break
                moved[other] = min(free, key=lambda place: (abs(place - stands), place))
            else:
                trunks[number].offset = offset
                for other, place in moved.items():
                    trunks[other].offset = place
                return

    def _spread(self, members: list[int], against: dict[int, list[int]]) -> None:
        """Puts what ends at one side of a box at even distances where it was left too near to each other and
        the side has room."""
        trunks = self.web.trunks
        mine = sorted(members, key=lambda number: trunks[number].offset)
        near = any(trunks[two].offset - trunks[one].offset < LEAST - 1e-6 for one, two in pairwise(mine))
        limit = min(trunks[number].limit or 0.0 for number in mine)
        step = 2 * limit / max(len(mine) - 1, 1)
        if not near or step < LEAST:
            return
        places = {number: place * step - limit for place, number in enumerate(mine)}
        others = ((number, other) for number in mine for other in against[number] if other not in places)
        if all(abs(places[number] - trunks[other].offset) >= LEAST - 1e-6 for number, other in others):
            for number, place in places.items():
                trunks[number].offset = place

    def _claim(self, number: int, place: int) -> tuple[int, int, float, int]:
        """Who comes first to the middle: what is held there, what runs from box to box, what is alone."""
        trunk = self.web.trunks[number]
        held = 0 if trunk.limit == 0 else 1 if trunk.limit is not None and trunk.limit < TRACK else 2
        straight = 0 if len(trunk.ends) > 1 and not trunk.turns else 1 if trunk.ends else 2
        return (held, straight, -len(trunk.stretches), place)

    def _steps(self, order: list[int]) -> tuple[dict[int, float], dict[int, float]]:
        """How far apart lines stand at a side of a box, so that all find room, and the places of those that
        fill it."""
        steps = dict.fromkeys(order, TRACK)
        first = dict.fromkeys(order, True)
        wishes: dict[int, float] = {}
        for members in self._sides(order).values():
            if len(members) > 1:
                limits = [self.web.trunks[number].limit or 0.0 for number in members]
                # The middle of a side need not be the middle of its lines: with room for all to one half of
                # it, they stand well apart, with room on both as near as tracks.
                room = max(limits) / (len(members) - 1)
                if room < TRACK:
                    apart = min(PORT, 2 * room)
                    for place, number in enumerate(members):
                        wish = (place - (len(members) - 1) / 2) * apart
                        if number not in wishes or abs(wish) < abs(wishes[number]):
                            wishes[number] = wish
                step = max(min(PORT, room), min(TRACK, 2 * room), 0.5)
                for number in members:
                    steps[number] = step if first[number] else min(step, steps[number])
                    first[number] = False
        return steps, wishes

    def _sides(self, order: list[int]) -> dict[tuple[int, int], list[int]]:
        """The trunks that end at each side of a box."""
        sides: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in order:
            for end in self.web.trunks[number].ends:
                sides[end].append(number)
        return sides

    def _conflicts(self, key: tuple[int, int]) -> dict[int, list[int]]:
        """Which trunks of a column or row may not lie on each other."""
        trunks = self.web.trunks
        against: dict[int, list[int]] = defaultdict(list)
        order = sorted(self.order[key], key=lambda number: (trunks[number].low, number))
        for place, one in enumerate(order):
            for two in order[place + 1 :]:
                a, b = trunks[one], trunks[two]
                if b.low > a.high:
                    break
                if b.low == a.high and not b.low % 2 and a.low < a.high and self._clear(a, b):
                    continue
                against[one].append(two)
                against[two].append(one)
        return against

    def _clear(self, upper: Trunk, lower: Trunk) -> bool:
        """Whether the one that ends in a channel turns before the other that begins there."""
        trunks = self.web.trunks
        meets = upper.high
        ends = [trunks[turn[1]].offset for turn in upper.turns if turn[0] == meets]
        begins = [trunks[turn[1]].offset for turn in lower.turns if turn[0] == meets]
        return bool(ends and begins) and max(ends) < min(begins)


def gap(one: Trunk, two: Trunk) -> float:
    """How far apart the middles of two neighbours lie at least."""
    return max(TRACK, one.half + two.half + (4.0 if one.half and two.half else 0.0))


def _within(places: list[float], low: float, high: float) -> float:
    """How many places lie inside, those at an end by half."""
    return sum(1.0 if low < place < high else 0.5 if place in (low, high) else 0.0 for place in places)


def _nearest(
    low: float, high: float, taken: list[tuple[float, float]], limit: float | None, best: float
) -> float:
    """The offset nearest to the `best` between `low` and `high`, or at least away from all that is `taken`.

    Where there is no room for labels beside each other, there still may be for lines.
    """
    for most in (float("inf"), TRACK, LEAST):
        apart = [(other, min(step, most)) for other, step in taken]
        wish = min(max(best, low), high) if low <= high else best
        choices = [wish] + [other + way * step for other, step in apart for way in (1, -1)]
        choices.sort(key=lambda offset: (not low <= offset <= high, abs(offset - best), offset))
        for offset in choices:
            if (limit is None or abs(offset) <= limit) and all(
                abs(offset - other) >= step - 1e-6 for other, step in apart
            ):
                return offset
    return _widest([other for other, _ in taken], limit or 0.0)


def _widest(taken: list[float], limit: float) -> float:
    """The place furthest from all others, where there is not room for all."""
    inside = sorted(other for other in taken if abs(other) <= limit)
    places = [-limit, limit, *((one + two) / 2 for one, two in pairwise(inside))]
    return max(
        places, key=lambda place: (min((abs(place - other) for other in inside), default=limit), place)
    )
