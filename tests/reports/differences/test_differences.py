"""What is otherwise in another version of a process: said in words, by its place, and never passed over."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec import Struct, structs

from procflow.definition.process import Process
from procflow.diagnostics import Span
from procflow.guards import AnyCell, Guard, compile_guard
from procflow.program import Program, compile_program
from procflow.reports import Lang
from procflow.reports.differences import About, Difference, Kind, differences, show_differences
from procflow.wording import LANGS
from procflow.worktime import Duration
from tests.reports.differences.conftest import Compiled, Edited, compiled

GOLDEN = Path(__file__).parent / "golden"
Edit = tuple[str, str, tuple[str, ...], str]
EDITS: dict[str, Edit] = {
    "a step is renamed": (
        "en: Collate the file}",
        "en: Put the file together}",
        ("collate-file",),
        "The step “Put the file together” is renamed; it was called “Collate the file”.",
    ),
    "another role does a step": (
        "role: contract-administrator",
        "role: contract-reviewer",
        ("keep-file",),
        "The step “Keep on file” is now up to Contract reviewer instead of Contract administrator.",
    ),
    "a seat has less time": (
        "question: [Q6, Q7], deadline: 2 business days}\n    until: final-authority                    #",
        "question: [Q6, Q7], deadline: 1 business day}\n    until: final-authority                    #",
        ("circulate/general-manager",),
        "The limit of the seat “General manager's approval” of the step “Serial circulation” falls "
        "from 2 business "
        "days to 1 business day.",
    ),
    "a seat is left out": (
        "      - {role: legal-department,     title: {zh: 法律評審, en: Legal},  "
        "              clause: C3.7}\n",
        "",
        ("circulate/legal-department", "meeting/legal-department"),
        "Gone: the seat “Legal” of the step “Serial circulation” (Head of legal affairs).",
    ),
    "a way out leads elsewhere": (
        "withdrawn: {go: withdrawn, title: {zh: 撤回, en: Withdraw}",
        "withdrawn: {go: lapsed, title: {zh: 撤回, en: Withdraw}",
        ("submit-terms",),
        "The way out “Withdraw” of the step “Submit the agreed terms” leads to “Came to nothing” instead of "
        "“Withdrawn”.",
    ),
    "a way out is open without a condition": (
        'allowed: mode != "short" or repeat_batch, ',
        "",
        ("propose",),
        "The condition of the way out “Put up” of the step “Put up for review”: it was Mode of "
        "review ≠ short or "
        "Repeat batch with technology and price unchanged; now there is nothing.",
    ),
    "an answer needs less": (
        "refuse: {title: {zh: 否決, en: Refuse}, needs: [comment],",
        "refuse: {title: {zh: 否決, en: Refuse},",
        ("circulate/technical-centre",),
        "The requirements of the answer “Refuse” of every seat of the step “Serial circulation” no "
        "longer include a "
        "comment.",
    ),
    "an escalation is gone": (
        "      - {at: deadline, notify: contract-reviewer}\n",
        "",
        ("meeting/technical-centre",),
        "The escalations of every seat of the step “Review meeting” no longer include at the deadline: tells "
        "contract reviewer.",
    ),
    "a bound of a row": (
        "amount: up to 500000,                  then: marketing-director",
        "amount: up to 400000,                  then: marketing-director",
        ("final-authority",),
        "The “Contract amount” of row 3 of the table “Final authority” changes from ≤ 500,000 to ≤ 400,000.",
    ),
    "a row decides for another": (
        "amount: 3000000 or more,               then: general-manager",
        "amount: 3000000 or more,               then: sales-vp",
        ("final-authority",),
        "The role decided for of row 5 of the table “Final authority” changes from General manager "
        "to Sales VP.",
    ),
    "a field has to be filled in no more": (
        "quality:             {type: text, required: true,",
        "quality:             {type: text,",
        ("terms",),
        "The field “Quality” of the field “Agreed terms” need not be filled in any more.",
    ),
    "a field is of another type": (
        "{type: choice, of: [direct, distributor], required",
        "{type: choice, of: [direct, distributor, web], required",
        ("channel",),
        "The type of the field “Sales channel” changes from choice (direct, distributor) to choice (direct, "
        "distributor, web).",
    ),
    "a bound of a field": (
        "minimum: 0.01",
        "minimum: 0.02",
        ("amount",),
        "The minimum of the field “Contract amount” rises from 0.01 to 0.02.",
    ),
    "a form is shorter": (
        "form: [customer, amount, channel, repeat_batch, terms]",
        "form: [customer, amount, channel, terms]",
        ("submit-terms",),
        "The form fields of the step “Submit the agreed terms” no longer include Repeat batch with "
        "technology and "
        "price unchanged.",
    ),
    "a form in another order": (
        "form: [customer, amount, channel, repeat_batch, terms]",
        "form: [amount, customer, channel, repeat_batch, terms]",
        ("submit-terms",),
        "The order of the form fields of the step “Submit the agreed terms” is now: Contract amount, "
        "Customer, "
        "Sales channel, Repeat batch with technology and price unchanged and Agreed terms.",
    ),
    "a rule is gone": (
        "  - {before: keep-file, must: in-force, clause: C9.2}\n",
        "",
        ("keep-file",),
        "Gone: the rule that “Contract in force” must stand before “Keep on file”.",
    ),
    "an arbiter may rule on his own": (
        "never_rules_on_own: true",
        "never_rules_on_own: false",
        ("arbitration",),
        "Whoever objected may now rule on it as well.",
    ),
    "a level of a dispute": (
        "levels: [chief-engineer, {group",
        "levels: [sales-vp, {group",
        ("quality",),
        "The levels of the dispute topic “Quality” no longer include Chief engineer.",
    ),
    "a clause is carried no more": (
        "clause: [C4.2, C4.3, C6.5]\n    question: Q4\n    choose:",
        "clause: [C4.2, C4.3]\n    question: Q4\n    choose:",
        ("choose-route",),
        "The clauses of the step “Choose the route” no longer include C6.5.",
    ),
    "a line leads elsewhere": (
        'when: mode == "meeting", go: meeting',
        'when: mode == "meeting", go: circulate',
        ("choose-route",),
        "The line “Mode of review = meeting” of the step “Choose the route” leads to “Serial "
        "circulation” instead "
        "of “Review meeting”.",
    ),
    "a milestone covers less": (
        "covers: [customer, amount, channel, terms, draft-contract]",
        "covers: [customer, amount, channel, terms]",
        ("review-passed",),
        "The contents covered of the step “Review passed” no longer include draft-contract.",
    ),
    "an assumption": (
        "en: No; the manufacturing centre consults it before answering",
        "en: Yes",
        ("Q18",),
        "The assumption of the open question Q18 changes from “No; the manufacturing centre consults "
        "it before "
        "answering” to “Yes”.",
    ),
    "a question is answered, and gone": (
        "    question: Q14\n",
        "",
        ("submit-terms",),
        "The open questions of the step “Submit the agreed terms” no longer include Q14.",
    ),
    "a step is of another kind": (
        "  refused:   {end: rejected, ",
        "  refused:   {end: cancelled,",
        ("refused",),
        "The kind of ending of the step “Refused” changes from rejected to cancelled.",
    ),
}


def said(found: tuple[Difference, ...]) -> list[str]:
    return [each.text for each in found]


def test_a_process_against_itself(repository: Path) -> None:
    for file in sorted((repository / "processes").glob("*.yaml")):
        if file.stem != "order-desk-head":
            program, organization = compiled(file)
            assert differences(program, program, organization) == ()


@pytest.fixture(params=[0, 1])
def several(request: pytest.FixtureRequest, edited: Edited) -> tuple[Program, list[Edit]]:
    """Every edit, half of them at once: a file takes its time to be read."""
    half = list(EDITS.values())[request.param :: 2]
    return edited(*((old, new) for old, new, _, _ in half)), half


def test_edits(contract: Compiled, several: tuple[Program, list[Edit]]) -> None:
    program, organization = contract
    other, half = several
    found = differences(program, other, organization)
    for _, _, places, text in half:
        assert text in said(found)
        assert set(places) <= {place for each in found for place in each.places}
    for back in (differences(other, program, organization), differences(program, other, None, "zh")):
        assert {each.places for each in back} == {each.places for each in found}
        assert all(each.text and "{" not in each.text for each in back)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_of_them_in_tables(
    request: pytest.FixtureRequest, contract: Compiled, several: tuple[Program, list[Edit]], lang: Lang
) -> None:
    old, organization = contract
    found = differences(old, several[0], organization, lang)
    shown = show_differences(old, several[0], found, organization, lang)
    number = request.node.callspec.params["several"]
    lines = [shown.title]
    for table in shown.tables:
        lines += ["", table.title, " | ".join(table.heads)]
        lines += [" | ".join(cell.whole for cell in row) for row in table.rows]
    expected, now = GOLDEN / f"edits-{number}.{lang}.expected", "\n".join(lines) + "\n"
    if request.config.getoption("--reset-golden"):
        expected.write_text(now, encoding="utf-8", newline="\n")
    assert now == expected.read_text(encoding="utf-8")
    assert len(shown.notes) == 1


def test_nothing_in_tables(contract: Compiled) -> None:
    program, organization = contract
    shown = show_differences(program, program, (), organization, "en")
    assert (shown.tables, shown.notes[-1]) == ((), "Both are one and the same definition.")


def test_a_step_of_another_kind(contract: Compiled, edited: Edited) -> None:
    whole = "  withdrawn: {end: cancelled, title: {zh: 已撤回, en: Withdrawn},      question: Q16}\n"
    told = "  withdrawn: {notice: [sales-vp], title: {zh: 已撤回, en: Withdrawn}, next: lapsed}\n"
    found = differences(contract[0], edited((whole, told)), contract[1])
    assert "The step “Withdrawn” was an end and is now a notice." in said(found)
    assert {each.place for each in found} == {"withdrawn"}
    assert {each.kind for each in found} == {Kind.CHANGED}


def test_the_same_at_all_seats_is_said_once(contract: Compiled, edited: Edited) -> None:
    other = edited(("    deadline: 1 business day\n", "    deadline: 3 business days\n"))
    found = differences(contract[0], other, contract[1])
    assert [len(each.places) for each in found] == [8, 4, 6, 2]
    assert found[2].text == (
        "The limit of every seat of the step “Review meeting” rises from 1 business day to 3 business days."
    )
    assert found[2].places[0] == "meeting/technical-centre"
    assert {"C3.2", "C3.7"} <= set(found[2].basis.clauses)


def test_what_came_and_what_went(contract: Compiled, edited: Edited) -> None:
    new = (
        "  sign:\n    title: {zh: 簽訂合同, en: Sign the contract}\n",
        "  look: {title: {zh: 查看, en: Look}, role: legal-department, next: sign}\n\n"
        "  sign:\n    title: {zh: 簽訂合同, en: Sign the contract}\n",
    )
    other = edited(new)
    (came,) = [each for each in differences(contract[0], other, contract[1]) if each.kind is Kind.ADDED]
    assert (came.place, came.about, came.path) == ("look", About.STEPS, "steps.look")
    assert came.text == "New: the step “Look” (Head of legal affairs)."
    (went,) = [each for each in differences(other, contract[0], contract[1]) if each.kind is Kind.REMOVED]
    assert went.text == "Gone: the step “Look” (Head of legal affairs)."


def test_a_row_between_others(contract: Compiled, edited: Edited) -> None:
    row = "      - {disputed: false, mode: not short, channel: direct,      amount: up to 500000, "
    split = (
        row,
        row.replace("up to 500000", "up to 1000")
        + "                  then: marketing-director, clause: C6.1}\n"
        + row.replace("up to 500000", "over 1000 and up to 500000"),
    )
    other = edited(split)
    found = differences(contract[0], other, contract[1])
    assert {each.place for each in found} == {"final-authority"}
    assert sorted((each.kind.value, each.path.split(".")[3]) for each in found)[0] == ("added", "4")


def test_texts_that_are_alike_in_one_language(contract: Compiled, edited: Edited) -> None:
    other = edited(("{zh: 提交擬簽條款, en", "{zh: 遞交擬簽條款, en"))
    (found,) = differences(contract[0], other, contract[1])
    assert found.text == "The step “Submit the agreed terms” is renamed; it was called 「提交擬簽條款」."


def test_comments_and_layout_are_no_differences(contract: Compiled, edited: Edited) -> None:
    other = edited(("steps:\n  submit-terms:\n", "steps:   # here\n\n  submit-terms:\n"))
    assert differences(contract[0], other, contract[1]) == ()


def test_hostile_names_stay_texts(contract: Compiled, edited: Edited) -> None:
    name = "<script>alert(1)</script>{evil}"
    other = edited(("en: Submit the agreed terms}", f'en: "{name}"}}'))
    (found,) = differences(contract[0], other, contract[1])
    assert name in found.text


# Whatever a process can say: each attribute of each part, changed by itself.

TEXT = "zzz"


def _others(value: object) -> Iterator[object]:
    """Another value of the same kind, as far as this test knows one."""
    match value:
        case bool():
            yield not value
        case Enum():
            yield from [each for each in type(value) if each is not value][:1]
        case str():
            yield f"{value}{TEXT}"
        case int():
            yield value + 1
        case Decimal() | Fraction():
            yield value / 2
        case Duration(amount=amount, unit=unit):
            yield Duration(amount + 1, unit)
        case Guard():
            yield compile_guard("1 == 2", {}, lambda start, end: Span("", 1, start + 1, 1, end + 1))[0]
        case Mapping() if value:
            yield dict(list(value.items())[1:])
        case tuple() if value:
            yield value[1:]
        case AnyCell():
            return
        case _:
            return


def _mutations(value: object, seen: set[tuple[str, str]], path: str = "") -> Iterator[tuple[str, object]]:
    """The value with one of its parts otherwise, each attribute of each type once."""
    match value:
        case Struct() if not isinstance(value, Span):
            for name in value.__struct_fields__:
                part, key = getattr(value, name), (type(value).__name__, name)
                if name == "span" or (name == "name" and path):
                    continue
                for where, other in _mutations(part, seen, f"{path}.{name}"):
                    yield where, structs.replace(value, **{name: other})
                if key not in seen and part is not None and part not in ((), {}):
                    for other in _others(part):
                        seen.add(key)
                        yield f"{path}.{name}", structs.replace(value, **{name: other})
        case Mapping():
            for key, part in value.items():
                for where, other in _mutations(part, seen, f"{path}.{key}"):
                    yield where, {**value, key: other}
        case tuple():
            for at, part in enumerate(value):
                for where, other in _mutations(part, seen, f"{path}.{at}"):
                    yield where, (*value[:at], other, *value[at + 1 :])
        case _:
            return


FILES = (
    "contract-review",
    "order-follow-up",
    "order-exception",
    "order-desk/shipment-hold",
    "order-desk/spending",
)


def test_no_change_of_what_a_case_runs_on_is_silent(repository: Path) -> None:
    seen: set[tuple[str, str]] = set()
    for name in FILES:
        program, organization = compiled(repository / "processes" / f"{name}.yaml")
        for where, other in _mutations(program.process, seen):
            assert isinstance(other, Process)
            for lang in LANGS:
                found = differences(program, structs.replace(program, process=other), organization, lang)
                assert found, where
                assert all(each.places and all(each.places) and each.text for each in found), where
                assert not any("part “" in each.text or "「.」" in each.text for each in found), where
    assert len(seen) > 120


@pytest.mark.parametrize("lang", LANGS)
def test_an_arbitration_comes_and_goes_as_one(contract: Compiled, lang: Lang) -> None:
    program, organization = contract
    without = compile_program(structs.replace(program.process, arbitration=None), "0" * 64)
    for old, new, kind in ((without, program, Kind.ADDED), (program, without, Kind.REMOVED)):
        found = differences(old, new, organization, lang, before=organization)
        (about,) = (each for each in found if each.about is About.ARBITRATION)
        assert about.kind is kind
