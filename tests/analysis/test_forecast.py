from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from procflow.analysis.forecast import Forecast, forecast
from procflow.case import AnswerItem, CaseState, Context, NewAttachment, Refused, StartCase, decide, offer
from procflow.case.events import ItemOpened
from procflow.definition import Loaded, load_process
from procflow.program import Program, compile_program

Compiled = Callable[[str], Program]

DEPARTMENTS = [
    "technical-centre",
    "material-company",
    "manufacturing-centre",
    "quality-department",
    "finance-department",
    "legal-department",
]
BEFORE = ["submit-terms", "propose"]
AFTER = ["agree-with-customer", "sign", "in-force", "collate-file", "keep-file"]


@pytest.fixture(scope="module")
def loaded(repository: Path) -> Loaded:
    return load_process(repository / "processes" / "contract-review.yaml")


@pytest.fixture(scope="module")
def review(loaded: Loaded) -> Program:
    assert loaded.process is not None
    return compile_program(loaded.process, loaded.hash)


def asked(found: Forecast) -> list[str]:
    """Seats by their name, tasks by their step, and who convenes marked as such."""
    names = {"task": "{0.step}", "seat": "{0.seat}", "convene": "{0.role} convenes"}
    return [names[step.purpose].format(step) for step in found.path]


ROUTES = [
    pytest.param(
        {"amount": 1_800_000, "channel": "direct", "mode": "circulation"},
        [*DEPARTMENTS, "marketing-director", "sales-vp"],
        id="circulation to the sales VP",
    ),
    pytest.param(
        {"amount": 500_000, "channel": "direct", "mode": "circulation"},
        [*DEPARTMENTS, "marketing-director"],
        id="exactly 500,000 ends at the director",
    ),
    pytest.param(
        {"amount": 3_000_000, "channel": "direct", "mode": "circulation"},
        [*DEPARTMENTS, "marketing-director", "sales-vp", "general-manager"],
        id="exactly 3,000,000 ends at the general manager",
    ),
    pytest.param(
        {"channel": "distributor", "mode": "circulation"},
        [*DEPARTMENTS, "marketing-director"],
        id="a distributor's order at any amount",
    ),
    pytest.param(
        {"amount": "4000000", "channel": "direct", "mode": "meeting"},
        ["contract-reviewer convenes", *DEPARTMENTS, "general-manager"],
        id="a meeting and its final authority alone",
    ),
    pytest.param(
        {"mode": "short", "repeat_batch": True},
        ["material-company", "manufacturing-centre", "marketing-director"],
        id="the short review",
    ),
]


@pytest.mark.parametrize(("data", "seats"), ROUTES)
def test_who_is_asked_on_each_route(review: Program, data: dict[str, object], seats: list[str]) -> None:
    found = forecast(review, data)
    assert asked(found) == [*BEFORE, *seats, *AFTER]
    assert found.final_authority == seats[-1]
    assert found.ends == "filed"


def test_each_entry_says_what_for(review: Program) -> None:
    found = forecast(review, {"amount": 1, "channel": "direct", "mode": "meeting"})
    submit, _, convene, technical = found.path[:4]
    assert (submit.step, submit.role, submit.seat) == ("submit-terms", "sales-representative", None)
    assert (convene.step, convene.role, convene.title.en) == (
        "meeting",
        "contract-reviewer",
        "Review meeting",
    )
    assert (technical.step, technical.seat, technical.title.en) == (
        "meeting",
        "technical-centre",
        "Technology",
    )


def test_a_disputed_case_ends_higher(review: Program) -> None:
    data = {"amount": 400_000, "channel": "direct", "mode": "circulation"}
    assert forecast(review, data).final_authority == "marketing-director"
    assert forecast(review, data, {"disputed": True}).final_authority == "sales-vp"
    short = {"amount": 400_000, "mode": "short", "repeat_batch": True}
    assert "circulate" in {step.step for step in forecast(review, short, {"disputed": True}).path}


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        ({}, ("mode",)),
        ({"mode": "circulation"}, ("channel", "amount")),
        ({"mode": "circulation", "channel": "direct"}, ("amount",)),
        ({"mode": "circulation", "channel": "direct", "amount": None}, ("amount",)),
    ],
)
def test_a_field_that_the_way_hangs_on_is_named(
    review: Program, data: dict[str, object], missing: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as caught:
        forecast(review, data)
    assert caught.value.code == "data-missing"
    assert caught.value.missing == missing


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ({"amount": "abc"}, "bad-value", "amount: 'abc'"),
        ({"amount": 0, "mode": "quick"}, "bad-value", "mode: 'quick' is not one of"),
        ({"price": 1}, "field-not-open", "there is no field price"),
        (
            {"mode": "short"},
            "not-allowed",
            'proposed at propose is allowed only if mode != "short" or repeat_batch',
        ),
    ],
)
def test_data_that_no_case_could_have(
    review: Program, data: dict[str, object], code: str, words: str
) -> None:
    with pytest.raises(Refused) as caught:
        forecast(review, data)
    assert caught.value.code == code
    assert words in caught.value.reason


def test_the_data_given_are_left_as_they_are(review: Program) -> None:
    data = {"amount": 1, "channel": "direct", "mode": "circulation"}
    assert forecast(review, data) == forecast(review, data)
    assert data == {"amount": 1, "channel": "direct", "mode": "circulation"}


def test_agreeing_round_and_round_is_refused(compiled: Compiled) -> None:
    program = compiled("""
start: write
steps:
  write: {role: clerk, outcomes: {again: check, enough: done}}
  check: {role: head, next: write}
  done: {end: completed}
""")
    with pytest.raises(Refused) as caught:
        forecast(program, {})
    assert caught.value.code == "no-end"


def test_a_process_without_tables_has_no_final_authority(compiled: Compiled) -> None:
    program = compiled("""
start: write
steps:
  write: {role: clerk, next: review}
  review:
    review: together
    first_refusal: decides
    seats: [{role: head}, {role: director, name: boss}]
    answers: {agree: continue}
    outcomes: {passed: done}
  done: {end: completed}
""")
    found = forecast(program, {})
    assert (asked(found), found.final_authority, found.ends) == (["write", "head", "boss"], None, "done")


FILLED: Mapping[str, object] = {
    "customer": "ACME",
    "amount": 1,
    "channel": "direct",
    "mode": "circulation",
    "terms": {"quality": "A", "price": "1", "delivery_date": "2026-06-01"},
    "in_force_on": "2026-07-01",
}


def run(
    loaded: Loaded, program: Program, data: Mapping[str, object]
) -> list[tuple[str, str, str | None, str]]:
    """The work items that a case really opens when everybody agrees."""
    assert loaded.organization is not None
    opened: list[tuple[str, str, str | None, str]] = []
    state: CaseState | None = None
    command: StartCase | AnswerItem = StartCase("case", dict(data))
    actor = loaded.organization.holders("sales-representative")[0]
    while state is None or state.status == "running":
        context = Context(datetime(2026, 3, 2, 1, tzinfo=UTC), actor, loaded.organization, b"entropy")
        decision = decide(program, state, command, context)
        state = decision.state
        items = [event for event in decision.events if isinstance(event, ItemOpened)]
        opened += [(i.step, i.role, i.seat, i.purpose) for i in items]
        if state.items:
            item = next(iter(state.items.values()))
            offered = offer(program, state, item)
            actor = next(p for p in loaded.organization.holders(item.role) if p not in item.barred)
            fields = {name: value for name, value in {**FILLED, **data}.items() if name in offered.form}
            papers = tuple(NewAttachment(n, sha256(b"").hexdigest(), 0, n) for n in offered.attachments)
            outcome = next(iter(offered.choices))
            command = AnswerItem(item.id, outcome, data=fields, attachments=papers)
    assert state.status == "completed"
    return opened


@pytest.mark.parametrize(("data", "seats"), ROUTES)
def test_a_case_on_which_everybody_agrees_goes_as_foretold(
    loaded: Loaded, review: Program, data: dict[str, object], seats: list[str]
) -> None:
    foretold = [(step.step, step.role, step.seat, step.purpose) for step in forecast(review, data).path]
    assert run(loaded, review, data) == foretold


WIDE = """
start: ask
owner: {bound_at: ask, role: clerk, reassigned_by: head}
data:
  parts: {type: choices, of: [red, blue]}
  helpers: {type: list, of: person}
  judge: {type: person}
tables: {maker: {decides: role, of: parts, by_value: {red: buyer, blue: checker}}}
steps:
  ask: {role: clerk, form: [parts, helpers, judge], next: fan}
  fan:
    parallel:
      piece:
        steps:
          route: {choose: [{when: part == "red", go: paint}, {otherwise: make}]}
          paint: {role: painter, next: make}
          make: {role: {by: maker}, next: OUT}
    each: parts
    as: part
    by: maker
    none: refuse
    join: all
    next: both
  both:
    parallel:
      one: {steps: {first: {role: head, next: finished}}}
      two: {steps: {second: {role: owner, next: finished}}}
    join: first
    next: tell
  tell: {notice: {each: parts, by: maker}, acknowledge: all, waits: true, next: copy}
  copy: {notice: [chief], next: hold}
  hold: {wait: [{until: 1 day, go: help}, {event: visit, go: off}]}
  help:
    review: together
    first_refusal: waits
    seats: {each: helpers, none: pass}
    answers: {agree: continue}
    next: send
  send: {system: mail, next: judge, if_failed: off}
  judge: {role: {person: judge}, next: done}
  done: {end: completed}
  off: {end: cancelled}
events: {visit: {raised_by: head, several: false, main_flow: continues}}
"""


def test_branches_notices_and_whom_the_data_name(compiled: Compiled) -> None:
    data = {"parts": ["red", "blue"], "helpers": ["ben", "cai"], "judge": "jon"}
    found = forecast(compiled(WIDE.replace("OUT", "finished")), data)
    assert [(step.step, step.person or step.role) for step in found.path] == [
        ("ask", "clerk"),
        *(("paint", "painter"), ("make", "buyer"), ("make", "checker")),
        *(("first", "head"), ("second", "clerk")),
        *(("tell", "buyer"), ("tell", "checker")),
        *(("help", "ben"), ("help", "cai")),
        ("judge", "jon"),
    ]
    assert found.ends == "done"


def test_a_way_out_of_a_branch_is_gone(compiled: Compiled) -> None:
    found = forecast(compiled(WIDE.replace("OUT", "off")), {"parts": ["red", "blue"]})
    assert ([step.step for step in found.path], found.ends) == (["ask", "paint", "make"], "off")


@pytest.mark.parametrize(
    ("data", "code", "missing"),
    [({}, "nobody-named", ("parts",)), ({"parts": ["blue"]}, "data-missing", ("judge",))],
)
def test_what_the_data_do_not_name_is_asked_for(
    compiled: Compiled, data: dict[str, object], code: str, missing: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        forecast(compiled(WIDE.replace("OUT", "finished")), data)
    assert (refused.value.code, refused.value.missing) == (code, missing)
