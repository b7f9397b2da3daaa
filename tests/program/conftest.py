from collections.abc import Callable
from textwrap import dedent

import pytest

from procflow.definition.build import build_process
from procflow.definition.process import Process
from procflow.source import read

HEADER = "process: example\nversion: 1.0.0\ntitle: Example\norganization: example.yaml\n"


@pytest.fixture(scope="session")
def build() -> Callable[[str], Process]:
    """From the text of a process, the header left out, to the process."""

    def build(text: str) -> Process:
        result = read(HEADER + dedent(text), "example.yaml")
        assert result.node is not None, result.diagnostics
        process, found = build_process(result.node, None, None)
        assert process is not None, [str(d.span) + " " + d.message() for d in found]
        return process

    return build
