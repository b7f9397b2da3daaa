"""Parallel blocks: opening their branches, joining them, going on with them after a return."""

from collections.abc import Iterator

from procflow.case.doers import named_by
from procflow.case.events import BranchFinished, BranchOpened, StepResumed
from procflow.case.flow import end_hanging, leave
from procflow.case.items import withdraw_items
from procflow.case.lens import hanging
from procflow.case.refusal import Refused
from procflow.case.run import Reopen, Run
from procflow.case.state import Named
from procflow.definition.process import FINISHED, Branch, Parallel, Resume, WhenNone
from procflow.program import MAIN
from procflow.program.inner_graphs import branch_graph_name
from procflow.program.step_edges import JOINED


def enter_block(run: Run, scope: str, block: Parallel) -> None:
    """Open the branches of a block, or go on with them where they were parked."""
    parked = run.scope(scope).parked
    if parked is not None and parked.step == block.name:
        _resume(run, scope, block)
        return
    opened = [_open(run, scope, block, branch, named) for branch, named in _branches(run, scope, block)]
    for inner, start in opened:
        run.enter(inner, start)
    if not opened:
        leave(run, scope, JOINED)


def _branches(run: Run, scope: str, block: Parallel) -> Iterator[tuple[Branch, Named | None]]:
    if block.for_each is None:
        yield from ((branch, None) for branch in block.branches.values())
        return
    each = block.for_each
    entries = named_by(run, scope, each.each)
    if not entries and each.none is WhenNone.REFUSE:
        text = f"{each.each.field} names nothing that {block.name} could go through"
        raise Refused("nobody-named", text, missing=(each.each.field,))
    branch = next(iter(block.branches.values()))
    yield from ((branch, entry) for entry in entries)


def _open(run: Run, parent: str, block: Parallel, branch: Branch, named: Named | None) -> tuple[str, str]:
    scope, graph = f"@{run.next_seq()}", branch_graph_name(block.name, branch.name)
    run.emit(BranchOpened(scope, parent, block.name, branch.name, graph, branch.flow.start, named))
    return scope, branch.flow.start


def finish_branch(run: Run, scope: str) -> None:
    """Take a branch as finished, and go on behind the block once enough of them are."""
    standing = run.scope(scope)
    parent, host = standing.parent or MAIN, standing.host or ""
    withdraw_items(run, (scope,), "step-left")
    end_hanging(run, scope, "step-left")
    run.emit(BranchFinished(scope, parent, host))
    block = run.program.step(host)
    assert isinstance(block, Parallel)
    _join(run, parent, block)


def _join(run: Run, scope: str, block: Parallel) -> None:
    finished, running = run.scope(scope).finished, len(hanging(run.state, scope))
    if running and (block.join is None or finished < block.join):
        return
    end_hanging(run, scope, "joined")
    leave(run, scope, JOINED)


def _resume(run: Run, scope: str, block: Parallel) -> None:
    """The branches that were parked are asked again for what they waited for; the one that returned goes on
    behind its step if the return said so (SEMANTICS 5)."""
    parked = run.scope(scope).parked
    assert parked is not None
    run.emit(StepResumed(scope, block.name, (), ()))
    branch = parked.branch
    over = parked.resume == Resume.AFTER and branch is not None and run.scope(branch).parked is None
    for inner in parked.scopes:
        if inner.host == block.name and inner.parent == scope and not (over and inner.id == branch):
            run.agenda.append(Reopen(inner.id))
    if over and branch is not None:
        run.enter(branch, FINISHED)
