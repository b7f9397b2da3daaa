"""Process files that cannot be taken in: what they are about, as far as that can be seen.

Running cases go on with the definition that is stored. Their organization they take from the file of now, so
it has to be known whether that file is one of those with mistakes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from procflow.definition.load import LoadedOrganization, beside, load_organization
from procflow.diagnostics import Diagnostic
from procflow.files import is_file


@dataclass(frozen=True, slots=True)
class Unsound:
    """A process file with mistakes.

    ``organization`` is the id of its organization where that has mistakes as well, empty if they hide it;
    None where nothing speaks against it.
    """

    process: str
    organization: str | None
    diagnostics: tuple[Diagnostic, ...]

    def concerns(self, organization: str, process: str) -> bool:
        """Whether the organization that a process runs in has mistakes; they may be in its id too."""
        return self.organization is not None and (
            self.organization == organization or self.process == process
        )


def unsound(path: Path, found: tuple[Diagnostic, ...]) -> tuple[Unsound, LoadedOrganization | None]:
    """What a process file is about in which so much was found, and its organization if that is sound."""
    process = _value(path, "process") or path.stem
    written = _value(path, "organization")
    if written is None:
        return Unsound(process, None, found), None
    file = beside(path, written)
    held = load_organization(file) if is_file(file) else None
    if held is not None and held.organization is not None and held.content:
        return Unsound(process, None, found), held
    return Unsound(process, _value(file, "organization") or "", found), None


def _value(path: Path, key: str) -> str | None:
    """What stands behind a key at the top of a file, even if nothing else in it can be read."""
    try:
        text = path.read_text("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
    found = re.search(rf"""^["']?{key}["']?:[ ]+["']?([^\s"'#]+)""", text, re.MULTILINE)
    return found.group(1) if found else None
