"""Carrying commands out: load, decide, seal, write. Generators over effects, without input or output of
their own."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from procflow.case import (
    CLOCK,
    CaseState,
    Command,
    Context,
    Decision,
    Refused,
    StartCase,
    Unlooked,
    decide,
)
from procflow.case.commands import ClockCommand
from procflow.case.pausing import running_timers
from procflow.case.record import FORMAT, GENESIS, Header, StoredCommit, seal
from procflow.case.snapshot import encode_state
from procflow.definition.organization import Organization
from procflow.engine.done import Done, Outcome
from procflow.engine.effects import FindDone, FindHolder, Keep, Load, Operation, ReadHistory, Write
from procflow.engine.handlers import Handler, require_handlers
from procflow.engine.library import Library
from procflow.engine.loading import (
    envelope_of,
    load_state,
    organization_of,
    organization_then,
    program_of,
    replay,
    require_reader,
    state_of,
)
from procflow.engine.lookups import startable
from procflow.engine.readers import TRUSTED, Reader
from procflow.engine.rows import case_row, item_row, key_rows, timer_row
from procflow.engine.seeing import Seeing
from procflow.program import Program
from procflow.store import Commit, Conflict, KeyRead, KeyTaken

# How often a command is decided anew when other writers were faster.
ATTEMPTS = 8


class Decided(Struct, frozen=True):
    """A decision, the organization that it was made in, and which keys of other cases it looked at."""

    decision: Decision
    organization: Organization
    keys: tuple[KeyRead, ...]


class Request(Struct, frozen=True):
    """A command with everything that it was asked under. ``papers`` are contents of attachments by
    SHA-256."""

    command: Command
    command_id: str
    actor: str
    now: datetime
    entropy: bytes
    papers: Mapping[str, bytes]

    @property
    def reader(self) -> Reader:
        """Through whose eyes the result is seen: the actor's. What the clock did, everybody may see whom the
        caller lets call the clock."""
        command = self.command
        opens_itself = isinstance(command, StartCase) and (command.turn or command.parent) is not None
        return TRUSTED if opens_itself or isinstance(command, ClockCommand) else Reader(self.actor)


def by_clock(
    command: Command, command_id: str, now: datetime, papers: Mapping[str, bytes] | None = None
) -> Request:
    """What the engine itself tells a case, with random bytes of its own."""
    return Request(command, command_id, CLOCK, now, secrets.token_bytes(32), papers or {})


def start(
    library: Library,
    handlers: Mapping[str, Handler],
    process: str,
    case: str,
    request: Request,
    *,
    version: str | None = None,
) -> Operation[Done]:
    """Start a case of a process, once for each command id; on a ``version`` of it where one is named."""
    done = yield FindDone(case, request.command_id)
    if done is not None:
        return (yield from _started_before(library, process, case, done, request))
    program = yield from startable(library, process, version)
    require_handlers(handlers, program.process)
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
                return (yield from _started_before(library, process, case, done, request))
            lost += 1
            if lost == ATTEMPTS:
                raise
        else:
            return _done(request, program, None, decided)


def _started_before(
    library: Library, process: str, case: str, done: StoredCommit, request: Request
) -> Operation[Done]:
    outcome = yield from _outcome_of(case, done)
    known = outcome.after.process
    if known != process:
        raise Conflict(f"command {request.command_id} has started a case of {known} before")
    return (yield from _seen_again(library, outcome, request.reader, request.now))


def act(library: Library, case: str, request: Request) -> Operation[Done]:
    """Carry a command out on a case, once for each command id. Decides anew if other writers were faster."""
    lost = 0
    while True:
        # Looked for after loading: what is done later than that makes the write conflict.
        snapshot = yield Load(case)
        done = yield FindDone(case, request.command_id)
        if done is not None:
            outcome = yield from _outcome_of(case, done)
            return (yield from _seen_again(library, outcome, request.reader, request.now))
        state = state_of(snapshot)
        program = yield from program_of(library, state)
        organization = yield from organization_of(library, state)
        decided = yield from _decide(program, state, request, organization)
        if not decided.decision.events:
            # Who changes nothing has not shown that they have any part in the case.
            seeing = Seeing(program, organization, request.reader, request.now)
            yield from require_reader(seeing, state)
            return _done(request, program, state, decided)
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
            return _done(request, program, state, decided)


def refusal_of(library: Library, case: str, request: Request) -> Operation[Refused | None]:
    """Why a command on a case would be refused; None if it would be done. Nothing is done."""
    state = yield from load_state(case)
    program = yield from program_of(library, state)
    organization = yield from organization_of(library, state)
    try:
        yield from _decide(program, state, request, organization)
    except Refused as refused:
        return refused
    return None


def done_before(
    library: Library, case: str, command_id: str, reader: Reader, now: datetime
) -> Operation[Done | None]:
    """What a command came to, if it was done before."""
    done: StoredCommit | None = yield FindDone(case, command_id)
    if done is None:
        return None
    outcome = yield from _outcome_of(case, done)
    return (yield from _seen_again(library, outcome, reader, now))


def _outcome_of(case: str, done: StoredCommit) -> Operation[Outcome]:
    """What a command came to when it was done: the case is as it was then."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    upto = [commit for commit in commits if commit.version <= done.version]
    before = tuple(replay(case, upto[:-1]).items) if len(upto) > 1 else ()
    envelopes = [envelope_of(case, stored) for stored in done.events]
    events = tuple(envelope.event for envelope in envelopes)
    return Outcome(before, replay(case, upto), events, envelopes[0].at, envelopes[0].by)


def _seen_again(library: Library, outcome: Outcome, reader: Reader, now: datetime) -> Operation[Done]:
    """The first result once more (SEMANTICS 32): the same for whoever got it, and for anybody else what they
    may see of it now (SEMANTICS 27)."""
    state = outcome.after
    program = yield from program_of(library, state)
    if reader.person in (None, outcome.by):
        organization = yield from organization_then(library, state)
        return Done(outcome, Seeing(program, organization, reader, outcome.at))
    organization = yield from organization_of(library, state)
    seeing = Seeing(program, organization, reader, now)
    yield from require_reader(seeing, state)
    return Done(outcome, seeing)


def _done(request: Request, program: Program, before: CaseState | None, decided: Decided) -> Done:
    items, decision = before.items if before is not None else (), decided.decision
    outcome = Outcome(items, decision.state, decision.events, request.now, request.actor)
    return Done(outcome, Seeing(program, decided.organization, request.reader, request.now))


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
    old_timers = running_timers(before) if before is not None else {}
    new_timers = running_timers(after)
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
        timers_set=[timer_row(after.id, n, t) for n, t in new_timers.items() if old_timers.get(n) != t],
        timers_dropped=[n for n, t in old_timers.items() if new_timers.get(n) != t],
        keys_set=tuple(new_keys - old_keys),
        keys_dropped=tuple(old_keys - new_keys),
        keys_read=decided.keys,
    )
