"""What an open work item offers: its outcomes, and what must come with each. Inboxes show it, answers are
held to it."""

from msgspec.structs import replace

from procflow.case.authority import decides
from procflow.case.group import VOTES
from procflow.case.lens import dispute_of, review_of
from procflow.case.seats import seat_of
from procflow.case.state import CaseState, Item
from procflow.definition.process import Notice, Step, Title
from procflow.program import Program
from procflow.program.offers import Choice, Offer, seat_offer

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


def offer(program: Program, state: CaseState, item: Item) -> Offer:
    """What an open item of the case offers."""
    match item.purpose:
        case "task":
            return program.task_offers[item.step]
        case "seat":
            return _seat_offer(program, state, item)
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


def _notice_offer(notice: Step) -> Offer:
    assert isinstance(notice, Notice)
    return Offer(notice.title, _ACKNOWLEDGED, guidance=notice.says)


def _seat_offer(program: Program, state: CaseState, item: Item) -> Offer:
    """A seat's offer without what a ruling closed to it, and what only a final authority has that it is
    not."""
    scope = state.scopes[item.scope]
    review = review_of(scope)
    if review.named is None:
        found = program.seat_offers[scope.step][item.seat or ""]
    else:
        found = seat_offer(program.process.arbitration, seat_of(program, scope, item.seat or ""))
    offered, closed = found.offer, review.closed.get(item.seat or "", ())
    if not closed and not found.reserved:
        return offered
    choices = {
        name: choice
        for name, choice in offered.choices.items()
        if name not in closed
        and (name not in found.reserved or _is_authority(program, state, item, found.reserved[name]))
    }
    return replace(offered, choices=choices)


def _is_authority(program: Program, state: CaseState, item: Item, table: str) -> bool:
    seat = seat_of(program, state.scopes[item.scope], item.seat or "")
    return decides(state, table, seat.role)


def _rulings(program: Program, state: CaseState, item: Item) -> dict[str, Choice]:
    dispute = dispute_of(state.scopes[item.scope])
    last = dispute.level == program.last_level(dispute.topic)
    refusable = last and program.arbitration().refused is not None
    names = [n for n in _RULINGS if n != "refused" or refusable]
    return {n: Choice(n, _RULINGS[n], needs=("comment",)) for n in names}


def _topic_title(program: Program, state: CaseState, item: Item, what: Title) -> Title:
    topic = program.arbitration().topics[dispute_of(state.scopes[item.scope]).topic].title
    return Title(f"{what.zh}：{topic.zh}", f"{what.en}: {topic.en}")
