"""What stands in whose inbox, and in which order."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from procflow import TRUSTED, CaseView, Engine, ItemView, Library
from procflow.store import open_store
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]
Check = Callable[[Engine], str]
Opened = Callable[..., Engine]
Write = Callable[..., Path]


def places(items: tuple[ItemView, ...]) -> list[str]:
    return [item.step if item.seat is None else f"{item.step}/{item.seat}" for item in items]


def test_work_of_a_role_stands_with_each_holder(engine: Engine) -> None:
    engine.start("purchase", actor="ann")
    (item,) = engine.inbox("amy")
    assert engine.inbox("ann") == (item,)
    assert (item.persons, item.on_behalf_of, item.role) == (("ann", "amy"), (), "clerk")
    assert list(item.outcomes) == ["asked", "dropped"]
    assert [field.name for field in item.form] == ["what", "price", "illness", "contact"]
    assert engine.inbox("ben") == engine.inbox("tom") == engine.inbox("nobody") == ()


def test_a_deputy_finds_the_work_of_the_giver(engine: Engine, ask: Ask, clock: VirtualClock) -> None:
    ask(engine)
    (item,) = engine.inbox("pat")
    assert (item.seat, item.persons, item.on_behalf_of) == ("head", ("hal",), ("hal",))
    clock.move(timedelta(days=365))
    assert engine.inbox("pat") == ()


def test_work_of_one_person_stands_with_that_person_and_deputies_alone(
    opened: Opened, write: Write, shop: str, tmp_path: Path, ask: Ask
) -> None:
    """The right to appeal is the objector's: not another head's, but his deputy's, also at second hand."""
    passed_on = shop.replace("pat: {name: Pat, roles: [cook]}", "pat: {name: Pat, roles: [head]}") + (
        "  G2: {giver: pat, receiver: sue, roles: [head], valid: {from: 2026-01-01, to: 2026-12-31},\n"
        "       document: g.txt, may_pass_on: false}\n"
    )
    engine = opened(write(tmp_path / "new", shop=passed_on))
    ask(engine)
    engine.answer(engine.inbox("hal")[0].item, "object", actor="hal", topic="price", comment="dear")
    engine.answer(engine.inbox("jon")[0].item, "overruled", actor="jon", comment="fair")
    assert [item.purpose for item in engine.inbox("hal")] == ["appeal"]
    assert [(item.purpose, item.on_behalf_of) for item in engine.inbox("pat")] == [("appeal", ("hal",))]
    (item,) = engine.inbox("sue")
    assert (item.purpose, item.persons, item.on_behalf_of) == ("appeal", ("hal",), ("pat",))
    done = engine.answer(item.item, "accept", actor="sue", on_behalf_of="pat")
    assert done.case.steps == ("check",)


def test_what_was_handed_up_moves_to_the_superior(engine: Engine, check: Check, clock: VirtualClock) -> None:
    check(engine)
    assert (places(engine.inbox("ben")), places(engine.inbox("max"))) == (["order"], [])
    clock.move(timedelta(days=1))
    engine.advance()
    assert (places(engine.inbox("ben")), places(engine.inbox("max"))) == ([], ["order"])
    assert engine.inbox("max")[0].role == "manager"


def test_the_most_urgent_stands_first(engine: Engine, check: Check, ask: Ask, clock: VirtualClock) -> None:
    """By deadline; behind those, what has none, by the time it was opened."""
    ask(engine)
    clock.move(timedelta(minutes=1))
    later = check(engine)
    clock.move(timedelta(hours=1))
    latest = check(engine)
    ask(engine)
    items = engine.inbox("ben")
    assert places(items) == ["order", "order", "check/buyer", "check/buyer"]
    assert [item.case for item in items[:2]] == [later, latest]
    assert items[2].opened_at < items[3].opened_at
    assert not any(item.overdue for item in items)
    clock.move(timedelta(days=1, minutes=1))
    assert [item.overdue for item in engine.inbox("ben")] == [True, True, False, False]


def test_several_items_of_one_case_stand_side_by_side(engine: Engine, ask: Ask) -> None:
    case = ask(engine)
    view = engine.case(case.id, reader=TRUSTED)
    assert places(view.open) == ["check/buyer", "check/head"]
    assert engine.inbox("hal") == tuple(
        item for item in engine.case(case.id, reader="hal").open if item.seat == "head"
    )


def test_work_of_processes_that_the_engine_does_not_know_is_found(
    opened: Opened, write: Write, shop: str, tmp_path: Path, ask: Ask
) -> None:
    """Each case in the organization that it knew: Ivy is head in the second alone."""
    first = ask(opened()).id
    renewed = shop.replace("  pat:", "  ivy: {name: Ivy, roles: [head]}\n  pat:")
    second = ask(opened(write(tmp_path / "new", shop=renewed))).id
    with Engine(open_store(tmp_path / "cases.db"), Library()) as engine:
        assert {item.case for item in engine.inbox("hal")} == {first, second}
        assert [item.case for item in engine.inbox("ivy")] == [second]
