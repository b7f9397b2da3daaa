from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procflow.diagnostics import Diagnostic, to_text
from procflow.source import canonical
from procflow.testing import Place, load_scenarios, run_scenario, scenario_paths
from procflow.testing import expected as x
from procflow.testing import scenario as s
from procflow.worktime import Duration, Unit

HEAD = """\
process: purchase
given:
  now: 2026-03-02 09:00
  data: {what: paper, price: 500, place: {town: Tainan}}
"""


def write(folder: Path, text: str, name: str = "story.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def one_step(line: str) -> str:
    return f"{HEAD}scenarios:\n  first:\n    steps:\n      - {line}\n"


def marked(finding: Diagnostic, text: str) -> str:
    """What stands in the file where a finding points."""
    line = text.splitlines()[finding.span.line - 1]
    return line[finding.span.column - 1 : finding.span.end_column - 1]


def load(file: Path) -> s.Scenarios:
    scenarios, diagnostics, sources = load_scenarios(file)
    assert scenarios is not None, to_text(diagnostics, sources)
    return scenarios


def test_every_line_that_can_be_written(shop: Path) -> None:
    text = f"""{HEAD}  begin: [{{start: ann, data: {{urgent: true}}, attach: offer}}]
title: {{zh: 採購, en: Purchasing}}
scenarios:
  first:
    title: {{zh: 第一, en: The first}}
    point: [1, 3]
    clause: P2
    steps:
      - {{as: [ann, bob], do: ask asked, data: {{what: ink}}, attach: [offer], without: [urgent, comment]}}
      - {{as: ann, do: review/head object, on_behalf_of: cai, topic: price, comment: too dear}}
      - {{as: dee, do: review agree, refused: not-yours, missing: comment, allowed: [cai]}}
      - {{everybody: agree, upto: review/buyer}}
      - {{wait: 1.5 business hours}}
      - {{until: 2026-03-05 12:00}}
      - {{as: dee, change: {{price: 7}}}}
      - {{as: cai, take_back: review/head, comment: settled}}
"""
    scenarios = load(write(shop, text))
    assert scenarios.title.en == "Purchasing"
    scenario = scenarios.scenarios["first"]
    assert (scenario.title.zh, scenario.points, scenario.clauses) == ("第一", (1, 3), ("P2",))
    start, asked, objected, refused, everybody, wait, until, change, take_back = scenario.steps
    assert isinstance(start, s.Start)
    assert (start.actor, start.data, start.attach) == ("ann", {"urgent": True}, ("offer",))
    assert isinstance(asked, s.Do)
    assert (asked.actors, asked.place, asked.outcome) == (("ann", "bob"), Place("ask"), "asked")
    assert (asked.data, asked.attach, asked.without) == ({"what": "ink"}, ("offer",), ("urgent", "comment"))
    assert isinstance(objected, s.Do)
    assert objected.place == Place("review", "head")
    assert (objected.on_behalf_of, objected.topic, objected.comment) == ("cai", "price", "too dear")
    assert isinstance(refused, s.Do)
    assert refused.refusal == s.Refusal("not-yours", ("comment",), ("cai",))
    assert isinstance(everybody, s.Everybody)
    assert (everybody.outcome, everybody.upto) == ("agree", Place("review", "buyer"))
    assert isinstance(wait, s.Wait)
    assert str(wait.duration) == "1.5 business hours"
    assert isinstance(until, s.Until)
    assert until.instant == datetime(2026, 3, 5, 4, tzinfo=UTC)
    assert isinstance(change, s.ChangeFields)
    assert (change.actor, change.data) == ("dee", {"price": 7})
    assert isinstance(take_back, s.TakeBack)
    assert (take_back.place, take_back.comment) == (Place("review", "head"), "settled")


def test_every_expectation_that_can_be_written(shop: Path) -> None:
    text = f"""{HEAD}scenarios:
  first:
    steps:
      - expect:
          status: running
          open: [ask, review/head, price/head]
          asked: {{ask: ann, review: [dee]}}
          offered: {{ask: asked}}
          not_offered: {{ask: [dropped]}}
          topics: {{review: [price, other]}}
          disputed: false
          data: {{what: paper}}
          authority: {{last-word: buyer}}
          milestones: {{approved: not reached}}
          deadline: {{review: 2026-03-03 09:00}}
          happened: [CaseStarted, {{ItemOpened: {{role: clerk}}}}]
          times: {{CaseEnded: 0}}
"""
    (step,) = load(write(shop, text)).scenarios["first"].steps
    assert isinstance(step, x.Expect)
    by_kind = {type(expected).__name__: expected for expected in step.expected}
    assert by_kind.keys() == {
        "AskedAre",
        "AuthorityIs",
        "DeadlineIs",
        "DisputedIs",
        "FieldIs",
        "Happened",
        "MilestoneIs",
        "OpenAre",
        "OutcomesOffered",
        "StatusIs",
        "TimesIs",
        "TopicsAre",
    }
    opened = by_kind["OpenAre"]
    assert isinstance(opened, x.OpenAre)
    assert [str(place) for place in opened.places] == ["ask", "review/head", "price/head"]
    assert opened.places[2] == Place("arbitration:price", "head")


def test_a_scenario_begins_with_what_is_given_for_it_and_for_the_file(shop: Path) -> None:
    text = f"""{HEAD}  begin: [{{start: ann}}]
scenarios:
  as-given: {{steps: [{{wait: 1 day}}]}}
  otherwise:
    given:
      now: 2026-04-01 00:00
      data: {{price: 7, place: {{day: 2026-05-01}}}}
      begin: []
    steps: [{{wait: 1 day}}]
"""
    scenarios = load(write(shop, text)).scenarios
    assert scenarios["as-given"].given.data == {"what": "paper", "price": 500, "place": {"town": "Tainan"}}
    assert [type(step).__name__ for step in scenarios["as-given"].steps] == ["Start", "Wait"]
    given = scenarios["otherwise"].given
    assert given.now == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert given.data == {"what": "paper", "price": 7, "place": {"town": "Tainan", "day": "2026-05-01"}}
    assert scenarios["otherwise"].steps == (
        s.Wait(Duration(1, Unit.DAYS), scenarios["otherwise"].steps[0].span),
    )


def test_the_organization_may_differ_in_a_scenario(shop: Path) -> None:
    people = "{eve: {name: Eve, roles: [clerk]}, bob: }"
    changes = f"{{people: {people}, grants: {{G1: {{valid: {{from: 2026-01-01, to: 2026-01-31}}}}}}}}"
    text = (
        f"{HEAD}scenarios:\n  first:\n    given: {{organization: {changes}}}\n    steps: [{{start: eve}}]\n"
    )
    scenario = load(write(shop, text)).scenarios["first"]
    organization = scenario.given.library.organization("shop")
    assert list(organization.people) == ["ann", "cai", "dee", "eve"]
    assert organization.grants["G1"].until == datetime(2026, 1, 31, 16, tzinfo=UTC)
    assert run_scenario(scenario).ok


@pytest.mark.parametrize("name", ["purchase", "../purchase.yaml"])
def test_a_process_is_named_by_id_or_by_path(shop: Path, name: str) -> None:
    (shop / "stories").mkdir()
    text = one_step("{start: ann}").replace("process: purchase", f"process: {name}")
    assert load(write(shop / "stories", text)).scenarios["first"].given.process == "purchase"


def test_a_bundled_process_is_found_by_its_id(shop: Path) -> None:
    given = "given: {now: 2026-03-02 09:00}"
    text = f"process: contract-review\n{given}\nscenarios: {{first: {{steps: [{{start: lin}}]}}}}\n"
    assert load(write(shop, text)).scenarios["first"].given.process == "contract-review"


MISTAKES = [
    ("{start: anne}", "N216", "anne"),
    ("{as: ann, do: aks asked}", "X103", "aks"),
    ("{as: ann, do: approved reached}", "X103", "approved"),
    ("{as: ann, do: review/haed agree}", "N214", "haed"),
    ("{as: ann, do: ask/clerk asked}", "N214", "clerk"),
    ("{as: ann, do: ask}", "X104", "ask"),
    ("{as: ann, do: ask aksed}", "X105", "aksed"),
    ("{as: cai, do: price upheeld}", "X105", "upheeld"),
    ("{as: ann, do: ask asked, data: {wat: ink}}", "N203", "wat"),
    ("{as: ann, do: ask asked, attach: ofer}", "X107", "ofer"),
    ("{as: ann, do: ask asked, without: [ofer]}", "N204", "ofer"),
    ("{as: dee, do: review object, topic: prize}", "X108", "prize"),
    ("{as: dee, do: review agree, on_behalf_of: kai}", "N216", "kai"),
    ("{as: cai, take_back: review}", "X106", "review"),
    ("{everybody: agree, upto: review/byer}", "N214", "byer"),
    ("{wait: 1 bizness day}", "W112", "bizness day"),
    ("{until: tomorrow}", "W220", "tomorrow"),
    ("{expect: {open: [revue]}}", "X103", "revue"),
    ("{expect: {asked: {review: de}}}", "N216", "de"),
    ("{expect: {authority: {last-wrd: buyer}}}", "N205", "last-wrd"),
    ("{expect: {authority: {last-word: byer}}}", "N202", "byer"),
    ("{expect: {milestones: {order: voided}}}", "X109", "order"),
    ("{expect: {milestones: {approved: void}}}", "S107", "void"),
    ("{expect: {happened: [ObjectionOpend]}}", "X110", "ObjectionOpend"),
    ("{expect: {times: {CaseEnd: 1}}}", "X110", "CaseEnd"),
    ("{expect: {data: {prise: 5}}}", "N203", "prise"),
    ("{expect: {deadline: {review: noon}}}", "W220", "noon"),
    ("{expect: {stats: running}}", "S101", "stats"),
    ("{strat: ann}", "S101", "strat"),
    ("{start: ann, wait: 1 day}", "S106", "wait"),
    ("{do: ask asked}", "S102", "do"),
]


@pytest.mark.parametrize(("line", "code", "text"), MISTAKES, ids=[line for line, _, _ in MISTAKES])
def test_a_mistake_is_told_once_at_its_place(shop: Path, line: str, code: str, text: str) -> None:
    file = write(shop, one_step(line))
    scenarios, diagnostics, _ = load_scenarios(file)
    assert scenarios is None
    assert [(d.code, marked(d, file.read_text("utf-8"))) for d in diagnostics] == [(code, text)]


def test_the_nearest_right_name_is_offered(shop: Path) -> None:
    _, (finding,), _ = load_scenarios(write(shop, one_step("{as: ann, do: ask aksed}")))
    assert finding.message() == "ask has no outcome aksed"
    assert finding.help() == "did you mean asked?"


def test_where_a_refusal_is_wanted_names_may_be_wrong(shop: Path) -> None:
    wrong = "{as: zed, do: ask aksed, topic: colour, data: {wat: 1}, attach: [ofer], refused: unknown-person}"
    assert load(write(shop, one_step(wrong))).scenarios


def test_a_scenario_says_when_it_begins(shop: Path) -> None:
    text = "process: purchase\nscenarios: {first: {steps: [{start: ann}]}}\n"
    _, diagnostics, _ = load_scenarios(write(shop, text))
    assert [(d.code, marked(d, text)) for d in diagnostics] == [("X102", "first")]


@pytest.mark.parametrize("name", ["nothing-like-it", "../no.yaml"])
def test_a_process_that_is_not_there(shop: Path, name: str) -> None:
    text = one_step("{start: ann}").replace("process: purchase", f"process: {name}")
    _, diagnostics, _ = load_scenarios(write(shop, text))
    assert [(d.code, marked(d, text)) for d in diagnostics] == [("X101", name)]


def test_a_process_with_mistakes_is_told_with_its_own(shop: Path) -> None:
    process = shop / "purchase.yaml"
    process.write_text(process.read_text("utf-8").replace("role: clerk\n", "role: clark\n"), encoding="utf-8")
    scenarios, diagnostics, sources = load_scenarios(write(shop, one_step("{start: ann}")))
    assert scenarios is None
    assert [(d.code, d.span.file) for d in diagnostics] == [("N202", str(process))]
    assert str(process) in sources


def test_changes_under_which_the_organization_falls_apart(shop: Path) -> None:
    change = "{organization: {people: {cai: }}}"
    text = f"{HEAD}scenarios:\n  first:\n    given: {change}\n    steps: [{{start: ann}}]\n"
    _, diagnostics, _ = load_scenarios(write(shop, text))
    assert {d.code for d in diagnostics} == {"X111"}
    assert marked(diagnostics[0], text) == "{people: {cai: }}"
    assert "cai" in diagnostics[0].message()


def test_a_mistake_in_a_change_stands_where_it_was_written(shop: Path) -> None:
    change = "{organization: {people: {cai: {roles: [hed]}}}}"
    text = f"{HEAD}scenarios:\n  first:\n    given: {change}\n    steps: [{{start: ann}}]\n"
    _, diagnostics, _ = load_scenarios(write(shop, text))
    assert ("N202", "hed") in [(d.code, marked(d, text)) for d in diagnostics]


def test_scenario_files_are_found_among_others(shop: Path) -> None:
    (shop / "below").mkdir()
    first = write(shop, one_step("{start: ann}"))
    second = write(shop / "below", one_step("{start: ann}"), "b.yml")
    assert scenario_paths(shop) == (second, first)
    assert scenario_paths(shop / "purchase.yaml") == (shop / "purchase.yaml",)


WORDS = """
    start as do everybody upto wait until change take_back expect data attach without refused missing topic
    comment status open asked offered not_offered topics disputed authority milestones deadline happened times
    now begin organization people ask review CaseEnded approved last-word price
"""
TEXTS = ["", "ann", "ask asked", "review/head", "price", "1 day", "2026-03-02 09:00", "running", "/"]
keys = st.sampled_from(WORDS.split())
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(TEXTS)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(steps=st.lists(st.dictionaries(keys, values, max_size=3) | values, max_size=3), before=values)
def test_whatever_stands_there_comes_to_scenarios_or_findings(
    shared_shop: Path, steps: object, before: object
) -> None:
    given = {"now": "2026-03-02 09:00", "begin": before} if isinstance(before, list) else before
    content = {"process": "purchase", "given": given, "scenarios": {"first": {"steps": steps}}}
    file = shared_shop / "any.yaml"
    file.write_bytes(canonical(content))
    scenarios, diagnostics, sources = load_scenarios(file)
    assert (scenarios is None) == any(d.severity == "error" for d in diagnostics)
    assert to_text(diagnostics, sources)
    for scenario in scenarios.scenarios.values() if scenarios is not None else ():
        run_scenario(scenario)
