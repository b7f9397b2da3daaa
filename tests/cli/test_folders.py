"""A folder of a book: made whole, made anew, and never at the cost of anything else."""

import os
from pathlib import Path

import pytest

from procflow.cli.exits import Failure
from procflow.cli.folders import MARK, write_book

FIRST = {"index.html": b"one", "en/a.html": b"a", "en/old/b.html": b"b"}
SECOND = {"index.html": b"two", "en/a.html": b"A", "zh/c.html": b"c"}


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def without_mark(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in held(folder).items() if name != MARK}


def test_a_new_folder_is_made_with_those_above(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "book"
    write_book(folder, FIRST)
    assert without_mark(folder) == FIRST
    assert [path.name for path in folder.parent.iterdir()] == ["book"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_book(tmp_path, FIRST)
    assert without_mark(tmp_path) == FIRST


def test_an_earlier_book_is_replaced_and_everything_else_stays(tmp_path: Path) -> None:
    write_book(tmp_path, FIRST)
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "en" / "old" / "mine.html").write_bytes(b"mine too")
    write_book(tmp_path, SECOND)
    assert without_mark(tmp_path) == {**SECOND, "mine.txt": b"mine", "en/old/mine.html": b"mine too"}
    write_book(tmp_path, FIRST)
    assert without_mark(tmp_path) == {**FIRST, "mine.txt": b"mine", "en/old/mine.html": b"mine too"}


def test_folders_that_nothing_is_left_in_go(tmp_path: Path) -> None:
    write_book(tmp_path, FIRST)
    write_book(tmp_path, {"index.html": b"three"})
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("name", ["notes.txt", "index.html", ".hidden"])
def test_a_folder_with_other_things_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(Failure, match="holds other things"):
        write_book(tmp_path, FIRST)
    assert held(tmp_path) == {name: b"mine"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "book"
    file.write_bytes(b"mine")
    with pytest.raises(Failure, match="is no folder"):
        write_book(file, FIRST)
    assert file.read_bytes() == b"mine"


@pytest.mark.parametrize("way", ["zh/c.html", "zh"])
def test_what_is_in_the_way_and_not_the_books_is_left(tmp_path: Path, way: str) -> None:
    write_book(tmp_path, FIRST)
    (tmp_path / way).parent.mkdir(exist_ok=True)
    (tmp_path / way).write_bytes(b"mine")
    before = held(tmp_path)
    with pytest.raises(Failure, match="in the way"):
        write_book(tmp_path, SECOND)
    assert held(tmp_path) == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "book", tmp_path / "elsewhere"
    write_book(folder, FIRST)
    elsewhere.mkdir()
    (folder / "zh").symlink_to(elsewhere)
    with pytest.raises(Failure, match="in the way"):
        write_book(folder, SECOND)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("name", ["../mine.txt", "/etc/passwd", "en/../../mine.txt", "", "link/mine.txt"])
def test_a_mark_that_lies_removes_nothing_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "book"
    write_book(folder, FIRST)
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (folder / "link").symlink_to(tmp_path)
    mark = folder / MARK
    mark.write_text(mark.read_text().replace('"index.html"', f'"index.html", "{name}"'))
    write_book(folder, SECOND)
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_a_mark_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / MARK).write_bytes(b"[]")
    with pytest.raises(Failure, match="does not list"):
        write_book(tmp_path, FIRST)


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    write_book(tmp_path, FIRST)
    before = held(tmp_path)
    with pytest.raises(OSError):
        write_book(tmp_path, {**SECOND, "x" * 300 + ".html": b"a name that no file can have"})
    assert held(tmp_path) == before
    with pytest.raises(OSError):
        write_book(tmp_path / "new", {"x" * 300: b""})
    assert held(tmp_path) == before and not os.path.lexists(tmp_path / "new")
