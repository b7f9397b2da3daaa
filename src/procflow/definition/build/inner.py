"""The small graphs inside a process: where their steps are written, and which steps their edges can name."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field, structs

from procflow.definition.build import naming
from procflow.definition.build.reading import inner_steps, scalar
from procflow.definition.build.scope import Known, Scope, known_under
from procflow.definition.process import FINISHED, DataField, End, Flow, Step
from procflow.diagnostics import Related
from procflow.guards import FieldType
from procflow.source import MapNode

InnerSteps = Callable[[Scope, MapNode], dict[str, Step]]
"""Builds the steps under ``steps`` of a mapping, in the scope of that graph."""


class Around(Struct, frozen=True):
    """What an inner graph adds to the scope around it: names that its steps read, and how to build these.
    ``held`` are those of them that hold several values, and ``dates`` those that deadlines can count from, as
    in :class:`Scope`; ``kept`` says that what a way out of it leaves can be gone on with."""

    fields: Known
    types: Mapping[str, FieldType]
    build: InnerSteps
    declared: Mapping[str, DataField] = field(default_factory=dict)
    held: Mapping[str, FieldType] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    kept: bool = False


def check_step_names(scope: Scope, node: MapNode) -> None:
    """Every step of a file has a name of its own, so that facts, rules and work items can name it."""
    places = dict(scope.names.steps.places)
    for entry, _ in inner_steps(node):
        first = places.setdefault(entry.name, entry.key.span)
        if first is not entry.key.span:
            scope.report.add("T101", entry.key.span, (Related(first, {"name": entry.name}),), name=entry.name)


def build_flow(scope: Scope, node: MapNode, around: Around) -> Flow | None:
    """The inner graph under ``steps``; it starts where ``start`` says, else with its first step."""
    own = known_under(node, "steps")
    if not own.places:
        return None
    names = scope.names
    reachable = {**names.steps.places, **own.places, FINISHED: node.span}
    inner = structs.replace(
        scope,
        names=structs.replace(
            names,
            steps=Known(reachable, names.steps.whole and own.whole),
            ends=Known({**names.ends.places, FINISHED: node.span}),
            fields=Known({**names.fields.places, **around.fields.places}, names.fields.whole),
            outer=names.steps if around.kept else Known({}),
            contents=Known({**names.contents.places, **around.fields.places}, names.contents.whole),
        ),
        types={**scope.types, **around.types},
        held={**scope.held, **around.held},
        dates=(*scope.dates, *around.dates),
        declared={**scope.declared, **around.declared},
    )
    steps = around.build(inner, node)
    for step in steps.values():
        if isinstance(step, End):
            scope.report.add("T103", step.span, name=step.name)
    written = scalar(node, "start")
    start = naming.step_named(inner, written) if written else next(iter(own))
    if written and start not in own and start in reachable:
        scope.report.add("T104", written.span, name=start)
    return Flow(start, steps)
