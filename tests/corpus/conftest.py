import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--reset-golden",
        action="store_true",
        help="write what is said now into the .expected files, to be read before it is committed",
    )
