import pytest

from procflow.drawing import Relation, Shape, Tone
from procflow.drawing.theme import THEMES, Theme, ThemeName, contrast

LEAST = 5.0
themes = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
BARS = (Shape.SPLIT, Shape.JOIN)


def grounds(theme: Theme) -> tuple[str, ...]:
    return theme.ground, theme.band, theme.head


def test_contrast_is_counted_as_accessibility_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@themes
def test_text_is_read_on_everything_that_it_stands_on(theme: Theme) -> None:
    fills = [paint.fill for shape, paint in theme.forms.items() if shape not in BARS]
    fills += [paint.fill for paint in (theme.card, *theme.tones.values())]
    for ground in (*grounds(theme), *fills):
        assert contrast(theme.ink, ground) >= LEAST
        assert contrast(theme.muted, ground) >= LEAST


@themes
def test_the_text_and_the_line_of_a_form_are_read_on_it(theme: Theme) -> None:
    for shape, paint in theme.forms.items():
        assert contrast(paint.text, paint.fill) >= LEAST, shape
        assert min(contrast(paint.line, ground) for ground in grounds(theme)) >= LEAST, shape
        assert shape in BARS or contrast(paint.line, paint.fill) >= LEAST, shape


@themes
def test_so_are_those_of_a_tone_the_dimmed_one_as_well(theme: Theme) -> None:
    assert set(theme.tones) == set(Tone) - {Tone.PLAIN}
    for tone, paint in theme.tones.items():
        for colour in (paint.line, paint.text):
            assert min(contrast(colour, ground) for ground in (*grounds(theme), paint.fill)) >= LEAST, tone


@themes
def test_every_relation_is_seen_on_every_band(theme: Theme) -> None:
    assert set(theme.relations) == set(Relation)
    for relation, colour in theme.relations.items():
        assert min(contrast(colour, ground) for ground in grounds(theme)) >= LEAST, relation


def test_print_has_no_colour() -> None:
    theme = THEMES[ThemeName.PRINT]
    paints = (theme.card, *theme.forms.values(), *theme.tones.values())
    used = {part for paint in paints for part in (paint.fill, paint.line, paint.text)} | {
        *theme.relations.values()
    }
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in used)
