"""What is declared and nothing uses, and clauses that no element follows."""

from procflow.definition.build.scope import Scope
from procflow.definition.register import Register


def check_unused(scope: Scope) -> None:
    """Warn of questions, templates and tables that nothing names.

    Comes last, and only where no name was wrong: it might have been meant for one of them.
    """
    for name, span in scope.names.questions.places.items():
        if name not in scope.questions_used:
            scope.report.add("N301", span, name=name)
    for name, span in scope.names.templates.places.items():
        if name not in scope.templates_used:
            scope.report.add("N302", span, name=name)
    for name, span in {**scope.names.tables.places, **scope.names.maps.places}.items():
        if name not in scope.tables_used:
            scope.report.add("N303", span, name=name)


def check_clauses(scope: Scope, register: Register | None, file: str) -> None:
    """Warn of clauses that no element names, that the register does not call informative, and that it leaves
    to no other file than the process or position called ``file``.

    A clause is followed through its parts: an element that names C3.1.2 follows C3.1 and C3 as well.
    """
    followed = {part for clause in scope.clauses_used for part in _and_above(clause)}
    for name, clause in register.clauses.items() if register else ():
        asked = clause.informative is None and (not clause.carried_by or file in clause.carried_by)
        if asked and name not in followed:
            scope.report.add("L102", clause.span, name=name, file=file)


def _and_above(clause: str) -> list[str]:
    """A clause and those that it is a part of."""
    parts = clause.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]
