"""A file with thousands of mistakes: the first hundred are told, and that the rest was not checked."""

from pathlib import Path

import pytest

from procflow.definition import check_file, load_process
from procflow.diagnostics import Diagnostic, to_text

HEAD = "process: long\nversion: 1.0.0\ntitle: Long\norganization: organization.yaml\nstart: s0\n"
ORGANIZATION = "organization: workshop\ntitle: Workshop\nroles: {planner: {title: Planner}}\n"
CLOCK = "calendars: {office: {zone: Asia/Taipei, hours: {mon-fri: '09:00-17:00'}}}\n"
MANY = 3_000


def found_in(tmp_path: Path, text: str) -> tuple[Diagnostic, ...]:
    (tmp_path / "organization.yaml").write_text(
        ORGANIZATION + CLOCK + "people: {an: {roles: [planner]}}\n", encoding="utf-8"
    )
    path = tmp_path / "long.yaml"
    path.write_text(text, encoding="utf-8")
    return tuple(d for d in check_file(path)[0] if d.span.file == str(path))


def lines(line: str) -> str:
    return "".join(line.format(n=n) for n in range(MANY))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("S105", HEAD + "steps:\n" + lines("  s{n}: {{}}\n")),
        ("S104", HEAD + "steps:\n" + lines("  s{n}:\n")),
        ("S101", HEAD + "steps: {s0: {end: completed}}\n" + lines("zz{n}: 1\n")),
        (
            "N201",
            HEAD + "steps:\n" + lines("  s{n}: {{role: planner, outcomes: {{done: {{go: nowhere{n}}}}}}}\n"),
        ),
        ("N202", ORGANIZATION + CLOCK + "people:\n" + lines("  p{n}: {{roles: [nobody{n}]}}\n")),
        ("N102", HEAD + "data:\n" + lines("  1f{n}: {{type: flag}}\n") + "steps: {s0: {end: completed}}\n"),
        ("S102", "register: rules\nsource: {title: Rules}\nclauses:\n" + lines("  C{n}: {{}}\n")),
    ],
)
def test_the_rest_of_the_file_is_not_checked(tmp_path: Path, code: str, text: str) -> None:
    found = found_in(tmp_path, text)
    assert {finding.code for finding in found} == {code, "Y112"}
    assert [finding.code for finding in found].count(code) == 100
    assert found[-1].code == "Y112"
    assert "more than 100 mistakes" in found[-1].message()


def test_a_hundred_mistakes_of_several_sorts_are_told_as_they_are(tmp_path: Path) -> None:
    wrong = "".join(f"  s{n}: {{role: planner, outcomes: {{done: {{go: nowhere{n}}}}}}}\n" for n in range(99))
    found = found_in(tmp_path, HEAD + "steps:\n" + wrong)
    assert [finding.code for finding in found] == ["N201"] * 99


def test_warnings_are_counted_and_do_not_refuse_the_file(tmp_path: Path) -> None:
    questions = lines("  Q{n}: {{ask: Which, assumed: This}}\n")
    steps = "steps:\n  s0: {role: planner, outcomes: {done: {go: s1}}}\n  s1: {end: completed}\n"
    found = found_in(tmp_path, HEAD + "questions:\n" + questions + steps)
    assert [finding.code for finding in found[-2:]] == ["N301", "Y114"]
    assert len(found) == 1_001
    assert found[-1].args == {"count": str(MANY - 1_000)}
    assert load_process(tmp_path / "long.yaml").process is not None


def test_a_name_as_long_as_its_file_is_cited_in_short(tmp_path: Path) -> None:
    steps = (
        f"steps:\n  s0: {{role: {'r' * 100_000}, outcomes: {{done: {{go: s1}}}}}}\n  s1: {{end: completed}}\n"
    )
    found = found_in(tmp_path, HEAD + steps)
    assert [finding.code for finding in found] == ["N202"]
    assert len(to_text(found, {})) < 2_000
