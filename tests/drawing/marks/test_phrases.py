"""What marks say is there in both languages, for everything that can be said."""

import string
from importlib.resources import files

import pytest

from procflow.drawing import Shape
from procflow.drawing.marks.trace import Happened
from procflow.wording import LANGS, phrase, phrase_names
from procflow.worktime import Unit

PACKAGE = "procflow.drawing.marks"
NAMES = phrase_names(PACKAGE)


def test_every_shape_unit_and_happening_has_a_word() -> None:
    wanted = {f"shape.{shape.name}" for shape in Shape}
    wanted |= {f"unit_{number}.{unit.name}" for number in ("one", "many") for unit in Unit}
    wanted |= {f"fact.{kind}" for kind in Happened}
    assert wanted <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_places(name: str) -> None:
    table = files(PACKAGE).joinpath("phrases.toml").read_text(encoding="utf-8")
    assert f"[{name}]" in table
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(phrase(name, lang, _Echo(), PACKAGE)) if field}
        for lang in LANGS
    ]
    assert fields[0] == fields[1]


class _Echo(dict[str, str]):
    """Fills a place with its own name in braces, so that places can be read off the phrase."""

    def __getitem__(self, key: str) -> str:
        return f"{{{key}}}"
