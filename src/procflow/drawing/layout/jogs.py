"""Lines held to the middle of a side give way within a channel, where no order of tracks lets all pass."""

from collections.abc import Iterable

from procflow.drawing.layout.lattice import Path
from procflow.drawing.layout.trunks import Web

Knot = tuple[int, int]
"""A trunk of a channel, and the place at which it would have to be met first."""


def jog(paths: list[Path], lifted: set[tuple[int, int]], web: Web, knots: Iterable[Knot]) -> None:
    """Gives the lines that come into a channel at each knot a track of their own, up to the next line of the
    lattice. ``lifted`` are the pieces that have one already, as (wire, number)."""
    for trunk, place in knots:
        axis = web.trunks[trunk].axis
        for wire in sorted({web.stretches[piece].wire for piece in web.trunks[trunk].stretches}):
            for number, piece in enumerate(web.wires[wire]):
                if web.stretches[piece].trunk == trunk and _part(paths, lifted, (wire, number), axis, place):
                    break


def _part(
    paths: list[Path], lifted: set[tuple[int, int]], which: tuple[int, int], axis: int, place: int
) -> bool:
    """Parts a piece of a way that is met at `place` from before its channel; whether it is one."""
    wire, number = which
    path = paths[wire]
    for corner, before, other in ((number, number - 1, number + 1), (number + 1, number + 2, number)):
        if not 0 <= before < len(path):
            continue
        here, there = path[corner], path[other]
        if here[1 - axis] != place or path[before][axis] >= here[axis] or here == there:
            continue
        even = place + (1 if there[1 - axis] > place else -1)
        if there[1 - axis] == even:
            lifted.add((wire, number))
            return True
        turn = (even, here[1]) if axis else (here[0], even)
        at = max(corner, other)
        paths[wire] = [*path[:at], turn, turn, *path[at:]]
        moved = {(one, piece) for one, piece in lifted if one == wire and piece > number}
        lifted -= moved
        lifted |= {(one, piece + 2) for one, piece in moved}
        lifted.add((wire, number if corner == number else number + 2))
        return True
    return False
