"""Reading where tokens went: steps, branches, any-time events, and the end."""

from datetime import datetime

from procflow.case import events as e
from procflow.case.lens import inside
from procflow.case.state import EscalationTimer, StepTimer
from procflow.definition.process import (
    FINISHED,
    Call,
    Choose,
    End,
    Notice,
    Parallel,
    Step,
    System,
    Task,
    Wait,
)
from procflow.drawing.compose import START
from procflow.drawing.marks import reviews
from procflow.drawing.marks.spans import unit_of
from procflow.drawing.marks.trace import LEVEL, TOKEN, Cause, Happened, Note, Stay, Trace
from procflow.drawing.model import Relation
from procflow.program.inner_graphs import event_of_graph
from procflow.program.step_edges import JOINED, escalation_trigger
from procflow.worktime import After, Deadline, Unit

_STAYS = (Notice, Wait, Call, System, End)


def moved(trace: Trace, event: e.Moved) -> None:
    """Take the edge that a token took, and begin what is at its end."""
    scope = trace.case.scopes[event.scope]
    if scope.dispute is not None:
        return
    plan = trace.plan
    target = plan.target(scope.graph, event.target)
    kind, _, rest = event.outcome.partition(":")
    if not event.source:
        trace.take(plan.any_edge(START, target))
    elif kind == "leave":
        _left_block(trace, event.source, target)
    elif kind == "event":
        _sent(trace, rest.partition(":")[0], target)
    elif kind == "voided":
        trace.take(plan.edge(plan.node(rest), event.outcome, target))
    elif kind == "topic":
        trace.take(plan.edge(plan.dispute(), event.outcome, target))
    elif kind != "ruling":
        _step_left(trace, event, target)
    _token_left(trace, plan.node(event.source), f"{TOKEN}{event.scope}")
    trace.seats.pop(event.scope, None)
    trace.cause = Cause(event.scope, event.target)
    _arrive(trace, event.scope, event.target, scope.graph)


def _token_left(trace: Trace, node: str | None, name: str) -> None:
    """A token left a step; what a return put aside there goes on resting."""
    story = trace.nodes.get(node or "")
    if story is not None and name in story.stays and not story.stays[name].resting:
        trace.close(node, name)


def _step_left(trace: Trace, event: e.Moved, target: str | None) -> None:
    plan = trace.plan
    match plan.step(event.source):
        case Choose():
            lines = plan.ways.get(event.source, [])
            line = lines[event.line - 1] if event.line is not None and event.line <= len(lines) else None
            fits = line is not None and line.target == target
            trace.take(line if fits else plan.any_edge(event.source, target))
        case Parallel() if event.outcome == JOINED:
            joined = plan.joined(event.source)
            trace.passing(joined)
            trace.take(plan.edge(joined, JOINED, target))
        case None:
            return
        case _ if plan.review(event.source) is not None:
            reviews.left(trace, event, target)
        case _:
            trace.take(plan.edge(plan.node(event.source), event.outcome, target))


def _left_block(trace: Trace, block: str, target: str | None) -> None:
    """A branch led to a step around its block: the edge is drawn from the step of the branch. Where the last
    event does not tell which, the first step inside that leads there counts."""
    cause, within = trace.cause, tuple(trace.plan.within(block))
    told = cause is not None and cause.step in within
    if cause is not None and told and (cause.marked or _led_out(trace, cause, target)):
        return
    for step in within:
        if trace.take(trace.plan.led_out(step, None, "", target)):
            return


def _led_out(trace: Trace, cause: Cause, target: str | None) -> bool:
    return trace.take(trace.plan.led_out(cause.step, cause.seat, cause.trigger, target))


def _sent(trace: Trace, event: str, target: str | None) -> None:
    """An event sent the main flow: at once, or by a step of its own that leads there."""
    led, trace.led = trace.led, None
    if led is None:
        trace.take(trace.plan.edge(trace.plan.event(event), event, target))
    elif not led.marked:
        _led_out(trace, led, target)


def _arrive(trace: Trace, scope: str, name: str, graph: str) -> None:
    """Begin what a token finds at its step. Tasks and seats begin with their work items."""
    plan = trace.plan
    trace.entered[scope] = trace.case.seq + 1
    if name == FINISHED:
        if event_of_graph(graph) is not None:
            trace.passing(plan.target(graph, FINISHED))
        return
    step = plan.step(name)
    if isinstance(step, Choose):
        trace.passing(plan.node(name))
    elif isinstance(step, Parallel):
        trace.passing(plan.node(name))
        trace.blocks[name], trace.ended[name] = [], 0
        if joined := plan.joined(name):
            trace.story(joined).round = (0, 0)
    elif isinstance(step, _STAYS):
        if plan.node(name) is not None:
            trace.story(name).round = (0, 0)
        limit = _limit(trace, step)
        trace.open(plan.node(name), f"{TOKEN}{scope}", Stay(scope, trace.at, limit, unit_of(limit)))


def _limit(trace: Trace, step: Step) -> Deadline | None:
    """The limit of a step that nobody answers; what a notice's holds is the acknowledging."""
    return trace.counted(step.limit) if isinstance(step, Wait | Call) else None


def waits(trace: Trace, scope: str, step: str, due: datetime | None) -> None:
    """A step that nobody answers has a time; it begins once more where it was put aside."""
    stay = trace.nodes[step].stays.get(f"{TOKEN}{scope}") if step in trace.nodes else None
    if stay is not None:
        stay.due, stay.resting = due, False
        if trace.case.scopes[scope].step == step and stay.since < trace.at:
            stay.since = trace.at
        trace.touched.add(step)


def parked(trace: Trace, event: e.StepParked) -> None:
    """What a return leaves rests until the flow comes back."""
    trace.rest([event.scope, *inside(trace.case, event.scope)], resting=True)


def dropped(trace: Trace, event: e.ParkDropped) -> None:
    """What was put aside will not be gone on with."""
    kept = trace.case.scopes[event.scope].parked
    trace.end([event.scope, *(inner.id for inner in kept.scopes)] if kept is not None else [], resting=True)


def resumed(trace: Trace, event: e.StepResumed) -> None:
    """The flow came back to what was put aside; what is asked there begins with its own events."""
    kept = trace.case.scopes[event.scope].parked
    if kept is None:
        return
    trace.rest([event.scope], resting=False)
    for inner in kept.scopes:
        step = trace.plan.step(inner.step)
        if not isinstance(step, Task):
            trace.rest([inner.id], resting=False)


def branch_opened(trace: Trace, event: e.BranchOpened) -> None:
    """A branch of a block began."""
    plan = trace.plan
    trace.take(plan.edge(plan.node(event.step), event.branch, plan.entry(event.at)))
    trace.blocks.setdefault(event.step, []).append(event.scope)
    trace.parents[event.scope] = event.parent, event.step
    if joined := plan.joined(event.step):
        trace.story(joined).round = (len(trace.blocks[event.step]), trace.ended[event.step])
    trace.cause = Cause(event.scope, event.at)
    _arrive(trace, event.scope, event.at, event.graph)


def branch_finished(trace: Trace, event: e.BranchFinished) -> None:
    """A branch came to its end."""
    trace.ended[event.step] += 1
    if joined := trace.plan.joined(event.step):
        trace.story(joined).round = (len(trace.blocks.get(event.step, ())), trace.ended[event.step])
    trace.end([event.scope])


def event_raised(trace: Trace, event: e.EventRaised) -> None:
    """An any-time event occurred: by itself, or by an outcome of a task."""
    plan, cause = trace.plan, trace.cause
    node = plan.event(event.event)
    task = plan.step(cause.step) if cause is not None else None
    if cause is not None and isinstance(task, Task):
        outcome = task.outcomes.get(cause.trigger)
        if outcome is not None and outcome.raises == event.event:
            trace.take(plan.edge(plan.node(task.name), cause.trigger, node, Relation.RAISES))
    trace.passing(node)
    if node is not None:
        trace.story(node).who = [event.who]
    if event.at is not None:
        trace.take(plan.any_edge(node, plan.entry(event.at)))
        trace.parents[event.scope] = "", ""
        _arrive(trace, event.scope, event.at, event.graph or "")


def scope_ended(trace: Trace, event: e.ScopeEnded) -> None:
    """A scope is over without having come to its end; one of an event may lead the main flow elsewhere."""
    scope = trace.case.scopes.get(event.scope)
    if scope is not None and event.reason == "led-out":
        cause = trace.cause
        if cause is None or cause.scope != event.scope:
            cause = Cause(event.scope, scope.step)
        marked = cause.marked or trace.take(
            trace.plan.led_out(cause.step, cause.seat, cause.trigger, None) if cause.trigger else None
        )
        trace.led = Cause(cause.scope, cause.step, cause.trigger, cause.seat, marked)
    over(trace, event.scope)


def over(trace: Trace, scope: str) -> None:
    """Drop what is open for a scope that is over, and for what it had put aside."""
    known = trace.case.scopes.get(scope)
    kept = known.parked.scopes if known is not None and known.parked is not None else ()
    trace.end([scope, *(inner.id for inner in kept)])


def timer_passed(trace: Trace, event: e.TimerPassed) -> None:
    """A moment came and leads the step of a work item elsewhere."""
    item, timer = trace.case.items.get(event.item), trace.case.timers.get(event.timer)
    if item is None or not isinstance(timer, EscalationTimer):
        return
    seat = item.seat if item.purpose == "seat" else None
    known = trace.plan.seat_in_file(item.step, seat) if seat is not None else None
    trigger = escalation_trigger(timer.rule, known.name if known is not None else None)
    trace.cause = Cause(item.scope, item.step, trigger, seat)


def job_done(trace: Trace, event: e.JobDone) -> None:
    """A moment of a step that nobody answers came and leads it elsewhere."""
    timer = trace.case.timers.get(event.timer)
    if isinstance(timer, StepTimer) and timer.scope in trace.case.scopes:
        step = trace.case.scopes[timer.scope].step
        trace.cause = Cause(timer.scope, step, escalation_trigger(timer.rule, None))


def called(trace: Trace, event: e.CallStarted) -> None:
    """The case that a call asked for began."""
    node = trace.plan.node(event.step)
    if node is not None:
        trace.story(node).calls.append(event.case)
        trace.note(node, Note(Happened.CALLED, trace.at, word=event.case))


def told(trace: Trace, event: e.NoticeSent) -> None:
    """A notice reached persons."""
    trace.note(trace.plan.node(event.step), Note(Happened.TOLD, trace.at, persons=event.reached))


def went_on(trace: Trace, event: e.MainFlowResumed) -> None:
    """The main flow goes on. Where its clock had stopped, limits lie later, and what was open counts as if
    it had begun later by as much."""
    stopped = trace.case.stopped_at
    for node, story in trace.nodes.items():
        for name, stay in story.stays.items():
            item = name.removeprefix(TOKEN)
            if item in event.dues:
                _shift(trace, stay, event.dues[item])
            elif stopped is not None and event.timers and _counts_on(trace, name, stay, stopped):
                _shift(trace, stay, _later(trace, stay, stopped))
            trace.touched.add(node)


def _counts_on(trace: Trace, name: str, stay: Stay, stopped: datetime) -> bool:
    """Whether the limit of something that is no work item lies later."""
    own = name.startswith((TOKEN, LEVEL)) and trace.in_main_flow(stay.scope)
    return own and stay.due is not None and stay.due > stopped


def _shift(trace: Trace, stay: Stay, due: datetime) -> None:
    stay.due = due
    if isinstance(stay.limit, After) and trace.calendar is not None and not stay.late:
        stay.since = max(stay.since, trace.calendar.subtract(due, stay.limit.duration))


def _later(trace: Trace, stay: Stay, stopped: datetime) -> datetime:
    assert stay.due is not None
    calendar = trace.calendar
    if calendar is None or stay.unit not in (Unit.BUSINESS_DAYS, Unit.BUSINESS_HOURS):
        return stay.due + (trace.at - stopped)
    left = calendar.business_between(stopped, stay.due)
    return calendar.add_business(trace.at, left) if left else trace.at


def ended(trace: Trace, event: e.CaseEnded) -> None:
    """The case is over."""
    node = trace.plan.node(event.step)
    for scope in trace.case.scopes:
        trace.close(node, f"{TOKEN}{scope}")
    for name, story in list(trace.nodes.items()):
        for stay in list(story.stays):
            trace.drop(name, stay)
