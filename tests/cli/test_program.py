"""The program itself: its streams, signals and codes."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from procflow.cli import main

FULL = Path("/dev/full")
MAIN = "from procflow.cli import main; main()"


def test_the_exit_code_is_the_program_s(program: Any) -> None:
    assert program("--version").returncode == 0
    assert program("forecast", "contract-review").returncode == 1
    assert program("cases").returncode == 2


def test_main_leaves_with_the_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["procflow", "--version"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0


def test_a_reader_that_goes_away_is_no_disaster(program: Any) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = program("demo", stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (2, "")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_full_disk_is_told(program: Any, more: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        ended = program("who", "quality-department", *more, stdout=full)
    assert (ended.returncode, ended.stderr) == (2, "procflow: no space left on device\n")


@pytest.mark.parametrize(("closing", "arguments", "code"), [(">&-", "--version", 0), ("2>&-", "nothing", 2)])
def test_closed_streams_are_no_disaster(tmp_path: Path, closing: str, arguments: str, code: int) -> None:
    script = f"exec {shlex.join([sys.executable, '-c', MAIN])} {arguments} {closing}"
    ended = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, b"", b"")


def test_json_is_json_in_any_encoding(program: Any) -> None:
    ended = program("who", "quality-department", "--json", "--lang", "zh", env={"PYTHONIOENCODING": "ascii"})
    assert ended.stdout.isascii()
    assert json.loads(ended.stdout)[0]["name"] == "鄭國平"


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, threading; from procflow.cli import run; "
        "threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start(); "
        "sys.exit(run(['forecast', 'contract-review', '--data', '-']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as waiting:
        # It waits for its standard input, which stays open until it has ended.
        assert waiting.wait() == 130
        assert waiting.stderr is not None
        assert waiting.stderr.read().strip() == "procflow: interrupted; what was not done yet is not done"
