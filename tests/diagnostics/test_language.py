import pytest

from procflow.diagnostics import language


@pytest.mark.parametrize(
    ("explicit", "environ", "expected"),
    [
        (None, {}, "en"),
        ("", {"LANG": "zh_TW.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_HK"}, "zh"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ZH"}, "zh"),
        ("en", {"LC_ALL": "zh_TW.UTF-8"}, "en"),
        ("zh", {"LC_ALL": "en_US.UTF-8"}, "zh"),
    ],
)
def test_what_is_asked_for_wins_over_the_locale(
    explicit: str | None, environ: dict[str, str], expected: str
) -> None:
    assert language(explicit, environ) == expected
