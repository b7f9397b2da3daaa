"""Small pure changes of a state that several foldings share."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from procflow.case.state import CaseState, Dispute, ReviewState, Scope, Timer, VoteTimer


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


def close_items(state: CaseState, items: Iterable[str]) -> CaseState:
    """The state without these items and their timers."""
    gone = set(items)
    return replace(
        state,
        items={k: i for k, i in state.items.items() if k not in gone},
        timers=_timers_but(state, items=gone),
    )


def end_scope(state: CaseState, scope: str) -> CaseState:
    """The state without a scope, its items and its timers."""
    closed = close_items(state, [item.id for item in state.items.values() if item.scope == scope])
    return replace(
        closed,
        scopes={k: s for k, s in closed.scopes.items() if k != scope},
        timers=without_votes(closed, {scope}),
    )


def without_votes(state: CaseState, scopes: Collection[str]) -> dict[str, Timer]:
    """The timers but those of votes in these scopes."""
    return {k: t for k, t in state.timers.items() if not (isinstance(t, VoteTimer) and t.scope in scopes)}


def _timers_but(state: CaseState, items: Collection[str]) -> dict[str, Timer]:
    return {k: t for k, t in state.timers.items() if isinstance(t, VoteTimer) or t.item not in items}


def without_timer(state: CaseState, timer: str | None) -> dict[str, Timer]:
    """The timers but one."""
    return {k: t for k, t in state.timers.items() if k != timer}
