"""One decision in progress: the events so far, the state they come to, and what is still to be done."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from procflow.case.commands import Context
from procflow.case.events import CaseStarted, Event
from procflow.case.evolve import begin, evolve
from procflow.case.refusal import Refused
from procflow.case.state import Answered, CaseState, Scope
from procflow.case.surroundings import Surroundings, around, environment
from procflow.definition.process import Limit
from procflow.program import MAIN, Program

# How often one command may leave one step of one scope; more is a circle that no person ever gets to stop.
MOST_ROUNDS = 20


class Carried(Struct, frozen=True):
    """Answers of the step ``source`` that the step which takes over from it begins with."""

    source: str
    answers: Mapping[str, Answered]


class Enter(Struct, frozen=True):
    """Act on the step that a scope's token has come to, with what it takes over from the step before."""

    scope: str
    step: str
    carried: Carried | None = None


class Advance(Struct, frozen=True):
    """Go on with the review that a scope is in."""

    scope: str


class Reopen(Struct, frozen=True):
    """Ask once more for what a scope was waiting for when the step that it hangs on was parked."""

    scope: str


class EventOver(Struct, frozen=True):
    """See what waited for an occurrence of an any-time event to be over."""

    event: str


class Limited(Struct, frozen=True):
    """The instants that a limit comes to which counts from now, whatever the data are: in one command the
    same for all that is opened under an equal one, such as the branches of a block."""

    limit: Limit
    instants: tuple[datetime, tuple[datetime, ...]]


Follow = Enter | Advance | Reopen | EventOver
"""What follows from an event and is acted on before a command is over."""


class Run:
    """Collects the events of one decision. Nothing outside sees it before it is whole.

    ``found`` is the state that the command came to; ``agenda`` holds what follows from the events so far and
    has not been acted on yet, in order; ``limited`` is the limit that was counted last.
    """

    __slots__ = (
        "_around",
        "_entering",
        "_moves",
        "_read_at",
        "_values",
        "agenda",
        "context",
        "events",
        "found",
        "limited",
        "program",
        "state",
    )

    def __init__(self, program: Program, state: CaseState, context: Context) -> None:
        self.program = program
        self.found = self.state = state
        self.context = context
        self.events: list[Event] = []
        self.agenda: list[Follow] = []
        self.limited: Limited | None = None
        self._moves: dict[tuple[str, str], int] = {}
        self._entering: dict[str, Enter] = {}
        self._values: dict[str, Mapping[str, object]] = {}
        self._around: dict[str, Surroundings] = {}
        self._read_at = -1

    @classmethod
    def start(cls, program: Program, case: str, started: CaseStarted, context: Context) -> "Run":
        """The run of a case's first command."""
        run = cls(program, begin(case, started, context.now, context.actor), context)
        run.events.append(started)
        return run

    def emit(self, event: Event) -> None:
        """Record an event and take it into the state."""
        self.events.append(event)
        self.state = evolve(self.state, event, self.context.now)

    def values(self, scope: str = MAIN) -> Mapping[str, object]:
        """What guards, tables and deadlines of a scope read of the case as it is now."""
        if self._read_at != self.state.content_seq:
            self._forget_what_has_changed()
        known = self._values.get(scope)
        if known is None:
            known = self._values[scope] = environment(self.program, self.state, scope)
        return known

    def around(self, scope: str = MAIN) -> Surroundings:
        """The fields and data that surround a scope."""
        if scope == MAIN:
            return around(self.program, self.state)
        if self._read_at != self.state.content_seq:
            self._forget_what_has_changed()
        known = self._around.get(scope)
        if known is None:
            known = self._around[scope] = around(self.program, self.state, scope)
        return known

    def _forget_what_has_changed(self) -> None:
        """What is read is asked for several times in a command; it is another where ``content_seq`` has
        moved."""
        self._values, self._around = {}, {}
        self._read_at = self.state.content_seq

    def next_seq(self) -> int:
        """The number that the next event will have; ids are made from it (SEMANTICS 32)."""
        return self.state.seq + 1

    def count_move(self, scope: str, step: str) -> None:
        """Notice an automatic circle. Raises :class:`Refused`."""
        rounds = self._moves[scope, step] = self._moves.get((scope, step), 0) + 1
        if rounds > MOST_ROUNDS:
            text = f"the definition goes round without anybody being asked, at step {step}"
            raise Refused("automatic-circle", text)

    def enter(self, scope: str, step: str, carried: Carried | None = None) -> None:
        """Have a scope enter the step that its token has come to, and no other that it came to before in this
        command without entering it: there is one token in a scope."""
        job = self._entering[scope] = Enter(scope, step, carried)
        self.agenda.append(job)

    def entered(self, job: Enter) -> bool:
        """Take up a step to be entered. False where the scope has ended or has been moved on since."""
        if self._entering.get(job.scope) is not job:
            return False
        del self._entering[job.scope]
        return job.scope in self.state.scopes

    def moved_on(self, scope: str) -> bool:
        """Whether a scope's token has been moved in this command to a step that is entered next."""
        return scope in self._entering

    def scope(self, name: str) -> Scope:
        """A scope of the case."""
        return self.state.scopes[name]
