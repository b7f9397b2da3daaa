"""Who is with whom in cases, and who answers for whom."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from procflow.reports.audit.following import Followed
from procflow.reports.audit.values import DeputyShare, Forced, Named, Pair, Sampling


@dataclass(slots=True)
class _Together:
    """The cases with two persons, and where they acted."""

    cases: list[str] = field(default_factory=list)
    places: dict[str, Named] = field(default_factory=dict)


@dataclass(slots=True)
class Pairs:
    """Gathers who acts with whom at different places of a case, where both places had a choice."""

    sampling: Sampling
    _cases: Counter[str] = field(default_factory=Counter)
    _alone: dict[str, Counter[str]] = field(default_factory=dict)
    _together: dict[tuple[str, str, str], _Together] = field(default_factory=dict)
    _forced: Counter[tuple[str, Named, str]] = field(default_factory=Counter)
    _names: dict[str, Named] = field(default_factory=dict)

    def add(self, followed: Followed) -> None:
        """Take a case in."""
        process, case = followed.note.process, followed.note.case
        self._cases[process] += 1
        places: dict[str, dict[str, Named]] = {}
        forced: set[tuple[Named, str]] = set()
        for act in followed.acts:
            person = act.who.by
            if len(set(act.offered_to) | {person}) > 1:
                places.setdefault(person, {})[act.place.id] = act.place
            else:
                forced.add((act.place, person))
        for person in {*places, *(name for _, name in forced)}:
            self._names.setdefault(person, followed.person(person))
        self._alone.setdefault(process, Counter()).update(places.keys())
        self._forced.update((process, place, person) for place, person in forced)
        for one, other in combinations(sorted(places), 2):
            # At one and the same place they answered one after the other, which is no four eyes.
            if len(places[one] | places[other]) > 1:
                together = self._together.setdefault((process, one, other), _Together())
                together.cases.append(case)
                together.places |= places[one] | places[other]

    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that are together as often as was asked for; first those where the other is else seldom
        there."""
        found = []
        for (process, one, other), together in self._together.items():
            of, more = sorted((self._alone[process][one], self._alone[process][other]))
            pair = Pair(
                process=process,
                persons=(self._names[one], self._names[other]),
                places=tuple(together.places.values()),
                cases=tuple(together.cases),
                of=of,
                elsewhere=more - len(together.cases),
                without=self._cases[process] - of,
            )
            if len(pair.cases) >= self.sampling.least and pair.share >= self.sampling.together:
                found.append(pair)
        return tuple(sorted(found, key=_telling))

    def forced(self) -> tuple[Forced, ...]:
        """The places where one person alone could act, in as many cases as was asked for."""
        found = [
            Forced(process, place, self._names[person], cases)
            for (process, place, person), cases in self._forced.items()
            if cases >= self.sampling.least
        ]
        return tuple(
            sorted(found, key=lambda each: (each.process, -each.cases, each.place.id, each.person.id))
        )


def _telling(pair: Pair) -> tuple[Fraction, int, str, str, str]:
    one, other = pair.persons
    return pair.otherwise - pair.share, -len(pair.cases), pair.process, one.id, other.id


@dataclass(slots=True)
class _Lent:
    """The answers under one grant."""

    count: int = 0
    cases: dict[str, None] = field(default_factory=dict)
    places: dict[str, Named] = field(default_factory=dict)


@dataclass(slots=True)
class Deputies:
    """Gathers answers under grants, and what the givers answered themselves."""

    _lent: dict[tuple[str, str, str, str], _Lent] = field(default_factory=dict)
    _own: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _names: dict[str, Named] = field(default_factory=dict)

    def add(self, followed: Followed) -> None:
        """Take a case in."""
        for act in followed.acts:
            who, process = act.who, followed.note.process
            if who.on_behalf_of is None:
                self._own[process, act.place.id, who.by] += 1
                continue
            for person in (who.by, who.on_behalf_of):
                self._names.setdefault(person, followed.person(person))
            key = (process, who.grant or "", who.on_behalf_of, who.by)
            lent = self._lent.setdefault(key, _Lent())
            lent.count += 1
            lent.cases[followed.note.case] = None
            lent.places[act.place.id] = act.place

    def shares(self) -> tuple[DeputyShare, ...]:
        """The grants that were used, the most used first."""
        found = [
            DeputyShare(
                process=process,
                grant=grant,
                giver=self._names[giver],
                receiver=self._names[receiver],
                places=tuple(lent.places.values()),
                under=lent.count,
                own=sum(self._own[process, place, giver] for place in lent.places),
                cases=tuple(lent.cases),
            )
            for (process, grant, giver, receiver), lent in self._lent.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.under, -each.share, each.process, each.grant)))
