import re
from collections.abc import Mapping
from string import Formatter

import pytest

from procflow.diagnostics import Severity
from procflow.diagnostics.catalogue import AREAS, LANGUAGES, Entry, area, catalogue
from procflow.diagnostics.catalogue.words import sorts

ENTRIES = sorted(catalogue().values(), key=lambda entry: entry.code)
SIMPLIFIED = set("这个为们说时间从来对该错误结组织条规则写读没请号数单过开关无实现应当级条")
PARTS = {"message", "reason", "help", "related"}
TEMPLATES = [
    pytest.param(entry, part, template, id=f"{entry.code}-{lang}-{part}")
    for entry in ENTRIES
    for lang, texts in entry.languages.items()
    for part, template in texts.items()
]


def test_every_code_stands_in_the_file_of_its_letter() -> None:
    for letter in AREAS:
        assert {code[0] for code in area(letter)} == {letter}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_entry_is_complete(entry: Entry) -> None:
    assert re.fullmatch(r"[A-Z][0-9]{3}", entry.code)
    assert entry.severity in {severity.value for severity in Severity}
    assert set(entry.languages) == set(LANGUAGES)
    assert all(texts["message"] for texts in entry.languages.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_language_says_the_same_of_the_same_things(entry: Entry) -> None:
    english, *others = (_said(entry.languages[lang]) for lang in LANGUAGES)
    for other in others:
        assert other == english


def _said(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """The parts that are not empty, each with the arguments that it takes."""
    return {part: _arguments(template) for part, template in texts.items() if template}


@pytest.mark.parametrize(("entry", "part", "template"), TEMPLATES)
def test_template_is_well_formed(entry: Entry, part: str, template: str) -> None:
    assert part in PARTS
    for _, name, form, conversion in Formatter().parse(template):
        assert name is None or re.fullmatch(r"[a-z_]+", name), f"{entry.code}: {{{name}}} is no argument name"
        assert not form and not conversion
    assert template == template.strip()
    assert not template.endswith((".", "。")) or part == "reason"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_chinese_is_in_traditional_characters_and_full_width_signs(entry: Entry) -> None:
    for template in entry.languages["zh"].values():
        assert not set(template) & SIMPLIFIED
        assert not re.search(r"[\u4e00-\u9fff] ?[,;?](?![^`]*`)", template)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_words_are_arguments_of_a_known_sort(entry: Entry) -> None:
    for name, sort in entry.words.items():
        assert name in set().union(*(_arguments(t) for t in entry.languages["en"].values()))
        assert sort in sorts()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_reason_needs_no_more_than_the_message(entry: Entry) -> None:
    """A missing argument in a reason would fail where the message is shown; a help is left out instead."""
    for lang, texts in entry.languages.items():
        args = dict.fromkeys(set().union(*map(_arguments, texts.values())), "x")
        assert entry.text("message", lang, args)
        assert "{" not in entry.text("reason", lang, args)


def _arguments(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_unknown_language_falls_back_to_english() -> None:
    entry = catalogue()["Y106"]
    assert entry.text("message", "xx", {}) == entry.text("message", "en", {}) == "the file is empty"
