from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from procflow.case import CLOCK
from procflow.case import events as e
from procflow.case.record import FORMAT, Envelope
from procflow.case.state import Performance, Purpose
from procflow.definition.organization import Organization
from procflow.engine import TRUSTED, Engine, Library
from procflow.reports import Lang, Line, phrase_names, tell
from procflow.testing import CaseDriver

GOLDEN = Path(__file__).parent / "golden"
LANGS: tuple[Lang, ...] = ("en", "zh")
EVENTS = get_args(e.Event)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def up_to(seat: str) -> Callable[[CaseDriver], CaseDriver]:
    def go(driver: CaseDriver) -> CaseDriver:
        driver.everybody("agree", f"circulate/{seat}")
        return driver

    return go


def returned(driver: CaseDriver) -> None:
    driver.do("circulate", "agree", actor="wu")
    driver.do("circulate", "return", actor="xu", comment="圖紙不全")
    driver.do("submit-terms", "submitted", actor="he", data={"amount": 2500000})
    driver.do("propose", "incomplete", actor="deng", comment="交貨期未定")
    driver.do("submit-terms", "withdrawn", actor="he", comment="客戶取消")


def taken_back_then_settled(driver: CaseDriver) -> None:
    driver.do("circulate", "object", actor="wu", topic="price", comment="毛利過低")
    driver.take_back("circulate/technical-centre", actor="wu", comment="誤會")
    driver.do("circulate", "object", actor="wu", topic="other", comment="包裝不明")
    driver.do("submit-terms", "submitted", actor="lin")


def unused_appeal(driver: CaseDriver) -> None:
    driver.do("circulate", "object", actor="wu", topic="quality", comment="檢驗手段不足")
    driver.do("quality", "overruled", actor="zhang", comment="足夠")
    driver.until(NOW + timedelta(days=3))


def no_quorum(driver: CaseDriver) -> None:
    driver.do("circulate", "object", actor="wu", topic="quality", comment="檢驗手段不足")
    driver.do("quality", "upheld", actor="zhang", comment="確有不足")
    driver.do("quality", "appeal", actor="lin", comment="客戶不同意")
    driver.do("quality", "convened", actor="wang")
    driver.do("quality", "yes", actor="xu")
    driver.until(NOW + timedelta(days=3))
    driver.do("quality", "convened", actor="wang")
    driver.until(NOW + timedelta(days=8))
    driver.do("quality", "refused", actor="wang", comment="風險過高")


def tie(driver: CaseDriver) -> None:
    driver.do("circulate", "object", actor="wu", topic="quality", comment="檢驗手段不足")
    driver.do("quality", "overruled", actor="zhang", comment="足夠")
    driver.do("quality", "appeal", actor="wu", comment="仍有疑慮")
    driver.do("quality", "convened", actor="li", on_behalf_of="wang")
    for person in ("wang", "xu", "sun", "zheng"):
        driver.do("quality", "no", actor=person)
    for person in ("wang", "xu", "sun"):
        driver.do("quality", "no", actor=person)
    driver.do("quality", "yes", actor="xie", on_behalf_of="zheng")
    for person in ("feng", "chen"):
        driver.do("quality", "yes", actor=person)
    driver.do("quality", "no", actor="wang", comment="依現行標準")


def own_objection(driver: CaseDriver) -> None:
    up_to("marketing-director")(driver)
    driver.do("circulate", "object", actor="chen", topic="delivery", comment="產能已滿")


def late(driver: CaseDriver) -> None:
    driver.until(NOW + timedelta(days=7))
    driver.do("circulate", "agree", actor="wang")


def changed_after_the_pass(driver: CaseDriver) -> None:
    driver.everybody("agree")
    driver.change({"amount": 1900000, "terms": {"price": "5300"}}, actor="lin")


def short_review(driver: CaseDriver) -> None:
    driver.do("short-review", "agree", actor="xu")
    driver.do("short-review", "object", actor="sun", topic="delivery", comment="產能已滿")
    driver.do("delivery", "overruled", actor="chen", comment="可加班")
    driver.do("delivery", "accept", actor="sun")


def meeting(driver: CaseDriver) -> None:
    driver.do("meeting", "convened", actor="zhou")
    for person in ("wu", "xu", "sun", "zheng", "qian"):
        driver.do("meeting", "agree", actor=person)
    driver.do("meeting", "agree", actor="shen", comment="附意見書")
    driver.do("meeting-decision", "refuse", actor="chen", comment="不划算")


RUNS: Mapping[str, tuple[Callable[[CaseDriver], object], Mapping[str, object]]] = {
    "returned for papers, then withdrawn": (returned, {}),
    "an objection taken back, then one that nobody rules on": (taken_back_then_settled, {}),
    "a right to appeal that is not used": (unused_appeal, {}),
    "a group that does not come together": (no_quorum, {}),
    "a tie in the group": (tie, {}),
    "nobody rules on an objection of his own": (own_objection, {"amount": 3000000}),
    "handed up to the top": (late, {}),
    "terms changed after the pass": (changed_after_the_pass, {}),
    "a short review that becomes a long one": (short_review, {"mode": "short", "repeat_batch": True}),
    "a meeting that refuses": (meeting, {"mode": "meeting"}),
}


# What the contract review has no use for: branches, any-time events, steps that nobody answers, an owner.
FROZEN: Mapping[str, str] = {
    "branches, notices, a program, a wait and a standstill": "order",
    "an event that calls a case off, which another one had called": "order-called-off",
    "a case that nobody waits for any more": "order-left",
}


@pytest.fixture(scope="module")
def runs(play: Any, frozen: Any) -> Mapping[str, Any]:
    played = {name: play(then, **data) for name, (then, data) in RUNS.items()}
    return {**played, **{name: frozen(file) for name, file in FROZEN.items()}}


def shown(line: Line) -> str:
    basis = ",".join((*line.basis.clauses, *line.basis.questions))
    seqs = ",".join(map(str, line.seqs))
    head = f"{seqs} {line.at:%m-%d %H:%M} {line.who} {line.kind} [{basis}]{' (minor)' if line.minor else ''}"
    return "\n".join([head, f"    {line.text}", *([f"  + {line.detail}"] if line.detail else [])])


@pytest.mark.parametrize("lang", LANGS)
def test_wording(lang: Lang, runs: Mapping[str, Any], request: pytest.FixtureRequest) -> None:
    told = ""
    for name, run in runs.items():
        lines = tell(run.program, run.organization, run.record, lang)
        told += f"## {name}\n\n" + "\n".join(shown(line) for line in lines) + "\n\n"
    expected = GOLDEN / f"stories.{lang}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_every_event_is_told_once(lang: Lang, runs: Mapping[str, Any]) -> None:
    for run in runs.values():
        lines = list(tell(run.program, run.organization, run.record, lang))
        assert sorted(seq for line in lines for seq in line.seqs) == [env.seq for env in run.record]
        assert all(line.seq in line.seqs for line in lines)


def test_lines_stand_in_the_order_of_the_record(runs: Mapping[str, Any]) -> None:
    for run in runs.values():
        seqs = [line.seq for line in tell(run.program, run.organization, run.record)]
        assert seqs == sorted(seqs)


def test_acts_of_the_clock_say_so(runs: Mapping[str, Any]) -> None:
    run = runs["handed up to the top"]
    clock = [line for line in tell(run.program, run.organization, run.record) if line.who == CLOCK]
    assert {line.kind for line in clock} == {"clock"}
    assert all("The clock" in line.text or "Alarm" in line.text for line in clock)


def sample(kind: Any) -> Any:
    """Some value of a type, so that an event of every type can be made without naming its fields."""
    if isinstance(kind, UnionType):
        return None if NoneType in get_args(kind) else sample(get_args(kind)[0])
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    plain = {str: "nobody-knows", int: 1, bool: True, datetime: NOW}
    origin = get_origin(kind) or kind
    return (
        plain[origin] if origin in plain else made(origin) if issubclass(origin, msgspec.Struct) else origin()
    )


def made(kind: type[msgspec.Struct], **fields: Any) -> Any:
    hints = get_type_hints(kind)
    required = {f.name for f in msgspec.structs.fields(kind) if f.required}
    return kind(**{**{name: sample(hints[name]) for name in required}, **fields})


def alone(event: e.Event) -> list[Envelope]:
    return [Envelope(FORMAT, "c0", 1, NOW, "nobody-knows", event, "")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_alone_is_told_with_ids(
    kind: type[msgspec.Struct], lang: Lang, library: Library, bare: Organization
) -> None:
    """Nothing that the event refers to was ever heard of: older definitions, a cut record."""
    program = library.program("contract-review")
    hints = get_type_hints(kind)
    variants: list[dict[str, object]] = [{}]
    for name, hint in hints.items():
        if get_origin(hint) is Literal:
            variants += [{name: value} for value in get_args(hint)]
    if kind is e.ItemOpened or kind is e.ItemCompleted:
        purposes = get_args(Purpose)
        done = {"task", "convene", "group", "appeal", "acknowledge"}
        variants = [{"purpose": p} for p in purposes if kind is e.ItemOpened or p in done]
    if kind is e.StepParked:
        variants = [{"resume": resume} for resume in ("first", "here", "after", "unanswered")]
        variants += [{"resume": how, "branch": "@7"} for how in ("here", "after", "unanswered")]
    for fields in variants:
        (line,) = tell(program, bare, alone(made(kind, **fields)), lang)
        assert line.text.strip()
        assert not set("{}") & set(line.text)


def test_every_event_has_phrases_and_every_phrase_of_an_event_has_its_event() -> None:
    types = {kind.__name__ for kind in EVENTS}
    named = {name.partition(".")[0] for name in phrase_names()}
    assert types <= named
    assert {name for name in named if name[0].isupper()} == types


@pytest.mark.parametrize(
    ("lang", "begun", "over"),
    [
        ("en", "The case now counts as disputed.", "The case no longer counts as disputed."),
        ("zh", "本案自此列為：有爭議。", "本案自此不再列為：有爭議。"),
    ],
)
def test_a_fact_that_is_over_is_told_apart(
    lang: Lang, begun: str, over: str, library: Library, bare: Organization
) -> None:
    program = library.program("contract-review")
    for event, text in ((e.FactSet("disputed"), begun), (e.FactSet("disputed", value=False), over)):
        (line,) = tell(program, bare, alone(event), lang)
        assert line.text == text


def test_an_unknown_organization_leaves_the_ids(runs: Mapping[str, Any], bare: Organization) -> None:
    run = runs["a tie in the group"]
    lines = list(tell(run.program, bare, run.record))
    convened = next(line for line in lines if "convened" in line.text)
    assert "li, on behalf of wang (general-manager)" in convened.text
    assert all(line.at.tzinfo is not None and line.at.utcoffset() == timedelta(0) for line in lines)


def test_the_zone_is_the_calendars(runs: Mapping[str, Any]) -> None:
    run = runs["a tie in the group"]
    first = next(tell(run.program, run.organization, run.record))
    assert (first.at.hour, first.at.utcoffset()) == (9, timedelta(hours=8))


def test_erased_personal_values_are_named_without_them(library: Library, bare: Organization) -> None:
    program = library.program("contract-review")
    event = e.DataChanged(commitments={"customer": "ab12"})
    (line,) = tell(program, bare, alone(event))
    assert "customer: (personal, erased)" in line.text


def test_a_grant_passed_on_names_everybody(library: Library) -> None:
    program, organization = library.program("contract-review"), library.organization("pipe-maker")
    who = Performance("xie", "li", "G2", under=Performance("li", "wang", "G1"))
    (line,) = tell(program, organization, alone(made(e.Appealed, who=who)))
    names = ("Xie Ming", "on behalf of Li Hongda", "on behalf of Wang Zhenhua", "G1", "G2")
    assert all(name in line.text for name in names)


def test_what_people_write_stays_on_one_line_and_steers_no_terminal(library: Library) -> None:
    program, organization = library.program("contract-review"), library.organization("pipe-maker")
    appealed = made(e.Appealed, comment="第一行\n第二行\t\x1b[2J\u202e")
    (line,) = tell(program, organization, alone(appealed))
    assert "“第一行 第二行 ␛[2J\ufffd”" in line.text


def test_a_case_that_opened_by_itself_says_for_what(tmp_path: Path) -> None:
    (tmp_path / "works.yaml").write_text(
        "organization: works\ntitle: Works\nroles: {clerk: {title: Clerk}}\n"
        'calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00"}}}\n'
        "people: {ann: {name: {zh: 安, en: Ann}, roles: [clerk]}}\n",
        encoding="utf-8",
    )
    (tmp_path / "report.yaml").write_text(
        "process: report\nversion: 1.0.0\ntitle: {zh: 日報, en: Daily report}\norganization: works.yaml\n"
        "start: write\ncadence: {every: business day, missed: each, starter: clerk}\n"
        "steps: {write: {role: clerk, next: filed}, filed: {end: completed}}\n",
        encoding="utf-8",
    )
    with Engine.open("memory:", tmp_path, clock=lambda: NOW) as engine:
        record = engine.record(engine.advance().opened[0].case.id, reader=TRUSTED)
    told = [next(tell(record.program, record.organization, record.envelopes, lang)) for lang in LANGS]
    english, chinese = told
    assert (english.kind, english.who) == ("clock", CLOCK)
    assert english.text == (
        "A case of daily report, version 1.0.0, opened by itself for 2026-03-02, in the name of Ann 安."
    )
    assert chinese.text == "日報（版本 1.0.0）2026-03-02 一案按期自動開立，以安名義。"
