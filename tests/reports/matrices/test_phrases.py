"""What matrices and pages say is there in both languages, and used."""

import re
import string
from pathlib import Path

import pytest

from procflow.analysis.coverage import Kind
from procflow.definition.position import Nature
from procflow.definition.process import Mode
from procflow.diagnostics import Severity
from procflow.reports.matrices import Standing
from procflow.reports.matrices.shown.coverage import kind_words
from procflow.wording import LANGS, phrase, phrase_names
from procflow.worktime import Period

PACKAGES = (
    "procflow.reports.matrices",
    "procflow.reports.matrices.shown",
    "procflow.reports.pages",
    "procflow.reports.book",
)
NAMES = [(package, name) for package in PACKAGES for name in phrase_names(package)]

# What code puts together from a group and a name.
JOINED = {"actor", "count", "element", "group", "head", "kind", "meaning", "own", "rule", "section"}
JOINED |= {"title", "word", "words"}


class _Echo(dict[str, str]):
    def __getitem__(self, key: str) -> str:
        return f"{{{key}}}"


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_both_languages_have_the_same_places(package: str, name: str) -> None:
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(phrase(name, lang, _Echo(), package)) if field}
        for lang in LANGS
    ]
    assert fields[0] == fields[1]


def test_every_phrase_is_said_somewhere(repository: Path) -> None:
    folder = repository / "src" / "procflow" / "reports"
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".j2")
    )
    words = set(re.findall(r"[A-Za-z_]+(?:\.[A-Za-z_]+)?", code))
    made = {"entry.Duty", "entry.Accountability", "entry.Power"}
    made |= {f"standing.{standing.name.lower()}" for standing in Standing}
    made |= {f"when.{when.name}" for when in (*Period, *Nature)}
    made |= {f"why.last_{mode.name}" for mode in Mode}
    made |= {f"severity.{severity}" for severity in Severity}
    for package, name in NAMES:
        group, _, last = name.partition(".")
        assert name in words or name in made or (group in JOINED and last in words), (package, name)


def test_every_kind_of_element_has_a_word() -> None:
    assert len({kind_words(kind, "zh") for kind in Kind}) == len(Kind)
