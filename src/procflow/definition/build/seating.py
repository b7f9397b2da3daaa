"""Seats that the data or a person name, and how votes are counted."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.doers import build_each, when_none
from procflow.definition.build.groups import build_share
from procflow.definition.build.reading import get, mapping, scalar, text
from procflow.definition.build.scope import Scope
from procflow.definition.process import (
    Answer,
    Chooser,
    ChosenSeats,
    Counts,
    EachSeat,
    Mode,
    Seating,
    Side,
    Vote,
    VoteBase,
)
from procflow.source import Entry, MapNode


def build_seating(scope: Scope, node: MapNode) -> Seating | None:
    """Where the seats of a review come from, if they are not listed."""
    seats = mapping(node, "seats")
    if seats is None:
        return None
    if get(seats, "each") is not None:
        each = build_each(scope, seats)
        return EachSeat(each, when_none(seats)) if each else None
    if not text(seats, "chosen_by"):
        return None
    least, most = _count(seats, "at_least"), _count(seats, "at_most")
    written = scalar(seats, "at_most")
    if written and least is not None and most is not None and most < least:
        scope.report.add("T189", written.span, least=str(least), most=str(most))
    return ChosenSeats(
        Chooser(text(seats, "chosen_by")), naming.roles(scope, seats, "among"), least or 1, most
    )


def _count(node: MapNode, key: str) -> int | None:
    written = scalar(node, key)
    return written.value if written and isinstance(written.value, int) else None


def build_vote(scope: Scope, entry: Entry, node: MapNode, mode: Mode) -> Vote | None:
    """How a vote is counted; nothing of it is assumed."""
    written, vote = node.entry("vote"), mapping(node, "vote")
    if mode is Mode.VOTE and written is None and not node.poisoned:
        scope.report.add("T181", entry.key.span, name=entry.name)
    if mode is not Mode.VOTE and written is not None:
        scope.report.add("T182", written.key.span)
    if vote is None:
        return None
    share = build_share(scope.report, vote, "threshold")
    base, tie = text(vote, "base"), text(vote, "tie")
    if share is None or not base or not tie:
        return None
    return Vote(share, VoteBase(base), tie == "passes", text(vote, "closes") == "early")


def check_votes(scope: Scope, entry: Entry, node: MapNode, mode: Mode, answers: Mapping[str, Answer]) -> None:
    """Votes are counted in votes alone, there is a way to vote for, and both results lead somewhere."""
    counted = [answer for answer in answers.values() if isinstance(answer.effect, Counts)]
    outcomes = mapping(node, "outcomes")
    failed = outcomes.entry("failed") if outcomes else None
    if mode is not Mode.VOTE:
        for answer in counted:
            scope.report.add("T183", answer.span, name=answer.name)
        if failed is not None:
            scope.report.add("T185", failed.key.span)
        return
    if not any(isinstance(a.effect, Counts) and a.effect.side is Side.FOR for a in counted):
        scope.report.add("T184", entry.key.span, name=entry.name)
    if failed is None and not node.poisoned and not (outcomes and outcomes.poisoned):
        scope.report.add("T186", entry.key.span, name=entry.name)
