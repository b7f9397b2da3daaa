"""Reviews: their seats, what is answered, and what rulings do to them (SEMANTICS 5, 7, 9, 10, 14)."""

from itertools import product

from procflow.definition import process as p
from tests.case.naive.disputes import arbitration_of, open_dispute
from tests.case.naive.moves import leave, open_item, park
from tests.case.naive.people import exceeded
from tests.case.naive.state import Naive, No, Thing


def review_step(case: Naive, scope: Thing) -> p.Review:
    step = case.step_of(scope)
    assert isinstance(step, p.Review)
    return step


def entries(case: Naive, scope: Thing, each: p.Each) -> list[Thing]:
    """Whom or what a field names, with role or person (``each`` of seats, branches, notices)."""
    found = []
    held = case.data(scope).get(each.field) or ()
    for value in [held] if isinstance(held, str) else held:
        role = "" if each.by is None else case.process.maps[each.by].roles[value]
        found.append({"value": value, "role": role, "person": value if each.by is None else None})
    return found


def begin(case: Naive, scope: Thing, step: p.Review) -> None:
    scope["review"] = {"convened": False, "answers": {}, "refusals": {}, "objections": {}, "closed": {}}
    if isinstance(step.seating, p.EachSeat):
        named = entries(case, scope, step.seating.each)
        if not named and step.seating.none is p.WhenNone.REFUSE:
            raise No("nobody-named")
        scope["review"]["named"] = named
    advance(case, scope)


def seats(case: Naive, scope: Thing) -> list[Thing]:
    """The seats of a review in their order, as dicts with ``name``, ``role``, ``persons``, ``seat``."""
    step = review_step(case, scope)
    if step.seating is None:
        return [{"name": s.name, "role": s.role, "persons": None, "seat": s} for s in step.seats]
    return [
        {
            "name": named["value"],
            "role": named["role"],
            "persons": [named["person"]] if named["person"] else None,
            "seat": step.seats[0],
        }
        for named in scope["review"]["named"]
    ]


def asked(case: Naive, scope: Thing) -> list[Thing]:
    """The seats that are asked for the data of now (SEMANTICS 10)."""
    step, every = review_step(case, scope), seats(case, scope)
    if step.only is not None:
        role = case.decided(step.only)
        return [seat for seat in every if seat["role"] == role]
    if step.until is not None:
        role = case.decided(step.until)
        last = max(n for n, seat in enumerate(every) if seat["role"] == role)
        return every[: last + 1]
    return every


def advance(case: Naive, scope: Thing) -> None:
    """Ask whoever has to be asked now, or go on from the review."""
    step, review = review_step(case, scope), scope["review"]
    nobody = review.get("named") == []
    if step.convened_by is not None and not review["convened"] and not nobody:
        if not case.items_of(scope, "convene"):
            open_item(case, scope, "convene", step.convened_by)
        return
    wanted = asked(case, scope)
    objections = review["objections"]
    if objections and all(o["ruling"] for o in objections.values()):
        act_on_rulings(case, scope)
        return
    heard = {*review["answers"], *review["refusals"], *objections}
    pending = [seat for seat in wanted if seat["name"] not in heard]
    if step.vote is not None and counted(case, scope, step.vote, wanted):
        return
    if step.mode is p.Mode.IN_TURN:
        pending = [] if objections else pending[:1]
    for item in case.items_of(scope, "seat"):
        if item["seat"] not in [seat["name"] for seat in pending]:
            case.close(item)
    opened = [item["seat"] for item in case.items_of(scope, "seat")]
    for seat in pending:
        if seat["name"] not in opened:
            open_item(
                case,
                scope,
                "seat",
                seat["role"],
                seat=seat["name"],
                persons=seat["persons"],
                limit=seat["seat"].limit,
            )
    first = step.mode is p.Mode.FIRST_ANSWER and review["answers"]
    if (pending and not first) or objections:
        return
    if review["refusals"]:
        act_on_refusals(case, scope)
    else:
        leave(case, scope, step.outcomes["passed"].target.step, done=True)


def counted(case: Naive, scope: Thing, vote: p.Vote, wanted: list[Thing]) -> bool:
    """Count the votes; go on if they are decided, whatever the rest may vote."""
    step, answers = review_step(case, scope), scope["review"]["answers"]
    cast = [(seat["seat"].weight, _side(seat, answers)) for seat in wanted if seat["name"] in answers]
    rest = [seat["seat"].weight for seat in wanted if seat["name"] not in answers]
    if rest and not vote.closes_early:
        return False
    results = {
        carried(vote, cast + list(zip(rest, sides, strict=True)))
        for sides in product(p.Side, repeat=len(rest))
    }
    if len(results) > 1:
        return False
    if results.pop():
        leave(case, scope, step.outcomes["passed"].target.step, done=True)
    else:
        leave(case, scope, step.outcomes["failed"].target.step)
    return True


def _side(seat: Thing, answers: Thing) -> p.Side:
    effect = seat["seat"].answers[answers[seat["name"]]["answer"]].effect
    assert isinstance(effect, p.Counts)
    return effect.side


def carried(vote: p.Vote, cast: list[tuple[int, p.Side]]) -> bool:
    """Whether a vote is passed once everybody has voted."""
    yes = sum(weight for weight, side in cast if side is p.Side.FOR)
    no = sum(weight for weight, side in cast if side is p.Side.AGAINST)
    base = yes + no if vote.base is p.VoteBase.CAST else sum(weight for weight, _ in cast)
    return vote.tie_passes if yes == no else vote.threshold.reached(yes, base)


def hear(case: Naive, scope: Thing, seat: Thing, name: str, *, who: Thing, topic: str | None) -> None:
    """Take a seat's answer in (SEMANTICS 9)."""
    step, review = review_step(case, scope), scope["review"]
    given: Thing = {
        "answer": name,
        "persons": who["persons"],
        "grants": who["grants"],
        "order": case.number(),
        "looked": case.content(seat["seat"].looks_at, scope),
    }
    effect = seat["seat"].answers[name].effect
    case.state["agenda"].append(("advance", scope["id"]))
    match effect:
        case p.Continue() | p.Counts():
            review["answers"][seat["name"]] = given
            if step.mode is p.Mode.FIRST_ANSWER:
                leave(case, scope, step.outcomes["passed"].target.step, done=True)
        case p.Leave(target):
            review["refusals"][seat["name"]] = {**given, "target": target.step, "resume": target.resume}
            if step.mode is not p.Mode.TOGETHER or step.first_refusal is p.FirstRefusal.DECIDES:
                act_on_refusals(case, scope)
        case p.Object():
            assert topic is not None
            case.set_fact(p.Occasion.OBJECTION_OPENED)
            open_dispute(case, scope, seat, topic, given)
        case _:
            raise TypeError(effect)


def act_on_refusals(case: Naive, scope: Thing) -> None:
    """Of those that wait, one that leads to an end acts first, else the earliest."""
    review = scope["review"]
    waiting = sorted(
        review["refusals"].items(), key=lambda pair: (not _ends(case, pair[1]), pair[1]["order"])
    )
    _, first = waiting[0]
    go_back(case, scope, [name for name, _ in waiting], first["target"], first["resume"])


def _ends(case: Naive, refusal: Thing) -> bool:
    return isinstance(case.map.steps.get(refusal["target"]), p.End)


def go_back(
    case: Naive,
    scope: Thing,
    returned: list[str],
    target: str,
    resume: p.Resume | None,
    *,
    disputed: bool = False,
) -> None:
    """Leave a review for a step from which the flow comes back to it, or not (SEMANTICS 5)."""
    review = scope["review"]
    for seat in returned:
        given = review["refusals"].pop(seat, None) or review["objections"].pop(seat, None) or {}
        if resume is p.Resume.AFTER and given:
            review["answers"][seat] = given
    review["refusals"] = {}
    if resume is not None:
        scope.pop("parked", None)
    if resume in (None, p.Resume.FIRST) or case.map.outside(scope["graph"], target) or target == p.FINISHED:
        leave(case, scope, target, resume, by_seat=True)
        return
    park(case, scope, resume, target, disputed=disputed)
    leave(case, scope, target)


def reopen(case: Naive, scope: Thing) -> None:
    """Take out the answers of seats that look at what has changed since, and of those whose grant does not
    reach that far any more (SEMANTICS 7, 25)."""
    answers = scope["review"]["answers"]
    for seat in seats(case, scope):
        given = answers.get(seat["name"])
        looked = case.content(seat["seat"].looks_at, scope)
        if given is not None and (given["looked"] != looked or exceeded(case, given["grants"])):
            del answers[seat["name"]]


def act_on_rulings(case: Naive, scope: Thing) -> None:
    """Refused over upheld over overruled (SEMANTICS 14)."""
    arbitration, objections = arbitration_of(case), scope["review"]["objections"]
    rulings = {objection["ruling"] for objection in objections.values()}
    for seat in [name for name, objection in objections.items() if objection["ruling"] == "overruled"]:
        given = objections.pop(seat)
        if arbitration.authority_asked_again and is_final(case, scope, seat):
            objecting = [
                n for n, a in answers_of(case, scope, seat).items() if isinstance(a.effect, p.Object)
            ]
            scope["review"]["closed"][seat] = objecting
        else:
            scope["review"]["answers"][seat] = given
    if "refused" in rulings:
        assert arbitration.refused is not None
        leave(case, scope, arbitration.refused.step)
    elif "upheld" in rulings:
        back = arbitration.upheld
        go_back(case, scope, list(objections), back.step, back.resume, disputed=True)
    else:
        case.state["agenda"].append(("advance", scope["id"]))


def answers_of(case: Naive, scope: Thing, seat: str) -> dict[str, p.Answer]:
    found = next(s for s in seats(case, scope) if s["name"] == seat)
    return dict(found["seat"].answers)


def is_final(case: Naive, scope: Thing, seat: str) -> bool:
    """Whether a seat is that of the role that the review's table decides for."""
    step = review_step(case, scope)
    table = step.until or step.only
    role = next(s["role"] for s in seats(case, scope) if s["name"] == seat)
    return table is not None and case.decided(table) == role
