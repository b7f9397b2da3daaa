"""The rules of a file that hold in every case: what comes before, what comes after, what never comes."""

from procflow.case.data import verdict
from procflow.case.flow import in_force
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.definition.process import After, Before, Milestone, Never, Task


def require_entry(run: Run, scope: str, step: str) -> None:
    """Hold the rules on entering a step. Raises :class:`Refused`."""
    for rule in run.program.process.invariants:
        match rule:
            case Before(before, must) if before == step and not done(run, must):
                raise Refused("not-before", f"{step} needs {must} first", missing=(must,))
            case Never(never, once, when) if never == step:
                if once is not None and done(run, once):
                    raise Refused("never", f"{step} is never come to once {once} is done")
                if when is not None and verdict(run, when, scope):
                    raise Refused("never", f"{step} is never come to while {when.text}")
            case _:
                pass


def require_completion(run: Run, end: str) -> None:
    """Hold the rules on what must follow, before a case is completed. Raises :class:`Refused`."""
    for rule in run.program.process.invariants:
        if isinstance(rule, After) and done(run, rule.step) and not done(run, rule.must):
            text = f"{end} would complete the case, and after {rule.step} it needs {rule.must}"
            raise Refused("not-after", text, missing=(rule.must,))


def done(run: Run, step: str) -> bool:
    """Whether a step is done: a task answered, a milestone in force for the data of now, another passed."""
    match run.program.step(step):
        case Milestone():
            return in_force(run, step)
        case Task():
            return step in run.state.performed
        case _:
            return step in run.state.passed
