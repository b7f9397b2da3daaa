"""Items that were not answered in time, or that were handed up, with sums by person and by place."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from procflow.reports.audit.following import Asked, Followed
from procflow.reports.audit.values import LateItem, LateSum, Named


@dataclass(slots=True)
class _Sum:
    """What is counted of a person or a place."""

    about: Named
    of: int = 0
    late: int = 0
    handed_up: int = 0
    over: timedelta = timedelta()
    cases: dict[str, None] = field(default_factory=dict)

    def add(self, item: LateItem) -> None:
        """Count a late item."""
        self.late += 1
        self.handed_up += bool(item.levels)
        self.over += item.over or timedelta()
        self.cases[item.case.case] = None


@dataclass(slots=True)
class Lateness:
    """Gathers late items as they stand at an instant."""

    now: datetime
    items: list[LateItem] = field(default_factory=list)
    _persons: dict[tuple[str, str], _Sum] = field(default_factory=dict)
    _places: dict[tuple[str, str], _Sum] = field(default_factory=dict)

    def add(self, followed: Followed) -> None:
        """Take a case in."""
        for asked in followed.asked:
            if not asked.had_deadline and not asked.levels:
                continue
            persons = asked.asked if asked.missed is not None else asked.offered_to
            process = followed.note.process
            sums = [
                *(self._persons.setdefault((process, p), _Sum(followed.person(p))) for p in persons),
                self._places.setdefault((process, asked.place.id), _Sum(asked.place)),
            ]
            late = self._late(followed, asked)
            for each in sums:
                each.of += 1
                if late is not None:
                    each.add(late)
            if late is not None:
                self.items.append(late)

    def _late(self, followed: Followed, asked: Asked) -> LateItem | None:
        if asked.missed is None:
            return None
        role = followed.words.role
        return LateItem(
            case=followed.note,
            item=asked.item,
            place=asked.place,
            role=Named(asked.role, role(asked.role)),
            asked=tuple(followed.person(person) for person in asked.asked),
            due=followed.words.local(asked.missed),
            ended_at=followed.words.local(asked.ended_at) if asked.ended_at is not None else None,
            over=followed.business(asked.missed, asked.ended_at or self.now),
            levels=tuple(Named(level, role(level)) for level in asked.levels),
            answered_by=followed.person(asked.answered_by) if asked.answered_by is not None else None,
        )

    def late(self) -> tuple[LateItem, ...]:
        """The late items, those open first, then the longest over."""
        order = sorted(self.items, key=lambda each: (each.due, each.case.case, each.item))
        return tuple(sorted(order, key=lambda each: (each.ended_at is not None, -(each.over or timedelta()))))

    def by_person(self) -> tuple[LateSum, ...]:
        """The sums of the persons who were asked when items became late."""
        return _sums(self._persons)

    def by_place(self) -> tuple[LateSum, ...]:
        """The sums of steps and seats."""
        return _sums(self._places)


def _sums(found: dict[tuple[str, str], _Sum]) -> tuple[LateSum, ...]:
    sums = [
        LateSum(process, each.about, each.late, each.of, each.handed_up, each.over, tuple(each.cases))
        for (process, _), each in found.items()
        if each.late
    ]
    return tuple(sorted(sums, key=lambda each: (-each.over, -each.late, each.process, each.about.id)))
