from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from procflow.definition import load_process
from procflow.definition.process import (
    Arbiter,
    Arbitration,
    Basis,
    Before,
    Change,
    Choose,
    Continue,
    Different,
    FirstRefusal,
    GroupLevel,
    GroupType,
    HandUp,
    Hit,
    Leave,
    Milestone,
    Mode,
    Notify,
    Object,
    Process,
    Remind,
    Resume,
    Review,
    RuledTopic,
    SettledTopic,
    Target,
    Task,
    Title,
)
from procflow.guards import AnyCell, Choice, Money, RangeCell, ValuesCell
from procflow.worktime import After, At, Duration, Offset, Unit

Write = Callable[..., Path]


def built(path: Path) -> Process:
    loaded = load_process(path)
    assert loaded.diagnostics == ()
    assert loaded.process is not None
    return loaded.process


@pytest.fixture
def process(write: Write) -> Process:
    return built(write())


def review(process: Process, name: str) -> Review:
    step = process.steps[name]
    assert isinstance(step, Review)
    return step


def task(process: Process, name: str) -> Task:
    step = process.steps[name]
    assert isinstance(step, Task)
    return step


def test_the_head_of_the_file(process: Process) -> None:
    assert (process.name, process.version, process.start) == ("buying", "1.2.0", "ask")
    assert process.title == Title("採購", "Buying")
    assert (process.organization, process.calendar, process.alarm) == ("workshop", "office", "manager")
    assert process.attachments == ("plan", "offer", "minutes")
    assert list(process.steps)[:3] == ["ask", "which", "agree"]


def test_one_language_stands_for_both_and_no_title_for_the_name(write: Write) -> None:
    process = built(write(("title: {zh: 申請, en: Ask}", "title: {zh: 申請}")))
    assert process.steps["ask"].title == Title("申請", "申請")
    assert process.steps["buy"].title == Title("buy", "buy")


def test_fields(process: Process) -> None:
    amount, kind = process.fields["amount"], process.fields["kind"]
    assert amount.type == Money("CNY")
    assert (amount.minimum, amount.maximum, amount.required) == ("0.01", None, True)
    assert amount.basis == Basis(("2.10",), ())
    assert (kind.type, kind.default, kind.see) == (Choice(("tool", "part")), "tool", ("planner",))
    assert process.fields["needed_on"].change == Change(("planner", "buyer"), "ask", "buy")
    terms = process.fields["terms"].type
    assert isinstance(terms, GroupType)
    assert [(f.name, f.personal) for f in terms.fields] == [("price", False), ("note", True)]


def test_a_clause_is_text_as_written(write: Write) -> None:
    process = built(write())
    assert process.fields["amount"].basis.clauses == ("2.10",)
    assert process.steps["ask"].basis.clauses == ("2.1",)


def test_a_table_has_a_cell_for_every_column(process: Process) -> None:
    table = process.tables["authority"]
    assert table.columns == ("amount", "disputed")
    assert (table.ranks, table.only_rises, table.hit) == (("planner", "manager"), True, Hit.EXACTLY_ONE)
    assert [row.then for row in table.rows] == ["planner", "manager", "manager"]
    assert table.rows[0].cells == {
        "amount": RangeCell(None, False, Decimal(500), True),
        "disputed": ValuesCell(frozenset({False})),
    }
    assert table.rows[1].cells["disputed"] == AnyCell()


def test_a_task(process: Process) -> None:
    ask = task(process, "ask")
    assert (ask.role, ask.form) == ("planner", ("amount", "kind", "needed_on", "terms"))
    assert (ask.attach, ask.confirms) == (("plan",), ("price-floor",))
    assert ask.limit is not None and str(ask.limit.deadline) == "2 days before needed_on"
    asked, dropped = ask.outcomes["asked"], ask.outcomes["dropped"]
    assert asked.allowed is not None
    assert asked.allowed.reads == {"amount", "terms.price"}
    assert (asked.needs, asked.form_optional, asked.target) == (("comment",), False, Target("which"))
    assert (dropped.form_optional, dropped.allowed) == (True, None)
    assert list(task(process, "buy").outcomes) == ["done"]


def test_a_choice_ends_with_its_otherwise(process: Process) -> None:
    step = process.steps["which"]
    assert isinstance(step, Choose)
    assert [(b.when.text if b.when else None, b.target.step) for b in step.lines] == [
        ('kind == "tool"', "agree"),
        (None, "meet"),
    ]


def test_a_milestone(process: Process) -> None:
    step = process.steps["passed"]
    assert isinstance(step, Milestone)
    assert (step.covers, step.until, step.if_voided, step.target) == (
        ("amount", "plan"),
        "buy",
        "ask",
        Target("buy"),
    )


def test_answers_come_from_the_template(process: Process) -> None:
    answers = review(process, "agree").seats[0].answers
    assert [(name, type(a.effect), a.needs, a.only) for name, a in answers.items()] == [
        ("agree", Continue, (), None),
        ("object", Object, ("comment", "topic"), None),
        ("return", Leave, ("comment", "amount", "plan"), None),
        ("refuse", Leave, (), "authority"),
    ]
    assert answers["return"].effect == Leave(Target("ask", Resume.HERE))


def test_seats_take_what_they_do_not_say_from_their_step_and_its_template(process: Process) -> None:
    agree = review(process, "agree")
    assert [(s.name, s.role) for s in agree.seats] == [
        ("buyer", "buyer"),
        ("second-planner", "planner"),
        ("planner", "planner"),
        ("manager", "manager"),
    ]
    limits = [seat.limit for seat in agree.seats]
    assert [str(limit.deadline) if limit else None for limit in limits] == [
        "1 business day",
        "3 hours",
        "1 business day",
        "1 business day",
    ]
    assert all(limit and len(limit.escalations) == 2 and limit.basis.questions == ("Q1",) for limit in limits)
    assert [seat.basis.questions for seat in agree.seats] == [("Q1",), ("Q1",), ("Q1",), ("Q2",)]
    assert [seat.looks_at for seat in agree.seats] == [(), ("amount",), (), ()]
    assert [seat.attach for seat in agree.seats] == [("offer",), (), (), ()]


def test_escalations(process: Process) -> None:
    limit = review(process, "agree").seats[0].limit
    assert limit is not None
    first, second = limit.escalations
    assert isinstance(first.at, Offset) and first.action == Remind("holder")
    assert first.repeat == Duration(1, Unit.BUSINESS_HOURS)
    assert isinstance(second.at, At) and second.action == HandUp("manager") and second.repeat is None


def test_a_review_in_turn(process: Process) -> None:
    agree = review(process, "agree")
    assert (agree.mode, agree.until, agree.only, agree.convened_by) == (Mode.IN_TURN, "authority", None, None)
    assert agree.shows == ("amount", "kind", "needed_on", "terms", "plan", "offer", "minutes")
    assert agree.after_ruling is not None
    assert (agree.after_ruling.step, agree.after_ruling.keep_answers) == ("meet", True)
    assert list(agree.outcomes) == ["passed"]


def test_a_meeting_of_the_departments(process: Process) -> None:
    meet = review(process, "meet")
    assert (meet.mode, meet.first_refusal, meet.convened_by) == (Mode.TOGETHER, FirstRefusal.WAITS, "manager")
    assert (meet.attach, meet.shows) == (("minutes",), ("amount", "plan"))
    assert [(s.name, s.attach, s.basis.questions) for s in meet.seats] == [("buyer", ("offer",), ("Q2",))]
    assert list(meet.outcomes) == ["passed"]


def test_seats_of_another_review_are_all_of_them(write: Write) -> None:
    process = built(write(("departments of agree", "seats of agree")))
    assert [s.name for s in review(process, "meet").seats] == [s.name for s in review(process, "agree").seats]


def test_arbitration(process: Process) -> None:
    arbitration = process.arbitration
    assert isinstance(arbitration, Arbitration)
    price, other = arbitration.topics["price"], arbitration.topics["other"]
    assert isinstance(price, RuledTopic) and isinstance(other, SettledTopic)
    assert price.levels == (Arbiter("manager"), GroupLevel("council", "manager"))
    assert other.target == Target("ask", Resume.HERE)
    assert arbitration.limit is not None
    assert arbitration.limit.deadline == After(Duration(1, Unit.DAYS))
    assert [e.action for e in arbitration.limit.escalations] == [Notify("manager")]
    assert arbitration.appeal is not None
    assert arbitration.appeal.within == Duration(2, Unit.BUSINESS_DAYS)
    assert (arbitration.upheld, arbitration.refused) == (Target("ask", Resume.HERE), Target("refused"))
    assert arbitration.never_rules_on_own and arbitration.authority_asked_again


def test_invariants_and_questions(process: Process) -> None:
    before, different = process.invariants
    assert isinstance(before, Before) and isinstance(different, Different)
    assert (before.step, before.must) == ("buy", "passed")
    assert different.places == ("ask", "authority", "agree/second-planner")
    assert process.questions["Q1"].assumed == Title("一日", "One day")
    assert process.questions["Q1"].clauses == ("2.10",)


def found(path: Path) -> list[tuple[str, str]]:
    return [(d.code, d.args.get("name", "")) for d in load_process(path).diagnostics]


def test_what_nothing_names_is_a_warning(write: Write) -> None:
    unused = ("questions:\n", "questions:\n  Q3: {ask: When, assumed: Now}\n")
    template = ("templates:\n", "templates:\n  spare: {deadline: 1 day}\n")
    clause = ("  2.1: {title: Request}", "  2.1: {title: Request}\n  3.1: {title: Filing}")
    path = write(unused, template, clause)
    assert sorted(found(path)) == [("L102", "3.1"), ("N301", "Q3"), ("N302", "spare")]
    assert load_process(path).process is not None


def test_a_clause_that_other_files_carry_is_not_asked_of_this_one(write: Write) -> None:
    kept = "  2.1: {title: Request}"
    other = (kept, kept + "\n  3.1: {title: Filing, carried_by: [filing, posting]}")
    assert found(write(other)) == []
    process = load_process(write()).process
    assert process is not None
    own = (kept, kept + f"\n  3.1: {{title: Filing, carried_by: [filing, {process.name}]}}")
    assert found(write(own)) == [("L102", "3.1")]


def test_a_clause_is_followed_through_its_parts(write: Write) -> None:
    assert found(write(("  2.1: {title: Request}", "  2.1: {title: Request}\n  2: {title: Both}"))) == []


def test_what_reads_a_field_of_unknown_type_is_not_judged(write: Write) -> None:
    assert found(write(("amount: {type: money", "amount: {type: mony"))) == [("S107", "")]


def test_a_grant_is_limited_by_what_the_process_has(write: Write) -> None:
    assert found(write(("limits: {amount: 1000.50}", "limits: {ammount: 1000.50}"))) == [("O135", "ammount")]
    assert found(write(("limits: {amount: 1000.50}", "limits: {kind: 1}"))) == [("O135", "kind")]


def test_nothing_is_said_of_names_from_a_file_that_cannot_be_read(write: Write) -> None:
    codes = [code for code, _ in found(write(("organization: workshop\n", "organization: [workshop]\n")))]
    assert codes == ["S103"]


def test_a_step_with_a_mistake_is_still_there_for_others(write: Write) -> None:
    broken = ("  buy: {role: buyer, next: bought}", "  buy: {rol: buyer, next: bought}")
    assert [code for code, _ in found(write(broken))] == ["S101"]
    broken = ("    review: in turn\n", "    reviw: in turn\n")
    assert [code for code, _ in found(write(broken))] == ["S101"]


def test_a_gap_is_no_clause(write: Write) -> None:
    gap = ("clauses:\n", "gaps: {'2.1': None there}\nclauses:\n")
    assert found(write(gap)) == [("L103", "2.1")]
