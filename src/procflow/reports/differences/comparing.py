"""The comparison of two processes, part by part: what is not the same, and where, in no words yet.

It goes over the typed process, so that nothing which a case runs on can be left out: a part that this module
has no other idea of is compared as it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from msgspec import Struct

from procflow.definition.process import (
    Arbitration,
    AsLimited,
    CaseOpen,
    Doer,
    Each,
    Escalation,
    EventRaised,
    GroupType,
    Line,
    Process,
    Row,
    Step,
    StepDone,
    Target,
    Task,
    Threshold,
    Title,
    Topic,
    WaitsFor,
)
from procflow.diagnostics import Span
from procflow.guards import Cell, FieldType, Guard
from procflow.reports.differences.model import Kind
from procflow.worktime import Deadline, Duration, Moment, Recurrence

# Said as a whole, never part by part.
_WHOLE = (
    Title | Target | Cell | FieldType | Deadline | AsLimited | Moment | Duration | Escalation | Recurrence
) | (Threshold | Each | WaitsFor | Doer | StepDone | EventRaised | CaseOpen)
# Two of these of one name are one thing, also where they are of two kinds.
_SAME_BY_NAME = Step | Topic


@dataclass(frozen=True, slots=True)
class Crumb:
    """A part on the way to a difference: its key in what holds it, and what it is in both versions."""

    key: str
    old: object
    new: object

    @property
    def element(self) -> object:
        """The part as it is now, or as it was where it is gone."""
        return self.new if self.new is not None else self.old


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: the parts on the way to it, the last of which is what differs.

    ``listed``: it came to or went from what holds it; ``ordered``: the same things stand in another order;
    ``kinds``: it is of another kind.
    """

    trail: tuple[Crumb, ...]
    kind: Kind
    listed: bool = False
    ordered: bool = False
    kinds: bool = False

    @property
    def old(self) -> object:
        """What it was."""
        return self.trail[-1].old

    @property
    def new(self) -> object:
        """What it is."""
        return self.trail[-1].new


def compared(old: Process, new: Process) -> Iterator[Edit]:
    """Every difference of two processes, in the order of the new one."""
    yield from _compared((Crumb(new.name, old, new),))


def bare(value: object) -> object:
    """A part without the places in files, ready to be compared; equal parts are the same to every case."""
    match value:
        case Guard(tree=tree):
            return bare(tree)
        case Struct():
            named = ((name, getattr(value, name)) for name in value.__struct_fields__)
            return type(value).__name__, tuple((k, bare(v)) for k, v in named if not isinstance(v, Span))
        case Mapping():
            return tuple((key, bare(part)) for key, part in value.items())
        case tuple():
            return tuple(bare(part) for part in value)
        case bool():
            return "flag", value
        case _:
            return value


def _compared(trail: tuple[Crumb, ...]) -> Iterator[Edit]:
    old, new = trail[-1].old, trail[-1].new
    if old is new:
        return
    match old, new:
        case (Mapping(), Mapping()):
            yield from _keyed(trail, dict(old), dict(new))
        case (GroupType(before), GroupType(now)):
            yield from _compared((*trail, Crumb("fields", before, now)))
        case ((_, Target()), (_, Target())):
            yield from _whole(trail)
        case (tuple(), tuple()):
            yield from _listed(trail, old, new)
        case (Struct(), Struct()) if type(old) is type(new) and not isinstance(old, _WHOLE):
            yield from _attributes(trail, old, new)
        case (Struct(), Struct()) if isinstance(old, _SAME_BY_NAME) and isinstance(new, _SAME_BY_NAME):
            yield Edit(trail, Kind.CHANGED, kinds=True)
            yield from _attributes(trail, old, new)
        case (None, Arbitration()):
            yield Edit(trail, Kind.ADDED, listed=True)
        case (Arbitration(), None):
            yield Edit(trail, Kind.REMOVED, listed=True)
        case _:
            yield from _whole(trail)


def _whole(trail: tuple[Crumb, ...]) -> Iterator[Edit]:
    if bare(trail[-1].old) != bare(trail[-1].new):
        yield Edit(trail, Kind.CHANGED)


def _attributes(trail: tuple[Crumb, ...], old: Struct, new: Struct) -> Iterator[Edit]:
    """What both have, attribute by attribute; of two kinds what only one has goes with its kind."""
    for name in new.__struct_fields__:
        if name in old.__struct_fields__ and not isinstance(getattr(new, name), Span):
            before, now = _attribute(old, name), _attribute(new, name)
            yield from _compared((*trail, Crumb(name, before, now)))


def _attribute(part: Struct, name: str) -> object:
    """An attribute. The role that does a task and what else may name its doer are one thing to a reader."""
    if isinstance(part, Task) and name in ("role", "doer"):
        return (part.doer or part.role) if name == "role" else None
    return getattr(part, name)


def _keyed(
    trail: tuple[Crumb, ...],
    old: Mapping[str, object],
    new: Mapping[str, object],
    shown: Mapping[str, str] | None = None,
) -> Iterator[Edit]:
    """Parts with the same key are the same part; ``shown`` is what a path calls them."""
    for key in (*new, *(key for key in old if key not in new)):
        below = (*trail, Crumb(shown[key] if shown is not None else key, old.get(key), new.get(key)))
        if key not in old:
            yield Edit(below, Kind.ADDED, listed=True)
        elif key not in new:
            yield Edit(below, Kind.REMOVED, listed=True)
        else:
            yield from _compared(below)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Edit(trail, Kind.CHANGED, ordered=True)


def _listed(trail: tuple[Crumb, ...], old: tuple[object, ...], new: tuple[object, ...]) -> Iterator[Edit]:
    if any(isinstance(part, Row) for part in (*old, *new)):
        yield from _rows(trail, old, new)
        return
    before, now = _by_key(old), _by_key(new)
    shown = {**_names(before), **_names(now)}
    yield from _keyed(trail, before, now, shown)


def _names(parts: Mapping[str, object]) -> dict[str, str]:
    """What a path calls the parts of a list: by their names, or by their numbers."""
    return {
        key: key if isinstance(part, str) or hasattr(part, "name") else str(number)
        for number, (key, part) in enumerate(parts.items(), 1)
    }


def _by_key(parts: tuple[object, ...]) -> dict[str, object]:
    """Parts of a list by what they are known by; of several with one key, each by its number."""
    seen: Counter[str] = Counter()
    found: dict[str, object] = {}
    for part in parts:
        key = _key(part)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}#{seen[key]}"] = part
    return found


def _key(part: object) -> str:
    match part:
        case str():
            return part
        case Line(when=when):
            return when.text if when is not None else "otherwise"
        case (waits, Target()):
            return str(bare(waits))
        case Struct() if "name" in part.__struct_fields__:
            return str(getattr(part, "name"))  # noqa: B009
        case _:
            return str(bare(part))


def _rows(trail: tuple[Crumb, ...], old: tuple[object, ...], new: tuple[object, ...]) -> Iterator[Edit]:
    """Rows have no names: those that are alike are the same wherever they stand; between them, one that
    stands where another stood was changed."""
    before, now = [repr(bare(row)) for row in old], [repr(bare(row)) for row in new]
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for was, is_now in _paired(old, new, range(first, last), range(begin, end)):
            number = is_now if is_now is not None else was
            assert number is not None
            earlier, later = (
                old[was] if was is not None else None,
                new[is_now] if is_now is not None else None,
            )
            below = (*trail, Crumb(str(number + 1), earlier, later))
            if earlier is None:
                yield Edit(below, Kind.ADDED, listed=True)
            elif later is None:
                yield Edit(below, Kind.REMOVED, listed=True)
            else:
                yield from _compared(below)


def _paired(
    old: Sequence[object], new: Sequence[object], were: range, are: range
) -> Iterator[tuple[int | None, int | None]]:
    """Which row was which: as many as before in their order, else each new row with the one that it has most
    in common with, never backwards."""
    if len(were) == len(are):
        yield from zip(were, are, strict=True)
        return
    left = list(were)
    for is_now in are:
        was = max(left, key=lambda at: _in_common(old[at], new[is_now]), default=None)
        if was is None or not _in_common(old[was], new[is_now]):
            yield None, is_now
            continue
        yield from ((gone, None) for gone in left if gone < was)
        left = [at for at in left if at > was]
        yield was, is_now
    yield from ((gone, None) for gone in left)


def _in_common(one: object, other: object) -> int:
    if not isinstance(one, Row) or not isinstance(other, Row):
        return 0
    same = sum(bare(cell) == bare(other.cells.get(column)) for column, cell in one.cells.items())
    return same + (one.then == other.then)
