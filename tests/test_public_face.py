"""What `import procflow` gives: every public name, none of them loaded before it is used."""

import inspect
import subprocess
import sys

import pytest

import procflow

HEAVY = ("msgspec", "networkx", "transitions", "yaml", "jsonschema", "sqlite3", "procflow.engine")


@pytest.mark.parametrize("name", procflow.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(procflow, name) is not None
    assert name in dir(procflow)


@pytest.mark.parametrize("name", sorted({*procflow.__all__} - {"__version__", "TRUSTED"}))
def test_every_public_name_and_all_that_it_offers_says_what_it_is(name: str) -> None:
    public = getattr(procflow, name)
    offered = [member for part, member in vars(public).items() if part[0] != "_" and callable(member)]
    for said in (public, *offered):
        assert (inspect.getdoc(said) or "").partition("\n\n")[0].endswith("."), said


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Machine'"):
        procflow.Machine  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, procflow; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "[]"
