"""The operations that change a case or its database, as callers ask for them.

Each is a method of both engines, under its name, with its parameters behind the first. The examples run with
the bundled processes.
"""

from collections.abc import Mapping
from datetime import datetime

from procflow.case import (
    AnswerItem,
    ChangeData,
    Command,
    RaiseEvent,
    Reassign,
    StartCase,
    WithdrawObjection,
)
from procflow.case.ids import case_id_of
from procflow.engine import clock, deadlines, jobs, operations
from procflow.engine.advanced import Advanced
from procflow.engine.core import Core
from procflow.engine.done import Done, awaited_again, state_after
from procflow.engine.effects import Operation
from procflow.engine.given import (
    as_mapping,
    require_mapping,
    require_text,
)
from procflow.engine.papers import Paper, read_papers
from procflow.engine.requests import command_key, request_of
from procflow.engine.rows import case_of_item
from procflow.engine.views import CaseView


def start(
    core: Core,
    process: str,
    data: Mapping[str, object] | None = None,
    *,
    actor: str,
    attachments: Mapping[str, Paper] | None = None,
    on_behalf_of: str | None = None,
    command_id: str | None = None,
) -> Operation[CaseView]:
    """Start a case; ``data`` and ``attachments`` prefill what the starter knows.

    Gives the case as its starter may see it.

    >>> case = engine.start("contract-review", {"amount": 1800000}, actor="lin", command_id="order-4711")
    >>> case.status, case.steps
    ('running', ('submit-terms',))
    >>> engine.start("contract-review", actor="lin", command_id="order-4711") == case
    True
    """
    require_text("process", process)
    key = command_key(command_id)
    case = case_id_of(key)
    papers, contents = read_papers(attachments, core.attachment_limit)
    command = StartCase(case, as_mapping("data", data), papers, on_behalf_of)
    request = request_of(core, command, key, actor, contents)
    done = yield from operations.start(core.library, core.handlers, process, case, request)
    return (yield from _followed(core, done, request)).case


def answer(
    core: Core,
    item: str,
    outcome: str,
    *,
    actor: str,
    comment: str | None = None,
    topic: str | None = None,
    data: Mapping[str, object] | None = None,
    attachments: Mapping[str, Paper] | None = None,
    on_behalf_of: str | None = None,
    seen: int | None = None,
    command_id: str | None = None,
) -> Operation[Done]:
    """Answer a work item with one of its outcomes.

    ``seen`` is the version of the case that was looked at; if what is shown has changed since, the answer is
    refused (``changed-since``).

    >>> case = engine.start("contract-review", actor="lin")
    >>> done = engine.answer(case.open[0].item, "withdrawn", actor="lin", comment="Lost to another bidder")
    >>> done.case.status, [event.type for event in done.events], done.opened
    ('cancelled', ['ItemCompleted', 'Moved', 'CaseEnded'], ())
    """
    papers, contents = read_papers(attachments, core.attachment_limit)
    filled = as_mapping("data", data)
    command = AnswerItem(item, outcome, comment, topic, filled, papers, on_behalf_of, seen)
    return (yield from _act(core, case_of_item(item), command, actor, command_id, contents=contents))


def change(
    core: Core,
    case: str,
    data: Mapping[str, object],
    *,
    actor: str,
    on_behalf_of: str | None = None,
    command_id: str | None = None,
) -> Operation[Done]:
    """Change fields outside a form, as their ``change`` allows.

    >>> case = engine.start("contract-review", {"amount": 90000}, actor="lin")
    >>> try:
    ...     engine.change(case.id, {"amount": 95000}, actor="lin")
    ... except Refused as refused:
    ...     refused.code, refused.reason
    ('field-not-open', 'amount cannot be changed at submit-terms')
    """
    require_mapping("data", data)
    return (yield from _act(core, case, ChangeData(data, on_behalf_of), actor, command_id))


def withdraw_objection(
    core: Core,
    case: str,
    step: str,
    seat: str,
    *,
    actor: str,
    comment: str | None = None,
    on_behalf_of: str | None = None,
    command_id: str | None = None,
) -> Operation[Done]:
    """Take an objection back: its arbitration ends and the seat is asked again; the case stays disputed.

    >>> case = engine.start("contract-review", actor="lin")
    >>> try:
    ...     engine.withdraw_objection(case.id, "circulate", "quality-department", actor="zheng")
    ... except Refused as refused:
    ...     refused.code
    'no-objection'
    """
    command = WithdrawObjection(step, seat, comment, on_behalf_of)
    return (yield from _act(core, case, command, actor, command_id))


def raise_event(
    core: Core,
    case: str,
    event: str,
    data: Mapping[str, object] | None = None,
    *,
    actor: str,
    attachments: Mapping[str, Paper] | None = None,
    comment: str | None = None,
    on_behalf_of: str | None = None,
    command_id: str | None = None,
) -> Operation[Done]:
    """Say that an any-time event has occurred; ``data`` are the fields that belong to this occurrence.

    >>> case = engine.start("contract-review", actor="lin")
    >>> try:
    ...     engine.raise_event(case.id, "fire", actor="lin")
    ... except Refused as refused:
    ...     refused.code, refused.allowed
    ('no-such-event', ())
    """
    papers, contents = read_papers(attachments, core.attachment_limit)
    command = RaiseEvent(event, as_mapping("data", data), papers, comment, on_behalf_of)
    return (yield from _act(core, case, command, actor, command_id, contents=contents))


def reassign(
    core: Core,
    case: str,
    person: str,
    *,
    actor: str,
    comment: str,
    on_behalf_of: str | None = None,
    command_id: str | None = None,
) -> Operation[Done]:
    """Bind another person as the owner of a case; the comment says why.

    >>> case = engine.start("contract-review", actor="lin")
    >>> try:
    ...     engine.reassign(case.id, "chen", actor="huang", comment="On leave")
    ... except Refused as refused:
    ...     refused.code
    'no-owner'
    """
    return (yield from _act(core, case, Reassign(person, comment, on_behalf_of), actor, command_id))


def advance(core: Core, until: datetime | None = None) -> Operation[Advanced]:
    """Do what deadlines ask for up to now and open the cases that are due by a cadence, each once. What
    cannot be done holds up nothing else.

    With ``until``, for trying things: time is moved there, from instant to instant. That works on a sandbox
    alone and stays with its database. Raises ``Refused`` elsewhere, or for a time that has passed.

    >>> engine.advance()
    Advanced(done=(), stuck=())
    """
    return (yield from deadlines.pass_time(core, until))


def make_sandbox(core: Core) -> Operation[None]:
    """Mark the database as a sandbox, whose clock may be moved. Raises ``Refused`` once it holds cases.

    >>> engine.make_sandbox()
    >>> engine.is_sandbox()
    True
    """
    return (yield from clock.mark_sandbox())


def _act(
    core: Core,
    case: str,
    command: Command,
    actor: str,
    command_id: str | None,
    *,
    contents: Mapping[str, bytes] | None = None,
) -> Operation[Done]:
    require_text("case", case)
    request = request_of(core, command, command_key(command_id), actor, contents or {})
    return (yield from _followed(core, (yield from operations.act(core.library, case, request)), request))


def _followed(core: Core, done: Done, request: operations.Request) -> Operation[Done]:
    """A command with what it asked for outside of its case done. What that came to is not the command's."""
    state = state_after(done)
    again = awaited_again(done)
    if state is not None and (again or jobs.due_jobs(state, request.now)):
        yield from jobs.follow(core.worker(lambda case, done: None), state.id, *again)
    return done
