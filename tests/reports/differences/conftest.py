from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.definition import load_process
from procflow.definition.organization import Organization
from procflow.program import Program, compile_program

Compiled = tuple[Program, Organization]


def compiled(file: Path) -> Compiled:
    loaded = load_process(file)
    assert loaded.process is not None and loaded.organization is not None, loaded.diagnostics
    return compile_program(loaded.process, loaded.hash), loaded.organization


@pytest.fixture(scope="session")
def contract(repository: Path) -> Compiled:
    """The review of a sales contract, as it comes with procflow."""
    return compiled(repository / "processes" / "contract-review.yaml")


Edited = Callable[..., Program]


@pytest.fixture
def edited(repository: Path, tmp_path: Path) -> Edited:
    """The contract review with stretches of its text in place of others, each there once."""

    def changed(*edits: tuple[str, str]) -> Program:
        folder = repository / "processes"
        text = (folder / "contract-review.yaml").read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        for kind in ("organizations", "clauses"):
            if not (tmp_path / kind).exists():
                (tmp_path / kind).symlink_to(folder / kind)
        file = tmp_path / "contract-review.yaml"
        file.write_text(text, encoding="utf-8")
        return compiled(file)[0]

    return changed
