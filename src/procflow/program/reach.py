"""What can be come to from where on a graph, and where between two steps a case can stand."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct


class Ways(Struct, frozen=True):
    """For every step, in the order of the file, those that it leads on to and those that lead to it."""

    onward: Mapping[str, Collection[str]]
    back: Mapping[str, Collection[str]]


def ways_between(steps: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Ways:
    """The ways along pairs of source and target. Raises ``KeyError`` for a step that is not there."""
    onward: dict[str, set[str]] = {step: set() for step in steps}
    back: dict[str, set[str]] = {step: set() for step in onward}
    for source, target in pairs:
        onward[source].add(target)
        back[target].add(source)
    return Ways(onward, back)


def reached(ways: Ways, start: str, without: Collection[str] = ()) -> frozenset[str]:
    """The steps that can be come to from ``start``, itself included, with no foot on those of ``without``."""
    return _spread(ways.onward, [start], without)


def returning(ways: Ways, target: str, source: str) -> frozenset[str]:
    """The steps on which a flow that went from ``source`` back to ``target`` is still coming back.

    Those are ``target`` and the steps that lead on to ``source`` without coming by ``target`` again; a step
    that leads there only by way of ``target`` would go back once more, and belongs to another way.
    """
    return _spread(ways.back, ways.back[source], {source, target}) | {target}


def leading_to(ways: Ways, goals: Iterable[str]) -> frozenset[str]:
    """The steps that a flow can come from to one of ``goals``, those included."""
    return _spread(ways.back, goals, ())


def window(ways: Ways, start: str, after: str | None, until: str | None) -> frozenset[str]:
    """The steps that every way from ``start`` comes to through ``after``, up to and with ``until``.

    So a loop back to a step before ``after`` leaves the window and one inside it does not. Without ``after``
    the window opens at ``start``; without ``until``, or if nothing leads there, it never closes.
    """
    everything = reached(ways, start)
    inside = everything - reached(ways, start, {after or start})
    beyond = everything - reached(ways, start, {until}) - {until} if until in everything else frozenset()
    return inside - beyond


def _spread(
    onward: Mapping[str, Collection[str]], first: Iterable[str], without: Collection[str]
) -> frozenset[str]:
    found = {step for step in first if step not in without}
    waiting = list(found)
    while waiting:
        for step in onward[waiting.pop()]:
            if step not in found and step not in without:
                found.add(step)
                waiting.append(step)
    return frozenset(found)
