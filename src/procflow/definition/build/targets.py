"""Where edges lead."""

from procflow.definition.build import naming
from procflow.definition.build.reading import scalar
from procflow.definition.build.scope import Scope
from procflow.definition.process import Resume, Target
from procflow.source import MapNode


def target(scope: Scope, node: MapNode) -> Target | None:
    """Where ``go`` and ``resume`` of a mapping lead."""
    step, resume = naming.step(scope, node, "go"), scalar(node, "resume")
    if not step or resume is None:
        return Target(step) if step else None
    if step in scope.names.ends:
        scope.report.add("D113", resume.span, name=step)
    return Target(step, Resume(resume.text))
