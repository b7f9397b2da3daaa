"""Writes exported cases that every later version must find whole.

``PYTHONPATH=src:. python tests/exported/freeze.py`` writes those that are not there yet. One that is there
is never written again. The key that signed them is thrown away; its public half stays beside them.
"""

from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from procflow import redact_export, sign_export
from tests.exported.conftest import told

FOLDER = Path(__file__).parent / "format-1"
SIGNED_AT = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)


def main() -> None:
    """Two cases as they are, and one signed, without its personal values."""
    whole = {name: told(name) for name in ("small", "circulation")}
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n"
    signed = redact_export(sign_export(whole["small"], private, at=SIGNED_AT), ["contact"])
    files = {**{f"{name}.zip": content for name, content in whole.items()}, "signed.zip": signed}
    for name, content in {**files, "signed.pub": public}.items():
        if not (FOLDER / "signed.pub").exists() or name != "signed.pub":
            with (FOLDER / name).open("xb") as file:
                file.write(content)


if __name__ == "__main__":
    main()
