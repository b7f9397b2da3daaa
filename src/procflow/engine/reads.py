"""The operations that read, as callers ask for them. Every read of a case has a reader (SEMANTICS 27).

Each is a method of both engines, under its name, with its parameters behind the first. The examples run with
the bundled processes.
"""

from collections.abc import Iterable, Mapping

from procflow.case import AnswerItem, CaseState, Refused
from procflow.case.record import Fault, StoredCommit
from procflow.case.why import Why
from procflow.definition.organization import Organization
from procflow.definition.sheet import Numbering
from procflow.engine import clock, exporting, lookups, operations
from procflow.engine import verify as verifying
from procflow.engine.core import Core
from procflow.engine.done import Done
from procflow.engine.effects import Fetch, FindAsked, ListCaseIds, Load, Operation, ReadHistory
from procflow.engine.explaining import explained
from procflow.engine.given import as_mapping, require_text
from procflow.engine.loading import envelope_of, load_state, reads, require_reader, seeing_of
from procflow.engine.lookups import LeftOut, listed_state, warn
from procflow.engine.masking import names_in_history
from procflow.engine.numbering import Numbered, number_of
from procflow.engine.papers import Paper, read_papers
from procflow.engine.readers import Reader, as_reader
from procflow.engine.requests import command_key, request_of
from procflow.engine.rows import case_of_item, inbox_keys
from procflow.engine.seeing import Seeing
from procflow.engine.views import (
    CaseView,
    HistoryEvent,
    ItemView,
    Record,
    case_view,
    history_event,
    item_view,
    seen_event,
    unseen_fields,
)
from procflow.exported.files import field_names
from procflow.exported.reading import KeptCase, as_read, as_seen
from procflow.store import CaseRow, Damaged, NotFound, Snapshot


def done(core: Core, case: str, command_id: str, *, reader: str | Reader) -> Operation[Done | None]:
    """What a command came to if it was done on a case before; None if it was not.

    For callers who would have to look something up first that is not there any more when a call is repeated.

    >>> case = engine.start("contract-review", actor="lin", command_id="order-4711")
    >>> engine.done(case.id, "order-4711", reader="lin").case == case
    True
    >>> engine.done(case.id, "order-4712", reader="lin") is None
    True
    """
    require_text("case", case)
    require_text("command_id", command_id)
    who, now = as_reader(reader), core.clock.now()
    return (yield from operations.done_before(core.library, case, command_id, who, now))


def case(core: Core, case: str, *, reader: str | Reader) -> Operation[CaseView]:
    """A case as the reader may see it.

    >>> started = engine.start("contract-review", {"amount": 1800000}, actor="lin")
    >>> engine.case(started.id, reader="lin").data
    {'amount': Decimal('1800000'), 'repeat_batch': False}
    """
    seeing, state = yield from _looked_at(core, case, reader)
    return case_view(seeing, state)


def cases(core: Core, *, reader: str | Reader, left_out: LeftOut = warn) -> Operation[tuple[CaseRow, ...]]:
    """The cases that the reader may see, oldest first.

    ``left_out`` is told of each that cannot be read; without it, that is a warning.

    >>> case = engine.start("contract-review", actor="lin")
    >>> [(row.process, row.status, row.case == case.id) for row in engine.cases(reader="lin")]
    [('contract-review', 'running', True)]
    """
    who = as_reader(reader)
    rows = yield from lookups.case_rows(left_out)
    if who.person is None:
        return rows
    seen = []
    for row in rows:
        if (yield from _is_read_by(core, row.case, who, left_out)):
            seen.append(row)
    return tuple(seen)


def inbox(core: Core, person: str, *, left_out: LeftOut = warn) -> Operation[tuple[ItemView, ...]]:
    """The open work items that a person may answer, in own right or under a grant, most urgent first.

    Cases of processes that the engine was opened without are in the organizations that they last knew; those
    are looked for once. ``left_out`` is told of each case that cannot be read; without it, that is a warning.

    >>> case = engine.start("contract-review", actor="lin")
    >>> [(item.step, tuple(item.outcomes)) for item in engine.inbox("lin")]
    [('submit-terms', ('submitted', 'withdrawn'))]
    """
    require_text("person", person)
    reader, now = Reader(person), core.clock.now()
    views: dict[str, Mapping[str, ItemView]] = {}
    unreadable = dict((yield from core.brought()))
    keys = (key for o in core.library.organizations() for key in inbox_keys(o, person, now))
    asked: tuple[tuple[str, str], ...] = yield FindAsked(tuple(dict.fromkeys(keys)))
    for case in dict.fromkeys(case for _, case in asked):
        try:
            views[case] = yield from _asked(core, case, reader)
            unreadable.pop(case, None)
        except Damaged as error:
            views[case], unreadable[case] = {}, error
    for case, reason in unreadable.items():
        left_out(case, reason)
    return tuple(views[case][item] for item, case in asked if item in views[case])


def organizations(core: Core, *, ever: bool = False) -> Operation[tuple[Organization, ...]]:
    """The organizations at hand and those of running cases; with ``ever``, all that any case knew.

    >>> "Pipe Maker Co." in [organization.title.en for organization in engine.organizations()]
    True
    """
    yield from core.brought()
    known = core.library.organizations()
    return (*known, *(yield from lookups.organizations_kept())) if ever else known


def history(core: Core, case: str, *, reader: str | Reader) -> Operation[tuple[HistoryEvent, ...]]:
    """Everything that happened to a case, oldest first, as the reader may see it.

    >>> case = engine.start("contract-review", actor="lin")
    >>> first, *_, last = engine.history(case.id, reader="lin")
    >>> (first.seq, first.type), last.type
    ((1, 'CaseStarted'), 'ItemOpened')
    """
    told = yield from record(core, case, reader=reader)
    return tuple(history_event(envelope) for envelope in told.envelopes)


def record(core: Core, case: str, *, reader: str | Reader) -> Operation[Record]:
    """The same as events, with what a story of them needs.

    >>> case = engine.start("contract-review", actor="lin")
    >>> record = engine.record(case.id, reader="lin")
    >>> record.program.process.name, record.envelopes[0].by
    ('contract-review', 'lin')
    """
    seeing, _ = yield from _looked_at(core, case, reader)
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    envelopes = [envelope_of(case, stored) for commit in commits for stored in commit.events]
    names = names_in_history(seeing, (envelope.event for envelope in envelopes))
    seen = tuple(seen_event(seeing, envelope, names) for envelope in envelopes)
    register = core.library.register_of(seeing.program)
    return Record(seeing.program, seeing.organization, seen, register, tuple(sorted(unseen_fields(seeing))))


def why(core: Core, case: str, person: str | None = None, *, reader: str | Reader) -> Operation[Why]:
    """Why a case asks whom it asks, and what it waits for; with ``person``, how that person stands in it.

    Values of fields that the reader may not see are left out.

    >>> case = engine.start("contract-review", {"amount": 1800000}, actor="lin")
    >>> asked = engine.why(case.id, "he", reader="lin").asked[0]
    >>> asked.place.step, asked.because[0].role, asked.place.basis.clauses
    ('submit-terms', 'sales-representative', ('C7.1', 'C7.2'))
    >>> asked.standings
    (MayAct(person='he'),)
    """
    if person is not None:
        require_text("person", person)
    seeing, state = yield from _looked_at(core, case, reader)
    return (yield from explained(seeing, state, person))


def why_not(
    core: Core,
    item: str,
    outcome: str,
    *,
    actor: str,
    comment: str | None = None,
    topic: str | None = None,
    data: Mapping[str, object] | None = None,
    attachments: Mapping[str, Paper] | None = None,
    on_behalf_of: str | None = None,
    seen: int | None = None,
) -> Operation[Refused | None]:
    """Why an answer would be refused, with what is missing and what would be allowed; None if it would be
    done. Nothing is changed.

    >>> case = engine.start("contract-review", actor="lin")
    >>> refused = engine.why_not(case.open[0].item, "withdrawn", actor="lin")
    >>> refused.code, refused.missing
    ('incomplete', ('comment',))
    >>> engine.why_not(case.open[0].item, "withdrawn", actor="lin", comment="Lost") is None
    True
    """
    papers, contents = read_papers(attachments, core.attachment_limit)
    filled = as_mapping("data", data)
    command = AnswerItem(item, outcome, comment, topic, filled, papers, on_behalf_of, seen)
    request = request_of(core, command, command_key(None), actor, contents)
    return (yield from operations.refusal_of(core.library, case_of_item(item), request))


def head(core: Core, case: str) -> Operation[str]:
    """The head of a case's chain, hexadecimal: whoever keeps it can prove later that nothing was altered.

    >>> case = engine.start("contract-review", actor="lin")
    >>> len(engine.head(case.id))
    64
    """
    require_text("case", case)
    snapshot: Snapshot = yield Load(case)
    return snapshot.head.hex()


def numbered(core: Core, case: str, per: Numbering | str, *, reader: str | Reader) -> Operation[Numbered]:
    """Which case of its process a case is: the first, the second and so on that was opened in the same year
    (``year``), month (``month``) or ever (``never``), by the clock of its calendar.

    Numbers of a process are never given twice in one database, and never change.

    >>> first = engine.start("contract-review", actor="lin")
    >>> second = engine.start("contract-review", actor="lin")
    >>> engine.numbered(second.id, "year", reader="lin")
    Numbered(period='2026', count=2)
    """
    seeing, state = yield from _looked_at(core, case, reader)
    return (yield from number_of(core.library, state.id, seeing.program.process.name, Numbering(per)))


def verify(core: Core, case: str | None = None) -> Operation[Mapping[str, tuple[Fault, ...]]]:
    """What is wrong with the record of a case, or of every case; nothing if it is whole.

    >>> case = engine.start("contract-review", actor="lin")
    >>> engine.verify() == {case.id: ()}
    True
    """
    if case is not None:
        require_text("case", case)
    cases: tuple[str, ...] = (case,) if case is not None else (yield ListCaseIds())
    faults: dict[str, tuple[Fault, ...]] = {}
    for name in cases:
        faults[name] = yield from verifying.verify(name)
    return faults


def attachment(core: Core, case: str, name: str, *, reader: str | Reader) -> Operation[tuple[str, bytes]]:
    """The file name and content of a paper of a case.

    >>> draft = File("draft.txt", b"5200 a tonne")
    >>> case = engine.start("contract-review", actor="lin", attachments={"draft-contract": draft})
    >>> engine.attachment(case.id, "draft-contract", reader="lin")
    ('draft.txt', b'5200 a tonne')
    """
    require_text("name", name)
    _, state = yield from _looked_at(core, case, reader)
    paper = state.attachments.get(name)
    if paper is None:
        raise NotFound(f"case {case} has no attachment {name}")
    content: bytes = yield Fetch("attachment", paper.sha256)
    return paper.filename, content


def export(core: Core, case: str, *, reader: str | Reader, redact: Iterable[str] = ()) -> Operation[bytes]:
    """A whole case as one file, which :func:`verify_export` checks without a database: its record, its
    definition, the organizations it was decided in, its papers. The same case gives the same bytes.

    ``redact`` names personal fields whose values are left out; those that the reader may not see are left out
    too. Refused where the reader may not see what cannot be left out (``may-not-export``).

    >>> case = engine.start("contract-review", actor="lin")
    >>> verify_export(engine.export(case.id, reader="lin")).faults
    ()
    """
    names = field_names(redact)
    seeing, _ = yield from _looked_at(core, case, reader)
    return (yield from exporting.export(seeing, case, names))


def kept(core: Core, case: str, *, reader: str | Reader) -> Operation[KeptCase]:
    """A case with everything that is kept of it and can be read, also where it is not whole any more, and
    with what is wrong with it: what a report is made of.

    Raises :class:`Damaged` for one that is not whole only where the reader is a person, since nothing says
    any more what that person may see.

    >>> case = engine.start("contract-review", actor="lin")
    >>> kept = engine.kept(case.id, reader="lin")
    >>> kept.program.process.name, kept.envelopes[0].by, kept.faults
    ('contract-review', 'lin', ())
    """
    who = as_reader(reader)
    require_text("case", case)
    found = as_read((yield from exporting.kept(case)), core.clock.now())
    if who.person is None:
        return found
    return as_seen(found, (yield from record(core, case, reader=who)).envelopes)


def is_sandbox(core: Core) -> Operation[bool]:
    """Whether the database is for trying things, so that its clock may be moved.

    >>> engine.is_sandbox()
    False
    """
    return (yield from clock.is_marked_sandbox())


def _looked_at(core: Core, case: str, reader: str | Reader) -> Operation[tuple[Seeing, CaseState]]:
    """A case, and how a reader who may see it looks at it. Raises ``Refused`` for one who may not."""
    who = as_reader(reader)
    require_text("case", case)
    state = yield from load_state(case)
    seeing = yield from seeing_of(core.library, state, who, core.clock.now())
    yield from require_reader(seeing, state)
    return seeing, state


def _is_read_by(core: Core, case: str, reader: Reader, left_out: LeftOut) -> Operation[bool]:
    try:
        state = yield from listed_state(case)
        seeing = yield from seeing_of(core.library, state, reader, core.clock.now())
        return (yield from reads(seeing, state))
    except Damaged as error:
        left_out(case, error)
        return False


def _asked(core: Core, case: str, reader: Reader) -> Operation[Mapping[str, ItemView]]:
    """The open items of a case that somebody may answer."""
    state = yield from listed_state(case)
    seeing = yield from seeing_of(core.library, state, reader, core.clock.now())
    views = {name: item_view(seeing, state, item) for name, item in state.items.items()}
    return {n: v for n, v in views.items() if reader.person in v.persons or v.on_behalf_of}
