"""Explanations of cases as they were released, at many a moment: they say what the kernel does."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from procflow.case import CaseState, Context, Event, fold
from procflow.case import why as w
from procflow.case.people import grants_for, offered_to
from procflow.case.record import StoredEvent, open_event
from procflow.case.why import explain
from procflow.definition.content import organization_from_content, process_from_content
from procflow.definition.organization import Organization
from procflow.program import Program, compile_program

HISTORIES = Path(__file__).parents[1] / "histories" / "format-1"
EVERY = 4
"""Of how many commits one is looked at."""


def ran_on(rows: list[dict[str, str]]) -> tuple[Program, Organization]:
    kept = {row["kind"]: row for row in rows if "kind" in row}
    process = process_from_content(kept["definition"]["content"].encode())
    organization = organization_from_content(kept["organization"]["content"].encode())
    return compile_program(process, kept["definition"]["sha256"]), organization


def moments(name: str) -> Iterator[tuple[Program, CaseState, list[tuple[Event, object, str]], Context]]:
    """A case after every so many commits, with what it ran on and what had happened."""
    lines = gzip.decompress((HISTORIES / f"{name}.jsonl.gz").read_bytes()).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    program, organization = ran_on(rows)
    history: list[tuple[Event, object, str]] = []
    for number, commit in enumerate(row for row in rows if "version" in row):
        stored = (StoredEvent(each["seq"], each["body"].encode(), ()) for each in commit["events"])
        envelopes = [open_event(each) for each in stored]
        history += [(envelope.event, envelope.at, envelope.by) for envelope in envelopes]
        if number % EVERY == 0:
            context = Context(envelopes[-1].at, "", organization, b"", defaultdict(lambda: None))
            yield program, fold(envelopes[0].case, history), list(history), context  # type: ignore[arg-type]


NAMES = sorted(file.name.partition(".")[0] for file in HISTORIES.glob("*.jsonl.gz"))


@pytest.mark.parametrize("name", NAMES)
def test_who_can_act_is_who_the_kernel_lets_act(name: str) -> None:
    for program, state, history, context in moments(name):
        for person in context.organization.people:
            why = explain(program, state, history, context, person=person)  # type: ignore[arg-type]
            mine = Context(context.now, person, context.organization, b"")
            for asked in why.asked:
                item = state.items[asked.item]
                kinds = {type(standing) for standing in asked.standings}
                assert (w.MayAct in kinds) is (person in offered_to(context, item))
                away = context.organization.people[person].absent(context.now)
                granted = bool(grants_for(program, state, mine, item)) and not away
                assert (w.MayActFor in kinds) is granted


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_open_has_a_reason_and_whoever_may_act_stands_in_it(name: str) -> None:
    for program, state, history, context in moments(name):
        why = explain(program, state, history, context)  # type: ignore[arg-type]
        assert [asked.item for asked in why.asked] == list(state.items)
        for asked in why.asked:
            assert asked.because, asked
            able = {s.person for s in asked.standings if isinstance(s, w.MayAct)}
            assert able == set(offered_to(context, state.items[asked.item]))
