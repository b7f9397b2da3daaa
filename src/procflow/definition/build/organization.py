"""The passes that make a typed organization out of the nodes of its file, in their order."""

from procflow.definition.build import naming
from procflow.definition.build.calendars import Holidays, build_calendars, build_zone
from procflow.definition.build.grants import Documents, build_grants
from procflow.definition.build.groups import build_groups, build_limits
from procflow.definition.build.people import build_departments, build_people, build_roles, check_held
from procflow.definition.build.reading import scalar, text
from procflow.definition.build.scope import Report
from procflow.definition.build.titles import title
from procflow.definition.organization import Organization
from procflow.diagnostics import Diagnostic, has_errors
from procflow.source import MapNode
from procflow.source.schema import validate
from procflow.worktime import public_holidays


def build_organization(
    node: MapNode, documents: Documents, holidays: Holidays = public_holidays
) -> tuple[Organization | None, tuple[Diagnostic, ...]]:
    """The organization that a file describes, or None if there is an error, with all that was found in it.

    ``holidays`` gives the public holidays of a country: those of the installed package, unless the file comes
    from stored content. The ``hash`` is left empty: it is taken over content that is known only when the
    documents are. Dates count in the zone that the file names at its top, else in that of its first calendar.
    """
    return Report().built(lambda report: _organization(report, node, documents, holidays))


def _organization(report: Report, node: MapNode, documents: Documents, holidays: Holidays) -> Organization:
    node, found = validate(node, "organization")
    report.take(found)
    name = scalar(node, "organization")
    calendars = build_calendars(report, node, holidays)
    zone = build_zone(report, node) or next((c.spec.zone for c in calendars.values()), None)
    roles = build_roles(report, node)
    people = build_people(report, node, zone)
    organization = Organization(
        name=naming.declared(report, name) if name else "",
        title=title(node, text(node, "organization")),
        roles=roles,
        people=people,
        grants=build_grants(report, node, people, zone, documents),
        groups=build_groups(report, node),
        calendars=calendars,
        limits=build_limits(report, node),
        hash="",
        span=node.entries[0].key.span if node.entries else node.span,
        departments=build_departments(report, node),
    )
    if not has_errors(report.collected()):
        check_held(report, node, people)
    return organization
