import re
from string import Formatter

import pytest

from procflow.diagnostics import Severity
from procflow.diagnostics.catalogue import Entry, catalogue

ENTRIES = sorted(catalogue().values(), key=lambda entry: entry.code)
PARTS = {"message", "reason", "help", "related"}
TEMPLATES = [
    pytest.param(entry, part, template, id=f"{entry.code}-{lang}-{part}")
    for entry in ENTRIES
    for lang, texts in entry.languages.items()
    for part, template in texts.items()
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_entry_is_complete(entry: Entry) -> None:
    assert re.fullmatch(r"[A-Z][0-9]{3}", entry.code)
    assert entry.severity in {severity.value for severity in Severity}
    assert entry.languages["en"]["message"]


@pytest.mark.parametrize(("entry", "part", "template"), TEMPLATES)
def test_template_is_well_formed(entry: Entry, part: str, template: str) -> None:
    assert part in PARTS
    for _, name, form, conversion in Formatter().parse(template):
        assert name is None or re.fullmatch(r"[a-z_]+", name), f"{entry.code}: {{{name}}} is no argument name"
        assert not form and not conversion
    assert template == template.strip()
    assert not template.endswith(".") or part == "reason"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_reason_needs_no_more_than_the_message(entry: Entry) -> None:
    """A missing argument in a reason would fail where the message is shown; a help is left out instead."""
    for texts in entry.languages.values():
        args = dict.fromkeys(_arguments(texts), "x")
        assert entry.text("message", "en", args)
        assert "{" not in entry.text("reason", "en", args)


def _arguments(texts: object) -> set[str]:
    assert isinstance(texts, dict)
    return {name for text in texts.values() for _, name, _, _ in Formatter().parse(text) if name}


def test_unknown_language_falls_back_to_english() -> None:
    entry = catalogue()["Y106"]
    assert entry.text("message", "xx", {}) == entry.text("message", "en", {}) == "the file is empty"
