"""Bodies that decide together, and what the organization sets by itself."""

import re
from fractions import Fraction

from procflow.definition.build import naming
from procflow.definition.build.reading import mapping, mappings, scalar, scalars, text
from procflow.definition.build.scope import Known, Report, known_under, resolve
from procflow.definition.build.titles import title
from procflow.definition.organization import Base, Group, OrganizationLimit, Tie, WithoutQuorum
from procflow.definition.process import Threshold
from procflow.source import Entry, MapNode
from procflow.worktime import parse_duration

_SHARE = re.compile(
    r"(?P<sign>>=|>|≥|＞)\s*"
    r"(?:(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s*[%％]|(?P<part>[0-9]{1,3})\s*/\s*(?P<whole>[1-9][0-9]{0,2}))",
    re.ASCII,
)


def build_groups(report: Report, node: MapNode) -> dict[str, Group]:
    """The groups whose rules can be read."""
    roles = known_under(node, "roles")
    found: dict[str, Group] = {}
    for entry, body in mappings(node, "groups"):
        naming.declared(report, entry.key)
        group = _group(report, entry, body, roles)
        if group is not None:
            found[group.name] = group
    return found


def _group(report: Report, entry: Entry, node: MapNode, roles: Known) -> Group | None:
    members = tuple(resolve(report, item, roles, "N202") for item in scalars(node, "members"))
    quorum, majority = build_share(report, node, "quorum"), build_share(report, node, "majority")
    without = mapping(node, "without_quorum")
    then = resolve(report, scalar(without, "then"), roles, "N202") if without else ""
    base, tie = text(node, "base"), text(node, "tie")
    if quorum is None or majority is None or without is None or not base or not tie:
        return None
    again = scalar(without, "again")
    return Group(
        name=entry.name,
        title=title(node, entry.name),
        members=members,
        quorum=quorum,
        majority=majority,
        base=Base(base),
        tie=Tie(tie),
        closes_early=text(node, "closes") == "early",
        without_quorum=WithoutQuorum(again.value if again and isinstance(again.value, int) else 0, then),
        deputies=text(node, "deputies") == "by grant",
        span=entry.key.span,
    )


def build_share(report: Report, node: MapNode, key: str) -> Threshold | None:
    """A share such as ``> 50%`` or ``>= 2/3``; one that all together cannot reach is refused."""
    written = scalar(node, key)
    if written is None:
        return None
    match = _SHARE.fullmatch(written.text.strip())
    if match is None:
        report.add("O121", written.span, key=key, value=written.text)
        return None
    strict = match["sign"] in (">", "＞")
    share = (
        Fraction(match["percent"]) / 100
        if match["percent"]
        else Fraction(int(match["part"]), int(match["whole"]))
    )
    if share > 1 or (strict and share == 1):
        report.add("O122", written.span, key=key, value=written.text)
        return None
    return Threshold(share, strict)


def build_limits(report: Report, node: MapNode) -> dict[str, OrganizationLimit]:
    """The values that sources leave to the organization, as written."""
    found: dict[str, OrganizationLimit] = {}
    for entry, body in mappings(node, "limits"):
        name = naming.declared(report, entry.key)
        value = scalar(body, "value")
        length = parse_duration(value.text, value.part)[0] if value is not None else None
        found[name] = OrganizationLimit(name, title(body, name), text(body, "value"), entry.key.span, length)
    return found
