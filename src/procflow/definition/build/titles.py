"""Titles in both languages, and what an element is based on."""

from procflow.definition.build.reading import get, scalars, text
from procflow.definition.build.scope import Scope, resolve
from procflow.definition.process import Basis, Title
from procflow.source import MapNode, Node, ScalarNode


def title(node: MapNode, default: str, key: str = "title") -> Title:
    """The title under a key, or the default in both languages."""
    return bilingual(get(node, key)) or Title(default, default)


def optional_title(node: MapNode, key: str) -> Title | None:
    """The title under a key, if there is one."""
    return bilingual(get(node, key))


def bilingual(value: Node | None) -> Title | None:
    """The title that a node gives, if it is one."""
    match value:
        case ScalarNode(text=written):
            return Title(written, written)
        case MapNode():
            zh, en = text(value, "zh"), text(value, "en")
            return Title(zh or en, en or zh)
        case _:
            return None


def basis(scope: Scope, node: MapNode) -> Basis:
    """The clauses and open questions that an element names, all of which exist."""
    clauses = clauses_of(scope, node)
    questions = []
    for item in scalars(node, "question"):
        questions.append(resolve(scope.report, item, scope.names.questions, "N207"))
        scope.questions_used.add(item.text)
    return Basis(clauses, tuple(questions))


def clauses_of(scope: Scope, node: MapNode) -> tuple[str, ...]:
    """The clauses that an element names, as written."""
    names = scope.names.clauses
    named = tuple(resolve(scope.report, item, names, "L101") for item in scalars(node, "clause"))
    scope.clauses_used.update(named)
    return named
