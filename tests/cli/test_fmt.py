from pathlib import Path
from typing import Any

WANTED = "register: r\nclauses:\n  # the first\n  C1: {title: 目的}\n"
WRITTEN = "register:   r\nclauses:\n    # the first\n    C1: { title: 目的 }\n"


def test_a_file_is_laid_out_in_place_and_once(cli: Any, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_bytes(WRITTEN.replace("\n", "\r\n").encode())
    ended = cli("fmt", file)
    assert (ended.code, ended.out) == (0, f"laid out: {file}\n")
    assert file.read_bytes() == WANTED.encode()
    ended = cli("fmt", file)
    assert (ended.code, ended.out) == (0, "1 file, nothing to change\n")


def test_check_and_diff_write_nothing(cli: Any, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    ended = cli("fmt", "--check", tmp_path)
    assert (ended.code, ended.out) == (1, f"would change: {file}\n")
    ended = cli("fmt", "--diff", tmp_path)
    assert ended.code == 1
    assert "-    C1: { title: 目的 }\n" in ended.out and "+  C1: {title: 目的}\n" in ended.out
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_file_with_an_error_is_left_alone_and_told(cli: Any, tmp_path: Path) -> None:
    wrong, right = tmp_path / "a.yaml", tmp_path / "b.yml"
    wrong.write_text("register:   r\nregister: s\n", encoding="utf-8")
    right.write_text(WRITTEN, encoding="utf-8")
    ended = cli("fmt", tmp_path, "--json")
    assert (ended.code, ended.json) == (1, {"changed": [str(right)], "refused": [str(wrong)]})
    assert wrong.read_text(encoding="utf-8") == "register:   r\nregister: s\n"
    assert right.read_text(encoding="utf-8") == WANTED
    ended = cli("fmt", wrong)
    assert ended.code == 1
    assert f"{wrong}:2:1: error Y301" in ended.out


def test_what_comes_with_procflow_is_never_written(cli: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    ended = cli("fmt")
    assert ended.code == 2
    assert "no .yaml files in the folder processes here" in ended.err
