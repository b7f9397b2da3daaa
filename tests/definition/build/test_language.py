"""What the constructs beyond tasks and reviews become: the files that must stay accepted, typed."""

from pathlib import Path

import pytest

from procflow.definition import check_file, load_position, load_process
from procflow.definition.features import not_run_yet
from procflow.definition.process import (
    FINISHED,
    After,
    Call,
    CaseOpen,
    ChosenSeats,
    Counts,
    DataField,
    Each,
    EachSeat,
    EndsAt,
    EventRaised,
    ForCase,
    ForEvent,
    ForTime,
    Mode,
    Never,
    Notice,
    OwnerDoes,
    Parallel,
    Pauses,
    PersonIn,
    Process,
    Review,
    RoleBy,
    Same,
    Side,
    StepDone,
    System,
    Task,
    Vote,
    Wait,
    WhenNone,
    Window,
)
from procflow.definition.sheet import FieldLine, Place, SignedLine
from procflow.definition.values import json_value, read_value, typed
from procflow.worktime import NthDay, Period, Recurrence

OK = Path(__file__).resolve().parents[2] / "corpus" / "ok"


def built(name: str) -> Process:
    loaded = load_process(OK / f"{name}.yaml")
    assert loaded.process is not None
    return loaded.process


@pytest.fixture(scope="module")
def order() -> Process:
    return built("steps-and-events")


@pytest.fixture(scope="module")
def reviews() -> Process:
    return built("reviews")


@pytest.fixture(scope="module")
def data() -> dict[str, DataField]:
    return dict(built("data-of-every-type").fields)


def test_facts_tell_of_steps_events_and_other_cases(order: Process) -> None:
    assert {name: fact.true_once for name, fact in order.facts.items()} == {
        "on_hold": CaseOpen("shipment-hold", "customer"),
        "changed": EventRaised("guest-change"),
        "told": StepDone("tell-guest"),
        "viewed": StepDone("view-order"),
    }


def test_who_does_a_task(order: Process) -> None:
    block = order.steps["prepare"]
    assert isinstance(block, Parallel)
    inner = {**block.branches["papers"].flow.steps, **block.branches["mail"].flow.steps}
    doers = {name: step.doer for name, step in inner.items() if isinstance(step, Task)}
    assert doers == {
        "write-papers": OwnerDoes(),
        "check-papers": RoleBy("desk-of"),
        "phone": PersonIn("helper"),
    }
    assert order.owner is not None
    assert (order.owner.bound_at, order.owner.reassigned_by) == ("view-order", ("manager",))


def test_a_notice_goes_to_the_role_of_each_value(order: Process) -> None:
    notice = order.steps["tell-departments"]
    assert isinstance(notice, Notice)
    assert notice.to == Each("services", "department-of")
    assert order.maps["department-of"].roles == {"venue": "buyer", "rooms": "planner"}
    assert notice.acknowledge is not None
    assert (notice.acknowledge.by_all, notice.acknowledge.waits) == (True, False)


def test_branches_are_finished_or_lead_out(order: Process) -> None:
    block, each = order.steps["prepare"], order.steps["each-guest"]
    assert isinstance(block, Parallel) and isinstance(each, Parallel)
    assert block.join == 2
    check = block.branches["papers"].flow.steps["check-papers"]
    assert isinstance(check, Task)
    assert [outcome.target.step for outcome in check.outcomes.values()] == [
        FINISHED,
        "write-papers",
        "view-order",
    ]
    assert each.for_each is not None
    assert (each.for_each.each, each.for_each.name) == (Each("guests", None), "guest")
    assert each.for_each.none is WhenNone.PASS


def test_waits_calls_and_handlers(order: Process) -> None:
    wait, released = order.steps["wait-for-arrival"], order.steps["until-released"]
    assert isinstance(wait, Wait) and isinstance(released, Wait)
    assert [(what, leads.step) for what, leads in wait.ways] == [
        (ForTime("arrival"), "follow-stay"),
        (ForEvent("major-complaint"), "follow-stay"),
    ]
    assert [(what, leads.step) for what, leads in released.ways] == [
        (ForCase("shipment-hold", "customer"), "settle")
    ]
    call, hand_over = order.steps["settle"], order.steps["hand-over"]
    assert isinstance(call, Call) and isinstance(hand_over, Call)
    assert (call.version, call.waits, tuple(call.outcomes)) == (
        "1.2.0",
        True,
        ("completed", "cancelled", "rejected"),
    )
    assert (hand_over.waits, tuple(hand_over.outcomes)) == (False, ("called",))
    block = order.steps["prepare"]
    assert isinstance(block, Parallel)
    mail = block.branches["mail"].flow.steps["send-mail"]
    assert isinstance(mail, System)
    assert (mail.gives, mail.takes) == ({"to": "customer", "text": "needs"}, {"mail_id": "id"})
    assert mail.retry is not None and mail.retry.times == 3
    assert mail.if_failed.step == "phone"


def test_any_time_events(order: Process) -> None:
    change, complaint = order.events["guest-change"], order.events["major-complaint"]
    assert change.window == Window((), "view-order", "follow-stay")
    assert complaint.window == Window(("follow-stay",), None, None)
    assert complaint.stance == Pauses(clock_stops=False)
    assert tuple(change.fields) == ("change", "answer")
    claim = order.events["compensation-claim"]
    assert claim.flow is None
    assert isinstance(claim.stance, EndsAt) and claim.stance.target.step == "manager-decides"
    assert complaint.flow is not None
    solve = complaint.flow.steps["solve"]
    assert isinstance(solve, Task)
    assert solve.outcomes["claim"].raises == "compensation-claim"
    assert solve.outcomes["unresolved"].escalates


def test_rules_of_every_form(order: Process) -> None:
    _, after, when, once, _, same = order.invariants
    assert isinstance(after, After) and (after.step, after.must) == ("follow-stay", "settle")
    assert isinstance(when, Never) and when.when is not None and when.when.text == "on_hold"
    assert isinstance(once, Never) and once.once == "hand-over"
    assert isinstance(same, Same) and same.places == ("view-order", "follow-stay")
    assert order.one_open_per == "order_no"


def test_seats_from_data_and_chosen_ones(reviews: Process) -> None:
    confirm, experts = reviews.steps["confirm"], reviews.steps["experts"]
    assert isinstance(confirm, Review) and isinstance(experts, Review)
    assert confirm.seating == EachSeat(Each("services", "department-of"), WhenNone.REFUSE)
    assert confirm.seats[0].limit is not None
    assert isinstance(experts.seating, ChosenSeats)
    assert (experts.seating.among, experts.seating.at_most) == (("planner", "buyer"), 3)


def test_votes(reviews: Process) -> None:
    ballot = reviews.steps["ballot"]
    assert isinstance(ballot, Review) and isinstance(ballot.vote, Vote)
    assert ballot.mode is Mode.VOTE
    assert [seat.weight for seat in ballot.seats] == [3, 2, 1]
    assert ballot.vote.threshold.reached(60, 100)
    assert not ballot.vote.tie_passes
    assert ballot.seats[0].answers["agree"].effect == Counts(Side.FOR)
    assert tuple(ballot.outcomes) == ("passed", "failed")


def test_cadence_position_and_sheet() -> None:
    loaded = load_process(OK / "cadence.yaml")
    assert loaded.process is not None and loaded.process.cadence is not None
    cadence = loaded.process.cadence
    assert cadence.recurrence == Recurrence(Period.MONTH, NthDay(1, True, True), 540, None)
    assert loaded.sheet is not None
    lines = [line.what for section in loaded.sheet.sections for line in section.lines]
    assert lines[0] == FieldLine("orders")
    assert lines[2] == SignedLine((Place("compile"),), ("person", "date"))
    position = load_position(OK / "position.yaml").position
    assert position is not None
    assert position.duties["D3"].procedures == ("daily-report", "order-follow-up")
    assert position.accountabilities["L3"].none is not None


def test_a_sheet_is_held_to_the_process_that_names_it(tmp_path: Path) -> None:
    shared = (OK.parent / "err" / "definition" / "shared" / "organization.yaml").read_text(encoding="utf-8")
    (tmp_path / "organization.yaml").write_text(shared, encoding="utf-8")
    process = (OK / "cadence.yaml").read_text(encoding="utf-8")
    process = process.replace("../err/definition/shared/organization.yaml", "organization.yaml")
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    sheet = (OK / "sheet.yaml").read_text(encoding="utf-8")
    (tmp_path / "sheet.yaml").write_text(
        sheet.replace("field: orders", "field: ordres").replace("check/manager", "check/buyer"),
        encoding="utf-8",
    )
    found, _ = check_file(tmp_path / "process.yaml")
    assert [finding.code for finding in found if finding.code != "D301"] == ["N204", "N214"]


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("officer", "wu", "wu"),
        ("prepared", ["pressed", "asked"], ["asked", "pressed"]),
        ("team", ["wu", "lin"], ["wu", "lin"]),
        ("guests", [{"name": "An", "room": "7"}], [{"name": "An", "room": "7"}]),
        (
            "photo",
            {"sha256": "a" * 64, "filename": "a.png"},
            {"sha256": "a" * 64, "filename": "a.png"},
        ),
    ],
)
def test_values(data: dict[str, DataField], name: str, given: object, stored: object) -> None:
    assert read_value(data[name], given) == (stored, None)
    assert json_value(data[name], stored) == stored
    assert typed(data[name], stored) is not None


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("officer", 7, "officer: 7 is no person; write the person's id"),
        ("prepared", ["askd"], "prepared: 'askd' is not one of asked, pressed; did you mean asked?"),
        ("team", "wu", "team: wu is no list"),
        ("team", ["wu", None], "team[2]: the entry is empty"),
        ("guests", [{"nam": "An"}], "guests[1]: there is no field nam; did you mean name?"),
        ("photo", {"sha256": "a"}, "photo: {'sha256': 'a'} is no attachment; give its sha256 and filename"),
    ],
)
def test_values_that_do_not_fit(data: dict[str, DataField], name: str, given: object, problem: str) -> None:
    stored, said = read_value(data[name], given)
    assert stored is None
    assert said is not None and said.replace("'wu'", "wu") == problem


def test_what_is_not_run_yet_is_named(reviews: Process) -> None:
    assert [feature.name for feature in not_run_yet(reviews)] == ["chosen_by"]
