"""Moving tokens: leaving a step, taking an edge, and what holds on the way."""

from collections.abc import Mapping
from typing import Literal

from procflow.case.data import content_hash, undecided
from procflow.case.events import MilestoneClosed, MilestoneVoided, Moved, ParkDropped, ScopeEnded
from procflow.case.items import withdraw_items
from procflow.case.refusal import Refused
from procflow.case.run import Carried, Enter, Run
from procflow.case.state import MAIN, Scope
from procflow.definition.process import Before, Choose, Milestone, Review
from procflow.guards import GuardError
from procflow.program import NoEdge
from procflow.program.main_graph import voided_trigger


def leave(run: Run, scope: str, trigger: str, carried: Carried | None = None) -> None:
    """Take the edge ``trigger`` out of the step that a scope is on and end what hangs on it; the step that
    it leads to is entered next, with the answers that are ``carried`` there."""
    source = run.scope(scope).step
    withdraw_items(run, (scope,), "step-left")
    end_hanging(run, scope, "step-left")
    target = fire(run, scope, trigger)
    _close_milestones(run, source, target)
    run.agenda.append(Enter(scope, target, carried))


def fire(run: Run, scope: str, trigger: str) -> str:
    """Move a scope's token along an edge; returns the step it comes to."""
    run.count_move()
    standing = run.scope(scope)
    graph = run.program.graphs[standing.graph]
    values = run.values()
    try:
        target = graph.fire(standing.step, trigger, values)
    except GuardError as error:
        raise undecided(error) from error
    except NoEdge as error:
        raise Refused("no-way-on", f"no way leads on from {standing.step}: {error}") from error
    run.emit(Moved(scope, standing.step, trigger, target, _line(run, standing, values)))
    return target


def _line(run: Run, scope: Scope, values: Mapping[str, object]) -> int | None:
    """The line of a choice that holds, if the scope is on one."""
    step = run.program.process.steps.get(scope.step) if scope.id == MAIN else None
    if not isinstance(step, Choose):
        return None
    held = (n for n, b in enumerate(step.branches, 1) if b.when is None or b.when.evaluate(values))
    return next(held, None)


def end_hanging(run: Run, scope: str, reason: Literal["step-left", "taken-back"]) -> None:
    """End the scopes that hang on the step a scope is on, innermost first (SEMANTICS 2)."""
    for inner in [s.id for s in run.state.scopes.values() if s.parent == scope]:
        end_hanging(run, inner, reason)
        withdraw_items(run, (inner,), reason)
        run.emit(ScopeEnded(inner, reason))


def require_before(run: Run, step: str) -> None:
    """Hold the rules that something comes before a step. Raises :class:`Refused`."""
    for rule in run.program.process.invariants:
        if isinstance(rule, Before) and rule.step == step and not fulfilled(run, rule):
            raise Refused("not-before", f"{step} needs {rule.must} first", missing=(rule.must,))


def fulfilled(run: Run, rule: Before) -> bool:
    """Whether what must come before a step holds: a milestone in force for the data of now, a review passed,
    or a task done."""
    match run.program.step(rule.must):
        case Milestone():
            return in_force(run, rule.must)
        case Review():
            return rule.must in run.state.passed
        case _:
            return rule.must in run.state.performed


def in_force(run: Run, milestone: str) -> bool:
    """Whether a milestone was reached, not voided, and covers the data as they are (SEMANTICS 20)."""
    mark = run.state.milestones.get(milestone)
    if mark is None or mark.voided:
        return False
    covers = run.program.milestone(milestone).covers
    return mark.closed or mark.content == content_hash(run.program.process, run.state, covers)


def drop_parked(run: Run, scope: Scope, step: str) -> None:
    """Give a parked step up when the flow comes to a step from which it does not lead back (SEMANTICS 6)."""
    parked = scope.parked
    if parked is None or parked.step == step or taken_over_by(run, scope) == step:
        return
    way = run.program.ways_back.get((parked.step, parked.target), frozenset())
    if step not in way:
        run.emit(ParkDropped(scope.id, parked.step, step, "led-elsewhere"))


def taken_over_by(run: Run, scope: Scope) -> str | None:
    """The step that goes on in place of the scope's parked one after an objection in it."""
    parked = scope.parked
    if parked is None or not parked.disputed:
        return None
    after = run.program.review(parked.step).after_ruling
    return after.step if after is not None else None


def _close_milestones(run: Run, source: str, target: str) -> None:
    for milestone in run.program.milestones():
        mark = run.state.milestones.get(milestone.name)
        passed = source == milestone.until and target not in run.program.covered[milestone.name]
        if (
            mark is not None
            and not mark.voided
            and not mark.closed
            and passed
            and target != milestone.if_voided
        ):
            run.emit(MilestoneClosed(milestone.name))


def void_milestones(run: Run) -> str | None:
    """Void the milestones whose content has changed. Returns the trigger that the main flow must take for
    it."""
    trigger = None
    for milestone in run.program.milestones():
        mark = run.state.milestones.get(milestone.name)
        if mark is None or mark.voided or mark.closed:
            continue
        content = content_hash(run.program.process, run.state, milestone.covers)
        if content != mark.content:
            run.emit(MilestoneVoided(milestone.name, content))
            if milestone.if_voided and run.scope(MAIN).step in run.program.covered[milestone.name]:
                trigger = trigger or voided_trigger(milestone.name)
    return trigger
