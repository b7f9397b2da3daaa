"""procflow coverage"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import DONE, REFUSED
from procflow.cli.output import bold, print_json, say, table, visible
from procflow.cli.registers import registers_at_hand
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import both, in_language

if TYPE_CHECKING:
    from procflow.analysis.coverage import Accounts, AskedQuestion, ClauseAccount, Element, Gap
    from procflow.definition.process import Basis
    from procflow.diagnostics import Span


def _kind(element: "Element", lang: str) -> str:
    from procflow.reports.matrices.shown.coverage import kind_words

    return kind_words(element.kind, lang)


@click.command()
@click.argument("process", required=False)
@group_options
@pass_settings
def coverage(settings: Settings, process: str | None) -> int:
    """Hold processes against the clauses of their rules.

    Prints which elements carry each clause of the register that PROCESS names, and which clause or open
    question each element is there for; gaps in the numbering; and the open questions with what is assumed. A
    clause may be carried by any process or position at hand that names the register. PROCESS is a file or an
    id; without it every register at hand is gone through. Ends with 1 if a clause or an element is not
    accounted for.

    \b
    Examples:
      procflow coverage
      procflow coverage contract-review
      procflow coverage processes/contract-review.yaml --json
    """
    from procflow.analysis.coverage import account_for

    found = [
        account_for(named.register, named.processes, named.positions, named.sheets)
        for named in registers_at_hand(settings, process)
    ]
    if settings.json:
        print_json([accounts_shape(accounts, settings.lang) for accounts in found])
    else:
        say("\n\n".join("\n\n".join(_parts(accounts, settings.lang)) for accounts in found))
    return DONE if all(accounts.ok for accounts in found) else REFUSED


def _place(span: "Span") -> str:
    return f"{span.file}:{span.line}"


def _parts(accounts: "Accounts", lang: str) -> Iterator[str]:
    """The parts of the text: both tables, gaps, questions, what is left out, and the count."""
    zh = lang == "zh"
    register = accounts.register
    heading = f"{register.name}: {in_language(register.title, lang)}  {register.span.file}"
    yield bold(visible(heading))
    heads = ("條款", "內容", "種類", "位置") if zh else ("CLAUSE", "CARRIED BY", "KIND", "AT")
    yield table(heads, [row for clause in accounts.clauses for row in _clause_rows(clause, lang)])
    heads = ("內容", "種類", "位置", "依據") if zh else ("ELEMENT", "KIND", "AT", "THERE FOR")
    yield table(heads, [_element_row(element, lang) for element in accounts.elements])
    if accounts.gaps:
        yield "\n".join(["編號缺漏：" if zh else "Numbers skipped:", *_gap_lines(accounts, lang)])
    if accounts.questions:
        yield "\n".join(["待決問題：" if zh else "Open questions:", *_question_lines(accounts, lang)])
    if not accounts.ok:
        yield "\n".join(_left_out(accounts, lang))
    yield _count(accounts, lang)


def _clause_rows(account: "ClauseAccount", lang: str) -> Iterator[tuple[str, str, str, str]]:
    clause = account.clause
    for element in account.elements:
        yield clause.name, element.name, _kind(element, lang), _place(element.span)
    for asked in account.questions:
        word = "問題" if lang == "zh" else "question"
        yield clause.name, asked.question.name, word, _place(asked.question.span)
    if clause.informative is not None:
        word = "說明性" if lang == "zh" else "informative"
        yield clause.name, in_language(clause.informative, lang), word, _place(clause.span)
    if not account.accounted:
        yield clause.name, "無" if lang == "zh" else "nothing", "", _place(clause.span)


def _element_row(element: "Element", lang: str) -> tuple[str, str, str, str]:
    own, around = _said(element.basis), _said(element.around)
    nothing = ("無" if lang == "zh" else "nothing") if element.bound else ""
    return (
        element.name,
        _kind(element, lang),
        _place(element.span),
        own or (f"({around})" if around else nothing),
    )


def _said(basis: "Basis") -> str:
    return ", ".join((*basis.clauses, *basis.questions))


def _gap_lines(accounts: "Accounts", lang: str) -> Iterator[str]:
    silent = "登記未說明" if lang == "zh" else "the register says nothing of it"
    for gap in accounts.gaps:
        numbers = gap.first if gap.first == gap.last else f"{gap.first} – {gap.last}"
        yield visible(f"  {numbers}: {in_language(gap.reason, lang) if gap.reason is not None else silent}")


def _question_lines(accounts: "Accounts", lang: str) -> Iterator[str]:
    assumed = "暫定：" if lang == "zh" else "assumed: "
    for asked in accounts.questions:
        question = asked.question
        about = f" ({', '.join(question.clauses)})" if question.clauses else ""
        yield visible(f"  {question.name}{about}  {_place(question.span)}")
        yield visible(f"    {in_language(question.ask, lang)}")
        yield visible(f"    {assumed}{in_language(question.assumed, lang)}")


def _left_out(accounts: "Accounts", lang: str) -> Iterator[str]:
    zh = lang == "zh"
    yield "沒有交代的：" if zh else "Not accounted for:"
    for account in accounts.clauses:
        if not account.accounted:
            text = "沒有內容承接這一條" if zh else "no element carries it"
            yield visible(f"  {_place(account.clause.span)}: {account.clause.name}: {text}")
    for element in accounts.elements:
        if not element.accounted:
            text = "沒有條款或問題" if zh else "no clause or question asks for it"
            yield visible(f"  {_place(element.span)}: {_kind(element, lang)} {element.name}: {text}")


def _count(accounts: "Accounts", lang: str) -> str:
    clauses, elements = len(accounts.clauses), len(accounts.elements)
    told = sum(1 for account in accounts.clauses if account.clause.informative is not None)
    bare = sum(1 for account in accounts.clauses if not account.accounted)
    left = sum(1 for element in accounts.elements if not element.accounted)
    if lang == "zh":
        carried = f"{bare} 條未承接" if bare else "皆已承接"
        known = f"{left} 項未交代" if left else "皆有交代"
        return f"{clauses} 條條款，{told} 條為說明性，{carried}；{elements} 項內容，{known}"
    carried = f"{bare} left out" if bare else "none left out"
    known = f"{left} not accounted for" if left else "all accounted for"
    return f"{clauses} clauses, {told} of them informative, {carried}; {elements} elements, {known}"


def accounts_shape(accounts: "Accounts", lang: str) -> dict[str, object]:
    """A register held against what names it, for programs."""
    register = accounts.register
    return {
        "register": register.name,
        "title": in_language(register.title, lang),
        "titles": both(register.title),
        "document": register.document or None,
        "file": register.span.file,
        "ok": accounts.ok,
        "clauses": [_clause_shape(account, lang) for account in accounts.clauses],
        "elements": [_element_shape(element) for element in accounts.elements],
        "gaps": [_gap_shape(gap) for gap in accounts.gaps],
        "questions": [_question_shape(asked, lang) for asked in accounts.questions],
    }


def _clause_shape(account: "ClauseAccount", lang: str) -> dict[str, object]:
    clause = account.clause
    return {
        "clause": clause.name,
        "title": in_language(clause.title, lang),
        "titles": both(clause.title),
        "line": clause.span.line,
        "informative": both(clause.informative) if clause.informative is not None else None,
        "elements": [_named(element) for element in account.elements],
        "questions": [{"in": asked.owner, "question": asked.question.name} for asked in account.questions],
        "accounted": account.accounted,
    }


def _named(element: "Element") -> dict[str, object]:
    return {
        "in": element.owner,
        "kind": element.kind.value,
        "name": element.name,
        "file": element.span.file,
        "line": element.span.line,
    }


def _element_shape(element: "Element") -> dict[str, object]:
    return {
        **_named(element),
        "clauses": element.basis.clauses,
        "questions": element.basis.questions,
        "around": {"clauses": element.around.clauses, "questions": element.around.questions},
        "accounted": element.accounted,
    }


def _gap_shape(gap: "Gap") -> dict[str, object]:
    reason = both(gap.reason) if gap.reason is not None else None
    return {"first": gap.first, "last": gap.last, "reason": reason}


def _question_shape(asked: "AskedQuestion", lang: str) -> dict[str, object]:
    question = asked.question
    return {
        "in": asked.owner,
        "question": question.name,
        "file": question.span.file,
        "line": question.span.line,
        "clauses": question.clauses,
        "ask": in_language(question.ask, lang),
        "assumed": in_language(question.assumed, lang),
        "asks": both(question.ask),
        "assumptions": both(question.assumed),
        "elements": [_named(element) for element in asked.elements],
    }
