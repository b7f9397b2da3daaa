"""What tasks and seats offer, worked out once for a process: nothing of it but what is closed or reserved
hangs on the case."""

from collections.abc import Mapping

from msgspec import Struct

from procflow.definition.process import (
    Arbiter,
    Arbitration,
    Continue,
    Counts,
    Object,
    RuledTopic,
    Seat,
    Task,
    Title,
)


class Choice(Struct, frozen=True):
    """One outcome of a work item.

    ``needs`` may hold ``comment``, ``topic`` and names of fields and attachments; ``topics`` are open to it;
    ``fills_form`` says that the item's form binds.
    """

    name: str
    title: Title
    needs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    fills_form: bool = False


class Offer(Struct, frozen=True):
    """An open item as it is put before a person: its form, papers and outcomes, in the file's order."""

    title: Title
    choices: Mapping[str, Choice]
    form: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    guidance: Title | None = None


class SeatOffer(Struct, frozen=True):
    """What a seat offers while nothing is closed to it; ``reserved`` names, for a choice that only a final
    authority has, the table that says who that is."""

    offer: Offer
    reserved: Mapping[str, str]


def task_offer(task: Task) -> Offer:
    """What a task offers."""
    choices = {
        o.name: Choice(o.name, o.title, o.needs, fills_form=not o.form_optional)
        for o in task.outcomes.values()
    }
    return Offer(task.title, choices, task.form, task.attach, task.confirms, task.guidance)


def seat_offer(arbitration: Arbitration | None, seat: Seat) -> SeatOffer:
    """What a seat offers. It cannot object where nobody could rule on it."""
    choices: dict[str, Choice] = {}
    for answer in seat.answers.values():
        needs = answer.needs
        topics: tuple[str, ...] = ()
        if isinstance(answer.effect, Object):
            topics = _topics(arbitration, seat)
            if not topics:
                continue
            needs = tuple(dict.fromkeys((*needs, "topic")))
        fills = isinstance(answer.effect, (Continue, Counts))
        choices[answer.name] = Choice(answer.name, answer.title, needs, topics, fills)
    reserved = {name: only for name in choices if (only := seat.answers[name].only) is not None}
    return SeatOffer(Offer(seat.title, choices, attachments=seat.attach), reserved)


def _topics(arbitration: Arbitration | None, seat: Seat) -> tuple[str, ...]:
    """The topics a seat may object on; one that only its own role could rule on is left out (SEMANTICS
    16)."""
    if arbitration is None:
        return ()
    return tuple(
        name
        for name, topic in arbitration.topics.items()
        if not isinstance(topic, RuledTopic) or _somebody_rules(arbitration, topic, seat.role)
    )


def _somebody_rules(arbitration: Arbitration, topic: RuledTopic, role: str) -> bool:
    if not arbitration.never_rules_on_own:
        return True
    return any(not isinstance(level, Arbiter) or level.role != role for level in topic.levels)
