"""Clauses with what carries them, and open questions with what follows their assumptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from procflow.analysis.coverage import Accounts, AskedQuestion, ClauseAccount, Element, Kind
from procflow.definition.process import Title
from procflow.diagnostics import Span
from procflow.reports.book.elements import Citing, clause_anchor, question_anchor
from procflow.reports.book.given import Given
from procflow.reports.book.places import Places
from procflow.reports.book.values import Carrier, ClauseEntry, GapEntry, Item, QuestionEntry, Ref
from procflow.reports.book.voice import Voice

Key = tuple[Kind, Span]


@dataclass(frozen=True, slots=True)
class Located:
    """An element with the page that it stands on."""

    item: Item
    path: str
    owner: str


@dataclass(frozen=True, slots=True)
class Carriers:
    """Every element of the book by what tells it from all others, as links from one page."""

    located: Mapping[Key, Located]
    places: Places
    page: str
    titles: Mapping[str, Title]
    voice: Voice

    def carrier(self, element: Element) -> Carrier:
        """An element as something that carries a clause; one that has no place is named and leads nowhere."""
        known = self.located.get((element.kind, element.span))
        if known is None:
            return Carrier(element.kind.value, Ref(element.name), Ref(element.owner))
        leads = self.places.way(self.page, known.path, known.item.anchor)
        return Carrier(
            known.item.kind,
            Ref(known.item.title, leads, known.item.name),
            Ref(known.owner, self.places.way(self.page, known.path)),
        )

    def asked(self, asked: AskedQuestion) -> Carrier:
        """An open question as what stands for a clause until it is answered."""
        question, path = asked.question, self._path(asked.owner)
        leads = self.places.way(self.page, path, question_anchor(question.name))
        return Carrier(
            self.voice.say("kind.question"),
            Ref(self.voice.one(question.ask), leads, question.name),
            self.owner(asked.owner),
        )

    def owner(self, name: str) -> Ref:
        """A process or a position."""
        title = self.titles.get(name)
        said = self.voice.one(title) if title is not None else name
        return Ref(said, self.places.way(self.page, self._path(name)))

    def _path(self, owner: str) -> str:
        return self.places.processes.get(owner) or self.places.positions.get(owner, "")


def clause_entries(
    accounts: Accounts, carriers: Carriers, *, of: str = "", register_page: str = ""
) -> tuple[ClauseEntry, ...]:
    """The clauses of a register; with ``of`` those that the process or position of that id carries, by its
    own elements alone, each with a way to the page of the register."""
    found = []
    for account in accounts.clauses:
        if not of:
            found.append(_entry(account, carriers, account.elements, account.questions))
            continue
        elements = tuple(each for each in account.elements if _is_of(each, of, carriers))
        asked = tuple(each for each in account.questions if each.owner == of)
        bound = of in account.clause.carried_by and not account.accounted
        if elements or asked or bound:
            leads = carriers.places.way(carriers.page, register_page, clause_anchor(account.clause.name))
            more = Ref(carriers.voice.say("clause.more"), leads) if leads else None
            found.append(_entry(account, carriers, elements, asked, more))
    return tuple(found)


def _is_of(element: Element, owner: str, carriers: Carriers) -> bool:
    """Whether an element stands on the page of its owner: that of a sheet does on that of its process."""
    known = carriers.located.get((element.kind, element.span))
    return element.owner == owner or (known is not None and known.path == carriers.page)


def _entry(
    account: ClauseAccount,
    carriers: Carriers,
    elements: Iterable[Element],
    asked: Iterable[AskedQuestion],
    more: Ref | None = None,
) -> ClauseEntry:
    clause, voice = account.clause, carriers.voice
    return ClauseEntry(
        anchor=clause_anchor(clause.name),
        name=clause.name,
        text=voice.both(clause.title),
        carriers=tuple(carriers.carrier(each) for each in elements),
        questions=tuple(carriers.asked(each) for each in asked),
        informative=voice.one(clause.informative) if clause.informative is not None else "",
        nothing=not account.accounted,
        more=more,
    )


def gap_entries(accounts: Accounts, voice: Voice) -> tuple[GapEntry, ...]:
    """The numbers that the source skips."""
    return tuple(
        GapEntry(
            gap.first if gap.first == gap.last else f"{gap.first} – {gap.last}",
            voice.one(gap.reason) if gap.reason is not None else voice.say("gap.silent"),
        )
        for gap in accounts.gaps
    )


def question_entries(
    asked: Iterable[AskedQuestion], carriers: Carriers, citing: Citing, given: Given, *, shared: bool = False
) -> tuple[QuestionEntry, ...]:
    """Open questions with their assumptions, and the elements that follow these; ``shared`` where they are
    those of several files, which may give one id to several."""
    voice = carriers.voice
    return tuple(
        QuestionEntry(
            anchor=question_anchor(f"{each.owner}/{each.question.name}" if shared else each.question.name),
            name=each.question.name,
            ask=voice.both(each.question.ask),
            assumed=voice.both(each.question.assumed),
            clauses=citing.clauses(each.question.clauses),
            follow=tuple(carriers.carrier(element).ref for element in each.elements),
            owner=carriers.owner(each.owner),
            place=given.place(each.question.span.file, each.question.span.line),
        )
        for each in asked
    )
