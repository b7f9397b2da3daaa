"""What an open work item offers: its outcomes, and what must come with each. Inboxes show it, answers are
held to it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from procflow.case.authority import decides
from procflow.case.group import VOTES
from procflow.case.lens import dispute_of, review_of
from procflow.case.seats import seat_of
from procflow.case.state import CaseState, Item
from procflow.definition.process import (
    Arbiter,
    Arbitration,
    Continue,
    Counts,
    Notice,
    Object,
    RuledTopic,
    Seat,
    Step,
    Task,
    Title,
)
from procflow.program import Program

T = TypeVar("T")


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


_CONVENED = {"convened": Choice("convened", Title("已召集", "Convened"), fills_form=True)}
_ACKNOWLEDGED = {"acknowledged": Choice("acknowledged", Title("已閱", "Read"))}
_CONVENE = Title("召集", "Convene")
_VOTE = Title("表決", "Vote")
_APPEAL = Title("接受或提請上級裁定", "Accept the ruling or appeal")
_RULE = Title("裁定", "Rule")
_RULINGS = {
    "upheld": Title("異議成立", "Upheld"),
    "overruled": Title("異議不成立", "Overruled"),
    "refused": Title("否決", "Refused"),
}
_VOTE_TITLES = {"yes": Title("同意", "Yes"), "no": Title("反對", "No"), "abstain": Title("棄權", "Abstain")}
_MOTIONS = {"refuse": Title("是否否決", "Refuse?"), "uphold": Title("異議是否成立", "Uphold the objection?")}


def offer(program: Program, state: CaseState, item: Item, outcome: str | None = None) -> Offer:
    """What an open item of the case offers; of a task or a seat, only that ``outcome`` if one is named."""
    match item.purpose:
        case "task":
            return _task_offer(program.task(item.step), outcome)
        case "seat":
            return _seat_offer(program, state, item, outcome)
        case "convene":
            review = program.review(item.step)
            return Offer(review.title, _CONVENED, attachments=review.attach)
        case "group":
            return Offer(_CONVENE, _CONVENED)
        case "ruling":
            return Offer(_topic_title(program, state, item, _RULE), _rulings(program, state, item))
        case "acknowledge":
            return _notice_offer(program.step(item.step))
        case "appeal":
            choices = {
                "accept": Choice("accept", Title("接受裁定", "Accept")),
                "appeal": Choice("appeal", Title("提請上級裁定", "Appeal"), needs=("comment",)),
            }
            return Offer(_topic_title(program, state, item, _APPEAL), choices)
        case _:
            motion = _MOTIONS.get(dispute_of(state.scopes[item.scope]).motion or "", _VOTE)
            names = [n for n in VOTES if n != "abstain" or item.purpose == "vote"]
            return Offer(
                _topic_title(program, state, item, motion), {n: Choice(n, _VOTE_TITLES[n]) for n in names}
            )


def _task_offer(task: Task, outcome: str | None) -> Offer:
    choices = {
        o.name: Choice(o.name, o.title, o.needs, fills_form=not o.form_optional)
        for o in _named(task.outcomes, outcome)
    }
    return Offer(task.title, choices, task.form, task.attach, task.confirms, task.guidance)


def _named(ways: Mapping[str, T], name: str | None) -> Iterable[T]:
    """All ways out, or the one of that name if it is there."""
    if name is None:
        return ways.values()
    return (ways[name],) if name in ways else ()


def _notice_offer(notice: Step) -> Offer:
    assert isinstance(notice, Notice)
    return Offer(notice.title, _ACKNOWLEDGED, guidance=notice.says)


def _seat_offer(program: Program, state: CaseState, item: Item, outcome: str | None) -> Offer:
    scope = state.scopes[item.scope]
    seat = seat_of(program, scope, item.seat or "")
    closed = review_of(scope).closed.get(seat.name, ())
    choices: dict[str, Choice] = {}
    for answer in _named(seat.answers, outcome):
        name, needs = answer.name, answer.needs
        topics: tuple[str, ...] = ()
        if name in closed or (answer.only is not None and not decides(state, answer.only, seat.role)):
            continue
        if isinstance(answer.effect, Object):
            topics = _topics(program, seat)
            if not topics:
                continue
            needs = tuple(dict.fromkeys((*needs, "topic")))
        fills = isinstance(answer.effect, (Continue, Counts))
        choices[name] = Choice(name, answer.title, needs, topics, fills)
    return Offer(seat.title, choices, attachments=seat.attach)


def _topics(program: Program, seat: Seat) -> tuple[str, ...]:
    """The topics a seat may object on; one that only its own role could rule on is left out (SEMANTICS
    16)."""
    arbitration = program.process.arbitration
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


def _rulings(program: Program, state: CaseState, item: Item) -> dict[str, Choice]:
    dispute = dispute_of(state.scopes[item.scope])
    last = dispute.level == program.last_level(dispute.topic)
    refusable = last and program.arbitration().refused is not None
    names = [n for n in _RULINGS if n != "refused" or refusable]
    return {n: Choice(n, _RULINGS[n], needs=("comment",)) for n in names}


def _topic_title(program: Program, state: CaseState, item: Item, what: Title) -> Title:
    topic = program.arbitration().topics[dispute_of(state.scopes[item.scope]).topic].title
    return Title(f"{what.zh}：{topic.zh}", f"{what.en}: {topic.en}")
