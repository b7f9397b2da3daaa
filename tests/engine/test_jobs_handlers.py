"""Handlers of `system` steps: called with what the step gives, tried again, given up, reported
(SEMANTICS 3)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from procflow import (
    TRUSTED,
    Advanced,
    AsyncEngine,
    Done,
    Engine,
    File,
    Library,
    open_library,
    open_store,
)
from procflow.engine.handlers import Handler
from procflow.store import Store
from procflow.testing import VirtualClock
from tests.engine.looking import kinds, view

LETTER = """
process: letter
version: 1.0.0
title: Letter
organization: shop.yaml
start: draft
data:
  customer: {type: text, required: true}
  amount: {type: money, currency: CNY}
  phone: {type: text, personal: true}
  number: {type: number, maximum: 99}
steps:
  draft:
    role: clerk
    form: [customer, amount, phone]
    attach: [offer]
    outcomes: {drafted: {go: send, form: optional}}
  send:
    system: mail
    gives: {to: customer, sum: amount, call: phone, paper: offer}
    takes: {number: id, receipt: slip}
    retry: {times: 2, back_off: 5 minutes}
    time_limit: 1 hour
    next: sign
    if_failed: phone_up
  phone_up: {role: clerk, next: sign}
  sign: {role: head, attach: [receipt], outcomes: {signed: {go: done, form: optional}}}
  done: {end: completed}
events:
  stop: {raised_by: head, several: false, main_flow: {ends_at: done}}
"""
OFFER = File("offer.txt", b"ten pipes")
GOOD = {"id": 7, "slip": File("slip.txt", b"sent")}


@pytest.fixture
def library(write: Callable[..., Path], tmp_path: Path) -> Library:
    folder = write(tmp_path / "letters")
    (folder / "letter.yaml").write_text(LETTER, encoding="utf-8")
    return open_library(folder)


class Post:
    """A handler that keeps what it was called with and gives what it is told to, in that order."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[dict[str, object]] = []

    def __call__(
        self, *, to: object, sum: object, call: object, paper: object, idempotency_key: str
    ) -> object:
        given = {"to": to, "sum": sum, "call": call, "paper": paper, "key": idempotency_key}
        self.calls.append(given)
        answer = self.answers.pop(0)
        if callable(answer):
            return answer()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def keys(self) -> set[object]:
        return {call["key"] for call in self.calls}


Office = Callable[..., Engine]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Store:
    return open_store("memory:" if request.param == "memory" else database)


@pytest.fixture
def office(store: Store, library: Library, clock: VirtualClock) -> Office:
    """Opens engines on one store, with a handler for the mail."""

    def opened(post: Handler | None = None, limit: int = 1_000) -> Engine:
        handlers = {"mail": post} if post is not None else {}
        return Engine(store, library, clock=clock, handlers=handlers, attachment_limit=limit)

    return opened


def reasons(engine: Engine, case: str) -> list[object]:
    """Why the handler failed, each time."""
    events = engine.history(case, reader=TRUSTED)
    return [event.content["reason"] for event in events if event.type == "HandlerFailed"]


def draft(engine: Engine) -> Done:
    case = engine.start("letter", actor="ann", command_id="letter")
    data = {"customer": "East", "amount": "120.5", "phone": "555-0100"}
    return engine.answer(
        case.open[0].item, "drafted", actor="ann", data=data, attachments={"offer": OFFER}, command_id="d"
    )


def test_a_handler_gets_what_the_step_gives_and_its_results_come_back(office: Office) -> None:
    post = Post(GOOD)
    engine = office(post)
    done = draft(engine)
    (call,) = post.calls
    assert (call["to"], str(call["sum"]), call["call"], call["paper"]) == ("East", "120.5", "555-0100", OFFER)
    assert [event.type for event in done.events][-1] == "HandlerAsked"
    letter = view(engine, done.case.id)
    assert (letter.steps, str(letter.data["number"])) == (("sign",), "7")
    assert engine.attachment(letter.id, "receipt", reader="ann") == ("slip.txt", b"sent")
    assert engine.advance() == Advanced((), ()) and not any(engine.verify().values())


def test_what_is_not_there_is_none(office: Office) -> None:
    post = Post(GOOD)
    engine = office(post)
    case = engine.start("letter", {"customer": "East"}, actor="ann")
    engine.answer(case.open[0].item, "drafted", actor="ann")
    assert [(call["sum"], call["call"], call["paper"]) for call in post.calls] == [(None, None, None)]


def test_a_failure_is_tried_again_with_the_same_key_once_its_pause_is_over(
    office: Office, clock: VirtualClock
) -> None:
    post = Post(OSError("no line"), OSError("no line"), GOOD)
    engine = office(post)
    case = draft(engine).case.id
    assert (len(post.calls), engine.advance()) == (1, Advanced((), ()))
    clock.move(timedelta(minutes=5))
    assert len(engine.advance().done) == 1
    clock.move(timedelta(minutes=9))
    assert engine.advance().done == ()
    clock.move(timedelta(minutes=1))
    engine.advance()
    assert (len(post.calls), len(post.keys)) == (3, 1)
    assert view(engine, case).steps == ("sign",)
    assert reasons(engine, case) == ["OSError: no line"] * 2


def test_what_is_personal_stays_out_of_the_reason(office: Office) -> None:
    engine = office(Post(ValueError("555-0100 does not answer, nor does '555-0100' of East")))
    case = draft(engine).case.id
    assert reasons(engine, case) == ["ValueError: … does not answer, nor does '…' of East"]


def test_and_so_does_a_personal_value_that_does_not_fit(write: Callable[..., Path], tmp_path: Path) -> None:
    folder = write(tmp_path / "letters")
    text = LETTER.replace("number: {type: number,", "number: {type: number, personal: true,")
    (folder / "letter.yaml").write_text(text, encoding="utf-8")
    with Engine.open("memory:", folder, handlers={"mail": Post({**GOOD, "id": 4711})}) as engine:
        assert reasons(engine, draft(engine).case.id) == ["a value does not fit its field, perhaps number"]


def test_after_the_last_try_the_step_has_failed(office: Office, clock: VirtualClock) -> None:
    engine = office(Post(*[OSError("no line")] * 3))
    case = draft(engine).case.id
    for minutes in (5, 10):
        clock.move(timedelta(minutes=minutes))
        engine.advance()
    assert view(engine, case).steps == ("phone_up",)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"slip": OFFER}, "mail gave no id; it gave slip"),
        (None, "mail gave no id, slip; it gave nothing"),
        ({**GOOD, "id": 100}, "number: 100 is above 99, the most allowed"),
        ({**GOOD, "id": object}, "number: <class 'object'> is no number; write a number such as 3"),
        (
            {**GOOD, "slip": "text"},
            "mail gave a paper that cannot be taken: receipt: give",
        ),
        ({**GOOD, "slip": File("s", b"x" * 1_001)}, "receipt: s has more than 1000 bytes"),
        (OSError("no\0line \ud800"), "OSError: no\N{REPLACEMENT CHARACTER}line ?"),
        (OSError("x" * 5_000), "OSError: xxx"),
    ],
)
def test_what_does_not_fit_is_a_failure_with_its_reason(office: Office, answer: object, reason: str) -> None:
    engine = office(Post(answer))
    case = draft(engine).case.id
    (said,) = reasons(engine, case)
    assert reason in str(said) and len(str(said)) <= 2_000
    assert view(engine, case).steps == ("send",)


def test_a_handler_that_is_not_there_is_stuck_until_it_is(office: Office, clock: VirtualClock) -> None:
    other = office(Post(OSError("no line")))
    case = draft(other).case.id
    clock.move(timedelta(minutes=5))
    without = office()
    (stuck,) = without.advance().stuck
    assert (stuck.case, stuck.refused.code, stuck.refused.missing) == (case, "no-handler", ("mail",))
    post = Post(GOOD)
    office(post).advance()
    assert view(without, case).steps == ("sign",)


def test_3_who_dies_between_the_call_and_the_report_calls_again_with_the_same_key(office: Office) -> None:
    post = Post(KeyboardInterrupt(), GOOD)
    engine = office(post)
    with pytest.raises(KeyboardInterrupt):
        draft(engine)
    again = draft(engine)
    assert (len(post.calls), len(post.keys)) == (2, 1)
    assert kinds(engine, again.case.id).count("HandlerDone") == 1
    assert draft(engine) == again and len(post.calls) == 2


def test_when_its_time_is_over_the_step_has_failed_without_another_call(
    office: Office, clock: VirtualClock
) -> None:
    post = Post(OSError("no line"))
    engine = office(post)
    case = draft(engine).case.id
    clock.move(timedelta(hours=1))
    engine.advance()
    assert (view(engine, case).steps, len(post.calls)) == (("phone_up",), 1)


def test_3_a_report_that_comes_late_is_recorded_and_changes_nothing(
    office: Office, clock: VirtualClock
) -> None:
    elsewhere = office()

    def slowly() -> object:
        clock.move(timedelta(hours=1))
        elsewhere.advance()
        return GOOD

    engine = office(Post(slowly))
    case = draft(engine).case.id
    assert kinds(engine, case)[-1] == "HandlerReportedLate"
    late = view(engine, case)
    assert late.steps == ("phone_up",) and "number" not in late.data and "receipt" not in late.attachments


def test_3_a_report_behind_the_end_of_the_case_is_recorded(office: Office, clock: VirtualClock) -> None:
    elsewhere = office(Post(GOOD))

    def ending() -> object:
        (row,) = elsewhere.cases(reader=TRUSTED)
        elsewhere.raise_event(row.case, "stop", actor="hal")
        return GOOD

    engine = office(Post(ending))
    case = draft(engine).case.id
    assert (view(engine, case).status, kinds(engine, case)[-1]) == ("completed", "HandlerReportedLate")


def test_two_workers_report_one_call_once(office: Office) -> None:
    other = Post(GOOD)
    elsewhere = office(other)

    def overtaken() -> object:
        elsewhere.advance()
        return {**GOOD, "id": 8}

    post = Post(overtaken)
    engine = office(post)
    case = draft(engine).case.id
    assert post.keys == other.keys
    assert str(view(engine, case).data["number"]) == "7"
    assert kinds(engine, case).count("HandlerDone") == 1


@pytest.mark.parametrize("kind", ["function", "coroutine"])
def test_the_engine_for_asyncio_awaits_handlers(
    library: Library, store: Store, clock: VirtualClock, kind: str
) -> None:
    keys: list[str] = []

    async def coroutine(idempotency_key: str, **given: object) -> object:
        keys.append(idempotency_key)
        await asyncio.sleep(0)
        return GOOD

    def function(idempotency_key: str, **given: object) -> object:
        keys.append(idempotency_key)
        return GOOD

    async def drafting() -> tuple[str, ...]:
        handlers: dict[str, Handler] = {"mail": coroutine if kind == "coroutine" else function}
        engine = AsyncEngine(store, library, clock=clock, handlers=handlers)
        case = await engine.start("letter", {"customer": "East"}, actor="ann")
        await engine.answer(case.open[0].item, "drafted", actor="ann")
        assert await engine.advance() == Advanced((), ())
        return (await engine.case(case.id, reader="ann")).steps

    assert (asyncio.run(drafting()), len(keys)) == (("sign",), 1)


ROUND = """
process: round
version: 1.0.0
title: Round
organization: shop.yaml
start: ask
data: {n: {type: number, default: 0}}
steps:
  ask: {role: clerk, next: spin}
  spin: {system: mail, gives: {to: n}, takes: {n: n}, next: turn, if_failed: done}
  turn: {choose: [{when: n < 0, go: done}, {otherwise: spin}]}
  done: {end: completed}
"""


def test_a_circle_of_handlers_does_not_hold_up_the_clock(
    write: Callable[..., Path], tmp_path: Path, clock: VirtualClock
) -> None:
    folder = write(tmp_path / "rounds")
    (folder / "round.yaml").write_text(ROUND, encoding="utf-8")
    calls = []

    def spin(to: object) -> object:
        calls.append(to)
        return {"n": len(calls)}

    engine = Engine(open_store("memory:"), open_library(folder), clock=clock, handlers={"mail": spin})
    case = engine.start("round", actor="ann")
    engine.answer(case.open[0].item, "done", actor="ann")
    after_command = len(calls)
    assert 1 < after_command < 1_000
    (stuck,) = engine.advance().stuck
    assert (stuck.refused.code, len(calls)) == ("too-many-jobs", after_command + 200)
