"""How large a process may be: what is told of one that is larger, and that what is as large is read."""

import pytest

from procflow.definition.build import build_process
from procflow.diagnostics import to_text
from procflow.source import read

HEAD = "process: long\nversion: 1.0.0\ntitle: Long\norganization: organization.yaml\nstart: s0\n"
ASKED = "invariants: [{different: [s0, t]}]\n"
END = "  last: {end: completed}\n"


def codes(text: str) -> list[str]:
    node = read(text, "long.yaml").node
    assert node is not None
    return [d.code for d in build_process(node, None, None)[1] if d.code != "D301"]


def steps(count: int) -> str:
    """So many steps, the last of them an end."""
    return "steps:\n" + "".join(f"  s{n}: {{role: clerk, next: last}}\n" for n in range(count - 1)) + END


def milestones(count: int) -> str:
    body = "{milestone: {covers: [note]}, next: last}"
    return "steps:\n" + "".join(f"  s{n}: {body}\n" for n in range(count - 1)) + END


def branches(count: int) -> str:
    branches = "".join(
        f"      b{n}: {{steps: {{i{n}: {{role: clerk, next: finished}}}}}}\n" for n in range(count)
    )
    return f"steps:\n  s0:\n    parallel:\n{branches}    join: all\n    next: last\n{END}"


def one_branch(count: int) -> str:
    inner = "".join(f"          i{n}: {{role: clerk, next: finished}}\n" for n in range(count))
    other = "      b: {steps: {o: {role: clerk, next: finished}}}\n"
    branches = f"      a:\n        steps:\n{inner}{other}"
    return f"steps:\n  s0:\n    parallel:\n{branches}    join: all\n    next: last\n{END}"


def events(count: int) -> str:
    body = "{raised_by: clerk, several: false, main_flow: continues}"
    return "events:\n" + "".join(f"  e{n}: {body}\n" for n in range(count)) + steps(2)


def rows(count: int) -> str:
    head = "tables:\n  t: {decides: role, ranks: [clerk], only_rises: true, hit: first, rows: [\n"
    return (
        f"data: {{n: {{type: number}}}}\n{head}"
        + "      {n: 5, then: clerk},\n" * count
        + "  ]}\n"
        + steps(2)
        + ASKED
    )


@pytest.mark.parametrize(
    ("write", "most"),
    [(steps, 20_000), (branches, 100), (one_branch, 1_000), (events, 100), (rows, 1_000)],
)
def test_more_entries_than_can_be_gone_through(write: object, most: int) -> None:
    assert callable(write)
    assert codes(HEAD + write(most + 1)) == ["S115"]
    if most <= 1_000:
        assert codes(HEAD + write(most)) == []


def test_more_windows_than_can_be_gone_through() -> None:
    data = "data: {note: {type: text}}\n"
    assert codes(HEAD + data + milestones(3_162)) == []
    assert codes(HEAD + data + milestones(3_163)) == ["D116"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "events has 101 entries; 100 is the most"),
        ("zh", "events 有 101 項，最多 100 項"),
    ],
)
def test_how_many_there_are_is_told(lang: str, said: str) -> None:
    text = HEAD + events(101)
    node = read(text, "long.yaml").node
    assert node is not None
    assert said in to_text(build_process(node, None, None)[1], {"long.yaml": text}, lang=lang)
