"""The kernel and the naive interpreter, side by side on one case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from procflow.case import (
    CLOCK,
    AnswerItem,
    CaseState,
    ChangeData,
    Command,
    Context,
    Event,
    PassTimer,
    RaiseEvent,
    Reassign,
    Refused,
    ReportHandler,
    StartCase,
    WithdrawObjection,
    decide,
    offer,
)
from procflow.definition.organization import Organization
from procflow.program import Program
from tests.case.naive import clock, commands
from tests.case.naive.graph import survey
from tests.case.naive.pictures import Picture, of_kernel, of_naive
from tests.case.naive.state import Naive, fresh
from tests.case.naive.stock import VALUES

PEOPLE = ("ann", "amy", "ben", "cai", "hal", "ida", "jon", "tom", "nobody")
Move = tuple[int, int, int, int, int]
moves = st.lists(st.tuples(*[st.integers(0, 11)] * 5), min_size=5, max_size=40)
"""What is tried one after another, as numbers that say which of what there is."""


class Differ(AssertionError):
    """The two do not agree."""


@dataclass
class Both:
    """One case, twice. ``done`` are the commands so far, for whoever looks into a difference."""

    program: Program
    organization: Organization
    now: datetime
    naive: Naive = field(init=False)
    state: CaseState | None = None
    history: list[tuple[Event, datetime, str]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    refused: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.naive = fresh(survey(self.program.process), self.organization, self.now)

    def start(self, actor: str) -> "Both":
        return self.try_both(actor, StartCase("case"), commands.start, actor)

    def pictures(self) -> tuple[Picture, Picture]:
        assert self.state is not None
        return of_kernel(self.organization, self.state), of_naive(self.naive)

    def try_both(self, actor: str, command: Command, naive: Any, *given: Any) -> "Both":
        """Let both decide a command, and compare."""
        self.done.append(f"{actor}: {_said(command)}")
        self.naive.now, self.naive.by_clock = self.now, actor == CLOCK
        context = Context(self.now, actor, self.organization, b"salt")
        code = ""
        try:
            decision = decide(self.program, self.state, command, context)
        except Refused as refused:
            code = refused.code
        else:
            self.history += [(event, self.now, actor) for event in decision.events]
            self.state = decision.state
        codes = commands.tried(self.naive, naive, *given)
        self.refused = (code,) if code else ()
        if (code != "" and code not in codes) or (code == "" and codes):
            self.differ(f"the kernel says {code or 'yes'}, the naive one {codes or 'yes'}")
        if self.state is not None:
            self.compare()
        return self

    def compare(self) -> None:
        kernel, naive = self.pictures()
        for name in kernel.seen:
            seen, other = kernel.seen[name], naive.seen[name]
            if name == "timers" and self.naive.state["stopped_once"]:
                seen, other = _without_due(seen), _without_due(other)
            if seen != other:
                self.differ(f"{name}\n  kernel {seen}\n  naive  {other}")

    def differ(self, what: str) -> None:
        raise Differ("\n".join([what, *self.done]))

    # commands

    def move(self, move: Move) -> None:
        """Try one thing."""
        assert self.state is not None
        what, which, how, who, value = move
        self.now += timedelta(hours=(0, 0, 0, 0, 1, 1, 2, 3, 0, 0, 5, 30)[(who + value) % 12])
        if what < 7 and self.state.items:
            self.answer(move)
        elif what == 7:
            name = tuple(VALUES)[which % 4]
            data = {name: _of(VALUES[name], value)}
            actor = PEOPLE[who % len(PEOPLE)]
            giver = self.giver(actor, how)
            self.try_both(actor, ChangeData(data, giver), commands.change, actor, data, giver)
        elif what == 8:
            self.occur(move)
        elif what in (9, 6, 5):
            self.pass_time(which)
        elif what == 10:
            self.take_back(move)
        else:
            actor, person = PEOPLE[who % len(PEOPLE)], PEOPLE[which % len(PEOPLE)]
            if how < 8:
                actor, person = "hal", ("ann", "amy")[which % 2]
            why = "because" if value else " "
            giver = self.giver(actor, value)
            self.try_both(actor, Reassign(person, why, giver), commands.reassign, person, why, actor, giver)

    def giver(self, actor: str, number: int) -> str | None:
        """For whom somebody acts, who has grants: now and then for nobody else."""
        givers = [g.giver for g in self.organization.grants.values() if g.receiver == actor]
        return givers[number % len(givers)] if givers and number % 4 else None

    def answer(self, move: Move) -> None:
        _, which, how, who, value = move
        assert self.state is not None
        kernel, naive = self.pictures()
        number = which % len(kernel.items)
        (key, item), (_, other) = kernel.items[number], naive.items[number]
        offered = offer(self.program, self.state, item)
        choices = list(offered.choices.values())
        choice = choices[how % len(choices)] if how < 10 else choices[0]
        able: Any = key[-2]
        actor = _of(able, who) if able and who < 11 else PEOPLE[value % len(PEOPLE)]
        giver = None
        if who % 3 == 1:
            asked = [g for g in self.organization.grants.values() if item.role in g.roles]
            grant = _of(asked, value) if asked else None
            actor, giver = (grant.receiver, grant.giver) if grant is not None else (actor, giver)
        elif who % 3 == 2 and actor not in able:
            giver = self.giver(actor, value)
        needed = [name for name in choice.needs if name in offered.form or name.rstrip("01") in VALUES]
        filled = [*(offered.form if value < 6 else ()), *(needed if value != 11 else ())]
        data = {name: _of(VALUES[name.rstrip("01")], value + n) for n, name in enumerate(filled)}
        outcome = choice.name if (who, how) != (11, 11) else "nonsense"
        topic = _of([*choice.topics], value) if choice.topics and value != 11 else None
        command = AnswerItem(item.id, outcome, "because", topic, data, (), giver)
        given = {"outcome": outcome, "actor": actor, "data": data, "comment": "because", "topic": topic}
        given["for"] = giver
        self.try_both(actor, command, commands.answer, other["id"], given)

    def occur(self, move: Move) -> None:
        _, which, how, who, value = move
        events = self.program.process.events
        name = [*events, "nothing"][which % (len(events) + (1 if how > 9 else 0) or 1)]
        actor = ("ann", "hal", "amy", PEOPLE[who % len(PEOPLE)])[how % 4]
        fields = events[name].fields if name in events and value < 9 else {}
        data = {field: _of(VALUES[field.rstrip("01")], value) for field in fields}
        giver = self.giver(actor, value)
        command = RaiseEvent(name, data, (), "because", giver)
        self.try_both(actor, command, commands.raise_event, name, actor, data, giver)

    def pass_time(self, which: int) -> None:
        """Let the next timer pass, or the handler report."""
        kernel, naive = self.pictures()
        running = [
            (self.state.timers[name].due, number)  # type: ignore[union-attr]
            for number, (key, name) in enumerate(kernel.timers)
        ]
        if not running:
            return
        due, number = min(running)
        (key, name), (_, other) = kernel.timers[number], naive.timers[number]
        if which < 10:
            self.now = max(self.now, due)
        if key[0] == "handler":
            values = {"note": "sent"} if which % 2 else None
            failure = None if values else "down"
            self.now = max(self.now, due)
            self.try_both(CLOCK, ReportHandler(name, values or {}, failure), clock.report, other, values)
        else:
            self.try_both(CLOCK, PassTimer(name), clock.pass_timer, other)

    def take_back(self, move: Move) -> None:
        assert self.state is not None
        _, which, how, who, _ = move
        reviews = [s for s in self.state.scopes.values() if s.review is not None and s.review.objections]
        if not reviews:
            return
        scope = reviews[which % len(reviews)]
        assert scope.review is not None
        seat = _of([*scope.review.objections], how)
        actor = scope.review.objections[seat].answered.who.by if who < 9 else PEOPLE[who % len(PEOPLE)]
        self.try_both(actor, WithdrawObjection(scope.step, seat), commands.withdraw, scope.step, seat, actor)


def _of(among: Sequence[Any], number: int) -> Any:
    return among[number % len(among)]


def _without_due(timers: Sequence[tuple[object, ...]]) -> list[str]:
    return sorted(repr((kind, *more)) for kind, _, *more in timers)


def _said(command: Command) -> str:
    """A command in short, with what is not its default."""
    given = {name: getattr(command, name) for name in getattr(command, "__slots__", ())}
    kept = [f"{name}={value}" for name, value in given.items() if value not in (None, (), {}, "because")]
    return f"{type(command).__name__}({', '.join(kept)})"
