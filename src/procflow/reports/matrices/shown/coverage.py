"""Coverage of clauses as tables, both ways."""

from collections.abc import Iterator, Sequence

from procflow.analysis.coverage import Accounts, ClauseAccount, Element, Kind
from procflow.definition.process import Title
from procflow.diagnostics import Span
from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.tables.model import Cell, Document, Table, cited
from procflow.wording import Lang

KINDS_ZH = {
    Kind.STEP: "步驟",
    Kind.BRANCH: "分支",
    Kind.SEAT: "席位",
    Kind.ANSWER: "答覆",
    Kind.OUTCOME: "結果",
    Kind.ESCALATION: "逾期處理",
    Kind.AFTER_RULING: "裁定之後",
    Kind.FIELD: "欄位",
    Kind.FACT: "事實",
    Kind.TABLE: "表",
    Kind.ROW: "表列",
    Kind.EVENT: "隨時事件",
    Kind.TOPIC: "事項",
    Kind.RULING_TIME: "裁定時限",
    Kind.APPEAL: "再提",
    Kind.OWNER: "經辦人",
    Kind.CADENCE: "週期",
    Kind.INVARIANT: "不變條件",
    Kind.POSITION: "職位",
    Kind.DUTY: "職責",
    Kind.ACCOUNTABILITY: "責任",
    Kind.POWER: "權限",
    Kind.SECTION: "單據欄組",
    Kind.REMARK: "單據備註",
    Kind.LINE: "單據行",
}


def kind_words(kind: Kind, lang: str) -> str:
    """What an element is, in a word."""
    return KINDS_ZH[kind] if lang == "zh" else kind.value


def show_coverage(found: Sequence[Accounts], lang: Lang) -> Document:
    """Two tables a register, clauses and elements; then the numbers that it skips and the open questions."""
    voice = Voice(lang)
    notes = tuple(f"{accounts.register.name}: {_one(accounts.register.title, lang)}" for accounts in found)
    tables = tuple(table for accounts in found for table in _tables(voice, accounts))
    return Document(voice.say("title.coverage"), notes, tables, lang)


def _tables(voice: Voice, accounts: Accounts) -> Iterator[Table]:
    name, title = accounts.register.name, _one(accounts.register.title, voice.lang)
    rows = tuple(row for clause in accounts.clauses for row in _clause(voice, clause))
    heads = voice.heads("clause", "text", "carried", "kind", "process", "at")
    yield Table(f"{name}-clauses", voice.say("table.clauses", title=title), heads, rows)
    rows = tuple(_element(voice, element) for element in accounts.elements)
    heads = voice.heads("element", "kind", "process", "there_for", "at")
    yield Table(f"{name}-elements", voice.say("table.elements", title=title), heads, rows)
    if accounts.gaps:
        yield Table(
            f"{name}-gaps",
            voice.say("table.gaps", title=title),
            voice.heads("number", "reason"),
            tuple(
                (
                    Cell(gap.first if gap.first == gap.last else f"{gap.first} – {gap.last}"),
                    Cell(
                        _one(gap.reason, voice.lang) if gap.reason is not None else voice.say("word.silent")
                    ),
                )
                for gap in accounts.gaps
            ),
        )
    if accounts.questions:
        yield _questions(voice, accounts, title)


def _questions(voice: Voice, accounts: Accounts, title: str) -> Table:
    rows = tuple(
        (
            Cell(asked.question.name),
            Cell(asked.owner),
            Cell(", ".join(asked.question.clauses)),
            Cell(_one(asked.question.ask, voice.lang)),
            Cell(_one(asked.question.assumed, voice.lang)),
            Cell(_place(asked.question.span)),
        )
        for asked in accounts.questions
    )
    heads = voice.heads("question", "process", "clause", "asks", "assumed", "at")
    name = f"{accounts.register.name}-questions"
    return Table(name, voice.say("table.questions", title=title), heads, rows)


def _clause(voice: Voice, account: ClauseAccount) -> Iterator[tuple[Cell, ...]]:
    clause = account.clause
    own = (Cell(clause.name), Cell(_one(clause.title, voice.lang)))
    for element in account.elements:
        kind = Cell(kind_words(element.kind, voice.lang))
        yield *own, Cell(element.name), kind, Cell(element.owner), Cell(_place(element.span))
    for asked in account.questions:
        question = asked.question
        word = Cell(voice.say("word.question"))
        yield *own, Cell(question.name), word, Cell(asked.owner), Cell(_place(question.span))
    if clause.informative is not None:
        reason, word = Cell(_one(clause.informative, voice.lang)), Cell(voice.say("word.informative"))
        yield *own, reason, word, Cell(""), Cell(_place(clause.span))
    if not account.accounted:
        nothing = Cell(voice.say("word.nothing"), finding=True)
        yield *own, nothing, Cell(""), Cell(""), Cell(_place(clause.span))


def _element(voice: Voice, element: Element) -> tuple[Cell, ...]:
    own, around = cited(element.basis), cited(element.around)
    there_for = Cell(own or (voice.say("word.conditional", letter=around) if around else ""))
    if not element.accounted:
        there_for = Cell(voice.say("word.nothing"), finding=True)
    return (
        Cell(element.name),
        Cell(kind_words(element.kind, voice.lang)),
        Cell(element.owner),
        there_for,
        Cell(_place(element.span)),
    )


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _one(title: Title, lang: str) -> str:
    return title.zh if lang == "zh" else title.en
