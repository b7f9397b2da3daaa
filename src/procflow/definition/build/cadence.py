"""When cases open by themselves."""

import re

from procflow.definition.build import naming
from procflow.definition.build.reading import mapping, scalar, text
from procflow.definition.build.scope import Scope
from procflow.definition.build.titles import basis
from procflow.definition.process import Cadence, Missed
from procflow.source import MapNode, ScalarNode
from procflow.worktime import DayOfYear, NthDay, On, Period, Recurrence, Shift, Weekday, parse_weekdays

_NTH = re.compile(r"(business )?day ([1-9][0-9]?)")
_LAST = re.compile(r"last (business )?day")
_DATE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_LONGEST = {Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 99}
_EXAMPLES = {
    Period.WEEK: "mon",
    Period.MONTH: "day 5, last day, business day 3 or last business day",
    Period.QUARTER: "day 5, last day, business day 3 or last business day",
    Period.YEAR: "03-15, day 5, last day, business day 3 or last business day",
}


def build_cadence(scope: Scope, node: MapNode) -> Cadence | None:
    """The cadence of a process, if it has one."""
    entry, cadence = node.entry("cadence"), mapping(node, "cadence")
    if entry is None or cadence is None or not text(cadence, "every"):
        return None
    every = Period(text(cadence, "every"))
    on = _on(scope, cadence, every)
    shift, missed = text(cadence, "shift"), text(cadence, "missed")
    _check_shift(scope, cadence, every, on)
    if not missed:
        return None
    return Cadence(
        recurrence=Recurrence(every, on, _at(scope, cadence), Shift(shift) if shift else None),
        missed=Missed(missed),
        starter=naming.role(scope, cadence, "starter"),
        basis=basis(scope, cadence),
        span=entry.key.span,
    )


def _on(scope: Scope, node: MapNode, every: Period) -> On | None:
    entry, written = node.entry("on"), scalar(node, "on")
    if every not in _EXAMPLES:
        if entry is not None:
            scope.report.add("P101", entry.key.span, every=every.value)
        return None
    if entry is None:
        if not node.poisoned:
            at = scalar(node, "every")
            scope.report.add(
                "P102", at.span if at else node.span, every=every.value, example=_EXAMPLES[every]
            )
        return None
    found = _day(written, every) if written else None
    if written and found is None:
        args = {"value": written.text, "every": every.value, "example": _EXAMPLES[every]}
        scope.report.add("P103", written.span, **args)
    return found


def _day(written: ScalarNode, every: Period) -> On | None:
    if every is Period.WEEK:
        days, _ = parse_weekdays(written.text, written.part)
        return Weekday(days[0]) if days is not None and len(days) == 1 else None
    if every is Period.YEAR and (date := _DATE.fullmatch(written.text)):
        return DayOfYear(int(date[1]), int(date[2]))
    if last := _LAST.fullmatch(written.text):
        return NthDay(1, True, last[1] is not None)
    nth = _NTH.fullmatch(written.text)
    if nth is None or int(nth[2]) > _LONGEST[every]:
        return None
    return NthDay(int(nth[2]), False, nth[1] is not None)


def _check_shift(scope: Scope, node: MapNode, every: Period, on: On | None) -> None:
    """Whether the day can fall on a day off, and what happens then, belong together."""
    shift = node.entry("shift")
    always_business = every is Period.BUSINESS_DAY or (isinstance(on, NthDay) and on.business)
    if always_business and shift is not None:
        scope.report.add("P104", shift.key.span)
    elif not (always_business or shift or node.poisoned) and (on is not None or every is Period.DAY):
        every_node = scalar(node, "every")
        scope.report.add("P105", every_node.span if every_node else node.span)


def _at(scope: Scope, node: MapNode) -> int | None:
    written = scalar(node, "at")
    if written is None:
        return None
    match = _TIME.fullmatch(written.text)
    if match is None:
        scope.report.add("P106", written.span, value=written.text)
        return None
    return int(match[1]) * 60 + int(match[2])
