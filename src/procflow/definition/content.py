"""What is kept of a definition: bytes that rebuild it without any file, and that its hash is taken over.

The bytes are JSON without blanks and with every number as it was written. Comments and layout are gone. Keys
keep the file's order, since the order of steps, outcomes, answers, topics and fields is part of what a file
says: moving them is a change, moving a comment is none.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from json.encoder import encode_basestring

from msgspec.structs import replace

from procflow.definition.build import build_organization, build_process, build_register
from procflow.definition.build.calendars import Holidays, countries
from procflow.definition.organization import Organization
from procflow.definition.process import Process
from procflow.definition.register import Register
from procflow.diagnostics import DefinitionError
from procflow.source import ListNode, MapNode, Node, ScalarNode, from_canonical, from_plain
from procflow.worktime import Country, PublicHolidays, public_holidays

FORMAT = 1


def content_hash(content: bytes) -> str:
    """The SHA-256 of stored content, hexadecimal: the name of the version that cases run on."""
    return hashlib.sha256(content).hexdigest()


def process_content(process: MapNode, clauses: MapNode | None, organization: str) -> bytes:
    """The content of a process with the register that its clauses stand in; ``organization`` is an id."""
    register = _json(clauses) if clauses else "null"
    return (
        f'{{"format":{FORMAT},"process":{_json(process)},"clauses":{register},'
        f'"organization":{encode_basestring(organization)}}}'
    ).encode()


def organization_content(organization: MapNode, documents: Mapping[str, str]) -> bytes:
    """The content of an organization, with the hash of each grant's document by its path.

    The public holidays of the countries that it names stand in it date by date, so that another release of
    the holidays package cannot change what a recorded hash means.
    """
    hashes = _compact(dict(sorted(documents.items())))
    days = {str(country): _kept(public_holidays(country)) for country in countries(organization)}
    kept = f',"holidays":{_compact(days)}' if days else ""
    return f'{{"format":{FORMAT},"organization":{_json(organization)},"documents":{hashes}{kept}}}'.encode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kept(public: PublicHolidays) -> dict[str, object]:
    return {
        "days": {day.isoformat(): name for day, name in sorted(public.holidays.items())},
        "workdays": [day.isoformat() for day in sorted(public.workdays)],
        "published_until": public.published_until.isoformat() if public.published_until else None,
    }


def _holidays(stored: object) -> Holidays:
    """The public holidays as they were kept; content of before they were has those of the package."""
    if not isinstance(stored, dict):
        return public_holidays
    kept = stored

    def known(country: Country) -> PublicHolidays:
        days = kept.get(str(country))
        if not isinstance(days, dict):
            raise ValueError(f"this stored organization keeps no public holidays of {country}")
        until = days["published_until"]
        return PublicHolidays(
            holidays={date.fromisoformat(day): str(name) for day, name in days["days"].items()},
            workdays=frozenset(date.fromisoformat(day) for day in days["workdays"]),
            published_until=date.fromisoformat(until) if until else None,
        )

    return known


def process_from_content(content: bytes) -> Process:
    """The process that stored content holds.

    ValueError for bytes that are no such content; :class:`~procflow.diagnostics.DefinitionError` for a
    process that this release does not understand.
    """
    stored = _opened(content)
    process, found = build_process(_node(stored, "process"), None, None)
    if process is None:
        raise DefinitionError(found)
    return replace(process, organization=str(stored.get("organization", "")))


def register_from_content(content: bytes) -> Register | None:
    """The clause register that stored content of a process holds, if its file named one. Raises as
    :func:`process_from_content` does."""
    kept = from_plain(_opened(content).get("clauses"))
    if not isinstance(kept, MapNode):
        return None
    register, found = build_register(kept)
    if register is None:
        raise DefinitionError(found)
    return register


def organization_from_content(content: bytes) -> Organization:
    """The organization that stored content holds. Raises as :func:`process_from_content` does."""
    stored = _opened(content)
    hashes = stored.get("documents")
    documents = {str(k): str(v) for k, v in hashes.items()} if isinstance(hashes, dict) else {}
    node = _node(stored, "organization")
    organization, found = build_organization(node, documents.get, _holidays(stored.get("holidays")))
    if organization is None:
        raise DefinitionError(found)
    return replace(organization, hash=content_hash(content))


def _opened(content: bytes) -> dict[str, object]:
    stored = from_canonical(content)
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise ValueError(f"this is no stored definition of format {FORMAT}")
    return stored


def _node(stored: dict[str, object], key: str) -> MapNode:
    node = from_plain(stored.get(key))
    if not isinstance(node, MapNode):
        raise ValueError(f"this stored definition holds no {key}")
    return node


def _json(node: Node) -> str:
    return "".join(_write(node))


def _write(node: Node) -> Iterator[str]:
    match node:
        case ScalarNode(value=None):
            yield "null"
        case ScalarNode(value=bool() as value):
            yield "true" if value else "false"
        case ScalarNode(value=str() as value):
            yield encode_basestring(value)
        case ScalarNode(text=text):
            yield text
        case ListNode():
            yield "["
            for at, item in enumerate(node):
                yield "," if at else ""
                yield from _write(item)
            yield "]"
        case MapNode():
            yield "{"
            for at, entry in enumerate(node):
                yield f"{',' if at else ''}{encode_basestring(entry.name)}:"
                yield from _write(entry.value)
            yield "}"
