import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import IO

from procflow.cli.watching import changes

WATCH = "from procflow.cli import main; main()"


def await_check(stream: IO[str], wanted: str) -> None:
    """Wait for a check that says what is wanted. One before it may have met a file that was half written."""
    said = ""
    while not (said.endswith(" checked\n") and wanted in said):
        line = stream.readline()
        assert line, said
        said += line


def test_each_change_is_checked_until_ctrl_c(leave: Path) -> None:
    right = leave.read_text(encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", WATCH, "check", str(leave), "--watch", "--interval", "0.02"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as watching:
        patience = Timer(20, watching.kill)
        patience.start()
        assert watching.stdout is not None and watching.stderr is not None
        await_check(watching.stdout, "no findings")
        leave.write_text(right.replace("start: ask", "start: aks"), encoding="utf-8")
        await_check(watching.stdout, "did you mean ask?")
        leave.write_text(right, encoding="utf-8")
        await_check(watching.stdout, "no findings")
        # The organization was read along.
        shop = leave.parent / "shop.yaml"
        shop.write_text(shop.read_text(encoding="utf-8").replace("boss:", "chief:"), encoding="utf-8")
        await_check(watching.stdout, "error")
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0
        assert watching.stderr.read() == ""
        patience.cancel()


def test_a_file_that_is_made_or_removed_is_a_change(tmp_path: Path) -> None:
    looks = changes(lambda: tmp_path.glob("*.yaml"), set(), 0.001)
    next(looks)
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    next(looks)
    file.unlink()
    next(looks)
