"""Scenarios and drivers with several cases that people have started, of one process and of another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.diagnostics import to_text
from procflow.testing import NotPossible, Summary, expect, load_scenarios, refused, run_files, trial

NOTE = """\
process: note
version: 1.0.0
title: Note
organization: works.yaml
start: write
data: {customer: {type: text, required: true}, text: {type: text}}
facts: {held: {while_open: hold, by: customer}}
steps:
  write: {role: clerk, form: [customer, text], next: read}
  read:
    role: inspector
    outcomes: {passed: {go: done, allowed: not held}, kept: until-over}
  until-over: {wait: {case: hold, by: customer}, next: read}
  done: {end: completed}
"""

HOLD = """\
process: hold
version: 1.0.0
title: Hold
organization: works.yaml
start: begin
one_open_per: customer
data: {customer: {type: text, required: true}, why: {type: text}}
steps:
  begin: {role: inspector, form: [customer, why], next: end-it}
  end-it: {role: inspector, next: over}
  over: {end: completed}
"""

OTHER = HOLD.replace("process: hold", "process: other")

WORKS = """\
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, inspector: {title: Inspector}}
people:
  ann: {name: Ann, roles: [clerk]}
  ira: {name: Ira, roles: [inspector]}
"""

HEAD = """\
process: note
given: {now: 2026-03-02 09:00, data: {customer: K-1, why: unpaid}}
scenarios:
  told:
    steps:
"""

HELD = ("{start: ira, case: held, of: hold}", "{as: ira, do: begin done}")

Tell = Callable[..., Summary]


@pytest.fixture
def works(tmp_path: Path) -> Path:
    for name, text in (("works", WORKS), ("note", NOTE), ("hold", HOLD), ("other", OTHER)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


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


def test_a_story_turns_between_cases_of_two_processes(tell: Tell) -> None:
    assert holds(
        tell(
            "{start: ann, case: note}",
            "{as: ann, do: write done}",
            *HELD,
            "{expect: {data: {customer: K-1, why: unpaid}, open: [end-it]}}",
            "{go_to: note}",
            "{as: ira, do: read passed, refused: not-allowed}",
            "{as: ira, do: read kept}",
            "{expect: {waiting: [until-over], facts: {held: true}}}",
            "{go_to: held}",
            "{as: ira, do: end-it done}",
            "{expect: {status: completed}}",
            "{go_to: note}",
            "{as: ira, do: read passed}",
            "{expect: {status: completed}}",
        )
    )


def test_cases_of_one_process_are_filled_in_each_for_itself(tell: Tell) -> None:
    assert holds(
        tell(
            "{start: ann, case: first, data: {customer: K-9}}",
            "{as: ann, do: write done}",
            "{start: ann, case: second}",
            "{as: ann, do: write done}",
            "{expect: {data: {customer: K-1}}}",
            "{go_to: first}",
            "{expect: {data: {customer: K-9}, open: [read]}}",
        )
    )


def test_a_start_that_is_refused_turns_nowhere(tell: Tell) -> None:
    assert holds(
        tell(
            *HELD,
            "{start: ira, case: held-2, of: hold, data: {customer: K-1}, refused: one-open-per}",
            "{start: ann, case: held-3, of: hold, refused: not-yours, allowed: ira}",
            "{as: ira, do: end-it done}",
            "{start: ira, case: held-2, of: hold, data: {customer: K-1}}",
            "{expect: {open: [begin]}}",
        )
    )


def test_a_second_case_needs_a_name(tell: Tell) -> None:
    (finding,) = tell("{start: ann}", "{start: ann}").findings
    assert (finding.code, finding.args["text"]) == ("X307", "the case has been started already")


@pytest.mark.parametrize(
    ("lines", "code", "at"),
    [
        (("{start: ann, case: one}", "{start: ann, case: one}"), "X121", "one"),
        (("{start: ann, case: caller}",), "X121", "caller"),
        (("{start: ira, case: one, of: other}",), "X122", "other"),
        (("{start: ira, case: one, of: hodl}",), "X122", "hodl"),
        ((*HELD, "{as: ann, do: write done}"), "X103", "write"),
        ((*HELD, "{start: ann, case: note}", "{as: ira, do: end-it done}"), "X103", "end-it"),
        (("{start: ira, case: one, of: hold, data: {text: x}}",), "N203", "text"),
        (("{start: ann}", "{go_to: held}"), "X112", "held"),
        ((*HELD, "{go_to: hedl}"), "X123", "hedl"),
    ],
)
def test_lines_are_held_to_the_case_that_the_story_is_in(
    works: Path, lines: tuple[str, ...], code: str, at: str
) -> None:
    file = works / "story.yaml"
    file.write_text(HEAD + "".join(f"      - {line}\n" for line in lines), encoding="utf-8")
    _, (finding,), sources = load_scenarios(file)
    assert finding.code == code
    written = sources[str(file)].splitlines()[finding.span.line - 1]
    assert written[finding.span.column - 1 : finding.span.end_column - 1] == at


def test_the_same_in_python(works: Path) -> None:
    with trial("note", works, given={"customer": "K-1"}) as case:
        case.start("ann", case="note")
        case.do("write", "done", actor="ann")
        case.start("ira", case="held", process="hold")
        case.do("begin", "done", actor="ira")
        with pytest.raises(NotPossible, match="the case held has been started already"):
            case.start("ira", case="held", process="hold")
        case.go_to("note")
        with refused(case, "not-allowed"):
            case.do("read", "passed", actor="ira")
        case.go_to("held")
        assert case.process.name == "hold"
        case.do("end-it", "done", actor="ira")
        case.go_to("note")
        case.do("read", "passed", actor="ira")
        expect(case, status="completed")
