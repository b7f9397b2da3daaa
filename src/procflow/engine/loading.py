"""Reading cases from the store, with the definitions and organizations that they run on."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from msgspec.json import encode as to_json

from procflow.case import CaseState, Event, fold
from procflow.case.events import NoticeSent
from procflow.case.record import Envelope, StoredCommit, StoredEvent, open_event
from procflow.case.snapshot import decode_state
from procflow.case.state import Performance
from procflow.definition.content import organization_from_content
from procflow.definition.organization import Organization
from procflow.diagnostics import DefinitionError
from procflow.engine.effects import Fetch, Load, Operation, ReadHistory
from procflow.engine.library import Library
from procflow.engine.readers import Reader, may_read, not_a_reader
from procflow.engine.seeing import Seeing
from procflow.program import Program
from procflow.store import Damaged, NotFound, Snapshot

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What comes of reading stored content that is of another shape than this release writes."""

T = TypeVar("T")


def load_state(case: str) -> Operation[CaseState]:
    """The state of a case as last written."""
    snapshot: Snapshot = yield Load(case)
    return state_of(snapshot)


def program_of(library: Library, state: CaseState) -> Operation[Program]:
    """The program of the version that a case runs on, from its stored definition if need be."""
    known = library.known_program(state.definition)
    if known is not None:
        return known
    return (yield from taken_in(state.id, "definition", state.definition, library.add_program))


def organization_of(library: Library, state: CaseState) -> Operation[Organization]:
    """The organization that a case runs in: as it is now, or as the case last knew it if it is not at
    hand."""
    library.require_sound(state.organization, state.process)
    known = library.known_organization(state.organization)
    if known is None:
        known = library.stored_organization(state.organization_hash)
    if known is not None:
        return known
    key = state.organization_hash
    return (yield from taken_in(state.id, "organization", key, library.add_organization))


def organization_then(library: Library, state: CaseState) -> Operation[Organization]:
    """The organization as a case knew it when it was in this state."""
    key = state.organization_hash
    known = library.known_organization(state.organization)
    if known is not None and known.hash == key:
        return known
    kept = library.stored_organization(key)
    if kept is not None:
        return kept
    # It must not count as an organization at hand, which an inbox would look through.
    return (yield from taken_in(state.id, "organization", key, organization_from_content))


def taken_in(case: str, kind: str, key: str, take: Callable[[bytes], T]) -> Operation[T]:
    """What is made of content that is kept for a case. Raises :class:`Damaged` where that cannot be done."""
    try:
        content: bytes = yield Fetch(kind, key)
        return take(content)
    except NotFound:
        raise Damaged(f"case {case} is damaged: its {kind} {key} is not kept any more") from None
    except DefinitionError as error:
        said = error.diagnostics[0].message() if error.diagnostics else "it has errors"
        raise Damaged(f"the {kind} of case {case} is none that this release knows: {said}") from None
    except UNREADABLE as error:
        raise Damaged(f"the {kind} of case {case} cannot be read by this release: {error}") from None


def state_of(snapshot: Snapshot) -> CaseState:
    """The state that is kept of a case. Raises :class:`Damaged` where it is none any more."""
    try:
        return decode_state(snapshot.state)
    except ValueError as error:
        raise Damaged(f"case {snapshot.row.case} is damaged: {error}") from None


def envelope_of(case: str, stored: StoredEvent) -> Envelope:
    """An event as it is kept. Raises :class:`Damaged` where it is none any more."""
    try:
        return open_event(stored)
    except ValueError as error:
        raise Damaged(f"case {case} is damaged: {error}") from None


def replay(case: str, commits: Iterable[StoredCommit]) -> CaseState:
    """The state that a case's stored events come to."""
    opened = (envelope_of(case, stored) for commit in commits for stored in commit.events)
    return fold(case, ((envelope.event, envelope.at, envelope.by) for envelope in opened))


def replay_upto(case: str, commits: Iterable[StoredCommit], seq: int) -> tuple[CaseState, Event]:
    """The state that a case was in after its event of a number, and that event."""
    opened = [envelope_of(case, stored) for commit in commits for stored in commit.events]
    upto = [envelope for envelope in opened if envelope.seq <= seq]
    return fold(case, ((e.event, e.at, e.by) for e in upto)), upto[-1].event


def seeing_of(library: Library, state: CaseState, reader: Reader, now: datetime) -> Operation[Seeing]:
    """How a reader looks at a case now."""
    program = yield from program_of(library, state)
    organization = yield from organization_of(library, state)
    return Seeing(program, organization, reader, now)


def require_reader(seeing: Seeing, state: CaseState) -> Operation[None]:
    """Hold that the reader may see the case. Raises :class:`Refused` (``may-not-read``)."""
    if not (yield from reads(seeing, state)):
        raise not_a_reader(seeing.program.process, seeing.organization, seeing.reader)


def reads(seeing: Seeing, state: CaseState) -> Operation[bool]:
    """Whether the reader may see the case: what its state does not show may stand on its record."""
    process, organization, reader = seeing.program.process, seeing.organization, seeing.reader
    if reader.person is None or may_read(process, state, organization, reader, seeing.now):
        return True
    return (yield from took_part(state.id, reader.person))


def took_part(case: str, person: str) -> Operation[bool]:
    """Whether somebody ever acted in a case, was acted for, or was told of it by a notice. The state forgets
    that with the step."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    try:
        named = to_json(person)
    except UnicodeEncodeError:  # half a character names nobody
        return False
    stored = (event for commit in commits for event in commit.events if named in event.body)
    return any(person in _part_of(envelope_of(case, event)) for event in stored)


def _part_of(envelope: Envelope) -> frozenset[str]:
    event = envelope.event
    who = getattr(event, "who", None)
    told = event.reached if isinstance(event, NoticeSent) else ()
    return frozenset((envelope.by, *told)) | (who.persons() if isinstance(who, Performance) else frozenset())
