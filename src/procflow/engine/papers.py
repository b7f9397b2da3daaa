"""Attachments on their way in: read, limited in size, named by their content."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from procflow.case import NewAttachment, Refused
from procflow.engine.given import as_mapping, require_text

LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A paper's content and the file name it goes by."""

    filename: str
    content: bytes


Paper = File | Path


def read_papers(
    papers: Mapping[str, Paper] | None, limit: int
) -> tuple[tuple[NewAttachment, ...], dict[str, bytes]]:
    """Attachments for a command, and their contents by SHA-256.

    Raises :class:`Refused` for a file that cannot be read or has more than ``limit`` bytes, ``TypeError`` for
    what is neither a path nor a :class:`File` with bytes.
    """
    attachments = []
    contents: dict[str, bytes] = {}
    for name, paper in as_mapping("attachments", papers).items():
        require_text("attachments", name)
        file = _file_of(name, paper, limit)
        if len(file.content) > limit:
            raise Refused("attachment-too-large", f"{name}: {file.filename} has more than {limit} bytes")
        digest = sha256(file.content).hexdigest()
        contents[digest] = file.content
        attachments.append(NewAttachment(name, digest, len(file.content), file.filename))
    return tuple(attachments), contents


def _file_of(name: str, paper: object, limit: int) -> File:
    match paper:
        case Path():
            return _read(name, paper, limit)
        case File(content=bytes()):
            return paper
        case _:
            raise TypeError(f"{name}: give a pathlib.Path, or a File with bytes")


def _read(name: str, path: Path, limit: int) -> File:
    try:
        with path.open("rb") as stream:
            # A device does not say how much it holds.
            return File(path.name, stream.read(limit + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise Refused("attachment-unreadable", f"{name}: {path}: {reason}") from error
