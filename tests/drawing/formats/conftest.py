from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from procflow.definition.load import load_process
from procflow.drawing import Drawing
from procflow.drawing.compose import Detail, draw_process
from procflow.program import compile_program

ROOT = Path(__file__).parents[3]
BUNDLED = sorted(
    path.relative_to(ROOT / "processes").with_suffix("").as_posix()
    for place in ("", "order-desk")
    for path in (ROOT / "processes" / place).glob("*.yaml")
    if path.stem != "order-desk-head"
)


@cache
def drawn(process: str, detail: Detail) -> Drawing:
    """The drawing of a bundled process."""
    loaded = load_process(ROOT / "processes" / f"{process}.yaml")
    assert loaded.process is not None and loaded.organization is not None
    program = compile_program(loaded.process, loaded.hash)
    return draw_process(program, loaded.organization, loaded.register, detail=detail)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Holds bytes against a file of ``golden/``, or writes it anew with ``--reset-golden``."""

    def hold(name: str, found: bytes) -> None:
        path = Path(__file__).parent / "golden" / f"{name}.expected"
        if request.config.getoption("--reset-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(found)
        assert found == path.read_bytes()

    return hold
