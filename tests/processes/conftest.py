"""Cases that go at random: whoever does whatever, on the contract review and on small processes that are put
together at random."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import TypeVar

import msgspec
import pytest
from msgspec.structs import replace

from procflow.case import (
    CLOCK,
    AnswerItem,
    CaseState,
    ChangeData,
    Choice,
    Command,
    Context,
    Decision,
    Event,
    Item,
    NewAttachment,
    Offer,
    PassTimer,
    Refused,
    StartCase,
    WithdrawObjection,
    decide,
    evolve,
    fold,
    offer,
)
from procflow.case.events import AlarmRaised
from procflow.case.people import deputies, entitled
from procflow.case.snapshot import decode_state, encode_state
from procflow.definition.build import build_organization, build_process
from procflow.definition.content import content_hash as content_hash_of
from procflow.definition.content import process_content
from procflow.definition.load import Loaded, load_process
from procflow.definition.organization import Organization
from procflow.definition.process import GroupType
from procflow.guards import Choice as ChoiceType
from procflow.guards import Date, Flag, Money, Text
from procflow.program import Program, compile_program
from procflow.source import MapNode, read

LENGTH = 120
"""Commands of one walk."""
START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

T = TypeVar("T")


class Dice:
    """Numbers drawn by Hypothesis, read as choices; when they run out, the first of everything."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = iter(numbers)

    def pick(self, among: Sequence[T]) -> T:
        return among[next(self._numbers, 0) % len(among)]

    def once_in(self, count: int) -> bool:
        return next(self._numbers, 0) % count == count - 1


@dataclass
class Walk:
    """A case on its way, with everything that was ever decided on it."""

    program: Program
    organizations: Sequence[Organization]
    organization: Organization
    check: "Check"
    now: datetime = START
    state: CaseState | None = None
    history: list[tuple[Event, datetime, str]] = field(default_factory=list)
    alarmed: set[str] = field(default_factory=set)

    def send(self, actor: str, command: Command) -> Decision | None:
        """Decide a command; None if it is refused. What must hold of any decision is held here."""
        context = Context(self.now, actor, self.organization, b"salt")
        before = encode_state(self.state) if self.state is not None else b""
        try:
            decision = decide(self.program, self.state, command, context)
        except Refused as refused:
            assert refused.code and refused.reason
            decision = None
        else:
            assert decide(self.program, self.state, command, context) == decision
        assert (encode_state(self.state) if self.state is not None else b"") == before
        if decision is None:
            return None
        self._folds(decision, actor)
        for event in decision.events:
            assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event
            if isinstance(event, AlarmRaised):
                self.alarmed.add(event.item)
        assert decode_state(encode_state(decision.state)) == decision.state
        old, self.state = self.state, decision.state
        self.check(self, old, decision)
        return decision

    def _folds(self, decision: Decision, actor: str) -> None:
        self.history += [(event, self.now, actor) for event in decision.events]
        if self.state is None:
            assert fold(decision.state.id, self.history) == decision.state
            return
        state = self.state
        for event in decision.events:
            state = evolve(state, event, self.now)
        assert state == decision.state

    def on(self, dice: Dice, starter: str) -> "Walk":
        """Start the case if it was not, and go on until it ends or long enough."""
        if self.state is None:
            assert self.send(starter, StartCase("case")) is not None
        for _ in range(LENGTH):
            if self.state is not None and self.state.status == "running":
                self.step(dice)
        return self

    def step(self, dice: Dice) -> None:
        """One thing that somebody tries."""
        assert self.state is not None
        self.now += timedelta(hours=dice.pick([0, 0, 0, 1, 5, 30, 200]))
        if dice.once_in(12):
            self.organization = dice.pick(self.organizations)
        kind = dice.pick(["answer"] * 12 + ["timer"] * 4 + ["change", "back", "junk"])
        if kind == "answer" and self.state.items:
            self.send(*self.answer(dice, dice.pick(list(self.state.items.values()))))
        elif kind == "timer" and self.state.timers:
            name = min(self.state.timers, key=lambda n: (self.state.timers[n].due, n))  # type: ignore[union-attr]
            if dice.once_in(3):
                name = dice.pick(list(self.state.timers))
            else:
                self.now = max(self.now, self.state.timers[name].due)
            self.send(CLOCK, PassTimer(name))
        elif kind == "change" and self.program.process.fields:
            name = dice.pick(list(self.program.process.fields))
            self.send(self._anybody(dice), ChangeData({name: value_of(self.program, name, dice)}))
        elif kind == "back":
            self.send(*self._withdrawal(dice))
        elif kind == "junk":
            self.send(self._anybody(dice), AnswerItem(dice.pick([*self.state.items, "case-1"]), "nonsense"))

    def _anybody(self, dice: Dice) -> str:
        return dice.pick([*self.organization.people, CLOCK, "nobody"])

    def answer(self, dice: Dice, item: Item) -> tuple[str, AnswerItem]:
        assert self.state is not None
        actor, giver = self._who(dice, item)
        offered = offer(self.program, self.state, item)
        choices = list(offered.choices.values())
        onward = 8 if item.purpose == "task" else 4 if item.purpose == "seat" else 0
        choice = dice.pick([*choices, *choices[:1] * onward])
        whole = not dice.once_in(10)
        return actor, AnswerItem(
            item.id,
            choice.name,
            comment="why" if whole else None,
            topic=dice.pick(choice.topics) if choice.topics and whole else None,
            data=self._data(dice, offered, choice) if whole else {},
            attachments=tuple(paper(n, dice) for n in offered.attachments) if whole else (),
            on_behalf_of=giver,
            seen=self.state.seq if dice.once_in(5) else None,
        )

    def _data(self, dice: Dice, offered: Offer, choice: Choice) -> dict[str, object]:
        if not choice.fills_form:
            return {}
        return {name: value_of(self.program, name, dice) for name in offered.form if not dice.once_in(8)}

    def _who(self, dice: Dice, item: Item) -> tuple[str, str | None]:
        assert self.state is not None
        context = Context(self.now, "", self.organization, b"")
        if dice.once_in(10):
            return self._anybody(dice), None
        acting = deputies(self.program, self.state, context, item)
        if acting and dice.once_in(3):
            actor = dice.pick(acting)
            grants = self.organization.grants_to(actor, self.now)
            return actor, dice.pick([grant.giver for grant in grants])
        return dice.pick(entitled(self.organization, item) or tuple(self.organization.people)), None

    def _withdrawal(self, dice: Dice) -> tuple[str, Command]:
        assert self.state is not None
        reviews = [s for s in self.state.scopes.values() if s.review is not None and s.review.objections]
        if not reviews:
            return self._anybody(dice), WithdrawObjection("circulate", "quality-department")
        scope = dice.pick(reviews)
        assert scope.review is not None
        seat = dice.pick(list(scope.review.objections))
        by = scope.review.objections[seat].answered.who.by
        return dice.pick([by, by, self._anybody(dice)]), WithdrawObjection(scope.step, seat)


Check = Callable[[Walk, CaseState | None, Decision], None]
"""What is held after a commit, given the state before it."""


def paper(name: str, dice: Dice) -> NewAttachment:
    content = dice.pick(["one", "one", "two"])
    return NewAttachment(name, sha256(content.encode()).hexdigest(), len(content), f"{name}.txt")


def value_of(program: Program, name: str, dice: Dice) -> object:
    """A value of a field; now and then one that is none."""
    kind = program.process.fields[name].type
    if dice.once_in(15):
        return dice.pick([None, "", -1, "no value", [], {}])
    match kind:
        case Money():
            return dice.pick([100, 500000, 1800000, 500000.01, 3000000, "2999999.99"])
        case ChoiceType(values):
            return dice.pick(values)
        case Flag():
            return dice.pick([False, True])
        case Date():
            return dice.pick(["2026-06-30", "2026-03-03"])
        case GroupType(fields):
            return {
                f.name: "2026-06-30" if isinstance(f.type, Date) else dice.pick(["x", "y"]) for f in fields
            }
        case Text():
            return dice.pick(["x", "x", "y"])
        case _:
            raise AssertionError(f"no values for {kind}")


CONTRACT = load_process(Path(__file__).parents[2] / "processes" / "contract-review.yaml")
assert CONTRACT.process is not None and CONTRACT.organization is not None
CONTRACT_REVIEW = compile_program(CONTRACT.process, CONTRACT.hash)


def varied(organization: Organization, **roles: tuple[str, ...]) -> Organization:
    """The organization with some people in other roles."""
    people = {**organization.people}
    for name, held in roles.items():
        people[name] = replace(people[name], roles=held)
    return replace(organization, people=people, hash=sha256(repr(roles).encode()).hexdigest())


COMPANIES = (
    CONTRACT.organization,
    varied(CONTRACT.organization, xie=("quality-department",), zheng=("quality-deputy-head",)),
    varied(
        CONTRACT.organization,
        huang=("marketing-director", "sales-representative"),
        lin=(),
        chen=("sales-vp",),
    ),
)


def walk_contract(dice: Dice, check: Check) -> Walk:
    walk = Walk(CONTRACT_REVIEW, COMPANIES, COMPANIES[0], check)
    data = {
        n: value_of(CONTRACT_REVIEW, n, dice)
        for n in ("customer", "amount", "channel", "repeat_batch", "terms")
    }
    walk.send(dice.pick(["lin", "he", "huang", "wu"]), StartCase("case", data))
    return walk.on(dice, "lin")


GROUP = "{group: board, convened_by: head}"
TOGETHER = "together, first_refusal: "
WAYS: Mapping[str, Sequence[str]] = {
    "also": ["chief", "clerk"],
    "limit": ["", "limits: {amount: 600000},"],
    "majority": ["> 50%", ">= 50%", ">= 75%"],
    "base": ["cast", "present", "members"],
    "tie": ["motion falls", "convener decides"],
    "closes": ["early", "when all have voted"],
    "deputies": ["by grant", "none"],
    "from": ["look", "review"],
    "rises": ["true", "false"],
    "late": ["hand_up: superior, alarm: clerk", "notify: head", "go: settle, resume: here", "go: settle"],
    "resume": ["here", "after", "unanswered", "first"],
    "mode": ["in turn", TOGETHER + "waits", TOGETHER + "decides"],
    "after": ["", "after_ruling: {go: review, keep: answers},"],
    "convened": ["", "convened_by: clerk,"],
    "looks": ["title: Buyer", "looks_at: [note]"],
    "ask": ["until", "only"],
    "back": ["look", "review", "draft"],
    "own": ["true", "false"],
    "levels": ["judge, chief", f"judge, {GROUP}", GROUP, f"{GROUP}, chief", "head, chief"],
    "again": ["", ", final_authority: asked again"],
    "different": ["authority", "sign", "look/buyer"],
}


def written(name: str, chosen: Mapping[str, str]) -> MapNode:
    text = (Path(__file__).parent / "random" / name).read_text(encoding="utf-8")
    result = read(Template(text).substitute(chosen), name)
    assert result.node is not None, [d.message() for d in result.diagnostics]
    return result.node


def small(dice: Dice) -> tuple[Program, Organization]:
    """A process and its people, put together at random."""
    chosen = {word: dice.pick(ways) for word, ways in WAYS.items()}
    organization, found = build_organization(written("works.yaml", chosen), lambda path: "0" * 64)
    assert organization is not None, [d.message() for d in found]
    node = written("example.yaml", chosen)
    process, found = build_process(node, organization, None)
    assert process is not None, [f"{d.span} {d.message()}" for d in found]
    return compile_program(process, content_hash_of(process_content(node, None, "works"))), organization


def walk_small(dice: Dice, check: Check) -> Walk:
    program, organization = small(dice)
    organizations = (organization, varied(organization, ben=("clerk",), cai=("buyer", "checker")))
    return Walk(program, organizations, organization, check).on(dice, "ann")


@pytest.fixture(scope="session")
def walk_of_contract() -> Callable[[Sequence[int], Check], Walk]:
    """Walk a contract review by random numbers."""
    return lambda numbers, check: walk_contract(Dice(numbers), check)


@pytest.fixture(scope="session")
def walk_of_small() -> Callable[[Sequence[int], Check], Walk]:
    """Walk a small process that the first numbers put together."""
    return lambda numbers, check: walk_small(Dice(numbers), check)


@pytest.fixture(scope="session")
def tries() -> Callable[..., tuple[str, AnswerItem]]:
    """What somebody tries on a contract review, by random numbers."""

    def tries(dice: Dice, state: CaseState, now: datetime) -> tuple[str, AnswerItem]:
        walk = Walk(CONTRACT_REVIEW, COMPANIES, COMPANIES[0], lambda *_: None, now, state)
        return walk.answer(dice, dice.pick(list(state.items.values())))

    return tries


@pytest.fixture(scope="session")
def dice() -> type[Dice]:
    return Dice


@pytest.fixture(scope="session")
def contract() -> Loaded:
    """The contract review as it was loaded."""
    return CONTRACT
