"""Every scenario, those of the bundled processes and of the patterns, told on its drawing event by event."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from procflow.case import events as e
from procflow.drawing import Drawing, EdgeMark, Language, Tone
from procflow.drawing.compose import Detail, Lanes, draw_process
from procflow.drawing.marks import frames, mark_case, stepped
from procflow.engine import Record
from procflow.testing import run_files, scenario_paths

TESTS = Path(__file__).parents[2]
PLACES = (TESTS.parent / "processes" / "scenarios", TESTS / "patterns")
FILES = [
    pytest.param(file, id=f"{file.parent.name}/{file.stem}")
    for place in PLACES
    for file in scenario_paths(place)
]
WAYS = [
    (Detail.FULL, Lanes.ROLE, Language.ZH),
    (Detail.OVERVIEW, Lanes.DEPARTMENT, Language.EN),
    (Detail.FULL, Lanes.NONE, Language.BOTH),
]

_drawn: dict[tuple[str, Detail, Lanes, Language], Drawing] = {}


def drawn(record: Record, detail: Detail, lanes: Lanes, language: Language) -> Drawing:
    key = record.program.hash, detail, lanes, language
    if key not in _drawn:
        _drawn[key] = draw_process(
            record.program, record.organization, detail=detail, lanes=lanes, language=language
        )
    return _drawn[key]


@cache
def records(file: Path) -> tuple[Record, ...]:
    summary = run_files([file])
    assert summary.ok
    return tuple(record for result in summary.results for record in result.records)


def moves(event: e.Event, arbitrations: set[str]) -> bool:
    """Whether an event moves a token along an edge that is drawn; what happens inside of one level is not."""
    match event:
        case e.Moved(scope, outcome=outcome):
            return scope not in arbitrations and not outcome.startswith("ruling:")
        case e.BranchOpened() | e.LevelOpened() | e.ObjectionClosed() | e.RulingsActed():
            return True
        case _:
            return False


@pytest.mark.parametrize("file", FILES)
def test_every_event_is_drawn(file: Path) -> None:
    for number, record in enumerate(records(file)):
        drawing = drawn(record, *WAYS[number % len(WAYS)])
        subject = (record.program, record.organization, record.envelopes)
        tones: dict[str, Tone] = {node.id: node.mark.tone for node in drawing.nodes}
        tones |= {edge.id: edge.mark.tone for edge in drawing.edges}
        edges: dict[str, EdgeMark] = {}
        arbitrations: set[str] = set()
        led = False
        for sealed, frame in zip(record.envelopes, frames(drawing, *subject, every_event=True), strict=True):
            event, before = sealed.event, counted(edges)
            edges.update(frame.edges)
            if isinstance(event, e.ObjectionOpened):
                arbitrations.add(event.scope)
            if moves(event, arbitrations):
                # An event that sends the main flow elsewhere takes its edge where its own steps end.
                sent = isinstance(event, e.Moved) and event.outcome.startswith("event:") and led
                assert sent or counted(edges) > before, (sealed.seq, event)
            led = (isinstance(event, e.ScopeEnded) and event.reason == "led-out") or led
            changed = {name: shown.mark.tone for name, shown in frame.nodes.items()}
            changed |= {name: mark.tone for name, mark in frame.edges.items()}
            # What could not be reached any more is never come to.
            back = {name for name, tone in changed.items() if tones[name] is Tone.GONE}
            assert not back, (sealed.seq, back)
            tones |= changed


def counted(edges: Mapping[str, EdgeMark]) -> int:
    """How often edges were taken, all together."""
    done = [mark for mark in edges.values() if mark.tone is Tone.DONE]
    return sum(int(mark.badge.removeprefix("×") or 1) for mark in done)


@pytest.mark.parametrize("file", FILES)
def test_frames_come_to_the_whole(file: Path) -> None:
    for number, record in enumerate(records(file)):
        drawing = drawn(record, *WAYS[(number + 1) % len(WAYS)])
        subject = (record.program, record.organization, record.envelopes)
        steps = list(frames(drawing, *subject))
        assert [step.first for step in steps[1:]] == [step.last + 1 for step in steps[:-1]]
        assert steps[-1].last == record.envelopes[-1].seq
        for count in {1, len(steps) // 2, len(steps)} - {0}:
            whole = mark_case(drawing, *subject, at=steps[count - 1].last)
            assert stepped(drawing, steps[:count]) == whole


@pytest.mark.parametrize("file", FILES)
def test_a_case_that_is_over_has_nothing_open_and_nothing_ahead(file: Path) -> None:
    for record in records(file):
        ended = any(isinstance(sealed.event, e.CaseEnded) for sealed in record.envelopes)
        for way in WAYS[:2]:
            marked = mark_case(drawn(record, *way), record.program, record.organization, record.envelopes)
            tones = {node.mark.tone for node in marked.nodes} | {edge.mark.tone for edge in marked.edges}
            if ended:
                assert tones <= {Tone.DONE, Tone.GONE, Tone.PLAIN}
                plain = [node for node in marked.nodes if node.mark.tone is Tone.PLAIN]
                assert not plain
            else:
                assert tones & {Tone.NOW, Tone.LATE, Tone.HELD}
