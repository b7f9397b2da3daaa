"""Reading arbitrations: which level ruled, who appealed, and where rulings led."""

from procflow.case import events as e
from procflow.drawing.marks.items import ruled_on
from procflow.drawing.marks.spans import unit_of
from procflow.drawing.marks.trace import LEVEL, Happened, Note, Stay, Trace
from procflow.program.step_edges import topic_trigger


def _node(trace: Trace, scope: str, level: int | None = None) -> str | None:
    known = trace.case.scopes.get(scope)
    dispute = known.dispute if known is not None else None
    if dispute is None:
        return None
    return trace.plan.level(dispute.topic, dispute.level if level is None else level)


def level_opened(trace: Trace, event: e.LevelOpened) -> None:
    """An arbitration came to a level: from where objections part, or from the level before by an appeal."""
    plan, dispute = trace.plan, trace.case.scopes[event.scope].dispute
    node = _node(trace, event.scope, event.level)
    before = trace.levels.get(event.scope)
    trace.levels[event.scope] = event.level
    if dispute is not None and before is None:
        if not trace.take(plan.edge(plan.dispute(), topic_trigger(dispute.topic), node)):
            # A level below was passed over for a reason that the definition does not tell beforehand.
            trace.take(plan.edge(plan.dispute(), topic_trigger(dispute.topic), _node(trace, event.scope, 0)))
            _climb(trace, event.scope, 0, event.level)
    elif before is not None:
        _climb(trace, event.scope, before, event.level)
    arbitration = plan.program.process.arbitration
    deadline = trace.counted(arbitration.limit) if arbitration is not None else None
    trace.open(node, f"{LEVEL}{event.scope}", Stay(event.scope, trace.at, deadline, unit_of(deadline)))


def _climb(trace: Trace, scope: str, low: int, high: int) -> None:
    for level in range(low, high):
        trace.take(trace.plan.any_edge(_node(trace, scope, level), _node(trace, scope, level + 1)))


def ruled(trace: Trace, event: e.RulingGiven) -> None:
    """A level ruled."""
    if event.item is not None:
        ruled_on(trace, event.item, event.who)
    node = _node(trace, event.scope)
    trace.close(node, f"{LEVEL}{event.scope}")
    trace.note(node, Note(Happened.RULED, trace.at, word=event.ruling))


def missed(trace: Trace, event: e.QuorumMissed) -> None:
    """Too few of a group voted in time."""
    trace.note(_node(trace, event.scope), Note(Happened.QUORUM, trace.at))


def closed(trace: Trace, event: e.ObjectionClosed) -> None:
    """A ruling stands."""
    plan = trace.plan
    trace.take(plan.any_edge(_node(trace, event.scope), plan.ruling()))
    trace.passing(plan.ruling())
    trace.end([event.scope])


def withdrawn(trace: Trace, event: e.ObjectionWithdrawn) -> None:
    """An objection was taken back."""
    trace.end([event.scope])
