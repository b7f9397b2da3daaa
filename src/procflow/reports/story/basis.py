"""The clauses and questions behind what happened."""

from procflow.case import events as e
from procflow.definition.process import Basis, Limit, Process, Review, Task
from procflow.reports.story.said import Past


def joined(*bases: Basis) -> Basis:
    """Several in one, the most telling first."""
    clauses = tuple(dict.fromkeys(c for basis in bases for c in basis.clauses))
    questions = tuple(dict.fromkeys(q for basis in bases for q in basis.questions))
    return Basis(clauses, questions)


def of_step(process: Process, step: str) -> Basis:
    """What asks for a step."""
    known = process.steps.get(step)
    return known.basis if known is not None else Basis()


def of_outcome(process: Process, step: str, outcome: str) -> Basis:
    """What asks for an outcome of a task."""
    known = process.steps.get(step)
    found = known.outcomes.get(outcome) if isinstance(known, Task) else None
    return found.basis if found is not None else Basis()


def of_answer(process: Process, step: str, seat: str, answer: str) -> Basis:
    """What asks for an answer of a seat."""
    known = process.steps.get(step)
    for found in known.seats if isinstance(known, Review) else ():
        if found.name == seat and answer in found.answers:
            return found.answers[answer].basis
    return Basis()


def of_seat(process: Process, step: str, seat: str) -> Basis:
    """What asks for a seat, then what asks for its review."""
    known = process.steps.get(step)
    for found in known.seats if isinstance(known, Review) else ():
        if found.name == seat:
            return joined(found.basis, of_step(process, step))
    return of_step(process, step)


def of_topic(process: Process, topic: str | None) -> Basis:
    """What asks for the arbitration of a topic."""
    arbitration = process.arbitration
    known = arbitration.topics.get(topic or "") if arbitration is not None else None
    return known.basis if known is not None else Basis()


def of_dispute(process: Process, past: Past, scope: str) -> Basis:
    """What asks for an arbitration."""
    opened = past.disputes.get(scope)
    return of_topic(process, opened.topic) if opened is not None else Basis()


def of_appeal(process: Process, past: Past, scope: str) -> Basis:
    """What gives the right to appeal, by the dispute's own clause first."""
    arbitration = process.arbitration
    appeal = arbitration.appeal if arbitration is not None else None
    if appeal is None:
        return of_dispute(process, past, scope)
    clauses = of_dispute(process, past, scope).clauses
    return joined(Basis(clauses), Basis((), appeal.basis.questions), appeal.basis)


def of_item(process: Process, past: Past, opened: e.ItemOpened | None) -> Basis:
    """What asks for a work item."""
    match opened:
        case None:
            return Basis()
        case e.ItemOpened(purpose="task" | "convene"):
            return of_step(process, opened.step)
        case e.ItemOpened(purpose="seat"):
            return of_seat(process, opened.step, opened.seat or "")
        case e.ItemOpened(purpose="appeal"):
            return of_appeal(process, past, opened.scope)
        case _:
            return of_dispute(process, past, opened.scope)


def of_limit(process: Process, past: Past, item: str) -> Basis:
    """What sets the time of a work item; where nothing does by itself, what asks for the item."""
    opened = past.items.get(item)
    limit = _limit(process, opened) if opened is not None else None
    if limit is None or limit.basis == Basis():
        return of_item(process, past, opened)
    return limit.basis


def _limit(process: Process, opened: e.ItemOpened) -> Limit | None:
    known = process.steps.get(opened.step)
    match known:
        case Task():
            return known.limit
        case Review():
            return next((seat.limit for seat in known.seats if seat.name == opened.seat), None)
        case None if process.arbitration is not None:
            return process.arbitration.limit
        case _:
            return None
