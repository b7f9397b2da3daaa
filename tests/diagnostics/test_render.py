import json

from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Diagnostic, Related, Span, to_json, to_text


def at(line: int, column: int, end: int, file: str = "a.yaml", key: str = "x") -> Diagnostic:
    return Diagnostic("Y301", Span(file, line, column, line, end), {"key": key})


def carets(text: str, diagnostic: Diagnostic) -> tuple[str, str]:
    """The source line and the caret line as shown, both from the column behind the gutter."""
    shown = to_text([diagnostic], {"a.yaml": text}).splitlines()
    return shown[1][5:], shown[2][5:]


def test_a_finding_in_full() -> None:
    text = "role: a\nform: b\nrole: c\n"
    first = Related(Span("a.yaml", 1, 1, 1, 5))
    twice = Diagnostic("Y301", Span("a.yaml", 3, 1, 3, 5), {"key": "role"}, (first,))
    assert to_text([twice], {"a.yaml": text}) == (
        "a.yaml:3:1: error Y301: the key role stands here a second time\n"
        " 3 | role: c\n"
        "   | ^^^^\n"
        "   = why: Only one of the two could count, and nothing says which.\n"
        "   = help: delete one, or give it another name\n"
        "   = see: a.yaml:1:1: it stands here first\n"
        " 1 | role: a\n"
        "   | ^^^^\n"
        "\n"
        "1 error\n"
    )


def test_findings_stand_in_file_order_and_are_counted() -> None:
    warning = Diagnostic("Y312", Span("a.yaml", 1, 3, 1, 4), {"word": "yes"})
    text = to_text([at(2, 1, 2, "b.yaml"), at(10, 1, 2), at(9, 7, 8), at(9, 1, 2), warning], {})
    places = [line.split(": ")[0] for line in text.splitlines() if "yaml:" in line]
    assert places == ["a.yaml:1:3", "a.yaml:9:1", "a.yaml:9:7", "a.yaml:10:1", "b.yaml:2:1"]
    assert text.endswith("\n4 errors, 1 warning\n")


def test_no_findings() -> None:
    assert to_text([], {}) == "no findings\n"


def test_carets_count_cells() -> None:
    assert carets("title: 客戶 x", at(1, 8, 10)) == ("title: 客戶 x", "       ^^^^")
    assert carets("客戶: x", at(1, 5, 6)) == ("客戶: x", "      ^")
    assert carets("e\u0301te\u0301: x", at(1, 8, 9)) == ("e\u0301te\u0301: x", "     ^")


def test_carets_stand_right_behind_tabs() -> None:
    assert carets("\ta: b", at(1, 2, 3)) == ("    a: b", "    ^")
    assert carets("ab\tc", at(1, 4, 5)) == ("ab  c", "    ^")


def test_carets_of_a_finding_over_several_lines_end_with_the_first() -> None:
    long = Diagnostic("Y301", Span("a.yaml", 1, 4, 3, 2), {"key": "x"})
    assert carets("a: [b,\nc,\nd]", long) == ("a: [b,", "   ^^^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line, marks = carets("x" * 5000 + "HERE" + "y" * 5000, at(1, 5001, 5005))
    assert len(line) < 120
    assert line.startswith("…") and line.endswith("…")
    assert line[marks.index("^") :].startswith("HERE")
    assert marks.count("^") == 4


def test_signs_that_steer_a_terminal_are_shown_as_signs() -> None:
    text = to_text([at(1, 1, 2, key="\x1b[2J\u202e")], {"a.yaml": "a: \x1b[31m\u202ex"})
    assert "\x1b" not in text and "\u202e" not in text
    assert "the key ␛[2J\ufffd stands" in text


def test_a_finding_without_its_source_is_still_told() -> None:
    for sources in ({}, {"a.yaml": ""}, {"a.yaml": "a: b"}):
        text = to_text([at(7, 3, 9)], sources)
        assert text.startswith("a.yaml:7:3: error Y301: the key x stands here a second time\n   = why: ")


def test_color_changes_nothing_but_color() -> None:
    import re

    findings = [at(1, 1, 2)]
    plain = to_text(findings, {"a.yaml": "a: b"})
    colored = to_text(findings, {"a.yaml": "a: b"}, color=True)
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_json_carries_everything() -> None:
    first = Related(Span("a.yaml", 1, 1, 1, 5))
    found = to_json([Diagnostic("Y301", Span("a.yaml", 3, 1, 3, 5), {"key": "role"}, (first,)), at(1, 2, 3)])
    assert [item["line"] for item in found] == [1, 3]
    assert json.loads(json.dumps(found[1])) == {
        "code": "Y301",
        "severity": "error",
        "file": "a.yaml",
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": 5,
        "message": "the key role stands here a second time",
        "reason": "Only one of the two could count, and nothing says which.",
        "help": "delete one, or give it another name",
        "related": [
            {
                "file": "a.yaml",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 5,
                "message": "it stands here first",
            }
        ],
    }


@given(
    text=st.text(),
    key=st.text(),
    place=st.tuples(*[st.integers(min_value=-3, max_value=300)] * 4),
)
def test_any_place_in_any_text_can_be_shown(text: str, key: str, place: tuple[int, int, int, int]) -> None:
    line, column, end_line, end_column = place
    finding = Diagnostic("Y301", Span("a.yaml", line, column, end_line, end_column), {"key": key})
    shown = to_text([finding], {"a.yaml": text})
    assert shown.endswith("\n\n1 error\n")
    # Whatever the text holds, nothing in it can add a line or leave the page.
    assert len(shown.splitlines()) in (5, 7)
    shown.encode("utf-8")


def test_a_finding_in_chinese() -> None:
    first = Related(Span("a.yaml", 1, 1, 1, 5))
    twice = Diagnostic("Y301", Span("a.yaml", 3, 1, 3, 5), {"key": "role"}, (first,))
    warning = Diagnostic("Y312", Span("a.yaml", 4, 1, 4, 4), {"word": "yes"})
    assert to_text([twice, warning], {}, lang="zh") == (
        "a.yaml:3:1: 錯誤 Y301: role 這個鍵在此第二次出現\n"
        "   = 原因: 兩個只能算一個，卻看不出該算哪個。\n"
        "   = 改法: 刪掉一個，或改用別的名稱\n"
        "   = 參見: a.yaml:1:1: 第一次在這裡\n"
        "\n"
        "a.yaml:4:1: 警告 Y312: yes 當作文字來讀\n"
        "   = 原因: 舊的 YAML 讀取程式會當它是真或假。\n"
        '   = 改法: 如果要表示是或否，請寫 true 或 false；否則放進引號："yes"\n'
        "\n"
        "1 處錯誤、1 處警告\n"
    )
    assert to_text([], {}, lang="zh") == "沒有發現問題\n"
    assert to_json([twice], lang="zh")[0]["message"] == "role 這個鍵在此第二次出現"


def test_procflow_s_own_words_in_a_message_are_translated() -> None:
    args = {"label": "form", "expected": "text or a list", "actual": "keys with values", "example": ""}
    wrong = Diagnostic("S103", Span("a.yaml", 1, 1, 1, 2), args)
    assert wrong.message() == "form must hold text or a list, not keys with values"
    assert wrong.message("zh") == "form 裡應該是文字或清單，不是鍵和值"
