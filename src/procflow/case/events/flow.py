"""Tokens and review steps."""

from typing import Literal

from msgspec import Struct

from procflow.case.state import Answered, Performance, Ruling


class Moved(Struct, frozen=True, tag=True, omit_defaults=True):
    """A scope's token took an edge; ``line`` is the one of a choice that held, counted from 1. ``passed``
    says that a step which nobody answers was done."""

    scope: str
    source: str
    outcome: str
    target: str
    line: int | None = None
    passed: bool = False


class StepEntered(Struct, frozen=True, tag=True):
    """A review step began anew: nobody has answered."""

    scope: str
    step: str


class StepParked(Struct, frozen=True, tag=True, omit_defaults=True):
    """A step was left by a return and is kept. ``seats`` are the ones that returned or were upheld;
    ``disputed`` says that an objection was the cause. ``branch`` is the one of a parallel block that
    returned."""

    scope: str
    step: str
    target: str
    resume: str
    seats: tuple[str, ...]
    disputed: bool
    branch: str | None = None


class StepResumed(Struct, frozen=True, tag=True):
    """The flow came back to a parked step. ``asked_again`` seats answer once more, ``counted`` ones are
    passed."""

    scope: str
    step: str
    asked_again: tuple[str, ...]
    counted: tuple[str, ...]


class ParkDropped(Struct, frozen=True, tag=True):
    """A parked step will not be gone on with (SEMANTICS 6).

    ``reason`` is led-elsewhere: the flow came to ``led_to``, from where it does not lead back; replaced: a
    second return left ``led_to``; taken-over: ``led_to`` goes on in its place after an objection.
    """

    scope: str
    step: str
    led_to: str
    reason: Literal["led-elsewhere", "replaced", "taken-over"]


class AnswersKept(Struct, frozen=True, tag=True):
    """Answers given in one step count in another that takes over from it."""

    scope: str
    step: str
    source: str
    answers: dict[str, Answered]


class SeatAnswered(Struct, frozen=True, tag=True, omit_defaults=True):
    """A seat answered. ``role`` is the one that was asked, after handing up the superior's; ``shown`` and
    ``looked`` are hashes of the data that the answer was given on (SEMANTICS 7); ``places`` are what
    separation of duties names the seat."""

    item: str
    scope: str
    step: str
    seat: str
    role: str
    answer: str
    effect: Literal["continue", "leave", "object", "counts"]
    who: Performance
    shown: str
    looked: str | None = None
    topic: str | None = None
    comment: str | None = None
    places: tuple[str, ...] = ()


class SeatReopened(Struct, frozen=True, tag=True, omit_defaults=True):
    """A seat's answer was taken out and the seat will be asked again: what it looks at has changed, or the
    case went beyond the limit of the ``grant`` that it was answered under (SEMANTICS 7, 25)."""

    scope: str
    step: str
    seat: str
    reason: Literal["looked-at-changed", "grant-exceeded"]
    grant: str | None = None


class AnswersStand(Struct, frozen=True, tag=True):
    """What these seats were shown has changed since they answered; their answers stand, given on earlier
    terms (SEMANTICS 7)."""

    scope: str
    step: str
    seats: tuple[str, ...]


class MeetingConvened(Struct, frozen=True, tag=True):
    """The seats of a convened review may be asked now."""

    scope: str
    step: str


class ScopeEnded(Struct, frozen=True, tag=True):
    """A scope ended without having come to its own end.

    step-left: the step that it hung on was left; taken-back: the objection behind it was; joined: enough
    other branches were finished; led-out: it led to a step of the flow around it; case-ended.
    """

    scope: str
    reason: Literal["step-left", "taken-back", "joined", "led-out", "case-ended"]


class RulingsActed(Struct, frozen=True, tag=True):
    """The rulings of a step took effect: ``upheld`` seats lead back, ``overruled`` ones count as answered;
    ``closed`` lists, for a final authority that is asked again, the answers that it no longer has."""

    scope: str
    step: str
    ruling: Ruling
    upheld: tuple[str, ...]
    overruled: tuple[str, ...]
    closed: dict[str, tuple[str, ...]]
