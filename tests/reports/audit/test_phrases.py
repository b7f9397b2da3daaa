"""What audits and differences say is there in both languages, and used."""

import re
import string
from pathlib import Path

import pytest

from procflow.wording import LANGS, phrase, phrase_names

PACKAGES = ("procflow.reports.audit", "procflow.reports.audit.shown", "procflow.reports.differences")
NAMES = [(package, name) for package in PACKAGES for name in phrase_names(package)]
MADE = {
    *("undone.voided", "undone.returned", "table.late_persons", "table.late_places"),
    *(f"status.{status}" for status in ("running", "completed", "cancelled", "rejected")),
}


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


def test_every_phrase_of_the_tables_is_said_somewhere(repository: Path) -> None:
    folder = repository / "src" / "procflow" / "reports" / "audit"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    words = set(re.findall(r"[A-Za-z_]+(?:\.[A-Za-z_]+)?", code))
    for package, name in NAMES:
        if package.startswith("procflow.reports.audit"):
            group, _, last = name.partition(".")
            assert name in words or name in MADE or (group == "head" and last in words), name


def test_every_attribute_that_has_a_name_is_one(repository: Path) -> None:
    """Names of attributes that no part of a process has would be there for nothing."""
    folder = repository / "src" / "procflow"
    parts = [*(folder / "definition" / "process").glob("*.py"), *(folder / "worktime").glob("*.py")]
    parts += [folder / "guards" / "types.py", folder / "guards" / "tree.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    attributes = set(re.findall(r"^    ([a-z_]+): ", code, re.MULTILINE))
    for name in phrase_names("procflow.reports.differences"):
        if name.startswith("what.") and name not in ("what.other", "what.keyed"):
            assert name.rpartition(".")[2] in attributes, name
