"""Each open question of the hotel has a scenario that fails when its assumption is turned round."""

from pathlib import Path

import pytest

from procflow.definition.load import load_process
from procflow.testing import load_scenarios
from tests.processes.turning import Turned, failed_when_turned, turned

FOLLOW_UP = (
    turned(
        1,
        "promptly is a day",
        ("promptly:            {deadline: {limit: promptly},", "promptly:            {deadline: 1 day,"),
        fail="p01-two-hours-one-hour-thirty-minutes",
    ),
    turned(
        1,
        "as soon as possible is a day",
        ("{deadline: {limit: as-soon-as-possible},", "{deadline: 1 day,"),
        fail="p01-two-hours-one-hour-thirty-minutes",
    ),
    turned(
        1,
        "immediately is an hour",
        ("{deadline: {limit: immediately},", "{deadline: 1 hour,"),
        fail="p01-two-hours-one-hour-thirty-minutes",
    ),
    turned(
        2,
        "any officer may take it up",
        ("    role: {person: taken_by}\n", "    role: marketing-officer\n"),
        fail="p02-who-took-it-follows-it",
    ),
    turned(
        3,
        "the manager judges too",
        (
            "    raised_by: owner\n    window: {while: follow-stay}",
            "    raised_by: [owner, marketing-manager]\n    window: {while: follow-stay}",
        ),
        fail="p03-the-officer-judges",
    ),
    turned(
        4,
        "the general manager's office reassigns",
        ("reassigned_by: marketing-manager", "reassigned_by: general-manager-office"),
        fail="p04-the-manager-reassigns",
    ),
    turned(
        5,
        "force majeure leaves the flow alone",
        (
            "    main_flow: pauses\n    clock: runs\n    clause: H4.2.6",
            "    main_flow: continues\n    clause: H4.2.6",
        ),
        fail="p05-force-majeure-holds-the-flow",
    ),
    turned(
        5,
        "the clock stops",
        ("    clock: runs\n    clause: H4.2.6", "    clock: stops\n    clause: H4.2.6"),
        fail="p05-force-majeure-holds-the-flow",
    ),
    turned(
        6,
        "the manager decides",
        (
            "        role: general-manager-office\n        form: [decision]",
            "        role: marketing-manager\n        form: [decision]",
        ),
        fail="p06-the-general-managers-office-decides",
    ),
    turned(
        7,
        "it counts as completed",
        ("called-off: {end: cancelled,", "called-off: {end: completed,"),
        fail="p07-an-order-that-does-not-go-on",
    ),
    turned(
        7,
        "it is filed and visited all the same",
        (
            "    question: Q7\n    next: called-off",
            "    question: Q7\n    next: collate-feedback",
        ),
        fail="p07-an-order-that-does-not-go-on",
    ),
    turned(
        8,
        "the departments confirm on the eve",
        ("deadline: 2 days before arrival", "deadline: 1 day before arrival"),
        fail="p08-two-days-and-one-day",
    ),
    turned(
        8,
        "it is ready as early as it is confirmed",
        ("    deadline: 1 day before arrival\n", "    deadline: 2 days before arrival\n"),
        fail="p08-two-days-and-one-day",
    ),
    turned(
        9,
        "the front office sees to the rest",
        ("      other:    marketing-manager", "      other:    front-office"),
        fail="p09-other-services",
    ),
    turned(
        10,
        "the manager files",
        (
            "    role: owner\n    attach: [order-file]",
            "    role: marketing-manager\n    attach: [order-file]",
        ),
        fail="p10-the-officer-files",
    ),
    turned(
        11,
        "whoever took the order first goes on with it",
        ("      taken_by: owner\n", "      taken_by: taken_by\n"),
        fail="p11-with-its-data-and-its-owner",
    ),
    turned(
        11,
        "the exception begins without the finding",
        ("      finding: finding\n", ""),
        fail="p11-with-its-data-and-its-owner",
    ),
    turned(
        11,
        "what is open is dropped",
        ("handed-on: {end: completed,", "handed-on: {end: cancelled,"),
        fail="p11-what-is-open-is-still-settled p11-with-its-data-and-its-owner",
    ),
    turned(
        12,
        "it is over with a remedy",
        ("settled:    {go: answer-guest,", "settled:    {go: finished,"),
        fail="p12-over-when-the-guest-is-answered",
    ),
    turned(
        12,
        "the stay may be closed meanwhile",
        (
            "    main_flow: pauses\n    clock: runs\n    clause: H4.2.4",
            "    main_flow: continues\n    clause: H4.2.4",
        ),
        fail="p12-over-when-the-guest-is-answered",
    ),
    turned(
        12,
        "a guest who is not content is left alone",
        ("not_content: {go: general-manager-office,", "not_content: {go: finished,"),
        fail="p12-over-when-the-guest-is-answered",
    ),
    turned(
        14,
        "a new department is told and not waited for",
        ("        waits: true ", "        waits: false "),
        fail="p14-a-new-department-acknowledges",
    ),
    turned(
        13,
        "no claim after the stay",
        (
            "    window: {from: inform-departments}\n",
            "    window: {from: inform-departments, until: follow-stay}\n",
        ),
        fail="p13-a-claim-by-itself",
    ),
    turned(
        13,
        "claims side by side",
        (
            "    window: {from: inform-departments}\n    several: false",
            "    window: {from: inform-departments}\n    several: true",
        ),
        fail="p13-a-claim-by-itself",
    ),
    turned(
        13,
        "the general manager's office tells the guest itself",
        (
            "        role: owner\n        template: promptly\n        clause: H6.3.1",
            "        role: general-manager-office\n        template: promptly\n        clause: H6.3.1",
        ),
        fail="p13-a-claim-by-itself",
    ),
)

EXCEPTION = (
    turned(
        1,
        "promptly is a day",
        ("promptly: {deadline: {limit: promptly},", "promptly: {deadline: 1 day,"),
        fail="p01-two-hours",
    ),
    turned(
        1,
        "the manager has a day to read it",
        ("    deadline: {limit: promptly}\n", "    deadline: 1 day\n"),
        fail="p01-two-hours",
    ),
    turned(
        2,
        "the general manager's office is reported to",
        ("    notice: marketing-manager\n", "    notice: general-manager-office\n"),
        fail="p02-the-marketing-manager-reads-it",
    ),
    turned(
        2,
        "the officer waits until it is read",
        (
            "    waits: false\n    deadline: {limit: promptly}",
            "    waits: true\n    deadline: {limit: promptly}",
        ),
        fail="p02-the-marketing-manager-reads-it",
    ),
    turned(
        3,
        "the general manager's office reassigns",
        ("reassigned_by: marketing-manager", "reassigned_by: general-manager-office"),
        fail="p03-the-manager-reassigns",
    ),
    turned(
        4,
        "the front office sees to the rest",
        ("      other:    marketing-manager", "      other:    front-office"),
        fail="p04-other-services",
    ),
    turned(
        5,
        "the departments confirm on the eve",
        ("deadline: 2 days before arrival", "deadline: 1 day before arrival"),
        fail="p05-two-days-before",
    ),
    turned(
        6,
        "it counts as completed",
        ("called-off: {end: cancelled,", "called-off: {end: completed,"),
        fail="p06-an-order-that-does-not-go-on",
    ),
    turned(
        6,
        "nobody is told",
        ("lapsed:  {go: stop-preparation,", "lapsed:  {go: called-off,"),
        fail="p06-an-order-that-does-not-go-on",
    ),
    turned(
        8,
        "a new department is waited for",
        (
            "    waits: false\n    template: promptly\n    clause: [H6.4.4",
            "    waits: true\n    template: promptly\n    clause: [H6.4.4",
        ),
        fail="p08-a-new-department-acknowledges",
    ),
    turned(
        7,
        "complaints are events here as well",
        (
            "\nquestions:\n",
            "\nevents:\n  major-complaint: {raised_by: owner, window: {while: follow-stay}, several: true,"
            " main_flow: continues}\n\nquestions:\n",
        ),
        fail="p07-no-events-of-its-own",
    ),
)

CASES = [("order-follow-up", case) for case in FOLLOW_UP] + [("order-exception", case) for case in EXCEPTION]


@pytest.mark.parametrize(("process", "case"), CASES, ids=str)
def test_turning_the_assumption_round_fails_its_scenarios(
    process: str, case: Turned, repository: Path, tmp_path: Path
) -> None:
    assert case.fail <= failed_when_turned(case, process, repository, tmp_path)


@pytest.mark.parametrize("process", ["order-follow-up", "order-exception"])
def test_every_question_has_its_point_and_is_turned_round(process: str, repository: Path) -> None:
    loaded = load_process(repository / "processes" / f"{process}.yaml").process
    points, _, _ = load_scenarios(repository / "processes" / "scenarios" / process / "points.yaml")
    assert loaded is not None and points is not None
    asked = {int(name.removeprefix("Q")) for name in loaded.questions}
    assert {point for scenario in points.scenarios.values() for point in scenario.points} == asked
    assert {case.point for name, case in CASES if name == process} == asked
