"""Roles with their superiors, and the people who hold them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from procflow.definition.build import naming
from procflow.definition.build.calendars import build_zone
from procflow.definition.build.reading import items, mappings, scalar, scalars, sound
from procflow.definition.build.scope import Report, known_under, resolve
from procflow.definition.build.titles import title
from procflow.definition.organization import Absence, Person, Role, StandingAbsence
from procflow.definition.process import Title
from procflow.diagnostics import Related
from procflow.source import MapNode, ScalarNode
from procflow.worktime import Zone, parse_hours, parse_instant, parse_weekdays

_MOST_SHOWN = 20
"""Members of a circle whose places are pointed to."""


def build_roles(report: Report, node: MapNode) -> dict[str, Role]:
    """The roles of the organization; nobody is his own superior, however far up."""
    known, departments = known_under(node, "roles"), known_under(node, "departments")
    found: dict[str, Role] = {}
    for entry, body in mappings(node, "roles"):
        name = naming.declared(report, entry.key, (naming.HOLDER,))
        superior = resolve(report, scalar(body, "superior"), known, "N202") or None
        department = resolve(report, scalar(body, "department"), departments, "N218") or None
        found[name] = Role(name, title(body, name), superior, entry.key.span, department)
    _check_circles(report, found)
    return found


def build_departments(report: Report, node: MapNode) -> dict[str, Title]:
    """The departments that roles belong to, by their titles."""
    return {
        naming.declared(report, entry.key): title(body, entry.key.text)
        for entry, body in mappings(node, "departments")
    }


def _check_circles(report: Report, roles: Mapping[str, Role]) -> None:
    seen: set[str] = set()
    for start in roles:
        chain: list[str] = []
        at: str | None = start
        while at is not None and at in roles and at not in seen:
            seen.add(at)
            chain.append(at)
            at = roles[at].superior
        if at is not None and at in chain:
            circle = chain[chain.index(at) :]
            related = tuple(Related(roles[name].span, {"name": name}) for name in circle[1:_MOST_SHOWN])
            report.add("O111", roles[circle[0]].span, related, circle=" → ".join([*circle, circle[0]]))


def build_people(report: Report, node: MapNode, zone: Zone | None) -> dict[str, Person]:
    """The people of the organization; ``zone`` is where their dates are counted."""
    roles = known_under(node, "roles")
    found: dict[str, Person] = {}
    for entry, body in mappings(node, "people"):
        name = naming.declared(report, entry.key)
        held = tuple(resolve(report, item, roles, "N202") for item in scalars(body, "roles"))
        written = body.get("roles")
        if not held and written is not None and sound(written) and not body.poisoned:
            report.add("O112", entry.key.span, name=name)
        own = build_zone(report, body) or zone
        absences = [
            _absence(report, item, own) for item in items(body, "absences") if isinstance(item, MapNode)
        ]
        found[name] = Person(
            name=name,
            title=title(body, name, "name"),
            roles=held,
            absences=tuple(absence for absence in absences if absence is not None),
            span=entry.key.span,
        )
    return found


def check_held(report: Report, node: MapNode, people: Mapping[str, Person]) -> None:
    """Warn of roles that nobody holds; only for a file without errors, where no name is wrong."""
    roles = known_under(node, "roles")
    held = {role for person in people.values() for role in person.roles}
    for name, span in roles.places.items():
        if name not in held:
            report.add("O113", span, name=name)


def _absence(report: Report, node: MapNode, zone: Zone | None) -> Absence | StandingAbsence | None:
    if node.entry("every") is not None:
        return _standing(report, node, zone)
    if (hours := node.entry("hours")) is not None and not node.poisoned:
        report.add("O116", hours.key.span)
    period = build_period(report, node, zone)
    return Absence(*period) if period else None


def _standing(report: Report, node: MapNode, zone: Zone | None) -> StandingAbsence | None:
    """An absence that comes back every week, from now on or between two dates."""
    every, written = scalar(node, "every"), scalar(node, "hours")
    days, found = parse_weekdays(every.text, every.part) if every else (None, ())
    hours, problems = parse_hours(written.text, written.part) if written else (None, ())
    report.take((*found, *problems))
    bounded = scalar(node, "from") is not None and scalar(node, "to") is not None
    period = build_period(report, node, zone) if bounded else None
    start = scalar(node, "from") if not bounded else None
    since, found = parse_instant(start.text, zone, start.part) if start and zone else (None, ())
    end = scalar(node, "to") if not bounded else None
    until = _end(report, end, zone) if end and zone else None
    report.take(found)
    if days is None or zone is None or (written and hours is None):
        return None
    return StandingAbsence(
        frozenset(days), hours, zone, period[0] if period else since, period[1] if period else until
    )


def build_period(report: Report, node: MapNode, zone: Zone | None) -> tuple[datetime, datetime] | None:
    """The time from ``from`` to ``to``, end exclusive: ``to`` is the last day, or the moment of the end."""
    since, until = scalar(node, "from"), scalar(node, "to")
    if since is None or until is None:
        for key in ("from", "to"):
            if node.entry(key) is None and not node.poisoned:
                report.add("O115", node.entries[0].key.span if node.entries else node.span, key=key)
        return None
    if zone is None:
        return None
    start, found = parse_instant(since.text, zone, since.part)
    report.take(found)
    end = _end(report, until, zone)
    if start is None or end is None:
        return None
    if end <= start:
        report.add("O114", until.span, start=since.text, end=until.text)
        return None
    return start, end


def _end(report: Report, node: ScalarNode, zone: Zone) -> datetime | None:
    end, found = parse_instant(node.text, zone, node.part)
    report.take(found)
    if end is None or ":" in node.text.replace("：", ":"):
        return end
    day = zone.wall(end) + timedelta(days=1)
    return zone.instant(day.replace(hour=0, minute=0, second=0, microsecond=0))
