"""Papers on their way in: what is read of them, and what is none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procflow import CaseView, Engine, File, Refused
from procflow.engine.papers import read_papers


def test_up_to_the_limit(tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_bytes(b"1234")
    (found,), contents = read_papers({"offer": paper}, 4)
    assert (found.name, found.size, found.filename) == ("offer", 4, "a.txt")
    assert contents == {found.sha256: b"1234"}
    for large in (paper, File("a.txt", b"1234")):
        with pytest.raises(Refused, match="more than 3 bytes") as caught:
            read_papers({"offer": large}, 3)
        assert caught.value.code == "attachment-too-large"


def test_a_device_without_an_end() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this machine has no such device")
    with pytest.raises(Refused, match="more than 1000 bytes"):
        read_papers({"offer": endless}, 1000)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(Refused) as caught:
            read_papers({"offer": path}, 10)
        assert caught.value.code == "attachment-unreadable"


@pytest.mark.parametrize("paper", [b"1234", "a.txt", None, File("a.txt", "1234")])  # type: ignore[arg-type]
def test_what_is_no_paper(paper: Any) -> None:
    with pytest.raises(TypeError, match="offer: give a path"):
        read_papers({"offer": paper}, 10)


def test_a_path_that_is_none() -> None:
    with pytest.raises(Refused) as caught:
        read_papers({"offer": Path("a\0b")}, 10)
    assert caught.value.code == "attachment-unreadable"


def test_papers_are_kept_by_their_content(
    opened: Callable[..., Engine], ask: Callable[..., CaseView]
) -> None:
    engine = opened(attachment_limit=9)
    first, second = ask(engine), ask(engine)
    assert first.attachments["offer"] == second.attachments["offer"]
    assert engine.attachment(second.id, "offer", reader="ben") == ("offer.txt", b"ten pipes")
    case = engine.start("purchase", {"what": "Pipes", "price": 1}, actor="ann")
    for name, paper, code in (
        ("bid", File("bid.txt", b"1"), "attachment-not-asked"),
        ("offer", File("offer.txt", b"ten pipes!"), "attachment-too-large"),
    ):
        with pytest.raises(Refused) as caught:
            engine.answer(case.open[0].item, "asked", actor="ann", attachments={name: paper})
        assert caught.value.code == code
    assert engine.case(case.id, reader="ann") == case


def test_papers_may_come_with_the_start(opened: Callable[..., Engine], tmp_path: Path) -> None:
    (tmp_path / "報價.txt").write_bytes(b"\x00\xff")
    engine = opened()
    case = engine.start("purchase", actor="ann", attachments={"offer": tmp_path / "報價.txt"})
    assert engine.attachment(case.id, "offer", reader="ann") == ("報價.txt", b"\x00\xff")
