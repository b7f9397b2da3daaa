"""A BPMN file on SpiffWorkflow's engine, walked as a case of the kernel went.

What the kernel's record says of a step (:class:`Moved`: by which outcome it was left, and to where) is given
to the task of the same step, and the engine goes on by itself through gateways, joins and sub-processes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import SignalEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from procflow.case import events as e
from procflow.definition.process import Process
from procflow.drawing import Drawing, Edge, Node, Shape, Sign
from procflow.drawing.formats.bpmn.kinds import UNANSWERED
from procflow.drawing.formats.bpmn.model import Model
from procflow.guards import Money, Number, Percent, python_name
from procflow.program import MAIN, Program

_FAR = "P9999D"
_PAST = datetime(2000, 1, 1, tzinfo=UTC).isoformat()

GOES_ON = (UNANSWERED - {Shape.SYSTEM}) | {Shape.CALL}
"""What the other engine passes by itself; what is called is over at once there. A handler reports."""

QUIET = GOES_ON | {Shape.CHOICE, Shape.END}


class NotDrawn(Exception):
    """The kernel took a way that the flow of a BPMN file does not hold."""


def kernel_steps(history: Iterable[e.Event], program: Program) -> list[str]:
    """The steps of the record in the order in which they were left, and the end that was come to."""
    found: list[str] = []
    for event in history:
        match event:
            case e.Moved(source=source) if source in program.steps:
                found.append(source)
            case e.CaseEnded(step=step):
                found.append(step)
            case _:
                pass
    return found


@dataclass
class Walk:
    """One case on the other engine. ``steps`` are those that it has left, in their order."""

    model: Model
    workflow: Any
    data: dict[str, object]
    process: Process
    topics: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    flows: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, drawing: Drawing, bpmn: bytes, process: Process) -> "Walk":
        """A case at its beginning. ``drawing`` is the explicit one that the file was written from."""
        parser = BpmnParser()
        parser.add_bpmn_str(bpmn)
        model = Model(drawing)
        # What is called runs elsewhere; here it is over at once.
        for called in sorted(parser.get_process_dependencies() - {model.process}):
            parser.add_bpmn_str(_EMPTY.format(name=called).encode())
        spec = parser.get_spec(model.process)
        workflow = BpmnWorkflow(spec, parser.get_subprocess_specs(model.process))
        timers = [model.timer(edge) for edge in drawing.edges if edge.trigger.startswith("escalation:")]
        data = {python_name(name): None for name in process.fields}
        facts = dict.fromkeys((*process.facts, "disputed"), False)
        return cls(model, workflow, {**data, **facts, **dict.fromkeys(timers, _FAR)}, process)

    def go(self, history: Sequence[e.Event]) -> list[str]:
        """Go the way of a record. Raises :class:`NotDrawn` for one that is not of the flow."""
        self._settle(history)
        for number, event in enumerate(history, 1):
            match event:
                case e.DataChanged(values=values, personal=personal):
                    known = {**values, **{name: hidden.value for name, hidden in personal.items()}}
                    self.data |= {python_name(name): self._value(name, known[name]) for name in known}
                case e.FactSet(fact=fact, value=value):
                    self.data[fact] = value
                case e.ObjectionOpened(topic=topic):
                    self.topics.append(topic)
                case e.EventRaised():
                    raise NotDrawn("an any-time event")
                case e.Moved(source=source) if source in self.model.nodes:
                    self._moved(event, history[number:])
                case _:
                    pass
        return self.steps

    def _value(self, name: str, value: object) -> object:
        """A value of the record, where numbers stand as texts."""
        kind = self.process.fields[name].type if name in self.process.fields else None
        numeric = isinstance(kind, Number | Money | Percent)
        return Decimal(value) if numeric and isinstance(value, str) else value

    def _foresee(self, rest: Sequence[e.Event]) -> None:
        """What steps that nobody answers will come to: the engine passes them by itself."""
        for node in self.model.nodes.values():
            if node.shape in GOES_ON and not self.model.is_block(node):
                moved = next((m for m in rest if isinstance(m, e.Moved) and m.source == node.id), None)
                if moved is not None and len(self._ways(node.id)) > 1:
                    self.data |= self._chosen(moved)
            if self.model.is_block(node):
                self.data[self.model.variable(node.id, "count")] = _branches(node.id, rest)
            elif Sign.EACH in node.signs:
                self.data[self.model.variable(node.id, "count")] = 1

    def _moved(self, event: e.Moved, rest: Sequence[e.Event]) -> None:
        if event.outcome.split(":")[0] in ("event", "voided", "leave"):
            raise NotDrawn(event.outcome)
        node = self.model.nodes[event.source]
        if self._is_quiet(node) or node.shape is Shape.SPLIT:
            return
        task = self._task(event)
        if event.outcome.startswith("escalation:"):
            self._late(event)
        elif node.shape is Shape.WAIT:
            self._happened(event)
        else:
            self._answered(task, event, rest)
        self._settle(rest)

    def _task(self, event: e.Moved) -> Any:
        """The open task of a step in the scope where the kernel left it."""
        name = self.model.element(event.source)
        found = [t for t in self._open() if t.task_spec.name.partition(" ")[0] == name]
        assert found, f"{event.source} is open in the kernel, here {[t.task_spec.name for t in self._open()]}"
        known = self.flows.get(event.scope)
        mine = [task for task in found if task.workflow is known] if known else []
        free = [task for task in found if all(task.workflow is not flow for flow in self.flows.values())]
        task = (mine or free or found)[0]
        if event.scope != MAIN and task.workflow is not self.workflow:
            self.flows[event.scope] = task.workflow
        return task

    def _open(self) -> list[Any]:
        return [
            task
            for task in self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING | TaskState.STARTED)
            if task.task_spec.name.startswith("Node_")
        ]

    def _answered(self, task: Any, event: e.Moved, rest: Sequence[e.Event]) -> None:
        task.data.update(self.data)
        if len(self._ways(event.source)) > 1:
            task.data |= self._chosen(event)
        if task.state == TaskState.STARTED:
            task.complete()
        else:
            task.run()
        self.steps.append(event.source)
        # Rulings are given elsewhere: here every level rules at once.
        if event.outcome.startswith("ruling:"):
            self._settle(rest)
            levels = {self.model.element(n.id) for n in self.model.drawing.nodes if n.shape is Shape.LEVEL}
            level = next(each for each in self._open() if each.task_spec.name in levels)
            level.data.update(self.data)
            level.data |= self._plain_way(level)
            level.run()

    def _chosen(self, event: e.Moved) -> dict[str, object]:
        """What the variables behind a card hold where this way is taken."""
        model = self.model
        edge = self._edge(event.source, event.outcome, event.target)
        if edge is not None:
            return {model.variable(edge.source, "outcome"): model.outcome(edge)}
        # An objection on a settled topic, or one that was ruled on: by way of the arbitration.
        objects = next((w for w in self._ways(event.source) if w.target == "dispute"), None)
        if objects is None:
            raise NotDrawn(event.outcome)
        topics = [event.outcome, *(f"topic:{topic}" for topic in reversed(self.topics))]
        said = next(w for t in topics for w in model.out["dispute"] if w.trigger == t)
        found: dict[str, object] = {
            model.variable(objects.source, "outcome"): model.outcome(objects),
            model.variable("dispute", "outcome"): model.outcome(said),
        }
        if event.outcome.startswith("ruling:"):
            ruling = self._edge("ruling", event.outcome, event.target)
            if ruling is None:
                raise NotDrawn(event.outcome)
            found[model.variable("ruling", "outcome")] = model.outcome(ruling)
        return found

    def _plain_way(self, level: Any) -> dict[str, object]:
        node = next(n for n in self.model.nodes if self.model.element(n) == level.task_spec.name)
        edge = next(w for w in self._ways(node) if w.target == "ruling")
        return {self.model.variable(edge.source, "outcome"): self.model.outcome(edge)}

    def _ways(self, node: str) -> list[Edge]:
        """The ways out of a node, those behind its choice too."""
        return [*self.model.out[node], *self.model.out.get(f"{node}:ways", [])]

    def _edge(self, source: str, outcome: str, target: str) -> Edge | None:
        known = [way for way in self._ways(source) if way.trigger == outcome]
        meant = [way for way in known if way.target.partition("/")[0] == target]
        return next(iter([*meant, *known]), None)

    def _happened(self, event: e.Moved) -> None:
        """Tell a wait that what it waits for has come."""
        ways = self.model.out[event.source]
        edge = next(way for way in ways if way.trigger == event.outcome)
        caught = edge.target if len(ways) > 1 else event.source
        signal = self.model.names[caught].removesuffix("_caught")
        self.workflow.send_event(BpmnEvent(SignalEventDefinition(signal)))
        self.steps.append(event.source)

    def _late(self, event: e.Moved) -> None:
        """Let the clock of a deadline strike."""
        leaving = [way for way in self.model.out[event.source] if way.trigger.startswith("escalation:")]
        edge = next(
            (way for way in leaving if way.trigger == event.outcome),
            next((way for way in leaving if way.target == event.target), None),
        )
        if edge is None or self.model.nodes[event.source].shape in GOES_ON | {Shape.WAIT}:
            raise NotDrawn(event.outcome)
        name = f"Clock_{self.model.edge_names[edge.id]}"
        clocks = [t for t in self.workflow.get_tasks(state=TaskState.WAITING) if t.task_spec.name == name]
        clocks[0].data.update(self.data)
        clocks[0]._set_internal_data(event_value=_PAST)
        self.workflow.refresh_timers()
        self.steps.append(event.source)

    def _settle(self, rest: Sequence[e.Event]) -> None:
        """Let the engine go on until it waits for somebody, with the data of now at every choice."""
        self._foresee(rest)
        elements = {self.model.element(node.id): node for node in self.model.nodes.values()}

        def before(task: Any) -> None:
            task.data.update(self.data)

        def left(task: Any) -> None:
            node = elements.get(task.task_spec.name)
            if node is not None and self._is_quiet(node):
                self.steps.append(node.element)

        self.workflow.do_engine_steps(will_complete_task=before, did_complete_task=left)

    def _is_quiet(self, node: Node) -> bool:
        """Whether a node is a step that nobody answers, or the end of one: the engine passes it by itself."""
        if node.shape is Shape.JOIN or self.model.is_block(node):
            return True
        return node.shape in QUIET and bool(node.element)


def _branches(block: str, rest: Sequence[e.Event]) -> int:
    """How many branches a block opens next."""
    count = 0
    for event in rest:
        match event:
            case e.BranchOpened(step=step):
                count += step == block
            case e.Moved(source=source) if source == block:
                break
            case _:
                pass
    return count


_EMPTY = """\
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="empty" targetNamespace="empty">
  <process id="{name}" isExecutable="true">
    <startEvent id="begin_{name}"/><endEvent id="over_{name}"/>
    <sequenceFlow id="way_{name}" sourceRef="begin_{name}" targetRef="over_{name}"/>
  </process>
</definitions>
"""


def same(kernel: Sequence[str], other: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Where two ways part, for a message; empty where they do not."""
    if list(kernel) == list(other):
        return {}
    number = next((n for n, pair in enumerate(zip(kernel, other, strict=False)) if len(set(pair)) > 1), 0)
    return {"kernel": kernel[number:], "spiff": other[number:]}
