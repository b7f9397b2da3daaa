"""What a program gives that is of the wrong kind is told by name, and nothing comes of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procflow import CaseView, Engine, NotFound, Refused
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]

NO_TEXT = [None, b"ann", 7, ["ann"], Path("ann")]

CALLS: Mapping[str, Callable[[Engine, str, str, Any], object]] = {
    "process": lambda e, case, item, bad: e.start(bad, actor="ann"),
    "actor": lambda e, case, item, bad: e.start("purchase", actor=bad),
    "actor of an answer": lambda e, case, item, bad: e.answer(item, "agree", actor=bad),
    "item": lambda e, case, item, bad: e.answer(bad, "agree", actor="ben"),
    "outcome": lambda e, case, item, bad: e.answer(item, bad, actor="ben"),
    "case": lambda e, case, item, bad: e.case(bad, reader="ann"),
    "case of a change": lambda e, case, item, bad: e.change(bad, {"price": 1}, actor="kim"),
    "case of a record": lambda e, case, item, bad: e.record(bad, reader="ann"),
    "case of a history": lambda e, case, item, bad: e.history(bad, reader="ann"),
    "case of a head": lambda e, case, item, bad: e.head(bad),
    "case of a command": lambda e, case, item, bad: e.done(bad, "k", reader="ann"),
    "command_id": lambda e, case, item, bad: e.done(case, bad, reader="ann"),
    "step": lambda e, case, item, bad: e.withdraw_objection(case, bad, "buyer", actor="ben"),
    "seat": lambda e, case, item, bad: e.withdraw_objection(case, "check", bad, actor="ben"),
    "name": lambda e, case, item, bad: e.attachment(case, bad, reader="ann"),
    "person": lambda e, case, item, bad: e.inbox(bad),
    "reader": lambda e, case, item, bad: e.case(case, reader=bad),
    "reader of cases": lambda e, case, item, bad: e.cases(reader=bad),
    "reader of a history": lambda e, case, item, bad: e.history(case, reader=bad),
}

OPTIONAL: Mapping[str, Callable[[Engine, str, str, Any], object]] = {
    "on_behalf_of": lambda e, case, item, bad: e.answer(item, "agree", actor="ben", on_behalf_of=bad),
    "on_behalf_of a starter": lambda e, case, item, bad: e.start("purchase", actor="ann", on_behalf_of=bad),
    "topic": lambda e, case, item, bad: e.answer(item, "object", actor="ben", comment="x", topic=bad),
    "comment": lambda e, case, item, bad: e.answer(item, "object", actor="ben", topic="price", comment=bad),
    "command_id": lambda e, case, item, bad: e.start("purchase", actor="ann", command_id=bad),
    "command_id of an answer": lambda e, case, item, bad: e.answer(
        item, "agree", actor="ben", command_id=bad
    ),
    "case to verify": lambda e, case, item, bad: e.verify(bad),
}


@pytest.fixture
def engine(opened: Callable[..., Engine]) -> Engine:
    """One in memory: nothing here should come as far as the store."""
    return opened(where="memory:")


@pytest.fixture
def placed(engine: Engine, ask: Ask) -> tuple[str, str]:
    """A case and its open item of Ben."""
    case = ask(engine)
    return case.id, engine.inbox("ben")[0].item


@pytest.mark.parametrize("bad", NO_TEXT, ids=repr)
@pytest.mark.parametrize("what", CALLS)
def test_what_has_to_be_text(engine: Engine, placed: tuple[str, str], what: str, bad: object) -> None:
    head = engine.head(placed[0])
    with pytest.raises(TypeError, match=rf"^{what.split(maxsplit=1)[0]}: a text is needed, not "):
        CALLS[what](engine, *placed, bad)
    assert (engine.head(placed[0]), len(engine.cases(reader="ann"))) == (head, 1)


@pytest.mark.parametrize("bad", NO_TEXT[1:], ids=repr)
@pytest.mark.parametrize("what", OPTIONAL)
def test_what_may_be_left_out_but_not_be_something_else(
    engine: Engine, placed: tuple[str, str], what: str, bad: object
) -> None:
    head = engine.head(placed[0])
    with pytest.raises(TypeError, match=rf"^{what.split(maxsplit=1)[0]}.* text"):
        OPTIONAL[what](engine, *placed, bad)
    assert (engine.head(placed[0]), len(engine.cases(reader="ann"))) == (head, 1)


@pytest.mark.parametrize("bad", [b"x", 7, "price", ["price"], [("price", 1)]], ids=repr)
def test_what_has_to_be_a_mapping(engine: Engine, placed: tuple[str, str], bad: Any) -> None:
    case, item = placed
    for call in (
        lambda: engine.start("purchase", bad, actor="ann"),
        lambda: engine.start("purchase", actor="ann", attachments=bad),
        lambda: engine.answer(item, "agree", actor="ben", data=bad),
        lambda: engine.answer(item, "agree", actor="ben", attachments=bad),
        lambda: engine.change(case, bad, actor="kim"),
    ):
        with pytest.raises(TypeError, match=r"^(data|attachments): a mapping by name is needed"):
            call()


@pytest.mark.parametrize("seen", ["7", 7.0, True, b"7"])
def test_a_version_is_a_whole_number(engine: Engine, placed: tuple[str, str], seen: Any) -> None:
    with pytest.raises(TypeError, match=r"^seen: the version of a case is needed"):
        engine.answer(placed[1], "agree", actor="ben", seen=seen)


def test_an_instant_is_one_with_a_zone(engine: Engine, clock: VirtualClock) -> None:
    engine.make_sandbox()
    with pytest.raises(ValueError, match=r"^until: a time without a zone"):
        engine.advance(datetime(2027, 1, 1))
    for bad in ("2027-01-01", 7, clock().date()):
        with pytest.raises(TypeError, match=r"^until: a datetime is needed"):
            engine.advance(bad)  # type: ignore[arg-type]
    assert engine.now() == clock()


@pytest.mark.parametrize("key", ["", "timer:12.0:2026-03-03T01:30:00+00:00", "\udcff"])
def test_what_cannot_be_the_id_of_a_command(engine: Engine, placed: tuple[str, str], key: str) -> None:
    """The clock's own ids above all: with one of them taken, its deadline would never pass."""
    for call in (
        lambda: engine.start("purchase", actor="ann", command_id=key),
        lambda: engine.answer(placed[1], "agree", actor="ben", command_id=key),
    ):
        with pytest.raises(Refused, match="cannot be the id of a command"):
            call()


NO_AMOUNTS = [
    *(float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("1e50")),
    *(b"1", True, [1], {"amount": 1}, ..., "１", "1,800", "", datetime(2026, 3, 2)),
    *(0, -1, Decimal("0.009")),
]


@pytest.mark.parametrize("amount", NO_AMOUNTS, ids=repr)
def test_amounts_that_are_none(engine: Engine, amount: object) -> None:
    with pytest.raises(Refused, match="price") as refused:
        engine.start("purchase", {"price": amount}, actor="ann")
    assert refused.value.code == "bad-value"
    assert engine.cases(reader="ann") == ()


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        (0.1, "0.1"),
        (1e3, "1000"),
        (7, "7"),
        ("0010.50", "10.5"),
        (Decimal("1E+3"), "1000"),
        (0.1 + 0.2, None),
    ],
)
def test_amounts_are_kept_as_they_are_written(engine: Engine, amount: object, stored: str | None) -> None:
    case = engine.start("purchase", {"price": amount}, actor="ann")
    assert case.data["price"] == Decimal(stored or repr(amount))


@pytest.mark.parametrize("name", [7, b"price", None, ("price",), "prise", "contact.phone"], ids=repr)
def test_fields_that_are_none(engine: Engine, name: Any) -> None:
    with pytest.raises(Refused) as refused:
        engine.start("purchase", {name: 1}, actor="ann")
    assert refused.value.code == "field-not-open"
    assert "price" in refused.value.allowed


@pytest.mark.parametrize("text", ["", "nobody", "\udcff", "a\0b", "'; DROP TABLE cases; --"])
def test_names_of_nothing(engine: Engine, placed: tuple[str, str], text: str) -> None:
    case, item = placed
    for call in (
        lambda: engine.start(text, actor="ann"),
        lambda: engine.case(text, reader="ann"),
        lambda: engine.history(text, reader="ann"),
        lambda: engine.head(text),
        lambda: engine.verify(text),
        lambda: engine.change(text, {"price": 1}, actor="kim"),
        lambda: engine.attachment(case, text, reader="ann"),
        lambda: engine.answer(text, "agree", actor="ben"),
        lambda: engine.answer(f"{text}-9", "agree", actor="ben"),
    ):
        with pytest.raises(NotFound):
            call()
    for call in (
        lambda: engine.start("purchase", actor=text),
        lambda: engine.start("purchase", actor="ann", on_behalf_of=text),
        lambda: engine.answer(item, text, actor="ben"),
        lambda: engine.answer(item, "agree", actor=text),
        lambda: engine.answer(item, "object", actor="ben", comment="x", topic=text),
        lambda: engine.case(case, reader=text),
        lambda: engine.withdraw_objection(case, text, text, actor="ben"),
    ):
        with pytest.raises(Refused):
            call()
    assert (engine.inbox(text), engine.cases(reader=text)) == ((), ())
    assert engine.done(case, text, reader="ann") is engine.done(text, "k", reader="ann") is None


@pytest.mark.parametrize("database", [None, b"cases.db", 7])
def test_what_is_no_database(database: Any) -> None:
    with pytest.raises(TypeError, match=r"^database: a path or URL is needed"):
        Engine.open(database)


@pytest.mark.parametrize("processes", [b"processes", [7], [None]])
def test_what_is_no_place_of_processes(processes: Any) -> None:
    with pytest.raises(TypeError, match=r"^processes: a path is needed"):
        Engine.open("memory:", processes)
