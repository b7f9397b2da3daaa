"""Sentences on work items, and on what the clock does to them."""

from datetime import datetime
from typing import assert_never

from procflow.case import events as e
from procflow.definition.process import GroupLevel, RuledTopic, joined
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller

ItemEvent = (
    e.ItemCompleted
    | e.ItemOfferedAnew
    | e.ItemHandedUp
    | e.Reminded
    | e.Notified
    | e.AlarmRaised
    | e.TimerPassed
)


def say_opened(teller: Teller, now: datetime, opened: tuple[e.ItemOpened, ...]) -> Said:
    """Who is asked for what; several votes or seats that were opened together are told together."""
    words, first = teller.words, opened[0]
    due = teller.due(first.due, now)
    found = basis.of_item(words.program, teller.past, first)
    if len(opened) > 1 and first.purpose == "seat":
        seats = [words.aside(teller.asked(i), words.people(i.offered_to, "or")) for i in opened]
        return Said(words.say("ItemOpened.seats", seats=words.series(seats), due=due), Kind.ASKED, found)
    persons = tuple(person for item in opened for person in item.offered_to)
    if first.purpose == "vote" and set(persons) == set(teller.past.members.get(first.scope, ())):
        return Said(words.say("ItemOpened.votes", count=len(persons), due=due), Kind.ASKED, found)
    if len(opened) > 1 and first.purpose == "acknowledge":
        place, told = teller.asked(first), words.people(persons)
        return Said(
            words.say("ItemOpened.acknowledges", persons=told, place=place, due=due), Kind.ASKED, found
        )
    text = words.say(
        f"ItemOpened.{first.purpose}",
        persons=words.people(persons, "and" if len(opened) > 1 else "or"),
        role=words.role(first.role),
        place=teller.asked(first),
        group=group_of(teller, first.scope),
        instead=words.part("instead", role=words.role(first.instead_of) if first.instead_of else ""),
        due=due,
    )
    return Said(text, Kind.ASKED, found)


def say_withdrawn(teller: Teller, withdrawn: tuple[e.ItemWithdrawn, ...]) -> Said:
    """What is not asked any more."""
    words = teller.words
    items = words.listed(list(dict.fromkeys(teller.item(event.item) for event in withdrawn)))
    text = words.say("ItemWithdrawn", items=items, reason=words.word("reason", withdrawn[0].reason))
    known = (basis.of_item(words.program, teller.past, teller.past.items.get(w.item)) for w in withdrawn)
    return Said(text, Kind.FLOW, joined(*known), minor=True)


def say_item(teller: Teller, now: datetime, event: ItemEvent) -> Said:
    """What such an event says."""
    words, past = teller.words, teller.past
    match event:
        case e.ItemCompleted():
            return _completed(teller, event)
        case e.ItemHandedUp():
            text = words.say(
                "ItemHandedUp",
                item=teller.item(event.item),
                source=words.role(event.source),
                persons=words.people(event.offered_to, "or"),
                role=words.role(event.role),
                due=teller.due(event.due, now),
            )
        case e.ItemOfferedAnew():
            return _offered_anew(teller, event)
        case e.Reminded():
            persons, when = words.people(event.persons), _when(teller, event.item, now)
            text = words.say("Reminded", persons=persons, item=teller.item(event.item), when=when)
        case e.Notified():
            text = words.say(
                "Notified",
                persons=words.people(event.persons),
                role=words.role(event.role),
                item=teller.item(event.item),
                when=_when(teller, event.item, now),
            )
        case e.AlarmRaised():
            text = words.say(
                "AlarmRaised",
                persons=words.people(event.persons),
                role=words.role(event.role),
                item=teller.item(event.item),
                reason=words.word("reason", event.reason),
            )
            if event.timer is None:
                found = basis.of_item(words.program, past, past.items.get(event.item))
                return Said(text, Kind.ASKED, found)
        case e.TimerPassed():
            text = words.say("TimerPassed", item=teller.item(event.item))
        case _:
            assert_never(event)
    return Said(text, Kind.CLOCK, basis.of_limit(words.program, past, event.item))


def _offered_anew(teller: Teller, event: e.ItemOfferedAnew) -> Said:
    words, past = teller.words, teller.past
    persons = words.people(event.offered_to, "or")
    text = words.say(
        "ItemOfferedAnew", item=teller.item(event.item), persons=persons, role=words.role(event.role)
    )
    return Said(text, Kind.ASKED, basis.of_item(words.program, past, past.items.get(event.item)))


def _completed(teller: Teller, event: e.ItemCompleted) -> Said:
    words = teller.words
    opened = teller.past.items.get(event.item)
    limits = words.organization.limits
    confirmed = [
        words.aside(words.inline(limits[name].title) if name in limits else name, value)
        for name, value in event.confirmed.items()
    ]
    text = words.say(
        f"ItemCompleted.{event.purpose}",
        who=teller.who(event.who, teller.past.roles.get(event.item, "")),
        place=teller.asked(opened) if opened is not None else words.place(event.step),
        outcome=words.outcome(event.step, event.outcome),
        comment=teller.comment(event.comment),
        group=group_of(teller, opened.scope if opened is not None else ""),
    )
    of_outcome = basis.of_outcome(words.program, event.step, event.outcome)
    of_item = basis.of_item(words.program, teller.past, opened)
    detail = words.part("confirmed", limits=words.listed(confirmed))
    return Said(text, Kind.ACT, joined(of_item, of_outcome), detail=detail)


def group_of(teller: Teller, scope: str) -> str:
    """The group that an arbitration has come to; the dispute itself where that is not known."""
    opened = teller.past.disputes.get(scope)
    for topic in teller.words.topics():
        if opened is not None and topic.name == opened.topic and isinstance(topic, RuledTopic):
            level = topic.levels[teller.past.levels.get(scope, 0)]
            if isinstance(level, GroupLevel):
                return teller.words.role(level.group)
    return teller.dispute(scope)


def _when(teller: Teller, item: str, now: datetime) -> str:
    due = teller.past.due.get(item)
    if due is None:
        return ""
    part = "when_overdue" if due <= now else "when_due"
    return teller.words.part(part, due=teller.words.instant(due, now))
