"""Scenario files: reading them, and the process that they are about."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from os.path import normpath
from pathlib import Path

from msgspec import structs

from procflow.bundled import bundled
from procflow.definition import Loaded, Shelf, content_hash, load_process, organization_content
from procflow.definition.build import build_organization
from procflow.definition.build.reading import entries, items, mapping, mappings, scalar, scalars, sound
from procflow.definition.build.scope import Known, Report, resolve
from procflow.definition.build.titles import title
from procflow.definition.load import beside
from procflow.definition.process import Process
from procflow.diagnostics import Diagnostic, Severity, has_errors
from procflow.engine import Library
from procflow.files import YAML_ENDINGS, is_file, yaml_files
from procflow.source import (
    Entry,
    ListNode,
    MapNode,
    Node,
    ReadResult,
    ScalarNode,
    from_canonical,
    from_plain,
    plain,
    read_file,
)
from procflow.source.schema import validate
from procflow.testing.beside import fillable, handlers_of, named_by
from procflow.testing.build import build_step
from procflow.testing.build_expect import build_expect
from procflow.testing.naming import Standpoint, data, known, moment
from procflow.testing.scenario import Answers, Data, Given, GoTo, Scenario, Scenarios, ScenarioStep, Start
from procflow.testing.values import merge_data

_MARK = re.compile(r"^(scenarios|given)\s*[:：]", re.MULTILINE)

Found = tuple[Scenarios | None, tuple[Diagnostic, ...], Mapping[str, str]]


def scenario_paths(place: Path) -> tuple[Path, ...]:
    """A scenario file, or every scenario file in a folder and the folders below it, by name."""
    if not place.is_dir():
        return (place,)
    return tuple(path for path in yaml_files(place) if _is_scenario_file(path))


def _is_scenario_file(path: Path) -> bool:
    """Whether a file looks like one; a file that cannot be read does, so that somebody is told."""
    try:
        return _MARK.search(path.read_text("utf-8", "replace")) is not None
    except OSError:
        return True


def load_scenarios(path: Path, result: ReadResult | None = None, shelf: Shelf | None = None) -> Found:
    """The scenarios of a file, the findings, and the texts of the files by the names that findings use.

    There are no scenarios where a finding is an error, in this file or in the process that it names. Of the
    process's own files only errors are told. ``result`` is what the file was
    read to, where that is done already; ``shelf`` has what was read for other files.
    """
    sources: dict[str, str] = {}
    scenarios, found = Report().built(
        lambda report: _Loading(path, report, sources, shelf or Shelf()).file(result)
    )
    return scenarios, found, sources


@dataclass(slots=True)
class _Loading:
    """One file on its way in."""

    path: Path
    report: Report
    sources: dict[str, str]
    shelf: Shelf

    def file(self, result: ReadResult | None) -> Scenarios | None:
        """The scenarios, as far as they can be read."""
        result = result or read_file(self.path)
        self.sources[str(self.path)] = result.text
        self.report.take(result.diagnostics)
        if result.node is None:
            return None
        node, found = validate(result.node, "scenario")
        self.report.take(found)
        loaded = self._process(scalar(node, "process"))
        if loaded is None or loaded.process is None:
            return None
        named = named_by(loaded.process, Path(loaded.process.span.file), self.shelf)
        self.report.take(d for each in named for d in each.diagnostics if d.severity is Severity.ERROR)
        base = _Base(self.report, loaded, loaded.process, named, mapping(node, "given"), node.poisoned)
        scenarios = {entry.name: base.scenario(entry, body) for entry, body in mappings(node, "scenarios")}
        built = {name: scenario for name, scenario in scenarios.items() if scenario is not None}
        return Scenarios(self.path, title(node, self.path.stem), built)

    def _process(self, written: ScalarNode | None) -> Loaded | None:
        if written is None:
            return None
        found = _process_file(self.path, written.text)
        if found is None:
            self.report.add("X101", written.span, name=written.text)
            return None
        loaded = load_process(found, shelf=self.shelf)
        self.sources.update(loaded.sources)
        self.report.take(d for d in loaded.diagnostics if d.severity is Severity.ERROR)
        return loaded


def _process_file(path: Path, name: str) -> Path | None:
    """The file that a path names, seen from the scenario file; or that of an id, in a folder further up or
    bundled."""
    if is_file(beside(path, name)):
        return Path(normpath(beside(path, name)))
    if "/" in name or name.endswith(YAML_ENDINGS):
        return None
    folders = (*path.resolve().parents, bundled("processes"))
    return next((folder / f"{name}.yaml" for folder in folders if is_file(folder / f"{name}.yaml")), None)


_Read = tuple[tuple[ScenarioStep, ...], Standpoint]
"""Lines, and what is referred to behind them."""


@dataclass(slots=True)
class _Base:
    """What the scenarios of a file have in common; a library is made once for all that change nothing of the
    organization. ``unsure`` says that the file may have givens which could not be read."""

    report: Report
    loaded: Loaded
    process: Process
    named: tuple[Loaded, ...]
    given: MapNode | None
    unsure: bool
    library: Library | None = None

    @property
    def processes(self) -> tuple[Process, ...]:
        """The process, and those that it names."""
        others = (loaded.process for loaded in self.named)
        return (self.process, *(process for process in others if process is not None))

    def scenario(self, entry: Entry, node: MapNode) -> Scenario | None:
        """A scenario with the file's givens and its own."""
        givens = tuple(g for g in (self.given, mapping(node, "given")) if g is not None)
        loaded = self._loaded(givens)
        if loaded.organization is None:
            return None
        library = self._library(loaded)
        around = Standpoint(self.report, library, self.process, self.process)
        now = next((n for g in reversed(givens) if (n := scalar(g, "now")) is not None), None)
        if now is None and not self.unsure and all(sound(g) for g in givens):
            self.report.add("X102", entry.key.span, name=entry.name)
        instant = moment(around, now)
        begun, around = self._begin(around, givens)
        steps = (*begun, *_steps(around, node, "steps")[0])
        fields = fillable(self.processes)
        values = _merged_data(data(self.report, g, "data", fields) for g in givens)
        answers = {name: given for g in givens for name, given in self._handlers(g)}
        if instant is None or has_errors(self.report.collected()):
            return None
        return Scenario(
            name=entry.name,
            title=title(node, entry.name),
            points=tuple(n.value for n in scalars(node, "point") if isinstance(n.value, int)),
            clauses=self._clauses(node),
            given=Given(instant, values, self.process.name, library, answers),
            steps=steps,
            span=entry.key.span,
        )

    def _begin(self, around: Standpoint, givens: tuple[MapNode, ...]) -> _Read:
        own = next((g for g in reversed(givens) if g.get("begin") is not None), None)
        return _steps(around, own, "begin") if own is not None else ((), around)

    def _handlers(self, given: MapNode) -> Iterator[tuple[str, Answers]]:
        """What handlers come to, by name."""
        names = known(handlers_of(self.processes))
        for entry in entries(given, "handlers"):
            resolve(self.report, entry.key, names, "X120")
            answers = entry.value if isinstance(entry.value, ListNode) else ()
            yield entry.name, tuple(_answer(each) for each in answers if isinstance(each, MapNode))

    def _clauses(self, node: MapNode) -> tuple[str, ...]:
        register = self.loaded.register
        clauses = Known({}, whole=False)
        if register is not None:
            clauses = Known({name: clause.span for name, clause in register.clauses.items()})
        return tuple(resolve(self.report, item, clauses, "L101") for item in scalars(node, "clause"))

    def _loaded(self, givens: tuple[MapNode, ...]) -> Loaded:
        loaded = self.loaded
        for given in givens:
            patch = mapping(given, "organization")
            if patch is not None:
                loaded = _patched(self.report, loaded, patch)
        return loaded

    def _library(self, loaded: Loaded) -> Library:
        if loaded is not self.loaded:
            return _library_of(loaded, self.named)
        if self.library is None:
            self.library = _library_of(loaded, self.named)
        return self.library


def _library_of(loaded: Loaded, named: tuple[Loaded, ...]) -> Library:
    """A process and those that it names, all in the organization as the scenario has it."""
    library = Library()
    library.add(loaded)
    for each in named:
        if each.process is not None and loaded.organization is not None:
            same = each.process.organization == loaded.organization.name
            library.add(_moved(each, loaded) if same else each)
    return library


def _moved(loaded: Loaded, other: Loaded) -> Loaded:
    content = other.organization_content
    return structs.replace(loaded, organization=other.organization, organization_content=content)


def _answer(node: MapNode) -> Mapping[str, object] | str:
    fails = scalar(node, "fails")
    return fails.text if fails is not None else {e.name: plain(e.value) for e in entries(node, "gives")}


def _steps(around: Standpoint, node: MapNode, key: str) -> _Read:
    """The lines under a key, and what is referred to behind them."""
    built = []
    for item in items(node, key):
        step = build_step(around, item, partial(build_expect, around))
        if step is not None:
            built.append(step)
        if isinstance(step, GoTo):
            around = around.turned_to(step.where)
        elif isinstance(step, Start) and step.refusal is None:
            around = around.begun(step.case, step.process)
    return tuple(built), around


def _merged_data(values: Iterable[Data]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for given in values:
        merged = merge_data(merged, given)
    return merged


def _patched(report: Report, loaded: Loaded, patch: MapNode) -> Loaded:
    """The organization with what a scenario changes in it, held to the rules of every organization file."""
    stored = from_canonical(loaded.organization_content)
    assert isinstance(stored, dict)
    base, documents = from_plain(stored["organization"]), stored["documents"]
    assert isinstance(base, MapNode) and isinstance(documents, dict)
    node = _overlaid(base, patch)
    organization, found = build_organization(node, documents.get)
    for finding in (d for d in found if d.severity is Severity.ERROR):
        written_here = finding.span.file == patch.span.file
        problem = {"problem": finding.message()}
        report.take((finding if written_here else Diagnostic("X111", patch.span, problem),))
    if organization is None:
        return structs.replace(loaded, organization=None)
    content = organization_content(node, documents)
    known = structs.replace(organization, hash=content_hash(content))
    return structs.replace(loaded, organization=known, organization_content=content)


def _overlaid(base: MapNode, patch: MapNode) -> MapNode:
    """A mapping with another laid over it: mappings entry by entry, everything else whole; an empty value
    takes an entry out."""
    laid = {entry.name: entry for entry in base}
    for entry in patch:
        if isinstance(entry.value, ScalarNode) and entry.value.value is None:
            laid.pop(entry.name, None)
        else:
            laid[entry.name] = Entry(entry.key, _over(laid.get(entry.name), entry.value))
    return MapNode(tuple(laid.values()), base.span, base.poisoned)


def _over(base: Entry | None, value: Node) -> Node:
    if base is not None and isinstance(base.value, MapNode) and isinstance(value, MapNode):
        return _overlaid(base.value, value)
    return value
