"""The source keeps the shape that CONTRIBUTING.md describes: its layers, and files of a readable size."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def lint_imports(repository: Path, config: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache", "--config", str(config)],
        cwd=repository,
        env={"PYTHONPATH": str(repository / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_goes_down_the_layers(repository: Path) -> None:
    run = lint_imports(repository, repository / "pyproject.toml")
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_contract_names_every_package(repository: Path, tmp_path: Path) -> None:
    """Were a package left out of the contract, the linter would say so."""
    settings = (repository / "pyproject.toml").read_text(encoding="utf-8")
    assert " | bundled" in settings
    config = tmp_path / "pyproject.toml"
    config.write_text(settings.replace(" | bundled", ""), encoding="utf-8")
    run = lint_imports(repository, config)
    assert run.returncode == 1
    assert "bundled" in run.stdout


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_files_stay_readable(repository: Path) -> None:
    files = sorted((repository / "src").rglob("*.py"))
    assert files
    too_long = {
        str(file.relative_to(repository)): length
        for file in files
        if (length := len(file.read_text(encoding="utf-8").splitlines())) >= LONGEST_FILE
    }
    assert not too_long


def test_functions_stay_readable(repository: Path) -> None:
    too_long = {
        f"{file.relative_to(repository)}:{node.lineno} {node.name}": lines(node)
        for file in sorted((repository / "src").rglob("*.py"))
        for node in functions(file)
        if lines(node) > LONGEST_FUNCTION
    }
    assert not too_long
