"""The roles that a process names, in every kind of step (SEMANTICS 27)."""

from pathlib import Path

import pytest

from procflow import Engine, Refused

WIDE = """
process: wide
version: 1.0.0
title: Wide
organization: wide-works.yaml
start: ask
alarm: alarmed
owner: {bound_at: ask, role: owning, reassigned_by: reassigning}
data:
  parts: {type: choices, of: [red, blue]}
  note: {type: text, edit: editing}
tables:
  makers: {decides: role, of: parts, by_value: {red: red-maker, blue: blue-maker}}
  hosts: {decides: role, of: parts, by_value: {red: red-host, blue: blue-host}}
steps:
  ask: {role: clerk, form: [parts, note], next: fan}
  fan:
    parallel:
      piece:
        steps:
          make: {role: {by: makers}, next: told}
          told: {notice: [inside], next: finished}
    each: parts
    as: part
    by: makers
    none: pass
    join: all
    next: look
  look:
    review: together
    first_refusal: waits
    seats: {each: parts, by: hosts, none: pass}
    answers: {agree: continue}
    next: hold
  hold: {wait: {event: visit}, deadline: 1 day, escalate: [{at: deadline, notify: waiting}], next: done}
  done: {end: completed}
events:
  visit:
    raised_by: visiting
    several: false
    main_flow: continues
    data: {seen: {type: text, see: seeing}}
    steps: {see: {role: guide, next: finished}}
"""
NAMED = (
    *(
        "alarmed",
        "owning",
        "reassigning",
        "editing",
        "red-maker",
        "blue-maker",
        "red-host",
        "blue-host",
        "clerk",
    ),
    *("inside", "waiting", "visiting", "seeing", "guide"),
)


def test_holders_of_every_role_that_is_named_anywhere_may_read(tmp_path: Path) -> None:
    roles = "".join(f"  {role}: {{title: {role}}}\n" for role in (*NAMED, "stranger"))
    people = "".join(f"  p-{role}: {{name: {role}, roles: [{role}]}}\n" for role in (*NAMED, "stranger"))
    calendars = 'calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}}}'
    (tmp_path / "wide-works.yaml").write_text(
        f"organization: works\ntitle: Works\n{calendars}\nroles:\n{roles}people:\n{people}", encoding="utf-8"
    )
    (tmp_path / "wide.yaml").write_text(WIDE, encoding="utf-8")
    with Engine.open("memory:", tmp_path / "wide.yaml") as engine:
        case = engine.start("wide", {}, actor="p-clerk").id
        for role in NAMED:
            assert engine.case(case, reader=f"p-{role}").id == case
        with pytest.raises(Refused) as refused:
            engine.case(case, reader="p-stranger")
        assert refused.value.allowed == tuple(sorted(NAMED))
