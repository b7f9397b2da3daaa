from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Diagnostic, Span, to_github


def test_a_finding_is_one_annotation() -> None:
    twice = Diagnostic("Y301", Span("processes/a.yaml", 3, 1, 3, 5), {"key": "role"})
    assert to_github([twice]) == (
        "::error file=processes/a.yaml,line=3,endLine=3,col=1,endColumn=4,title=procflow Y301::"
        "the key role stands here a second time%0A"
        "Only one of the two could count, and nothing says which.%0A"
        "delete one, or give it another name\n"
    )


def test_severities_have_their_commands() -> None:
    warning = Diagnostic("Y312", Span("a.yaml", 1, 1, 1, 4), {"word": "yes"})
    note = Diagnostic("F107", Span("a.yaml", 2, 1, 2, 2), {"states": "5000"})
    assert [line.split()[0] for line in to_github([note, warning]).splitlines()] == ["::warning", "::notice"]


def test_a_finding_over_several_lines_has_no_columns() -> None:
    long = Diagnostic("Y301", Span("a.yaml", 1, 4, 3, 2), {"key": "x"})
    assert to_github([long]).startswith("::error file=a.yaml,line=1,endLine=3,title=")


def test_no_findings_are_no_lines() -> None:
    assert to_github([]) == ""


def test_chinese() -> None:
    twice = Diagnostic("Y301", Span("a.yaml", 3, 1, 3, 5), {"key": "role"})
    assert "::role 這個鍵在此第二次出現%0A" in to_github([twice], lang="zh")


@given(key=st.text(), file=st.text(min_size=1))
def test_nothing_in_a_file_can_begin_another_command(key: str, file: str) -> None:
    written = to_github([Diagnostic("Y301", Span(file, 1, 1, 1, 2), {"key": key})])
    assert written.endswith("\n")
    assert "\n" not in written[:-1] and "\r" not in written
    properties, _, message = written.removeprefix("::error ").partition("::")
    assert properties.count(",") == 5
    assert properties.count("=") - file.count("=") == 6
    decoded = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    assert decoded.startswith(f"the key {key} stands here a second time")
