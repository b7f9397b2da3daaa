"""Cases just under a threshold, and cases that together lie beyond one."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from procflow.analysis.columns import leaves
from procflow.definition.process import DataField
from procflow.guards import Person, Text
from procflow.reports.audit.following import Followed
from procflow.reports.audit.thresholds import Under, Watched, beneath, watched
from procflow.reports.audit.values import CaseNote, Named, Near, NearCase, Part, Sampling, Split, Threshold
from procflow.wording.conditions import field_words

STARTER = "starter"
_SPENT = ("running", "completed")
"""What was cancelled or rejected came to nothing, and is no part of an order."""

_Key = tuple[str, str, Decimal, bool, str]


def _key(threshold: Threshold) -> _Key:
    """What makes one threshold of those of several versions."""
    of = threshold
    return of.process, of.field.id, of.value, of.below, of.place.id


@dataclass(slots=True)
class _Group:
    """What is kept of the cases at one threshold."""

    threshold: Threshold
    decided: int = 0
    near: list[NearCase] = field(default_factory=list)
    parts: dict[tuple[Named, str], list[tuple[str, Part]]] = field(default_factory=dict)


@dataclass(slots=True)
class Nearness:
    """Gathers cases near thresholds, one after the other."""

    sampling: Sampling
    starter: str
    _groups: dict[_Key, _Group] = field(default_factory=dict)
    _watched: dict[str, tuple[Watched, ...]] = field(default_factory=dict)
    _fields: set[str] = field(default_factory=set)

    def look(self, followed: Followed) -> tuple[Under | Watched, ...]:
        """The thresholds that a case came to. Raises ``ValueError`` for data that its version cannot hold."""
        known = self._watched.get(followed.words.program.hash)
        if known is None:
            known = self._watched[followed.words.program.hash] = watched(followed.words)
            self._fields.update(name for name, _ in key_fields(followed, self.sampling.same))
        return tuple(beneath(followed, known))

    def add(self, followed: Followed, thresholds: tuple[Under | Watched, ...]) -> None:
        """Take a case in that came to some thresholds."""
        for found in thresholds:
            at = found.watched.threshold if isinstance(found, Under) else found.threshold
            group = self._groups.setdefault(_key(at), _Group(at))
            group.decided += 1
            if isinstance(found, Under):
                self._under(group, followed, found)

    def _under(self, group: _Group, followed: Followed, found: Under) -> None:
        limit = Fraction(group.threshold.value)
        missing = 1 - Fraction(found.value) / limit
        if missing <= self.sampling.near:
            group.near.append(NearCase(followed.note, found.value, missing, found.decided, found.beyond))
        if Fraction(found.value) >= self.sampling.part * limit and followed.note.status in _SPENT:
            part = Part(followed.note, found.value)
            for by, same, said in self._belongs(followed):
                group.parts.setdefault((by, same), []).append((said, part))

    def _belongs(self, followed: Followed) -> Iterator[tuple[Named, str, str]]:
        """By what a case belongs to others: how it is compared and how it is shown."""
        note = followed.note
        yield Named(STARTER, self.starter), note.starter.id, note.starter.name
        for name, known in key_fields(followed, self.sampling.same):
            value = _value(followed.data, name)
            if isinstance(value, str) and value.strip():
                title = field_words(followed.words, name)
                shown = followed.words.name(value) if isinstance(known.type, Person) else value
                yield Named(name, title), _folded(value), shown

    def unknown(self) -> tuple[str, ...]:
        """The fields that were asked for and that no process has."""
        return tuple(name for name in self.sampling.same or () if name not in self._fields)

    def near(self) -> tuple[Near, ...]:
        """The thresholds that cases lie just under, those with most cases first."""
        found = [
            Near(each.threshold, tuple(sorted(each.near, key=_nearest)), each.decided)
            for each in self._groups.values()
            if each.near
        ]
        return tuple(sorted(found, key=lambda each: (-len(each.cases), *_key(each.threshold))))

    def splits(self) -> tuple[Split, ...]:
        """The cases that belong together and come to more than a threshold, the largest sums first."""
        found = []
        for group in self._groups.values():
            for (by, same), parts in group.parts.items():
                written = Counter(" ".join(said.split()) for said, _ in parts)
                name = min(written, key=lambda said: (-written[said], said))
                for run in _runs(group.threshold, self.sampling, [part for _, part in parts]):
                    found.append(self._split(group.threshold, by, Named(same, name), run))
        found.sort(key=lambda each: (-each.near, -each.most / each.threshold.value, each.first, each.by.id))
        return tuple(found)

    def _split(self, threshold: Threshold, by: Named, same: Named, run: "_Run") -> Split:
        least = Fraction(threshold.value) * (1 - self.sampling.near)
        near = sum(Fraction(part.value) >= least for part in run.parts)
        return Split(threshold, by, same, run.parts, run.most, near)


def key_fields(followed: Followed, wanted: Sequence[str] | None) -> Iterator[tuple[str, DataField]]:
    """The fields by which orders belong together: those that were asked for, or the field of which only one
    case may be open, and every text and person that a case has to name and that is not kept as personal."""
    process = followed.words.process
    for top in process.fields.values():
        for name, known in leaves(top):
            if wanted is not None:
                if name in wanted:
                    yield name, known
            elif name == process.one_open_per or (
                name == top.name
                and known.required
                and not known.personal
                and isinstance(known.type, Text | Person)
            ):
                yield name, known


def _value(data: dict[str, object], name: str) -> object:
    outer, _, inner = name.partition(".")
    value = data.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else value


def _folded(text: str) -> str:
    """A text by what it names, whatever its spaces, widths and capitals."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _nearest(each: NearCase) -> tuple[Fraction, tuple[datetime, str]]:
    return each.missing, _when(each.case)


def _when(note: CaseNote) -> tuple[datetime, str]:
    return note.started_at, note.case


@dataclass(frozen=True, slots=True)
class _Run:
    """Parts in the order in which they were started, and the largest sum within the days."""

    parts: tuple[Part, ...]
    most: Decimal


def _runs(threshold: Threshold, sampling: Sampling, parts: list[Part]) -> Iterator[_Run]:
    """The stretches of cases in which those of some days come to more than the threshold; stretches that
    overlap are one."""
    parts = sorted(parts, key=lambda part: _when(part.case))
    within, first, total = timedelta(days=sampling.days), 0, Decimal(0)
    run: list[int] = []
    most = Decimal(0)
    for last, part in enumerate(parts):
        total += part.value
        while part.case.started_at - parts[first].case.started_at > within:
            total -= parts[first].value
            first += 1
        beyond = total > threshold.value or (total == threshold.value and not threshold.below)
        if last == first or not beyond:
            continue
        if run and first > run[-1]:
            yield _Run(tuple(parts[at] for at in run), most)
            run, most = [], Decimal(0)
        run += range(run[-1] + 1 if run else first, last + 1)
        most = max(most, total)
    if run:
        yield _Run(tuple(parts[at] for at in run), most)
