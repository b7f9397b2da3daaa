from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procflow.cli.drafts import scalar
from procflow.source import read

Cli = Callable[..., Any]


@pytest.fixture
def acme(cli: Cli) -> Path:
    """An organization made by the command."""
    people = ["--person", "ann=clerk", "--person", "bob=head,boss"]
    roles = ["--role", "boss", "--role", "head=boss", "--role", "clerk=head"]
    made = cli("new", "organization", "acme", *roles, *people, "--title-zh", "公司", "--json").json
    return Path(made["file"])


def test_an_organization_checks_clean(cli: Cli, acme: Path) -> None:
    assert acme == Path("organizations/acme.yaml")
    assert cli("check", acme).code == 0
    assert cli("fmt", "--check", acme).code == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--step", "ask=clerk"],
        ["--step", "ask=clerk", "--step", "look=head", "--approver", "boss"],
        ["--step", "ask=clerk", "--approver", "head", "--approver", "boss", "--up-to", "50000.50"],
        ["--step", "ask=clerk", "--title-zh", "採購: 辦公", "--title-en", "Buy, office {x}"],
    ],
)
def test_a_process_checks_clean(cli: Cli, acme: Path, options: list[str]) -> None:
    ended = cli("new", "process", "buy", *options)
    assert (ended.code, ended.out) == (0, "made buy.yaml\n")
    checked = cli("check", "buy.yaml")
    assert (checked.code, checked.out) == (0, "no findings\n2 files checked\n")
    assert cli("fmt", "--check", "buy.yaml").code == 0


def test_a_new_process_runs(cli: Cli, acme: Path) -> None:
    cli(
        "new",
        "process",
        "buy",
        "--step",
        "ask=clerk",
        "--approver",
        "head",
        "--approver",
        "boss",
        "--up-to",
        "50000",
    )
    foretold = cli("forecast", "buy.yaml", "--data", '{"amount": 50000}', "--json").json
    assert foretold["final_authority"] == "head"
    foretold = cli("forecast", "buy.yaml", "--data", '{"amount": 50001}', "--json").json
    assert [item["role"] for item in foretold["path"]] == ["clerk", "head", "boss"]


def test_nothing_is_overwritten(cli: Cli, acme: Path) -> None:
    Path("buy.yaml").write_text("mine", encoding="utf-8")
    ended = cli("new", "process", "buy", "--step", "ask=clerk")
    assert ended.code == 2
    assert "not overwritten" in ended.err
    assert Path("buy.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--step", "ask=nobody"], "no role nobody"),
        (["--step", "done=clerk"], "Y301"),
        (["--step", "ask"], "write --step ask=ROLE"),
        (["--step", "a b=clerk"], "a b is no name"),
        (["--step", "ask=clerk", "--up-to", "5"], "for each --approver but the highest"),
        (["--step", "ask=clerk", "--up-to", "x"], "x is no amount"),
        (["--step", "ask=clerk", "--up-to", "5", "--up-to", "5"], "amounts go up"),
        ([], "no terminal to ask on"),
    ],
)
def test_what_makes_no_process_leaves_nothing(cli: Cli, acme: Path, options: list[str], said: str) -> None:
    ended = cli("new", "process", "buy", *options)
    assert ended.code == 2
    assert said in ended.out + ended.err
    assert not Path("buy.yaml").exists()


def test_an_organization_comes_first(cli: Cli) -> None:
    ended = cli("new", "process", "buy", "--step", "ask=clerk")
    assert ended.code == 2
    assert "no organization file yet" in ended.err
    for name in ("a", "b"):
        cli("new", "organization", name, "--role", "clerk")
    assert "organizations/a.yaml, organizations/b.yaml" in cli("new", "process", "buy").err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]),
        min_size=1,
    )
)
def test_any_text_becomes_a_value(text: str) -> None:
    node = read(f"{{a: {scalar(text)}, b: 1}}", "f.yaml").node
    assert node is not None
    value = node.get("a")
    assert getattr(value, "value", None) == text
