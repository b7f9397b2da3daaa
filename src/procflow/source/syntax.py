"""Why a text is no YAML, in plain words: libyaml says where it gave up, the lines around say why."""

import re
from collections.abc import Sequence

from msgspec import Struct
from yaml.error import MarkedYAMLError
from yaml.events import AliasEvent, CollectionEndEvent, DocumentEndEvent, Event, ScalarEvent

from procflow.diagnostics import Diagnostic, Related, Span
from procflow.source.misread import misread_comma, misread_key
from procflow.source.text import Source, clip, quote
from procflow.source.tree import Open, TreeBuilder, begin, end

_CLOSING = {"[": "]", "{": "}"}
_ESCAPE = re.compile(r"\\(?:[xuU][0-9a-fA-F]*|.)")
_KEY_FOLLOWS = re.compile(r"[^\s:,\[\]{}]+\s*:(\s|$)")


def explain(error: MarkedYAMLError, reading: TreeBuilder) -> Diagnostic:
    """The finding for a text that libyaml could not read on from where ``reading`` stands."""
    return _Failure.of(error, reading).explain()


class _Failure(Struct, frozen=True):
    """Where libyaml gave up, counting from 0; ``start`` is the beginning of what it was reading."""

    source: Source
    problem: str
    context: str
    line: int
    column: int
    start: tuple[int, int]
    last: Event | None
    last_is_value: bool
    opened: Sequence[Open]
    left: Open | None

    @classmethod
    def of(cls, error: MarkedYAMLError, reading: TreeBuilder) -> "_Failure":
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        start = error.context_mark
        return cls(
            source=reading.source,
            problem=error.problem or "",
            context=error.context or "",
            line=line,
            column=column,
            start=(start.line, start.column) if start else (line, column),
            last=reading.last,
            last_is_value=reading.due == "key" and isinstance(reading.last, ScalarEvent),
            opened=tuple(reading.opened),
            left=reading.left,
        )

    def explain(self) -> Diagnostic:
        """The most telling finding for libyaml's words."""
        blanks = self._blanks()
        if "\t" in blanks:
            return self._at("Y201", self.source.span(self.line, blanks.index("\t")))
        if isinstance(self.last, AliasEvent) and end(self.last).line == self.line:
            mark = begin(self.last)
            return self._at("Y302", self.source.rest(mark.line, mark.column), sign="*")
        match self.context:
            case "while scanning a quoted scalar":
                return self._at("Y202", self.source.span(*self.start))
            case "while parsing a quoted scalar":
                return self._escape()
            case "while scanning a block scalar" | "while scanning an alias" | "while scanning an anchor":
                return self._sign(*self.start)
            case "while scanning a tag" | "while parsing a tag":
                return self._sign(*self.start)
            case "while scanning a simple key":
                return self._no_colon(*self.start)
            case _:
                return self._by_problem()

    def _by_problem(self) -> Diagnostic:
        match self.problem:
            case "mapping values are not allowed in this context" | "found unexpected ':'":
                return self._second_colon()
            case "block sequence entries are not allowed in this context":
                return self._at("Y210", self.source.rest(self.line, self.column))
            case (
                "found character that cannot start any token"
                | "mapping keys are not allowed in this context"
                | "found undefined tag handle"
            ):
                return self._sign(self.line, self.column)
            case "did not find expected node content":
                return self._no_content()
            case "did not find expected ',' or ']'" | "did not find expected ',' or '}'":
                return self._in_brackets()
            case (
                "did not find expected key"
                | "did not find expected '-' indicator"
                | "did not find expected <document start>"
            ):
                return self._misplaced()
            case _:
                return self._at("Y299", self.source.span(self.line, self.column), problem=self.problem)

    def _at(self, code: str, span: Span, related: tuple[Related, ...] = (), **args: str) -> Diagnostic:
        return Diagnostic(code, span, args, related)

    def _blanks(self) -> str:
        """The blanks and tabs that the line begins with."""
        content = self.source.lines[self.line] if self.line < len(self.source.lines) else ""
        return content[: len(content) - len(content.lstrip(" \t"))]

    def _escape(self) -> Diagnostic:
        before = self.source.tail(self.line, 0)[: self.column + 1]
        column = before.rfind("\\")
        escape = _ESCAPE.match(self.source.tail(self.line, column)) if column >= 0 else None
        if escape is None:
            return self._at("Y202", self.source.span(*self.start))
        return self._at("Y203", self.source.span(self.line, column, len(escape[0])), text=clip(escape[0]))

    def _sign(self, line: int, column: int) -> Diagnostic:
        """A text that begins with a sign which YAML keeps for itself."""
        if self._has_ended(line):
            return self._after_end(line, column)
        sign = self.source.tail(line, column)[:1]
        return self._at(
            "Y209", self.source.span(line, column), sign=sign, example=self._in_quotes(line, column)
        )

    def _in_quotes(self, line: int, column: int) -> str:
        """The rest of a line in quotes, as an example; only a hint where it may hold more than the value."""
        text = self.source.tail(line, column)
        more = any(place.flow for place in self.opened) or " #" in text
        return '"…"' if more else clip(quote(text))

    def _no_colon(self, line: int, column: int) -> Diagnostic:
        piece = self.source.tail(line, column)
        meant = misread_key(piece, loose=True)
        if meant:
            return meant.diagnostic(self.source.span(line, column + meant.start))
        return self._at("Y207", self.source.rest(line, column), text=clip(piece))

    def _second_colon(self) -> Diagnostic:
        last = self.last
        sign = self.source.span(self.line, self.column)
        if not isinstance(last, ScalarEvent):
            return self._at("Y206", sign, example='"…"')
        line, column = begin(last).line, begin(last).column
        if last.style or line == self.line:
            example = '"…"' if last.style else self._in_quotes(line, column)
            return self._at("Y206", sign, example=example)
        # The colon belongs to a later line than the text before it: a line above lacks a colon of its own.
        for above in range(line, self.line):
            first = column if above == line else self.source.indent(above)
            meant = misread_key(self.source.tail(above, first), loose=not self.last_is_value or above > line)
            if meant:
                return meant.diagnostic(self.source.span(above, first + meant.start))
        if not self.last_is_value:
            return self._at("Y207", self.source.rest(line, column), text=clip(self.source.tail(line, column)))
        begun = Related(self.source.rest(line, column))
        indent = self.source.indent(self.line)
        return self._at("Y216", self.source.rest(self.line, indent), (begun,))

    def _no_content(self) -> Diagnostic:
        char = self.source.tail(self.line, self.column)[:1]
        flow = [place for place in self.opened if place.flow]
        if not flow:
            return self._sign(self.line, self.column)
        if not char or self._has_left(flow[-1]):
            return self._unclosed(flow[-1].line, flow[-1].column)
        return self._at("Y215", self.source.span(self.line, self.column), sign=char)

    def _has_left(self, place: Open) -> bool:
        """Whether the line stands so far left that it cannot be meant to lie within the brackets."""
        return self.line > place.line and self.source.indent(self.line) <= self.source.indent(place.line)

    def _unclosed(self, line: int, column: int) -> Diagnostic:
        sign = self.source.tail(line, column)[:1]
        return self._at("Y204", self.source.span(line, column), sign=sign, closing=_CLOSING.get(sign, ""))

    def _in_brackets(self) -> Diagnostic:
        line, column = self.start
        here = self.source.tail(self.line, self.column)
        last = self.last
        if isinstance(last, ScalarEvent) and not last.style:
            mark = begin(last)
            piece = self.source.tail(mark.line, mark.column)
            if mark.line == end(last).line:
                piece = piece[: end(last).column - mark.column]
            meant = misread_comma(piece, loose=True) or misread_key(piece, loose=True)
            if meant:
                return meant.diagnostic(self.source.span(mark.line, mark.column + meant.start))
        if not here or self._has_left(Open(line, column, flow=True)):
            return self._unclosed(line, column)
        if here[0] in "]}":
            opening = Related(self.source.span(line, column))
            return self._at("Y215", self.source.span(self.line, self.column), (opening,), sign=here[0])
        if here[0] in "[{" and isinstance(last, ScalarEvent) and not last.style:
            return self._at("Y218", self.source.span(self.line, self.column), sign=here[0])
        if self._has_ended(self.line) and not _KEY_FOLLOWS.match(here):
            return self._after_end(self.line, self.column)
        return self._at("Y217", self.source.span(self.line, self.column))

    def _has_ended(self, line: int) -> bool:
        """Whether a value in quotes or brackets ended on this line just before."""
        last = self.last
        if isinstance(last, ScalarEvent):
            return last.style in ("'", '"') and end(last).line == line
        # The mapping of `[key: value]` has no brackets of its own, and ends without a character.
        if not isinstance(last, CollectionEndEvent) or end(last).index == begin(last).index:
            return False
        return end(last).line == line

    def _after_end(self, line: int, column: int) -> Diagnostic:
        closing = "quote" if isinstance(self.last, ScalarEvent) else "bracket"
        return self._at("Y205", self.source.rest(line, column), closing=closing)

    def _misplaced(self) -> Diagnostic:
        """Something stands where a key or a dash must stand."""
        here = self.source.tail(self.line, self.column)
        rest = self.source.rest(self.line, self.column)
        if self.source.tail(self.line, 0)[: self.column].strip():
            return self._after_end(self.line, self.column)
        if here[:1] in ("]", "}"):
            return self._at("Y215", self.source.span(self.line, self.column), sign=here[0])
        if here[:1] == ":":
            return self._at("Y306", rest)
        if isinstance(self.last, DocumentEndEvent) and self.last.explicit:
            return self._at("Y108", rest)
        blocks = (*self.opened, self.left) if self.left else self.opened
        columns = [place.column for place in blocks if not place.flow]
        if self.column in columns:
            other = "Y214" if here.startswith("-") else "Y219"
            return self._at(other, rest)
        wanted = " or ".join(str(column + 1) for column in sorted(set(columns)))
        return self._at("Y208", rest, column=str(self.column + 1), wanted=wanted or "1")
