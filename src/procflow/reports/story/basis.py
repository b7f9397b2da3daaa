"""The clauses and questions behind what happened."""

from procflow.case import events as e
from procflow.definition.process import Basis, Call, Limit, Notice, Parallel, Review, Task, Wait, joined
from procflow.program import Program
from procflow.reports.story.said import Past
from procflow.wording import seat_in


def of_step(program: Program, step: str) -> Basis:
    """What asks for a step."""
    known = program.steps.get(step)
    return known.basis if known is not None else Basis()


def of_outcome(program: Program, step: str, outcome: str) -> Basis:
    """What asks for an outcome of a task."""
    known = program.steps.get(step)
    found = known.outcomes.get(outcome) if isinstance(known, Task) else None
    return found.basis if found is not None else Basis()


def of_answer(program: Program, step: str, seat: str, answer: str) -> Basis:
    """What asks for an answer of a seat."""
    known = program.steps.get(step)
    found = seat_in(known, seat)
    return found.answers[answer].basis if found is not None and answer in found.answers else Basis()


def of_seat(program: Program, step: str, seat: str) -> Basis:
    """What asks for a seat, then what asks for its review."""
    found = seat_in(program.steps.get(step), seat)
    return joined(found.basis if found is not None else Basis(), of_step(program, step))


def of_branch(program: Program, step: str, branch: str) -> Basis:
    """What asks for a branch, then what asks for its block."""
    block = program.steps.get(step)
    known = block.branches.get(branch) if isinstance(block, Parallel) else None
    return joined(known.basis if known is not None else Basis(), of_step(program, step))


def of_event(program: Program, event: str) -> Basis:
    """What asks for an any-time event."""
    known = program.process.events.get(event)
    return known.basis if known is not None else Basis()


def of_scope(program: Program, past: Past, scope: str) -> Basis:
    """What asks for a branch, for an event, or for an arbitration."""
    match past.scopes.get(scope):
        case e.BranchOpened(step=step, branch=branch):
            return of_branch(program, step, branch)
        case e.EventRaised(event=event):
            return of_event(program, event)
        case None:
            return of_dispute(program, past, scope)


def of_topic(program: Program, topic: str | None) -> Basis:
    """What asks for the arbitration of a topic."""
    arbitration = program.process.arbitration
    known = arbitration.topics.get(topic or "") if arbitration is not None else None
    return known.basis if known is not None else Basis()


def of_dispute(program: Program, past: Past, scope: str) -> Basis:
    """What asks for an arbitration."""
    opened = past.disputes.get(scope)
    return of_topic(program, opened.topic) if opened is not None else Basis()


def of_appeal(program: Program, past: Past, scope: str) -> Basis:
    """What gives the right to appeal, by the dispute's own clause first."""
    arbitration = program.process.arbitration
    appeal = arbitration.appeal if arbitration is not None else None
    if appeal is None:
        return of_dispute(program, past, scope)
    clauses = of_dispute(program, past, scope).clauses
    return joined(Basis(clauses), Basis((), appeal.basis.questions), appeal.basis)


def of_step_limit(program: Program, step: str) -> Basis:
    """What sets the time of a step that nobody answers; where nothing does by itself, what asks for the
    step."""
    known = program.steps.get(step)
    limit = known.limit if isinstance(known, Wait | Call) else None
    return limit.basis if limit is not None and limit.basis != Basis() else of_step(program, step)


def of_item(program: Program, past: Past, opened: e.ItemOpened | None) -> Basis:
    """What asks for a work item."""
    match opened:
        case None:
            return Basis()
        case e.ItemOpened(purpose="task" | "convene" | "acknowledge"):
            return of_step(program, opened.step)
        case e.ItemOpened(purpose="seat"):
            return of_seat(program, opened.step, opened.seat or "")
        case e.ItemOpened(purpose="appeal"):
            return of_appeal(program, past, opened.scope)
        case _:
            return of_dispute(program, past, opened.scope)


def of_limit(program: Program, past: Past, item: str) -> Basis:
    """What sets the time of a work item; where nothing does by itself, what asks for the item."""
    opened = past.items.get(item)
    limit = limit_of(program, opened) if opened is not None else None
    if limit is None or limit.basis == Basis():
        return of_item(program, past, opened)
    return limit.basis


def limit_of(program: Program, opened: e.ItemOpened) -> Limit | None:
    """The limit of a work item, where it has one; an appeal has its time from elsewhere."""
    known = program.steps.get(opened.step)
    match known:
        case Task() | Notice():
            return known.limit
        case Review():
            seat = seat_in(known, opened.seat or "")
            return seat.limit if seat is not None else None
        case None if program.process.arbitration is not None:
            return program.process.arbitration.limit
        case _:
            return None
