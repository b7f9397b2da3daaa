"""Reading work items: who was asked for what on which node, who did it, and what the clock did about it."""

from procflow.case import events as e
from procflow.case.state import Performance
from procflow.definition.process import Limit, Notice, Task
from procflow.drawing.marks import reviews
from procflow.drawing.marks.spans import unit_of
from procflow.drawing.marks.trace import LEVEL, Cause, Happened, Note, Stay, Trace
from procflow.program.step_edges import TOLD
from procflow.worktime import After
from procflow.worktime.deadline import Deadline


def opened(trace: Trace, event: e.ItemOpened) -> None:
    """Somebody was asked."""
    node = _node(trace, event.purpose, event.step, event.seat, event.scope)
    deadline = _deadline(trace, event)
    folded = event.purpose == "seat" and trace.plan.folded(event.step)
    part = folded or event.purpose not in ("task", "seat")
    stay = Stay(
        scope=event.scope,
        since=trace.at,
        limit=deadline,
        unit=unit_of(deadline),
        due=event.due,
        asked=event.offered_to,
        role=event.role,
        part=part,
        loose=event.loose,
    )
    if event.purpose == "seat":
        reviews.asked(trace, event)
    trace.open(node, event.item, stay)
    if node is None:
        return
    story = trace.story(node)
    if event.purpose == "seat" and not part:
        story.round = (story.round[0] + 1, story.round[1])
    level = story.stays.get(f"{LEVEL}{event.scope}")
    if level is not None and event.purpose != "appeal":
        level.due = event.due


def _node(trace: Trace, purpose: str, step: str, seat: str | None, scope: str) -> str | None:
    """The node that a work item is seen at."""
    plan = trace.plan
    match purpose:
        case "task" | "acknowledge":
            return plan.node(step)
        case "seat":
            return plan.seat(step, seat or "")
        case "convene":
            return plan.entry(step)
        case "appeal":
            return plan.ruling()
        case _:
            known = trace.case.scopes.get(scope)
            dispute = known.dispute if known is not None else None
            return plan.level(dispute.topic, dispute.level) if dispute is not None else None


def _deadline(trace: Trace, event: e.ItemOpened) -> Deadline | None:
    arbitration = trace.plan.program.process.arbitration
    step = trace.plan.step(event.step)
    limit: Limit | None = None
    match event.purpose:
        case "task" | "acknowledge" if isinstance(step, Task | Notice):
            limit = step.limit
        case "seat":
            seat = trace.plan.seat_in_file(event.step, event.seat or "")
            limit = seat.limit if seat is not None else None
        case "ruling" | "group" | "vote" | "casting" if arbitration is not None:
            limit = arbitration.limit
        case "appeal" if arbitration is not None and arbitration.appeal is not None:
            return After(arbitration.appeal.within)
        case _:
            return None
    return trace.counted(limit)


def _close(trace: Trace, name: str, who: Performance | None) -> None:
    found = trace.stays(name)
    if found is None:
        return
    node, stay = found
    trace.close(node, name, who)
    story = trace.story(node)
    if not stay.part and story.round[0]:
        story.round = (story.round[0], story.round[1] + 1)


def completed(trace: Trace, event: e.ItemCompleted) -> None:
    """A task, a convening, an acknowledgement or an appeal was answered."""
    item = trace.case.items.get(event.item)
    if item is not None and event.purpose == "task":
        trace.cause = Cause(item.scope, item.step, event.outcome)
    elif item is not None and event.purpose == "acknowledge" and not item.loose:
        trace.cause = Cause(item.scope, item.step, TOLD)
    _close(trace, event.item, None if event.purpose == "appeal" else event.who)


def seat_answered(trace: Trace, event: e.SeatAnswered) -> None:
    """A seat answered."""
    _close(trace, event.item, event.who)
    reviews.answered(trace, event)


def ruled_on(trace: Trace, item: str, who: Performance | None) -> None:
    """An item of an arbitration was answered, or lapsed."""
    _close(trace, item, who)


def withdrawn(trace: Trace, event: e.ItemWithdrawn) -> None:
    """Somebody is not asked any more, or not before the flow comes back."""
    found = trace.stays(event.item)
    if found is None:
        return
    node, stay = found
    if event.reason == "parked":
        stay.resting = True
        trace.touched.add(node)
        return
    trace.drop(node, event.item)


def offered_anew(trace: Trace, event: e.ItemOfferedAnew) -> None:
    """Others are asked."""
    found = trace.stays(event.item)
    if found is not None:
        node, stay = found
        stay.asked, stay.role = event.offered_to, event.role
        trace.touched.add(node)


def handed_up(trace: Trace, event: e.ItemHandedUp) -> None:
    """Nobody answered in time, and a superior is asked: however long that takes, the seat is late."""
    found = trace.stays(event.item)
    if found is not None:
        node, stay = found
        stay.asked, stay.role, stay.due, stay.late = event.offered_to, event.role, event.due, True
        trace.note(node, Note(Happened.HANDED_UP, trace.at, event.offered_to, event.role))


def told(trace: Trace, event: e.Reminded | e.Notified | e.AlarmRaised) -> None:
    """Persons were told of an item."""
    found = trace.stays(event.item)
    if found is None:
        return
    match event:
        case e.Reminded():
            note = Note(Happened.REMINDED, trace.at, event.persons)
        case e.Notified():
            note = Note(Happened.NOTIFIED, trace.at, event.persons, event.role)
        case _:
            note = Note(Happened.ALARM, trace.at, event.persons, event.role)
    trace.note(found[0], note)
