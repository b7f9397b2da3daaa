"""The flow of a BPMN file on another engine goes the way that the kernel went."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import pytest
from hypothesis import HealthCheck, event, given, settings
from msgspec import structs
from SpiffWorkflow.exceptions import WorkflowException

from procflow.case import Event
from procflow.case import events as e
from procflow.definition.organization import Organization
from procflow.definition.process import Parallel, Task
from procflow.drawing import Drawing
from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.formats.bpmn import with_gateways, write_bpmn
from procflow.program import Program
from procflow.testing import run_files
from tests.case.conftest import MONDAY, organization_of, program_of
from tests.case.naive.both import Both, Move, moves
from tests.case.naive.definitions import definitions
from tests.case.naive.stock import PEOPLE
from tests.drawing import samples
from tests.drawing.formats.bpmn.walking import NotDrawn, Walk, kernel_steps
from tests.drawing.formats.conftest import ROOT

FILES = (
    "contract-review/deadlines",
    "contract-review/disputes",
    "contract-review/returns",
    "contract-review/routes",
    "order-exception/routes",
    "order-follow-up/routes",
    "order-desk/outbound-note-review",
    "order-desk/section-meeting",
    "order-desk/staff-change",
    "order-desk/work-plan",
)

# SpiffWorkflow 3.2 cannot enter a task that is done several times straight from an event on a border.
BEYOND_SPIFF = "order-desk/work-dispute"

Ways = tuple[list[str], list[str]]
_FILES: dict[str, tuple[Drawing, bytes]] = {}


def file_of(program: Program, organization: Organization) -> tuple[Drawing, bytes]:
    """The explicit drawing of a process, and its BPMN file. A layout has no part in where the flow goes."""
    explicit = with_gateways(draw_process(program, organization, detail=Detail.OVERVIEW))
    return explicit, write_bpmn(samples.placed(explicit))


def walked(program: Program, file: tuple[Drawing, bytes], history: Sequence[Event]) -> Ways:
    """The steps of a case by its record, and on the other engine."""
    if any(isinstance(step, Parallel) and step.join is not None for step in program.steps.values()):
        raise NotDrawn("a join of some branches")
    walk = Walk.of(*file, program.process)
    kernel, other = kernel_steps(history, program), walk.go(history)
    # What is told and called is over at once there, and here when somebody has answered.
    ended = any(isinstance(happened, e.CaseEnded) for happened in history)
    return kernel, other if ended else other[: len(kernel)]


def ways_of(place: str) -> Iterator[tuple[str, Callable[[], Ways]]]:
    """Every case of the scenarios of a file or folder, with the walk of it."""
    path = ROOT / "processes" / "scenarios" / place
    summary = run_files([path if path.is_dir() else path.with_suffix(".yaml")])
    for result in summary.results:
        for record in result.records:
            digest = record.program.hash
            if digest not in _FILES:
                _FILES[digest] = file_of(record.program, record.organization)
            history = [sealed.event for sealed in record.envelopes]
            yield result.scenario.name, partial(walked, record.program, _FILES[digest], history)


@pytest.mark.parametrize("place", FILES)
def test_scenarios_of_bundled_processes(place: str) -> None:
    went = 0
    for name, walk in ways_of(place):
        try:
            kernel, other = walk()
        except NotDrawn:
            continue
        went += 1
        assert other == kernel, name
    assert went > 1


def test_where_the_other_engine_gives_up() -> None:
    given_up = []
    for name, walk in ways_of(BEYOND_SPIFF):
        try:
            kernel, other = walk()
        except WorkflowException as error:
            assert "non-predicted" in str(error)
            given_up.append(name)
        else:
            assert other == kernel, name
    assert given_up == ["appealed-too-late"]


def test_a_way_that_was_not_gone_is_noticed() -> None:
    """The walk holds what it says: an answer that was another one leads elsewhere."""
    (name, _), *_ = ways_of("order-desk/staff-change")
    summary = run_files([ROOT / "processes" / "scenarios" / "order-desk" / "staff-change"])
    record = next(r.records[0] for r in summary.results if r.scenario.name == name)
    file = file_of(record.program, record.organization)
    history = [sealed.event for sealed in record.envelopes]
    first = next(i for i, moved in enumerate(history) if isinstance(moved, e.Moved) and moved.source)
    moved = history[first]
    assert isinstance(moved, e.Moved)
    step = record.program.step(moved.source)
    assert isinstance(step, Task)
    others = [o.name for o in step.outcomes.values() if o.target.step != moved.target]
    assert others
    history[first] = structs.replace(moved, outcome=others[0])
    with pytest.raises(AssertionError):
        kernel, other = walked(record.program, file, history)
        assert other == kernel


@cache
def random_people() -> Organization:
    return organization_of(PEOPLE)


@settings(max_examples=20, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=definitions(), tries=moves)
def test_random_processes(text: str, tries: Sequence[Move]) -> None:
    people = random_people()
    case = Both(program_of(text, people), people, MONDAY).start("ann")
    for move in tries:
        if case.state is not None and case.state.status == "running":
            case.move(move)
    history = [happened for happened, _, _ in case.history]
    try:
        kernel, other = walked(case.program, file_of(case.program, case.organization), history)
    except NotDrawn as error:
        event(f"not drawn: {str(error).partition(':')[0]}")
        return
    event(f"{min(len(kernel), 5)} steps or more")
    assert other == kernel
