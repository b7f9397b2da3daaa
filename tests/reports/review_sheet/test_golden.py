"""The sheets that come with procflow, of cases of the scenarios that do, word for word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.engine import Record
from procflow.reports import Lang
from procflow.reports.review_sheet import ReviewSheet, sheet_text

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "contract-review": ("contract-review/disputes", "price-upheld-by-the-group"),
    "order-exception": ("order-exception/routes", "the-eight-steps"),
    "order-follow-up": ("order-follow-up/complaints", "not-content-goes-up-again"),
    "reward-discipline": ("order-desk/reward-discipline/routes", "disciplined-under-protest"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_the_text_of_a_sheet(
    name: str,
    lang: Lang,
    played: Callable[[str, str], Record],
    printed: Callable[..., ReviewSheet],
    request: pytest.FixtureRequest,
) -> None:
    said = sheet_text(printed(played(*CASES[name]), name, langs=(lang,))) + "\n"
    expected = GOLDEN / f"{name}.{lang}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")
