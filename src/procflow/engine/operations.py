"""Carrying commands out: load, decide, seal, write. Generators over effects, without input or output of
their own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from msgspec.json import encode as to_json

from procflow.case import (
    CaseState,
    Command,
    Context,
    Decision,
    Event,
    Item,
    Refused,
    Unlooked,
    decide,
    fold,
)
from procflow.case.record import (
    FORMAT,
    GENESIS,
    Envelope,
    Header,
    StoredCommit,
    StoredEvent,
    open_event,
    seal,
)
from procflow.case.snapshot import decode_state, encode_state
from procflow.case.state import Performance
from procflow.definition.organization import Organization
from procflow.diagnostics import DefinitionError
from procflow.engine.effects import Fetch, FindDone, FindHolder, Keep, Load, Operation, ReadHistory, Write
from procflow.engine.given import require_text
from procflow.engine.library import Library
from procflow.engine.rows import case_row, item_row, key_rows, timer_row
from procflow.program import Program
from procflow.store import Commit, Conflict, Damaged, KeyRead, KeyTaken, NotFound, Snapshot

# How often a command is decided anew when other writers were faster.
ATTEMPTS = 8

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What comes of reading stored content that is of another shape than this release writes."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to: the case after it, its events, and the work items that it opened."""

    case: CaseState
    events: tuple[Event, ...]
    opened: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the organization that it was made in, and which keys of other cases it looked at."""

    decision: Decision
    organization: Organization
    keys: tuple[KeyRead, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A command with everything that it was asked under. ``papers`` are contents of attachments by
    SHA-256."""

    command: Command
    command_id: str
    actor: str
    now: datetime
    entropy: bytes
    papers: Mapping[str, bytes]


def case_id_of(command_id: str) -> str:
    """The id of the case that a start command begins: the same command, the same case (SEMANTICS 32)."""
    return f"c{sha256(command_id.encode()).hexdigest()[:14]}"


def start(library: Library, process: str, case: str, request: Request) -> Operation[Done]:
    """Start a case of a process, once for each command id."""
    done = yield FindDone(case, request.command_id)
    if done is not None:
        return (yield from _started_before(process, case, done, request))
    program = library.program(process)
    organization = library.organization(program.process.organization)
    lost = 0
    while True:
        decided = yield from _decide(program, None, request, organization)
        yield Keep("definition", library.content_of(program))
        yield Keep("organization", library.organization_content(organization))
        yield from _keep_papers(request)
        try:
            yield from _write(None, GENESIS, decided, request)
        except Conflict:
            done = yield FindDone(case, request.command_id)
            if done is not None:
                return (yield from _started_before(process, case, done, request))
            lost += 1
            if lost == ATTEMPTS:
                raise
        else:
            return _done(None, decided.decision)


def _started_before(process: str, case: str, done: StoredCommit, request: Request) -> Operation[Done]:
    first = yield from _result_of(case, done)
    if first.case.process != process:
        raise Conflict(f"command {request.command_id} has started a case of {first.case.process} before")
    return first


def act(library: Library, case: str, request: Request) -> Operation[Done]:
    """Carry a command out on a case, once for each command id. Decides anew if other writers were faster."""
    lost = 0
    while True:
        # Looked for after loading: what is done later than that makes the write conflict.
        snapshot = yield Load(case)
        done = yield FindDone(case, request.command_id)
        if done is not None:
            return (yield from _result_of(case, done))
        state = state_of(snapshot)
        program = yield from program_of(library, state)
        organization = yield from organization_of(library, state)
        decided = yield from _decide(program, state, request, organization)
        if not decided.decision.events:
            return Done(state, (), ())
        # The organization that the case knew last was kept by the commit that came to know it.
        if organization.hash != state.organization_hash:
            yield Keep("organization", library.organization_content(organization))
        yield from _keep_papers(request)
        try:
            yield from _write(state, snapshot.head, decided, request)
        except Conflict:
            lost += 1
            if lost == ATTEMPTS:
                raise
        else:
            return _done(state, decided.decision)


def done_before(case: str, command_id: str) -> Operation[Done | None]:
    """What a command came to, if it was done before."""
    done: StoredCommit | None = yield FindDone(case, command_id)
    if done is None:
        return None
    return (yield from _result_of(case, done))


def took_part(case: str, person: str) -> Operation[bool]:
    """Whether somebody ever acted in a case, or was acted for. The state forgets that with the step."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    try:
        named = to_json(person)
    except UnicodeEncodeError:  # half a character names nobody
        return False
    stored = (event for commit in commits for event in commit.events if named in event.body)
    return any(person in _actors(envelope_of(case, event)) for event in stored)


def _actors(envelope: Envelope) -> frozenset[str]:
    who = getattr(envelope.event, "who", None)
    return (who.persons() if isinstance(who, Performance) else frozenset()) | {envelope.by}


def load_state(case: str) -> Operation[CaseState]:
    """The state of a case as last written."""
    snapshot: Snapshot = yield Load(case)
    return state_of(snapshot)


def program_of(library: Library, state: CaseState) -> Operation[Program]:
    """The program of the version that a case runs on, from its stored definition if need be."""
    known = library.known_program(state.definition)
    if known is not None:
        return known
    return (yield from _taken_in(state, "definition", state.definition, library.add_program))


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
    return (yield from _taken_in(state, "organization", key, library.add_organization))


def _taken_in(state: CaseState, kind: str, key: str, take: Callable[[bytes], T]) -> Operation[T]:
    """What is made of content that is kept for a case. Raises :class:`Damaged` where that cannot be done."""
    try:
        content: bytes = yield Fetch(kind, key)
        return take(content)
    except NotFound:
        raise Damaged(f"case {state.id} is damaged: its {kind} {key} is not kept any more") from None
    except DefinitionError as error:
        said = error.diagnostics[0].message() if error.diagnostics else "it has errors"
        raise Damaged(f"the {kind} of case {state.id} is none that this release knows: {said}") from None
    except UNREADABLE as error:
        raise Damaged(f"the {kind} of case {state.id} cannot be read by this release: {error}") from None


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


def _result_of(case: str, done: StoredCommit) -> Operation[Done]:
    """What a command came to when it was done: the case is as it was then."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    upto = [commit for commit in commits if commit.version <= done.version]
    before = replay(case, upto[:-1]) if len(upto) > 1 else None
    events = tuple(envelope_of(case, stored).event for stored in done.events)
    return _done(before, Decision(events, replay(case, upto)))


def _done(before: CaseState | None, decision: Decision) -> Done:
    known = before.items if before is not None else {}
    opened = tuple(item for name, item in decision.state.items.items() if name not in known)
    return Done(decision.state, decision.events, opened)


def _decide(
    program: Program, state: CaseState | None, request: Request, organization: Organization
) -> Operation[Decided]:
    """Decide a command, looking up the keys of other cases that it turns out to depend on (SEMANTICS 34)."""
    holders: dict[tuple[str, str], str | None] = {}
    while True:
        context = Context(request.now, request.actor, organization, request.entropy, dict(holders))
        try:
            decision = decide(program, state, request.command, context)
        except Unlooked as missing:
            holders[missing.process, missing.key] = yield FindHolder(missing.process, missing.key)
        else:
            read = (KeyRead(process, key, holder) for (process, key), holder in holders.items())
            return Decided(decision, organization, tuple(read))


def _write(before: CaseState | None, head: bytes, decided: Decided, request: Request) -> Operation[None]:
    """Write what was decided. Raises :class:`Refused` where another open case holds the key of this one."""
    try:
        yield Write(_commit(before, head, decided, request))
    except KeyTaken as taken:
        field = decided.decision.state.one_open_per
        text = (
            f"case {taken.case} of {taken.process} is open for {field} {taken.key}; only one may be at once"
        )
        allowed = (f"go on with case {taken.case}", f"another {field}", "the same once that case has ended")
        raise Refused("one-open-per", text, allowed=allowed) from taken


def _keep_papers(request: Request) -> Operation[None]:
    for content in request.papers.values():
        yield Keep("attachment", content)


def _commit(before: CaseState | None, head: bytes, decided: Decided, request: Request) -> Commit:
    after, organization = decided.decision.state, decided.organization.hash
    expected = before.seq if before is not None else 0
    header = Header(
        format=FORMAT,
        case=after.id,
        version=after.seq,
        first=expected + 1,
        command=request.command_id,
        at=request.now,
        by=request.actor,
        definition=after.definition,
        organization=organization,
    )
    old_items = before.items if before is not None else {}
    old_timers = before.timers if before is not None else {}
    old_keys = key_rows(before) if before is not None else frozenset()
    new_keys = key_rows(after)
    return Commit(
        row=case_row(after),
        expected=expected,
        command=request.command_id,
        state=encode_state(after),
        record=seal(head, header, decided.decision.events, request.entropy),
        organization=organization,
        items_opened=[item_row(after.id, i) for n, i in after.items.items() if old_items.get(n) != i],
        items_closed=[n for n, i in old_items.items() if after.items.get(n) != i],
        timers_set=[timer_row(after.id, n, t) for n, t in after.timers.items() if old_timers.get(n) != t],
        timers_dropped=[n for n, t in old_timers.items() if after.timers.get(n) != t],
        keys_set=tuple(new_keys - old_keys),
        keys_dropped=tuple(old_keys - new_keys),
        keys_read=decided.keys,
    )


def case_of_item(item: str) -> str:
    """The case that a work item's id belongs to. Raises :class:`NotFound` for what is no such id."""
    require_text("item", item)
    case, _, number = item.rpartition("-")
    if not case or not number.isdigit():
        raise NotFound(f"{item} is no id of a work item")
    return case
