"""From the record to lines: each event said, and small ones folded into the line that they belong to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.definition.process import Basis
from procflow.diagnostics.cells import visible
from procflow.program import Program
from procflow.reports.story.said import Kind, Past, Said, Teller
from procflow.reports.story.say_arbitration import (
    GroupEvent,
    ObjectionEvent,
    RulingEvent,
    say_group,
    say_objection,
    say_ruling,
)
from procflow.reports.story.say_content import ContentEvent, say_content, say_data, say_papers
from procflow.reports.story.say_flow import say_flow, say_moves
from procflow.reports.story.say_items import ItemEvent, say_item, say_opened, say_withdrawn
from procflow.reports.story.say_quiet import QuietEvent, say_quiet
from procflow.reports.story.say_scopes import ScopeEvent, say_branches, say_scope
from procflow.wording import Lang, Words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story.

    ``seq`` is the event that it is about, ``seqs`` are all that it tells; ``at`` is in the zone of the
    process's calendar. ``who`` is the id of the person in whose command it happened, or ``clock``. ``basis``
    names the clauses and questions behind it, the most telling first; ``items`` are the work items that it
    asks, answers or moves. A short story leaves ``detail`` out, and ``minor`` lines, which others sum up.
    """

    seq: int
    seqs: tuple[int, ...]
    at: datetime
    who: str
    text: str
    detail: str
    kind: Kind
    basis: Basis
    items: tuple[str, ...]
    minor: bool


def tell(
    program: Program, organization: Organization, envelopes: Iterable[Envelope], lang: Lang = "en"
) -> Iterator[Line]:
    """The story of a case, from its events in their order. Every event is told, in one line each.

    Names that the program or the organization does not have are shown as ids.
    """
    teller = Teller(Words(program, organization, lang), Past())
    for (at, by), happened in groupby(envelopes, key=lambda envelope: (envelope.at, envelope.by)):
        yield from tell_moment(teller, at, by, list(happened))


def tell_moment(teller: Teller, at: datetime, by: str, happened: list[Envelope]) -> Iterator[Line]:
    """What one person, or the clock, did at one instant, by somebody who has told all before it."""
    for piece in _fold(teller, happened):
        yield Line(
            seq=piece.seq,
            seqs=tuple(sorted(piece.seqs)),
            at=teller.words.local(at),
            who=by,
            text=_one_line(piece.said.text),
            detail=_one_line(piece.said.detail),
            kind=piece.said.kind,
            basis=piece.said.basis,
            items=piece.items,
            minor=piece.said.minor,
        )


def _one_line(text: str) -> str:
    """What people wrote may hold line ends, and characters that would steer a terminal."""
    return visible(" ".join(text.split()))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some events of one type, and what they say."""

    seqs: tuple[int, ...]
    event: e.Event
    said: Said
    items: tuple[str, ...] = ()

    @property
    def seq(self) -> int:
        return self.seqs[0]


# An act takes what was filled in and attached with it; what brings data of its own takes what comes behind
# it; what follows from an act takes the way that led there.
_ACTS = (e.ItemCompleted, e.SeatAnswered, e.RulingGiven, e.Appealed, e.VoteCast)
_BRINGS = (e.CaseStarted, e.EventRaised, e.CallEnded, e.HandlerDone)
_GIVEN = (e.DataChanged, e.AttachmentAdded)
_ARRIVALS = (
    e.ItemOpened,
    e.CaseEnded,
    e.MilestoneReached,
    e.BranchOpened,
    e.NoticeSent,
    e.WaitBegan,
    e.BranchFinished,
    e.EventEnded,
)
_WAYS = (
    e.Moved,
    e.StepEntered,
    e.StepParked,
    e.StepResumed,
    e.ParkDropped,
    e.AnswersKept,
    e.AnswersStand,
    e.ObjectionOpened,
    e.LevelPassedOver,
    e.LevelOpened,
    e.MotionPut,
    e.RulingsActed,
    e.SeatReopened,
    e.SeatsNamed,
)
_TAILS = (
    e.FactSet,
    e.MeetingConvened,
    e.GroupConvened,
    e.ObjectionClosed,
    e.MilestoneClosed,
    e.MainFlowPaused,
    e.MainFlowResumed,
)


def _fold(teller: Teller, envelopes: list[Envelope]) -> Iterator[_Piece]:
    """The lines of one moment."""
    lines: list[_Piece] = []
    waiting: list[_Piece] = []
    for chunk in _chunks(envelopes):
        event = chunk[0].event
        items = tuple(item for c in chunk if (item := getattr(c.event, "item", None)) is not None)
        piece = _Piece(tuple(c.seq for c in chunk), event, _say(teller, chunk), items)
        for envelope in chunk:
            teller.past.note(envelope.event)
        if isinstance(event, _GIVEN) and lines and isinstance(lines[-1].event, _BRINGS):
            lines[-1] = _joined(teller.words, lines[-1], behind=(piece,))
        elif isinstance(event, (*_GIVEN, *_WAYS)):
            waiting.append(piece)
        elif lines and _is_tail(event):
            lines[-1] = _joined(teller.words, lines[-1], behind=(piece,))
        else:
            given = tuple(p for p in waiting if isinstance(event, _ACTS) and isinstance(p.event, _GIVEN))
            way = tuple(p for p in waiting if isinstance(event, _ARRIVALS) and isinstance(p.event, _WAYS))
            waiting = [p for p in waiting if p not in (*given, *way)]
            lines.append(_joined(teller.words, piece, before=way, behind=given))
    yield from sorted([*lines, *waiting], key=lambda piece: piece.seq)


def _is_tail(event: e.Event) -> bool:
    return isinstance(event, _TAILS) or (
        isinstance(event, e.RulingGiven | e.OwnerBound) and event.who is None
    )


def _joined(
    words: Words, main: _Piece, before: tuple[_Piece, ...] = (), behind: tuple[_Piece, ...] = ()
) -> _Piece:
    """A line with others folded into it."""
    gap = "" if words.lang == "zh" else " "
    folded = (*before, *behind)
    plain = [p for p in behind if not p.said.minor]
    texts = [*(p.said.folded for p in before), main.said.text, *(p.said.folded for p in plain)]
    minor = [p.said.folded for p in behind if p.said.minor]
    details = [main.said.detail, *(p.said.detail for p in folded), *minor]
    said = replace(main.said, text=gap.join(filter(None, texts)), detail=gap.join(filter(None, details)))
    return _Piece((*main.seqs, *(seq for p in folded for seq in p.seqs)), main.event, said, main.items)


def _chunks(envelopes: list[Envelope]) -> Iterator[tuple[Envelope, ...]]:
    """Neighbours that are told together."""
    for _, chunk in groupby(envelopes, key=_chunk_key):
        yield tuple(chunk)


def _chunk_key(envelope: Envelope) -> tuple[object, ...]:
    event = envelope.event
    match event:
        case e.DataChanged() | e.AttachmentAdded():
            return (type(event),)
        case e.ItemWithdrawn():
            return (type(event), event.reason)
        case e.Moved():
            return (type(event), event.scope)
        case e.BranchOpened():
            return (type(event), event.parent, event.step)
        case e.ItemOpened(purpose="seat" | "vote" | "acknowledge"):
            return (type(event), event.purpose, event.scope, event.due)
        case _:
            return (envelope.seq,)


def _say(teller: Teller, chunk: tuple[Envelope, ...]) -> Said:
    """What events of one type say together."""
    envelope = chunk[0]
    event, now = envelope.event, envelope.at
    told = tuple(c.event for c in chunk)
    match event:
        case e.DataChanged():
            return say_data(teller, envelope, tuple(t for t in told if isinstance(t, e.DataChanged)))
        case e.AttachmentAdded():
            return say_papers(teller, envelope, tuple(t for t in told if isinstance(t, e.AttachmentAdded)))
        case e.Moved():
            return say_moves(teller, tuple(t for t in told if isinstance(t, e.Moved)))
        case e.BranchOpened():
            return say_branches(teller, tuple(t for t in told if isinstance(t, e.BranchOpened)))
        case e.ItemOpened():
            return say_opened(teller, now, tuple(t for t in told if isinstance(t, e.ItemOpened)))
        case e.ItemWithdrawn():
            return say_withdrawn(teller, tuple(t for t in told if isinstance(t, e.ItemWithdrawn)))
        case _ if isinstance(event, ContentEvent):
            return say_content(teller, event)
        case _ if isinstance(event, ItemEvent):
            return say_item(teller, now, event)
        case _ if isinstance(event, ObjectionEvent):
            return say_objection(teller, event)
        case _ if isinstance(event, RulingEvent):
            return say_ruling(teller, event)
        case _ if isinstance(event, GroupEvent):
            return say_group(teller, now, event)
        case _ if isinstance(event, ScopeEvent):
            return say_scope(teller, now, event)
        case _ if isinstance(event, QuietEvent):
            return say_quiet(teller, now, event)
        case _:
            return say_flow(teller, event)
