"""From libyaml's events to nodes, with a finding for what YAML allows and a definition does not."""

import re
from collections.abc import Callable
from typing import Literal, Protocol, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from procflow.diagnostics import MAX_ERRORS, Diagnostic, LimitReachedError, Related, Severity, Span
from procflow.source.misread import Misread, is_plain, misread_comma, misread_key
from procflow.source.nodes import MAX_DEPTH, Entry, ListNode, MapNode, Node, ScalarNode
from procflow.source.scalars import EMPTY, OTHER_FLAGS, Doubtful, resolve
from procflow.source.text import Source, clip, quote

MAX_NODES = 360_000
"""The most keys and values of a file; 5,000 steps as full as they come have 345,000."""

WIDE_BLANKS = "\u3000\xa0"

_COMMENT = re.compile(r"#[^\n\r]*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d.,]*\d)")


class Open(Struct, frozen=True):
    """A list or mapping that is being read: where it begins (from 0), and whether it stands in brackets."""

    line: int
    column: int
    flow: bool


class Mark(Protocol):
    """A place in the text, counting from 0; ``index`` counts code points from the beginning."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def index(self) -> int: ...


def begin(event: Event) -> Mark:
    """Where an event begins; libyaml always says so."""
    assert event.start_mark is not None
    return event.start_mark


def end(event: Event) -> Mark:
    """Where an event ends; libyaml always says so."""
    assert event.end_mark is not None
    return event.end_mark


class TreeBuilder(Struct):
    """Reads one document from libyaml's events.

    ``last``, ``due``, ``opened`` and ``left`` say where the reading stands, so that a failure of libyaml can
    be explained: the last event, what was expected after it, what is open, and what was closed last.
    """

    source: Source
    pull: Callable[[], Event | None]
    found: list[Diagnostic] = field(default_factory=list)
    opened: list[Open] = field(default_factory=list)
    left: Open | None = None
    last: Event | None = None
    due: Literal["root", "key", "value", "item", "end"] = "root"
    nodes: int = 0
    errors: int = 0

    def document(self) -> MapNode | None:
        """The mapping that the file holds; None where it holds something else or nothing."""
        event = self._next()
        while not isinstance(event, NodeEvent | StreamEndEvent):
            event = self._next()
        if isinstance(event, StreamEndEvent):
            self._report("Y106", Span.whole_file(self.source.file))
            return None
        root = self._node(event)
        self.due = "end"
        after = self._next()
        while not isinstance(after, StreamEndEvent | DocumentStartEvent):
            after = self._next()
        if isinstance(after, DocumentStartEvent):
            mark = begin(after)
            self._report("Y108", self.source.rest(mark.line, mark.column))
        return self._root(root)

    def _root(self, root: Node) -> MapNode | None:
        match root:
            case MapNode():
                return root
            case ScalarNode(value=None, quoted=False, poisoned=False):
                self._report("Y106", Span.whole_file(self.source.file))
            case ScalarNode(poisoned=False) | ListNode():
                if not isinstance(root, ScalarNode) or not self._misread(root, loose=True):
                    self._report("Y107", self.source.rest(root.span.line - 1, root.span.column - 1))
            case ScalarNode():
                pass
            case _:
                assert_never(root)
        return None

    def _next(self) -> Event:
        event = self.pull()
        assert event is not None, "libyaml sends a last event, behind which nothing is read"
        self.last = event
        return event

    def _report(self, code: str, span: Span, related: tuple[Related, ...] = (), **args: str) -> None:
        self._add(Diagnostic(code, span, args, related))

    def _add(self, finding: Diagnostic) -> None:
        self.found.append(finding)
        self.errors += finding.severity is Severity.ERROR
        if self.errors >= MAX_ERRORS:
            self._stop("Y112", finding.span, MAX_ERRORS)

    def _forget(self, first: int) -> None:
        """Take back the findings from one on: what they say is said better by another."""
        self.errors -= sum(finding.severity is Severity.ERROR for finding in self.found[first:])
        del self.found[first:]

    def _stop(self, code: str, span: Span, limit: int) -> None:
        self.found.append(Diagnostic(code, span, {"limit": str(limit)}))
        raise LimitReachedError

    def _span(self, event: Event) -> Span:
        start, stop = event.start_mark, event.end_mark
        assert start is not None and stop is not None
        return Span(self.source.file, start.line + 1, start.column + 1, stop.line + 1, stop.column + 1)

    def _end(self) -> Span:
        return self.source.span(len(self.source.lines), 0)

    def _count(self, event: Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop("Y110", self._span(event), MAX_NODES)

    def _node(self, event: Event) -> Node:
        self._count(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        match event:
            case AliasEvent():
                self._report("Y302", self._span(event), sign="*")
                return ScalarNode(None, "", self._span(event), poisoned=True)
            case CollectionStartEvent():
                return self._collection(event)
            case _:
                raise TypeError(f"libyaml sent {event!r} where a value was due")

    def _collection(self, event: CollectionStartEvent) -> ListNode | MapNode:
        mark = begin(event)
        if len(self.opened) == MAX_DEPTH:
            self._stop("Y109", self.source.span(mark.line, mark.column), MAX_DEPTH)
        marked = self._marked(event)
        self.opened.append(Open(mark.line, mark.column, bool(event.flow_style)))
        node = self._mapping(event) if isinstance(event, MappingStartEvent) else self._list(event)
        self.left = self.opened.pop()
        return replace(node, poisoned=True) if marked else node

    def _marked(self, event: ScalarEvent | CollectionStartEvent) -> bool:
        """Report an anchor or a tag in front of a value, and say whether there was one."""
        if event.anchor is None and event.tag is None:
            return False
        mark = begin(event)
        if event.anchor is not None:
            self._report("Y302", self.source.span(mark.line, mark.column), sign="&")
        else:
            self._report("Y304", self.source.span(mark.line, mark.column), tag=clip(event.tag or "!"))
        return True

    def _list(self, start: CollectionStartEvent) -> ListNode:
        items: list[Node] = []
        while True:
            self.due = "item"
            event = self._next()
            if isinstance(event, CollectionEndEvent):
                return ListNode(tuple(items), self._extent(start, event, items[-1] if items else None))
            item = self._node(event)
            if isinstance(item, ScalarNode) and self._misread(item):
                item = replace(item, poisoned=True)
            items.append(item)

    def _extent(self, start: CollectionStartEvent, stop: Event, last: Node | None) -> Span:
        """From the first to the last character; libyaml ends a block only where the next thing begins."""
        file, first = self.source.file, begin(start)
        if last is not None and not start.flow_style:
            return Span(file, first.line + 1, first.column + 1, last.span.end_line, last.span.end_column)
        return Span(file, first.line + 1, first.column + 1, end(stop).line + 1, end(stop).column + 1)

    def _mapping(self, start: CollectionStartEvent) -> MapNode:
        entries: dict[str, Entry] = {}
        refused = split = False
        value_event: Event | None = None
        value: Node | None = None
        while True:
            self.due = "key"
            key_event = self._next()
            if isinstance(key_event, CollectionEndEvent):
                return MapNode(
                    tuple(entries.values()), self._extent(start, key_event, value), poisoned=refused
                )
            findings = len(self.found)
            key = self._key(key_event)
            key_end = end(self.last or key_event).index
            self.due = "value"
            event = self._next()
            if isinstance(event, ScalarEvent) and not event.value and self._alone(key_end, event):
                if key and not split:
                    self._no_colon(key, key_end, value_event)
                refused = split = True
                continue
            value_event, value = event, self._value(key_event, event)
            if key is None:
                refused = True
                if isinstance(key_event, ScalarEvent) and key_event.value == "<<":
                    # The alias behind a merge key is the same mistake.
                    self._forget(findings + 1)
            elif key.text in entries:
                first = Related(entries[key.text].key.span)
                self._report("Y301", key.span, (first,), key=clip(key.text))
                # Most often the name alone is wrong, and others refer to the right one.
                refused = True
            else:
                entries[key.text] = Entry(key, value)

    def _alone(self, key_end: int, nothing: ScalarEvent) -> bool:
        """Whether there is no colon between a key and the nothing behind it."""
        between = self.source.text[key_end : begin(nothing).index]
        return not between or not _COMMENT.sub("", between).strip()

    def _value(self, key: Event, event: Event) -> Node:
        node = self._node(event)
        if not isinstance(node, ScalarNode) or node.quoted or node.poisoned:
            return node
        own_line = node.span.line > end(key).line + 1
        if self._misread(node, first=own_line):
            return replace(node, poisoned=True)
        if node.text.lower() in OTHER_FLAGS:
            self._report("Y312", node.span, word=node.text)
        return node

    def _key(self, event: Event) -> ScalarNode | None:
        """A key; None where it was refused and reported."""
        if not isinstance(event, ScalarEvent):
            findings = len(self.found)
            node = self._node(event)
            if not isinstance(event, AliasEvent):
                self._forget(findings)
                self._report("Y305", self.source.rest(node.span.line - 1, node.span.column - 1))
            return None
        self._count(event)
        text, span = event.value, self._span(event)
        key = ScalarNode(text, text, span, quoted=bool(event.style))
        if self._marked(event) or (not key.quoted and self._refused(key)):
            return None
        return key

    def _refused(self, key: ScalarNode) -> bool:
        """Report an unquoted key that is no name, and say whether it is one of those."""
        span = key.span
        if key.text == "<<":
            self._report("Y303", span)
        elif key.text in EMPTY:
            self._report("Y306", self.source.rest(span.line - 1, span.column - 1))
        elif key.text.strip(WIDE_BLANKS) != key.text:
            self._report("Y311", span)
        elif "：" in key.text or "，" in key.text:
            piece = self._first_line(span)
            meant = misread_key(piece, loose=True) or misread_comma(piece, loose=True)
            if meant is None:
                return False
            self._report_misread(meant, span.line - 1, span.column - 1)
        else:
            return False
        return True

    def _no_colon(self, key: ScalarNode, key_end: int, before: Event | None) -> None:
        """Report a key without colon; most often text with a comma, cut in two by it."""
        meant = None if key.quoted else misread_key(self._first_line(key.span), loose=True)
        if meant:
            self._report_misread(meant, key.span.line - 1, key.span.column - 1)
        elif isinstance(before, ScalarEvent) and not before.style and before.value:
            whole = self.source.text[begin(before).index : key_end]
            number = _GROUPED.search(self.source.text, begin(before).index)
            if number and number.start() < begin(before).index + len(before.value) < number.end():
                plain = number[0].replace(",", "")
                self._report("Y307", key.span, text=number[0], plain=plain)
            else:
                self._report("Y309", key.span, whole=clip(quote(whole)))
        else:
            self._report("Y313", key.span, key=clip(key.text))

    def _first_line(self, span: Span) -> str:
        last = span.end_column - 1 if span.line == span.end_line else None
        return self.source.lines[span.line - 1][span.column - 1 : last]

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        text, span = event.value, self._span(event)
        poisoned = (event.anchor is not None or event.tag is not None) and self._marked(event)
        if event.style or poisoned:
            return ScalarNode(text, text, span, bool(event.style), poisoned)
        if not text:
            # At the end of the file libyaml puts nothing on the line after the last.
            return ScalarNode(None, "", span if span.line <= len(self.source.lines) else self._end())
        value = resolve(text)
        if isinstance(value, Doubtful):
            code = "Y307" if value.plain else "Y308"
            self._report(code, span, text=clip(text), plain=value.plain)
            return ScalarNode(text, text, span, poisoned=True)
        if text[0] in WIDE_BLANKS or text[-1] in WIDE_BLANKS:
            self._report("Y311", span)
            return ScalarNode(text, text, span, poisoned=True)
        return ScalarNode(value, text, span)

    def _misread(self, node: ScalarNode, *, first: bool = True, loose: bool = False) -> bool:
        """Report text that was meant as keys or a list, and say whether it was.

        ``first`` tells whether the first line of the text could have been one; later lines always could.
        """
        if node.quoted or node.poisoned or is_plain(node.text):
            return False
        span = node.span
        if span.line == span.end_line and not first:
            return False
        for line in range(span.line - 1 + (not first), span.end_line):
            column = span.column - 1 if line == span.line - 1 else self.source.indent(line)
            last = span.end_column - 1 if line == span.end_line - 1 else None
            piece = self.source.lines[line][column:last]
            meant = misread_key(piece, loose=loose) or misread_comma(piece, loose=False)
            if meant:
                self._report_misread(meant, line, column)
                return True
            if line >= span.line and piece.startswith("- "):
                self._report("Y310", self.source.rest(line, column))
                return True
        return False

    def _report_misread(self, meant: Misread, line: int, column: int) -> None:
        self._add(meant.diagnostic(self.source.span(line, column + meant.start)))
