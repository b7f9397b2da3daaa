"""Loading definition files: a process with the organization and register that it names, or either alone."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from procflow.definition.build import (
    build_organization,
    build_position,
    build_process,
    build_register,
    build_sheet,
)
from procflow.definition.content import content_hash, organization_content, process_content
from procflow.definition.folder import KINDS, kind_of
from procflow.definition.neighbours import Neighbours
from procflow.definition.organization import Organization
from procflow.definition.position import Position
from procflow.definition.process import Process
from procflow.definition.register import Register
from procflow.definition.sheet import Sheet
from procflow.definition.shelf import Built, Shelf
from procflow.diagnostics import Diagnostic, Severity, Span, has_errors, nearest
from procflow.files import is_file, is_folder
from procflow.source import MapNode, ReadResult, ScalarNode

_HEART = {
    "process": "steps",
    "position": "duties",
    "organization": "roles",
    "register": "clauses",
    "sheet": "sections",
}
"""What a file of each kind cannot do without."""


class LoadedOrganization(Struct, frozen=True):
    """An organization file: the organization and its content, unless the findings hold an error."""

    organization: Organization | None
    content: bytes
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


class LoadedPosition(Struct, frozen=True):
    """A position file and the clause register that it names: the position, unless the findings hold an
    error."""

    position: Position | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    register: Register | None = None


class LoadedSheet(Struct, frozen=True):
    """A sheet file and the process that it says it prints: the sheet, unless the findings hold an error."""

    sheet: Sheet | None
    process: Process | None
    register: Register | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


class Loaded(Struct, frozen=True):
    """A process file and what it names.

    ``process`` is None, and ``content`` empty, if there is an error in any of the files. ``content``
    rebuilds the process, ``organization_content`` the organization. ``sources`` holds the text of every file
    by the name that the findings use, but for the process files ``beside`` this one that its calls and waits
    were held to: those are looked at and not checked.
    """

    process: Process | None
    organization: Organization | None
    register: Register | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    content: bytes
    organization_content: bytes
    sheet: Sheet | None = None
    beside: tuple[Path, ...] = ()

    @property
    def hash(self) -> str:
        """The hash of the content: the version that cases run on."""
        return content_hash(self.content)


class _Reading(Struct):
    """The files read so far, and everything found in them; what several name is taken from the shelf."""

    shelf: Shelf = field(default_factory=Shelf)
    found: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, result: ReadResult | None = None) -> MapNode | None:
        return self.take(result or self.shelf.read(path), str(path))

    def take(self, result: ReadResult, name: str) -> MapNode | None:
        self.sources[name] = result.text
        self.found.extend(result.diagnostics)
        return result.node

    def named(self, path: Path, written: ScalarNode | None, key: str) -> MapNode | None:
        """The file that a key of another file names, seen from that file."""
        if written is None:
            return None
        target = beside(path, written.text)
        if not is_file(target):
            self.found.append(Diagnostic("D204", written.span, {"path": written.text}))
            return None
        node = self.read(target)
        if node is not None and _kind(node) != key and not node.poisoned:
            self.found.append(_no_kind(key, written.text, written.span))
            return None
        return node


def _no_kind(key: str, path: str, span: Span) -> Diagnostic:
    wanted = {"register": "clause register", "sheet": "review sheet"}.get(key, key)
    return Diagnostic("D202", span, {"path": path, "wanted": wanted, "key": key})


def beside(path: Path, written: str) -> Path:
    """The path that a file names, seen from the folder that the file is in."""
    return path.parent / written


def load_process(path: Path, result: ReadResult | None = None, shelf: Shelf | None = None) -> Loaded:
    """Read a process file, the organization and register that it names, and the processes beside it that it
    calls or waits for.

    ``result`` is what the file was read to, where that is done already; ``shelf`` has what was read for other
    files and is given to the next.
    """
    taken = shelf or Shelf()

    def load() -> Loaded:
        reading = _Reading(taken)
        node = reading.read(path, result)
        return _process(path, reading, node, _neighbours(path.parent, taken))

    return taken.process(path, load)


def load_position(path: Path, shelf: Shelf | None = None) -> LoadedPosition:
    """Read a position file, and the organization and register that it names; ``shelf`` as for
    :func:`load_process`."""
    reading = _Reading(shelf or Shelf())
    node = reading.read(path)
    position, register = _position(path, reading, node) if node is not None else (None, None)
    found = _in_order(reading.found)
    return LoadedPosition(None if has_errors(found) else position, found, reading.sources, register)


def load_sheet(
    path: Path,
    process: Process | None = None,
    register: Register | None = None,
    shelf: Shelf | None = None,
) -> LoadedSheet:
    """Read a sheet file, and hold it to the process that it names; where one is given, to that instead.

    ``shelf`` as for :func:`load_process`.
    """
    reading = _Reading(shelf or Shelf())
    node = reading.read(path)
    if node is not None and _kind(node) != "sheet":
        span = node.entries[0].key.span if node.entries else Span.whole_file(str(path))
        reading.found.append(_no_kind("sheet", str(path), span))
        node = None
    if node is None:
        return LoadedSheet(None, process, register, _in_order(reading.found), reading.sources)
    if process is None:
        return _sheet(path, reading, node)
    sheet, found = build_sheet(node, process, register)
    reading.found.extend(found)
    return LoadedSheet(sheet, process, register, _in_order(reading.found), reading.sources)


def load_organization(path: Path) -> LoadedOrganization:
    """Read an organization file with the documents of its grants."""
    reading = _Reading()
    return _organization(path, reading, reading.read(path))


def check_file(
    path: Path, result: ReadResult | None = None
) -> tuple[tuple[Diagnostic, ...], Mapping[str, str]]:
    """Everything found in a file of any of the :data:`KINDS`, and the texts of the files read.

    ``result`` is what the file was read to, where that is done already.
    """
    reading = _Reading()
    node = reading.read(path, result)
    if node is None:
        return tuple(reading.found), reading.sources
    match _kind(node):
        case "process":
            _process(path, reading, node, _neighbours(path.parent, reading.shelf))
        case "organization":
            _organization(path, reading, node)
        case "register":
            reading.found.extend(build_register(node)[1])
        case "position":
            _position(path, reading, node)
        case "sheet":
            _sheet(path, reading, node)
        case _:
            reading.found.append(_unknown(path, node))
    return _in_order(reading.found), reading.sources


def _kind(node: MapNode) -> str:
    """What a file is. A first key that is a kind misspelt is that kind, if the file has what makes it up."""
    meant = nearest(node.entries[0].name, KINDS) if node.entries else ""
    if meant and node.entry(meant) is None and node.entry(_HEART[meant]) is not None:
        return meant
    return kind_of([entry.name for entry in node])


def _unknown(path: Path, node: MapNode) -> Diagnostic:
    span, near = Span.whole_file(str(path)), ""
    if node.entries:
        span, near = node.entries[0].key.span, nearest(node.entries[0].name, KINDS)
    return Diagnostic("D203", span, {"kinds": ", ".join(KINDS), "nearest": near})


def _neighbours(folder: Path, shelf: Shelf) -> Neighbours:
    """The processes of a folder, each read by itself: what it calls is not followed."""

    def read(path: Path) -> tuple[Process | None, tuple[Diagnostic, ...]]:
        reading = _Reading(shelf)
        loaded = _process(path, reading, reading.read(path), None)
        return loaded.process, loaded.diagnostics

    return Neighbours(folder, read)


def _process(path: Path, reading: _Reading, node: MapNode | None, neighbours: Neighbours | None) -> Loaded:
    if node is None:
        return Loaded(None, None, None, tuple(reading.found), reading.sources, b"", b"")
    org_node = reading.named(path, _text(node, "organization"), "organization")
    written = _text(node, "organization")
    held = _organization(beside(path, written.text), reading, org_node) if written else None
    organization = held.organization if held else None
    clauses = reading.named(path, _text(node, "clauses"), "register")
    register = _register(path, reading, node, clauses)
    process, found = build_process(node, organization, register, neighbours)
    reading.found.extend(found)
    sheet = _sheet_of(path, reading, node, process, register)
    sound = not has_errors(reading.found)
    content = process_content(node, clauses, process.organization) if process and sound else b""
    return Loaded(
        process=process if sound else None,
        organization=organization,
        register=register,
        diagnostics=_in_order(reading.found),
        sources=reading.sources,
        content=content,
        organization_content=held.content if held else b"",
        sheet=sheet,
        beside=neighbours.read_so_far if neighbours is not None else (),
    )


def _sheet_of(
    path: Path, reading: _Reading, node: MapNode, process: Process | None, register: Register | None
) -> Sheet | None:
    """The sheet that a process names, held to the process."""
    written = _text(node, "sheet")
    named = reading.named(path, written, "sheet")
    if named is None or written is None:
        return None
    sheet, found = build_sheet(named, process, register)
    reading.found.extend(found)
    prints = _text(named, "prints")
    if prints is not None and beside(beside(path, written.text), prints.text).resolve() != path.resolve():
        args = {"other": prints.text, "process": path.name}
        reading.found.append(Diagnostic("P124", prints.span, args))
    return sheet


def _sheet(path: Path, reading: _Reading, node: MapNode) -> LoadedSheet:
    """A sheet with the process that it says it prints; without one its names are taken as they are."""
    written = _text(node, "prints")
    process = register = None
    named = reading.named(path, written, "process")
    if written is not None and named is not None:
        file = beside(path, written.text)
        loaded = _process(file, reading, named, _neighbours(file.parent, reading.shelf))
        process, register = loaded.process, loaded.register
    sheet, found = build_sheet(node, process, register)
    reading.found.extend(found)
    ordered = _in_order(reading.found)
    sound = not has_errors(d for d in ordered if d.span.file == str(path))
    return LoadedSheet(sheet if sound else None, process, register, ordered, reading.sources)


def _position(path: Path, reading: _Reading, node: MapNode) -> tuple[Position | None, Register | None]:
    """A position with the organization and register that it names, and the folder of its procedures."""
    org_node = reading.named(path, _text(node, "organization"), "organization")
    written = _text(node, "organization")
    held = _organization(beside(path, written.text), reading, org_node) if written else None
    clauses = reading.named(path, _text(node, "clauses"), "register")
    register = _register(path, reading, node, clauses)
    folder = _text(node, "procedures")
    known = None
    if folder and is_folder(beside(path, folder.text)):
        known = _neighbours(beside(path, folder.text), reading.shelf)
    elif folder:
        reading.found.append(Diagnostic("P112", folder.span, {"path": folder.text}))
    position, found = build_position(node, held.organization if held else None, register, known)
    reading.found.extend(found)
    return position, register


def _register(path: Path, reading: _Reading, node: MapNode, clauses: MapNode | None) -> Register | None:
    """The register that a file names, from its node."""
    written = _text(node, "clauses")
    if clauses is None or written is None:
        return None
    register, found = reading.shelf.register(beside(path, written.text), clauses)
    reading.found.extend(found)
    return register


def _organization(path: Path, reading: _Reading, node: MapNode | None) -> LoadedOrganization:
    organization, content = None, b""
    if node is not None:
        before = tuple(d for d in reading.found if d.span.file == str(path))
        built = reading.shelf.organization(path, lambda: _built(path, node, before))
        organization, content, found = built
        reading.found.extend(found)
    return LoadedOrganization(organization, content, _in_order(reading.found), reading.sources)


def _built(path: Path, node: MapNode, before: tuple[Diagnostic, ...]) -> Built:
    """An organization from its node; one with mistakes, also of those found in its file before, has no
    content."""
    documents: dict[str, str] = {}

    def hashed(written: str) -> str | None:
        digest = file_hash(beside(path, written))
        if digest is not None:
            documents[written] = digest
        return digest

    organization, found = build_organization(node, hashed)
    if organization is None or has_errors(d for d in (*before, *found) if d.span.file == str(path)):
        return organization, b"", found
    content = organization_content(node, documents)
    return replace(organization, hash=content_hash(content)), content, found


def file_hash(path: Path) -> str | None:
    """The SHA-256 of a file, hexadecimal; None if there is no file or it cannot be read."""
    if not is_file(path):
        return None
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _text(node: MapNode, key: str) -> ScalarNode | None:
    """The text under a key; anything else there is the schema's to refuse."""
    value = node.get(key)
    return value if isinstance(value, ScalarNode) and isinstance(value.value, str) else None


def _in_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place. That a word is read as text (Y312) goes without saying where it is refused as such."""
    wrong = {d.span for d in found if d.severity is Severity.ERROR}
    kept = (d for d in found if d.code != "Y312" or d.span not in wrong)
    return tuple(sorted(kept, key=lambda d: (d.span, d.code)))
