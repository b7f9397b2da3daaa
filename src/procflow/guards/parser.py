"""From tokens to the tree of a guard, by binding power (Pratt)."""

from decimal import Decimal

from msgspec.structs import replace

from procflow.guards.findings import Findings
from procflow.guards.lexer import Kind, Token, lex
from procflow.guards.syntax import Call, Chain, Infix, Listing, Name, Node, Plain, Prefix

LONGEST_GUARD = 2000
"""Characters."""

DEEPEST_NESTING = 40
"""Brackets, ``not``, minus signs and signs of one sum that may stand inside each other."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_POWERS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS | {"in"}, 4),
    "+": 5,
    "-": 5,
    "*": 6,
}
_ONE_DIRECTION = (frozenset({"<", "<="}), frozenset({">", ">="}), frozenset({"=="}))
_NOT_POWER = 3
_MINUS_POWER = 7
_COMPARISON_POWER = 4
_LOWEST = 0

_MEANT_WORDS = {
    "且": "and",
    "和": "and",
    "並且": "and",
    "并且": "and",
    "或": "or",
    "或者": "or",
    "非": "not",
    "不": "not",
}


def parse(findings: Findings) -> Node | None:
    """The tree of the text; None after recording the first mistake in its form."""
    text = findings.text
    if len(text) > LONGEST_GUARD:
        findings.add("G001", LONGEST_GUARD, len(text), length=str(len(text)), limit=str(LONGEST_GUARD))
        return None
    tokens = lex(findings)
    if tokens is None:
        return None
    if len(tokens) == 1:
        findings.add("G010", 0, len(text))
        return None
    return _Parser(tokens, findings).whole()


class _Parser:
    """One reading of the tokens from left to right; each method returns None once a mistake is recorded."""

    def __init__(self, tokens: tuple[Token, ...], findings: Findings) -> None:
        self._tokens = tokens
        self._findings = findings
        self._next = 0

    def whole(self) -> Node | None:
        node = self._expression(_LOWEST, 1)
        if node is None:
            return None
        if self._peek().kind is not Kind.END:
            self._misplaced(self._peek())
            return None
        return node

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _at_sign(self, *signs: str) -> bool:
        token = self._peek()
        return token.kind is Kind.SIGN and token.text in signs

    def _expression(self, power: int, depth: int) -> Node | None:
        """An operand and every operator behind it that binds tighter than ``power``."""
        if depth > DEEPEST_NESTING:
            self._too_deep()
            return None
        node = self._operand(depth)
        while node is not None:
            token = self._peek()
            binds = _POWERS.get(token.text, _LOWEST) if token.kind is Kind.SIGN else _LOWEST
            if binds <= power and not (self._at_not_in() and power < _COMPARISON_POWER):
                return node
            if token.text in ("and", "or"):
                node = self._chain(node, token.text, binds, depth)
                continue
            depth += 1
            if depth > DEEPEST_NESTING:
                self._too_deep()
                return None
            node = self._infix(node, binds, depth)
        return None

    def _infix(self, left: Node, binds: int, depth: int) -> Node | None:
        if self._at_not_in():
            self._negated_membership(left, depth)
            return None
        token = self._take()
        right = self._expression(binds, depth)
        if right is None:
            return None
        node = Infix(token.text, left, right, left.start, right.end)
        if binds == _COMPARISON_POWER and self._at_sign("in", *COMPARISONS):
            self._chained_comparison(node, depth)
            return None
        return node

    def _chain(self, first: Node, operator: str, binds: int, depth: int) -> Node | None:
        parts = [first]
        while self._at_sign(operator):
            self._take()
            part = self._expression(binds, depth + 1)
            if part is None:
                return None
            parts.append(part)
        return Chain(operator, tuple(parts), first.start, parts[-1].end)

    def _operand(self, depth: int) -> Node | None:
        token = self._peek()
        match token.kind:
            case Kind.NUMBER:
                self._take()
                return Plain(Decimal(token.text), token.start, token.end)
            case Kind.TEXT:
                self._take()
                return Plain(token.text, token.start, token.end)
            case Kind.NAME:
                self._take()
                return (
                    self._call(token, depth)
                    if self._at_sign("(")
                    else Name(token.text, token.start, token.end)
                )
            case Kind.SIGN:
                return self._signed_operand(token, depth)
            case Kind.END:
                self._missing(token)
                return None

    def _signed_operand(self, token: Token, depth: int) -> Node | None:
        match token.text:
            case "true" | "false":
                self._take()
                return Plain(token.text == "true", token.start, token.end)
            case "not" | "-":
                self._take()
                power = _NOT_POWER if token.text == "not" else _MINUS_POWER
                operand = self._expression(power, depth + 1)
                return operand and Prefix(token.text, operand, token.start, operand.end)
            case "(":
                self._take()
                inner = self._expression(_LOWEST, depth + 1)
                if inner is None:
                    return None
                end = self._close(token, ")")
                return None if end is None else replace(inner, start=token.start, end=end)
            case "[":
                self._take()
                found = self._items(token, "]", depth)
                return None if found is None else Listing(found[0], token.start, found[1])
            case _:
                self._missing(token)
                return None

    def _call(self, word: Token, depth: int) -> Node | None:
        found = self._items(self._take(), ")", depth)
        return None if found is None else Call(word.text, found[0], word.start, found[1])

    def _items(self, opening: Token, closing: str, depth: int) -> tuple[tuple[Node, ...], int] | None:
        """The parts between commas up to ``closing``, and where that ends."""
        items: list[Node] = []
        while not self._at_sign(closing) or items:
            item = self._expression(_LOWEST, depth + 1)
            if item is None:
                return None
            items.append(item)
            if not self._at_sign(","):
                break
            self._take()
        end = self._close(opening, closing)
        return None if end is None else (tuple(items), end)

    def _close(self, opening: Token, closing: str) -> int | None:
        token = self._peek()
        if self._at_sign(closing):
            return self._take().end
        if token.kind is Kind.END:
            self._findings.add("G012", opening.start, opening.end, opening=opening.text, closing=closing)
        else:
            self._misplaced(token)
        return None

    def _too_deep(self) -> None:
        token = self._peek()
        self._findings.add("G002", token.start, token.end, limit=str(DEEPEST_NESTING))

    def _missing(self, token: Token) -> None:
        """An operand was wanted and something else, or the end, was found."""
        if token.kind is not Kind.END:
            self._findings.add("G011", token.start, token.end, found=self._written(token))
            return
        last = self._tokens[self._next - 1]
        self._findings.add("G013", last.start, last.end, found=self._written(last))

    def _misplaced(self, token: Token) -> None:
        """An operator or the end was wanted and something else was found."""
        before = self._tokens[self._next - 1]
        word = next((word for word in (before, token) if self._meant_word(word)), None)
        if word is not None:
            meant = self._meant_word(word)
            corrected = self._findings.corrected(word.start, word.end, meant)
            self._findings.add(
                "G014", word.start, word.end, found=word.text, meant=meant, corrected=corrected
            )
        elif token.kind in (Kind.NAME, Kind.NUMBER, Kind.TEXT) or self._at_sign("not", "(", "true", "false"):
            found, previous = self._written(token), self._written(before)
            self._findings.add("G016", token.start, token.end, found=found, before=previous)
        else:
            self._findings.add("G018", token.start, token.end, found=self._written(token))

    def _meant_word(self, token: Token) -> str:
        if token.kind is not Kind.NAME:
            return ""
        folded = token.text.casefold()
        return folded if folded in ("and", "or", "not", "in") else _MEANT_WORDS.get(token.text, "")

    def _chained_comparison(self, first: Infix, depth: int) -> None:
        """``a < b < c``, which reads as mathematics but compares a truth with ``c``."""
        operator = self._take()
        last = self._expression(_COMPARISON_POWER, depth)
        if last is None:
            return
        corrected = ""
        if any({first.operator, operator.text} <= direction for direction in _ONE_DIRECTION):
            middle = self._part(first.right)
            right = f"{self._part(first)} and {middle} {operator.text} {self._part(last)}"
            corrected = self._findings.corrected(first.start, last.end, right)
        self._findings.add("G017", operator.start, operator.end, found=operator.text, corrected=corrected)

    def _negated_membership(self, left: Node, depth: int) -> None:
        """``a not in [b]``, where ``not`` belongs before the whole comparison."""
        start, end = self._take().start, self._take().end
        right = self._expression(_COMPARISON_POWER, depth)
        if right is None:
            return
        text = f"not {self._part(left)} in {self._part(right)}"
        self._findings.add(
            "G015", start, end, corrected=self._findings.corrected(left.start, right.end, text)
        )

    def _at_not_in(self) -> bool:
        return self._at_sign("not") and self._tokens[self._next + 1].text == "in"

    def _part(self, node: Node) -> str:
        return self._findings.text[node.start : node.end]

    def _written(self, token: Token) -> str:
        """The token as the author spelt it, shortened."""
        written = self._findings.text[token.start : token.end]
        return written if len(written) <= 40 else written[:39] + "…"
