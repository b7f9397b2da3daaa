"""From libyaml's tokens to pieces with their gaps."""

from dataclasses import dataclass, field

import yaml
from yaml.tokens import (
    BlockEndToken,
    BlockEntryToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    DocumentEndToken,
    DocumentStartToken,
    FlowEntryToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    StreamStartToken,
    Token,
    ValueToken,
)

from procflow.source.layout.pieces import Gap, Kind, Level, Piece, cells, gap_of
from procflow.source.layout.scalars import block_lines, flow_lines, keeps_blanks

STEP = 2
"""How much further right each level stands."""

SPACED = frozenset({"steps", "scenarios"})
"""The mappings at the top of a file whose entries are set apart by empty lines."""


class UnusualError(Exception):
    """The text uses a form of YAML that has no place in the layout."""


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text that reads without error, with line breaks of one kind.

    Raises :class:`UnusualError` for a key that is marked with ``?``.
    """
    from yaml.cyaml import CBaseLoader

    scanner = _Scanner(text)
    for token in yaml.scan(text, Loader=CBaseLoader):
        scanner.take(token)
    return scanner.pieces


@dataclass(slots=True)
class _Scanner:
    text: str
    pieces: list[Piece] = field(default_factory=list)
    level: Level | None = None
    key_due: bool = False
    last_key: str = ""
    end: int = 0
    """How much of the text was taken."""
    pending: Gap = field(default_factory=Gap)
    """The gap that a piece which is not written leaves behind."""

    def take(self, token: Token) -> None:
        """Add what a token stands for."""
        match token:
            case StreamStartToken():
                pass
            case StreamEndToken():
                self._add(Kind.END, token, ("",))
            case DocumentStartToken() | DocumentEndToken():
                self._add(Kind.MARK, token, (self._raw(token),))
            case BlockMappingStartToken() | BlockSequenceStartToken():
                self._deeper(token, dashed=isinstance(token, BlockSequenceStartToken))
            case BlockEndToken():
                self._leave_undeclared()
                assert self.level is not None
                self.level = self.level.parent
            case BlockEntryToken():
                self._dash(token)
            case KeyToken():
                self._key(token)
            case ValueToken():
                self._add(Kind.COLON, token, (":",))
            case FlowEntryToken():
                self._add(Kind.COMMA, token, (",",))
            case FlowMappingStartToken() | FlowSequenceStartToken():
                self._add(Kind.OPEN, token, (self._raw(token),))
                self.level = Level(self.pieces[-1].column, 0, self.level, opener=len(self.pieces) - 1)
            case FlowMappingEndToken() | FlowSequenceEndToken():
                self._close(token)
            case ScalarToken():
                self._scalar(token)
            case _:
                raise UnusualError(type(token).__name__)

    def _raw(self, token: Token) -> str:
        return self.text[token.start_mark.index : token.end_mark.index]

    def _column(self, token: Token) -> int:
        start = token.start_mark
        return cells(self.text[start.index - start.column : start.index])

    def _gap(self, token: Token) -> Gap:
        """What stands between what was taken so far and a token."""
        if self.end == 0:
            return gap_of("\n" + self.text[: token.start_mark.index], 0)
        line_start = self.text.rfind("\n", 0, self.end) + 1
        between = self.text[self.end : token.start_mark.index]
        return gap_of(between, cells(self.text[line_start : self.end]))

    def _add(self, kind: Kind, token: Token, lines: tuple[str, ...], *, keeps: bool = False) -> None:
        gap = self.pending.then(self._gap(token))
        self.pending = Gap()
        self.end = token.end_mark.index
        if kind in (Kind.COMMA, Kind.COLON):
            # These stand right behind what they end; what parted them comes after.
            self.pending, gap = gap, Gap()
        start = token.start_mark
        self.pieces.append(Piece(kind, lines, start.line, self._column(token), self.level, gap, keeps))

    def _deeper(self, token: Token, *, dashed: bool) -> None:
        column = self.level.column + STEP if self.level else 0
        at_top = self.level is not None and self.level.parent is None
        spaced = at_top and not dashed and self.last_key in SPACED
        self.level = Level(token.start_mark.column, column, self.level, dashed, spaced=spaced)

    def _leave_undeclared(self) -> None:
        """Leave a list that stood no deeper than its key, whose end libyaml does not tell."""
        level = self.level
        if level and level.dashed and level.parent and level.parent.source == level.source:
            self.level = level.parent

    def _dash(self, token: Token) -> None:
        if self.level is None or not self.level.dashed:
            self._deeper(token, dashed=True)
        self._add(Kind.DASH, token, ("-",))

    def _key(self, token: Token) -> None:
        if token.end_mark.index > token.start_mark.index:
            raise UnusualError("a key behind a question mark")
        self._leave_undeclared()
        self.key_due = True

    def _close(self, token: Token) -> None:
        if self.pieces[-1].kind is Kind.COMMA:
            self.pieces.pop()
        self._add(Kind.CLOSE, token, (self._raw(token),))
        assert self.level is not None
        self.level = self.level.parent

    def _scalar(self, token: ScalarToken) -> None:
        raw = self._raw(token)
        kind, self.key_due = (Kind.KEY if self.key_due else Kind.VALUE), False
        if kind is Kind.KEY and self.level and self.level.parent is None:
            self.last_key = token.value
        if token.style not in ("|", ">"):
            self._add(kind, token, flow_lines(raw))
            return
        keeps = keeps_blanks(raw)
        self._add(kind, token, block_lines(raw, token.value, self._outer()), keeps=keeps)
        # The line break that ends it belongs to the gap, and so do empty lines that it does not keep.
        left = raw.removesuffix("\n") if keeps else raw.rstrip("\n")
        self.end -= len(raw) - len(left)

    def _outer(self) -> int:
        """The column that the indentation of a block scalar counts from."""
        level = self.level
        if level and level.dashed and level.parent and level.parent.source == level.source:
            level = level.parent
        return level.source if level else 0
