"""The processes that the bench runs, and one case of them on the record in memory."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from procflow.case import AnswerItem, CaseState, Command, Context, StartCase, decide
from procflow.case.record import FORMAT, GENESIS, Header, seal
from procflow.definition.organization import Organization
from procflow.engine import CaseView, Library, open_library
from procflow.program import Program

APPROVALS = 10
MOST_SEATS = 28
AMOUNT = 20_000
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
ENTROPY = bytes(32)

_ORGANIZATION = """\
organization: works
title: {zh: 工廠, en: Works}
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:30-18:00"}}}
roles:
  board: {title: Board}
  clerk: {title: Clerk, superior: board}
$roles
people:
  bo:  {name: Bo, roles: [board]}
  ann: {name: Ann, roles: [clerk]}
$people
"""

_HEAD = """\
process: $name
version: 1.0.0
title: {zh: 樣例, en: Example}
organization: works.yaml
calendar: office
alarm: board
"""

_AMOUNT = """\
data:
  amount: {type: money, currency: CNY, minimum: 0.01, required: true, title: {zh: 金額, en: Amount}}
"""

_LIMIT = """\
    deadline: 1 business day
    escalate:
      - {at: 2 business hours before deadline, remind: holder}
      - {at: 1 business day after deadline, hand_up: superior, alarm: board}
"""

_APPROVALS = """\
$head
start: approve
$amount
tables:
  last-word:
    title: {zh: 終審, en: Last word}
    decides: role
    ranks: [seat-9, seat-10]
    only_rises: false
    hit: exactly one
    rows:
      - {amount: up to 10000, then: seat-9}
      - {amount: over 10000, then: seat-10}
templates:
  seat:
    shows: [amount]
$limit
    answers:
      agree:  {title: {zh: 同意, en: Agree}, go: continue}
      refuse: {title: {zh: 否決, en: Refuse}, needs: [comment], go: refused}
steps:
  approve:
    title: {zh: 審批, en: Approvals}
    review: in turn
    template: seat
    seats:
$seats
    until: last-word
    outcomes: {passed: by-amount}
  by-amount:
    title: {zh: 按金額, en: By amount}
    choose:
      - {when: amount > 10000, go: large}
      - {otherwise: small}
  large:   {end: completed, title: {zh: 大額, en: Large}}
  small:   {end: completed, title: {zh: 小額, en: Small}}
  refused: {end: rejected, title: {zh: 否決, en: Refused}}
"""

_BRANCHES = """\
$head
start: begin
templates:
  work:
$limit
steps:
  begin: {role: clerk, template: work, next: together, title: {zh: 開始, en: Begin}}
  together:
    title: {zh: 並行, en: Together}
    parallel:
$branches
    join: all
    next: done
  done: {end: completed, title: {zh: 辦結, en: Done}}
"""

_BRANCH = """\
      branch-$n:
        title: {zh: 支, en: Branch}
        steps: {do-$n: {role: seat-$n, template: work, next: finished, title: {zh: 做, en: Do}}}
"""

_REWORK = """\
$head
start: submit
$amount
steps:
  submit:
    title: {zh: 提交, en: Submit}
    role: clerk
    form: [amount]
$limit
    outcomes: {submitted: {go: approve, title: {zh: 提交, en: Submit}}}
  approve:
    title: {zh: 審批, en: Approvals}
    review: $mode
    shows: [amount]
$limit
    answers:
      agree:  {title: {zh: 同意, en: Agree}, go: continue}
      return: {title: {zh: 退回, en: Send back}, needs: [comment], go: submit, resume: here}
    seats:
$seats
    outcomes: {passed: done}
  done: {end: completed, title: {zh: 辦結, en: Done}}
"""


_SEAT = "      - {role: seat-$n}\n"


def approvals() -> str:
    """Ten seats asked in turn up to the one that a table names, and a choice by the amount."""
    return _process(_APPROVALS, "approvals", seats=_each(_SEAT, APPROVALS))


def branches(count: int) -> str:
    """A task whose answer splits the flow into so many branches of one task each, which are joined."""
    return _process(_BRANCHES, "branches", branches=_each(_BRANCH, count))


def rework(seats: int, *, together: bool) -> str:
    """A task and a review of so many seats, in turn or together, each of which may send back to the task."""
    mode = "together\n    first_refusal: decides" if together else "in turn"
    return _process(_REWORK, "rework", mode=mode, seats=_each(_SEAT, seats))


def _process(text: str, name: str, **parts: str) -> str:
    head = Template(_HEAD).substitute(name=name)
    return Template(text).substitute(head=head, amount=_AMOUNT, limit=_LIMIT, **parts)


def _each(text: str, count: int) -> str:
    return "".join(Template(text).substitute(n=n) for n in range(1, count + 1))


def library_of(text: str) -> Library:
    """The library of a process text and the organization that it names."""
    organization = Template(_ORGANIZATION).substitute(
        roles=_each("  seat-$n: {title: Seat $n, superior: board}\n", MOST_SEATS),
        people=_each("  person-$n: {name: Person $n, roles: [seat-$n]}\n", MOST_SEATS),
    )
    with TemporaryDirectory() as folder:
        (Path(folder) / "works.yaml").write_text(organization, encoding="utf-8")
        (Path(folder) / "process.yaml").write_text(text, encoding="utf-8")
        return open_library(folder)


def person_for(role: str) -> str:
    """Whoever holds a role in the bench's organization."""
    return "ann" if role == "clerk" else role.replace("seat", "person")


@dataclass(frozen=True, slots=True)
class Kept:
    """A case between two commands: its state, and the head of its record."""

    state: CaseState
    head: bytes


@dataclass(frozen=True, slots=True)
class Ground:
    """What the cases of one process run on, without an engine or a store."""

    program: Program
    organization: Organization

    @classmethod
    def of(cls, text: str) -> "Ground":
        """Raises `Refused` for a process that cannot be run yet."""
        library = library_of(text)
        (name,) = library.processes()
        return cls(library.program(name), library.organization("works"))

    def start(self, actor: str, data: dict[str, object]) -> Kept:
        return self._carry_out(None, GENESIS, StartCase("case", data), actor)

    def answer(self, kept: Kept, outcome: str) -> Kept:
        """Answer the work item that has been open longest."""
        item = next(iter(kept.state.items.values()))
        return self._carry_out(kept.state, kept.head, AnswerItem(item.id, outcome), person_for(item.role))

    def _carry_out(self, state: CaseState | None, head: bytes, command: Command, actor: str) -> Kept:
        """Decide a command and seal its events behind the head of the record."""
        first = 1 if state is None else state.seq + 1
        decided = decide(self.program, state, command, Context(NOW, actor, self.organization, ENTROPY))
        header = Header(
            format=FORMAT,
            case=decided.state.id,
            version=decided.state.seq,
            first=first,
            command=f"command-{first}",
            at=NOW,
            by=actor,
            definition=decided.state.definition,
            organization=self.organization.hash,
        )
        return Kept(decided.state, seal(head, header, decided.events, ENTROPY).chain)


def require_end(case: CaseState | CaseView) -> None:
    """Raises `ValueError` unless a case has come to its right end: it would have been measured in vain."""
    still = case.items if isinstance(case, CaseState) else case.open
    if case.status != "completed" or still:
        raise ValueError(f"the case of the bench is {case.status}, with {len(still)} items open")
