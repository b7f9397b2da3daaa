"""Why a case asks whom, told in both languages, word for word."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from procflow.case import Context, fold
from procflow.case import grants as g
from procflow.case import why as w
from procflow.case.state import Performance
from procflow.case.why import explain
from procflow.definition.organization import Organization
from procflow.definition.process import Basis
from procflow.engine import Library
from procflow.guards import AnyCell, RangeCell, ValuesCell
from procflow.reports import Lang, WhyLine, phrase_names, tell_why
from procflow.testing import CaseDriver

GOLDEN = Path(__file__).parent / "golden"
LANGS: tuple[Lang, ...] = ("en", "zh")
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def as_they_are(driver: CaseDriver) -> None:
    assert driver.case.open


def up_to_finance(driver: CaseDriver) -> None:
    driver.everybody("agree", "circulate/quality-department")


def disputed(driver: CaseDriver) -> None:
    driver.do("circulate", "object", actor="wu", topic="price", comment="低於成本")


def general_manager(driver: CaseDriver) -> None:
    disputed(driver)
    driver.do("price", "overruled", actor="liu", comment="仍有毛利")
    driver.do("price", "accept", actor="wu")
    driver.everybody("agree", "circulate/sales-vp")


def decided_in_a_meeting(driver: CaseDriver) -> None:
    driver.do("meeting", "convened", actor="zhou")
    for person in ("wu", "xu", "sun", "zheng", "qian", "shen"):
        driver.do("meeting", "agree", actor=person)


def handed_up(driver: CaseDriver) -> None:
    driver.until(NOW + timedelta(days=2, hours=2))


ASKED: Mapping[str, tuple[Callable[[CaseDriver], object], Mapping[str, object], str | None]] = {
    "the whole case": (as_they_are, {}, None),
    "the general manager, after a dispute": (general_manager, {}, "wang"),
    "the authorised deputy of the general manager": (general_manager, {}, "li"),
    "the sales VP, where the general manager alone decides": (
        decided_in_a_meeting,
        {"mode": "meeting", "amount": 3000000},
        "chen",
    ),
    "a grant up to a million": (up_to_finance, {}, "luo"),
    "everybody, where a grant is not good": (up_to_finance, {}, None),
    "whoever objected": (disputed, {}, "wu"),
    "handed up": (handed_up, {}, None),
    "the administrator, whom nothing has come to": (as_they_are, {}, "tang"),
}


def lines_of(lines: list[WhyLine]) -> str:
    return "\n".join(f"{'  ' * line.depth}{line.text} [{line.cited}]" for line in lines)


@pytest.fixture(scope="module")
def explained(play: Any) -> Mapping[str, tuple[Any, w.Why, datetime]]:
    """The explanation of every case, with what it ran on and the instant."""
    found = {}
    for name, (then, data, person) in ASKED.items():
        run = play(then, **data)
        history = [(env.event, env.at, env.by) for env in run.record]
        now = max(at for _, at, _ in history)
        context = Context(now, "", run.organization, b"")
        why = explain(run.program, fold("case", history), history, context, person=person)
        found[name] = (run, why, now)
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_wording(
    lang: Lang, explained: Mapping[str, Any], library: Library, request: pytest.FixtureRequest
) -> None:
    told = ""
    for name, (run, why, now) in explained.items():
        told += f"## {name}\n\n{lines_of(list(tell_why(run.program, run.organization, why, now, lang)))}\n\n"
    organization = library.organization("pipe-maker")
    told += f"## every reason\n\n{lines_of(list(told_alone(library, organization, lang)))}\n"
    expected = GOLDEN / f"why.{lang}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")


DONE = Performance("wu", "li", "g1")
CELLS = (
    w.CellRead("disputed", ValuesCell(frozenset([True])), value=True, holds=True),
    w.CellRead("channel", AnyCell()),
    w.CellRead("amount", RangeCell(Decimal(500000), False, None, False), hidden=True),
)
DECIDED = w.Decided("final-authority", "general-manager", 7, CELLS, Basis(("C6.3",)), kept=True)
SEAT = w.Place("circulate", "main", "legal-department", branch="one", entry="red", basis=Basis((), ("Q6",)))
BECAUSE: tuple[w.Because, ...] = (
    w.RoleWritten("sales-vp"),
    w.OwnerIs("lin", "sales-representative", NOW, "submit-terms"),
    w.OwnerIs("he", "sales-representative", NOW, None, "huang"),
    w.PersonNamed("customer", "he"),
    *(w.TableDecides(DECIDED, share) for share in ("does", "final", "on-the-way")),
    w.MapGives("by-mode", "mode", "sales-vp", "short"),
    w.DataName("mode", "short", "sales-vp"),
    w.DataName("mode", "he", person="he"),
    w.DataName("mode", "other"),
    w.Convenes("contract-reviewer"),
    w.Convenes("general-manager", "business-decision-group"),
    w.RulesOn("price", 2, "finance-vp", (w.PassedOver("chief-engineer", "own-objection"),)),
    w.RulesOn("price", 2, "finance-vp", (w.PassedOver("sales-vp", "everybody-a-party"),)),
    w.WithoutQuorum("business-decision-group", "general-manager"),
    w.SitsIn("business-decision-group", "sales-vp"),
    *(w.LostRuling("price", ruling) for ruling in ("upheld", "overruled", "refused")),
    w.HandedUp("legal-department", "general-manager", NOW, NOW),
    w.HandedUp("legal-department", "general-manager", NOW),
    w.InsteadOf("sales-representative", "marketing-director"),
    w.SamePerson("lin", "circulate/legal-department", Basis(("C1",))),
)
FAILING: tuple[g.Failing, ...] = (
    g.OutOfTime(NOW, NOW + timedelta(days=9)),
    g.OtherRoles(("sales-vp", "finance-vp")),
    g.OtherProcesses(("other",)),
    g.Beyond("amount", Decimal(10), Decimal(20)),
    g.Beyond("amount", Decimal(10), hidden=True),
    g.NoDeputies(),
    g.GiverMayNot(),
)
STANDINGS: tuple[w.Standing, ...] = (
    w.MayAct("lin"),
    w.MayActFor("li", "wang", "g1", NOW, limits={"amount": Decimal(10)}, under="g0"),
    w.MayActFor("li", "wang", "g1", NOW),
    w.Away("he", NOW),
    w.Away("he"),
    w.Separated("lin", "circulate/legal-department", DONE, Basis(("C1",))),
    w.IsParty("wu", "objected"),
    w.IsParty("wu", "ruled"),
    *(w.GrantFails("luo", "qian", "g1", reason) for reason in FAILING),
    w.NotAsked("lin", "sales-vp"),
    w.NotAsked("lin", "sales-vp", ("chen",)),
    w.Unknown("nobody-knows"),
)
UNASKED: tuple[w.Unasked, ...] = (
    w.NotTheAuthority(DECIDED, "until"),
    w.NotTheAuthority(DECIDED, "only"),
    w.AnsweredAlready("agree", DONE, NOW),
    w.AnsweredAlready("agree", Performance("wu")),
    w.InDispute("price", "technical-centre"),
    w.NotItsTurn(("technical-centre", "finance-department")),
    w.NotConvened("contract-reviewer"),
    w.StepParked("submit-terms"),
    w.NotCome(("submit-terms",), reachable=True),
    w.NotCome(("sign", "propose"), reachable=False, done=DONE),
    w.NotRaised("complaint"),
    w.OtherLevel(1, 2),
    w.StandsBack("business-decision-group", "objected"),
    w.StandsBack("business-decision-group", "ruled"),
    w.NothingOpen(),
)
AWAITED: tuple[w.Awaited, ...] = (
    w.AwaitsEvent("complaint"),
    w.AwaitsMoment(NOW),
    w.AwaitsField("in_force_on"),
    w.AwaitsKey("other", "customer", "East"),
    w.AwaitsKey("other", "customer", hidden=True),
    w.AwaitsCase("other"),
    w.AwaitsCase("other", "c7"),
    w.AwaitsHandler("mail", 2, NOW, NOW),
    w.AwaitsHandler("mail", 1, NOW),
    w.AwaitsReading(("sales-vp", "lin")),
    w.AwaitsBranches(1, 2),
    w.AwaitsEvents(("complaint",)),
)
WAYS = (
    w.Way("c0-1", "agree"),
    w.Way("c0-1", "object", "wang", "incomplete", "object needs more", ("comment", "customer")),
    w.Way("c0-1", "refuse", None, "not-allowed", "refuse is not allowed"),
    w.Way("c0-1", "refuse", None, "table-undecided"),
)
RESTS = tuple(w.Suspension("complaint", "@9", stops, NOW, "lin") for stops in (True, False))


def everything() -> w.Why:
    """One explanation that holds every kind of reason."""
    purposes = ("task", "seat", "acknowledge", "convene", "group", "ruling", "vote", "casting", "appeal")
    dispute = w.Place("arbitration:price", "@5", topic="price")
    places = dict.fromkeys(purposes[4:], dispute)
    asked = tuple(
        w.WhyAsked(
            item=f"c0-{number}",
            place=places.get(purpose, SEAT),
            purpose=purpose,  # type: ignore[arg-type]
            role="sales-vp",
            opened_at=NOW,
            because=BECAUSE if purpose == "task" else (),
            standings=STANDINGS if purpose == "task" else (),
            due=NOW + timedelta(hours=number - 1) if number != 2 else None,
            suspended=RESTS[:1] if purpose == "seat" else (),
        )
        for number, purpose in enumerate(purposes)
    )
    waiting = tuple(w.Waiting(w.Place("sign", "main"), (one,)) for one in AWAITED)
    both = w.Waiting(w.Place("sign", "main"), AWAITED[:2], NOW)
    unasked = tuple(w.WhyUnasked(SEAT, "legal-department", because) for because in UNASKED)
    alone = w.WhyUnasked(w.Place("submit-terms"), "", UNASKED[-1])
    person = w.WhyPerson("li", ("executive-vp",), WAYS, (*unasked, alone))
    return w.Why("c0", "contract-review", 9, "running", asked, (*waiting, both), RESTS, person)


def told_alone(library: Library, organization: Organization, lang: Lang) -> list[WhyLine]:
    program, why = library.program("contract-review"), everything()
    told = list(tell_why(program, organization, why, NOW, lang))
    for status in ("completed", "cancelled", "rejected"):
        nothing = w.WhyPerson("lin", (), (), ())
        over = w.Why("c0", "contract-review", 9, status, (), (), (), nothing)
        told += tell_why(program, organization, over, NOW, lang)
    idle = replace(why, asked=why.asked[1:2], waiting=(), resting=(), person=None)
    told += tell_why(program, organization, idle, NOW, lang)
    stranger = w.WhyPerson("lin", (), (), ())
    return told + list(tell_why(program, organization, replace(idle, person=stranger), NOW, lang))


@pytest.mark.parametrize(
    ("union", "values"),
    [
        (w.Because, BECAUSE),
        (w.Standing, STANDINGS),
        (w.Unasked, UNASKED),
        (w.Awaited, AWAITED),
        (g.Failing, FAILING),
    ],
    ids=["because", "standing", "unasked", "awaited", "failing"],
)
def test_every_kind_of_reason_is_among_those_that_are_told(union: Any, values: tuple[object, ...]) -> None:
    assert {type(value) for value in values} == set(get_args(union))


def test_every_phrase_of_a_reason_has_its_reason() -> None:
    names = {name.partition(".")[0] for name in phrase_names("procflow.reports.why")}
    unions: tuple[Any, ...] = (w.Because, w.Standing, w.Unasked, w.Awaited, g.Failing)
    types = {kind.__name__ for union in unions for kind in get_args(union)}
    assert {name for name in names if name[0].isupper()} == types


@pytest.mark.parametrize("lang", LANGS)
def test_an_organization_that_knows_nobody_leaves_the_ids(
    lang: Lang, library: Library, bare: Organization
) -> None:
    told = [line.text for line in told_alone(library, bare, lang)]
    assert all(text.strip() and not set("{}") & set(text) for text in told)
    assert any("sales-vp" in text for text in told)
