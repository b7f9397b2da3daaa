"""docs/reference/semantics.md has every rule once, under its number, and the source refers to no other."""

import re
from pathlib import Path

import pytest

RULES = range(1, 35)
HEADING = re.compile(r"^### (\d+)\. ", re.MULTILINE)
NAMED = re.compile(r"SEMANTICS ([\d, ]*\d)")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "semantics.md").read_text(encoding="utf-8")


def test_every_rule_stands_once_under_its_number(page: str) -> None:
    assert [int(number) for number in HEADING.findall(page)] == list(RULES)


def test_every_rule_says_something(page: str) -> None:
    texts = HEADING.split(page)[2::2]
    assert all(len(text.split("\n\n", 1)[1].strip()) > 10 for text in texts)


def test_the_source_refers_to_rules_that_there_are(repository: Path) -> None:
    for file in (repository / "src").rglob("*.py"):
        for numbers in NAMED.findall(" ".join(file.read_text(encoding="utf-8").split())):
            assert {int(number) for number in numbers.split(",")} <= set(RULES), file
