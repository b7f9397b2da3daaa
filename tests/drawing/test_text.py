from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from procflow.drawing.formats.fonts import EXTRA
from procflow.drawing.text import clusters, cut, plain, width, wrap

FAMILY = "👨\u200d👩\u200d👧"
CLOSING = "，。、；：？！）」』》】"
OPENING = "（「『《【"

han = st.sampled_from("合約評審流程技術部門核決權限爭議仲裁")
closed = st.tuples(han, st.sampled_from(CLOSING)).map("".join)
opened = st.tuples(st.sampled_from(OPENING), han).map("".join)
chinese = st.lists(
    st.one_of(han, closed, opened),
    min_size=1,
    max_size=40,
).map("".join)  # fmt: skip
latin = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFG", min_size=1, max_size=12), min_size=1, max_size=12
).map(" ".join)
anything = st.text(max_size=80)


@pytest.fixture(scope="module")
def font() -> Iterator[Any]:
    spec = find_spec(EXTRA)
    assert spec is not None and spec.origin is not None
    with TTFont(Path(spec.origin).parent / "NotoSansTC-Regular.otf", lazy=True) as opened:
        yield opened


def measured(font: Any, words: str, size: float) -> float:
    names, widths = font.getBestCmap(), font["hmtx"]
    return float(sum(widths[names[ord(char)]][0] for char in words) * size / font["head"].unitsPerEm)


@pytest.mark.parametrize(
    "words",
    [
        "提出合約評審", "Propose contract", "Material supply review", "≤50 萬且無爭議",
        ">300 萬，或 50–300 萬有爭議",
        "3.1／2 日 逾期", "SOP-CR-01 v3 · 依據《合約評審管理規定》", "Head of the order desk",
        "WIMAX-illicit", "2 business days", "Général à Zürich",
        "①②③ → ×3", "「裁決」、（續行）：否？", "Приказ",
        "amount > 3,000,000",
    ],
)  # fmt: skip
def test_a_width_is_that_of_the_font_within_six_percent(font: Any, words: str) -> None:
    assert width(words, 14) == pytest.approx(measured(font, words, 14), rel=0.06)


@given(st.one_of(chinese, latin))
def test_so_is_any_width(font: Any, words: str) -> None:
    assert width(words, 14) == pytest.approx(measured(font, words, 14), rel=0.06)


@given(st.one_of(chinese, latin, anything), st.floats(20, 400), st.integers(1, 4))
def test_no_line_is_wider_than_its_room_and_there_are_no_more_lines(
    words: str, room: float, lines: int
) -> None:
    found = wrap(words, 14, room, lines)
    assert len(found) <= lines
    for line in found:
        assert width(line, 14) <= room + 0.01 or len(clusters(line)) == 1


@given(st.one_of(chinese, latin, anything), st.floats(20, 400))
def test_nothing_is_lost_where_there_are_lines_enough(words: str, room: float) -> None:
    found = wrap(words, 14, room, 1000)
    assert "".join(found).replace(" ", "") == plain(words).replace(" ", "")


@given(chinese, st.floats(14 * 4, 14 * 20))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(words: str, room: float) -> None:
    found = wrap(words, 14, room, 1000)
    assert not any(line[0] in CLOSING for line in found[1:])
    assert not any(line[-1] in OPENING for line in found)


@given(st.lists(han, min_size=3, max_size=60).map("".join), st.floats(14 * 3, 14 * 20))
def test_no_character_stands_alone_in_the_last_line(words: str, room: float) -> None:
    assert len(clusters(wrap(words, 14, room, 1000)[-1])) > 1


@given(latin, st.floats(14 * 13, 14 * 30))
def test_words_stay_whole(words: str, room: float) -> None:
    assert " ".join(wrap(words, 14, room, 1000)).split() == words.split()


def test_a_single_letter_that_is_a_word_takes_no_letter_from_its_neighbour() -> None:
    assert wrap("Contract A", 14, width("Contract", 14) + 1) == ("Contract", "A")


def test_what_has_no_room_ends_in_an_ellipsis() -> None:
    assert wrap("合約評審流程技術部門核決權限爭議仲裁", 14, 14 * 5, 2)[-1].endswith("…")
    assert cut("Contract", 14, 40) == "Con…"


def test_lines_are_of_about_one_length() -> None:
    assert wrap("物資供應評審及相關事項", 14, 134, 3) == ("物資供應評審", "及相關事項")


def test_a_word_of_500_letters_is_broken_where_it_has_to_be() -> None:
    assert len(wrap("x" * 500, 14, 134, 1000)) > 20
    assert len(wrap("x" * 500, 14, 134, 3)) == 3


@pytest.mark.parametrize("whole", [FAMILY, "🇹🇼", "👍🏽", "e\u0301", "각", "☂️", "คำ"])
def test_what_belongs_together_is_not_parted(whole: str) -> None:
    assert clusters(f"a{whole}b") == ["a", whole, "b"]


def test_an_emoji_of_many_is_as_wide_as_one() -> None:
    assert width(FAMILY, 16) == width("👨", 16)


def test_marks_and_direction_take_no_room() -> None:
    assert width("e\u0301", 10) == width("e", 10)
    assert width("\u2067שלום\u2069", 10) == width("שלום", 10)


def test_a_plain_text_is_one_line_that_turns_nobody_round() -> None:
    assert plain("  a\tb\r\nc\u2028d ") == "a b c d"
    assert plain("pay\u202e001\u202c") == "pay001"
    assert plain("a\x00b\x1bc\ud800") == "a□b□c□"


@given(anything)
def test_a_plain_text_stays_as_it_is(words: str) -> None:
    assert plain(plain(words)) == plain(words)
