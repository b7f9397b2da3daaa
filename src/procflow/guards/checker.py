"""From the tree as written to the typed tree: names, types, units and values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

from procflow.diagnostics import nearest
from procflow.guards import units
from procflow.guards.findings import Findings
from procflow.guards.literals import Slip, SlipKind, quoted, read_number, read_value
from procflow.guards.parser import COMPARISONS
from procflow.guards.syntax import Call, Chain, Infix, Listing, Name, Node, Plain, Prefix
from procflow.guards.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Comparison,
    Contains,
    Field,
    Has,
    Literal,
    Negate,
    Not,
    OneOf,
    Sign,
    Tree,
    type_of,
)
from procflow.guards.types import (
    Choice,
    Choices,
    FieldType,
    Flag,
    Number,
    Opaque,
    Text,
    has_order,
    is_numeric,
    type_name,
)

_VALUE_CODES = {
    SlipKind.DATE: "G204",
    SlipKind.DATE_TIME: "G205",
    SlipKind.DURATION: "G206",
    SlipKind.CHOICE: "G207",
}
_EQUALITY = frozenset({Comparison.EQUAL, Comparison.UNEQUAL})
_NOTHING = frozenset({"null", "none", "nil", "empty", "undefined"})


def check(node: Node, names: Mapping[str, FieldType], findings: Findings) -> Tree | None:
    """The typed tree of a condition; None after recording every mistake in it, each once."""
    checker = _Checker(names, findings)
    tree = checker.tree(node)
    if tree is not None and not isinstance(type_of(tree), Flag):
        findings.add("G104", node.start, node.end, found=checker.written(node), type=type_name(type_of(tree)))
        return None
    return tree


class _Checker:
    """Types one guard from the leaves up; a part with a mistake is None, and what holds it keeps silent."""

    def __init__(self, names: Mapping[str, FieldType], findings: Findings) -> None:
        self._names = names
        self._findings = findings

    def tree(self, node: Node) -> Tree | None:
        match node:
            case Name(name):
                return self._field(node, name)
            case Plain(value):
                return _literal(value)
            case Prefix("-", operand):
                return self._negative(node, operand)
            case Prefix(word, operand):
                condition = self._condition(operand, word)
                return None if condition is None else Not(condition)
            case Chain(word, parts):
                conditions = [self._condition(part, word) for part in parts]
                sound = tuple(part for part in conditions if part is not None)
                if len(sound) < len(parts):
                    return None
                return AllOf(sound) if word == "and" else AnyOf(sound)
            case Infix("in", left, right):
                return self._membership(node, left, right)
            case Infix(operator, left, right) if operator in COMPARISONS:
                return self._comparison(node, Comparison(operator), left, right)
            case Infix(operator, left, right):
                return self._arithmetic(node, Sign(operator), left, right)
            case Listing():
                self._refuse("G117", node)
                return None
            case Call(word, arguments):
                return self._call(node, word, arguments)
            case _:
                assert_never(node)

    def written(self, node: Node) -> str:
        """The part as the author wrote it, shortened."""
        text = " ".join(self._findings.text[node.start : node.end].split())
        return text if len(text) <= 60 else text[:59] + "…"

    def _refuse(self, code: str, node: Node, **args: str) -> None:
        self._findings.add(code, node.start, node.end, **args)

    def _field(self, node: Node, name: str) -> Field | None:
        if name in self._names:
            return Field(name, self._names[name])
        inside = [other for other in self._names if other.startswith(name + ".")]
        if inside:
            self._refuse("G102", node, name=name, fields=", ".join(inside[:10]))
            return None
        if name.casefold() in _NOTHING:
            self._refuse("G121", node, name=name)
            return None
        self._refuse("G101", node, name=name, nearest=nearest(name, (*self._names, "true", "false")))
        return None

    def _condition(self, node: Node, word: str) -> Tree | None:
        tree = self.tree(node)
        if tree is None or isinstance(type_of(tree), Flag):
            return tree
        self._refuse("G103", node, word=word, found=self.written(node), type=type_name(type_of(tree)))
        return None

    def _negative(self, node: Node, operand: Node) -> Tree | None:
        tree = self.tree(operand)
        match tree:
            case None:
                return None
            case Literal(Decimal() as number, number_type):
                return Literal(number.copy_negate() if number else number, number_type)
            case _ if is_numeric(type_of(tree)):
                return Negate(tree)
            case _:
                self._refuse("G124", node, found=self.written(operand), type=type_name(type_of(tree)))
                return None

    def _call(self, node: Call, word: str, arguments: tuple[Node, ...]) -> Tree | None:
        if word != "has":
            self._refuse("G115", node, name=word)
            return None
        match arguments:
            case (Name(name) as argument,):
                return None if self._field(argument, name) is None else Has(name)
            case _:
                self._refuse("G116", node, found=self.written(node))
                return None

    def _comparison(self, node: Infix, operator: Comparison, left: Node, right: Node) -> Tree | None:
        pair = self._side(left, right), self._side(right, left)
        matched = self._matched(node, (left, right), pair)
        if matched is None:
            return None
        if operator not in _EQUALITY and not has_order(type_of(matched[0])):
            found, kind = self.written(left), type_name(type_of(matched[0]))
            self._refuse("G107", node, operator=operator, found=found, type=kind)
            return None
        return Compare(operator, *matched)

    def _membership(self, node: Infix, left: Node, right: Node) -> Tree | None:
        if isinstance(right, Listing):
            return self._one_of(node, left, right)
        field, item = self.tree(right), self._side(left, right)
        if field is None or item is None:
            return None
        if not isinstance(field, Field) or not isinstance(field.type, Choices):
            self._refuse("G118", right, found=self.written(right), type=type_name(type_of(field)))
            return None
        matched = self._matched(node, (left, right), (item, Field(field.name, Choice(field.type.values))))
        return None if matched is None else Contains(field, matched[0])

    def _one_of(self, node: Infix, left: Node, right: Listing) -> Tree | None:
        operand = self.tree(left)
        if not right.items:
            self._refuse("G119", right)
            return None
        values = [self._listed(node, left, operand, item) for item in right.items]
        sound = tuple(value for value in values if value is not None)
        return OneOf(operand, sound) if operand is not None and len(sound) == len(values) else None

    def _listed(self, node: Infix, left: Node, operand: Tree | None, item: Node) -> Literal | None:
        tree = self._side(item, left)
        if tree is None:
            return None
        if not isinstance(tree, Literal):
            self._refuse("G120", item, found=self.written(item))
            return None
        matched = self._matched(node, (left, item), (operand, tree))
        return matched[1] if matched is not None and isinstance(matched[1], Literal) else None

    def _arithmetic(self, node: Infix, sign: Sign, left: Node, right: Node) -> Tree | None:
        if sign is Sign.MINUS and (meant := self._hyphenated(node)):
            self._refuse("G122", node, found=self.written(node), meant=meant)
            return None
        first, second = self.tree(left), self.tree(right)
        if first is None or second is None:
            return None
        if (
            _is_quoted(second)
            and (target := units.added_type(type_of(first), sign, _text_of(second))) is not None
        ):
            second = self._read(right, second, target)
        if second is None:
            return None
        result = units.reckoned(sign, first, second)
        if isinstance(result, units.Refused):
            self._refuse_pair(result.code, node, (left, first), (right, second))
            return None
        return Arithmetic(sign, first, second, result)

    def _refuse_pair(self, code: str, node: Infix, left: tuple[Node, Tree], right: tuple[Node, Tree]) -> None:
        self._refuse(
            code,
            node,
            found=self.written(node),
            sign=node.operator,
            left=self.written(left[0]),
            left_type=type_name(type_of(left[1])),
            right=self.written(right[0]),
            right_type=type_name(type_of(right[1])),
        )

    def _hyphenated(self, node: Infix) -> str:
        """The field that ``repeat-batch`` was meant to name, if it is one name written with a hyphen."""
        text = self._findings.text[node.start : node.end]
        known_parts = {name for name in text.split("-") if name in self._names}
        candidates = (text, text.replace("-", "_"))
        return next((name for name in candidates if name in self._names and not known_parts), "")

    def _side(self, node: Node, other: Node) -> Tree | None:
        """One side of a comparison, which may be a value of the other's choice that lost its quotes."""
        other_type = self._names.get(other.name) if isinstance(other, Name) else None
        text = self._findings.text[node.start : node.end]
        if isinstance(other_type, Choice | Choices) and text in other_type.values and text not in self._names:
            corrected = self._findings.corrected(node.start, node.end, quoted(text))
            self._refuse("G108", node, found=text, field=self.written(other), corrected=corrected)
            return None
        return self.tree(node)

    def _matched(
        self, node: Infix, nodes: tuple[Node, Node], trees: tuple[Tree | None, Tree | None]
    ) -> tuple[Tree, Tree] | None:
        """Both sides of a comparison, text in quotes read as the other side's type, if the types agree."""
        left, right = trees
        if left is None or right is None:
            return None
        if _is_quoted(left) and not _is_quoted(right):
            left = self._read(nodes[0], left, type_of(right))
        elif _is_quoted(right) and not _is_quoted(left):
            right = self._read(nodes[1], right, type_of(left))
        if left is None or right is None:
            return None
        code = units.mismatch(left, right)
        if code is None:
            return left, right
        self._refuse_pair(code, node, (nodes[0], left), (nodes[1], right))
        return None

    def _read(self, node: Node, literal: Tree, target: FieldType) -> Tree | None:
        """Text in quotes as a value of the type that it is compared with; left as text where it cannot be
        one.
        """
        text = _text_of(literal)
        if isinstance(target, Text | Flag | Opaque):
            return literal
        if is_numeric(target):
            if isinstance(read_number(text), Slip):
                return literal
            corrected = self._findings.corrected(node.start, node.end, text)
            self._refuse("G109", node, found=self.written(node), corrected=corrected)
            return None
        value = read_value(text, target)
        if isinstance(value, Slip):
            values = ", ".join(target.values[:20]) if isinstance(target, Choice | Choices) else ""
            found, meant = self.written(node), value.meant
            corrected = self._findings.corrected(node.start, node.end, quoted(meant)) if meant else ""
            self._refuse(
                _VALUE_CODES[value.kind], node, found=found, meant=meant, corrected=corrected, values=values
            )
            return None
        return Literal(value, target)


def _literal(value: Decimal | str | bool) -> Literal:
    match value:
        case bool():
            return Literal(value, Flag())
        case Decimal():
            return Literal(value, Number())
        case str():
            return Literal(value, Text())
        case _:
            assert_never(value)


def _is_quoted(tree: Tree) -> bool:
    return isinstance(tree, Literal) and isinstance(tree.type, Text)


def _text_of(tree: Tree) -> str:
    assert isinstance(tree, Literal) and isinstance(tree.value, str)
    return tree.value
