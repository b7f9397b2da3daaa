"""A case leaves the database as one file, and is checked where there is no database."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

Cli = Callable[..., Any]


@pytest.fixture
def case(cli: Cli, leave: Path) -> str:
    data = '{"days": 2, "illness": "fever"}'
    started = cli("start", leave, "--as", "ann", "--data", data, "--db", "cases.db", "--json").json
    return str(started["case"])


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A file with a private key, and one with its public key."""
    key = Ed25519PrivateKey.generate()
    private, public = tmp_path / "owner", tmp_path / "owner.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return private, public


def test_a_case_is_written_and_checked_without_its_database(cli: Cli, case: str, tmp_path: Path) -> None:
    done = cli("export", case, "-o", "case.zip", "--db", "cases.db")
    assert (done.code, done.out) == (0, f"case.zip: {Path('case.zip').stat().st_size} bytes\n")
    head = cli("verify", "--db", "cases.db", "--json").json[0]["head"]
    (tmp_path / "cases.db").unlink()
    checked = cli("verify", "case.zip")
    assert checked.code == 0
    first, second, last = checked.out.splitlines()
    assert first == f"{case}  whole  head {head}"
    assert second.startswith("  leave, running, up to event ")
    assert last == "1 case, nothing altered"


def test_the_same_for_programs(cli: Cli, case: str) -> None:
    done = cli("export", case, "-o", "case.zip", "--db", "cases.db", "--redact", "illness", "--json")
    assert done.json == {"file": "case.zip", "bytes": Path("case.zip").stat().st_size}
    (checked,) = cli("verify", "case.zip", "--json").json
    assert (checked["case"], checked["faults"], checked["signatures"]) == (case, [], [])
    assert (checked["process"], checked["status"], list(checked["left_out"])) == (
        "leave",
        "running",
        ["illness"],
    )
    assert "left out or erased: illness (event " in cli("verify", "case.zip").out


def test_it_goes_to_standard_output(
    case: str, program: Callable[..., "subprocess.CompletedProcess[bytes]"], tmp_path: Path
) -> None:
    with (tmp_path / "piped.zip").open("wb") as out:
        done = program("export", case, "-o", "-", "--db", "cases.db", stdout=out)
    assert done.returncode == 0
    assert zipfile.is_zipfile(tmp_path / "piped.zip")
    assert program("verify", "piped.zip").returncode == 0


def test_a_file_that_was_altered(cli: Cli, case: str) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    file = Path("case.zip")
    file.write_bytes(file.read_bytes().replace(b'"CaseStarted"', b'"CaseStartet"'))
    done = cli("verify", "case.zip")
    assert (done.code, "NOT WHOLE" in done.out) == (1, True)
    assert "  altered: event 1 was altered" in done.out
    assert "1 case, 1 not whole" in done.out
    assert cli("verify", "case.zip", "--json").json[0]["faults"][0]["kind"] == "altered"


def test_signed_by_the_owner(cli: Cli, case: str, keys: tuple[Path, Path]) -> None:
    private, public = keys
    assert cli("export", case, "-o", "case.zip", "--db", "cases.db", "--sign", private).code == 0
    known = cli("verify", "case.zip", "--key", public)
    assert (known.code, "by SHA256:" in known.out, "a key that you gave" in known.out) == (0, True, True)
    assert "a key that nobody vouches for" in cli("verify", "case.zip").out
    (checked,) = cli("verify", "case.zip", "--key", public, "--json").json
    assert [signature["standing"] for signature in checked["signatures"]] == ["known"]


def test_a_file_is_signed_and_redacted_later(cli: Cli, case: str, keys: tuple[Path, Path]) -> None:
    private, public = keys
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    unsigned = cli("verify", "case.zip", "--key", public)
    assert (unsigned.code, "missing: there is no signature by the key SHA256:" in unsigned.out) == (1, True)
    assert cli("export", "case.zip", "-o", "case.zip", "--sign", private, "--redact", "illness").code == 0
    assert cli("verify", "case.zip", "--key", public).code == 0
    assert b"fever" not in Path("case.zip").read_bytes()


def test_as_somebody_may_see_it(cli: Cli, case: str) -> None:
    assert cli("export", case, "-o", "case.zip", "--db", "cases.db", "--as", "ann").code == 0
    assert b"fever" not in Path("case.zip").read_bytes()
    refused = cli("export", case, "-o", "other.zip", "--db", "cases.db", "--as", "nobody", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "may-not-read")
    refused = cli("export", case, "-o", "other.zip", "--db", "cases.db", "--redact", "days", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "not-personal")
    assert not Path("other.zip").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify", "none.zip"), "system"),
        (("verify", "folder.zip"), "system"),
        (("verify", "text.zip"), "export-not-an-export"),
        (("verify", "case.zip", "--key", "text.zip"), "export-bad-key"),
        (("verify", "case.zip", "--key", "none.pub"), "system"),
        (("verify", "CASE", "--key", "text.zip", "--db", "cases.db"), "usage"),
        (("verify", "--key", "text.zip", "--db", "cases.db"), "usage"),
        (("export", "case.zip", "-o", "out.zip", "--as", "ann"), "usage"),
        (("export", "text.zip", "-o", "out.zip"), "export-not-an-export"),
        (("export", "case.zip", "-o", "out.zip", "--sign", "text.zip"), "export-bad-key"),
        (("export", "case.zip", "-o", "none/out.zip"), "system"),
        (("export", "CASE", "--db", "cases.db"), "usage"),
        (("export", "c0ffee", "-o", "out.zip", "--db", "cases.db"), "not-found"),
        (("export", "c0ffee", "-o", "out.zip", "--db", "none.db"), "no-database"),
    ],
)
def test_what_cannot_be_done(cli: Cli, case: str, arguments: tuple[str, ...], code: str) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    Path("text.zip").write_text("Dear all", encoding="utf-8")
    Path("folder.zip").mkdir()
    done = cli(*(case if argument == "CASE" else argument for argument in arguments), "--json")
    assert (done.code, done.json["error"]["code"]) == (2, code)
    assert not Path("out.zip").exists()
