"""Where the ways of a process lead, as its file says it: plain walks over names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from procflow.definition import process as p

MAIN = "main"


@dataclass
class Map:
    """The steps of a process: ``steps`` by name, ``home`` the small graph that each stands in, ``flows``
    those graphs, ``leaps`` where an event or a voided milestone sends the main flow from a step."""

    process: p.Process
    steps: dict[str, p.Step]
    home: dict[str, str]
    flows: dict[str, p.Flow]
    leaps: dict[str, set[str]] = field(default_factory=dict)

    def outside(self, graph: str, step: str) -> bool:
        """Whether a way out of a graph leads to a step that does not stand in it."""
        return step != p.FINISHED and self.home[step] != graph

    def onward(self, step: str) -> set[str]:
        """The steps of the same graph that a step's ways lead to."""
        graph = self.home[step]
        return {name for name in exits(self.process, self.steps[step]) if self.home.get(name) == graph}

    def reached(self, start: str, without: str | None = None, leaps: bool = False) -> set[str]:
        """The steps that come at or after a step, without going through another."""
        found: set[str] = set()
        ahead = [start]
        while ahead:
            step = ahead.pop()
            if step not in found and step != without:
                found.add(step)
                ahead += self.onward(step) | (self.leaps.get(step, set()) if leaps else set())
        return found

    def coming_back(self, left: str, target: str) -> set[str]:
        """The steps on which a flow that went back from one step to another is still coming back: the target,
        and those that lead on to the step that was left without going back past the target (SEMANTICS 6)."""
        found = {target}
        growing = True
        while growing:
            growing = False
            for step in self.flows[self.home[left]].steps:
                ahead = {name for name in plain(self.steps[step]) if name == left or name in found - {target}}
                if ahead and step not in found and step != left:
                    found.add(step)
                    growing = True
        return found

    def window(self, graph: str, since: str | None, until: str | None, leaps: bool = False) -> set[str]:
        """The steps that a case comes to only through one step, up to another (decision 0005)."""
        start = self.flows[graph].start
        everything = self.reached(start, leaps=leaps)
        inside = everything
        if since is not None:
            inside = inside - self.reached(start, since, leaps)
        if until is None or until not in everything:
            return inside
        return inside & (self.reached(start, until, leaps) | {until})

    def raisable(self, event: p.AnytimeEvent) -> set[str]:
        """The steps of the main flow on which an event can be raised."""
        if event.window is None:
            return self.reached(self.process.start, leaps=True)
        return {*event.window.at} or self.window(MAIN, event.window.since, event.window.until)


def survey(process: p.Process) -> Map:
    """The map of a process."""
    found = Map(process, {}, {}, {})
    _enter(found, MAIN, p.Flow(process.start, process.steps))
    for event in process.events.values():
        if event.flow is not None:
            _enter(found, f"event:{event.name}", event.flow)
    for step in process.steps.values():
        if isinstance(step, p.Milestone) and step.if_voided is not None:
            _leap(found, found.window(MAIN, step.name, step.until), step.if_voided)
    known = -1
    while known != sum(map(len, found.leaps.values())):
        known = sum(map(len, found.leaps.values()))
        for event in process.events.values():
            _leap_for(found, event)
    return found


def _leap_for(found: Map, event: p.AnytimeEvent) -> None:
    """What an event sends the main flow to: at once, or later out of its own steps."""
    opened = found.raisable(event)
    if isinstance(event.stance, p.EndsAt):
        _leap(found, opened, event.stance.target.step)
    running = {later for step in opened for later in found.reached(step, leaps=True)}
    for step in p.steps_within(event.flow).values() if event.flow is not None else ():
        for target in exits(found.process, step):
            if target in found.process.steps:
                _leap(found, running, target)


def _leap(found: Map, steps: set[str], target: str) -> None:
    for step in steps:
        kind = found.steps[step]
        rests = kind.ending is p.Ending.COMPLETED if isinstance(kind, p.End) else True
        if rests and not isinstance(kind, p.Choose | p.Milestone):
            found.leaps.setdefault(step, set()).add(target)


def _enter(found: Map, graph: str, flow: p.Flow) -> None:
    found.flows[graph] = flow
    for name, step in flow.steps.items():
        found.steps[name], found.home[name] = step, graph
        if isinstance(step, p.Parallel):
            for branch in step.branches.values():
                _enter(found, f"{name}/{branch.name}", branch.flow)


def exits(process: p.Process, step: p.Step) -> Iterator[str]:
    """Where the ways out of a step lead, whatever they are."""
    match step:
        case p.Task() | p.Call():
            yield from (outcome.target.step for outcome in step.outcomes.values())
            yield from _of_limit(step.limit)
        case p.Review():
            yield from _of_review(process, step)
        case p.Choose():
            yield from (line.target.step for line in step.lines)
        case p.Milestone():
            yield step.target.step
        case p.Notice():
            yield step.target.step
            yield from _of_limit(step.limit)
        case p.Wait():
            yield from (target.step for _, target in step.ways)
            yield from _of_limit(step.limit)
        case p.System():
            yield from (step.target.step, step.if_failed.step)
        case p.Parallel():
            yield step.target.step
            for branch in step.branches.values():
                for inner in branch.flow.steps.values():
                    yield from (name for name in exits(process, inner) if name not in branch.flow.steps)
        case p.End():
            pass


def plain(step: p.Step) -> set[str]:
    """Where the plain ways of a step lead: no returns, no rulings, nothing that a deadline does."""
    targets: list[p.Target] = []
    match step:
        case p.Task() | p.Call():
            targets += [outcome.target for outcome in step.outcomes.values() if not outcome.escalates]
        case p.Review():
            targets += [outcome.target for outcome in step.outcomes.values()]
            effects = [answer.effect for seat in step.seats for answer in seat.answers.values()]
            targets += [effect.target for effect in effects if isinstance(effect, p.Leave)]
        case p.Choose():
            targets += [line.target for line in step.lines]
        case p.Wait():
            targets += [target for _, target in step.ways]
        case p.Milestone() | p.Notice() | p.System() | p.Parallel():
            targets += [step.target]
        case p.End():
            pass
    return {target.step for target in targets if target.resume is None}


def _of_review(process: p.Process, step: p.Review) -> Iterator[str]:
    yield from (outcome.target.step for outcome in step.outcomes.values())
    for seat in step.seats:
        yield from _of_limit(seat.limit)
        for answer in seat.answers.values():
            if isinstance(answer.effect, p.Leave):
                yield answer.effect.target.step
            elif isinstance(answer.effect, p.Object) and process.arbitration is not None:
                yield process.arbitration.upheld.step
                if process.arbitration.refused is not None:
                    yield process.arbitration.refused.step


def _of_limit(limit: p.Limit | None) -> Iterable[str]:
    if limit is None:
        return ()
    return [e.action.target.step for e in limit.escalations if isinstance(e.action, p.GoTo)]
