"""procflow coverage, and what procflow test --coverage tells."""

from importlib import import_module
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from procflow.analysis.coverage import Kind
from procflow.testing import WayKind

OFFICE = """
organization: office
title: Office
calendars: {desk: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, head: {title: Head}}
people: {ann: {name: Ann, roles: [clerk]}, hal: {name: Hal, roles: [head]}}
"""

RULES = """
register: rules
source: {title: {zh: 細則, en: Rules}, document: Part 4}
clauses:
  R1: {title: {zh: 申請, en: Asking}}
  R2: {title: {zh: 決定, en: Deciding}}
  R4: {title: {zh: 目的, en: Purpose}, informative: {zh: 不要求動作, en: Asks for nothing}}
"""

ASKING = """
process: asking
version: 1.0.0
title: Asking
organization: office.yaml
clauses: rules.yaml
start: ask
steps:
  ask: {role: clerk, clause: R1, outcomes: {asked: done, dropped: {go: dropped, question: Q1}}}
  done: {end: completed, clause: R1}
  dropped: {end: cancelled, question: Q1}
questions:
  Q1: {clause: R1, ask: {zh: 可撤回嗎？, en: "May it be dropped?"}, assumed: {zh: 可以, en: It may}}
"""

DECIDING = """
process: deciding
version: 1.0.0
title: Deciding
organization: ../office.yaml
clauses: ../rules.yaml
start: decide
steps:
  decide: {role: head, clause: R2, next: done}
  done: {end: completed, clause: R2}
"""

HEAD = """
position: head
title: Head
organization: office.yaml
clauses: rules.yaml
role: head
superior: clerk
duties:
  D1: {title: Deciding, nature: standing, clause: R2}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with a register, and the one process that names it."""
    folder = tmp_path / "processes"
    (folder / "desk").mkdir(parents=True)
    (folder / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "asking.yaml").write_text(ASKING, encoding="utf-8")
    return folder


def test_both_ways_with_gaps_and_questions(cli: Any, rules: Path) -> None:
    ended = cli("coverage")
    assert ended.code == 1
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "R1 ask step processes/asking.yaml:9" in lines
    assert "R1 Q1 question processes/asking.yaml:13" in lines
    assert "R2 nothing processes/rules.yaml:6" in lines
    assert "R4 Asks for nothing informative processes/rules.yaml:7" in lines
    assert "ask: asked outcome processes/asking.yaml:9 (R1)" in lines
    assert "ask: dropped outcome processes/asking.yaml:9 Q1" in lines
    assert "R3: the register says nothing of it" in lines
    assert "assumed: It may" in lines
    assert "processes/rules.yaml:6: R2: no element carries it" in lines
    assert lines[-1] == "3 clauses, 1 of them informative, 1 left out; 5 elements, all accounted for"


def test_in_chinese(cli: Any, rules: Path) -> None:
    ended = cli("coverage", "asking", "--lang", "zh")
    assert "暫定：可以" in ended.out
    assert "ask: dropped 結果 processes/asking.yaml:9 Q1" in " ".join(ended.out.split())
    assert ended.out.splitlines()[-1] == "3 條條款，1 條為說明性，1 條未承接；5 項內容，皆有交代"


@pytest.mark.parametrize(
    ("asked", "name", "text"),
    [
        ("asking", "desk/deciding.yaml", DECIDING),
        ("processes/asking.yaml", "desk/deciding.yaml", DECIDING),
        ("processes/desk/deciding.yaml", "desk/deciding.yaml", DECIDING),
        ("head", "head.yaml", HEAD),
    ],
)
def test_others_that_name_the_register_carry_as_well(
    cli: Any, rules: Path, asked: str, name: str, text: str
) -> None:
    assert cli("coverage", "asking").code == 1
    (rules / name).write_text(text, encoding="utf-8")
    ended = cli("coverage", asked, "--json")
    assert ended.code == 0
    (found,) = ended.json
    assert {clause["clause"]: clause["accounted"] for clause in found["clauses"]} == {
        "R1": True,
        "R2": True,
        "R4": True,
    }


def test_an_element_that_nothing_asks_for(cli: Any, rules: Path) -> None:
    file = rules / "asking.yaml"
    file.write_text(ASKING.replace("completed, clause: R1", "completed"), encoding="utf-8")
    ended = cli("coverage", "asking", "--json")
    assert ended.code == 1
    bare = [element for element in ended.json[0]["elements"] if not element["accounted"]]
    assert bare == [
        {
            "in": "asking",
            "kind": "step",
            "name": "done",
            "file": "processes/asking.yaml",
            "line": 10,
            "clauses": [],
            "questions": [],
            "around": {"clauses": [], "questions": []},
            "accounted": False,
        }
    ]
    assert "processes/asking.yaml:10: step done: no clause or question asks for it" in cli("coverage").out


def test_the_bundled_process_is_accounted_for(cli: Any) -> None:
    ended = cli("coverage", "contract-review", "--json")
    assert ended.code == 0
    (found,) = ended.json
    assert found["ok"] is True
    assert len(found["clauses"]) == 28
    assert found["gaps"] == []
    assert [question["question"] for question in found["questions"]] == [f"Q{n}" for n in range(1, 19)]
    assert all(question["elements"] for question in found["questions"])


def test_all_that_is_bundled_is_accounted_for(cli: Any) -> None:
    ended = cli("coverage", "--json")
    assert ended.code == 0
    found = {register["register"]: register for register in ended.json}
    assert all(register["ok"] for register in found.values())
    assert {name: len(register["clauses"]) for name, register in found.items()} == {
        "contract-review": 28,
        "hotel": 27,
        "order-desk": 43,
    }
    gaps = {name: [(gap["first"], gap["last"]) for gap in each["gaps"]] for name, each in found.items()}
    assert gaps["order-desk"] == [("L7", "L7")]
    assert gaps["hotel"] == [("H2", "H3"), ("H4.1", "H4.1"), ("H5", "H5"), ("006.1", "006.4")]
    assert all(gap["reason"] for register in found.values() for gap in register["gaps"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("order-exception.yaml", "Followed up}, clause: H6.4.8}", "Followed up}}"),
            "order-exception.yaml:172: step followed-up: no clause or question asks for it",
        ),
        (
            ("order-desk/spending.yaml", "en: Refused}, question: Q2}", "en: Refused}}"),
            "step refused: no clause or question asks for it",
        ),
        (("order-desk-head.yaml", "clause: L5}", "question: Q1}"), "L5: no element carries it"),
        (
            ("clauses/hotel.yaml", "  H6.1:\n", "  H6.0: {title: Another}\n  H6.1:\n"),
            "H6.0: no element carries it",
        ),
        (
            ("clauses/contract-review.yaml", "clauses:\n", "clauses:\n  C10: {title: Another}\n"),
            "C10: no element carries it",
        ),
    ],
)
def test_a_bundled_file_in_which_one_is_missing(
    cli: Any, repository: Path, tmp_path: Path, change: tuple[str, str, str], told: str
) -> None:
    file, old, new = change
    copytree(repository / "processes", tmp_path / "processes")
    changed = tmp_path / "processes" / file
    text = changed.read_text(encoding="utf-8")
    assert text.count(old) == 1
    changed.write_text(text.replace(old, new), encoding="utf-8")
    ended = cli("coverage")
    assert ended.code == 1
    assert told in ended.out


def test_what_cannot_be_held_against_anything(cli: Any, rules: Path) -> None:
    missing = cli("coverage", "nothing", "--json")
    assert (missing.code, missing.json["error"]["code"]) == (2, "not-found")
    assert "asking" in missing.err
    assert cli("coverage", "processes/nothing.yaml", "--json").json["error"]["code"] == "no-such-file"
    (rules / "asking.yaml").write_text(
        "\n".join(
            line.replace(", clause: R1", "").replace("clause: R1, ", "")
            for line in ASKING.splitlines()
            if not line.startswith("clauses:")
        ),
        encoding="utf-8",
    )
    bare = cli("coverage", "asking", "--json")
    assert (bare.code, bare.json["error"]["code"]) == (2, "no-register")
    assert cli("coverage", "--json").json["error"]["code"] == "no-register"


def test_a_file_with_mistakes(cli: Any, rules: Path) -> None:
    (rules / "desk" / "deciding.yaml").write_text(
        DECIDING.replace("start: decide", "start: x"), encoding="utf-8"
    )
    others = cli("coverage", "asking")
    assert others.code == 1
    assert "deciding.yaml has errors and is left out" in others.err
    itself = cli("coverage", "processes/desk/deciding.yaml", "--json")
    assert (itself.code, itself.json["error"]["code"]) == (2, "definition")


STORIES = """
process: ../asking.yaml
given: {now: 2026-03-02 09:00, begin: [{start: ann}]}
scenarios:
  asked: {steps: [{as: ann, do: ask asked}]}
"""

DROPPED = "  dropped: {steps: [{as: ann, do: ask dropped}]}\n"


def test_what_no_scenario_takes(cli: Any, rules: Path) -> None:
    file = rules / "desk" / "stories.yaml"
    file.write_text(STORIES, encoding="utf-8")
    assert cli("test", file).code == 0
    ended = cli("test", file, "--coverage")
    assert ended.code == 1
    *_, count, outcome, end = ended.out.splitlines()
    assert count == "asking: 2 of 4 ways taken; not taken:"
    assert outcome.endswith("asking.yaml:9: outcome ask: dropped")
    assert end.endswith("asking.yaml:11: end dropped: cancelled")
    assert "asking：4 條路走過 2 條，沒走過的：" in cli("test", file, "--coverage", "--lang", "zh").out
    file.write_text(STORIES + DROPPED, encoding="utf-8")
    whole = cli("test", file, "--coverage", "--json")
    assert whole.code == 0
    (found,) = whole.json["coverage"]
    assert (found["ways"], found["taken"], found["left"], found["ok"]) == (4, 4, [], True)
    assert found["kinds"] == {"outcome": {"ways": 2, "taken": 2}, "end": {"ways": 2, "taken": 2}}


def test_without_the_flag_nothing_is_told(cli: Any, rules: Path) -> None:
    file = rules / "desk" / "stories.yaml"
    file.write_text(STORIES, encoding="utf-8")
    assert cli("test", file, "--json").json["coverage"] is None


@pytest.mark.parametrize("module", ["procflow.cli.covered", "procflow.reports.matrices.shown.coverage"])
def test_every_kind_has_a_word_in_chinese(module: str) -> None:
    kinds = WayKind if module.endswith("covered") else Kind
    assert set(import_module(module).KINDS_ZH) == {kind.value for kind in kinds}
