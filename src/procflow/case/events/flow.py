"""Tokens and review steps."""

from msgspec import Struct

from procflow.case.state import Answered, Performance


class Moved(Struct, frozen=True, tag=True, omit_defaults=True):
    """A scope's token took an edge."""

    scope: str
    source: str
    outcome: str
    target: str


class StepEntered(Struct, frozen=True, tag=True):
    """A review step began anew: nobody has answered."""

    scope: str
    step: str


class StepParked(Struct, frozen=True, tag=True):
    """A step was left by a return and is kept. ``seats`` are the ones that returned or were upheld;
    ``disputed`` says that an objection was the cause."""

    scope: str
    step: str
    target: str
    resume: str
    seats: tuple[str, ...]
    disputed: bool


class StepResumed(Struct, frozen=True, tag=True):
    """The flow came back to a parked step. ``asked_again`` seats answer once more, ``counted`` ones are
    passed."""

    scope: str
    step: str
    asked_again: tuple[str, ...]
    counted: tuple[str, ...]


class ParkDropped(Struct, frozen=True, tag=True):
    """The flow led elsewhere, so a parked step will not be gone on with."""

    scope: str
    step: str
    led_to: str


class AnswersKept(Struct, frozen=True, tag=True):
    """Answers given in one step count in another that takes over from it."""

    scope: str
    step: str
    source: str
    answers: dict[str, Answered]


class SeatAnswered(Struct, frozen=True, tag=True, omit_defaults=True):
    """A seat answered. ``effect`` is continue, leave or object; ``places`` are what separation of duties
    names it."""

    item: str
    scope: str
    step: str
    seat: str
    role: str
    answer: str
    effect: str
    who: Performance
    shown: str
    looked: str | None = None
    topic: str | None = None
    comment: str | None = None
    places: tuple[str, ...] = ()


class SeatReopened(Struct, frozen=True, tag=True):
    """A seat's answer was taken out and the seat will be asked again."""

    scope: str
    step: str
    seat: str
    reason: str


class MeetingConvened(Struct, frozen=True, tag=True):
    """The seats of a convened review may be asked now."""

    scope: str
    step: str


class ScopeEnded(Struct, frozen=True, tag=True):
    """A scope ended because the step that it hung on was left."""

    scope: str
    reason: str


class RulingsActed(Struct, frozen=True, tag=True):
    """The rulings of a step took effect; ``overruled`` seats count as answered, ``closed`` answers are
    gone."""

    scope: str
    step: str
    ruling: str
    overruled: tuple[str, ...]
    closed: dict[str, tuple[str, ...]]
