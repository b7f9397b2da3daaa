"""Reading reviews: which seats were asked and answered, and the ways between and out of them."""

from collections.abc import Mapping
from itertools import pairwise

from procflow.case import events as e
from procflow.case.authority import seats_for
from procflow.case.state import Answered, Scope
from procflow.definition.process import Mode, Review
from procflow.drawing.marks.spans import unit_of
from procflow.drawing.marks.trace import TOKEN, Cause, Stay, Trace
from procflow.drawing.model import Sign
from procflow.program.step_edges import PASSED, VOTED_DOWN


def entered(trace: Trace, event: e.StepEntered) -> None:
    """A review began anew."""
    plan, review = trace.plan, trace.plan.review(event.step)
    if review is None:
        return
    trace.seats.pop(event.scope, None)
    trace.bars = {bar for bar in trace.bars if bar[0] != event.scope}
    if plan.folded(review.name):
        trace.story(review.name).round = (0, 0)
        trace.open(review.name, f"{TOKEN}{event.scope}", _whole(trace, event.scope, review))
        return
    trace.passing(plan.node(review.name))
    for seat in review.seats:
        node = plan.seat(review.name, seat.name)
        if node is not None and node in trace.nodes:
            trace.story(node).round = (0, 0)


def _whole(trace: Trace, scope: str, review: Review) -> Stay:
    """A folded review as a whole: in the unit of its seats' limits, and held against them where they are one
    limit for all at once."""
    counted = [trace.counted(seat.limit) for seat in review.seats]
    limits = {str(deadline): deadline for deadline in counted if deadline is not None}
    first = next(iter(limits.values()), None)
    alike = len(limits) == 1 and (review.mode is not Mode.IN_TURN or len(review.seats) == 1)
    return Stay(scope, trace.at, first if alike else None, unit_of(first))


def asked(trace: Trace, event: e.ItemOpened) -> None:
    """A seat was asked: the flow came to it from the bar before all seats, from the table, or from the seat
    before."""
    plan, review = trace.plan, trace.plan.review(event.step)
    seat = plan.seat_in_file(event.step, event.seat or "")
    if review is None or seat is None or plan.folded(review.name):
        return
    node = plan.seat(review.name, seat.name)
    if plan.beside(review):
        _once(trace, event.scope, plan.node(review.name), node)
    elif review.only is not None:
        trace.take(plan.edge(plan.node(review.name), seat.role, node))
    else:
        _onward(trace, review, trace.seats.get(event.scope), seat.name)


def _once(trace: Trace, scope: str, source: str | None, target: str | None) -> None:
    """Take an edge of a bar once in a round, however many are asked on one card."""
    edge = trace.plan.any_edge(source, target)
    if edge is not None and (scope, edge.id) not in trace.bars:
        trace.bars.add((scope, edge.id))
        trace.take(edge)


def _onward(trace: Trace, review: Review, before: str | None, seat: str) -> None:
    """Take the edges up to a seat from the one that answered last. What lies between counts as gone through
    once: those seats had answered before, or their answers were brought along."""
    names = [each.name for each in review.seats]
    first = names.index(before) if before in names else 0
    for number, (here, there) in enumerate(pairwise(names[first : names.index(seat) + 1])):
        _step(trace, review.name, here, there, once=before is None or number > 0)


def _step(trace: Trace, review: str, here: str, there: str, *, once: bool) -> None:
    plan = trace.plan
    source, diamond = plan.seat(review, here), plan.asked(review, here)
    edge = plan.any_edge(source, diamond or plan.seat(review, there))
    fresh = edge is not None and not (once and trace.edges[edge.id])
    trace.take(edge, once=once)
    if diamond is not None:
        trace.take(plan.any_edge(diamond, plan.seat(review, there)), once=once)
        if fresh:
            trace.passing(diamond)


def answered(trace: Trace, event: e.SeatAnswered) -> None:
    """A seat answered."""
    plan, review = trace.plan, trace.plan.review(event.step)
    seat = plan.seat_in_file(event.step, event.seat)
    node = plan.seat(event.step, event.seat)
    trace.cause = Cause(event.scope, event.step, event.answer, event.seat)
    if review is None or seat is None:
        return
    if event.topic is not None:
        trace.take(plan.edge(node, event.answer, plan.dispute()))
        trace.passing(plan.dispute())
        trace.sign(node, Sign.DISPUTED)
    if event.effect in ("continue", "counts"):
        trace.seats[event.scope] = seat.name
        if plan.beside(review):
            _once(trace, event.scope, node, plan.joined(review.name))


def answers_kept(trace: Trace, event: e.AnswersKept) -> None:
    """Answers given elsewhere count here."""
    for seat, given in event.answers.items():
        node = trace.plan.seat(event.step, seat)
        if node is not None and not trace.plan.folded(event.step):
            story = trace.story(node)
            story.passed, story.kept, story.who = story.passed + 1, True, [given.who]


def acted(trace: Trace, event: e.RulingsActed) -> None:
    """Rulings took effect. Who was overruled counts as answered, and the flow goes on behind; a final
    authority is asked once more."""
    plan, review = trace.plan, trace.plan.review(event.step)
    process = plan.program.process
    arbitration = process.arbitration
    if review is None or arbitration is None:
        return
    match event.ruling:
        case "upheld":
            step = arbitration.upheld.step
        case "refused":
            step = arbitration.refused.step if arbitration.refused is not None else ""
        case _:
            step = review.after_ruling.step if review.after_ruling is not None else review.name
    trigger = f"ruling:{event.ruling}"
    trace.take(plan.edge(plan.ruling(), trigger, plan.entry(step)))
    trace.cause = Cause(event.scope, event.step, trigger, marked=True)
    order = [seat.name for seat in review.seats]
    last = max((order.index(seat) for seat in event.overruled if seat in order), default=None)
    if last is not None:
        trace.seats[event.scope] = order[last]
    elif event.closed:
        trace.seats.pop(event.scope, None)


def left(trace: Trace, event: e.Moved, target: str | None) -> None:
    """A review was left: passed, voted down, by an answer or by a deadline."""
    plan, review = trace.plan, trace.plan.review(event.source)
    assert review is not None
    scope = trace.case.scopes[event.scope]
    kind, _, rest = event.outcome.partition(":")
    if event.outcome in (PASSED, VOTED_DOWN):
        source = _exit(trace, scope, review)
    elif kind == "escalation":
        source = plan.seat(review.name, rest.rpartition(":")[0])
    else:
        source = plan.seat(review.name, _refusing(scope, event))
    trace.take(plan.edge(source, event.outcome, target))


def _refusing(scope: Scope, event: e.Moved) -> str:
    """The seat whose answer leads away: the first of those that gave it."""
    parked = scope.parked.review if scope.parked is not None and scope.parked.step == event.source else None
    review = scope.review or parked
    refusals: Mapping[str, Answered] = review.refusals if review is not None else {}
    given = [seat for seat, answered in refusals.items() if answered.answer == event.outcome]
    return min(given, key=lambda seat: refusals[seat].seq, default="")


def _exit(trace: Trace, scope: Scope, review: Review) -> str | None:
    """The node that a review is passed from: its card, its second bar, or the seat with the last word, with
    the diamond behind it."""
    plan = trace.plan
    if plan.folded(review.name):
        return review.name
    if plan.beside(review):
        trace.passing(plan.joined(review.name))
        return plan.joined(review.name)
    last = _last(trace, review, trace.seats.get(scope.id))
    node, diamond = plan.seat(review.name, last), plan.asked(review.name, last)
    if review.only is None:
        _onward(trace, review, trace.seats.get(scope.id), last)
    if node is not None and node not in trace.nodes:
        trace.passing(node)
    if diamond is None:
        return node
    trace.take(plan.any_edge(node, diamond))
    trace.passing(diamond)
    return diamond


def _last(trace: Trace, review: Review, answered: str | None) -> str:
    """The seat with the last word, as the table decided; without a table, the last one."""
    table = review.until or review.only
    known = trace.case.authority.get(table or "")
    try:
        seats = seats_for(review, known.role if known is not None else None)
    except ValueError:
        seats = ()
    return seats[-1].name if seats else answered or review.seats[-1].name
