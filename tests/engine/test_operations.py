"""Commands are done once, and anew when others were faster; each case in its definition and organization."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from procflow import TRUSTED, CaseView, Conflict, Engine, Library, NotFound, Refused
from procflow.case import AnswerItem
from procflow.engine import Done
from procflow.engine.driver import carry_out
from procflow.engine.effects import Operation
from procflow.engine.operations import Request, act
from procflow.engine.rows import case_of_item
from procflow.store import open_store
from procflow.testing import VirtualClock

Ask = Callable[..., CaseView]
Check = Callable[[Engine], str]
Opened = Callable[..., Engine]
Write = Callable[..., Path]


@pytest.fixture
def two(write: Write, purchase: str, tmp_path: Path) -> Path:
    """A folder with a second process beside the first."""
    folder = write(tmp_path / "two")
    (folder / "order.yaml").write_text(purchase.replace("process: purchase", "process: order"), "utf-8")
    return folder


def test_a_repeated_start_is_one_case(engine: Engine) -> None:
    first = engine.start("purchase", {"what": "Pipes"}, actor="ann", command_id="k")
    engine.answer(first.open[0].item, "dropped", actor="ann", comment="not needed")
    again = engine.start("purchase", {"what": "Rods"}, actor="amy", command_id="k")
    assert again == first
    assert len(engine.cases(reader=TRUSTED)) == 1
    assert engine.start("purchase", actor="ann", command_id="l").id != first.id


def test_a_start_id_stands_for_one_process(opened: Opened, two: Path) -> None:
    engine = opened(two)
    case = engine.start("purchase", actor="ann", command_id="k").id
    with pytest.raises(Conflict, match="command k has started a case of purchase before"):
        engine.start("order", actor="ann", command_id="k")
    assert [row.case for row in engine.cases(reader=TRUSTED)] == [case]


@pytest.mark.parametrize("where", ["memory:", None])
def test_starts_that_race_for_one_id_are_one_case(
    opened: Opened, two: Path, database: Path, where: str | None
) -> None:
    engine = opened(two, where=where or database)
    gate = Barrier(8)

    def start(number: int) -> str:
        gate.wait()
        try:
            return engine.start(("purchase", "order")[number % 2], actor="ann", command_id="k").process
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(start, range(8)))
    (row,) = engine.cases(reader=TRUSTED)
    mine = ("purchase", "order").index(row.process)
    assert outcomes == [row.process if n % 2 == mine else "conflict" for n in range(8)]
    assert engine.verify() == {row.case: ()}


def test_a_repeated_answer_gives_the_first_result(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    item = engine.inbox("ben")[0].item
    first = engine.answer(item, "agree", actor="ben", command_id="k")
    engine.answer(engine.inbox("hal")[0].item, "agree", actor="hal")
    head = engine.head(case)
    assert engine.answer(item, "object", actor="hal", command_id="k") == first
    assert (first.case.steps, engine.head(case)) == (("check",), head)
    with pytest.raises(Refused) as refused:
        engine.answer(item, "agree", actor="ben", command_id="l")
    assert refused.value.code == "not-open"


def test_answers_that_race_are_each_decided_once(engine: Engine, ask: Ask) -> None:
    """Changes of one field and both seats at once: whoever loses a version decides again."""
    case = ask(engine).id
    seats = {person: engine.inbox(person)[0].item for person in ("ben", "hal")}
    gate = Barrier(4)

    def act(number: int) -> None:
        gate.wait()
        if number < 2:
            person = ("ben", "hal")[number]
            engine.answer(seats[person], "agree", actor=person, command_id=person)
        else:
            engine.change(case, {"price": 1000 + number}, actor="kim", command_id=f"k{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(4)))
    assert all(engine.done(case, key, reader=TRUSTED) is not None for key in ("ben", "hal", "k2", "k3"))
    assert engine.case(case, reader=TRUSTED).steps == ("order",)
    assert engine.verify(case) == {case: ()}
    kinds = [event.type for event in engine.history(case, reader=TRUSTED)]
    assert (kinds.count("SeatAnswered"), kinds.count("DataChanged")) == (2, 3)


def test_one_command_that_is_sent_many_times_at_once_is_done_once(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    item = engine.inbox("ben")[0].item
    gate = Barrier(6)

    def send(_: int) -> int:
        gate.wait()
        return engine.answer(item, "agree", actor="ben", command_id="k").case.version

    with ThreadPoolExecutor(6) as pool:
        versions = set(pool.map(send, range(6)))
    kinds = [event.type for event in engine.history(case, reader=TRUSTED)]
    assert (len(versions), kinds.count("SeatAnswered")) == (1, 1)


def test_a_case_runs_on_without_its_files(opened: Opened, database: Path, check: Check) -> None:
    case = check(opened())
    with Engine(open_store(database), Library()) as engine:
        (item,) = engine.inbox("ben")
        assert (item.case, item.step, item.zone) == (case, "order", "Asia/Shanghai")
        engine.answer(item.item, "ordered", actor="ben")
        assert engine.case(case, reader="ann").status == "completed"
        assert engine.verify() == {case: ()}
        with pytest.raises(NotFound, match="no process purchase; known: none"):
            engine.start("purchase", actor="ann")


def test_a_changed_file_is_for_new_cases(
    opened: Opened, write: Write, purchase: str, tmp_path: Path, ask: Ask
) -> None:
    old = ask(opened()).id
    renewed = purchase.replace("version: 1.0.0", "version: 2.0.0").replace(
        "{ordered: done}", "{bought: done}"
    )
    engine = opened(write(tmp_path / "new", purchase=renewed))
    new = ask(engine).id
    versions = {case: engine.case(case, reader=TRUSTED).process_version for case in (old, new)}
    assert versions == {old: "1.0.0", new: "2.0.0"}
    for person in ("ben", "hal"):
        for item in engine.inbox(person):
            engine.answer(item.item, "agree", actor=person)
    outcomes = {item.case: list(item.outcomes) for item in engine.inbox("ben")}
    assert outcomes == {old: ["ordered"], new: ["bought"]}
    rows = {row.case: row.definition for row in engine.cases(reader=TRUSTED)}
    assert rows[old] != rows[new]
    assert engine.verify() == {old: (), new: ()}


def test_a_changed_organization_is_known_with_the_next_commit(
    opened: Opened, write: Write, shop: str, tmp_path: Path, check: Check
) -> None:
    case = check(opened())
    renewed = shop.replace("ben: {name: Ben, roles: [buyer]}", "zoe: {name: Zoe, roles: [buyer, keeper]}")
    engine = opened(write(tmp_path / "new", shop=renewed))
    assert engine.inbox("ben") == ()
    assert [item.case for item in engine.inbox("zoe")] == [case]
    due = engine.inbox("zoe")[0].deadline
    new = engine.library.organization("shop").hash
    done = engine.answer(engine.inbox("zoe")[0].item, "ordered", actor="zoe")
    assert done.events[0].type == "OrganizationChanged"
    assert new in done.events[0].content.values()
    assert (due is not None, engine.verify()) == (True, {case: ()})


def test_items_are_offered_anew_when_the_organization_changed(
    opened: Opened, write: Write, shop: str, tmp_path: Path, ask: Ask
) -> None:
    case = ask(opened()).id
    renewed = shop.replace("  pat:", "  ivy: {name: Ivy, roles: [head]}\n  pat:")
    engine = opened(write(tmp_path / "new", shop=renewed))
    done = engine.answer(engine.inbox("ben")[0].item, "agree", actor="ben")
    offered = [event for event in done.events if event.type == "ItemOfferedAnew"]
    assert [event.content["offered_to"] for event in offered] == [("hal", "ivy")]
    assert engine.case(case, reader="ivy").open[0].persons == ("hal", "ivy")


@pytest.mark.parametrize("item", ["", "c1", "c1-", "-4", "c1-x", "c1-4-x"])
def test_what_is_no_id_of_an_item(item: str) -> None:
    with pytest.raises(NotFound, match="no id of a work item"):
        case_of_item(item)


def test_the_case_of_an_item(engine: Engine) -> None:
    assert case_of_item("c1-b-17") == "c1-b"
    with pytest.raises(NotFound, match="no case c1"):
        engine.answer("c1-17", "agree", actor="ben")


@pytest.mark.parametrize("before", range(3))
def test_a_command_that_is_done_meanwhile_gives_the_first_result(
    library: Library, ask: Ask, clock: VirtualClock, before: int
) -> None:
    """The same command comes twice: the second is done as a whole within the first, after so many effects."""
    store = open_store("memory:")
    engine = Engine(store, library, clock=clock)
    case = ask(engine).id
    item = engine.inbox("ben")[0].item
    request = Request(AnswerItem(item, "agree"), "k", "ben", clock(), b"entropy" * 4, {})
    firsts: list[Done] = []

    def interrupted() -> Operation[Done]:
        operation, number = act(library, case, request), 0
        effect = next(operation)
        while True:
            if number == before:
                firsts.append(engine.answer(item, "agree", actor="ben", command_id="k"))
            number += 1
            try:
                answer = yield effect
            except Conflict as error:
                effect = operation.throw(error)
                continue
            try:
                effect = operation.send(answer)
            except StopIteration as stop:
                done: Done = stop.value
                return done

    assert [carry_out(store, interrupted())] == firsts
    assert engine.verify(case) == {case: ()}
