"""Any-time events: raising them, what the main flow does meanwhile, and their end (SEMANTICS 22, 23)."""

from collections.abc import Mapping

from procflow.case.commands import RaiseEvent
from procflow.case.data import apply_defaults, missing_fields, record_attachments, record_data
from procflow.case.events import EventRaised, MainFlowPaused
from procflow.case.flow import end_event, leave, set_facts, void_milestones
from procflow.case.lens import open_events
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.start import in_one_of
from procflow.case.state import CaseState, Performance
from procflow.definition import process as p
from procflow.definition.process import AnytimeEvent, EndsAt, Pauses
from procflow.program import MAIN, Program
from procflow.program.inner_graphs import event_graph_name
from procflow.program.main_graph import event_trigger


def raise_event(run: Run, command: RaiseEvent) -> None:
    """Raise an event by command, if it can be raised now and the actor may."""
    event = run.program.process.events.get(command.event)
    if event is None:
        text = f"{run.program.process.name} has no event {command.event}"
        raise Refused("no-such-event", text, allowed=raisable_now(run))
    require_raisable(run, event)
    who = in_one_of(run, event.raised_by, command.on_behalf_of)
    scope = occur(run, event, who, command.comment, command.data)
    record_attachments(run, command.attachments, papers_of(event))
    begin(run, event, scope)
    void_milestones(run)


def raisable_now(run: Run) -> tuple[str, ...]:
    """The events that the main flow lets be raised where it is."""
    return tuple(event.name for event in raisable(run.program, run.state))


def raisable(program: Program, state: CaseState) -> tuple[AnytimeEvent, ...]:
    """The events that can be raised as a case stands, by whoever may."""
    if state.status != "running":
        return ()
    return tuple(e for e in program.process.events.values() if _why_not(program, state, e) is None)


def require_raisable(run: Run, event: AnytimeEvent) -> None:
    """Refuse an event outside of its window, and a second one where one is running and that is one too
    many."""
    reason = _why_not(run.program, run.state, event)
    if reason is not None:
        raise Refused("event-not-open", reason, allowed=raisable_now(run))


def _why_not(program: Program, state: CaseState, event: AnytimeEvent) -> str | None:
    step = state.scopes[MAIN].step
    if step not in program.raisable[event.name]:
        return f"{event.name} cannot be raised while the case is at {step}"
    running = any(scope.event == event.name for scope in open_events(state))
    return f"{event.name} is being seen to already" if running and not event.several else None


def occur(
    run: Run, event: AnytimeEvent, who: Performance, comment: str | None, data: Mapping[str, object]
) -> str:
    """Put an occurrence on the record, with what is filled in when it is raised; returns its scope."""
    scope = f"@{run.next_seq()}"
    graph = event_graph_name(event.name) if event.flow is not None else None
    at = event.flow.start if event.flow is not None else None
    run.emit(EventRaised(scope, event.name, who, graph, at, comment))
    set_facts(run, p.EventRaised(event.name))
    record_data(run, data, event.fields, scope=scope)
    apply_defaults(run, scope)
    missing = missing_fields(run.around(scope), asked_at_once(event))
    if missing:
        raise Refused("incomplete", f"{event.name} needs more", missing=missing)
    return scope


def asked_at_once(event: AnytimeEvent) -> tuple[str, ...]:
    """The fields that must be there when an event is raised: those that no form of its own steps has."""
    steps = p.steps_within(event.flow) if event.flow is not None else {}
    later = {name for step in steps.values() if isinstance(step, p.Task) for name in step.form}
    return tuple(name for name in event.fields if name not in later)


def papers_of(event: AnytimeEvent) -> tuple[str, ...]:
    """The papers that may come with an event: those that its own steps ask for. Others are replaced only
    where the file says so (SEMANTICS 21)."""
    steps = p.steps_within(event.flow).values() if event.flow is not None else ()
    asking = (each for step in steps for each in (step, *(step.seats if isinstance(step, p.Review) else ())))
    named = (name for each in asking if isinstance(each, p.Task | p.Review | p.Seat) for name in each.attach)
    return tuple(dict.fromkeys(named))


def begin(run: Run, event: AnytimeEvent, scope: str) -> None:
    """Let the main flow do what the event says, and the event's own steps begin."""
    match event.stance:
        case Pauses(clock_stops):
            run.emit(MainFlowPaused(scope, clock_stops))
        case EndsAt(target):
            leave(run, MAIN, event_trigger(event.name, target.step))
        case _:
            pass
    if event.flow is not None:
        run.enter(scope, event.flow.start)
    else:
        end_event(run, scope)
