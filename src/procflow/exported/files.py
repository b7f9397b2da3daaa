"""From parts to the bytes of a file, and from one file to another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from procflow.definition.content import process_from_content
from procflow.exported.archive import pack
from procflow.exported.leaving_out import without
from procflow.exported.parts import Parts, members_of
from procflow.exported.signing import sign
from procflow.exported.verify import require_whole


def write_export(parts: Parts) -> bytes:
    """The file of an exported case; equal parts give equal bytes.

    Raises :class:`ExportError` (``too-large``).
    """
    return pack(members_of(parts))


def sign_export(content: bytes, private_key: bytes, *, at: datetime) -> bytes:
    """An exported case with one more signature over its head.

    ``private_key`` is an Ed25519 key without a passphrase, as `ssh-keygen` or `openssl` writes it. Raises
    :class:`ExportError`, also for a file that is not whole and where the extra ``signing`` is missing;
    ``ValueError`` for an instant without a zone.
    """
    parts = require_whole(content)
    signed = sign(parts.summary, private_key, at)
    return write_export(replace(parts, signatures=(*parts.signatures, signed)))


def redact_export(content: bytes, fields: Iterable[str]) -> bytes:
    """An exported case without the values of personal fields; its signatures stay true.

    Raises ``Refused`` (``not-personal``) for other fields, :class:`ExportError` for a file that is not whole.
    """
    parts = require_whole(content)
    process = process_from_content(parts.contents["definition", parts.summary.definition])
    commits = without(process, parts.commits, field_names(fields))
    return write_export(replace(parts, commits=commits))


def field_names(fields: Iterable[str]) -> tuple[str, ...]:
    """Names of fields, each once. Raises ``TypeError`` for anything else, and for one text in their place."""
    if isinstance(fields, str):
        raise TypeError("fields: several names are needed, not one text")
    names = tuple(dict.fromkeys(fields))
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"fields: a text is needed, not {type(name).__name__}")
    return names
