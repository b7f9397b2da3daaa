"""Which edges say that a step has been done."""

from typing import assert_never

from procflow.definition.process import (
    Call,
    Choose,
    End,
    Milestone,
    Notice,
    Parallel,
    Review,
    System,
    Task,
    Wait,
)
from procflow.program import Edge, EdgeKind, Program
from procflow.program.step_edges import DONE, JOINED, PASSED


def does(program: Program, edge: Edge, name: str) -> bool:
    """Whether a case that takes an edge of the main flow has done a step: answered a task, passed a review or
    milestone, sent a notice, finished a block or a call. What time, trouble or an event leads away from has
    not been done."""
    if edge.source != name:
        return False
    step = program.step(name)
    match step:
        case Task() | Call():
            return edge.trigger in step.outcomes
        case Review():
            return edge.trigger == PASSED
        case System():
            return edge.trigger == DONE
        case Parallel():
            return edge.trigger == JOINED
        case Notice() | Wait():
            return edge.kind is EdgeKind.FLOW
        case Milestone():
            return True
        case Choose() | End():
            return False
        case _:
            assert_never(step)
