"""Running scenarios on the real engine."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from procflow.case import Refused
from procflow.definition import Shelf
from procflow.diagnostics import Diagnostic, Span, has_errors
from procflow.engine import TRUSTED, Engine, HistoryEvent, Record
from procflow.store import open_store
from procflow.testing import scenario as s
from procflow.testing.answering import Answering
from procflow.testing.clock import VirtualClock
from procflow.testing.coverage import Covered, coverage_of
from procflow.testing.driver import CaseDriver, NotPossible
from procflow.testing.expectations import unmet
from procflow.testing.expected import Expect
from procflow.testing.load import load_scenarios, scenario_paths

Findings = tuple[Diagnostic, ...]

_End = tuple[Span, datetime, tuple[str, int] | None]
"""A step, when it ended, and the case that the story was about with its version then."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A step of a scenario that was gone through: when it ended and what happened in it."""

    span: Span
    at: datetime
    events: tuple[HistoryEvent, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a scenario came to. ``failures`` are all of one step, the first that did not go as written;
    ``records`` are those of all its cases, the called ones as well."""

    scenario: s.Scenario
    failures: Findings
    trace: tuple[Traced, ...]
    records: tuple[Record, ...]

    @property
    def ok(self) -> bool:
        """Whether everything went as written."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Summary:
    """What the scenarios of several files came to, with the findings about the files themselves and the texts
    of the files by the names that findings use."""

    results: tuple[Result, ...]
    diagnostics: Findings
    sources: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether every file could be read and every scenario went as written."""
        return not has_errors(self.findings)

    @property
    def coverage(self) -> tuple[Covered, ...]:
        """What all the scenarios took together, for each process that one of them is about."""
        return coverage_of(
            (r.scenario.given.process, r.scenario.given.library, r.records) for r in self.results
        )

    @property
    def findings(self) -> Findings:
        """Everything to be told: about the files, and every failure."""
        return (*self.diagnostics, *(failure for result in self.results for failure in result.failures))


def run_files(paths: Iterable[Path], *, databases: Path | None = None) -> Summary:
    """Run every scenario of files and folders, each on a store of its own: in memory, or in a new SQLite file
    in the folder ``databases``."""
    results: list[Result] = []
    found: dict[Hashable, Diagnostic] = {}
    sources: dict[str, str] = {}
    shelf = Shelf()
    for path in (file for place in paths for file in scenario_paths(place)):
        scenarios, diagnostics, texts = load_scenarios(path, shelf=shelf)
        sources.update(texts)
        for finding in diagnostics:
            found.setdefault(finding.identity, finding)
        for scenario in scenarios.scenarios.values() if scenarios is not None else ():
            database = "memory:" if databases is None else str(databases / f"{len(results)}.db")
            results.append(run_scenario(scenario, database))
    return Summary(tuple(results), tuple(found.values()), sources)


def run_scenario(scenario: s.Scenario, database: str = "memory:") -> Result:
    """Run a scenario, then verify the record of every case and that the record comes to its state.

    ``database`` is a path or URL as :meth:`Engine.open` takes it, of a store that holds no cases. Raises
    ``StoreError`` for one that is no store.
    """
    given = scenario.given
    clock = VirtualClock(given.now)
    handlers = {name: Answering(*answers) for name, answers in given.handlers.items()}
    with Engine(open_store(database), given.library, clock=clock, handlers=handlers) as engine:
        driver = CaseDriver(engine, given.process, given=given.data, name=scenario.name)
        ends: list[_End] = []
        failures: Findings = ()
        for step in scenario.steps:
            failures = _take(driver, step)
            ends.append((step.span, engine.now(), driver.current))
            if failures:
                break
        failures = failures or _faults(driver, scenario)
        records = tuple(engine.record(row.case, reader=TRUSTED) for row in engine.cases(reader=TRUSTED))
        return Result(scenario, failures, _trace(driver, ends), records)


def _trace(driver: CaseDriver, ends: list[_End]) -> tuple[Traced, ...]:
    """What happened in each step to the case that the story is about behind it."""
    told: dict[str, int] = {}
    trace = []
    for span, at, current in ends:
        events: tuple[HistoryEvent, ...] = ()
        if current is not None:
            case, version = current
            history = driver.engine.history(case, reader=TRUSTED)
            events = tuple(event for event in history if told.get(case, 0) < event.seq <= version)
            told[case] = version
        trace.append(Traced(span, at, events))
    return tuple(trace)


def _faults(driver: CaseDriver, scenario: s.Scenario) -> Findings:
    """What is wrong with the record, which nothing that a scenario does may bring about."""
    faults = driver.engine.verify()
    return tuple(
        Diagnostic("X310", scenario.span, {"fault": fault.text})
        for found in faults.values()
        for fault in found
    )


def _take(driver: CaseDriver, step: s.ScenarioStep) -> Findings:
    """Take one step; what did not go as written."""
    match step:
        case s.Do():
            for actor in step.actors:
                if found := _attempt(driver, step, _answer(driver, step, actor)):
                    return found
            return ()
        case s.Start() | s.ChangeFields() | s.TakeBack() | s.RaiseEvent() | s.Reassign():
            return _attempt(driver, step, _action(driver, step))
        case s.Everybody():
            return _tried(step.span, lambda: driver.everybody(step.outcome, step.upto))
        case s.Wait():
            return _tried(step.span, lambda: driver.wait(step.duration))
        case s.Until():
            return _tried(step.span, lambda: driver.until(step.instant))
        case s.GoTo():
            return _tried(step.span, lambda: driver.go_to(step.where))
        case Expect():
            return _expect(driver, step)
        case _:
            assert_never(step)


def _action(
    driver: CaseDriver, step: s.Start | s.ChangeFields | s.TakeBack | s.RaiseEvent | s.Reassign
) -> Callable[[], object]:
    """What a person does in a line that may have to be refused."""
    actor, giver = step.actor, step.on_behalf_of
    match step:
        case s.Start():
            return lambda: driver.start(
                actor,
                step.data,
                attach=step.attach,
                on_behalf_of=giver,
                case=step.case,
                process=step.process,
            )
        case s.ChangeFields():
            return lambda: driver.change(step.data, actor=actor, on_behalf_of=giver)
        case s.TakeBack():
            return lambda: driver.take_back(step.place, actor=actor, on_behalf_of=giver, comment=step.comment)
        case s.RaiseEvent():
            return lambda: driver.raise_event(
                step.event,
                actor=actor,
                on_behalf_of=giver,
                comment=step.comment,
                data=step.data,
                attach=step.attach,
                without=step.without,
            )
        case s.Reassign():
            return lambda: driver.reassign(step.person, actor=actor, on_behalf_of=giver, comment=step.comment)
        case _:
            assert_never(step)


def _answer(driver: CaseDriver, step: s.Do, actor: str) -> Callable[[], object]:
    def answer() -> object:
        if step.refusal is None and not driver.at(step.place):
            raise NotPossible(f"nothing is open at {step.place}", ", ".join(driver.open()))
        return driver.do(
            step.place,
            step.outcome,
            actor=actor,
            on_behalf_of=step.on_behalf_of,
            comment=step.comment,
            topic=step.topic,
            data=step.data,
            attach=step.attach,
            without=step.without,
        )

    return answer


def _expect(driver: CaseDriver, step: Expect) -> Findings:
    try:
        return unmet(driver, step)
    except NotPossible as error:
        return (_not_possible(step.span, error),)


def _attempt(
    driver: CaseDriver,
    step: s.Start | s.Do | s.ChangeFields | s.TakeBack | s.RaiseEvent | s.Reassign,
    action: Callable[[], object],
) -> Findings:
    """Do something that may have to be refused."""
    if step.refusal is None:
        return _tried(step.span, action)
    before = driver.mark()
    try:
        action()
    except Refused as refused:
        return _refused(driver, step.refusal, step.span, refused, unchanged=driver.mark() == before)
    except NotPossible as error:
        return (_not_possible(step.span, error),)
    return (Diagnostic("X303", step.span, {"code": step.refusal.code}),)


def _refused(
    driver: CaseDriver, wanted: s.Refusal, span: Span, refused: Refused, *, unchanged: bool
) -> Findings:
    if refused.code != wanted.code:
        return (
            Diagnostic("X304", span, {"code": wanted.code, "actual": refused.code, "reason": str(refused)}),
        )
    if not unchanged:
        return (Diagnostic("X306", span, {"code": wanted.code, "status": driver.case.status}),)
    named = (("missing", wanted.missing, refused.missing), ("allowed", wanted.allowed, refused.allowed))
    return tuple(
        Diagnostic("X305", span, {"what": what, "name": name, "reason": str(refused)})
        for what, names, given in named
        for name in names
        if name not in given
    )


def _tried(span: Span, action: Callable[[], object]) -> Findings:
    """Do something that must be possible."""
    try:
        action()
    except Refused as refused:
        return (Diagnostic("X302", span, {"code": refused.code, "reason": str(refused)}),)
    except NotPossible as error:
        return (_not_possible(span, error),)
    return ()


def _not_possible(span: Span, error: NotPossible) -> Diagnostic:
    return Diagnostic("X307", span, {"text": error.text, "near": error.near})
