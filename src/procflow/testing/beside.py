"""What a story may come to beside its own process: the processes that it names, and handlers."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from procflow.definition import Loaded, Shelf, load_process
from procflow.definition.folder import processes_in
from procflow.definition.process import Call, CaseOpen, DataField, ForCase, Process, Wait, every_step
from procflow.engine.handlers import handlers_named


def named_by(process: Process, path: Path, shelf: Shelf) -> tuple[Loaded, ...]:
    """The processes that a process calls, or whose open cases it asks about, and those that these name, each
    once, from the folder of its file. One that is not there is the process file's to tell of."""
    if not any(_names(process)):
        return ()
    paths = processes_in(path.parent)
    found: dict[str, Loaded] = {}
    ahead = list(_names(process))
    while ahead:
        name = ahead.pop(0)
        if name in paths and name not in (process.name, *found):
            found[name] = load_process(paths[name], shelf=shelf)
            loaded = found[name].process
            ahead += _names(loaded) if loaded is not None else ()
    return tuple(found.values())


def _names(process: Process) -> Iterator[str]:
    for fact in process.facts.values():
        if isinstance(fact.true_once, CaseOpen):
            yield fact.true_once.process
    for step in every_step(process).values():
        if isinstance(step, Call):
            yield step.process
        elif isinstance(step, Wait):
            yield from (way.process for way, _ in step.ways if isinstance(way, ForCase))


def fillable(processes: Iterable[Process]) -> Mapping[str, DataField]:
    """Every field that may be filled in in cases of these processes, those of any-time events too."""
    fields: dict[str, DataField] = {}
    for process in processes:
        for event in process.events.values():
            fields.update(event.fields)
        fields.update(process.fields)
    return fields


def handlers_of(processes: Iterable[Process]) -> tuple[str, ...]:
    """The handlers that these processes call, each once."""
    return tuple(dict.fromkeys(name for process in processes for name in handlers_named(process)))
