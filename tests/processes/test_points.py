"""Each of the thirteen settled points has a scenario that fails when the point is turned round.

A point is turned round by a small change of the process or organization file in a copy. One half of a point
has no words in a file that could be turned: a fact that is true once stays true, and the language cannot say
the contrary (point 3). What hangs on it is turned instead, that a dispute raises the final authority.
"""

from pathlib import Path

import pytest

from tests.processes.turning import Turned, failed_when_turned, turned

ORGANIZATION = "organizations/pipe-maker.yaml"

TURNED = (
    turned(
        1,
        "500000 goes to the tier above",
        ("channel: direct,      amount: up to 500000, ", "channel: direct,      amount: under 500000, "),
        ("amount: over 500000 and under 3000000,", "amount: 500000 or more and under 3000000,"),
        fail="p01-exactly-500000",
    ),
    turned(
        1,
        "3000000 stays in the tier below",
        ("over 500000 and under 3000000,", "over 500000 and up to 3000000,"),
        ("amount: 3000000 or more,", "amount: over 3000000,"),
        fail="p01-exactly-3000000",
    ),
    turned(
        1,
        "a disputed 500000 goes to the tier above",
        ("channel: any,         amount: up to 500000, ", "channel: any,         amount: under 500000, "),
        ("channel: any,         amount: over 500000, ", "channel: any,         amount: 500000 or more, "),
        fail="p01-exactly-500000-disputed",
    ),
    turned(
        2,
        "distributor orders follow the amount",
        ("      - {disputed: false, mode: not short, channel: distributor,", "      # {"),
        ("channel: direct,      amount: up to 500000,", "channel: any, amount: up to 500000,"),
        ("channel: direct,      amount: over 500000 and", "channel: any, amount: over 500000 and"),
        ("channel: direct,      amount: 3000000 or", "channel: any, amount: 3000000 or"),
        fail="p02-distributor-undisputed",
    ),
    turned(
        2,
        "distributor orders end at the director also when disputed",
        (
            "{disputed: false, mode: not short, channel: distributor,",
            "{disputed: any, mode: any, channel: distributor,",
        ),
        (
            "{disputed: false, mode: short,     channel: any,",
            "{disputed: false, mode: short, channel: direct,",
        ),
        (
            "mode: any,       channel: any,         amount: up to 500000,",
            "mode: any, channel: direct, amount: up to 500000,",
        ),
        (
            "mode: any,       channel: any,         amount: over 500000,",
            "mode: any, channel: direct, amount: over 500000,",
        ),
        fail="p02-distributor-disputed",
    ),
    turned(
        2,
        "there is another channel",
        ("of: [direct, distributor]", "of: [direct, distributor, agent]"),
        fail="p02-no-other-channel",
    ),
    turned(
        3, "the final authority may fall", ("only_rises: true ", "only_rises: false "), fail="p03-never-lower"
    ),
    turned(
        3,
        "a dispute does not raise the final authority",
        ("      - {disputed: true,  mode: any,       channel: any,         amount: up to", "      # {"),
        ("      - {disputed: true,  mode: any,       channel: any,         amount: over", "      # {"),
        ("{disputed: false, mode: short,     channel", "{disputed: any, mode: short, channel"),
        (
            "{disputed: false, mode: not short, channel: distributor",
            "{disputed: any, mode: not short, channel: distributor",
        ),
        (
            "{disputed: false, mode: not short, channel: direct,      amount: up",
            "{disputed: any, mode: not short, channel: direct, amount: up",
        ),
        (
            "{disputed: false, mode: not short, channel: direct,      amount: over",
            "{disputed: any, mode: not short, channel: direct, amount: over",
        ),
        (
            "{disputed: false, mode: not short, channel: direct,      amount: 3000000",
            "{disputed: any, mode: not short, channel: direct, amount: 3000000",
        ),
        fail="p03-disputed-for-good p03-worked-out-after-every-answer",
    ),
    turned(
        4,
        "the short review is open to what is no repeat batch",
        ('allowed: mode != "short" or repeat_batch', 'allowed: mode != "short" or not repeat_batch'),
        fail="p04-short-only-for-repeat-batches",
    ),
    turned(
        4,
        "the short review ends at the sales VP",
        (
            "any,                           then: marketing-director, clause: C6.5",
            "any, then: sales-vp, clause: C6.5",
        ),
        fail="p04-short-at-any-amount",
    ),
    turned(
        4,
        "the short review goes on after an objection",
        ("    after_ruling: {go: circulate, keep: answers, question: Q4}\n", ""),
        fail="p04-overruled-then-circulated",
    ),
    turned(
        4,
        "answers do not stand in the circulation that follows",
        ("after_ruling: {go: circulate, keep: answers, ", "after_ruling: {go: circulate, keep: nothing, "),
        fail="p04-overruled-then-circulated p04-upheld-on-unchanged-terms",
    ),
    turned(
        4,
        "a repeat batch must take the short review",
        ('when: mode == "short" and not disputed', "when: repeat_batch and not disputed"),
        fail="p04-the-reviewer-chooses",
    ),
    turned(
        5,
        "the heads of a meeting answer in turn",
        ("    review: together\n", "    review: in turn\n"),
        ("    first_refusal: waits\n", ""),
        fail="p05-heads-answer-together",
    ),
    turned(
        5,
        "everybody up to the final authority is asked after a meeting",
        ("    only: final-authority\n", "    until: final-authority\n"),
        fail="p05-then-the-final-authority-alone",
    ),
    turned(
        6,
        "a seat has two business days",
        ("    deadline: 1 business day\n", "    deadline: 2 business days\n"),
        fail="p06-one-business-day",
    ),
    turned(
        6,
        "the general manager has one",
        (
            "clause: C6.3, question: [Q6, Q7], deadline: 2 business days",
            "clause: C6.3, question: [Q6, Q7], deadline: 1 business day",
        ),
        fail="p06-two-for-the-general-manager",
    ),
    turned(
        6,
        "a ruling has one",
        ("each_level: {deadline: 2 business days,", "each_level: {deadline: 1 business day,"),
        fail="p06-two-for-a-ruling",
    ),
    turned(
        7,
        "the executive VP acts as general manager by his office",
        ("roles: [executive-vp]", "roles: [executive-vp, general-manager]"),
        fail="p07-executive-vp-under-a-grant p07-never-without-one "
        "p07-convenes-under-a-grant p07-convenes-never-without-one",
        file=ORGANIZATION,
    ),
    turned(
        7,
        "his grant has lapsed",
        (
            "    valid: {from: 2025-01-01, to: 2027-12-31}\n    document: documents/general-manager-2025.txt",
            "    valid: {from: 2025-01-01, to: 2025-12-31}\n    document: documents/general-manager-2025.txt",
        ),
        fail="p07-executive-vp-under-a-grant p07-convenes-under-a-grant",
        file=ORGANIZATION,
    ),
    turned(
        8,
        "somebody rules on other topics",
        ("      go: submit-terms\n      resume: here\n", "      levels: [sales-vp]\n"),
        fail="p08-other-topic",
    ),
    turned(
        8,
        "after another topic the review begins anew",
        ("      go: submit-terms\n      resume: here\n", "      go: submit-terms\n      resume: first\n"),
        fail="p08-other-topic",
    ),
    turned(
        8,
        "sending papers back is an objection",
        (
            "needs: [comment], go: submit-terms, resume: here, question: Q8}",
            "needs: [comment, topic], opens: arbitration, question: Q8}",
        ),
        fail="p08-return-is-no-objection",
    ),
    turned(
        8,
        "after sending papers back the review begins anew",
        (
            "needs: [comment], go: submit-terms, resume: here, question: Q8}",
            "needs: [comment], go: submit-terms, resume: first, question: Q8}",
        ),
        fail="p08-return-is-no-objection",
    ),
    turned(
        9,
        "an upheld objection ends the contract",
        ("    upheld:    {go: submit-terms, resume: here}", "    upheld:    {go: refused}"),
        fail="p09-upheld",
    ),
    turned(
        9,
        "after an upheld objection the review begins anew",
        (
            "    upheld:    {go: submit-terms, resume: here}",
            "    upheld:    {go: submit-terms, resume: first}",
        ),
        fail="p09-upheld",
    ),
    turned(
        9,
        "an overruled final authority is passed by",
        ("{resume: after, final_authority: asked again}", "{resume: after}"),
        fail="p09-final-authority-asked-again",
    ),
    turned(
        9,
        "nobody may appeal",
        ("  appeal: {by: the losing side,", "  # appeal: {by: the losing side,"),
        fail="p09-either-loser-may-appeal p09-one-business-day-to-appeal p09-group-may-refuse",
    ),
    turned(
        9,
        "there are two days to appeal",
        ("within: 1 business day", "within: 2 business days"),
        fail="p09-one-business-day-to-appeal",
    ),
    turned(
        9,
        "the group may not refuse",
        ("    refused:   {go: refused, only: last level}\n", ""),
        fail="p09-group-may-refuse",
    ),
    turned(
        10,
        "the pass does not cover what is changed",
        (
            "covers: [customer, amount, channel, terms, draft-contract]",
            "covers: [customer, channel, draft-contract]",
        ),
        fail="p10-change-voids-the-pass p10-change-while-agreeing",
    ),
    turned(
        10,
        "a void pass leads nowhere",
        ("    if_voided: submit-terms\n", ""),
        fail="p10-change-voids-the-pass p10-change-while-agreeing",
    ),
    turned(
        11,
        "every seat may refuse",
        ("go: refused, only: final-authority, question: Q11", "go: refused, question: Q11"),
        fail="p11-only-the-final-authority-refuses",
    ),
    turned(
        12,
        "the arbiter rules on his own objection",
        ("never_rules_on_own: true ", "never_rules_on_own: false "),
        fail="p12-sales-vp-does-not-rule-on-his-own p12-nor-who-acted-for-the-seat",
    ),
    turned(
        13,
        "who submitted the terms may decide on them",
        ("  - {different: [submit-terms, final-authority], question: Q13}\n", ""),
        fail="p13-submitter-is-not-the-final-authority p13-nor-acting-for-somebody p13-refused-at-the-start",
    ),
)


@pytest.mark.parametrize("case", TURNED, ids=str)
def test_turning_the_point_round_fails_its_scenarios(case: Turned, repository: Path, tmp_path: Path) -> None:
    assert case.fail <= failed_when_turned(case, "contract-review", repository, tmp_path)


def test_every_point_is_turned_round() -> None:
    assert {case.point for case in TURNED} == set(range(1, 14))
