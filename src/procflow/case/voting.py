"""Reviews that are decided by votes: weights for and against, a threshold, and when it is certain."""

from collections.abc import Mapping

from procflow.case.events import VotesCounted
from procflow.case.lens import review_of
from procflow.case.run import Run
from procflow.case.state import Answered
from procflow.definition.process import Counts, Review, Seat, Side, Vote, VoteBase


def count_votes(run: Run, scope: str, review: Review, seats: tuple[Seat, ...]) -> bool | None:
    """Whether a vote is passed, put on the record; None while the rest could still change it, or has to be
    heard."""
    vote, answers = review.vote, review_of(run.scope(scope)).answers
    assert vote is not None
    left = [seat.weight for seat in seats if seat.name not in answers]
    total = sum(seat.weight for seat in seats)
    votes_for, votes_against = _tally(seats, answers)
    if left and not (vote.closes_early and _certain(vote, votes_for, votes_against, left, total)):
        return None
    passed = _passes(vote, votes_for, votes_against, total)
    abstained = total - sum(left) - votes_for - votes_against
    base = total if vote.base is VoteBase.ALL else votes_for + votes_against
    step = review.name
    run.emit(VotesCounted(scope, step, passed, votes_for, votes_against, abstained, base))
    return passed


def _tally(seats: tuple[Seat, ...], answers: Mapping[str, Answered]) -> tuple[int, int]:
    """An objection that was overruled takes no side."""
    votes_for = votes_against = 0
    for seat in seats:
        answered = answers.get(seat.name)
        effect = seat.answers[answered.answer].effect if answered is not None else None
        if isinstance(effect, Counts) and effect.side is Side.FOR:
            votes_for += seat.weight
        elif isinstance(effect, Counts) and effect.side is Side.AGAINST:
            votes_against += seat.weight
    return votes_for, votes_against


def _passes(vote: Vote, votes_for: int, votes_against: int, total: int) -> bool:
    if votes_for == votes_against:
        return vote.tie_passes
    base = total if vote.base is VoteBase.ALL else votes_for + votes_against
    return vote.threshold.reached(votes_for, base)


def _certain(vote: Vote, votes_for: int, votes_against: int, left: list[int], total: int) -> bool:
    """Whether the remaining weights cannot change the result, wherever they fall.

    A tie and an abstention may each turn a result that both extremes agree on, so every count that can still
    come about is looked at; seats of equal weight lead to the same ones.
    """
    counts = {(votes_for, votes_against)}
    for weight in left:
        counts |= {(f + weight, a) for f, a in counts} | {(f, a + weight) for f, a in counts}
    return len({_passes(vote, f, a, total) for f, a in counts}) == 1
