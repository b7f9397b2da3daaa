from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procflow.cli.drafts import scalar
from procflow.definition import load_position
from procflow.definition.position import Nature
from procflow.source import read
from procflow.worktime import Period

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


DUTIES = ["--duty", "日報: 訂單=business day", "--duty", "督導", "--duty", "Review, all=month"]


@pytest.fixture
def desk(cli: Cli, acme: Path) -> Any:
    """What the command says of a new position."""
    return cli("new", "position", "desk", "--role", "clerk", "--superior", "head", *DUTIES)


def test_a_position_checks_clean(cli: Cli, desk: Any) -> None:
    assert (desk.code, desk.out) == (0, "made positions/desk.yaml\n")
    checked = cli("check", "positions/desk.yaml")
    assert (checked.code, checked.out.splitlines()[0]) == (0, "no findings")
    assert cli("fmt", "--check", "positions/desk.yaml").code == 0


def test_a_position_has_the_duties_that_were_said(desk: Any) -> None:
    position = load_position(Path("positions/desk.yaml")).position
    assert position is not None
    assert [duty.when for duty in position.duties.values()] == [
        Period.BUSINESS_DAY,
        Nature.STANDING,
        Period.MONTH,
    ]
    assert (position.role, position.superior) == ("clerk", "head")


def test_a_position_can_name_a_process_of_the_folder(cli: Cli, desk: Any) -> None:
    cli("new", "process", "buy", "--step", "ask=clerk")
    path = Path("positions/desk.yaml")
    text = path.read_text(encoding="utf-8").replace("every: month", "every: month, procedure: buy")
    path.write_text(text, encoding="utf-8")
    assert cli("check", path).out.startswith("no findings")


def test_no_position_is_overwritten(cli: Cli, desk: Any) -> None:
    before = Path("positions/desk.yaml").read_text(encoding="utf-8")
    again = cli("new", "position", "desk", "--role", "head", "--superior", "boss", "--duty", "x")
    assert again.code == 2
    assert "not overwritten" in again.err
    assert Path("positions/desk.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--role", "nobody", "--superior", "head", "--duty", "x"], "no role nobody"),
        (
            ["--role", "clerk", "--superior", "head", "--duty", "x=fortnight"],
            "write one of: day, business day",
        ),
        (["--role", "clerk", "--superior", "head", "--duty", "=day"], "a duty has a title"),
        (["--role", "clerk", "--superior", "head", "--duty", "x", "--duty", "x=day"], "x is given twice"),
        (["--role", "clerk", "--superior", "head"], "no terminal to ask on"),
        (["--superior", "head", "--duty", "x"], "no terminal to ask on"),
        (["--role", "a: b", "--superior", "head", "--duty", "x"], "a: b is no name"),
    ],
)
def test_what_makes_no_position_leaves_nothing(cli: Cli, acme: Path, options: list[str], said: str) -> None:
    ended = cli("new", "position", "desk", *options)
    assert ended.code == 2
    assert said in ended.out + ended.err
    assert not Path("positions/desk.yaml").exists()


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
