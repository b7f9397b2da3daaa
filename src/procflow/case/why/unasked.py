"""Why nothing is asked of somebody at a place where that could be."""

from collections.abc import Iterator

from procflow.case.authority import seats_for
from procflow.case.lens import dispute_of, open_events, review_of
from procflow.case.seats import review_at
from procflow.case.state import Scope
from procflow.case.why.candidates import Candidate, candidates
from procflow.case.why.decided import decided
from procflow.case.why.look import Look, place_in
from procflow.case.why.standing import party
from procflow.case.why.values import (
    AnsweredAlready,
    InDispute,
    NotCome,
    NotConvened,
    NothingOpen,
    NotItsTurn,
    NotRaised,
    NotTheAuthority,
    OtherLevel,
    StandsBack,
    StepParked,
    Unasked,
    WhyUnasked,
)
from procflow.definition.process import Arbiter, Mode, Review
from procflow.program import reached
from procflow.program.inner_graphs import branch_of_graph


def unasked(look: Look, person: str, roles: frozenset[str]) -> tuple[WhyUnasked, ...]:
    """The places at which somebody could be asked and nothing is open now, each with the reason."""
    if look.state.status != "running":
        return ()
    found = []
    for candidate in candidates(look, person, roles):
        if not _is_open(look, candidate):
            why = _why(look, candidate)
            found.append(WhyUnasked(candidate.place, candidate.role, why))
    return (*found, *_in_arbitrations(look, person, roles))


def _is_open(look: Look, candidate: Candidate) -> bool:
    place = candidate.place
    for item in look.state.items.values():
        here = item.step == place.step and (item.scope == place.scope or item.purpose == "acknowledge")
        if here and (item.purpose == "convene") is candidate.convenes and place.seat in (None, item.seat):
            return True
    return False


def _why(look: Look, candidate: Candidate) -> Unasked:
    place = candidate.place
    if place.scope is None:
        return _elsewhere(look, candidate)
    scope = look.state.scopes[place.scope]
    step = look.program.steps[place.step]
    if isinstance(step, Review) and scope.review is not None:
        return _in_review(look, scope, place.seat, candidate)
    return NothingOpen()


def _elsewhere(look: Look, candidate: Candidate) -> Unasked:
    """Why no scope of the case stands at a step."""
    place, state = candidate.place, look.state
    for scope in state.scopes.values():
        kept = scope.parked
        if kept is not None and (kept.step == place.step or any(s.step == place.step for s in kept.scopes)):
            return StepParked(kept.target)
    if place.event is not None and all(scope.event != place.event for scope in open_events(state)):
        return NotRaised(place.event)
    done = state.performed.get(place.step)
    at = tuple(scope.step for scope in state.scopes.values() if scope.dispute is None and scope.step)
    return NotCome(at, _reachable(look, place.step), done)


def _reachable(look: Look, step: str) -> bool:
    """Whether a way leads to a step from where the case stands; to one inside a block, through the block."""
    program, state = look.program, look.state
    graph = program.placed[step]
    standing = [scope.step for scope in state.scopes.values() if scope.graph == graph]
    if any(step in reached(program.graphs[graph].ways, at) for at in standing):
        return True
    inside = branch_of_graph(graph)
    return inside is not None and _reachable(look, inside[0])


def _in_review(look: Look, scope: Scope, seat: str | None, candidate: Candidate) -> Unasked:
    """Why a review that the flow is at does not ask a seat, or its convener."""
    review, state = review_at(look.program, scope), review_of(scope)
    if candidate.convenes or seat is None:
        return NothingOpen()
    if review.convened_by is not None and not state.convened:
        return NotConvened(review.convened_by)
    for given in (state.answers, state.refusals):
        if seat in given:
            answered = given[seat]
            at = look.past.answered_at.get(answered.seq)
            return AnsweredAlready(answered.answer, answered.who, at)
    if seat in state.objections:
        return InDispute(state.objections[seat].topic, seat)
    table = review.only or review.until
    known = decided(look, table) if table is not None else None
    asked = seats_for(review, known.role) if known is not None else review.seats
    if known is not None and all(one.name != seat for one in asked):
        return NotTheAuthority(known, "only" if review.only is not None else "until")
    if review.mode is Mode.IN_TURN:
        for objecting, objection in state.objections.items():
            return InDispute(objection.topic, objecting)
        names = [one.name for one in asked]
        return NotItsTurn(tuple(n for n in names[: names.index(seat)] if n not in state.answers))
    return NothingOpen()


def _in_arbitrations(look: Look, person: str, roles: frozenset[str]) -> Iterator[WhyUnasked]:
    """The levels of arbitrations under way that are not the one that rules now, and whom a group leaves
    out."""
    for scope in look.state.scopes.values():
        if scope.dispute is None:
            continue
        dispute = dispute_of(scope)
        place = place_in(look, scope, scope.graph)
        for number, level in enumerate(look.program.ruled_topic(dispute.topic).levels):
            if isinstance(level, Arbiter):
                if level.role in roles and number != dispute.level:
                    yield WhyUnasked(place, level.role, OtherLevel(number + 1, dispute.level + 1))
                continue
            group = look.context.organization.groups.get(level.group)
            role = next((r for r in group.members if r in roles), None) if group is not None else None
            if role is None:
                continue
            part = party(look, scope.id, person)
            if number != dispute.level:
                yield WhyUnasked(place, role, OtherLevel(number + 1, dispute.level + 1))
            elif part is not None and dispute.members:
                yield WhyUnasked(place, role, StandsBack(level.group, part.part))
