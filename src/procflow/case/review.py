"""Review steps: opening seats, taking what they answered into account, passing on or going back."""

from procflow.case import events as e
from procflow.case.authority import determine, is_final, seats_for
from procflow.case.data import content_hash
from procflow.case.flow import leave, taken_over_by
from procflow.case.items import Asked, convening_item, open_item, seat_item, withdraw_items
from procflow.case.lens import review_of
from procflow.case.people import exceeded
from procflow.case.run import Reopen, Run
from procflow.case.state import Answered, ReviewState
from procflow.definition.process import (
    End,
    FirstRefusal,
    Leave,
    Mode,
    Object,
    Resume,
    Review,
    Seat,
    SettledTopic,
    Target,
)
from procflow.program.main_graph import PASSED, ruling_trigger, topic_trigger

# The weightiest ruling of a step is the one that acts (SEMANTICS 14).
WEIGHT = ("refused", "upheld", "overruled")


def enter_review(run: Run, scope: str, review: Review, carried: dict[str, Answered]) -> None:
    """Begin a review, go on with it where it was parked, or take over the answers of the one before."""
    standing = run.scope(scope)
    parked = standing.parked
    if parked is not None and parked.step == review.name:
        _resume(run, scope, review)
    else:
        source = parked.step if parked is not None else ""
        if parked is not None and taken_over_by(run, standing) == review.name:
            carried = parked.review.answers
            run.emit(e.ParkDropped(scope, source, review.name))
        run.emit(e.StepEntered(scope, review.name))
        _keep(run, scope, review, source, carried)
    advance(run, scope)


def _keep(run: Run, scope: str, review: Review, source: str, answers: dict[str, Answered]) -> None:
    """Answers given on what the seats of this step are shown now count here as well."""
    now = content_hash(run.program.process, run.state, review.shows)
    seats = {seat.name for seat in review.seats}
    kept = {name: a for name, a in answers.items() if name in seats and a.shown == now}
    if kept:
        run.emit(e.AnswersKept(scope, review.name, source, kept))


def _resume(run: Run, scope: str, review: Review) -> None:
    parked = run.scope(scope).parked
    assert parked is not None
    counted = tuple(s for s in parked.seats if parked.resume == Resume.AFTER and s in parked.review.refusals)
    again = tuple(s for s in parked.seats if s not in counted)
    run.emit(e.StepResumed(scope, review.name, again, counted))
    reopen_answers(run, scope)
    run.agenda.extend(Reopen(inner.id) for inner in parked.scopes)


def reopen_answers(run: Run, scope: str) -> None:
    """Take out answers whose seat looks at something that changed, or whose grant does not reach that far any
    more (SEMANTICS 7, 25)."""
    standing = run.scope(scope)
    review = run.program.review(standing.step)
    answers = review_of(standing).answers
    for seat in review.seats:
        answered = answers.get(seat.name)
        reason = _reopened_because(run, seat, answered) if answered is not None else None
        if reason is not None:
            run.emit(e.SeatReopened(scope, review.name, seat.name, reason))


def _reopened_because(run: Run, seat: Seat, answered: Answered) -> str | None:
    if seat.looks_at and answered.looked != content_hash(run.program.process, run.state, seat.looks_at):
        return "what the seat looks at has changed"
    grant = run.context.organization.grants.get(answered.who.grant or "")
    if grant is not None and exceeded(run.program, run.state, grant):
        return f"the grant {grant.name} does not reach this far any more"
    return None


def asked_seats(run: Run, review: Review) -> tuple[Seat, ...]:
    """The seats that this case has to ask, the table being worked out on the data of now (SEMANTICS 10)."""
    table = review.only or review.until
    return seats_for(review, determine(run, table) if table is not None else None)


def advance(run: Run, scope: str) -> None:
    """Go on with a review after anything has happened in it: act on refusals and rulings, ask the next, or
    pass."""
    review = run.program.review(run.scope(scope).step)
    state = review_of(run.scope(scope))
    if review.convened_by is not None and not state.convened:
        if convening_item(run, scope, review) is None:
            asked = Asked(scope, review.name, review.convened_by, "convene", seat=review.convened_by)
            open_item(run, asked)
        return
    seats = asked_seats(run, review)
    if _act(run, scope, review, seats):
        return
    _withdraw_unasked(run, scope, seats)
    state = review_of(run.scope(scope))
    pending = [s for s in seats if s.name not in state.answers]
    if not pending:
        leave(run, scope, PASSED)
        return
    for seat in pending[:1] if review.mode is Mode.IN_TURN else pending:
        settled = seat.name in state.objections or seat.name in state.refusals
        if not settled and seat_item(run, scope, seat.name) is None:
            limit = seat.limit
            open_item(run, Asked(scope, review.name, seat.role, "seat", seat=seat.name, limit=limit))


def _withdraw_unasked(run: Run, scope: str, seats: tuple[Seat, ...]) -> None:
    """A seat that the table does not ask any more keeps no open item."""
    asked = {seat.name for seat in seats}
    for item in list(run.state.items.values()):
        if (item.scope, item.purpose) == (scope, "seat") and item.seat not in asked:
            run.emit(e.ItemWithdrawn(item.id, "the table asks another seat now"))


def _act(run: Run, scope: str, review: Review, seats: tuple[Seat, ...]) -> bool:
    """Let rulings and refusals act if they may. True if the review was left."""
    state = review_of(run.scope(scope))
    if any(o.scope is not None for o in state.objections.values()):
        return (
            bool(state.refusals)
            and review.first_refusal is FirstRefusal.DECIDES
            and _refuse(run, scope, review)
        )
    if state.objections:
        return _act_on_rulings(run, scope, review, state)
    if not state.refusals:
        return False
    heard = set(state.refusals) | set(state.answers)
    waits = review.mode is Mode.TOGETHER and review.first_refusal is FirstRefusal.WAITS
    if waits and any(seat.name not in heard for seat in seats):
        return False
    return _refuse(run, scope, review)


def _act_on_rulings(run: Run, scope: str, review: Review, state: ReviewState) -> bool:
    """The rulings of a step act together, when its last open objection is ruled (SEMANTICS 14, 17)."""
    arbitration = run.arbitration()
    ruling = min((o.ruling or WEIGHT[0] for o in state.objections.values()), key=WEIGHT.index)
    overruled, closed = [], {}
    for name, objection in state.objections.items():
        if objection.ruling != "overruled":
            continue
        seat = run.program.seat(review.name, name)
        final = is_final(run.program, run.state, review.name, seat.role)
        if final and arbitration.authority_asked_again:
            closed[name] = tuple(a.name for a in seat.answers.values() if isinstance(a.effect, Object))
        else:
            overruled.append(name)
    upheld = tuple(name for name, o in state.objections.items() if o.ruling == "upheld")
    run.emit(e.RulingsActed(scope, review.name, ruling, tuple(overruled), closed))
    match ruling:
        case "refused":
            leave(run, scope, ruling_trigger("refused"))
        case "upheld":
            seats = (*upheld, *review_of(run.scope(scope)).refusals)
            _park(run, scope, review, arbitration.upheld, seats, disputed=True)
            leave(run, scope, ruling_trigger("upheld"))
        case _:
            if review.after_ruling is None:
                return False
            answers = review_of(run.scope(scope)).answers if review.after_ruling.keep_answers else {}
            leave(run, scope, ruling_trigger("overruled"), answers)
    return True


def _refuse(run: Run, scope: str, review: Review) -> bool:
    """Let the answers that lead away act: one that ends the case before one that comes back, else the
    first."""
    refusals = review_of(run.scope(scope)).refusals
    leading = {seat: _target(run, review, seat, answered) for seat, answered in refusals.items()}
    ends = [s for s, (target, _) in leading.items() if isinstance(run.program.step(target.step), End)]
    first = ends[0] if ends else min(refusals, key=lambda seat: refusals[seat].seq)
    target, trigger = leading[first]
    if target.resume is not None and target.resume is not Resume.FIRST:
        disputed = any(answered.topic is not None for answered in refusals.values())
        _park(run, scope, review, target, tuple(refusals), disputed=disputed)
    leave(run, scope, trigger)
    return True


def _target(run: Run, review: Review, seat: str, answered: Answered) -> tuple[Target, str]:
    if answered.topic is not None:
        topic = run.arbitration().topics[answered.topic]
        assert isinstance(topic, SettledTopic)
        return topic.target, topic_trigger(topic.name)
    effect = run.program.seat(review.name, seat).answers[answered.answer].effect
    assert isinstance(effect, Leave)
    return effect.target, answered.answer


def _park(
    run: Run, scope: str, review: Review, target: Target, seats: tuple[str, ...], *, disputed: bool
) -> None:
    inner = [s.id for s in run.state.scopes.values() if s.parent == scope]
    withdraw_items(run, (scope, *inner), f"{review.name} waits for {target.step}")
    resume = (target.resume or Resume.HERE).value
    run.emit(e.StepParked(scope, review.name, target.step, resume, seats, disputed))
