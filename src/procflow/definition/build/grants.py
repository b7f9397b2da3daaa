"""Written authorisations to act for somebody."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec import Struct

from procflow.definition.build import naming
from procflow.definition.build.people import build_period
from procflow.definition.build.reading import entries, flag, mapping, mappings, scalar, scalars, sound
from procflow.definition.build.scope import Known, Report, known_under, resolve
from procflow.definition.organization import Grant, Person
from procflow.source import Entry, MapNode, ScalarNode
from procflow.worktime import Zone

Documents = Callable[[str], str | None]
"""From a path in the organization file to that file's SHA-256, hexadecimal; None if it cannot be read."""


class Around(Struct, frozen=True):
    """What a grant refers to: people, roles and zone of the organization, and the papers beside it.

    ``passed_on`` holds, by person, the roles that a grant lets that person pass on; ``unsure`` are the people
    of whom not every role is known.
    """

    people: Mapping[str, Person]
    known_people: Known
    known_roles: Known
    zone: Zone | None
    documents: Documents
    passed_on: Mapping[str, frozenset[str]]
    unsure: frozenset[str]


def build_grants(
    report: Report, node: MapNode, people: Mapping[str, Person], zone: Zone | None, documents: Documents
) -> dict[str, Grant]:
    """The grants that can be read; lapsed ones stay, for what was done under them."""
    roles = known_under(node, "roles")
    around = Around(
        people=people,
        known_people=known_under(node, "people"),
        known_roles=roles,
        zone=zone,
        documents=documents,
        passed_on=_passed_on(node),
        unsure=frozenset(
            entry.name
            for entry, body in mappings(node, "people")
            if not sound(body) or any(role not in roles for role in people[entry.name].roles)
        ),
    )
    found: dict[str, Grant] = {}
    for entry, body in mappings(node, "grants"):
        naming.declared(report, entry.key)
        grant = _grant(report, entry, body, around)
        if grant is not None:
            found[grant.name] = grant
    return found


def _passed_on(node: MapNode) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, body in mappings(node, "grants"):
        receiver = scalar(body, "receiver")
        if receiver is not None and flag(body, "may_pass_on"):
            roles = frozenset(item.text for item in scalars(body, "roles"))
            found[receiver.text] = found.get(receiver.text, frozenset()) | roles
    return found


def _grant(report: Report, entry: Entry, node: MapNode, around: Around) -> Grant | None:
    giver = resolve(report, scalar(node, "giver"), around.known_people, "N216")
    receiver = _receiver(report, node, around.known_people, giver)
    document = scalar(node, "document")
    digest = _document(report, document, around.documents) if document else None
    valid = mapping(node, "valid")
    period = build_period(report, valid, around.zone) if valid else None
    roles = _roles(report, node, giver, around)
    limits = _limits(report, node)
    if period is None or document is None or digest is None:
        return None
    return Grant(
        name=entry.name,
        giver=giver,
        receiver=receiver,
        roles=roles,
        processes=tuple(item.text for item in scalars(node, "processes")),
        since=period[0],
        until=period[1],
        limits=limits,
        document=document.text,
        document_hash=digest,
        may_pass_on=flag(node, "may_pass_on"),
        span=entry.key.span,
    )


def _roles(report: Report, node: MapNode, giver: str, around: Around) -> tuple[str, ...]:
    """The roles granted; nobody hands on what he neither holds nor was allowed to pass on."""
    written = scalars(node, "roles")
    person = around.people.get(giver)
    passed_on = around.passed_on.get(giver, frozenset())
    for item in written:
        role = resolve(report, item, around.known_roles, "N202")
        known = person is not None and giver not in around.unsure and role in around.known_roles
        if known and role not in (*around.people[giver].roles, *passed_on):
            report.add("O132", item.span, giver=giver, role=role)
    return tuple(item.text for item in written)


def _receiver(report: Report, node: MapNode, people: Known, giver: str) -> str:
    written = scalar(node, "receiver")
    receiver = resolve(report, written, people, "N216")
    if written and receiver == giver:
        report.add("O131", written.span, name=receiver)
    return receiver


def _document(report: Report, node: ScalarNode, documents: Documents) -> str | None:
    digest = documents(node.text)
    if digest is None:
        report.add("O133", node.span, path=node.text)
    return digest


def _limits(report: Report, node: MapNode) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for entry in entries(node, "limits"):
        value = entry.value.value if isinstance(entry.value, ScalarNode) else None
        if isinstance(value, int | Decimal):
            found[entry.name] = Decimal(value)
        elif not entry.value.poisoned:
            report.add("O134", entry.value.span, name=entry.name)
    return found
