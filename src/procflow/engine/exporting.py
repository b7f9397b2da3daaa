"""A whole case as one file, for a reader (SEMANTICS 27)."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from procflow.case import CaseState, Event, Refused
from procflow.case.data import is_personal
from procflow.case.events import DataChanged
from procflow.case.kept import Sound, named_contents, sound_parts
from procflow.case.record import StoredCommit, verify_chain
from procflow.engine.effects import Fetch, Load, Operation, ReadHistory
from procflow.engine.loading import envelope_of, state_of
from procflow.engine.masking import names_in_history
from procflow.engine.seeing import Seeing
from procflow.engine.verify import verify
from procflow.exported.files import write_export
from procflow.exported.leaving_out import fields_of, without
from procflow.exported.parts import FORMAT, Parts, Summary
from procflow.exported.reading import KeptCase, content_keys, kept_case
from procflow.exported.verify import faults_of
from procflow.store import Damaged, NotFound, Snapshot


def export(seeing: Seeing, case: str, redact: Collection[str]) -> Operation[bytes]:
    """The file of a case that its reader may see.

    Raises :class:`Refused` for what may not be left out, and where the reader may not see what cannot be;
    :class:`Damaged` for a case that is not whole.
    """
    snapshot, commits = yield from _of_one_moment(case)
    events = [envelope_of(case, stored).event for commit in commits for stored in commit.events]
    names = dict.fromkeys((*redact, *hidden_fields(seeing, events)))
    state = state_of(snapshot)
    contents = yield from _contents(case, sound_parts(commits, verify_chain(case, commits)))
    parts = Parts(_summary(state, snapshot.head), commits, contents)
    faults = faults_of(parts)
    if faults:
        text = f"case {case} is not whole: {faults[0].text}; procflow verify {case} says more"
        raise Damaged(text)
    left = without(seeing.program.process, commits, names)
    return write_export(Parts(parts.summary, left, contents))


def kept(case: str) -> Operation[KeptCase]:
    """Everything that is kept of a case and can be read, with what is wrong with it.

    Raises :class:`NotFound` for a case that is not there.
    """
    faults = yield from verify(case)
    try:
        commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    except NotFound:  # only other traces of it are left
        commits = ()
    contents: dict[tuple[str, str], bytes] = {}
    for kind, key in content_keys(commits):
        try:
            contents[kind, key] = yield Fetch(kind, key)
        except (NotFound, Damaged):  # which the faults say
            continue
    return kept_case(case, commits, contents, faults)


def _of_one_moment(case: str) -> Operation[tuple[Snapshot, tuple[StoredCommit, ...]]]:
    while True:
        snapshot: Snapshot = yield Load(case)
        commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
        again: Snapshot = yield Load(case)
        if again.head == snapshot.head:
            return snapshot, commits


def _summary(state: CaseState, head: bytes) -> Summary:
    return Summary(
        FORMAT,
        state.id,
        state.process,
        state.seq,
        state.status,
        state.started_at,
        state.definition,
        head.hex(),
    )


def _contents(case: str, record: Sound) -> Operation[Mapping[tuple[str, str], bytes]]:
    found: dict[tuple[str, str], bytes] = {}
    for kind, key in named_contents(record):
        try:
            found[kind, key] = yield Fetch(kind, key)
        except NotFound:
            raise Damaged(f"case {case} is damaged: its {kind} {key} is not kept any more") from None
    return found


def hidden_fields(seeing: Seeing, events: Iterable[Event]) -> Iterator[str]:
    """The personal fields that a reader may not see, so that they are left out.

    Raises :class:`Refused` (``may-not-export``) where the reader may not see one that cannot be left out and
    was filled in: who may not read something may not carry it away.
    """
    happened = tuple(events)
    filled = {n for e in happened if isinstance(e, DataChanged) for n in (*e.values, *e.commitments)}
    for name, fields in fields_of(seeing.program.process).items():
        unseen = [field for field in fields if not seeing.sees(field)]
        if unseen and all(map(is_personal, fields)):
            yield name
        elif unseen and name in filled:
            text = f"{seeing.reader.person} may not see {name}, which cannot be left out of the record"
            raise Refused("may-not-export", text, allowed=tuple(sorted({r for f in unseen for r in f.see})))
    if names_in_history(seeing, happened):
        text = f"{seeing.reader.person} may not see whom this case asks by name, which stands on the record"
        raise Refused("may-not-export", text)
