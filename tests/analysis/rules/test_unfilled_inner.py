"""F106 in and behind parallel blocks, events, calls, handlers and waits."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from procflow.analysis import check_program
from procflow.program import Program

Compiled = Callable[[str], Program]

DATA = """
data:
  x: {type: flag, required: true}
  y: {type: flag}
  day: {type: date}
  names: {type: list, of: text}
"""
LOOK = "choose: [{when: x, go: done}, {otherwise: done}]"
BLOCK = """
start: block
steps:
  block:
    parallel:
      one: {{steps: {{a: {{role: clerk, form: [x], outcomes: {{good: finished, left: out}}}}}}}}
      two: {{steps: {{{two}}}}}
    join: {join}
    next: look
  look: {{choose: [{{when: x, go: done}}, {{otherwise: done}}]}}
  out: {{choose: [{{when: x, go: done}}, {{otherwise: done}}]}}
  done: {{end: completed}}
"""


def lacks(compiled: Compiled, text: str) -> list[tuple[str, str, str]]:
    found = check_program(compiled(dedent(text) + DATA))
    assert {d.code for d in found} <= {"F106"}
    return [(d.args["reader"], d.args["field"], d.args["way"]) for d in found]


@pytest.mark.parametrize(
    ("join", "two", "expected"),
    [
        ("all", "b: {role: clerk, next: finished}", []),
        ("2 of 2", "b: {role: clerk, next: finished}", []),
        ("first", "b: {role: clerk, next: finished}", [("look", "x", "block → look")]),
        ("first", "b: {role: clerk, form: [x], next: finished}", []),
        (
            "all",
            "b: {choose: [{when: x, go: c}, {otherwise: finished}]}, c: {role: head, next: finished}",
            [("b", "x", "block → b")],
        ),
        (
            "all",
            "b: {role: clerk, next: c}, "
            "c: {choose: [{when: has(x) and x, go: finished}, {otherwise: finished}]}",
            [],
        ),
        ("all", "b: {role: clerk, outcomes: {good: finished, bad: out}}", [("out", "x", "block → out")]),
    ],
)
def test_a_block(compiled: Compiled, join: str, two: str, expected: list[tuple[str, str, str]]) -> None:
    assert lacks(compiled, BLOCK.format(join=join, two=two)) == expected


def test_what_another_branch_may_empty_is_not_certain(compiled: Compiled) -> None:
    text = """
    start: write
    steps:
      write: {role: clerk, outcomes: {written: {go: block, needs: [y]}}}
      block:
        parallel:
          one:
            steps:
              a: {role: clerk, next: look}
              look: {choose: [{when: y, go: finished}, {otherwise: finished}]}
          two: {steps: {b: {role: clerk, FORMnext: finished}}}
        join: all
        next: done
      done: {end: completed}
    """
    assert lacks(compiled, text.replace("FORM", "")) == []
    assert lacks(compiled, text.replace("FORM", "form: [y], ")) == [("look", "y", "write → block → a → look")]


def test_ways_through_a_branch_are_kept_apart(compiled: Compiled) -> None:
    text = """
    start: write
    steps:
      write: {role: clerk, form: [x], next: block}
      block:
        parallel:
          one:
            steps:
              by-x: {choose: [{when: x, go: ask}, {otherwise: finished}]}
              ask: {role: clerk, outcomes: {ok: {go: finished, needs: [y]}}}
          two: {steps: {b: {role: clerk, next: finished}}}
        join: all
        next: look
      look: {choose: [{when: x and y, go: done}, {otherwise: done}]}
      done: {end: completed}
    """
    assert lacks(compiled, text) == []


def test_the_entry_of_a_branch_has_a_value(compiled: Compiled) -> None:
    text = """
    start: write
    steps:
      write: {role: clerk, form: [names], next: block}
      block:
        parallel:
          one:
            steps:
              by: {choose: [{when: name == "an", go: a}, {otherwise: finished}]}
              a: {role: clerk, form: [x], next: finished}
        each: names
        as: name
        none: NONE
        join: all
        next: look
      look: {choose: [{when: x, go: done}, {otherwise: done}]}
      done: {end: completed}
    """
    assert [(r, f) for r, f, _ in lacks(compiled, text.replace("NONE", "refuse"))] == [("look", "x")]


@pytest.mark.parametrize(("each", "expected"), [("parts", []), ("others", [("maker", "parts")])])
def test_a_map_reads_the_entry_of_its_branch(
    compiled: Compiled, each: str, expected: list[tuple[str, str]]
) -> None:
    text = """
    start: write
    data: {parts: {type: choices, of: [red, blue]}, others: {type: choices, of: [red, blue]}}
    tables:
      maker: {decides: role, of: parts, by_value: {red: buyer, blue: checker}}
      other: {decides: role, of: others, by_value: {red: buyer, blue: checker}}
    steps:
      write: {role: clerk, form: [parts, others], next: block}
      block:
        parallel: {one: {steps: {make: {role: {by: maker}, next: finished}}}}
        each: EACH
        as: part
        by: BY
        none: pass
        join: all
        next: done
      done: {end: completed}
    """
    by = "maker" if each == "parts" else "other"
    found = check_program(compiled(dedent(text.replace("EACH", each).replace("BY", by))))
    assert [(d.args["reader"], d.args["field"]) for d in found if d.code == "F106"] == expected


EVENT = """
start: write
steps:
  write: {{role: clerk, form: [x], next: check}}
  check: {{role: head, next: look}}
  look: {{choose: [{{when: x, go: done}}, {{otherwise: done}}]}}
  done: {{end: completed}}
events:
  complaint:
    raised_by: clerk
    window: {{while: [{opened}]}}
    several: false
    data: {{loud: {{type: flag, required: true}}, soft: {{type: flag}}}}
    main_flow: continues
    steps:
      by: {{choose: [{{when: {when}, go: solve}}, {{otherwise: finished}}]}}
      solve: {{role: clerk, {form}next: finished}}
"""


@pytest.mark.parametrize(
    ("opened", "when", "form", "expected"),
    [
        ("check", "loud and x", "", []),
        ("write", "loud and x", "", [("by", "x", "write → by")]),
        ("check", "soft", "", [("by", "soft", "write → check → by")]),
        ("check", "loud", "form: [x], ", []),
    ],
)
def test_an_event(
    compiled: Compiled, opened: str, when: str, form: str, expected: list[tuple[str, str, str]]
) -> None:
    assert lacks(compiled, EVENT.format(opened=opened, when=when, form=form)) == expected


def test_what_an_event_may_empty_is_not_certain_in_the_main_flow(compiled: Compiled) -> None:
    text = EVENT.replace("when: x,", "when: y,").replace(
        "next: check}}", "outcomes: {{ok: {{go: check, needs: [y]}}}}}}"
    )
    assert lacks(compiled, text.format(opened="check", when="loud", form="")) == []
    found = lacks(compiled, text.format(opened="check", when="loud", form="form: [y], "))
    assert [(reader, field) for reader, field, _ in found] == [("look", "y")]


@pytest.mark.parametrize(
    ("step", "empty"),
    [
        ("call: other, takes: {x: x}, outcomes: {completed: look, cancelled: done}", False),
        ("call: other, takes: {x: x}, outcomes: {completed: look, cancelled: look}", True),
        ("call: other, takes: {y: x}, outcomes: {completed: look}", True),
        ("system: mail, takes: {x: sent}, next: look, if_failed: done", False),
        ("system: mail, takes: {x: sent}, next: look, if_failed: look", True),
        ("wait: {field: x}, next: look", False),
        ("wait: [{field: x, go: look}, {until: 1 day, go: look}]", True),
        ("wait: [{field: x, go: look}, {until: day, go: done}]", True),
        ("notice: head, next: look", True),
    ],
)
def test_other_steps(compiled: Compiled, step: str, empty: bool) -> None:
    text = f"start: it\nsteps:\n  it: {{{step}}}\n  look: {{{LOOK}}}\n  done: {{end: completed}}\n"
    assert bool(lacks(compiled, text)) is empty


def test_a_fact_about_a_step_can_be_true_behind_it(compiled: Compiled) -> None:
    text = """
    start: ask
    facts: {asked: {true_once: ask is done}}
    steps:
      ask: {role: clerk, next: by}
      by: {choose: [{when: asked, go: look}, {otherwise: done}]}
      look: {choose: [{when: x, go: done}, {otherwise: done}]}
      done: {end: completed}
    """
    assert [(r, f) for r, f, _ in lacks(compiled, text)] == [("look", "x")]
