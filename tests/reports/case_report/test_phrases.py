"""What a report says by itself is there in both languages, and said somewhere."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from procflow.case.record import Fault
from procflow.case.state import Purpose, Ruling, Status, Vote
from procflow.exported.signing import Standing
from procflow.reports.case_report.durations import How
from procflow.reports.case_report.values import GrantStanding
from procflow.wording import LANGS, phrase, phrase_names

PACKAGE = "procflow.reports.case_report"
NAMES = phrase_names(PACKAGE)
MADE = {
    "ruling": get_args(Ruling),
    "vote": get_args(Vote),
    "how": get_args(How),
    "grant": get_args(GrantStanding),
    "signature": get_args(Standing),
    "purpose": get_args(Purpose),
    "status": (*get_args(Status), "unknown"),
    "resume": ("first", "here", "after", "unanswered"),
    "way": ("there", "none", "failed"),
}


class _Echo(dict[str, str]):
    def __getitem__(self, key: str) -> str:
        return f"{{{key}}}"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_places(name: str) -> None:
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(phrase(name, lang, _Echo(), PACKAGE)) if field}
        for lang in LANGS
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("group", MADE)
def test_every_word_of_the_engine_has_one_here(group: str) -> None:
    assert {f"{group}.{word}" for word in MADE[group]} <= set(NAMES)


def test_every_phrase_is_said_somewhere(repository: Path) -> None:
    folder = repository / "src" / "procflow" / "reports" / "case_report"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    words = set(re.findall(r"[A-Za-z_-]+(?:\.[A-Za-z_-]+)?", code))
    made = {f"{group}.{word}" for group, own in MADE.items() for word in own}
    kinds = get_args(Fault.__annotations__["kind"])
    made |= {f"wrong.{kind}.{place}" for kind in kinds for place in ("event", "commit", "case")}
    for name in NAMES:
        group, _, last = name.partition(".")
        assert name in words or name in made or (group in ("head", "fact", "count") and last in words), name
