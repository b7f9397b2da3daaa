"""Resource patterns that a scenario cannot tell: what lies in an inbox, and who reads what; and that no key
stands for what persons cannot do yet."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from procflow import Engine
from procflow.definition import check_file
from procflow.testing import CaseDriver, refused, trial

RESOURCE = Path(__file__).parent / "resource"


@contextmanager
def pattern(folder: str, **given: object) -> Iterator[CaseDriver]:
    """A case of the process of a folder, not started yet."""
    name = folder.partition("-")[2]
    with trial(name, RESOURCE / folder / "process.yaml", given=given) as case:
        yield case


def inbox(engine: Engine, person: str) -> list[str]:
    """The steps of what lies in an inbox, in its order."""
    return [item.step for item in engine.inbox(person)]


def answer(engine: Engine, person: str, step: str, outcome: str = "done") -> None:
    """Answer what an inbox holds of a step."""
    item = next(item for item in engine.inbox(person) if item.step == step)
    engine.answer(item.item, outcome, actor=person)


# 24, 25, 26, 38: inboxes


@pytest.fixture
def queue() -> Iterator[CaseDriver]:
    """A case that asks the technicians three things at once."""
    with pattern("24-queue-by-system") as case:
        case.start("ann")
        case.do("call-in", "done", actor="ann")
        yield case


def test_24_an_inbox_holds_what_one_may_answer_the_most_urgent_first(queue: CaseDriver) -> None:
    assert inbox(queue.engine, "tom") == ["fence", "oil", "file"]
    assert inbox(queue.engine, "tai") == ["fence", "oil", "file"]
    assert inbox(queue.engine, "amy") == []


def test_24_what_is_due_is_shown_as_overdue(queue: CaseDriver) -> None:
    queue.wait("2 hours")
    assert [(i.step, i.overdue) for i in queue.engine.inbox("tom")] == [
        ("fence", True),
        ("oil", False),
        ("file", False),
    ]


def test_25_another_order_is_made_by_whoever_reads_it(queue: CaseDriver) -> None:
    """Items are values with everything that they can be sorted and chosen by."""
    items = queue.engine.inbox("tom")
    assert [i.step for i in sorted(items, key=lambda i: i.title.en)] == ["fence", "file", "oil"]
    assert [i.step for i in items if i.deadline is None] == ["file"]


def test_26_any_of_it_may_be_done_first(queue: CaseDriver) -> None:
    answer(queue.engine, "tom", "file")
    answer(queue.engine, "tai", "oil")
    assert inbox(queue.engine, "tom") == ["fence"]


def test_38_one_of_a_kind_after_the_other_through_all_cases(queue: CaseDriver) -> None:
    """Nobody is kept for a pile, and nothing is begun for anybody; a person goes through what there is."""
    engine = queue.engine
    for _ in range(2):
        engine.start("queue-by-system", actor="ann")
        answer(engine, "ann", "call-in")
    for left in (2, 1, 0):
        answer(engine, "tom", "oil")
        assert inbox(engine, "tom").count("oil") == left
    assert inbox(engine, "tai").count("fence") == 3


# 40, 41: who sees what


def test_40_an_item_is_seen_by_the_roles_of_the_process_its_fields_by_those_they_name() -> None:
    with pattern("40-visibility", salary=9000) as case:
        case.start("hal")
        case.do("hire", "done", actor="hal")
        engine, name = case.engine, case.case.id
        for reader, data, hidden in (
            ("hal", ["salary"], ()),
            ("ida", ["salary"], ()),
            ("tai", [], ("salary",)),
        ):
            seen = engine.case(name, reader=reader)
            assert [item.step for item in seen.open] == ["desk"]
            assert (list(seen.data), seen.hidden) == (data, hidden)
        with refused(case, "may-not-read"):
            engine.case(name, reader="pia")
        assert inbox(engine, "hal") == []
        assert inbox(engine, "tai") == ["desk"]


def test_41_who_is_asked_by_name_sees_the_case_and_colleagues_do_not() -> None:
    with pattern("41-allocated-visibility", helper="tai") as case:
        case.start("hal")
        case.do("assign", "done", actor="hal")
        engine, name = case.engine, case.case.id
        for reader in ("hal", "tai"):
            (item,) = engine.case(name, reader=reader).open
            assert (item.step, item.persons) == ("help", ("tai",))
        for outsider in ("tom", "pia"):
            with refused(case, "may-not-read"):
                engine.case(name, reader=outsider)


# What is not built yet


NOT_YET: Mapping[str, str] = {
    "21 claimed before it is done": "role: technician, claim: true",
    "27 handed over": "role: technician, hand_over: true",
    "29 released": "role: technician, release: true",
    "32 one item suspended": "role: technician, suspend: true",
    "33 skipped unasked": "role: technician, skip: true",
    "34 taken back": "role: technician, take_back: true",
    "38 a pile": "role: technician, piled: true",
    "43 a seat added": "role: technician, add_seat: after",
}


@pytest.mark.parametrize("key", NOT_YET.values(), ids=NOT_YET)
def test_no_key_stands_for_what_is_not_built_yet(key: str, tmp_path: Path) -> None:
    """It is refused as unknown, so nobody can believe it to be at work."""
    bad = tmp_path / "process.yaml"
    good = (RESOURCE / "02-by-role" / "process.yaml").read_text(encoding="utf-8")
    wrong = good.replace("../organization.yaml", "organization.yaml").replace("role: technician", key)
    (tmp_path / "organization.yaml").write_bytes((RESOURCE / "organization.yaml").read_bytes())
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "head-2026.txt").write_text("Hal\n", encoding="utf-8")
    bad.write_text(wrong, encoding="utf-8")
    found = check_file(bad)[0]
    assert [finding.code for finding in found] == ["S101"]
    assert key.rpartition(", ")[2].partition(":")[0] in found[0].message()
