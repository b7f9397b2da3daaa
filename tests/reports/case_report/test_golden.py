"""Reports of bundled scenarios word for word, in both languages.

``--reset-golden`` writes them anew; read what changed.
"""

import re
from pathlib import Path

import pytest

from procflow import KeptCase
from procflow.reports import Lang
from procflow.reports.case_report import case_report, text_lines
from procflow.wording import LANGS

GOLDEN = Path(__file__).parent / "golden"
_HASH = re.compile(r"[0-9a-f]{64}")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["refused", "late", "claimed"])
def test_the_report_of_a_case(name: str, lang: Lang, request: pytest.FixtureRequest) -> None:
    kept: KeptCase = request.getfixturevalue(name)
    told = "\n".join(text_lines(case_report(kept, lang))) + "\n"
    # The hash of a definition is another with each change of the file.
    told = _HASH.sub(lambda found: "d" * 64 if found[0] == kept.definition else found[0], told)
    expected = GOLDEN / f"{name}.{lang}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")
