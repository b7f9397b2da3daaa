"""Why a case stands as it does, as a reader may see it."""

from procflow.case import CaseState, Context, Unlooked
from procflow.case.record import StoredCommit
from procflow.case.why import Why, explain
from procflow.engine.effects import FindHolder, Operation, ReadHistory
from procflow.engine.loading import envelope_of
from procflow.engine.masking import masked, names_in_state
from procflow.engine.seeing import Seeing


def explained(seeing: Seeing, state: CaseState, person: str | None) -> Operation[Why]:
    """The explanation of a case, looking up the keys of other cases that what a person could answer turns
    out to depend on (SEMANTICS 34)."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(state.id)
    envelopes = [envelope_of(state.id, stored) for commit in commits for stored in commit.events]
    # A commit that came between loading and reading is not part of what is explained.
    history = [(e.event, e.at, e.by) for e in envelopes if e.seq <= state.seq]
    holders: dict[tuple[str, str], str | None] = {}
    while True:
        # Nothing that is tried is kept, so nothing needs a salt that nobody could guess.
        context = Context(seeing.now, person or "", seeing.organization, b"", dict(holders))
        try:
            why = explain(seeing.program, state, history, context, person=person, hidden=hidden_from(seeing))
            return masked(names_in_state(seeing, state), why)
        except Unlooked as missing:
            holders[missing.process, missing.key] = yield FindHolder(missing.process, missing.key)


def hidden_from(seeing: Seeing) -> frozenset[str]:
    """The fields that a reader may not see, those of any-time events too."""
    process = seeing.program.process
    fields = [*process.fields.values()]
    for event in process.events.values():
        fields += event.fields.values()
    return frozenset(field.name for field in fields if not seeing.sees(field))
