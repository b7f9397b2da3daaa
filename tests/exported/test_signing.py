"""Whoever signed the head of a case is known by a key that came on another way."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from procflow import ExportError, redact_export, sign_export, verify_export

Pack = Callable[[Mapping[str, bytes]], bytes]
Unpack = Callable[[bytes], dict[str, bytes]]
Keys = tuple[bytes, bytes]

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER_PUBLIC = OTHER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
OTHER_PRIVATE = OTHER.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def standings(content: bytes, *keys: bytes) -> tuple[list[str], list[str]]:
    checked = verify_export(content, keys=keys)
    return [s.standing for s in checked.signatures], [fault.kind for fault in checked.faults]


def test_a_signature_by_a_known_key(small: bytes, keys: Keys) -> None:
    signed = sign_export(small, keys[0], at=NOW)
    (signature,) = verify_export(signed, keys=[keys[1]]).signatures
    assert (signature.standing, signature.signed_at) == ("known", NOW)
    assert signature.version == verify_export(small).version
    assert standings(signed) == (["unknown"], [])
    assert verify_export(signed).head == verify_export(small).head


def test_the_same_signature_is_the_same_bytes(small: bytes, keys: Keys) -> None:
    assert sign_export(small, keys[0], at=NOW) == sign_export(small, keys[0], at=NOW)


def test_several_signatures(small: bytes, keys: Keys) -> None:
    both = sign_export(sign_export(small, keys[0], at=NOW), OTHER_PRIVATE, at=NOW)
    assert standings(both, keys[1], OTHER_PUBLIC) == (["known", "known"], [])
    assert standings(both, OTHER_PUBLIC) == (["unknown", "known"], [])


def test_a_key_that_did_not_sign(small: bytes, keys: Keys) -> None:
    assert standings(small, keys[1]) == ([], ["missing"])
    signed = sign_export(small, OTHER_PRIVATE, at=NOW)
    assert standings(signed, keys[1]) == (["unknown"], ["missing"])


def test_a_signature_stays_true_when_personal_values_are_left_out(small: bytes, keys: Keys) -> None:
    redacted = redact_export(sign_export(small, keys[0], at=NOW), ["contact"])
    assert standings(redacted, keys[1]) == (["known"], [])


def test_what_was_signed_altered(small: bytes, keys: Keys, pack: Pack, unpack: Unpack) -> None:
    members = unpack(sign_export(small, keys[0], at=NOW))
    said = members["signatures/1.json"]
    for altered in (
        {"signatures/1.sig": bytes(64)},
        {"signatures/1.sig": b""},
        {"signatures/1.json": said.replace(b"2026-03-20", b"2026-03-19")},
        {"signatures/1.json": said.replace(b'"key":"', b'"key":"00')},
        {"signatures/1.json": b"{}"},
        {"signatures/1.json": b"\xff"},
    ):
        marks, faults = standings(pack({**members, **altered}), keys[1])
        assert marks == ["wrong"] and "missing" in faults and len(faults) == 2


def test_the_signature_of_another_case(
    small: bytes, circulation: bytes, keys: Keys, pack: Pack, unpack: Unpack
) -> None:
    members = unpack(sign_export(circulation, keys[0], at=NOW))
    moved = {name: body for name, body in members.items() if name.startswith("signatures/")}
    assert standings(pack({**unpack(small), **moved}), keys[1]) == (["wrong"], ["broken", "missing"])


def test_half_a_signature(small: bytes, keys: Keys, pack: Pack, unpack: Unpack) -> None:
    members = unpack(sign_export(small, keys[0], at=NOW))
    for gone in ("signatures/1.json", "signatures/1.sig"):
        with pytest.raises(ExportError, match=f"lacks {gone}"):
            verify_export(pack({n: body for n, body in members.items() if n != gone}))


def test_what_is_not_whole_is_not_signed(small: bytes, keys: Keys) -> None:
    with pytest.raises(ExportError) as raised:
        sign_export(small.replace(b'"amount":"100"', b'"amount":"900"', 1), keys[0], at=NOW)
    assert raised.value.code == "not-whole"


@pytest.mark.parametrize("kind", ["nothing", "rsa", "locked", "locked-ssh", "public"])
def test_keys_that_sign_nothing(small: bytes, kind: str) -> None:
    rsa = generate_private_key(65537, 2048)
    lock = BestAvailableEncryption(b"secret")
    key = {
        "nothing": b"key",
        "rsa": rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "locked": OTHER.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock),
        "locked-ssh": OTHER_PRIVATE.replace(b"OPENSSH", b"OPENSSH", 1)[:60],
        "public": OTHER_PUBLIC,
    }[kind]
    with pytest.raises(ExportError) as raised:
        sign_export(small, key, at=NOW)
    assert raised.value.code == "bad-key"
    assert ("passphrase" in str(raised.value)) == (kind == "locked")


def test_public_keys_that_are_none(small: bytes) -> None:
    rsa = generate_private_key(65537, 2048).public_key()
    for key in (b"", b"key", OTHER_PRIVATE, rsa.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)):
        with pytest.raises(ExportError) as raised:
            verify_export(small, keys=[key])
        assert raised.value.code == "bad-key"


def test_an_instant_needs_its_zone(small: bytes, keys: Keys) -> None:
    with pytest.raises(ValueError, match="zone"):
        sign_export(small, keys[0], at=datetime(2026, 3, 20))


def test_without_the_extra(small: bytes, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = sign_export(small, keys[0], at=NOW)
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert standings(signed) == (["unchecked"], [])
    for call in (lambda: sign_export(small, keys[0], at=NOW), lambda: verify_export(signed, keys=[keys[1]])):
        with pytest.raises(ExportError, match=r"procflow\[signing\]") as raised:
            call()
        assert raised.value.code == "no-signing"


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen")
def test_keys_and_fingerprints_of_ssh_keygen(small: bytes, tmp_path: Path) -> None:
    key = tmp_path / "owner"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    signed = sign_export(small, key.read_bytes(), at=NOW)
    (signature,) = verify_export(signed, keys=[key.with_suffix(".pub").read_bytes()]).signatures
    told = subprocess.run(["ssh-keygen", "-l", "-f", key], check=True, capture_output=True, text=True)
    assert signature.standing == "known" and signature.key in told.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl")
def test_openssl_agrees(small: bytes, tmp_path: Path, unpack: Unpack) -> None:
    members = unpack(sign_export(small, OTHER_PRIVATE, at=NOW))
    for name in ("signatures/1.json", "signatures/1.sig"):
        (tmp_path / Path(name).name).write_bytes(members[name])
    (tmp_path / "owner.pem").write_bytes(OTHER_PUBLIC)
    check = "openssl pkeyutl -verify -pubin -inkey owner.pem -rawin -in 1.json -sigfile 1.sig"
    said = subprocess.run(check.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (said.returncode, "Successfully" in said.stdout) == (0, True)
