"""Exported cases on the command line: which argument names one, and what is said of one that was checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.files import is_file

if TYPE_CHECKING:
    from procflow.exported import CheckedExport, CheckedSignature

_STANDINGS = {
    "known": "a key that you gave",
    "unknown": "a key that nobody vouches for: give the owner's with --key",
    "wrong": "not what that key signed",
    "unchecked": "not checked: pip install 'procflow[signing]'",
}


def names_a_file(what: str) -> bool:
    """Whether an argument is an exported file rather than a case."""
    return what.endswith(".zip") or "/" in what or "\\" in what or is_file(Path(what))


def read_file(name: str) -> bytes:
    """The bytes of an exported file, and no more of it than one may have. Raises ``OSError``."""
    from procflow.exported.archive import LIMIT

    with Path(name).open("rb") as stream:
        return stream.read(LIMIT + 1)


def checked_text(checked: "CheckedExport") -> Iterator[str]:
    """What is said of a file in lines for people, but for its faults."""
    yield f"  {checked.process}, {checked.status}, up to event {checked.version}"
    for field, events in checked.left_out.items():
        which = ", ".join(map(str, events))
        yield f"  left out or erased: {field} (event{'' if len(events) == 1 else 's'} {which})"
    for signature in checked.signatures:
        yield f"  {_signature_text(signature)}"


def _signature_text(signature: "CheckedSignature") -> str:
    when = f"{signature.signed_at:%Y-%m-%d %H:%M}Z " if signature.signed_at is not None else ""
    by = signature.key or "nobody"
    return f"signed: {when}up to event {signature.version} by {by}, {_STANDINGS[signature.standing]}"


def checked_shape(checked: "CheckedExport") -> Mapping[str, object]:
    """What is known of a file beside its head and its faults."""
    return {
        "process": checked.process,
        "version": checked.version,
        "status": checked.status,
        "left_out": {field: list(events) for field, events in checked.left_out.items()},
        "signatures": [
            {
                "key": signature.key,
                "signed_at": signature.signed_at,
                "version": signature.version,
                "standing": signature.standing,
            }
            for signature in checked.signatures
        ],
    }
