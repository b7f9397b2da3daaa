"""What a command came to, in the callers' form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from msgspec import Struct

from procflow.case import CaseState, Event
from procflow.case.events import WaitBegan
from procflow.case.record import FORMAT, Envelope
from procflow.engine.masking import names_in_history, names_in_state
from procflow.engine.seeing import Seeing
from procflow.engine.views import (
    CaseView,
    HistoryEvent,
    ItemView,
    case_view,
    history_event,
    item_view,
    seen_event,
)


class Outcome(Struct, frozen=True):
    """What a command came to, as the kernel has it: the items open before, the state after, and the events in
    between with the instant and the actor that they stand under on the record."""

    before: Collection[str]
    after: CaseState
    events: tuple[Event, ...]
    at: datetime
    by: str


@dataclass(frozen=True, eq=False, repr=False)
class Done:
    """What a command came to, as whoever gave it may see it; what deadlines did, as if with ``TRUSTED``.

    ``case`` is the case as the command left it, a :class:`CaseView`; ``events`` what happened, a tuple of
    :class:`HistoryEvent`; ``opened`` the work items that were opened by it and are open after it, a tuple of
    :class:`ItemView`. Each is made when it is first asked for, from what the command left in memory. Two are
    equal if all three are. Pickled, it is these three.
    """

    _outcome: Outcome | None
    _seeing: Seeing | None

    @cached_property
    def case(self) -> CaseView:
        """The case as the command left it."""
        outcome, seeing = self._made_of()
        return case_view(seeing, outcome.after)

    @cached_property
    def events(self) -> tuple[HistoryEvent, ...]:
        """What happened, oldest first."""
        outcome, seeing = self._made_of()
        state = outcome.after
        first = state.seq - len(outcome.events) + 1
        names = names_in_state(seeing, state) | names_in_history(seeing, outcome.events)
        envelopes = (
            Envelope(FORMAT, state.id, seq, outcome.at, outcome.by, event, "")
            for seq, event in enumerate(outcome.events, first)
        )
        return tuple(history_event(seen_event(seeing, envelope, names)) for envelope in envelopes)

    @cached_property
    def opened(self) -> tuple[ItemView, ...]:
        """The work items that were opened."""
        outcome, seeing = self._made_of()
        new = (item for name, item in outcome.after.items.items() if name not in outcome.before)
        return tuple(item_view(seeing, outcome.after, item) for item in new)

    @property
    def starts(self) -> bool:
        """Whether it started the case."""
        return any(event.type == "CaseStarted" for event in self.events[:1])

    def _made_of(self) -> tuple[Outcome, Seeing]:
        if self._outcome is None or self._seeing is None:
            raise AttributeError("what came out of a pickle holds its views alone")
        return self._outcome, self._seeing

    def _views(self) -> tuple[CaseView, tuple[HistoryEvent, ...], tuple[ItemView, ...]]:
        return self.case, self.events, self.opened

    def __eq__(self, other: object) -> bool:
        return self._views() == other._views() if isinstance(other, Done) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.case.id, self.case.version))

    def __repr__(self) -> str:
        happened = ", ".join(event.type for event in self.events)
        return f"<Done: case {self.case.id} at version {self.case.version}: {happened or 'nothing'}>"

    def __reduce__(self) -> tuple[object, tuple[Mapping[str, object]]]:
        case, events, opened = self._views()
        return _from_views, ({"case": case, "events": events, "opened": opened},)


def state_after(done: Done) -> CaseState | None:
    """The state that a command left; None of one that came out of a pickle."""
    return done._outcome.after if done._outcome is not None else None


def awaited_again(done: Done) -> tuple[str, ...]:
    """The cases of other processes that a command waits for once more, since it came back to the step that
    called them. One that ended meanwhile could not say so (SEMANTICS 5)."""
    if done._outcome is None:
        return ()
    state, events = done._outcome.after, done._outcome.events
    begun = (state.scopes.get(event.scope) for event in events if isinstance(event, WaitBegan))
    return tuple(scope.called for scope in begun if scope is not None and scope.called is not None)


def _from_views(views: Mapping[str, object]) -> Done:
    done = Done(None, None)
    vars(done).update(views)
    return done
