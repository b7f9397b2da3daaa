"""What an event of a case rests on: the questions that its element names, and which element that is."""

from procflow.case import events as e
from procflow.definition.process import joined
from procflow.reports.audit.values import Named
from procflow.reports.story import basis
from procflow.reports.story.said import Past
from procflow.wording import Words


def place_of(words: Words, past: Past, opened: e.ItemOpened | None) -> Named:
    """Where a work item was: a step, ``STEP/SEAT``, or the topic of a dispute."""
    if opened is None:
        return Named("", "")
    dispute = past.disputes.get(opened.scope)
    if dispute is not None and opened.step not in words.program.steps:
        return Named(dispute.topic, words.dispute(dispute.topic))
    if opened.seat is not None and opened.purpose == "seat":
        seat = words.find_seat(opened.step, opened.seat)
        title = words.title(seat.title) if seat is not None else opened.seat
        return Named(f"{opened.step}/{opened.seat}", f"{words.step(opened.step)} · {title}")
    return step_of(words, opened.step)


def step_of(words: Words, step: str) -> Named:
    """A step by its title."""
    return Named(step, words.step(step))


def behind(words: Words, past: Past, event: e.Event) -> tuple[tuple[str, ...], Named]:
    """The questions that an event's element names, and the element; none where it decides nothing."""
    program = words.program
    match event:
        case e.ItemCompleted(item=item, step=step, outcome=outcome):
            opened = past.items.get(item)
            found = joined(basis.of_item(program, past, opened), basis.of_outcome(program, step, outcome))
            return found.questions, place_of(words, past, opened)
        case e.SeatAnswered(step=step, seat=seat, answer=answer):
            found = joined(basis.of_seat(program, step, seat), basis.of_answer(program, step, seat, answer))
            return found.questions, place_of(words, past, past.items.get(event.item))
        case e.AuthorityDetermined():
            return _row(words, event)
        case e.ItemHandedUp(item=item) | e.TimerPassed(item=item) | e.RightLapsed(item=item):
            return basis.of_limit(program, past, item).questions, place_of(words, past, past.items.get(item))
        case _:
            return _flow(words, past, event)


def _row(words: Words, event: e.AuthorityDetermined) -> tuple[tuple[str, ...], Named]:
    table = words.process.tables.get(event.table)
    if table is None:
        role_map = words.process.maps.get(event.table)
        title = words.title(role_map.title) if role_map is not None else event.table
        return role_map.basis.questions if role_map is not None else (), Named(event.table, title)
    rows = table.rows[event.row - 1 : event.row] if event.row > 0 else ()
    found = joined(*(row.basis for row in rows), table.basis)
    return found.questions, Named(table.name, words.title(table.title))


def _flow(words: Words, past: Past, event: e.Event) -> tuple[tuple[str, ...], Named]:
    program = words.program
    match event:
        case e.MilestoneReached(step=step) | e.MilestoneVoided(step=step) | e.CaseEnded(step=step):
            return basis.of_step(program, step).questions, step_of(words, step)
        case e.Moved(source=source, line=int()):
            return basis.of_step(program, source).questions, step_of(words, source)
        case e.NoticeSent(step=step) | e.WaitBegan(step=step) | e.CallRequested(step=step):
            return basis.of_step(program, step).questions, step_of(words, step)
        case e.BranchOpened(step=step, branch=branch):
            return basis.of_branch(program, step, branch).questions, step_of(words, step)
        case e.EventRaised(event=name):
            return basis.of_event(program, name).questions, Named(name, words.event(name))
        case e.ObjectionOpened(topic=topic):
            return basis.of_topic(program, topic).questions, Named(topic, words.dispute(topic))
        case e.RulingGiven(scope=scope) | e.VoteCast(scope=scope) | e.MotionDecided(scope=scope):
            return basis.of_dispute(program, past, scope).questions, _dispute(words, past, scope)
        case e.Appealed(scope=scope):
            return basis.of_appeal(program, past, scope).questions, _dispute(words, past, scope)
        case _:
            return (), Named("", "")


def _dispute(words: Words, past: Past, scope: str) -> Named:
    opened = past.disputes.get(scope)
    topic = opened.topic if opened is not None else scope
    return Named(topic, words.dispute(topic))
