from hypothesis import given
from hypothesis import strategies as st

from procflow.reports.columns import columns, padded, wrap

texts = st.text(st.sampled_from("ab c，。）（「」終審權限-. "), max_size=60)


def test_chinese_takes_two_columns() -> None:
    assert columns("終審 ok") == 7
    assert padded("終", 4) == "終  "


def test_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert wrap("seven words here", 8) == ("seven", "words", "here")
    assert wrap("限時逐級傳遞評審", 6) == ("限時逐", "級傳遞", "評審")


def test_a_chinese_name_in_a_western_sentence_stays_whole() -> None:
    assert wrap("asked Wu Jianguo 吳建國 again", 20) == ("asked Wu Jianguo", "吳建國 again")


def test_closing_signs_never_begin_a_line_and_opening_ones_never_end_one() -> None:
    assert wrap("終審權限。", 8) == ("終審權", "限。")
    assert wrap("終審權「限」", 8) == ("終審權", "「限」")


@given(texts, st.integers(2, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, size: int) -> None:
    lines = wrap(text, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= size for line in lines)
    assert all(line == line.strip() for line in lines)
