"""Review steps and their seats."""

from collections.abc import Mapping

from msgspec import Struct, structs

from procflow.definition.build import naming
from procflow.definition.build.reading import get, items, mapping, scalar, text
from procflow.definition.build.scope import Scope
from procflow.definition.build.seating import build_seating, build_vote, check_votes
from procflow.definition.build.shared import Shared, build_shared, under_template
from procflow.definition.build.titles import basis, title
from procflow.definition.process import (
    AfterRuling,
    Answer,
    Continue,
    FirstRefusal,
    Mode,
    Outcome,
    Review,
    Seat,
    Table,
)
from procflow.diagnostics import Related, Span
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode

_DEPARTMENTS = "departments of "
_SEATS = "seats of "


class Reviews(Struct, frozen=True):
    """What reviews draw on: each other as written (some take their seats from another), templates, tables.

    ``broken`` are the steps whose kind could not be read. ``everything`` are all fields and attachments.
    """

    bodies: Mapping[str, MapNode]
    broken: frozenset[str]
    templates: Mapping[str, Shared]
    tables: Mapping[str, Table]
    everything: tuple[str, ...]

    def unread(self, step: str) -> bool:
        """Whether a step may be a review for all that could be read of it."""
        return step in self.broken


def build_review(
    scope: Scope, entry: Entry, node: MapNode, reviews: Reviews, outcomes: Mapping[str, Outcome]
) -> Review:
    """One review step; what is wrong between its parts is :func:`check_review`'s business."""
    shared = under_template(scope, node, build_shared(scope, node), reviews.templates)
    answers = shared.answers or {}
    mode = Mode(text(node, "review"))
    if not shared.uncertain:
        _check_answers(scope, entry, answers, mode)
        check_votes(scope, entry, node, mode, answers)
    return Review(
        name=entry.name,
        title=title(node, entry.name),
        mode=mode,
        seats=_seats(scope, node, shared, answers, reviews),
        until=naming.table(scope, node, "until"),
        only=naming.table(scope, node, "only"),
        convened_by=naming.role(scope, node, "convened_by") or None,
        attach=_brought(scope, node, shared),
        first_refusal=_first_refusal(scope, entry, node, mode),
        shows=reviews.everything if shared.shows is None else shared.shows,
        after_ruling=_after_ruling(scope, node, reviews),
        outcomes=outcomes,
        basis=shared.basis,
        span=entry.key.span,
        seating=build_seating(scope, node),
        vote=build_vote(scope, entry, node, mode),
    )


def _check_answers(scope: Scope, entry: Entry, answers: Mapping[str, Answer], mode: Mode) -> None:
    if not answers:
        scope.report.add("D141", entry.key.span, name=entry.name)
    elif mode is not Mode.VOTE and not any(
        isinstance(answer.effect, Continue) for answer in answers.values()
    ):
        scope.report.add("D142", entry.key.span, name=entry.name)


def _brought(scope: Scope, node: MapNode, shared: Shared) -> tuple[str, ...]:
    written = node.entry("attach")
    if written and node.get("convened_by") is None and not node.poisoned:
        scope.report.add("D154", written.key.span)
    return shared.attach or ()


def _first_refusal(scope: Scope, entry: Entry, node: MapNode, mode: Mode) -> FirstRefusal:
    written = node.entry("first_refusal")
    if mode is Mode.TOGETHER and written is None and not node.poisoned:
        kind = node.entry("review")
        scope.report.add("D143", kind.value.span if kind else entry.key.span)
    if mode is Mode.IN_TURN and written is not None:
        scope.report.add("D144", written.key.span)
    if mode in (Mode.FIRST_ANSWER, Mode.VOTE) and written is not None:
        scope.report.add("T187", written.key.span)
    return FirstRefusal(text(node, "first_refusal") or FirstRefusal.DECIDES)


def _after_ruling(scope: Scope, node: MapNode, reviews: Reviews) -> AfterRuling | None:
    after = mapping(node, "after_ruling")
    if after is None:
        return None
    go = naming.step(scope, after, "go")
    written = scalar(after, "go")
    if written and go in scope.names.steps and go not in reviews.bodies and not reviews.unread(go):
        scope.report.add("N212", written.span, name=go)
    return AfterRuling(go, text(after, "keep") == "answers", basis(scope, after))


def _seats(
    scope: Scope, node: MapNode, shared: Shared, answers: Mapping[str, Answer], reviews: Reviews
) -> tuple[Seat, ...]:
    written = get(node, "seats")
    nodes = _borrowed(scope, written, reviews) if isinstance(written, ScalarNode) else items(node, "seats")
    if isinstance(written, MapNode):
        nodes = (written,)
    # Papers of the step are what the convener brings, not what a seat has to.
    above = structs.replace(shared, attach=None, answers=None)
    found = [_seat(scope, seat, above, answers, reviews) for seat in nodes if isinstance(seat, MapNode)]
    seats = [seat for seat in found if seat is not None]
    places: dict[str, Span] = {}
    for seat in seats:
        first = places.setdefault(seat.name, seat.span)
        if first is not seat.span:
            related = (Related(first),)
            scope.report.add("D145", seat.span, related, name=seat.name)
    return tuple(seats)


def _seat(
    scope: Scope, node: MapNode, above: Shared, answers: Mapping[str, Answer], reviews: Reviews
) -> Seat | None:
    source = scalar(node, "each") or scalar(node, "chosen_by")
    if get(node, "role") is None and source is None:
        return None
    shared = under_template(scope, node, build_shared(scope, node), reviews.templates).over(above)
    role = naming.role(scope, node, "role")
    named = scalar(node, "name")
    name = naming.declared(scope.report, named) if named else role or (source.text if source else "")
    weight = scalar(node, "weight")
    return Seat(
        name=name,
        role=role,
        title=title(node, name),
        attach=shared.attach or (),
        limit=shared.limit(scope.report),
        looks_at=shared.looks_at or (),
        answers=answers,
        basis=shared.basis,
        span=node.span,
        weight=weight.value if weight and isinstance(weight.value, int) else 1,
    )


def _borrowed(scope: Scope, written: ScalarNode, reviews: Reviews) -> tuple[Node, ...]:
    """The seats of another review: all, or those before the first role that its ``until`` table ranks."""
    start = next((word for word in (_DEPARTMENTS, _SEATS) if written.text.startswith(word)), None)
    if start is None:
        scope.report.add("D148", written.span, value=written.text)
        return ()
    name, at = written.text[len(start) :].strip(), written.part(len(start), len(written.text))
    other = reviews.bodies.get(name)
    if other is None:
        if not reviews.unread(name) and scope.names.steps.whole:
            scope.report.add(
                "N213", at, name=name, nearest=scope.report.suggestions.nearest(name, reviews.bodies)
            )
        return ()
    seats = get(other, "seats")
    if isinstance(seats, ScalarNode):
        scope.report.add("D149", at, name=name)
    if not isinstance(seats, ListNode):
        return ()
    if start == _SEATS:
        return seats.items
    if other.get("until") is None and not other.poisoned:
        scope.report.add("D150", at, name=name)
    return _departments(other, seats, reviews.tables)


def _departments(other: MapNode, seats: ListNode, tables: Mapping[str, Table]) -> tuple[Node, ...]:
    table = tables.get(text(other, "until"))
    if table is None:
        return ()
    roles = [text(seat, "role") if isinstance(seat, MapNode) else "" for seat in seats]
    first = next((at for at, role in enumerate(roles) if role in table.ranks), len(roles))
    return seats.items[:first]


def check_review(scope: Scope, node: MapNode, review: Review, tables: Mapping[str, Table]) -> None:
    """What must hold between the parts of a sound review: its tables rank seats that lie side by side."""
    if review.until and review.only:
        alone = scalar(node, "only")
        scope.report.add("D147", alone.span if alone else node.span, until=review.until, only=review.only)
    sitting = [seat.role for seat in review.seats]
    for key, name in (("until", review.until), ("only", review.only)):
        written = scalar(node, key)
        if written is None or name is None or name not in tables or name in scope.unranked:
            continue
        ranks = list(tables[name].ranks)
        runs = [sitting[at : at + len(ranks)] for at in range(len(sitting))]
        if ranks and ranks not in runs:
            seats = ", ".join(sitting)
            scope.report.add("D146", written.span, table=name, ranks=", ".join(ranks), seats=seats)
