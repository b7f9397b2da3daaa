"""Nothing comes to a record that could not be read back from it."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case import AnswerItem, NewAttachment, StartCase, WithdrawObjection

FLOW = """
start: draft
steps:
  draft: {role: clerk, attach: [paper], next: done}
  done: {end: completed}
"""


@pytest.mark.parametrize("comment", [5, b"because", ["because"], []])
def test_a_comment_is_a_text(case: Callable[..., Any], comment: Any) -> None:
    opened = case(FLOW).start("ann")
    with pytest.raises(TypeError, match="comment is no text"):
        opened.send("ann", AnswerItem(opened.item("draft").id, "done", comment))
    with pytest.raises(TypeError, match="comment is no text"):
        opened.send("ann", WithdrawObjection("draft", "clerk", comment))
    assert opened.open == ["draft"]


@pytest.mark.parametrize("comment", ["half \ud800", "nul \0"])
def test_a_comment_can_be_written(case: Callable[..., Any], comment: str) -> None:
    opened = case(FLOW).start("ann")
    with opened.refuses("bad-value"):
        opened.send("ann", AnswerItem(opened.item("draft").id, "done", comment))


def test_so_is_the_name_of_a_file(case: Callable[..., Any]) -> None:
    nameless: Any = None
    paper = NewAttachment("paper", "0" * 64, 1, nameless)
    with pytest.raises(TypeError, match="the file name of paper is no text"):
        case(FLOW).send("ann", StartCase("case", {}, (paper,)))
    opened = case(FLOW).start("ann")
    paper = NewAttachment("paper", "0" * 64, 1, "half \udfff")
    with opened.refuses("bad-value"):
        opened.send("ann", AnswerItem(opened.item("draft").id, "done", None, None, {}, (paper,)))
