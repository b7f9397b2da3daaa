"""Files that an earlier version exported are whole for ever, and altered ones are found."""

from hashlib import sha256
from pathlib import Path

import pytest

from procflow import redact_export, verify_export

FOLDER = Path(__file__).parent / "format-1"
FILES = sorted(FOLDER.glob("*.zip"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_whole(path: Path) -> None:
    checked = verify_export(path.read_bytes())
    assert (checked.faults, checked.status) == ((), "completed")


def test_they_are_those_that_were_frozen() -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in FILES} == FROZEN


def test_the_signature_is_by_its_key_and_the_head_that_of_the_whole_file() -> None:
    signed = (FOLDER / "signed.zip").read_bytes()
    checked = verify_export(signed, keys=[(FOLDER / "signed.pub").read_bytes()])
    assert [signature.standing for signature in checked.signatures] == ["known"]
    assert (checked.faults, list(checked.left_out)) == ((), ["contact"])
    assert checked.head == verify_export((FOLDER / "small.zip").read_bytes()).head


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_written_again_is_the_same_to_the_byte(path: Path) -> None:
    assert redact_export(path.read_bytes(), []) == path.read_bytes()


FROZEN = {
    "circulation.zip": "d5e6b4721c5ee6e0834d80efa19f9133b7cded0bbae91c21827ac6edcefcd9b5",
    "signed.zip": "6c39472c9b853363d00b981147f4e205efa014ca0628cc0c39d7a8760889d726",
    "small.zip": "604616172529692cca5fd2ce949bfac32a4481297d42bce0c500bd0553b53a4b",
}
