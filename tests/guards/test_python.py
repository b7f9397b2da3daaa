import pytest

from procflow.guards import python_expression, python_name


@pytest.mark.parametrize(
    ("guard", "python"),
    [
        ('mode == "short" and not disputed', "(mode == 'short') and (not disputed)"),
        ('has(a.b) and (x > 3 or y in ["a", "b"])', "(a_b is not None) and ((x > 3) or (y in ['a', 'b']))"),
        ("-x + 2 * (y - 1) >= 1000.50", "((-x) + (2 * (y - 1))) >= 1000.50"),
        ("a && !b || true", "(a and (not b)) or True"),
        ('"year" in due', "'year' in due"),
        ('left < "2 days"', "left < 2880"),
        ('said == "2 days"', "said == '2 days'"),
        ("金額 > 3", "金額 > 3"),
    ],
)
def test_a_guard_in_python(guard: str, python: str) -> None:
    assert python_expression(guard) == python
    compile(python, "guard", "eval")


@pytest.mark.parametrize("text", ["", ")(", "a ==", "__import__('os').system('x')", "a; b", "x" * 3000])
def test_what_is_no_guard_is_no_expression(text: str) -> None:
    assert python_expression(text) is None


def test_fields_that_python_has_other_names_for() -> None:
    assert python_name("terms.price") == "terms_price"
    assert python_name("class") == "class_"
    assert python_expression('class == "x" and has(from.to)') == "(class_ == 'x') and (from_to is not None)"
