"""A guard: a condition over the fields of a case, read once and worked out often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from procflow.diagnostics import Diagnostic
from procflow.guards.checker import check
from procflow.guards.compiler import Values, compile_tree
from procflow.guards.findings import Findings, Locate
from procflow.guards.parser import parse
from procflow.guards.tree import Tree, fields_read, fields_required
from procflow.guards.types import FieldType


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition without mistakes.

    ``reads`` holds every field that it names; ``requires`` those that must be set for it to be evaluable
    whatever the other values are, which leaves out a field looked at only behind its own ``has()``.

    ``evaluate`` works it out over the fields' values by dotted name (``Decimal``, ``str``, ``bool``,
    ``date``, aware ``datetime``, ``timedelta``, a set or sequence of ``str`` for a choice of several). It
    returns ``True`` or ``False`` itself. A field that it needs and that is missing or None raises
    :class:`GuardError`.
    """

    text: str
    tree: Tree
    reads: frozenset[str]
    requires: frozenset[str]
    evaluate: Callable[[Values], bool] = field(compare=False, repr=False)

    def __call__(self, values: Values) -> bool:
        return self.evaluate(values)


def compile_guard(
    text: str, names: Mapping[str, FieldType], locate: Locate
) -> tuple[Guard | None, tuple[Diagnostic, ...]]:
    """Read a guard over the fields ``names``; the guard is None exactly if there are diagnostics.

    ``locate`` turns a stretch of ``text`` (characters from 0, end exclusive, never beyond the text's end)
    into its span.
    """
    findings = Findings(text, locate)
    node = parse(findings)
    tree = None if node is None else check(node, names, findings)
    if tree is None:
        return None, findings.collected()
    guard = Guard(text, tree, fields_read(tree), fields_required(tree), compile_tree(tree, text))
    return guard, ()
