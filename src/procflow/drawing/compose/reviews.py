"""Reviews: folded into one card, or with a card for every seat."""

from collections.abc import Iterator
from itertools import pairwise

from procflow.definition.process import (
    Answer,
    ChosenSeats,
    EachSeat,
    Leave,
    Mode,
    Object,
    Review,
    Seat,
    Table,
)
from procflow.drawing.compose import facts
from procflow.drawing.compose.canvas import Canvas
from procflow.drawing.compose.disputes import DISPUTE
from procflow.drawing.compose.lanes import Own, role_key
from procflow.drawing.compose.steps import each_lane
from procflow.drawing.compose.ways import Way, draw_escalations, draw_way
from procflow.drawing.model import Fact, Node, Relation, Shape, Sign
from procflow.program.step_edges import PASSED, VOTED_DOWN

_MODES = {Mode.TOGETHER: (Sign.PARALLEL,), Mode.FIRST_ANSWER: (Sign.PARALLEL,), Mode.VOTE: (Sign.VOTE,)}


def draw_folded(canvas: Canvas, step: Review) -> None:
    """Draw a review as one card that lists its seats."""
    subject = canvas.subject
    voice = subject.voice
    limits = dict.fromkeys(facts.limit_text(subject, seat.limit) for seat in step.seats)
    lanes = dict.fromkeys(_lane(canvas, step, seat) for seat in step.seats)
    escalates = any(facts.escalates(seat.limit) for seat in step.seats)
    canvas.add(
        Node(
            id=step.name,
            shape=Shape.REVIEW,
            lane=next(iter(lanes)) if len(lanes) == 1 else Own.REVIEWS,
            section=canvas.section,
            title=voice.titled(step.title),
            corner=voice.say(f"mode.{step.mode.name}"),
            limit=next(iter(limits)) if len(limits) == 1 else "",
            rows=tuple(_row(canvas, step, seat) for seat in step.seats),
            signs=_signs(step, escalates=escalates),
            basis=facts.basis_names(step.basis),
            facts=tuple(_facts(canvas, step)),
            element=step.name,
        )
    )


def _row(canvas: Canvas, step: Review, seat: Seat) -> str:
    voice = canvas.subject.voice
    if step.seating is not None:
        return _who(canvas, step, seat)
    title, role = voice.words.title(seat.title), voice.words.role(seat.role)
    return title if title == role else voice.say("row.seat", title=title, role=role)


def _signs(step: Review, *, escalates: bool) -> tuple[Sign, ...]:
    return (
        *((Sign.ESCALATES,) if escalates else ()),
        *_MODES.get(step.mode, ()),
        *((Sign.EACH,) if step.seating is not None else ()),
        *((Sign.PAPERS,) if step.attach else ()),
    )


def _facts(canvas: Canvas, step: Review) -> Iterator[Fact]:
    subject = canvas.subject
    voice = subject.voice
    yield from facts.basis_facts(subject, step.basis)
    yield Fact(voice.say("fact.mode"), voice.say(f"mode.{step.mode.name}"))
    if step.convened_by is not None:
        yield Fact(voice.say("fact.convened_by"), voice.words.role(step.convened_by))
    for label, name in (("fact.until", step.until), ("fact.only", step.only)):
        if name is not None:
            yield Fact(voice.say(label), voice.words.title(canvas.subject.program.process.tables[name].title))
    if step.vote is not None:
        sign = ">" if step.vote.threshold.strict else "≥"
        yield Fact(voice.say("fact.majority"), f"{sign} {step.vote.threshold.share}")
    yield from facts.given_facts(subject, "fact.shows", step.shows)
    yield from facts.given_facts(subject, "fact.attach", step.attach)
    for seat in step.seats:
        limit = facts.limit_text(subject, seat.limit)
        row = _row(canvas, step, seat)
        yield Fact(voice.say("fact.seat"), voice.words.aside(row, limit) if limit else row)


def draw_seats(canvas: Canvas, step: Review) -> None:
    """Draw a review with a card for each seat, and the diamonds at which a table says how far it goes."""
    if _beside(step):
        _bar(canvas, step, Shape.SPLIT, step.name)
        for seat in step.seats:
            _seat(canvas, step, seat)
        _bar(canvas, step, Shape.JOIN, passed_id(step.name))
        return
    table = _table(canvas, step)
    if step.only is not None and table is not None:
        _diamond(canvas, step, table, step.name)
    for seat in step.seats:
        _seat(canvas, step, seat)
        if step.until is not None and table is not None and seat.role in table.ranks[:-1]:
            _diamond(canvas, step, table, asked_id(step.name, seat.name))
    canvas.entries[step.name] = step.name if step.only else seat_id(step.name, step.seats[0].name)


def seat_id(review: str, seat: str) -> str:
    """The node of a seat."""
    return f"{review}/{seat}"


def asked_id(review: str, seat: str) -> str:
    """The node at which a table says whether the flow goes beyond a seat."""
    return f"{review}/{seat}:asked"


def passed_id(review: str) -> str:
    """The node at which seats that are asked together meet."""
    return f"{review}:joined"


def _beside(step: Review) -> bool:
    return step.mode is not Mode.IN_TURN and (len(step.seats) > 1 or step.seating is not None)


def _table(canvas: Canvas, step: Review) -> Table | None:
    name = step.until or step.only
    return canvas.subject.program.process.tables[name] if name is not None else None


def _bar(canvas: Canvas, step: Review, shape: Shape, node: str) -> None:
    voice = canvas.subject.voice
    split = shape is Shape.SPLIT
    canvas.add(
        Node(
            id=node,
            shape=shape,
            lane="",
            section=canvas.section,
            title=voice.titled(step.title) if split else (voice.say(f"mode.{step.mode.name}"),),
            corner=voice.say(f"mode.{step.mode.name}") if split else "",
            signs=_MODES.get(step.mode, ()) if split else (),
            basis=facts.basis_names(step.basis) if split else (),
            facts=tuple(_facts(canvas, step)) if split else (),
            element=step.name,
        )
    )


def _diamond(canvas: Canvas, step: Review, table: Table, node: str) -> None:
    voice = canvas.subject.voice
    canvas.add(
        Node(
            id=node,
            shape=Shape.TABLE,
            lane="",
            section=canvas.section,
            title=voice.titled(table.title),
            basis=facts.basis_names(table.basis),
            facts=tuple(facts.basis_facts(canvas.subject, table.basis)),
            element=step.name,
        )
    )


def _seat(canvas: Canvas, step: Review, seat: Seat) -> None:
    subject = canvas.subject
    signs = (
        *facts.escalates(seat.limit),
        *((Sign.EACH,) if step.seating is not None else ()),
        *((Sign.PAPERS,) if seat.attach else ()),
    )
    canvas.add(
        Node(
            id=seat_id(step.name, seat.name),
            shape=Shape.SEAT,
            lane=_lane(canvas, step, seat),
            section=canvas.section,
            title=_seat_title(canvas, step, seat),
            corner=_who(canvas, step, seat),
            limit=facts.limit_text(subject, seat.limit),
            signs=signs,
            basis=facts.basis_names(seat.basis),
            facts=tuple(facts.seat_facts(subject, seat)),
            element=f"{step.name}/{seat.name}",
        )
    )


def _seat_title(canvas: Canvas, step: Review, seat: Seat) -> tuple[str, ...]:
    """The seat's title; where the data or a person name the seats, that of the review that they sit in."""
    return canvas.subject.voice.titled(seat.title if step.seating is None else step.title)


def _lane(canvas: Canvas, step: Review, seat: Seat) -> str:
    match step.seating:
        case EachSeat(each, _):
            return each_lane(canvas, each)[0]
        case ChosenSeats():
            return Own.REVIEWS
        case None:
            return role_key(seat.role)


def _who(canvas: Canvas, step: Review, seat: Seat) -> str:
    match step.seating:
        case EachSeat(each, _):
            return each_lane(canvas, each)[1]
        case ChosenSeats():
            return canvas.subject.voice.say("who.chosen")
        case None:
            return canvas.subject.voice.words.role(seat.role)


def draw_folded_ways(canvas: Canvas, step: Review, finished: str) -> None:
    """Draw the ways out of a folded review: its outcomes, and the answers and moments that lead elsewhere."""
    _passing(canvas, step, step.name, finished)
    given = ((seat, answer) for seat in step.seats for answer in seat.answers.values())
    answers = {answer.name: answer for seat, answer in given if facts.can_give(canvas.subject, seat, answer)}
    for answer in answers.values():
        _answer(canvas, step.name, answer, finished)
    drawn: set[tuple[str, str]] = set()
    for seat in step.seats:
        leaving = {(str(at.at), action.target.step) for _, at, action in facts.leaving(seat.limit)}
        if not leaving <= drawn:
            draw_escalations(canvas, step.name, seat.name, seat.limit, finished)
        drawn |= leaving


def _passing(canvas: Canvas, step: Review, source: str, finished: str, label: str = "") -> None:
    for outcome in step.outcomes.values():
        failed = outcome.name == "failed"
        said = canvas.subject.voice.words.title(outcome.title) if len(step.outcomes) > 1 else label
        way = Way(source, outcome.target, finished)
        draw_way(canvas, way, said, trigger=VOTED_DOWN if failed else PASSED)


def _answer(canvas: Canvas, source: str, answer: Answer, finished: str) -> None:
    said = canvas.subject.voice.words.title(answer.title)
    match answer.effect:
        case Leave(target):
            draw_way(canvas, Way(source, target, finished), said, trigger=answer.name)
        case Object():
            canvas.join(source, DISPUTE, Relation.ESCALATION, said, trigger=answer.name)
        case _:
            return


def draw_seat_ways(canvas: Canvas, step: Review, finished: str) -> None:
    """Draw the ways between the seats of a review and out of it."""
    names = [seat.name for seat in step.seats]
    if _beside(step):
        for name in names:
            canvas.join(step.name, seat_id(step.name, name))
            canvas.join(seat_id(step.name, name), passed_id(step.name))
        _passing(canvas, step, passed_id(step.name), finished)
    elif step.only is not None:
        for seat in step.seats:
            said = canvas.subject.voice.words.role(seat.role)
            canvas.join(step.name, seat_id(step.name, seat.name), label=said, trigger=seat.role)
            _passing(canvas, step, seat_id(step.name, seat.name), finished)
    else:
        _in_turn(canvas, step, finished)
    for seat in step.seats:
        source = seat_id(step.name, seat.name)
        for answer in seat.answers.values():
            if facts.can_give(canvas.subject, seat, answer):
                _answer(canvas, source, answer, finished)
        draw_escalations(canvas, source, seat.name, seat.limit, finished)


def _in_turn(canvas: Canvas, step: Review, finished: str) -> None:
    voice = canvas.subject.voice
    drawn = {node.id for node in canvas.nodes}
    for seat, after in pairwise([*step.seats, None]):
        assert seat is not None
        here, asked = seat_id(step.name, seat.name), asked_id(step.name, seat.name)
        if asked in drawn:
            canvas.join(here, asked)
            _passing(
                canvas, step, asked, finished, voice.say("way.last_word", role=voice.words.role(seat.role))
            )
            here = asked
        if after is None:
            _passing(canvas, step, here, finished)
        else:
            label = voice.say("way.beyond") if here == asked else ""
            canvas.join(here, seat_id(step.name, after.name), label=label, otherwise=here == asked)
