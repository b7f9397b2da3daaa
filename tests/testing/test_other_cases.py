"""Scenarios and drivers where a case calls another, and where handlers are called."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.diagnostics import to_text
from procflow.testing import Answering, NotPossible, Summary, expect, load_scenarios, run_files, trial

ORDER = """\
process: order
version: 1.0.0
title: Order
organization: works.yaml
start: write
data:
  item: {type: text, required: true}
  verdict: {type: text}
  mail_id: {type: text}
steps:
  write: {role: clerk, form: [item], outcomes: {written: audit}}
  audit:
    call: inspection
    gives: {thing: item}
    takes: {verdict: result}
    waits: true
    outcomes: {completed: send, cancelled: {go: write}}
  send:
    system: mail
    gives: {about: item}
    takes: {mail_id: id}
    retry: {times: 1, back_off: 5 minutes}
    next: file
    if_failed: phone
  phone: {role: clerk, next: file}
  file: {role: clerk, next: done}
  done: {end: completed}
"""

INSPECTION = """\
process: inspection
version: 1.0.0
title: Inspection
organization: works.yaml
start: look
data:
  thing: {type: text, required: true}
  result: {type: text}
steps:
  look:
    role: inspector
    form: [thing, result]
    outcomes: {looked: passed, dropped: {go: dropped, form: optional}}
  passed: {end: completed}
  dropped: {end: cancelled}
"""

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
process: order
given:
  now: 2026-03-02 09:00
  data: {item: boiler, thing: wrong, result: sound}
  handlers: {mail: HANDLER}
  begin: [{start: ann}, {as: ann, do: write written}]
scenarios:
  told:
    steps:
"""

Tell = Callable[..., Summary]


@pytest.fixture
def works(tmp_path: Path) -> Path:
    for name, text in (("works", WORKS), ("order", ORDER), ("inspection", INSPECTION)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tell(works: Path) -> Tell:
    """Runs a story of these lines, with what the handler gives."""

    def run(*lines: str, mail: str = "[{gives: {id: m-1}}]") -> Summary:
        file = works / "story.yaml"
        told = HEAD.replace("HANDLER", mail) + "".join(f"      - {line}\n" for line in lines)
        file.write_text(told, encoding="utf-8")
        return run_files([file])

    return run


def holds(summary: Summary) -> bool:
    assert summary.ok, to_text(summary.findings, summary.sources)
    return len(summary.results) == 1


INSPECTED = ("{go_to: audit}", "{as: ira, do: look looked}", "{go_to: caller}")


def test_a_story_turns_to_the_case_that_was_called_and_back(tell: Tell) -> None:
    assert holds(
        tell(
            "{expect: {open: [], waiting: [audit], called: {audit: running}}}",
            "{go_to: audit}",
            "{expect: {open: [look], asked: {look: ira}, data: {thing: boiler}}}",
            "{as: ira, do: look looked}",
            "{expect: {status: completed}}",
            "{go_to: caller}",
            "{expect: {called: {audit: completed}, data: {verdict: sound, mail_id: m-1}, open: [file]}}",
        )
    )


def test_a_step_that_called_twice_has_two_cases(tell: Tell) -> None:
    assert holds(
        tell(
            "{go_to: audit}",
            "{as: ira, do: look dropped}",
            "{go_to: caller}",
            "{as: ann, do: write written}",
            "{expect: {called: {audit: [cancelled, running]}}}",
            "{go_to: 'audit#1'}",
            "{expect: {status: cancelled}}",
            "{go_to: caller}",
            "{go_to: audit}",
            "{as: ira, do: look looked}",
        )
    )
    (finding,) = tell("{go_to: 'audit#2'}").findings
    assert (finding.code, finding.args["text"]) == ("X307", "audit#2 has called no case")


def test_handlers_fail_and_give_as_the_story_says(tell: Tell) -> None:
    failing = "[{fails: no connection}, {gives: {id: m-2}}]"
    assert holds(
        tell(
            *INSPECTED,
            "{expect: {waiting: [send], times: {HandlerFailed: 1}}}",
            "{wait: 5 minutes}",
            "{expect: {waiting: [], data: {mail_id: m-2}, open: [file], times: {HandlerDone: 1}}}",
            mail=failing,
        )
    )
    assert holds(
        tell(
            *INSPECTED,
            "{wait: 1 hour}",
            "{expect: {open: [phone], data: {mail_id: null}, happened: [{HandlerFailed: {attempt: 2}}]}}",
            mail="[{fails: no connection}]",
        )
    )


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("{go_to: audti}", "X116", "audti"),
        ("{go_to: audit}, {as: ann, do: write written}", "X103", "write"),
        ("{go_to: audit}, {expect: {data: {item: x}}}", "N203", "item"),
        ("{go_to: audit}, {go_to: caller}, {as: ira, do: look looked}", "X103", "look"),
    ],
)
def test_lines_are_held_to_the_process_that_the_story_is_in(
    works: Path, line: str, code: str, at: str
) -> None:
    file = works / "story.yaml"
    lines = "".join(f"      - {{{part}}}\n" for part in line[1:-1].split("}, {"))
    file.write_text(HEAD.replace("HANDLER", "[{gives: {}}]") + lines, encoding="utf-8")
    _, (finding,), sources = load_scenarios(file)
    assert finding.code == code
    written = sources[str(file)].splitlines()[finding.span.line - 1]
    assert written[finding.span.column - 1 : finding.span.end_column - 1] == at


def test_a_handler_that_no_step_calls(works: Path) -> None:
    file = works / "story.yaml"
    file.write_text(HEAD.replace("mail: HANDLER", "male: [{gives: {}}]") + "      - {wait: 1 hour}\n")
    _, (finding,), _ = load_scenarios(file)
    assert (finding.code, finding.args["nearest"]) == ("X120", "mail")


def test_the_same_in_python(works: Path) -> None:
    mail = Answering("no connection", {"id": "m-2"})
    given = {"item": "boiler", "result": "sound"}
    with trial("order", works, given=given, handlers={"mail": mail}) as case:
        case.start("ann")
        with pytest.raises(NotPossible, match="has called no case"):
            case.go_to("audit")
        case.do("write", "written", actor="ann")
        order = case.case.id
        case.go_to("audit")
        assert case.process.name == "inspection"
        case.do("look", "looked", actor="ira")
        case.go_to("caller")
        assert (case.case.id, [each.status for each in case.called("audit")]) == (order, ["completed"])
        case.wait("5 minutes")
        assert mail.calls == [{"about": "boiler"}] * 2
        expect(case, data={"mail_id": "m-2"}, open=["file"])
