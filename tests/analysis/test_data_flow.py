"""What the checker says of the data, held against every case that a small process can have."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from procflow.analysis.data_flow import NotFollowed, lacks
from procflow.definition.process import Choose, DataField, Outcome, Task
from procflow.guards import Choice, GuardError
from procflow.program import Program
from procflow.program.step_edges import CHOICE

Compiled = Callable[[str], Program]

DATA = """
data:
  must: {type: flag, required: true}
  may: {type: flag}
  kind: {type: choice, of: [a, b], required: true}
  preset: {type: flag, default: false}
"""
CONDITIONS = [
    "must",
    "may",
    "preset",
    'kind == "a"',
    'kind == "b" or must',
    'kind == "a" and may',
    "has(may) and may",
    "not has(must) or must and preset",
    'not (preset or kind in ["a"])',
]
NAMES = ["s0", "s1", "s2", "s3", "end"]

steps = st.one_of(
    st.builds(
        lambda form, one, other, optional, allowed: (
            f"{{role: clerk, form: [{', '.join(sorted(form))}], outcomes: {{one: {{go: {one}{allowed}}}, "
            f"other: {{go: {other}{', form: optional' if optional else ''}}}}}}}"
        ),
        st.sets(st.sampled_from(["must", "may", "kind", "preset"]), max_size=2),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.booleans(),
        st.sampled_from(["", "", *(f", allowed: '{text}'" for text in CONDITIONS[:3])]),
    ),
    st.builds(
        lambda when, one, other: f"{{choose: [{{when: '{when}', go: {one}}}, {{otherwise: {other}}}]}}",
        st.sampled_from(CONDITIONS),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
    ),
)
processes = st.lists(steps, min_size=4, max_size=4).map(
    lambda written: (
        "start: s0\nsteps:\n"
        + "".join(f"  s{n}: {step}\n" for n, step in enumerate(written))
        + "  end: {end: completed}\n"
        + DATA
    )
)

Data = tuple[object, ...]


class Cases:
    """Every case of a process that asks for the fields above, whatever is filled in from the start on.

    A case that finds a field empty goes on as if it had been filled in: the checker tells one reader for all.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.fields = list(program.process.fields.values())
        self.stuck: set[tuple[str, str]] = set()

    def run(self) -> set[tuple[str, str]]:
        """The readers that some case finds a field empty at."""
        first = product(*([f.default, *values_of(f)] for f in self.fields))
        waiting = [(self.program.main.start, data) for data in first]
        seen = set(waiting)
        while waiting:
            for after in self.onward(*waiting.pop()):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return self.stuck

    def onward(self, name: str, data: Data) -> Iterator[tuple[str, Data]]:
        step = self.program.step(name)
        if isinstance(step, Choose):
            for held in self.readable(
                name, data, lambda values: self.program.main.fire(name, CHOICE, values)
            ):
                yield self.program.main.fire(name, CHOICE, self.values(held)), held
        elif isinstance(step, Task):
            for outcome in step.outcomes.values():
                allowed = outcome.allowed.evaluate if outcome.allowed is not None else lambda values: True
                for filled in self.fillings(step, outcome, data):
                    for held in self.readable(f"{name}/{outcome.name}", filled, allowed):
                        if allowed(self.values(held)):
                            yield outcome.target.step, held

    def readable(self, reader: str, data: Data, read: Callable[[dict[str, Any]], object]) -> Iterator[Data]:
        try:
            read(self.values(data))
            yield data
        except GuardError as error:
            self.stuck.add((reader, error.field or ""))
            place = [field.name for field in self.fields].index(error.field or "")
            for value in values_of(self.fields[place]):
                yield from self.readable(reader, (*data[:place], value, *data[place + 1 :]), read)

    def fillings(self, task: Task, outcome: Outcome, data: Data) -> Iterator[Data]:
        choices: list[list[object]] = []
        for field, held in zip(self.fields, data, strict=True):
            binds = field.default is not None or (field.required and not outcome.form_optional)
            new = [*values_of(field), *([] if binds else [None])]
            choices.append(new if field.name in task.form else [held])
        yield from product(*choices)

    def values(self, data: Data) -> dict[str, Any]:
        return {f.name: value for f, value in zip(self.fields, data, strict=True) if value is not None}


def values_of(field: DataField) -> tuple[object, ...]:
    return field.type.values if isinstance(field.type, Choice) else (False, True)


# What surely has no value, as the first condition asks, keeps it from asking otherwise a second time.
EMPTY_TWICE = (
    "start: s0\nsteps:\n"
    "  s0: {choose: [{when: 'not has(must) or must and preset', go: s1}, {otherwise: s0}]}\n"
    "  s1: {choose: [{when: 'not has(must) or must and preset', go: s0}, {otherwise: s2}]}\n"
    "  s2: {role: clerk, outcomes: {one: {go: s0, allowed: may}, other: {go: end}}}\n"
    "  end: {end: completed}\n" + DATA
)


@settings(max_examples=60)
@given(processes)
@example(EMPTY_TWICE)
def test_what_is_told_is_what_some_case_would_be_stuck_on(compiled: Compiled, text: str) -> None:
    program = compiled(text)
    found = lacks(program)
    assert not isinstance(found, NotFollowed)
    assert {(lack.look.reader, lack.look.field) for lack in found} == Cases(program).run()
