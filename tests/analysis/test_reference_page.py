"""The examples of docs/reference/checks.md are what the checker says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.diagnostics.catalogue import catalogue
from procflow.program import Program

Compiled = Callable[[str], Program]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "checks.md"
SECTIONS = {
    section[:4]: re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
}
NOT_DECIDED = {"F107", "A104"}


def test_every_code_has_its_section_and_its_line_in_the_table() -> None:
    codes = {code for code in catalogue() if code[0] in "FA"}
    assert set(SECTIONS) == codes
    listed = set(re.findall(r"^\| \[([FA]\d{3})\]", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == codes


@pytest.mark.parametrize("code", sorted(set(SECTIONS) - NOT_DECIDED))
def test_the_bad_example_gives_the_finding_and_the_good_one_none(compiled: Compiled, code: str) -> None:
    bad, good = SECTIONS[code]
    assert [finding.code for finding in check_program(compiled(bad))] == [code]
    assert not check_program(compiled(good))
