from procflow.diagnostics import DefinitionError, Diagnostic, Severity, Span, has_errors, nearest

HERE = Span("a.yaml", 3, 5, 3, 9)
ERROR = Diagnostic("Y301", HERE, {"key": "role"})
WARNING = Diagnostic("Y312", HERE, {"word": "yes"})


def test_wording_comes_from_the_catalogue() -> None:
    assert ERROR.severity is Severity.ERROR
    assert ERROR.message() == "the key role stands here a second time"
    assert ERROR.reason() == "Only one of the two could count, and nothing says which."
    assert ERROR.help() == "delete one, or give it another name"


def test_help_is_left_out_when_what_it_needs_is_not_known() -> None:
    known = Diagnostic("Y307", HERE, {"text": "010", "plain": "10"})
    unknown = Diagnostic("Y307", HERE, {"text": "010", "plain": ""})
    assert "write 10" in known.help()
    assert unknown.help() == ""


def test_only_errors_count_as_errors() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])


def test_definition_error_names_the_first_error() -> None:
    error = DefinitionError([WARNING, ERROR])
    assert error.diagnostics == (WARNING, ERROR)
    assert str(error) == "1 error(s) in the definition: a.yaml:3:5: the key role stands here a second time"


def test_nearest_sees_through_case_and_separators() -> None:
    names = ["legal-department", "finance-department", "總經理"]
    assert nearest("Legal_Departement", names) == "legal-department"
    assert nearest("總經", names) == "總經理"
    assert nearest("warehouse", names) == ""
