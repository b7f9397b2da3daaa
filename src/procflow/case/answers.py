"""Answering a work item: the checks that hold for all of them, then what each kind does."""

from typing import Literal, assert_never

from procflow.case import events as e
from procflow.case.arbitration import RULINGS, Given, appeal, give_ruling, open_objection
from procflow.case.commands import AnswerItem
from procflow.case.data import (
    content_hash,
    is_set,
    missing_fields,
    record_attachments,
    record_data,
    verdict,
)
from procflow.case.flow import leave, void_milestones
from procflow.case.group import VOTES, casting_vote, convene, vote
from procflow.case.offer import Choice, Offer, offer
from procflow.case.people import acting, places_of
from procflow.case.refusal import Refused
from procflow.case.review import looked
from procflow.case.run import Advance, Run
from procflow.case.separation import require_someone_left
from procflow.case.state import MAIN, Item, Performance
from procflow.definition.process import Continue, Leave, Occasion, SettledTopic


def answer(run: Run, command: AnswerItem) -> None:
    """Answer a work item, or refuse with what would be allowed."""
    item = _open_item(run, command.item)
    acting(run.program, run.state, run.context, item, command.on_behalf_of, within_limits=False)
    _require_seen(run, command.seen)
    _require_in_time(run, item, command.outcome)
    offered = offer(run.program, run.state, item)
    choice = offered.choices.get(command.outcome)
    if choice is None:
        text = f"{command.outcome} is no outcome of {item.step}"
        raise Refused("no-such-outcome", text, allowed=tuple(offered.choices))
    _require_topic(command, choice)
    record_data(
        run, command.data, (*offered.form, *(n for n in choice.needs if n in run.program.process.fields))
    )
    papers = (*offered.attachments, *(n for n in choice.needs if n in run.program.process.attachments))
    record_attachments(run, command.attachments, papers)
    _require_complete(run, offered, choice, command)
    # A grant's limits hold for the data as the answer leaves them.
    who = acting(run.program, run.state, run.context, item, command.on_behalf_of)
    match item.purpose:
        case "task":
            _complete_task(run, item, offered, command, who)
        case "seat":
            _answer_seat(run, item, command, who)
        case "convene":
            run.emit(e.ItemCompleted(item.id, item.step, item.purpose, choice.name, who, command.comment))
            run.emit(e.MeetingConvened(item.scope, item.step))
            _go_on(run, item.scope)
        case "group":
            run.emit(e.ItemCompleted(item.id, item.step, item.purpose, choice.name, who, command.comment))
            convene(run, item)
        case "ruling":
            given = Given(item.id, who, command.comment)
            give_ruling(run, item.scope, RULINGS[choice.name], item.role, given)
        case "appeal":
            appeal(run, item, choice.name, who, command.comment)
        case "vote":
            vote(run, item, VOTES[choice.name], who, command.comment)
        case "casting":
            casting_vote(run, item, VOTES[choice.name], who, command.comment)
        case _:
            assert_never(item.purpose)


def _open_item(run: Run, name: str) -> Item:
    item = run.state.items.get(name)
    if item is None:
        open_items = tuple(f"{i.step} ({i.seat or i.role}): {i.id}" for i in run.state.items.values())
        raise Refused("not-open", f"no work item {name} is open", allowed=open_items)
    return item


def _require_seen(run: Run, seen: int | None) -> None:
    if seen is not None and not run.state.content_seq <= seen <= run.state.seq:
        known = 0 < seen <= run.state.seq
        what = f"the case has changed since version {seen}" if known else f"there is no version {seen}"
        text = f"{what}; look at version {run.state.seq}"
        raise Refused("changed-since", text, allowed=(str(run.state.seq),))


def _require_in_time(run: Run, item: Item, outcome: str) -> None:
    """A right and a vote end at their instant, also where the clock has not come round yet (SEMANTICS 12)."""
    ends = item.purpose == "vote" or (item.purpose == "appeal" and outcome == "appeal")
    if ends and item.due is not None and run.context.now > item.due:
        allowed = ("accept",) if item.purpose == "appeal" else ()
        raise Refused("too-late", f"the time for it ended at {item.due.isoformat()}", allowed=allowed)


def _require_topic(command: AnswerItem, choice: Choice) -> None:
    if command.topic is not None and command.topic not in choice.topics:
        text = f"{command.topic} is no topic for {choice.name} here"
        raise Refused("no-such-topic", text, allowed=choice.topics)


def _require_complete(run: Run, offered: Offer, choice: Choice, command: AnswerItem) -> None:
    missing: list[str] = []
    if choice.fills_form:
        missing += missing_fields(run.program.process, run.state, offered.form)
        missing += [name for name in offered.attachments if name not in run.state.attachments]
    missing += [need for need in choice.needs if not _given(run, need, command)]
    if missing:
        allowed = tuple(f"topic {topic}" for topic in choice.topics) if "topic" in missing else ()
        raise Refused("incomplete", f"{choice.name} needs more", missing=tuple(missing), allowed=allowed)


def _given(run: Run, need: str, command: AnswerItem) -> bool:
    match need:
        case "comment":
            return bool((command.comment or "").strip())
        case "topic":
            return command.topic is not None
        case _:
            return is_set(run.state, need)


def _complete_task(run: Run, item: Item, offered: Offer, command: AnswerItem, who: Performance) -> None:
    outcome = run.program.task(item.step).outcomes[command.outcome]
    if outcome.allowed is not None and not verdict(run, outcome.allowed):
        others = tuple(name for name in offered.choices if name != outcome.name)
        text = f"{outcome.name} is allowed only if {outcome.allowed.text}"
        raise Refused("not-allowed", text, allowed=others)
    limits = run.context.organization.limits
    confirmed = {name: limits[name].value for name in offered.confirms if name in limits}
    run.emit(e.ItemCompleted(item.id, item.step, item.purpose, outcome.name, who, command.comment, confirmed))
    require_someone_left(run)
    leave(run, item.scope, void_milestones(run) or outcome.name)


def _answer_seat(run: Run, item: Item, command: AnswerItem, who: Performance) -> None:
    review = run.program.review(item.step)
    seat = run.program.seat(item.step, item.seat or "")
    given = seat.answers[command.outcome]
    topic = command.topic
    effect: Literal["continue", "leave", "object"]
    match given.effect:
        case Continue():
            effect = "continue"
        case Leave():
            effect = "leave"
        case _:
            settled = isinstance(run.program.arbitration().topics[topic or ""], SettledTopic)
            effect = "leave" if settled else "object"
    process = run.program.process
    run.emit(
        e.SeatAnswered(
            item=item.id,
            scope=item.scope,
            step=item.step,
            seat=seat.name,
            role=item.role,
            answer=given.name,
            effect=effect,
            who=who,
            shown=content_hash(process, run.state, review.shows),
            looked=looked(run, seat),
            topic=topic,
            comment=command.comment,
            places=places_of(run.program, run.state, item.step, seat.name, seat.role),
        )
    )
    if topic is not None:
        _notice_objection(run)
    if effect == "object":
        open_objection(run, item.scope, seat.name, topic or "", who)
    _go_on(run, item.scope)


def _go_on(run: Run, scope: str) -> None:
    """Go on with a review, unless what was brought to it voids a milestone."""
    voided = void_milestones(run)
    if voided is not None:
        leave(run, MAIN, voided)
    else:
        run.agenda.append(Advance(scope))


def _notice_objection(run: Run) -> None:
    for fact in run.program.process.facts.values():
        if fact.true_once is Occasion.OBJECTION_OPENED and not run.state.facts.get(fact.name, False):
            run.emit(e.FactSet(fact.name))
