"""The bench's flows for SpiffWorkflow: user tasks and gateways of plain BPMN, its parser, its serializer."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from bench.works import AMOUNT, APPROVALS

# The library has no types; what comes from it is Any.
Workflow = Any

_FILE = """\
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="file" targetNamespace="bench">
  <process id="flow" isExecutable="true">
    {elements}
  </process>
</definitions>
"""


class Flow:
    """A parsed process and the serializer for its cases."""

    def __init__(self, elements: Iterable[str]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(_FILE.format(elements="\n    ".join(elements)).encode())
        self._spec = parser.get_spec("flow")
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def start(self) -> Workflow:
        """A new case with its data, at its first user task."""
        workflow = BpmnWorkflow(self._spec)
        workflow.get_next_task(state=TaskState.READY).data["amount"] = AMOUNT
        workflow.do_engine_steps()
        return workflow

    def complete(self, workflow: Workflow) -> None:
        """Answer the user task that is open, the first of several, and go on to the next."""
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data["answer"] = "agree"
        task.run()
        workflow.do_engine_steps()

    def save(self, workflow: Workflow) -> str:
        saved: str = self._serializer.serialize_json(workflow)
        return saved

    def load(self, saved: str) -> Workflow:
        return self._serializer.deserialize_json(saved)


def approvals() -> Flow:
    """Ten user tasks one after the other, and an exclusive gateway by the amount."""
    tasks = [f"seat-{n}" for n in range(1, APPROVALS + 1)]
    stations = ["start", *tasks, "by-amount"]
    return Flow(
        [
            '<startEvent id="start"/>',
            *map(_user_task, tasks),
            '<exclusiveGateway id="by-amount" default="by-amount-to-small"/>',
            '<endEvent id="large"/>',
            '<endEvent id="small"/>',
            *(_link(source, target) for source, target in pairwise(stations)),
            _link("by-amount", "large", "amount &gt; 10000"),
            _link("by-amount", "small"),
        ]
    )


def branches(count: int) -> Flow:
    """A user task that splits the flow into so many branches of one user task each, which are joined."""
    tasks = [f"do-{n}" for n in range(1, count + 1)]
    return Flow(
        [
            '<startEvent id="start"/>',
            *map(_user_task, ["begin", *tasks]),
            '<parallelGateway id="split"/>',
            '<parallelGateway id="join"/>',
            '<endEvent id="done"/>',
            _link("start", "begin"),
            _link("begin", "split"),
            *(_link("split", task) for task in tasks),
            *(_link(task, "join") for task in tasks),
            _link("join", "done"),
        ]
    )


def require_end(workflow: Workflow, end: str) -> None:
    """Raises `ValueError` unless a case has come to this end: it would have been measured in vain."""
    reached = {task.task_spec.name for task in workflow.get_tasks(state=TaskState.COMPLETED)}
    if not workflow.is_completed() or end not in reached:
        raise ValueError(f"the case of SpiffWorkflow has not come to {end}")


def _user_task(name: str) -> str:
    return f'<userTask id="{name}"/>'


def _link(source: str, target: str, when: str = "") -> str:
    condition = (
        f'<conditionExpression xsi:type="tFormalExpression">{when}</conditionExpression>' if when else ""
    )
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}-to-{target}" {ends}>{condition}</sequenceFlow>'
