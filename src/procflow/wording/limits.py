"""Deadlines, the moments around them, and what happens then, in words."""

from typing import assert_never

from procflow.definition.process import AsLimited, Escalation, GoTo, HandUp, Limit, Notify, Remind
from procflow.wording.words import Words
from procflow.worktime import Deadline, Moment, describe
from procflow.worktime.deadline import After, Anchor, At, FromField, Offset, Side


def deadline_words(words: Words, deadline: Deadline | AsLimited) -> str:
    """``2 business days``; ``Arrival − 2 days`` where it counts from a date among the data; where it
    goes by a limit, as long as that is now."""
    match deadline:
        case AsLimited(name):
            limit = words.organization.limits.get(name)
            return name if limit is None or limit.length is None else describe(limit.length, words.lang)
        case After(duration):
            return describe(duration, words.lang)
        case FromField(duration, side, field):
            length = describe(duration, words.lang)
            name = f"limit.field_{side}"
            return words.say(name, field=words.covered(field), length=length)
        case _:
            assert_never(deadline)


def moment_words(words: Words, moment: Moment) -> str:
    """``at the deadline``, ``2 business hours before the deadline``."""
    match moment:
        case At(anchor):
            return words.say("limit.at_opening" if anchor is Anchor.OPENING else "limit.at_deadline")
        case Offset(duration, side, anchor):
            where = "opening" if anchor is Anchor.OPENING else "deadline"
            side_name = "before" if side is Side.BEFORE else "after"
            return words.say(f"limit.{side_name}_{where}", length=describe(duration, words.lang))
        case _:
            assert_never(moment)


def escalation_words(words: Words, escalation: Escalation) -> str:
    """When it comes, and what it does."""
    return words.say(
        "limit.escalation", moment=moment_words(words, escalation.at), action=_action(words, escalation)
    )


def _action(words: Words, escalation: Escalation) -> str:
    match escalation.action:
        case Remind(whom):
            return words.say(
                "limit.remind", whom=words.word("holder", whom) if whom == "holder" else words.role(whom)
            )
        case Notify(role):
            return words.say("limit.notify", role=words.role(role))
        case HandUp(alarm):
            return words.say("limit.hand_up", role=words.role(alarm))
        case GoTo(target):
            return words.say("limit.go", step=words.step(target.step))
        case _:
            assert_never(escalation.action)


def limit_words(words: Words, limit: Limit) -> tuple[str, ...]:
    """The deadline, then each escalation."""
    return (
        deadline_words(words, limit.deadline),
        *(escalation_words(words, escalation) for escalation in limit.escalations),
    )
