"""Where edges lead."""

from procflow.definition.build import naming
from procflow.definition.build.reading import text
from procflow.definition.build.scope import Scope
from procflow.definition.process import Resume, Target
from procflow.source import MapNode


def target(scope: Scope, node: MapNode) -> Target | None:
    """Where ``go`` and ``resume`` of a mapping lead."""
    step = naming.step(scope, node, "go")
    resume = text(node, "resume")
    return Target(step, Resume(resume) if resume else None) if step else None
