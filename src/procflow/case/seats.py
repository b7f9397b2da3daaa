"""The seats of a review as it runs: those that the file lists, or those that the data named."""

from msgspec.structs import replace

from procflow.case.state import Named, Scope
from procflow.definition.process import Review, Seat, Title
from procflow.program import Program


def review_at(program: Program, scope: Scope) -> Review:
    """The review that a scope is in, with its seats as they are asked in this case."""
    review = program.review(scope.step)
    return review if review.seating is None else with_seats(review, scope)


def with_seats(review: Review, scope: Scope) -> Review:
    """A review with the seats that were named for it when the scope came to it."""
    if review.seating is None:
        return review
    named = scope.review.named if scope.review is not None else None
    return replace(review, seats=tuple(_seat(review.seats[0], each) for each in named or ()))


def _seat(pattern: Seat, named: Named) -> Seat:
    title = Title(f"{pattern.title.zh}：{named.value}", f"{pattern.title.en}: {named.value}")
    return replace(pattern, name=named.value, role=named.role, title=title)


def seat_of(program: Program, scope: Scope, name: str) -> Seat:
    """A seat of the review that a scope is in. Raises ``KeyError`` if it has none of that name."""
    if scope.review is None or scope.review.named is None:
        return program.seats[scope.step][name]
    for seat in with_seats(program.review(scope.step), scope).seats:
        if seat.name == name:
            return seat
    raise KeyError(name)


def seat_in_file(review: Review, name: str) -> str:
    """What the file calls a seat: of seats that the data named, their pattern."""
    return review.seats[0].name if review.seating is not None else name


def person_of(scope: Scope, seat: str) -> str | None:
    """The person that a seat was named for, if it was a person."""
    named = scope.review.named if scope.review is not None else None
    return next((each.person for each in named or () if each.value == seat), None)
