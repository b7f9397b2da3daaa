import re

from hypothesis import given
from hypothesis import strategies as st

from procflow.drawing.formats.names import short_names


def test_an_id_that_can_be_a_name_is_the_name() -> None:
    assert short_names(["ask", "order-follow-up", "review/legal:asked"]) == {
        "ask": "ask",
        "order-follow-up": "order_follow_up",
        "review/legal:asked": "review_legal_asked",
    }


def test_what_would_be_one_name_is_told_apart() -> None:
    names = short_names(["a-b", "a_b", "A b", "c"])
    assert len(set(names.values())) == 4
    assert names["c"] == "c"
    assert all(re.fullmatch("[aA]_b_[0-9a-f]{8}", names[known]) for known in ("a-b", "a_b", "A b"))


def test_no_text_is_too_strange() -> None:
    names = short_names(["", "問", "問答", "\ud800"])
    assert all(re.fullmatch("[0-9a-f]{8}", name) for name in names.values())


@given(st.lists(st.text(st.characters(), max_size=8), unique=True, max_size=8))
def test_names_are_ascii_and_unique(ids: list[str]) -> None:
    names = short_names(ids)
    assert list(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert all(re.fullmatch("[A-Za-z0-9_]+", name) for name in names.values())
