"""A case that is driven through ``decide`` alone, by places and persons, on a clock that stands still between
commands."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import pytest
from msgspec.structs import replace

from procflow.case import (
    CLOCK,
    AnswerItem,
    CaseState,
    ChangeData,
    Command,
    Context,
    Event,
    Item,
    NewAttachment,
    PassTimer,
    RaiseEvent,
    Reassign,
    Refused,
    StartCase,
    WithdrawObjection,
    decide,
    fold,
)
from procflow.case.pausing import running_timers
from procflow.case.state import Job
from procflow.case.why import Why, explain
from procflow.definition.build import build_organization, build_process
from procflow.definition.content import content_hash, organization_content, process_content
from procflow.definition.load import load_process
from procflow.definition.organization import Organization
from procflow.diagnostics import Span, has_errors
from procflow.program import Program, compile_program
from procflow.source import read
from procflow.worktime import parse_duration
from tests.case.naive.stock import PEOPLE as RANDOM_PEOPLE

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Half past nine in the morning in Shanghai, a working day."""

PEOPLE = """
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-18:00"}}}
roles:
  chief:   {title: Chief}
  head:    {title: Head, superior: chief}
  clerk:   {title: Clerk, superior: head}
  buyer:   {title: Buyer, superior: head}
  checker: {title: Checker, superior: head}
  judge:   {title: Judge, superior: chief}
  reserve: {title: Reserve}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  ben: {name: Ben, roles: [buyer]}
  cai: {name: Cai, roles: [checker]}
  hal: {name: Hal, roles: [head]}
  ida: {name: Ida, roles: [chief]}
  jon: {name: Jon, roles: [judge]}
  tom: {name: Tom, roles: []}
"""

DEPARTMENTS = {
    "technical-centre": "wu",
    "material-company": "xu",
    "manufacturing-centre": "sun",
    "quality-department": "zheng",
    "finance-department": "qian",
    "legal-department": "zhao",
}

HEADER = "process: example\nversion: 1.0.0\ntitle: Example\norganization: works.yaml\n"


def organization_of(text: str) -> Organization:
    """The organization of a text; documents of grants hash to the hash of their name."""
    result = read(dedent(text), "works.yaml")
    assert result.node is not None, [d.message() for d in result.diagnostics]
    documents: dict[str, str] = {}

    def hashed(path: str) -> str:
        documents[path] = sha256(path.encode()).hexdigest()
        return documents[path]

    organization, found = build_organization(result.node, hashed)
    assert organization is not None, [d.message() for d in found]
    assert not has_errors(found), [d.message() for d in found]
    return replace(organization, hash=content_hash(organization_content(result.node, documents)))


def program_of(text: str, organization: Organization) -> Program:
    """The program of a process text, the header left out."""
    result = read(HEADER + dedent(text), "example.yaml")
    assert result.node is not None, [d.message() for d in result.diagnostics]
    process, found = build_process(result.node, organization, None)
    assert process is not None, [f"{d.span} {d.message()}" for d in found]
    assert not has_errors(found), [f"{d.span} {d.message()}" for d in found]
    return compile_program(process, content_hash(process_content(result.node, None, organization.name)))


@dataclass
class Case:
    """One case. Every command is checked: its events fold to its state, and a refusal leaves nothing."""

    program: Program
    organization: Organization
    now: datetime = MONDAY
    state: CaseState | None = None
    history: list[tuple[Event, datetime, str]] = field(default_factory=list)
    last: tuple[Event, ...] = ()
    holders: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def send(self, actor: str, command: Command) -> tuple[Event, ...]:
        """Decide a command and take its events in."""
        context = Context(self.now, actor, self.organization, b"entropy", self.holders)
        decision = decide(self.program, self.state, command, context)
        self.history += [(event, self.now, actor) for event in decision.events]
        assert fold(decision.state.id, self.history) == decision.state
        self.state, self.last = decision.state, decision.events
        return decision.events

    @property
    def at(self) -> CaseState:
        """The case as it is."""
        assert self.state is not None
        return self.state

    def start(self, actor: str, *, on_behalf_of: str | None = None, **data: object) -> "Case":
        self.send(actor, StartCase("case", data, (), on_behalf_of))
        return self

    def do(
        self,
        place: str,
        outcome: str,
        actor: str,
        *,
        comment: str | None = "because",
        topic: str | None = None,
        on_behalf_of: str | None = None,
        papers: Mapping[str, str] | None = None,
        seen: int | None = None,
        **data: object,
    ) -> "Case":
        """Answer what is open at ``step`` or ``step/seat``; of several, what the person is asked."""
        attached = tuple(
            NewAttachment(name, sha256(content.encode()).hexdigest(), len(content), f"{name}.txt")
            for name, content in (papers or {}).items()
        )
        item = self.item(place, on_behalf_of or actor)
        self.send(actor, AnswerItem(item.id, outcome, comment, topic, data, attached, on_behalf_of, seen))
        return self

    def answer(self, item: Item, outcome: str, actor: str, **data: object) -> "Case":
        """Answer just this item."""
        self.send(actor, AnswerItem(item.id, outcome, "because", None, data))
        return self

    def departments(self, step: str) -> "Case":
        """Let the six departments of the contract review agree."""
        for seat, person in DEPARTMENTS.items():
            papers = {"technical-agreement": "t"} if seat == "technical-centre" else None
            self.do(f"{step}/{seat}", "agree", person, papers=papers)
        return self

    def decided(self, ruling: str, by: str = "judge", person: str = "jon", topic: str = "price") -> "Case":
        """Rule on an objection, and let the losing side accept it."""
        self.do(f"arbitration:{topic}/{by}", ruling, person)
        loser = self.item(f"arbitration:{topic}").offered_to[0]
        return self.do(f"arbitration:{topic}", "accept", loser)

    def change(self, actor: str, *, on_behalf_of: str | None = None, **data: object) -> "Case":
        self.send(actor, ChangeData(data, on_behalf_of))
        return self

    def occur(self, event: str, actor: str, *, on_behalf_of: str | None = None, **data: object) -> "Case":
        """Raise an any-time event."""
        self.send(actor, RaiseEvent(event, data, (), "because", on_behalf_of))
        return self

    def reassign(self, person: str, actor: str, comment: str = "because") -> "Case":
        """Bind another owner."""
        self.send(actor, Reassign(person, comment))
        return self

    def take_back(self, step: str, seat: str, actor: str, *, on_behalf_of: str | None = None) -> "Case":
        self.send(actor, WithdrawObjection(step, seat, None, on_behalf_of))
        return self

    def item(self, place: str, person: str = "") -> Item:
        """What is open at a place."""
        step, _, seat = place.partition("/")
        found = [i for i in self.at.items.values() if i.step == step and seat in ("", i.seat)]
        own = [i for i in found if person in i.offered_to]
        assert found, f"nothing is open at {place}, but at {self.open}"
        return (own or found)[0]

    @property
    def open(self) -> list[str]:
        """What is open: the step of a task, and step and seat of everything else."""
        return [i.step if i.seat is None else f"{i.step}/{i.seat}" for i in self.at.items.values()]

    @property
    def step(self) -> str:
        """The step of the main flow."""
        return self.at.scopes["main"].step

    def after(self, length: str) -> datetime:
        """The instant so much later, counted in the process's calendar."""
        duration, found = parse_duration(length, lambda start, end: Span("", 1, start + 1, 1, end + 1))
        assert duration is not None, found
        return self.organization.calendars["office"].add(self.now, duration)

    def wait(self, length: str) -> list[Event]:
        """Let time pass, and everything due happen at its instant."""
        return self.until(self.after(length))

    def until(self, instant: datetime) -> list[Event]:
        """Let time pass up to an instant."""
        seen = len(self.history)
        while timers := running_timers(self.at):
            name, timer = min(timers.items(), key=lambda pair: (pair[1].due, pair[0]))
            if timer.due > instant or isinstance(timer, Job):
                break
            self.now = max(self.now, timer.due)
            self.send(CLOCK, PassTimer(name))
        self.now = instant
        return [event for event, _, _ in self.history[seen:]]

    def why(self, person: str | None = None, *, hidden: tuple[str, ...] = ()) -> Why:
        """The explanation of the case as it is; it changes nothing."""
        before = self.state
        context = Context(self.now, "", self.organization, b"", self.holders)
        found = explain(self.program, self.at, self.history, context, person=person, hidden=hidden)
        assert self.state is before
        return found

    def all(self, kind: type) -> list[Event]:
        """Everything of a kind that happened."""
        return [event for event, _, _ in self.history if isinstance(event, kind)]

    @contextmanager
    def refuses(self, code: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
        """What is tried inside is refused, and the case stays what it was."""
        before = (self.state, len(self.history))
        with pytest.raises(Refused) as caught:
            yield caught
        assert caught.value.code == code, caught.value
        assert (self.state, len(self.history)) == before


@pytest.fixture(scope="session")
def organization() -> Callable[..., Organization]:
    """From what is added to the people of this page to an organization."""

    def build(added: str = "", people: str = PEOPLE) -> Organization:
        return organization_of(people + added)

    return build


@pytest.fixture(scope="session")
def people() -> str:
    """The text of an organization that tests vary."""
    return PEOPLE


@pytest.fixture
def case() -> Callable[..., Case]:
    """From a process text, and what is added to the organization, to a case that has not been started."""

    def build(text: str, added: str = "", people: str = PEOPLE) -> Case:
        organization = organization_of(people + added)
        return Case(program_of(text, organization), organization)

    return build


@pytest.fixture(scope="session")
def build() -> Callable[[str], tuple[Program, Organization, datetime]]:
    """From the text of a random process to its program, its people, and when its cases begin."""
    organization = organization_of(RANDOM_PEOPLE)
    return lambda text: (program_of(text, organization), organization, MONDAY)


@pytest.fixture(scope="session")
def contract_review(repository: Path) -> tuple[Program, Organization]:
    loaded = load_process(repository / "processes" / "contract-review.yaml")
    assert loaded.process is not None and loaded.organization is not None
    return compile_program(loaded.process, loaded.hash), loaded.organization


TERMS = {
    "customer": "North Pipe",
    "amount": 1800000,
    "channel": "direct",
    "terms": {"quality": "GB/T 9711", "price": "list price", "delivery_date": "2026-06-30"},
}


@pytest.fixture
def contract_case(contract_review: tuple[Program, Organization]) -> Callable[[], Case]:
    """A contract review that has not been started."""
    return lambda: Case(*contract_review)


@pytest.fixture
def contract(contract_review: tuple[Program, Organization]) -> Callable[..., Case]:
    """A contract review: put up for review by circulation unless ``mode`` says otherwise."""
    program, organization = contract_review

    def build(mode: str = "circulation", by: str = "lin", **data: object) -> Case:
        case = Case(program, organization)
        case.send(by, StartCase("case", {**TERMS, **data}))
        case.do("submit-terms", "submitted", by, papers={"draft-contract": "draft"})
        return case.do("propose", "proposed", "zhou", mode=mode)

    return build


DISPUTE = """
start: draft
alarm: head
data: {note: {type: text}}
facts: {disputed: {true_once: an objection is opened}}
steps:
  draft: {role: clerk, form: [note], next: review}
  review:
    review: MODE
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers:
      agree: continue
      object: {opens: arbitration}
      back: {go: draft, resume: here}
      no: refused
    next: done
  done: {end: completed}
  refused: {end: rejected}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {levels: [judge, chief]}
    taste: {levels: [head, chief]}
    own: {levels: [head]}
  each_level:
    deadline: 2 business days
    escalate: [{at: deadline, hand_up: superior, alarm: head}]
  appeal: {by: the losing side, within: 1 business day}
  rulings:
    upheld: {go: draft, resume: RESUME}
    overruled: {resume: after}
    refused: {go: refused, only: last level}
"""


def dispute(mode: str, resume: str) -> str:
    kind = mode if mode == "in turn" else "together\n    first_refusal: " + mode
    return DISPUTE.replace("MODE", kind).replace("RESUME", resume)


@pytest.fixture(scope="session")
def disputable() -> Callable[..., str]:
    """The text of a review whose seats may object, by how they are asked and how an upheld one resumes."""
    return lambda mode="in turn", resume="here": dispute(mode, resume)


@pytest.fixture
def begun(case: Callable[..., Case]) -> Callable[..., Case]:
    """A case of it whose seats are asked."""

    def begin(mode: str = "in turn", resume: str = "here", **kwargs: str) -> Case:
        return case(dispute(mode, resume), **kwargs).start("ann").do("draft", "done", "ann")

    return begin
