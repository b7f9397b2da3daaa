"""What scenarios take of a process, and what they leave."""

from pathlib import Path

import pytest

from procflow.testing import Covered, Way, coverage_of, run_files, trial

HEAD = """\
process: purchase
given:
  now: 2026-03-02 09:00
  data: {what: paper, price: 500, place: {town: Tainan}}
  begin: [{start: ann}]
scenarios:
"""


def covered(shop: Path, **stories: list[str]) -> Covered:
    lines = []
    for name, steps in stories.items():
        lines += [f"  {name}:", "    steps:", *(f"      - {step}" for step in steps)]
    (shop / "story.yaml").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    summary = run_files([shop / "story.yaml"])
    assert summary.ok, [finding.message() for finding in summary.findings]
    (found,) = summary.coverage
    return found


def told(ways: tuple[Way, ...]) -> list[str]:
    return [f"{way.kind} {way.place}: {way.name}" for way in ways]


EVERYTHING = [
    "outcome ask: asked",
    "outcome ask: dropped",
    "row last-word: row 1",
    "row last-word: row 2",
    "edge review: back → ask",
    "edge review: ruling:upheld → ask",
    "edge review: topic:other → ask",
    "seat review/buyer: answers",
    "escalation review: escalation 1",
    "seat review/head: answers",
    "answer review: agree",
    "answer review: object",
    "answer review: back",
    "outcome review: passed",
    "edge approved: reached → order",
    "edge approved: voided → ask",
    "outcome order: ordered",
    "end done: completed",
    "end dropped: cancelled",
    "edge arbitration:price: opened: level:0",
    "ruling arbitration:price: level 1: upheld",
    "ruling arbitration:price: level 1: overruled",
]


def test_everything_that_there_is_to_take(shop: Path) -> None:
    found = covered(shop, nothing=["{expect: {status: running}}"])
    assert found.process == "purchase"
    assert sorted(told(found.ways)) == sorted(EVERYTHING)
    assert found.left == found.ways
    assert not found.ok
    text = (shop / "purchase.yaml").read_text(encoding="utf-8").splitlines()
    lines = {f"{way.kind} {way.place}: {way.name}": text[way.span.line - 1].strip() for way in found.ways}
    assert lines["row last-word: row 2"].startswith("- {price: over 1000")
    assert lines["outcome ask: dropped"].startswith("outcomes: {asked")
    assert lines["end done: completed"].startswith("done:")


ASKED = "{as: ann, do: ask asked}"
AGREED = "{as: dee, do: review agree}"

STORIES = {
    "ordered": [ASKED, AGREED, "{as: dee, do: order ordered}"],
    "dropped": ["{as: ann, do: ask dropped}"],
    "sent_back": [ASKED, "{as: dee, do: review back}"],
    "late_and_dear": [
        "{as: ann, do: ask asked, data: {price: 5000}}",
        "{wait: 2 business days}",
        "{as: cai, do: review/buyer agree}",
        "{as: cai, do: review/head agree}",
    ],
    "changed": [ASKED, AGREED, "{as: dee, change: {price: 700}}"],
    "settled": [ASKED, "{as: dee, do: review object, topic: other}"],
    "upheld": [ASKED, "{as: dee, do: review object, topic: price}", "{as: cai, do: price upheld}"],
    "overruled": [ASKED, "{as: dee, do: review object, topic: price}", "{as: cai, do: price overruled}"],
}
ONLY_IN = {
    "ordered": ["outcome order: ordered", "end done: completed"],
    "dropped": ["outcome ask: dropped", "end dropped: cancelled"],
    "sent_back": ["answer review: back", "edge review: back → ask"],
    "late_and_dear": ["row last-word: row 2", "escalation review: escalation 1", "seat review/head: answers"],
    "changed": ["edge approved: voided → ask"],
    "settled": ["edge review: topic:other → ask"],
    "upheld": ["edge review: ruling:upheld → ask", "ruling arbitration:price: level 1: upheld"],
    "overruled": ["ruling arbitration:price: level 1: overruled"],
}


def test_stories_that_take_everything_together(shop: Path) -> None:
    found = covered(shop, **STORIES)
    assert told(found.left) == []
    assert found.ok


@pytest.mark.parametrize("name", STORIES)
def test_what_is_left_without_a_story(shop: Path, name: str) -> None:
    others = {other: steps for other, steps in STORIES.items() if other != name}
    assert sorted(told(covered(shop, **others).left)) == sorted(ONLY_IN[name])


def test_a_refused_line_takes_nothing(shop: Path) -> None:
    tried = covered(shop, tried=["{as: bob, do: ask asked, without: what, refused: incomplete}"])
    assert tried.left == tried.ways


def test_runs_of_a_test_in_python_are_measured_as_well(shop: Path) -> None:
    given = {"what": "paper", "price": 500, "place": {"town": "Tainan"}}
    with trial("purchase", shop, given=given) as case:
        case.start("ann")
        case.do("ask", "dropped", actor="ann")
        record = case.engine.record(case.case.id, reader="ann")
        (found,) = coverage_of([("purchase", case.engine.library, [record])])
    assert "end dropped: cancelled" not in told(found.left)
    assert "end done: completed" in told(found.left)


OFFICE = """\
organization: office
title: Office
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, head: {title: Head}, smith: {title: Smith}}
people:
  ann: {name: Ann, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
  sam: {name: Sam, roles: [smith]}
"""

SCOPES = """\
process: repair
version: 1.0.0
title: Repair
organization: office.yaml
start: draft
data:
  parts: {type: choices, of: [door, wheel], required: true}
  colour: {type: choice, of: [red, blue], required: true}
  ready: {type: text}
tables:
  mechanic: {decides: role, of: parts, by_value: {door: smith, wheel: head}}
  painter: {decides: role, of: colour, by_value: {red: smith, blue: head}}
steps:
  draft: {role: clerk, form: [parts, colour], next: which}
  which:
    choose:
      - {when: colour == "red", go: mend}
      - {otherwise: paint}
  mend:
    parallel: {piece: {steps: {fix: {role: {by: mechanic}, next: finished}}}}
    each: parts
    as: part
    by: mechanic
    none: pass
    join: all
    next: paint
  paint: {role: {by: painter}, next: hold}
  hold:
    wait: [{until: 1 business day, go: send}]
    deadline: 1 business hour
    escalate: [{at: deadline, notify: head}]
  send: {system: mail, next: done, if_failed: done}
  done: {end: completed}
  stopped: {end: cancelled}
events:
  stop:
    raised_by: head
    several: false
    main_flow: {ends_at: stopped}
"""

SCOPE_HEAD = """\
process: repair.yaml
given:
  now: 2026-03-02 09:00
  data: {parts: [door], colour: red}
  handlers: {mail: [{gives: {}}]}
  begin: [{start: ann}]
scenarios:
"""


@pytest.fixture
def works(tmp_path: Path) -> Path:
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "repair.yaml").write_text(SCOPES, encoding="utf-8")
    return tmp_path


def left(folder: Path, stories: str, head: str = SCOPE_HEAD) -> list[str]:
    (folder / "story.yaml").write_text(head + stories, encoding="utf-8")
    summary = run_files([folder / "story.yaml"])
    assert summary.ok, [finding.message() for finding in summary.findings]
    (found,) = summary.coverage
    return told(found.left)


ONE = """\
  mended:
    steps:
      - {as: ann, do: draft done}
      - {as: sam, do: fix done}
      - {as: sam, do: paint done}
      - {wait: 2 business days}
      - {expect: {status: completed}}
"""


def test_branches_waits_handlers_and_entries_of_maps(works: Path) -> None:
    assert left(works, ONE) == [
        "row mechanic: wheel",
        "row painter: blue",
        "line which: line 2",
        "edge send: failed → done",
        "end stopped: cancelled",
        "event stop: raised",
        "edge stop: event → stopped",
    ]


def test_an_event_counts_once_wherever_the_flow_stood(works: Path) -> None:
    more = """\
  stopped:
    steps:
      - {as: ann, do: draft done, data: {parts: [wheel], colour: blue}}
      - {as: hal, raise: stop}
      - {expect: {status: cancelled}}
"""
    assert left(works, ONE + more) == ["row mechanic: wheel", "edge send: failed → done"]


OUTWARD = """\
process: repair
version: 1.0.0
title: Repair
organization: office.yaml
start: draft
data: {cost: {type: number}}
steps:
  draft: {role: clerk, next: mend}
  mend:
    parallel:
      body: {steps: {weld: {role: smith, outcomes: {welded: finished, ruined: scrapped, burnt: scrapped}}}}
      paint:
        steps:
          spray:
            role: head
            deadline: 1 business day
            escalate: [{at: deadline, go: late}]
            next: finished
    join: all
    next: done
  late: {role: clerk, next: done}
  done: {end: completed}
  scrapped: {end: cancelled}
events:
  doubt:
    raised_by: clerk
    several: false
    main_flow: continues
    steps:
      look: {role: head, form: [cost], outcomes: {fine: finished, dear: weigh, hopeless: scrapped}}
      weigh:
        choose:
          - {when: has(cost) and cost > 5, go: scrapped}
          - {otherwise: finished}
"""

OUT_HEAD = """\
process: repair.yaml
given: {now: 2026-03-02 09:00, begin: [{start: ann}]}
scenarios:
"""

WELDED = "{as: sam, do: weld welded}"
OUT = {
    "ruined": ["{as: sam, do: weld ruined}"],
    "burnt": ["{as: sam, do: weld burnt}"],
    "late": [WELDED, "{wait: 1 business day}", "{as: ann, do: late done}"],
    "sprayed": ["{as: hal, do: spray done}", WELDED],
    "fine": ["{as: ann, raise: doubt}", "{as: hal, do: look fine}"],
    "hopeless": ["{as: ann, raise: doubt}", "{as: hal, do: look hopeless}"],
    "dear": ["{as: ann, raise: doubt}", "{as: hal, do: look dear, data: {cost: 9}}"],
    "cheap": ["{as: ann, raise: doubt}", "{as: hal, do: look dear, data: {cost: 1}}"],
}
ONLY_OUT = {
    "ruined": ["outcome weld: ruined"],
    "burnt": ["outcome weld: burnt"],
    "late": ["escalation spray: escalation 1", "edge mend: leave:late → late", "outcome late: done"],
    "sprayed": ["outcome spray: done", "edge mend: joined → done"],
    "fine": ["outcome look: fine"],
    "hopeless": ["outcome look: hopeless"],
    "dear": ["line weigh: line 1"],
    "cheap": ["line weigh: line 2"],
}


def outward(folder: Path, names: set[str]) -> list[str]:
    stories = "".join(
        f"  {name}:\n    steps: [{', '.join(['{as: ann, do: draft done}', *OUT[name]])}]\n"
        for name in OUT
        if name in names
    )
    return left(folder, stories, OUT_HEAD)


def test_ways_out_of_branches_and_events_are_told_apart(works: Path) -> None:
    """They are no move of their own on the record: the main flow's is, and it says only where to."""
    (works / "repair.yaml").write_text(OUTWARD, encoding="utf-8")
    assert outward(works, set(OUT)) == []
    for name, only in ONLY_OUT.items():
        assert sorted(outward(works, set(OUT) - {name})) == sorted(only), name
