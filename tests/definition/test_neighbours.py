"""Processes that name each other: where they are found, and what is said of them."""

from pathlib import Path
from textwrap import dedent

import pytest

from procflow import DefinitionError, open_library
from procflow.definition import check_file, load_process
from procflow.definition.folder import processes_in

ORGANIZATION = """\
organization: shop
title: Shop
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00"}}}
roles: {clerk: {title: Clerk}}
people: {an: {roles: [clerk]}}
"""
CALLER = """\
steps:
  ask: {role: clerk, next: bill}
  bill: {call: CALLED, outcomes: {completed: done}}
  done: {end: completed}
"""
ALONE = "steps: {ask: {role: clerk, next: done}, done: {end: completed}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.org").write_text(ORGANIZATION, "utf-8")
    return tmp_path


def write(folder: Path, name: str, text: str, file: str = "") -> Path:
    header = f"process: {name}\nversion: 1.0.0\ntitle: T\norganization: shop.org\nstart: ask\n"
    path = folder / (file or f"{name}.yaml")
    path.write_text(header + dedent(text), "utf-8")
    return path


def calling(called: str) -> str:
    return CALLER.replace("CALLED", called)


def codes(path: Path) -> list[str]:
    return [finding.code for finding in check_file(path)[0] if finding.code != "D301"]


def test_a_process_is_found_by_its_id_whatever_its_file_is_called(folder: Path) -> None:
    path = write(folder, "buying", calling("invoice"))
    write(folder, "'invoice'  # the bill", ALONE, "bill-of-2026.yml")
    assert set(processes_in(folder)) == {"buying", "invoice"}
    assert codes(path) == []
    assert set(open_library(folder).processes()) == {"buying", "invoice"}


def test_folders_below_and_other_files_hold_none(folder: Path) -> None:
    (folder / "below").mkdir()
    write(folder / "below", "invoice", ALONE)
    (folder / "stories.yaml").write_text("process: invoice\nscenarios: []\n", "utf-8")
    (folder / "desk.yaml").write_text("position: desk\nprocess: invoice\n", "utf-8")
    path = write(folder, "buying", calling("invoice"))
    assert codes(path) == ["N217"]


def test_a_process_may_name_its_organization_before_itself(folder: Path) -> None:
    path = write(folder, "invoice", ALONE)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(sorted(lines, key=lambda line: not line.startswith("organization:"))), "utf-8")
    caller = write(folder, "buying", calling("invoice"))
    assert (codes(path), codes(caller)) == ([], [])
    assert set(open_library(folder).processes()) == {"buying", "invoice"}


def test_the_first_of_two_files_of_one_id_counts_and_an_engine_refuses_both(folder: Path) -> None:
    path = write(folder, "buying", calling("invoice"))
    write(folder, "invoice", ALONE, "a.yaml")
    write(folder, "invoice", ALONE.replace("completed", "rejected"), "b.yaml")
    assert codes(path) == []
    with pytest.raises(DefinitionError) as refused:
        open_library(folder)
    assert [d.code for d in refused.value.diagnostics if d.severity == "error"] == ["N104"]


def test_mistakes_of_the_called_process_stop_neither_the_caller_nor_repeat_themselves(folder: Path) -> None:
    twice = calling("invoice").replace(
        "next: bill}", "next: also}\n  also: {call: invoice, waits: false, next: bill}"
    )
    path = write(folder, "buying", twice)
    write(folder, "invoice", ALONE.replace("next: done", "next: dnoe"))
    loaded = load_process(path)
    assert [d.code for d in loaded.diagnostics if d.code != "D301"] == ["T130"]
    assert loaded.process is not None
    assert [file.name for file in loaded.beside] == ["invoice.yaml"]


def test_what_the_called_process_calls_is_its_own_business(folder: Path) -> None:
    path = write(folder, "buying", calling("invoice"))
    other = write(folder, "invoice", calling("nobody"))
    assert codes(path) == []
    assert codes(other) == ["N217"]


@pytest.mark.parametrize("checked", ["a", "b", "c"])
def test_a_circle_is_told_at_one_place_whichever_file_is_checked(folder: Path, checked: str) -> None:
    files = {
        name: write(folder, name, calling(called)) for name, called in [("a", "b"), ("b", "c"), ("c", "a")]
    }
    (found,) = (d for d in check_file(files[checked])[0] if d.code == "T135")
    assert found.args["way"] == "a → b → c → a"
    assert [Path(s.file).name for s in (found.span, *(r.span for r in found.related))] == [
        "a.yaml",
        "b.yaml",
        "c.yaml",
    ]


def test_a_process_that_only_leads_into_a_circle_is_sound(folder: Path) -> None:
    path = write(folder, "buying", calling("a"))
    write(folder, "a", calling("b"))
    write(folder, "b", calling("a"))
    assert codes(path) == []


def test_without_calls_no_other_file_is_read(folder: Path) -> None:
    path = write(folder, "buying", ALONE)
    write(folder, "invoice", ALONE.replace("next: done", "next: dnoe"))
    assert load_process(path).beside == ()
