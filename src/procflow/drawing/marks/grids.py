"""Tables of two versions in one: rows that came and rows that went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from procflow.drawing.marks.merging import merged
from procflow.drawing.model import Grid, Tone


def united_grids(old: Sequence[Grid], new: Sequence[Grid]) -> tuple[Grid, ...]:
    """The tables of both versions. A row that was changed stands there as it was, removed, and as it is,
    added; a row that only moved to another number is the same."""
    before, now = {grid.id: grid for grid in old}, {grid.id: grid for grid in new}
    found = []
    for name in merged(list(before), list(now)):
        if name not in now:
            found.append(_all(before[name], Tone.REMOVED))
        elif name not in before:
            found.append(_all(now[name], Tone.ADDED))
        else:
            found.append(_united(before[name], now[name]))
    return tuple(found)


def _all(grid: Grid, tone: Tone) -> Grid:
    return replace(grid, marks=dict.fromkeys(range(len(grid.rows)), tone))


def _united(old: Grid, new: Grid) -> Grid:
    columns = merged(_columns(old), _columns(new))
    were, are = _laid(old, columns), _laid(new, columns)
    rows: list[tuple[str, ...]] = []
    marks: dict[int, Tone] = {}
    numbered = not new.heads[:1] or new.heads[0] == ""
    matcher = SequenceMatcher(None, _bare(were, numbered), _bare(are, numbered), autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            rows += are[begin:end]
            continue
        for tone, part in ((Tone.REMOVED, were[first:last]), (Tone.ADDED, are[begin:end])):
            marks.update(dict.fromkeys(range(len(rows), len(rows) + len(part)), tone))
            rows += part
    heads = {
        **dict(zip(_columns(old), old.heads, strict=True)),
        **dict(zip(_columns(new), new.heads, strict=True)),
    }
    return replace(new, heads=tuple(heads[column] for column in columns), rows=tuple(rows), marks=marks)


def _columns(grid: Grid) -> list[str]:
    """The columns by their heads; of several with one head, each by its number."""
    seen: Counter[str] = Counter()
    names = []
    for head in grid.heads:
        seen[head] += 1
        names.append(f"{head}#{seen[head]}")
    return names


def _laid(grid: Grid, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of a grid under the columns of both."""
    names = _columns(grid)
    cells = [dict(zip(names, row, strict=True)) for row in grid.rows]
    return [tuple(row.get(column, "") for column in columns) for row in cells]


def _bare(rows: Sequence[tuple[str, ...]], numbered: bool) -> list[tuple[str, ...]]:
    """Rows without the number before them."""
    return [row[1:] if numbered else row for row in rows]
