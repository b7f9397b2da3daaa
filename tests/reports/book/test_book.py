"""What a book says of definitions."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from procflow.analysis.coverage import account_for
from procflow.diagnostics import Diagnostic, Span
from procflow.reports.book import Book, Given, GivenBroken, GivenProcess, book
from procflow.reports.book.search import folded
from procflow.reports.book.values import ClauseEntry, Item, Part, ProcessPage
from procflow.wording import LANGS, Lang
from tests.reports.book.conftest import DAY


@pytest.fixture(scope="session")
def english(books: tuple[Book, ...]) -> Book:
    return next(each for each in books if each.lang == "en")


@pytest.fixture(scope="session")
def contract(english: Book) -> ProcessPage:
    return next(page for page in english.processes if page.id == "contract-review")


def parts(page: ProcessPage) -> Iterator[Part]:
    """Every part with those inside it."""
    for group in page.groups:
        for part in group.parts:
            yield part
            yield from part.parts


def items(page: ProcessPage) -> Iterator[Item]:
    """Every element that the page shows."""
    yield from (*page.data, *page.tables, *page.rules, *page.sheet)
    for part in parts(page):
        yield from part.items
        if part.own is not None:
            yield part.own


def test_every_element_of_every_process_stands_on_its_page(given: Given, english: Book) -> None:
    for of, page in zip(given.processes, english.processes, strict=True):
        assert of.now.register is not None
        sheets = (of.sheet,) if of.sheet is not None else ()
        accounts = account_for(of.now.register, [of.now.program.process], (), sheets)
        shown = {(item.name, item.place.rpartition(":")[2]) for item in items(page)}
        wanted = {(element.name, str(element.span.line)) for element in accounts.elements}
        assert shown == wanted


def test_every_step_says_who_does_it_and_which_way_it_goes_on(contract: ProcessPage) -> None:
    by_name = {part.name: part for part in parts(contract)}
    step = by_name["submit-terms"]
    assert "sales representative" in [text for line in step.lines for text in line.texts]
    assert [(way.label, way.target.href) for way in step.ways] == [
        ("Submit", "#step-propose"),
        ("Withdraw", "#step-withdrawn"),
    ]
    assert step.title.other == "提交擬簽條款"
    assert by_name["circulate/finance-department"] in by_name["circulate"].parts


def test_who_may_act_under_a_grant_stands_where_the_role_acts(english: Book, contract: ProcessPage) -> None:
    spending = next(page for page in english.processes if page.id == "spending")
    said = {part.name: _lent(part) for page in (spending, contract) for part in parts(page)}
    terms = "spending-2026; amount ≤ 5,000; 2026-01-01 – 2026-12-31; in force"
    assert said["decide"] == [f"Su Wenjing for Gao Zhiyuan ({terms})"]
    assert said["plan-spending"] == said["circulate/technical-centre"] == []
    assert said["circulate/general-manager"] == [
        "Li Hongda for Wang Zhenhua (general-manager-2025; no limit; 2025-01-01 – 2027-12-31; in force)"
    ]


def test_a_seat_offers_what_it_can_choose_and_says_where_it_goes(contract: ProcessPage) -> None:
    by_name = {part.name: part for part in parts(contract)}
    last_word = "Refuse (a comment and only for whoever has the last word by “Final authority”)"
    assert last_word in _said(by_name["circulate/sales-vp"], "Outcome")
    # No head of a department ever has the last word.
    assert not any("Refuse" in text for text in _said(by_name["meeting/finance-department"], "Outcome"))
    ways = {way.label: way.target.href for way in by_name["circulate/sales-vp"].ways}
    assert ways["Refuse"] == "#step-refused" and ways["Send back"] == "#step-submit-terms"


def _said(part: Part, label: str) -> list[str]:
    return [text for line in part.lines if line.label == label for text in line.texts]


def _lent(part: Part) -> list[str]:
    return _said(part, "Also, by grant")


def test_a_power_leads_to_what_its_holder_may_decide_and_up_to_how_much(english: Book) -> None:
    (head,) = english.positions
    lines = {line.label: line for line in next(each for each in head.items if each.name == "P8").lines}
    assert [ref.text for ref in lines["Acts at"].refs] == ["Plan the spending", "Spend it"]
    (lent,) = lines["By grant"].refs
    assert lent.href == "../processes/spending.html#step-decide" and "amount ≤ 5,000" in lent.text
    assert any("5,000" in text for text in lines["Limits to keep"].texts)


def test_steps_are_numbered_as_the_front_page_counts_them(given: Given, english: Book) -> None:
    for of, page in zip(given.processes, english.processes, strict=True):
        numbers = [part.number for part in parts(page) if part.number]
        assert numbers == list(range(1, len(of.now.program.steps) + 1)), page.id


def test_an_end_and_a_level_say_what_they_are(contract: ProcessPage) -> None:
    by_name = {part.name: part for part in parts(contract)}
    assert _said(by_name["refused"], "The case ends as") == ["rejected"]
    told = [text for part in parts(contract) for text in _said(part, "Level")]
    assert {"level 1", "level 2"} == set(told)


def test_a_register_has_every_clause_with_what_carries_it(given: Given, english: Book) -> None:
    for register, page in zip(given.registers(), english.registers, strict=True):
        assert [clause.name for clause in page.clauses] == list(register.clauses)
        for clause in page.clauses:
            carried = bool(clause.carriers or clause.questions or clause.informative)
            assert carried is not clause.nothing
        assert all(each.ref.href for clause in page.clauses for each in clause.carriers)
    (order_desk,) = (page for page in english.registers if page.id == "order-desk")
    assert len(order_desk.gaps) == 1
    assert {each.owner.text for each in _clause(order_desk.clauses, "D8").carriers} == {
        "Daily order report",
        "Head of the order desk of a distribution centre",
    }


def _clause(clauses: tuple[ClauseEntry, ...], name: str) -> ClauseEntry:
    return next(clause for clause in clauses if clause.name == name)


def test_a_process_has_the_clauses_that_it_carries_and_a_single_file_all(given: Given, english: Book) -> None:
    alone = book(given, "en", DAY, single=True)
    for page, single in zip(english.processes, alone.processes, strict=True):
        assert {clause.name for clause in page.clauses} <= {clause.name for clause in single.clauses}
        assert all(clause.more is not None for clause in page.clauses)
    report = next(page for page in english.processes if page.id == "daily-order-report")
    whole = next(page for page in alone.processes if page.id == "daily-order-report")
    assert len(report.clauses) < len(whole.clauses)
    assert whole.gaps and whole.own and not report.gaps and not report.own


def test_questions_have_what_is_assumed_and_what_follows_it(contract: ProcessPage) -> None:
    asked = next(each for each in contract.questions if each.name == "Q14")
    assert asked.ask.text == "What may sales staff promise?"
    assert asked.assumed.text and asked.assumed.other
    assert "#step-submit-terms" in [ref.href for ref in asked.follow]


def test_matrices_are_those_of_the_process_on_the_day(contract: ProcessPage) -> None:
    names = [table.name for table in contract.matrices]
    decides = ("final-authority", "last-words", "confirmed", "grants")
    assert names[:4] == [f"contract-review-{name}" for name in decides]
    assert names[-1] == "contract-review-reasons"
    assert len(names) == len(set(names)) > 8
    assert any("2026-03-02" in note for note in contract.notes)


def test_words_are_in_both_languages_with_where_they_are_used(english: Book) -> None:
    assert english.glossary is not None
    terms = {(term.kind, term.name): term for _, terms in english.glossary.groups for term in terms}
    amount = terms["field", "amount"]
    assert (amount.title.text, amount.title.other) == ("Contract amount", "合同金額")
    used = [ref.href for each in amount.used for ref in each.at]
    assert "processes/contract-review.html#step-submit-terms" in used
    assert "processes/contract-review.html#table-final-authority" in used
    assert {kind for kind, _ in terms} >= {"role", "field", "fact", "outcome", "answer", "table"}


@pytest.mark.parametrize("lang", LANGS)
def test_findings_and_broken_files_are_told(given: Given, lang: Lang) -> None:
    found = Diagnostic("D204", Span.whole_file("processes/x.yaml"), {"path": "there.yaml"})
    first = replace(given.processes[0], findings=(found,))
    broken = GivenBroken("processes/x.yaml", (found,))
    told = book(replace(given, processes=(first,), positions=(), broken=(broken,)), lang, DAY)
    assert [each.message for each in told.processes[0].findings] == [found.message(lang)]
    assert told.front.processes[0].weighty
    assert [(each.file, each.findings[0].code) for each in told.front.broken] == [
        ("processes/x.yaml", "D204")
    ]


def test_the_front_page_leads_to_everything(books: tuple[Book, ...]) -> None:
    for each in books:
        front = each.front
        for listed, there in (
            (front.processes, each.processes),
            (front.positions, each.positions),
            (front.registers, each.registers),
            (front.organizations, each.organizations),
        ):
            assert [line.ref.href for line in listed] == [page.frame.path for page in there]


def test_an_older_version_is_told_in_words(given: Given) -> None:
    of = given.processes[0]
    assert of.now.program.process.name == "contract-review"
    other = next(each for each in given.processes if each.now.organization is not of.now.organization)
    # Any other process will do for an older version: nothing of it is the same.
    older = replace(other.now, where="")
    told = book(Given((GivenProcess(of.now, versions=(older,)),)), "en", date(2026, 3, 2))
    now, before = told.processes[0].versions
    assert now.current and not before.current
    assert before.hash == other.now.hash
    assert before.where == "kept with the cases that run on it"
    assert before.newer == "1.0.0"
    assert any("Submit the agreed terms" in change.text for change in before.changes)
    assert before.picture is not None


def rows(book: Book) -> list[list[str]]:
    assert book.search is not None
    found: list[list[str]] = json.loads(book.search.index)
    return found


def test_everything_is_found_under_both_languages(books: tuple[Book, ...]) -> None:
    for each in books:
        texts = [row[5] for row in rows(each)]
        for words in ("提交擬簽條款", "submit the agreed terms", "c7.1", "final-authority", "合同金額"):
            assert any(words in text for text in texts), (each.lang, words)


def test_grants_limits_and_rows_are_found_by_their_papers_and_values(books: tuple[Book, ...]) -> None:
    for each in books:
        texts = {row[4]: "" for row in rows(each)}
        for row in rows(each):
            texts[row[4]] += row[5]
        centre, maker = (f"organizations/{name}.html#table" for name in ("distribution-centre", "pipe-maker"))
        assert "documents/general-manager-2025.txt" in texts[f"{maker}-grants"]
        assert "授權書" in texts[f"{maker}-grants"] and "written authorisation" in texts[f"{maker}-grants"]
        assert "5,000" in texts[f"{centre}-limits"]
        assert any("final-authority" in href and "500,000" in text for href, text in texts.items())


def test_case_and_width_make_no_difference() -> None:
    assert folded("ＡＢＣ　Ｃ３．１", "Ｑ①") == "abc c3.1 q1"


def test_nothing_in_the_index_can_end_its_element(books: tuple[Book, ...]) -> None:
    for each in books:
        assert each.search is not None
        assert "<" not in each.search.index and ">" not in each.search.index


def test_each_process_finds_its_own_parts_alone(books: tuple[Book, ...]) -> None:
    for each in books:
        inside = [row[3] for row in rows(each) if row[4].startswith("processes/contract-review.html#")]
        titles = {page.frame.title.text for page in each.processes if page.id == "contract-review"}
        assert inside and set(inside) == titles
