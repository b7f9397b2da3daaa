"""Open questions: each is asked, assumed, and used by some element."""

from procflow.definition.build.reading import mappings
from procflow.definition.build.scope import Scope
from procflow.definition.build.titles import clauses_of, title
from procflow.definition.process import Question
from procflow.source import MapNode


def build_questions(scope: Scope, node: MapNode) -> dict[str, Question]:
    """The questions of the process, in the order of the file. Comes last, when it is known which are used."""
    found: dict[str, Question] = {}
    for entry, body in mappings(node, "questions"):
        found[entry.name] = Question(
            name=entry.name,
            clauses=clauses_of(scope, body),
            ask=title(body, entry.name, "ask"),
            assumed=title(body, entry.name, "assumed"),
            span=entry.key.span,
        )
    return found
