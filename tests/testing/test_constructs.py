"""Scenarios and drivers for branches, any-time events, owners, notices, waits, calls and handlers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.diagnostics import to_text
from procflow.testing import NotPossible, Summary, expect, load_scenarios, refused, run_files, trial

REPAIR = """\
process: repair
version: 1.0.0
title: Repair
organization: works.yaml
start: draft
alarm: head
owner: {bound_at: draft, role: clerk, reassigned_by: [head]}
data:
  note: {type: text, required: true}
  parts: {type: choices, of: [red, blue], required: true}
  part_done: {type: text}
facts: {changed: {true_once: change is raised}}
tables: {mechanic: {decides: role, of: parts, by_value: {red: fitter, blue: painter}}}
steps:
  draft: {role: clerk, form: [note, parts], next: mend}
  mend:
    parallel: {piece: {steps: {fix: {role: {by: mechanic}, next: finished}}}}
    each: parts
    as: part
    by: mechanic
    none: pass
    join: all
    next: tell
  tell: {notice: [head, painter], acknowledge: all, waits: true, next: cool}
  cool: {wait: {until: 1 business day}, next: hand_over}
  hand_over: {role: owner, next: done}
  done: {end: completed}
  off: {end: cancelled}
events:
  change:
    raised_by: owner
    window: {from: mend}
    several: true
    data: {what: {type: text, required: true}, reply: {type: text}}
    main_flow: continues
    steps: {answer: {role: owner, form: [reply], outcomes: {told: finished}}}
  complaint:
    raised_by: [clerk, head]
    window: {while: [mend]}
    several: false
    main_flow: pauses
    clock: stops
    steps: {hear: {role: head, outcomes: {solved: finished}}}
"""

WORKS = """\
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles:
  clerk: {title: Clerk, superior: head}
  head: {title: Head}
  fitter: {title: Fitter}
  painter: {title: Painter}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
  fay: {name: Fay, roles: [fitter]}
  pat: {name: Pat, roles: [painter]}
"""

HEAD = """\
process: repair
given:
  now: 2026-03-02 09:00
  data: {note: one, parts: [red, blue], what: colour, reply: noted}
  begin: [{start: ann}, {as: ann, do: draft done}]
scenarios:
  told:
    steps:
"""


@pytest.fixture
def works(tmp_path: Path) -> Path:
    (tmp_path / "works.yaml").write_text(WORKS, encoding="utf-8")
    (tmp_path / "repair.yaml").write_text(REPAIR, encoding="utf-8")
    return tmp_path


Tell = Callable[..., Summary]


@pytest.fixture
def tell(works: Path) -> Tell:
    """Runs a story of these lines."""

    def run(*lines: str) -> Summary:
        file = works / "story.yaml"
        file.write_text(HEAD + "".join(f"      - {line}\n" for line in lines), encoding="utf-8")
        return run_files([file])

    return run


def holds(summary: Summary) -> bool:
    assert summary.ok, to_text(summary.findings, summary.sources)
    return len(summary.results) == 1


def only(summary: Summary) -> str:
    """The one finding, as a text with its place."""
    (finding,) = summary.findings
    return to_text([finding], summary.sources)


def test_branches_are_told_apart_by_their_entry(tell: Tell) -> None:
    assert holds(
        tell(
            "{expect: {open: [fix@red, fix@blue], asked: {fix@red: fay, fix@blue: [pat]}}}",
            "{as: pat, do: fix@red done, refused: not-yours, allowed: fay}",
            "{as: pat, do: fix@blue done}",
            "{expect: {open: [fix]}}",
            "{as: fay, do: fix done}",
        )
    )
    assert "fix@red" in only(tell("{expect: {open: [fix@blue]}}"))


def test_a_notice_is_acknowledged_and_a_wait_waited_for(tell: Tell) -> None:
    assert holds(
        tell(
            "{as: fay, do: fix done}",
            "{as: pat, do: fix done}",
            "{expect: {told: {tell: [hal, pat]}, open: [tell/head, tell/painter], waiting: tell}}",
            "{as: hal, do: tell/head acknowledged}",
            "{as: pat, do: tell acknowledged}",
            "{expect: {open: [], waiting: [cool]}}",
            "{wait: 1 business day}",
            "{expect: {open: [hand_over], waiting: [], asked: {hand_over: ann}}}",
            "{as: ann, do: hand_over done}",
            "{expect: {status: completed}}",
        )
    )
    assert "nobody, for tell was not come to" in only(tell("{expect: {told: {tell: hal}}}"))
    assert "waiting: cool expected, nothing found" in only(tell("{expect: {waiting: cool}}"))


def test_events_are_raised_and_their_occurrences_told_apart(tell: Tell) -> None:
    assert holds(
        tell(
            "{expect: {raisable: [change, complaint], running: [], facts: {changed: false}}}",
            "{as: ann, raise: change}",
            "{as: ann, raise: change, data: {what: size}}",
            "{expect: {running: [change#1, change#2], open: [fix, answer#1, answer#2]}}",
            "{expect: {event_data: {change#1: {what: colour}, change#2: {what: size, reply: null}}}}",
            "{as: ann, do: answer#1 told}",
            "{expect: {running: change#2, facts: {changed: true}}}",
            "{as: ann, do: answer told, data: {reply: later}}",
            "{expect: {running: [], happened: [{EventRaised: {event: change}}, EventEnded]}}",
        )
    )
    twice = ("{as: ann, raise: change}", "{as: ann, raise: change}")
    assert "asked more than once at answer" in only(tell(*twice, "{as: ann, do: answer told}"))
    assert "under way: change#1 expected, change#1, change#2 found" in only(
        tell(*twice, "{expect: {running: change#1}}")
    )
    gone = "nothing, for change#3 is not under way"
    assert gone in only(tell(*twice, "{expect: {event_data: {change#3: {what: colour}}}}"))


def test_raising_is_refused_and_changes_nothing(tell: Tell) -> None:
    assert holds(
        tell(
            "{as: ann, raise: change, without: what, refused: incomplete, missing: what}",
            "{as: fay, raise: change, refused: not-yours}",
            "{as: ann, raise: fire, refused: no-such-event, allowed: [change, complaint]}",
            "{as: amy, raise: complaint, comment: too slow}",
            "{expect: {rests_for: complaint, raisable: [change]}}",
            "{as: fay, do: fix@red done, refused: suspended}",
            "{as: hal, raise: complaint, refused: event-not-open}",
            "{as: hal, do: hear solved}",
            "{expect: {rests_for: []}}",
        )
    )


def test_the_owner_is_reassigned(tell: Tell) -> None:
    assert holds(
        tell(
            "{expect: {owner: ann}}",
            "{as: ann, reassign: amy, refused: not-yours}",
            "{as: hal, reassign: amy, comment: '', refused: incomplete}",
            "{as: hal, reassign: amy}",
            "{expect: {owner: amy, happened: [{OwnerBound: {person: amy}}]}}",
            "{as: amy, raise: change}",
            "{expect: {asked: {answer: amy}}}",
        )
    )
    assert "the owner: nobody expected, ann found" in only(tell("{expect: {owner: null}}"))


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("{as: ann, do: draft@red done}", "X113", "draft@red"),
        ("{expect: {open: [fix#2]}}", "X114", "fix#2"),
        ("{as: ann, raise: chang}", "X115", "chang"),
        ("{expect: {running: [chang#2]}}", "X115", "chang"),
        ("{expect: {raisable: complain}}", "X115", "complain"),
        ("{expect: {called: {fix: running}}}", "X116", "fix"),
        ("{go_to: caller}", "X117", "caller"),
        ("{expect: {facts: {change: true}}}", "X118", "change"),
        ("{expect: {told: {fix: hal}}}", "X119", "fix"),
        ("{expect: {event_data: {change: {wat: x}}}}", "N203", "wat"),
        ("{as: ann, do: answer told, data: {repl: x}}", "N203", "repl"),
        ("{expect: {waiting: kool}}", "N201", "kool"),
        ("{as: hal, reassign: any}", "N216", "any"),
        ("{go_to: 2026-05-04}", "X112", "2026-05-04"),
    ],
)
def test_names_that_there_are_none_of(works: Path, line: str, code: str, at: str) -> None:
    file = works / "story.yaml"
    file.write_text(f"{HEAD}      - {line}\n", encoding="utf-8")
    scenarios, (finding,), sources = load_scenarios(file)
    assert (scenarios, finding.code) == (None, code)
    written = sources[str(file)].splitlines()[finding.span.line - 1]
    assert written[finding.span.column - 1 : finding.span.end_column - 1] == at
    assert finding.message("zh") != finding.message()


def test_the_steps_as_functions(works: Path) -> None:
    given = {"note": "one", "parts": ["red"], "what": "colour", "reply": "noted"}
    with trial("repair", works, given=given) as case:
        case.start("ann")
        case.do("draft", "done", actor="ann")
        assert case.open() == ("fix@red",)
        case.raise_event("change", actor="ann")
        case.raise_event("change", actor="ann", data={"what": "size"})
        assert case.open() == ("fix@red", "answer#1", "answer#2")
        with pytest.raises(NotPossible, match="more than once"):
            case.do("answer", "told", actor="ann")
        case.do("answer#2", "told", actor="ann")
        expect(case, running=["change#1"], owner="ann", event_data={"change": {"what": "colour"}})
        with refused(case, "not-yours"):
            case.reassign("amy", actor="fay")
        case.reassign("amy", actor="hal", comment="on leave")
        assert case.case.owner == "amy"
        assert case.asked("answer") == ("amy",)
        with pytest.raises(NotPossible, match="not called"):
            case.go_to("caller")
        with pytest.raises(NotPossible, match="no case has opened"):
            case.go_to("2026-05-04")
