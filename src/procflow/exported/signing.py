"""Statements about the head of a case, signed with Ed25519.

Keys are what `ssh-keygen` and `openssl` make, so that nobody needs a program of ours for them. Signing and
checking signatures needs the extra ``signing``; everything else about an exported case does not.
"""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import msgspec

from procflow.case.record import Fault
from procflow.exported.errors import ExportError
from procflow.exported.parts import Signed, Summary

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

STATEMENT = "procflow case head 1"
"""What a statement begins with, so that a signature over it cannot stand for one over anything else."""

Standing = Literal["known", "unknown", "wrong", "unchecked"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: which head a case had at which version, and when that was said. ``key`` is the public
    key, 32 bytes in hexadecimal."""

    statement: str
    case: str
    version: int
    head: str
    signed_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature of an exported case, up to the event ``version``.

    ``standing`` is ``known`` where it is by a key that the caller gave, ``unknown`` where it is by the key
    that it names itself and nobody vouches for, ``wrong`` where it is not by that key or of another case, and
    ``unchecked`` where the extra is missing. ``key`` is the fingerprint, as `ssh-keygen -l` prints it.
    """

    key: str
    signed_at: datetime | None
    version: int
    standing: Standing


def sign(summary: Summary, private_key: bytes, at: datetime) -> Signed:
    """A statement about the head of a case, signed at an instant with its zone.

    Raises :class:`ExportError` (``no-signing``, ``bad-key``), ``ValueError`` for an instant without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("at: an instant needs its zone")
    key = _private(private_key)
    public = key.public_key().public_bytes_raw().hex()
    said = Statement(STATEMENT, summary.case, summary.version, summary.head, at.astimezone(UTC), public)
    content = msgspec.json.encode(said)
    return Signed(content, key.sign(content))


def check_signatures(
    signatures: Sequence[Signed], case: str, heads: Mapping[int, str], keys: Collection[bytes]
) -> tuple[tuple[CheckedSignature, ...], tuple[Fault, ...]]:
    """How each signature stands, and what is wrong with them.

    ``heads`` are those of the case by version, hexadecimal; by each of the public ``keys`` it must be signed.

    Raises :class:`ExportError`: ``bad-key``, and ``no-signing`` where keys are given without the extra.
    """
    known = {_public(key) for key in keys}
    checked, faults, found = [], [], set()
    for number, signed in enumerate(signatures, 1):
        said = _said(signed.statement)
        standing = _standing(signed, said, known)
        if said is None or (said.case, said.head) != (case, heads.get(said.version)):
            standing = "wrong"
            text = f"signature {number} is about no head that this case ever had"
            faults.append(Fault("broken", 0, text))
        elif standing == "wrong":
            text = f"signature {number} is not by the key that it names, or what was signed was altered"
            faults.append(Fault("altered", 0, text))
        elif standing == "known":
            found.add(said.key)
        checked.append(_checked(said, standing))
    for key in sorted(known - found):
        faults.append(Fault("missing", 0, f"there is no signature by the key {fingerprint(key)}"))
    return tuple(checked), tuple(faults)


def _checked(said: Statement | None, standing: Standing) -> CheckedSignature:
    if said is None:
        return CheckedSignature("", None, 0, standing)
    return CheckedSignature(fingerprint(said.key), said.signed_at, said.version, standing)


def fingerprint(key: str) -> str:
    """What people call a public key by, as `ssh-keygen -l` prints it."""
    kind, raw = b"ssh-ed25519", bytes.fromhex(key)
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (kind, raw))
    return f"SHA256:{b64encode(sha256(blob).digest()).decode().rstrip('=')}"


def _said(content: bytes) -> Statement | None:
    """What a statement says; None for what is none."""
    try:
        said = msgspec.json.decode(content, type=Statement)
        if said.statement == STATEMENT and len(bytes.fromhex(said.key)) == 32:
            return said
    except (ValueError, RecursionError):
        pass
    return None


def _standing(signed: Signed, said: Statement | None, known: Collection[str]) -> Standing:
    if said is None:
        return "wrong"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return "unchecked"
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said.key))
        public.verify(signed.signature, signed.statement)
    except (InvalidSignature, ValueError):
        return "wrong"
    return "known" if said.key in known else "unknown"


def _private(content: bytes) -> "Ed25519PrivateKey":
    _require_extra()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    load = load_ssh_private_key if b"BEGIN OPENSSH" in content else load_pem_private_key
    try:
        key = load(content, password=None)
    except TypeError:
        text = "this private key is locked with a passphrase; give one that is not"
        raise ExportError("bad-key", text) from None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        text = "this is no private Ed25519 key; ssh-keygen -t ed25519 makes one, in the file without .pub"
        raise ExportError("bad-key", text)
    return key


def _public(content: bytes) -> str:
    """A public key, 32 bytes in hexadecimal."""
    _require_extra()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key, load_ssh_public_key

    load = load_pem_public_key if b"-----BEGIN" in content else load_ssh_public_key
    try:
        key = load(content)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        text = "this is no public Ed25519 key; ssh-keygen -t ed25519 writes one in a file that ends in .pub"
        raise ExportError("bad-key", text)
    return key.public_bytes_raw().hex()


def _require_extra() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        text = "signing and checking against a key needs the extra: pip install 'procflow[signing]'"
        raise ExportError("no-signing", text) from None
