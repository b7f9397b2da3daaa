import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The machines that run this are shared: how long one example takes says nothing.
settings.register_profile("procflow", deadline=None)
settings.register_profile("long", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "5000")))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "procflow"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--reset-golden",
        action="store_true",
        help="write what is said now into the .expected files, to be read before it is committed",
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout that holds these tests."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def peer(repository: Path) -> Callable[[str, Iterable[Path]], dict[str, Any]]:
    """Asks a script of ``tests/node`` about files: what it says of each, by the file's name."""
    folder = Path(sys.prefix) / "node"
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not here, in which these peers run")
    if not (folder / ".ready").is_file():
        pytest.skip(
            "the packages of tests/node are not here; make test installs them where npm and a network are"
        )

    def ask(script: str, files: Iterable[Path]) -> dict[str, Any]:
        command = [node, str(repository / "tests" / "node" / script), str(folder), *map(str, files)]
        ended = subprocess.run(command, capture_output=True, timeout=300, check=False)
        assert ended.returncode == 0, ended.stderr.decode()[-2000:]
        said: dict[str, Any] = json.loads(ended.stdout)
        return {Path(file).name: found for file, found in said.items()}

    return ask
