from collections.abc import Callable
from textwrap import dedent

import pytest

from procflow.analysis import check_program
from procflow.definition.build import build_process
from procflow.diagnostics import Diagnostic
from procflow.program import Program, compile_program
from procflow.source import read

HEADER = "process: example\nversion: 1.0.0\ntitle: Example\norganization: example.yaml\n"


@pytest.fixture(scope="session")
def compiled() -> Callable[[str], Program]:
    """From the text of a process, the header left out, to its program."""

    def compile_text(text: str) -> Program:
        result = read(HEADER + dedent(text), "example.yaml")
        assert result.node is not None, result.diagnostics
        process, found = build_process(result.node, None, None)
        assert process is not None, [f"{d.span} {d.message()}" for d in found]
        return compile_program(process, "hash")

    return compile_text


@pytest.fixture(scope="session")
def findings(compiled: Callable[[str], Program]) -> Callable[[str], list[str]]:
    """From the text of a process to what the checker says of it: code, the line's text, message."""

    def check(text: str) -> list[str]:
        lines = (HEADER + dedent(text)).splitlines()
        return [told(finding, lines) for finding in check_program(compiled(text))]

    def told(finding: Diagnostic, lines: list[str]) -> str:
        place = lines[finding.span.line - 1][finding.span.column - 1 :].split(":")[0].split(",")[0]
        return f"{finding.code} {place}: {finding.message()}"

    return check
