import os
from pathlib import Path

import pytest
from hypothesis import settings

# The machines that run this are shared: how long one example takes says nothing.
settings.register_profile("procflow", deadline=None)
settings.register_profile("long", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "5000")))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "procflow"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--reset-golden",
        action="store_true",
        help="write what is said now into the .expected files, to be read before it is committed",
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout that holds these tests."""
    return Path(__file__).resolve().parents[1]
