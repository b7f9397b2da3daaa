"""Small pure looks at a state, and changes of it, that several modules share."""

from collections.abc import Collection

from msgspec.structs import replace

from procflow.case.state import (
    CallJob,
    CancelJob,
    CaseState,
    Dispute,
    EscalationTimer,
    HandlerJob,
    HandlerLimit,
    Item,
    LapseTimer,
    ReleaseJob,
    ReportJob,
    ReviewState,
    Scope,
    StepTimer,
    Timer,
    VoteTimer,
    WaitTimer,
)

_OF_ITEM = (EscalationTimer, LapseTimer)


def put(state: CaseState, scope: Scope) -> CaseState:
    """The state with a scope set."""
    return replace(state, scopes={**state.scopes, scope.id: scope})


def put_review(state: CaseState, scope: Scope, review: ReviewState) -> CaseState:
    """The state with the review of a scope set."""
    return put(state, replace(scope, review=review))


def review_of(scope: Scope) -> ReviewState:
    """The review that a scope is in. Raises ``ValueError`` if it is in none."""
    if scope.review is None:
        raise ValueError(f"scope {scope.id} is in no review")
    return scope.review


def dispute_of(scope: Scope) -> Dispute:
    """The dispute of an arbitration's scope. Raises ``ValueError`` for any other scope."""
    if scope.dispute is None:
        raise ValueError(f"scope {scope.id} is no arbitration")
    return scope.dispute


def hanging(state: CaseState, scope: str) -> list[str]:
    """The scopes that hang on the step that a scope is on; occurrences of events hang on no step."""
    return [s.id for s in state.scopes.values() if s.parent == scope and s.host is not None]


def inside(state: CaseState, scope: str) -> list[str]:
    """The scopes that hang on a scope's step, those that hang on theirs before them."""
    found: list[str] = []
    for inner in hanging(state, scope):
        found += [*inside(state, inner), inner]
    return found


def root_of(state: CaseState, scope: str) -> Scope:
    """The outermost scope around one: the main flow, or the occurrence of an event that it is part of."""
    standing = state.scopes[scope]
    while standing.parent is not None and standing.event is None:
        standing = state.scopes[standing.parent]
    return standing


def depth(state: CaseState, scope: str) -> int:
    """How many scopes are around one."""
    parent = state.scopes[scope].parent
    return 0 if parent is None else 1 + depth(state, parent)


def in_main_flow(state: CaseState, scope: str) -> bool:
    """Whether a scope is the main flow or hangs in it, and not in an occurrence of an event."""
    return root_of(state, scope).event is None


def open_events(state: CaseState) -> list[Scope]:
    """The occurrences of any-time events that are not over, in the order in which they were raised."""
    return [scope for scope in state.scopes.values() if scope.event is not None]


def close_item(state: CaseState, item: str) -> CaseState:
    """The state without an item and its timers."""
    items, timers = without_item(state, item)
    return replace(state, items=items, timers=timers)


def without_item(state: CaseState, item: str) -> tuple[dict[str, Item], dict[str, Timer]]:
    """The items but one, and the timers but its own: for a state of which more changes at once."""
    items = state.items.copy()
    items.pop(item, None)
    own = [k for k, t in state.timers.items() if isinstance(t, _OF_ITEM) and t.item == item]
    return items, _without(state.timers, own)


def end_scope(state: CaseState, scope: str) -> CaseState:
    """The state without a scope, its items and its timers."""
    scopes = {k: s for k, s in state.scopes.items() if k != scope}
    gone = {item.id for item in state.items.values() if item.scope == scope}
    timers = without_timers_of(state, (scope,))
    if not gone:
        return replace(state, scopes=scopes, timers=timers)
    items = {k: i for k, i in state.items.items() if k not in gone}
    timers = {k: t for k, t in timers.items() if item_of(t) not in gone}
    return replace(state, scopes=scopes, items=items, timers=timers)


def item_of(timer: Timer) -> str | None:
    """The work item that a timer belongs to, if it belongs to one."""
    match timer:
        case EscalationTimer() | LapseTimer():
            return timer.item
        case _:
            return None


def scope_of(timer: Timer) -> str | None:
    """The scope that a timer belongs to by itself, and not through a work item."""
    match timer:
        case EscalationTimer() | LapseTimer() | CancelJob() | ReportJob() | ReleaseJob():
            return None
        case VoteTimer() | StepTimer() | WaitTimer() | HandlerLimit() | CallJob() | HandlerJob():
            return timer.scope


def place_of(state: CaseState, timer: Timer) -> str | None:
    """The scope that a timer belongs to, be it through a work item; None for what concerns other cases."""
    item = state.items.get(item_of(timer) or "")
    return item.scope if item is not None else scope_of(timer)


def without_timers_of(state: CaseState, scopes: Collection[str]) -> dict[str, Timer]:
    """The timers but those that belong to these scopes by themselves."""
    own = [k for k, t in state.timers.items() if not isinstance(t, _OF_ITEM) and scope_of(t) in scopes]
    return _without(state.timers, own)


def without_timer(state: CaseState, timer: str | None) -> dict[str, Timer]:
    """The timers but one."""
    return {k: t for k, t in state.timers.items() if k != timer}


def _without(timers: dict[str, Timer], names: list[str]) -> dict[str, Timer]:
    """The timers but some. Most events leave them all as they are."""
    if not names:
        return timers
    kept = timers.copy()
    for name in names:
        del kept[name]
    return kept
