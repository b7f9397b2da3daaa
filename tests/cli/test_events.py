"""Any-time events, owners, branches and what waits, from the command line; and where handlers come from."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPAIR = """
process: repair
version: 1.0.0
title: {zh: 修理, en: Repair}
organization: works.yaml
start: draft
alarm: head
owner: {bound_at: draft, role: clerk, reassigned_by: [head]}
data: {parts: {type: choices, of: [door, wheel], required: true}}
tables: {mechanic: {decides: role, of: parts, by_value: {door: fitter, wheel: fitter}}}
steps:
  draft: {role: clerk, form: [parts], next: mend}
  mend:
    parallel: {piece: {steps: {fix: {role: {by: mechanic}, next: finished}}}}
    each: parts
    as: part
    by: mechanic
    none: pass
    join: all
    next: cool
  cool: {wait: {until: 1 business day}, next: done}
  done: {end: completed}
events:
  change:
    title: {zh: 變更, en: A change}
    raised_by: owner
    window: {from: mend}
    several: true
    data: {what: {type: text, required: true}}
    main_flow: pauses
    clock: runs
    steps: {answer: {role: owner, next: finished}}
"""

WORKS = """
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, head: {title: Head}, fitter: {title: Fitter}}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
  fay: {name: Fay, roles: [fitter]}
"""

MAIL = """
process: mail
version: 1.0.0
title: Mail
organization: works.yaml
start: write
data: {to: {type: text, required: true}, mail_id: {type: text}}
steps:
  write: {role: clerk, form: [to], next: send}
  send: {system: post, gives: {to: to}, takes: {mail_id: id}, next: sent, if_failed: write}
  sent: {role: clerk, next: done}
  done: {end: completed}
"""


@pytest.fixture(autouse=True)
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with processes; what is imported from it is forgotten again."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    folder = tmp_path / "processes"
    folder.mkdir()
    for name, text in (("works", WORKS), ("repair", REPAIR), ("mail", MAIL)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    yield tmp_path
    for module in ("mailing", "counting"):
        sys.modules.pop(module, None)


@pytest.fixture
def repair(cli: Any) -> str:
    """A case with a branch for each of two parts."""
    case: str = cli("start", "repair", "--as", "ann", "--json").json["case"]
    filled = ("--data", json.dumps({"parts": ["door", "wheel"]}))
    assert cli("do", case, "draft", "done", "--as", "ann", *filled).code == 0
    return case


def raised(cli: Any, case: str, what: str) -> Any:
    return cli("raise", case, "change", "--as", "ann", "--data", json.dumps({"what": what}), "--json")


def test_branches_are_told_apart_by_their_entry(cli: Any, repair: str) -> None:
    refused = cli("do", repair, "fix", "done", "--as", "fay", "--json")
    assert refused.json["error"]["code"] == "which-item"
    assert [text.split(" (")[0] for text in refused.json["error"]["allowed"]] == [
        "fix for door / fitter",
        "fix for wheel / fitter",
    ]
    unknown = cli("do", repair, "fix", "done", "--as", "fay", "--for", "roof")
    assert (unknown.code, "no work item for roof is open at fix" in unknown.err) == (1, True)
    assert cli("do", repair, "fix", "done", "--as", "fay", "--for", "wheel").code == 0
    assert [item["entry"] for item in cli("show", repair, "--json").json["open"]] == ["door"]
    assert "fix for door / fitter" in cli("inbox", "--as", "fay").out


def test_an_event_is_raised_and_shown_until_it_is_over(cli: Any, repair: str) -> None:
    before = cli("show", repair)
    assert re.search(r"^  raisable +change  A change \(by owner; with what\)$", before.out, re.MULTILINE)
    refused = cli("raise", repair, "change", "--as", "ann", "--json")
    assert (refused.code, refused.json["error"]["missing"]) == (1, ["what"])
    assert "EventRaised" in raised(cli, repair, "colour").json["events"]
    shown = cli("show", repair, "--json").json
    (running,) = shown["running"]
    assert (running["event"], running["data"], running["pauses"]) == ("change", {"what": "colour"}, True)
    assert shown["rests_for"] == ["change"]
    text = cli("show", repair).out
    assert f"change {running['occurrence']} at answer; what = colour" in text
    assert f"answer in {running['occurrence']}" in text
    (item,) = cli("inbox", "--as", "ann", "--json").json
    assert (item["event"], item["occurrence"]) == ("change", running["occurrence"])
    assert f"change, occurrence {running['occurrence']}" in cli("inbox", "--as", "ann").out
    assert cli("do", repair, "answer", "done", "--as", "ann").code == 0
    assert cli("show", repair, "--json").json["running"] == []


def test_raising_is_repeatable_and_says_what_can_be_raised(cli: Any, repair: str) -> None:
    order = ("raise", repair, "change", "--as", "ann", "--data", '{"what": "size"}', "--id", "c1", "--json")
    assert cli(*order).json == cli(*order).json
    assert len(cli("show", repair, "--json").json["running"]) == 1
    refused = cli("raise", repair, "chang", "--as", "ann", "--json")
    assert (refused.json["error"]["code"], refused.json["error"]["allowed"]) == ("no-such-event", ["change"])


def test_the_owner_is_shown_and_reassigned(cli: Any, repair: str) -> None:
    assert cli("show", repair, "--json").json["owner"] == "ann"
    assert re.search(r"^  owner +ann$", cli("show", repair).out, re.MULTILINE)
    assert cli("reassign", repair, "amy", "--as", "hal").code == 2
    refused = cli("reassign", repair, "amy", "--as", "ann", "--comment", "mine", "--json")
    assert refused.json["error"]["code"] == "not-yours"
    assert cli("reassign", repair, "amy", "--as", "hal", "--comment", "on leave").code == 0
    assert cli("show", repair, "--json").json["owner"] == "amy"


def test_what_is_waited_for_is_shown(cli: Any, repair: str) -> None:
    for part in ("door", "wheel"):
        assert cli("do", repair, "fix", "done", "--as", "fay", "--for", part).code == 0
    (waiting,) = cli("show", repair, "--json").json["waiting"]
    assert (waiting["step"], waiting["kind"]) == ("cool", "wait")
    assert waiting["due"] is not None
    assert "cool (wait, until " in cli("show", repair).out


HANDLERS = """
def post(to):
    return {"id": f"m-{to}"}

handlers = {"post": post}
number = {"post": 1}
"""


def test_handlers_come_from_a_module_here(cli: Any, works: Path) -> None:
    (works / "mailing.py").write_text(HANDLERS, encoding="utf-8")
    refused = cli("start", "mail", "--as", "ann", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "no-handler")
    started = cli("start", "mail", "--as", "ann", "--handlers", "mailing:handlers", "--json")
    assert started.json["status"] == "running"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mailing", "mailing is no MODULE:NAME"),
        ("nowhere:handlers", "nowhere cannot be imported"),
        ("mailing:handler", "has nothing of that name"),
        ("mailing:post", "holds function there"),
        ("mailing:number", "holds no function for post"),
    ],
)
def test_what_names_no_handlers(cli: Any, works: Path, written: str, said: str) -> None:
    (works / "mailing.py").write_text(HANDLERS, encoding="utf-8")
    ended = cli("start", "mail", "--as", "ann", "--handlers", written, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "no-handlers")
    assert said in ended.err


def test_a_system_step_waits_until_a_command_comes_with_handlers(cli: Any, works: Path) -> None:
    (works / "mailing.py").write_text(HANDLERS, encoding="utf-8")
    with_handlers = ("--handlers", "mailing:handlers")
    case = cli("start", "mail", "--as", "ann", *with_handlers, "--json").json["case"]
    assert cli("do", case, "write", "done", "--as", "ann", "--data", '{"to": "hal"}').code == 0
    assert [wait["step"] for wait in cli("show", case, "--json").json["waiting"]] == ["send"]
    advanced = cli("advance", "--json")
    assert (advanced.code, [stuck["code"] for stuck in advanced.json["stuck"]]) == (1, ["no-handler"])
    assert cli("advance", *with_handlers).code == 0
    shown = cli("show", case, "--json").json
    assert (shown["steps"], shown["data"]["mail_id"]) == (["sent"], "m-hal")


def test_a_new_database_calls_a_handler_once(cli: Any, works: Path) -> None:
    counting = "calls = []\ndef post(**given):\n    calls.append(given)\nhandlers = {'post': post}\n"
    (works / "counting.py").write_text(counting, encoding="utf-8")
    process = MAIL.replace("start: write", "start: send").replace("gives: {to: to}, ", "")
    (works / "processes" / "mail.yaml").write_text(process, encoding="utf-8")
    assert cli("start", "mail", "--as", "ann", "--handlers", "counting:handlers").code == 0
    assert len(sys.modules["counting"].calls) == 1
