"""Calling a handler for a `system` step: what it is given, and what is made of what it gives."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from procflow.case import CaseState, NewAttachment, Refused, ReportHandler
from procflow.case.data import is_personal
from procflow.case.ids import first_try
from procflow.case.state import HandlerJob
from procflow.case.surroundings import around
from procflow.definition.process import OWNER, System
from procflow.definition.values import json_value
from procflow.engine.effects import CallHandler, Fetch, HandlerFailure, HandlerResult, Operation
from procflow.engine.papers import File, Paper, read_papers
from procflow.program import Program

MOST_SAID = 2_000
"""Characters that the record keeps of why a handler failed."""


class Attempt(Struct, frozen=True):
    """One attempt at a handler, as a job asks for it: until when it has time, and the most bytes of a
    paper."""

    timer: str
    job: HandlerJob
    until: datetime | None
    paper_limit: int


class Report(Struct, frozen=True):
    """What is told of an attempt, with the contents of papers by their SHA-256."""

    command: ReportHandler
    papers: Mapping[str, bytes] = {}


def failed(timer: str, reason: str) -> Report:
    """The report that a handler came to nothing. Its reason may be any text."""
    writable = reason.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    said = writable if len(writable) <= MOST_SAID else f"{writable[: MOST_SAID - 1]}…"
    return Report(ReportHandler(timer, failure=said))


def call_handler(program: Program, state: CaseState, attempt: Attempt, now: datetime) -> Operation[Report]:
    """Call the handler that a scope of a case waits for. Raises :class:`Refused` for one that is not there.

    Its key is the same for every attempt at this step, those of whoever stopped before it was told too.
    """
    step = program.step(state.scopes[attempt.job.scope].step)
    assert isinstance(step, System)
    arguments = yield from _arguments(program, state, step, attempt.job.scope)
    left: timedelta | None = attempt.until - now if attempt.until is not None else None
    key = f"{state.id}/{first_try(attempt.timer)}"
    answer: HandlerResult | HandlerFailure = yield CallHandler(step.handler, arguments, key, left)
    if isinstance(answer, HandlerFailure):
        return failed(attempt.timer, _without_personal(program, state, attempt.job.scope, answer.reason))
    return _report(program, step, attempt, answer.values)


def misfit(program: Program, state: CaseState, scope: str, reason: str) -> str:
    """Why what a handler gave does not fit, for the record: of personal fields, not what they were given."""
    step, fields = program.step(state.scopes[scope].step), around(program, state, scope).fields
    assert isinstance(step, System)
    personal = tuple(name for name in step.takes if name in fields and is_personal(fields[name]))
    return f"a value does not fit its field, perhaps {' or '.join(personal)}" if personal else reason


def _without_personal(program: Program, state: CaseState, scope: str, reason: str) -> str:
    """What a handler says, for the record: without the personal values that it was given."""
    step, where = program.step(state.scopes[scope].step), around(program, state, scope)
    assert isinstance(step, System)
    fields = {name: where.fields[name] for name in step.gives.values() if name in where.fields}
    given = [where.data.get(name) for name, field in fields.items() if is_personal(field)]
    texts = {form for text in _texts(given) for form in (text, repr(text)[1:-1])}
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        reason = reason.replace(text, "…")
    return reason


def _texts(value: object) -> Iterator[str]:
    match value:
        case Mapping():
            yield from _texts(list(value.values()))
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case None | bool() | "":
            return
        case _:
            yield str(value)


def _arguments(
    program: Program, state: CaseState, step: System, scope: str
) -> Operation[Mapping[str, object]]:
    """By the names of the handler: values as callers see them, papers as :class:`File`, None for what is not
    there."""
    where = around(program, state, scope)
    arguments: dict[str, object] = {}
    for theirs, ours in step.gives.items():
        field, paper = where.fields.get(ours), state.attachments.get(ours)
        if field is not None:
            arguments[theirs] = json_value(field, where.data.get(ours))
        elif paper is not None:
            content: bytes = yield Fetch("attachment", paper.sha256)
            arguments[theirs] = File(paper.filename, content)
        else:
            arguments[theirs] = where.entries.get(ours, state.owner if ours == OWNER else None)
    return arguments


def _report(program: Program, step: System, attempt: Attempt, given: Mapping[str, object]) -> Report:
    """What is taken of what a handler gave."""
    missing = [name for name in dict.fromkeys(step.takes.values()) if name not in given]
    if missing:
        known = ", ".join(given) or "nothing"
        return failed(attempt.timer, f"{step.handler} gave no {', '.join(missing)}; it gave {known}")
    papers = {ours: theirs for ours, theirs in step.takes.items() if ours in program.process.attachments}
    values = {ours: given[theirs] for ours, theirs in step.takes.items() if ours not in papers}
    try:
        taken, contents = _papers(
            {ours: given[theirs] for ours, theirs in papers.items()}, attempt.paper_limit
        )
    except (Refused, TypeError) as error:
        return failed(attempt.timer, f"{step.handler} gave a paper that cannot be taken: {error}")
    return Report(ReportHandler(attempt.timer, values, attachments=taken), contents)


def _papers(given: Mapping[str, object], limit: int) -> tuple[tuple[NewAttachment, ...], Mapping[str, bytes]]:
    papers: dict[str, Paper] = {name: p for name, p in given.items() if p is not None}  # type: ignore[misc]
    return read_papers(papers, limit)
