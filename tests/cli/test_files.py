"""A file that a command writes is whole, or what it was before."""

from pathlib import Path
from typing import Any

import pytest


def test_what_was_there_stays_where_nothing_can_be_written(cli: Any, tmp_path: Path) -> None:
    there = tmp_path / "file.html"
    there.write_text("before", "utf-8")
    assert cli("matrix", "deadlines", "nothing-of-this-name", "-o", there).code == 2
    assert there.read_text("utf-8") == "before"
    assert cli("matrix", "deadlines", "spending", "-o", there).code == 0
    assert there.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".file")] == []


def test_a_link_is_followed(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert cli("matrix", "deadlines", "spending", "-o", tmp_path / "link.csv").code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_size > 100


@pytest.mark.parametrize("where", ["nowhere/file.csv", "."])
def test_where_no_file_can_be_says_so(cli: Any, tmp_path: Path, where: str) -> None:
    ended = cli("matrix", "deadlines", "spending", "--format", "csv", "-o", tmp_path / where)
    assert ended.code == 2
    assert "Traceback" not in ended.err and str(tmp_path) in ended.err
