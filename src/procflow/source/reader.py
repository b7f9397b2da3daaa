"""A YAML file, read into nodes or into findings that say what stands against it."""

from pathlib import Path

from msgspec import Struct
from yaml.error import MarkedYAMLError

from procflow.diagnostics import Diagnostic, LimitReachedError, Span, shortened
from procflow.source.nodes import MapNode
from procflow.source.syntax import explain
from procflow.source.text import MAX_BYTES, decode
from procflow.source.tree import TreeBuilder


class ReadResult(Struct, frozen=True):
    """What a file holds, what was found in it, and its text as the findings count lines and columns in it.

    ``node`` is None where nothing can be made of the file. Where it is there beside errors, the nodes that
    these are about are poisoned.
    """

    node: MapNode | None
    diagnostics: tuple[Diagnostic, ...]
    text: str


def read(data: bytes | str, file: str) -> ReadResult:
    """The mapping that a YAML text holds; ``file`` is the name that findings use.

    Mistakes of the author are findings, whatever the bytes; nothing is raised.
    """
    source, faults = decode(data, file)
    if faults:
        return ReadResult(None, faults, source.text)
    try:
        from yaml.cyaml import CBaseLoader
    except ImportError:
        return ReadResult(None, (Diagnostic("Y111", Span.whole_file(file)),), source.text)
    builder = TreeBuilder(source, CBaseLoader(source.text).get_event)
    node, found = None, builder.found
    try:
        node = builder.document()
    except LimitReachedError:
        pass
    except MarkedYAMLError as error:
        failure = explain(error, builder)
        # What was odd about this line before it failed is most often the same mistake.
        found = [*(other for other in found if other.span.line != failure.span.line), failure]
    return ReadResult(node, shortened(sorted(found, key=lambda d: d.span)), source.text)


def read_file(path: Path, display: str | None = None) -> ReadResult:
    """The mapping that a YAML file holds; ``display`` is the name that findings use, the path by default.

    A file that is not there or cannot be opened is a finding too.
    """
    name = display if display is not None else str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "this is no path"
        return ReadResult(None, (Diagnostic("Y101", Span.whole_file(name), {"why": why.lower()}),), "")
    return read(data, name)
