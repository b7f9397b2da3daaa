"""The targets of the long fuzzing hold for every wrong file that is known, and notice what must not be."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from time import process_time
from typing import Any

import pytest


@pytest.fixture(scope="module")
def fuzz(repository: Path) -> Any:
    """The module of the targets."""
    spec = spec_from_file_location("fuzz_targets", repository / "tools" / "fuzz_targets.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["reader", "guard", "cell"])
def test_wrong_files_pass(fuzz: Any, repository: Path, name: str) -> None:
    files = sorted((repository / "tests" / "corpus" / "err").glob("*/*.yaml"))
    assert files
    for data in (b"", b"\xff", b"\x00", *(path.read_bytes() for path in files)):
        fuzz.TARGETS[name](data)
        for line in data.splitlines():
            fuzz.TARGETS[name](line)


def test_an_input_that_takes_too_long_is_noticed(fuzz: Any) -> None:
    def busy(data: bytes) -> None:
        until = process_time() + fuzz.LONGEST
        while process_time() <= until:
            pass

    with pytest.raises(AssertionError, match="seconds"):
        fuzz.timed(busy, b"")


def test_a_target_must_be_named(repository: Path) -> None:
    tool = [sys.executable, str(repository / "tools" / "fuzz.py")]
    for arguments in ([], ["readers"]):
        run = subprocess.run([*tool, *arguments], capture_output=True, encoding="utf-8", check=False)
        assert run.returncode == 1
        assert run.stderr == "name one of: reader, guard, cell\n"
