"""Review steps: opening seats, taking what they answered into account, passing on or going back."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.authority import determine, is_final, seats_for
from procflow.case.data import content_hash
from procflow.case.doers import addressed, named_by, to_person
from procflow.case.flow import Return, drop_replaced, give_up_parked, leave, taken_over_by
from procflow.case.grants import exceeded
from procflow.case.items import Asked, convening_item, open_item, seat_items, withdraw_items
from procflow.case.lens import inside, review_of
from procflow.case.refusal import Refused
from procflow.case.run import Carried, Reopen, Run
from procflow.case.seats import person_of, review_at, seat_of
from procflow.case.state import KEPT_OF_HASH, Answered, Item, ReviewState
from procflow.case.voting import count_votes
from procflow.definition.process import (
    EachSeat,
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
    WhenNone,
)
from procflow.program.step_edges import PASSED, VOTED_DOWN, ruling_trigger, topic_trigger

# The weightiest ruling of a step is the one that acts (SEMANTICS 14).
WEIGHT = ("refused", "upheld", "overruled")

# A member of an enumeration is searched for at each mention, and these are mentioned in every command.
_IN_TURN, _TOGETHER, _FIRST_ANSWER, _VOTE = Mode.IN_TURN, Mode.TOGETHER, Mode.FIRST_ANSWER, Mode.VOTE


def enter_review(run: Run, scope: str, review: Review, carried: Carried | None) -> None:
    """Begin a review, go on with it where it was parked, or take over the answers of the one before."""
    standing = run.scope(scope)
    parked = standing.parked
    if parked is not None and parked.step == review.name:
        resume_review(run, scope)
        return
    if parked is not None and parked.review is not None and taken_over_by(run, standing) == review.name:
        carried = _handed_on(run, parked.step, parked.review)
        give_up_parked(run, scope, review.name, "taken-over")
    run.emit(e.StepEntered(scope, review.name))
    if isinstance(review.seating, EachSeat) and not _name_seats(run, scope, review, review.seating):
        return
    if carried is not None:
        _keep(run, scope, carried)
    advance(run, scope)


def _name_seats(run: Run, scope: str, review: Review, seating: EachSeat) -> bool:
    """Have the data name the seats. False where they name nobody and the review is passed for it."""
    named = named_by(run, scope, seating.each)
    if not named and seating.none is WhenNone.REFUSE:
        text = f"{seating.each.field} names nobody for {review.name}"
        raise Refused("nobody-named", text, missing=(seating.each.field,))
    run.emit(e.SeatsNamed(scope, review.name, named))
    if not named:
        leave(run, scope, PASSED)
    return bool(named)


def _handed_on(run: Run, step: str, state: ReviewState) -> Carried | None:
    """The answers that the step which takes over after a ruling begins with."""
    after = run.program.review(step).after_ruling
    return Carried(step, state.answers) if after is not None and after.keep_answers else None


def _keep(run: Run, scope: str, carried: Carried) -> None:
    """Answers given on what the seats of this step are shown now count here as well."""
    review = review_at(run.program, run.scope(scope))
    shown = content_hash(run.around(scope), run.state, review.shows)
    kept = {}
    for seat in review.seats:
        answered, now = carried.answers.get(seat.name), looked(run, seat, scope)
        if answered is not None and _is_of(answered.shown, shown) and _is_of(answered.looked or "", now):
            kept[seat.name] = replace(answered, looked=now and now[:KEPT_OF_HASH])
    if kept:
        run.emit(e.AnswersKept(scope, review.name, carried.source, kept))


def _is_of(kept: str, now: str | None) -> bool:
    """Whether what is kept of a hash is of the one that there is now; of none, nothing is kept."""
    return (now or "").startswith(kept)


def resume_review(run: Run, scope: str) -> None:
    """Go on with a review where it was parked."""
    parked = run.scope(scope).parked
    assert parked is not None
    assert parked.review is not None
    refused = parked.review.refusals
    counted = tuple(s for s in parked.seats if parked.resume == Resume.AFTER and s in refused)
    again = tuple(s for s in parked.seats if s not in counted)
    run.emit(e.StepResumed(scope, parked.step, again, counted))
    reopen_answers(run, scope)
    run.agenda.extend(Reopen(inner.id) for inner in parked.scopes)
    advance(run, scope)


def reopen_answers(run: Run, scope: str) -> None:
    """Take out answers whose seat looks at something that changed, or whose grant does not reach that far any
    more; the others stand, and are marked if they were given on earlier terms (SEMANTICS 7, 25)."""
    review = review_at(run.program, run.scope(scope))
    shown = content_hash(run.around(scope), run.state, review.shows)
    earlier = []
    for seat in review.seats:
        answered = review_of(run.scope(scope)).answers.get(seat.name)
        if answered is None:
            continue
        grant = _outgrown(run, answered)
        now = looked(run, seat, scope)
        if (now is None) is not (answered.looked is None) or not _is_of(answered.looked or "", now):
            run.emit(e.SeatReopened(scope, review.name, seat.name, "looked-at-changed"))
        elif grant is not None:
            run.emit(e.SeatReopened(scope, review.name, seat.name, "grant-exceeded", grant))
        elif not _is_of(answered.shown, shown) and not answered.earlier:
            earlier.append(seat.name)
    if earlier:
        run.emit(e.AnswersStand(scope, review.name, tuple(earlier)))


def looked(run: Run, seat: Seat, scope: str) -> str | None:
    """The hash of what a seat looks at, as it is now; None for a seat that names nothing."""
    return content_hash(run.around(scope), run.state, seat.looks_at) if seat.looks_at else None


def _outgrown(run: Run, answered: Answered) -> str | None:
    """The grant whose limits the case has gone beyond since this was answered under it."""
    for name in answered.who.grants():
        grant = run.context.organization.grants.get(name)
        if grant is not None and exceeded(run.program, run.state, grant):
            return name
    return None


def asked_seats(run: Run, review: Review) -> tuple[Seat, ...]:
    """The seats that this case has to ask, the table being worked out on the data of now (SEMANTICS 10)."""
    table = review.only or review.until
    return seats_for(review, determine(run, table) if table is not None else None)


def advance(run: Run, scope: str) -> None:
    """Go on with a review after anything has happened in it: act on refusals and rulings, ask the next, or
    pass."""
    standing = run.scope(scope)
    review, state = review_at(run.program, standing), review_of(standing)
    if review.convened_by is not None and not state.convened:
        if convening_item(run, scope, review) is None:
            _convene(run, scope, review.name, review.convened_by)
        return
    seats = asked_seats(run, review)
    if state.objections or state.refusals:
        if _act(run, scope, review, seats):
            return
        state = review_of(run.scope(scope))
    pending = _unanswered(review, seats, state.answers)
    trigger = _decided(run, scope, review, seats, pending)
    if trigger is not None:
        if review.mode in (_VOTE, _FIRST_ANSWER):
            withdraw_items(run, (scope,), "answered")
        leave(run, scope, trigger)
        return
    if review.mode is _IN_TURN and state.objections:
        pending = []
    open_seats = seat_items(run, scope)
    if open_seats:
        _withdraw_others(run, open_seats, seats, pending)
    for seat in pending:
        settled = seat.name in state.objections or seat.name in state.refusals
        if not settled and seat.name not in open_seats:
            _ask(run, scope, review, seat)


def _unanswered(review: Review, seats: tuple[Seat, ...], answers: Mapping[str, Answered]) -> list[Seat]:
    """The seats whose answer is still wanted; of those that are asked in turn, the first."""
    if review.mode is not _IN_TURN:
        return [seat for seat in seats if seat.name not in answers]
    for seat in seats:
        if seat.name not in answers:
            return [seat]
    return []


def _convene(run: Run, scope: str, review: str, convener: str) -> None:
    meant = addressed(run, convener)
    asked = Asked(scope, review, meant.role, "convene", seat=convener, persons=meant.persons)
    open_item(run, asked)


def _ask(run: Run, scope: str, review: Review, seat: Seat) -> None:
    person = person_of(run.scope(scope), seat.name) if review.seating is not None else None
    meant = to_person(run, person) if person is not None else addressed(run, seat.role)
    open_item(run, Asked(scope, review.name, meant.role, "seat", seat.name, meant.persons, seat.limit))


def _decided(
    run: Run, scope: str, review: Review, seats: tuple[Seat, ...], pending: Sequence[Seat]
) -> str | None:
    """The way that a review takes by what was answered so far; None while it has to ask on."""
    state = review_of(run.scope(scope))
    if review.vote is not None:
        open_votes = any(o.scope is not None for o in state.objections.values())
        passed = None if open_votes else count_votes(run, scope, review, seats)
        return None if passed is None else PASSED if passed else VOTED_DOWN
    certain = state.answers if review.mode is _FIRST_ANSWER else not pending
    return PASSED if certain and not state.objections else None


def _withdraw_others(
    run: Run, open_seats: Mapping[str, Item], seats: Sequence[Seat], pending: Sequence[Seat]
) -> None:
    """A seat keeps no open item when the table does not ask it any more, or an earlier one is asked first."""
    asked, wanted = {seat.name for seat in seats}, {seat.name for seat in pending}
    for seat, item in open_seats.items():
        if seat not in wanted:
            run.emit(e.ItemWithdrawn(item.id, "asked-earlier" if seat in asked else "not-asked"))


def _act(run: Run, scope: str, review: Review, seats: tuple[Seat, ...]) -> bool:
    """Let rulings and refusals act if they may. True if the review was left."""
    state = review_of(run.scope(scope))
    disputed = any(o.scope is not None for o in state.objections.values())
    if state.objections and not disputed:
        if _act_on_rulings(run, scope, review, state):
            return True
        state = review_of(run.scope(scope))
    if not state.refusals:
        return False
    heard = set(state.refusals) | set(state.answers)
    unheard = disputed or any(seat.name not in heard for seat in seats)
    waits = review.mode is _TOGETHER and review.first_refusal is FirstRefusal.WAITS
    return not (waits and unheard) and _refuse(run, scope, review)


def _act_on_rulings(run: Run, scope: str, review: Review, state: ReviewState) -> bool:
    """The rulings of a step act together, when its last open objection is ruled (SEMANTICS 14, 17)."""
    arbitration = run.program.arbitration()
    ruling = min((o.ruling for o in state.objections.values() if o.ruling), key=WEIGHT.index)
    overruled, closed = [], {}
    for name, objection in state.objections.items():
        if objection.ruling != "overruled":
            continue
        seat = seat_of(run.program, run.scope(scope), name)
        final = is_final(run.program, run.state, review.name, seat.role)
        if final and arbitration.authority_asked_again:
            closed[name] = tuple(a.name for a in seat.answers.values() if isinstance(a.effect, Object))
        else:
            overruled.append(name)
    upheld = tuple(name for name, o in state.objections.items() if o.ruling == "upheld")
    run.emit(e.RulingsActed(scope, review.name, ruling, upheld, tuple(overruled), closed))
    match ruling:
        case "refused":
            leave(run, scope, ruling_trigger(ruling))
        case "upheld":
            seats = tuple(review_of(run.scope(scope)).refusals)
            park(run, scope, arbitration.upheld, seats, disputed=True)
            leave(run, scope, ruling_trigger(ruling), back=Return(arbitration.upheld.resume, disputed=True))
        case _:
            if review.after_ruling is None:
                return False
            carried = _handed_on(run, review.name, review_of(run.scope(scope)))
            leave(run, scope, ruling_trigger(ruling), carried)
    return True


def _refuse(run: Run, scope: str, review: Review) -> bool:
    """Let the answers that lead away act: one that ends the case before one that comes back, else the
    first."""
    refusals = review_of(run.scope(scope)).refusals
    leading = {seat: _target(run, scope, seat, answered) for seat, answered in refusals.items()}
    ends = [s for s, (target, _) in leading.items() if isinstance(run.program.steps.get(target.step), End)]
    first = ends[0] if ends else min(refusals, key=lambda seat: refusals[seat].seq)
    target, trigger = leading[first]
    disputed = any(answered.topic is not None for answered in refusals.values())
    park(run, scope, target, tuple(refusals), disputed=disputed)
    leave(run, scope, trigger, back=Return(target.resume, disputed=disputed))
    return True


def _target(run: Run, scope: str, seat: str, answered: Answered) -> tuple[Target, str]:
    if answered.topic is not None:
        topic = run.program.arbitration().topics[answered.topic]
        assert isinstance(topic, SettledTopic)
        return topic.target, topic_trigger(topic.name)
    effect = seat_of(run.program, run.scope(scope), seat).answers[answered.answer].effect
    assert isinstance(effect, Leave)
    return effect.target, answered.answer


def park(run: Run, scope: str, target: Target, seats: tuple[str, ...], *, disputed: bool = False) -> None:
    """Keep a review that a return leaves for when the flow comes back, in place of any kept before; one that
    begins again then is not kept (SEMANTICS 5, 6)."""
    if target.resume is None:
        return
    step = run.scope(scope).step
    drop_replaced(run, scope, step)
    if target.resume is Resume.FIRST:
        return
    withdraw_items(run, (scope, *inside(run.state, scope)), "parked")
    run.emit(e.StepParked(scope, step, target.step, target.resume.value, seats, disputed))
