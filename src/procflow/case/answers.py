"""Answering a work item: the checks that hold for all of them, then what each kind does."""

from collections.abc import Mapping
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
from procflow.case.doers import bind_owner
from procflow.case.flow import Return, leave, set_facts, void_milestones
from procflow.case.group import VOTES, casting_vote, convene, vote
from procflow.case.occurrences import begin, occur, require_raisable
from procflow.case.offer import offer
from procflow.case.pausing import require_awake
from procflow.case.people import acting, places_of
from procflow.case.refusal import Refused
from procflow.case.review import looked
from procflow.case.run import Advance, Run
from procflow.case.seats import seat_of
from procflow.case.separation import require_someone_left
from procflow.case.state import Item, Performance
from procflow.definition.organization import Organization
from procflow.definition.process import (
    Continue,
    Counts,
    DataField,
    Leave,
    Notice,
    Occasion,
    SettledTopic,
    StepDone,
)
from procflow.program.offers import Choice, Offer
from procflow.program.step_edges import TOLD


def answer(run: Run, command: AnswerItem) -> None:
    """Answer a work item, or refuse with what would be allowed."""
    item = _open_item(run, command.item)
    require_awake(run, item)
    who = acting(run.program, run.state, run.context, item, command.on_behalf_of, within_limits=False)
    _require_seen(run, command.seen)
    _require_in_time(run, item, command.outcome)
    offered = offer(run.program, run.state, item)
    choice = offered.choices.get(command.outcome)
    if choice is None:
        text = f"{command.outcome} is no outcome of {item.step}"
        raise Refused("no-such-outcome", text, allowed=tuple(offered.choices))
    _require_topic(command, choice)
    _bring(run, who, offered, choice, command)
    _require_complete(run, item, offered, choice, command)
    if who.grant is not None:
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
        case "acknowledge":
            _acknowledge(run, item, choice.name, who, command.comment)
        case _:
            assert_never(item.purpose)


def _bring(run: Run, who: Performance, offered: Offer, choice: Choice, command: AnswerItem) -> None:
    """Take in what comes with an answer: fields and papers of its form, and those that its outcome needs."""
    if command.data:
        scope = run.state.items[command.item].scope
        fields = run.around(scope).fields
        open_fields = (*offered.form, *(n for n in choice.needs if n in fields))
        _require_editor(run, command, who, fields, open_fields)
        record_data(run, command.data, open_fields, scope=scope)
    if command.attachments:
        known = run.program.process.attachments
        record_attachments(
            run, command.attachments, (*offered.attachments, *(n for n in choice.needs if n in known))
        )


def _open_item(run: Run, name: str) -> Item:
    item = run.state.items.get(name)
    if item is None:
        open_items = tuple(f"{i.step} ({i.seat or i.role}): {i.id}" for i in run.state.items.values())
        raise Refused("not-open", f"no work item {name} is open", allowed=open_items)
    return item


def _require_seen(run: Run, seen: int | None) -> None:
    """Hold the answer to what can be looked at: not to what this command itself notices of other cases, which
    stands on no record yet."""
    found = run.found
    if seen is not None and not found.content_seq <= seen <= found.seq:
        known = 0 < seen <= found.seq
        what = f"the case has changed since version {seen}" if known else f"there is no version {seen}"
        text = f"{what}; look at version {found.seq}"
        raise Refused("changed-since", text, allowed=(str(found.seq),))


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


def _require_editor(
    run: Run,
    command: AnswerItem,
    who: Performance,
    fields: Mapping[str, DataField],
    open_fields: tuple[str, ...],
) -> None:
    """Hold that some fields of a form are filled in by some roles alone (``edit`` of a field)."""
    held = {role for name in who.persons() for role in _roles(run.context.organization, name)}
    for name in command.data:
        edit = fields[name].edit if name in fields else ()
        if edit and name in open_fields and held.isdisjoint(edit):
            raise Refused("field-not-yours", f"{name} is filled in by {' or '.join(edit)}", allowed=edit)


def _roles(organization: Organization, person: str) -> tuple[str, ...]:
    known = organization.people.get(person)
    return known.roles if known is not None else ()


def _require_complete(run: Run, item: Item, offered: Offer, choice: Choice, command: AnswerItem) -> None:
    missing: list[str] = []
    if choice.fills_form and (offered.form or offered.attachments):
        missing += missing_fields(run.around(item.scope), offered.form)
        missing += [name for name in offered.attachments if name not in run.state.attachments]
    for need in choice.needs:
        if not _given(run, item.scope, need, command):
            missing.append(need)
    if missing:
        allowed = tuple(f"topic {topic}" for topic in choice.topics) if "topic" in missing else ()
        raise Refused("incomplete", f"{choice.name} needs more", missing=tuple(missing), allowed=allowed)


def _given(run: Run, scope: str, need: str, command: AnswerItem) -> bool:
    match need:
        case "comment":
            return bool((command.comment or "").strip())
        case "topic":
            return command.topic is not None
        case _:
            return is_set(run, need, scope)


def _complete_task(run: Run, item: Item, offered: Offer, command: AnswerItem, who: Performance) -> None:
    outcome = run.program.task(item.step).outcomes[command.outcome]
    if outcome.allowed is not None and not verdict(run, outcome.allowed, item.scope):
        others = tuple(name for name in run.program.task(item.step).outcomes if name != outcome.name)
        text = f"{outcome.name} is allowed only if {outcome.allowed.text}"
        raise Refused("not-allowed", text, allowed=others)
    limits = run.context.organization.limits
    confirmed = {name: limits[name].value for name in offered.confirms if name in limits}
    run.emit(e.ItemCompleted(item.id, item.step, item.purpose, outcome.name, who, command.comment, confirmed))
    bind_owner(run, item.step, who)
    require_someone_left(run, item.step)
    if outcome.raises is not None:
        _raise(run, outcome.raises, who, command.comment)
    void_milestones(run)
    if _still_there(run, item):
        leave(run, item.scope, outcome.name, back=Return(outcome.target.resume))
    elif outcome.target.resume is None:
        set_facts(run, StepDone(item.step))


def _still_there(run: Run, item: Item) -> bool:
    """Whether what else the answer did has not led the item's scope away already."""
    standing = run.state.scopes.get(item.scope)
    return standing is not None and standing.step == item.step and not run.moved_on(item.scope)


def _raise(run: Run, name: str, who: Performance, comment: str | None) -> None:
    """Raise the event that an outcome names besides leading on (SEMANTICS 23)."""
    event = run.program.event(name)
    require_raisable(run, event)
    begin(run, event, occur(run, event, who, comment, {}))


def _acknowledge(run: Run, item: Item, outcome: str, who: Performance, comment: str | None) -> None:
    """Take an acknowledgement, and go on once nobody has to give one any more."""
    run.emit(e.ItemCompleted(item.id, item.step, item.purpose, outcome, who, comment))
    notice = run.program.step(item.step)
    assert isinstance(notice, Notice)
    asked = notice.acknowledge
    if asked is not None and not asked.by_all:
        others = [i for i in run.state.items.values() if _of_one_notice(i, item)]
        for other in others:
            run.emit(e.ItemWithdrawn(other.id, "acknowledged"))
    if not item.loose and (asked is None or not asked.by_all or not run.scope(item.scope).pending):
        leave(run, item.scope, TOLD)


def _of_one_notice(one: Item, other: Item) -> bool:
    """Whether two items ask to acknowledge the same sending of a notice."""
    kinds = one.purpose == other.purpose and one.step == other.step and one.scope == other.scope
    return kinds and one.opened_at == other.opened_at and one.sent == other.sent


def _answer_seat(run: Run, item: Item, command: AnswerItem, who: Performance) -> None:
    review = run.program.review(item.step)
    seat = seat_of(run.program, run.scope(item.scope), item.seat or "")
    given = seat.answers[command.outcome]
    topic = command.topic
    effect: Literal["continue", "leave", "object", "counts"]
    match given.effect:
        case Continue():
            effect = "continue"
        case Leave():
            effect = "leave"
        case Counts():
            effect = "counts"
        case _:
            settled = isinstance(run.program.arbitration().topics[topic or ""], SettledTopic)
            effect = "leave" if settled else "object"
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
            shown=content_hash(run.around(item.scope), run.state, review.shows),
            looked=looked(run, seat, item.scope),
            topic=topic,
            comment=command.comment,
            places=places_of(run.program, run.state, item.step, seat.name, seat.role),
        )
    )
    require_someone_left(run, f"{item.step}/{seat.name}")
    if topic is not None:
        set_facts(run, Occasion.OBJECTION_OPENED)
    if effect == "object":
        open_objection(run, item.scope, seat.name, topic or "", who)
    _go_on(run, item.scope)


def _go_on(run: Run, scope: str) -> None:
    """Go on with a review, unless what was brought to it voids a milestone."""
    void_milestones(run)
    if scope in run.state.scopes and not run.moved_on(scope):
        run.agenda.append(Advance(scope))
