import subprocess
import sys
from pathlib import Path

import pytest

from procflow.diagnostics import code_page, code_title
from procflow.diagnostics.catalogue import LANGUAGES, catalogue


def test_a_page_in_full() -> None:
    assert code_page("D161", level=2) == (
        "## D161\n"
        "\n"
        "**… does not say what happens otherwise** (error)\n"
        "\n"
        "Why: A case for which no line holds would have nowhere to go.\n"
        "\n"
        "Help: add a last line: - {otherwise: STEP}\n"
        "\n"
        "Bad (keys of a process):\n"
        "\n"
        "```yaml\n"
        "steps:\n"
        "  write: {role: clerk, form: [urgent], next: which}\n"
        "  which:\n"
        "    choose:\n"
        "      - {when: urgent, go: done}\n"
        "  done: {end: completed}\n"
        "```\n"
        "\n"
        "Good (keys of a process):\n"
        "\n"
        "```yaml\n"
        "steps:\n"
        "  write: {role: clerk, form: [urgent], next: which}\n"
        "  which:\n"
        "    choose:\n"
        "      - {when: urgent, go: done}\n"
        "      - {otherwise: check}\n"
        "  check: {role: head, next: done}\n"
        "  done: {end: completed}\n"
        "```\n"
    )


def test_a_page_in_chinese() -> None:
    page = code_page("Y102", "zh")
    assert page.startswith("# Y102\n\n**檔案大於 … MB**（錯誤）\n\n原因：")
    assert "錯誤的寫法（重複 200000 次）：" in page


def test_a_code_without_an_example_says_so() -> None:
    assert code_page("Y111").endswith("\n\nNo short example brings this about.\n")


def test_unknown_codes_are_no_codes() -> None:
    for code in ("Y999", "Q101", ""):
        with pytest.raises(KeyError):
            code_page(code)
        with pytest.raises(KeyError):
            code_title(code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_page(lang: str) -> None:
    for code in catalogue():
        assert code_page(code, lang).startswith(f"# {code}\n\n**{code_title(code, lang)}**")


def test_the_pages_of_the_reference_are_what_the_catalogue_says(repository: Path) -> None:
    """If not: python tools/code_pages.py"""
    tool = repository / "tools" / "code_pages.py"
    run = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)
