"""What is declared and nothing uses, and clauses that no element follows."""

from procflow.definition.build.scope import Scope


def check_unused(scope: Scope) -> None:
    """Warn of questions and templates that nothing names. Comes last, when it is known what is named."""
    for name, span in scope.names.questions.places.items():
        if name not in scope.questions_used:
            scope.report.add("N301", span, name=name)
    for name, span in scope.names.templates.places.items():
        if name not in scope.templates_used:
            scope.report.add("N302", span, name=name)


def check_clauses(scope: Scope) -> None:
    """Warn of clauses that no element names and that the register does not call informative.

    A clause is followed through its parts: an element that names C3.1.2 follows C3.1 and C3 as well.
    """
    if scope.register is None:
        return
    for name, clause in scope.register.clauses.items():
        followed = any(used == name or used.startswith(f"{name}.") for used in scope.clauses_used)
        if not followed and clause.informative is None:
            scope.report.add("L102", clause.span, name=name)
