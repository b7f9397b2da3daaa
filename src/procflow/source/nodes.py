"""What a YAML file holds, as nodes that know their place.

Nodes never change and hold no cycle, so they stay outside the garbage collector: reading is linear.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias, assert_never

from msgspec import Struct

from procflow.diagnostics import Span

Value: TypeAlias = str | int | Decimal | bool | None
"""What a scalar can mean. Dates stay text here; the type of a field gives them their meaning."""

MAX_DEPTH = 64
"""How deep lists and mappings may lie in one another."""


class ScalarNode(Struct, frozen=True, gc=False):
    """One text, number, flag or nothing.

    ``text`` is what stands in the file, without quotes and with escapes resolved, also where ``value`` is a
    number: a reader of identifiers takes ``text``, so that the clause ``6.10`` stays ``6.10``. ``poisoned``
    says that an error about this very node was reported already: later readers say nothing more about it.
    """

    value: Value
    text: str
    span: Span
    quoted: bool = False
    poisoned: bool = False

    def part(self, start: int, end: int) -> Span:
        """The place of characters ``start`` to ``end`` (from 0, end exclusive) of ``text``.

        Exact for a scalar on one line whose text stands in the file as it is; the whole scalar otherwise.
        """
        span = self.span
        length = span.end_column - span.column
        marks = 2 if self.quoted else 0
        # An escape is longer than what it stands for, so equal lengths mean that there is none.
        if span.line != span.end_line or length != len(self.text) + marks:
            return span
        return span.part(start + marks // 2, end + marks // 2)


class ListNode(Struct, frozen=True, gc=False):
    """Values in order."""

    items: tuple["Node", ...]
    span: Span
    poisoned: bool = False

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Entry(Struct, frozen=True, gc=False):
    """One key of a mapping with its value."""

    key: ScalarNode
    value: "Node"

    @property
    def name(self) -> str:
        """The key as written."""
        return self.key.text


class MapNode(Struct, frozen=True, gc=False):
    """Keys with values, in the order of the file. No key occurs twice; every key is the text as written.

    Where ``poisoned``, an entry that could not be read was reported and left out: a missing key says nothing.
    """

    entries: tuple[Entry, ...]
    span: Span
    poisoned: bool = False

    def get(self, key: str) -> "Node | None":
        """The value under a key, or None where the mapping has no such key."""
        entry = self.entry(key)
        return entry.value if entry else None

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, or None where the mapping has no such key."""
        return next((entry for entry in self.entries if entry.key.text == key), None)

    def keys(self) -> tuple[str, ...]:
        """The keys as written, in the order of the file."""
        return tuple(entry.key.text for entry in self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


Node: TypeAlias = ScalarNode | ListNode | MapNode


def plain(node: Node) -> object:
    """The node without places: dict, list, str, int, Decimal, bool or None."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
        case _:
            assert_never(node)


def from_plain(value: object, file: str = "<stored>") -> Node:
    """Nodes for a value that came from elsewhere than a YAML text; the place of each is the whole file.

    The inverse of :func:`plain`. Raises TypeError for a value of another kind (a float among them, which has
    lost its exact amount already) and ValueError where the value lies deeper than :data:`MAX_DEPTH`.
    """
    return _from_plain(value, Span.whole_file(file), MAX_DEPTH)


def _from_plain(value: object, span: Span, depth: int) -> Node:
    match value:
        case None | bool() | int() | Decimal() | str():
            return ScalarNode(value, _text(value), span, quoted=isinstance(value, str))
        case _ if depth == 0:
            raise ValueError(f"a value may lie at most {MAX_DEPTH} levels deep")
        case list() | tuple():
            return ListNode(tuple(_from_plain(item, span, depth - 1) for item in value), span)
        case dict():
            entries = [
                Entry(_key(key, span), _from_plain(item, span, depth - 1)) for key, item in value.items()
            ]
            return MapNode(tuple(entries), span)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a definition: {value!r}")


def _key(key: object, span: Span) -> ScalarNode:
    if not isinstance(key, str):
        raise TypeError(f"a key is text, not {type(key).__name__}: {key!r}")
    return ScalarNode(key, key, span, quoted=True)


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case int() | str():
            return str(value)
        case _:
            assert_never(value)
