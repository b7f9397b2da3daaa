"""What a book is searched by, made when the book is: a script only looks texts up in it."""

import unicodedata
from collections.abc import Iterable, Iterator

from procflow.diagnostics.cells import visible
from procflow.drawing.formats.html import data
from procflow.reports.book.places import Places
from procflow.reports.book.values import (
    ClauseEntry,
    Entry,
    GlossaryPage,
    Item,
    Line,
    OrganizationPage,
    Part,
    PositionPage,
    ProcessPage,
    QuestionEntry,
    RegisterPage,
    Said,
    Term,
)
from procflow.reports.book.voice import Voice
from procflow.reports.tables import Table

_LONGEST = 2_000
"""Characters of one entry that are looked through."""


def folded(*texts: str) -> str:
    """Texts without what makes no difference to a reader: case, width of letters, forms of signs."""
    return unicodedata.normalize("NFKC", " ".join(text for text in texts if text)).lower()[:_LONGEST]


class Index:
    """Entries of pages, as they are linked from the page that searches."""

    def __init__(self, source: str, places: Places, voice: Voice) -> None:
        self.source, self.places, self.voice = source, places, voice

    def process(self, page: ProcessPage) -> Iterator[Entry]:
        """A process with its steps, elements, clauses, questions and words."""
        path, inside = page.frame.path, page.frame.title.text
        yield self._entry(
            page.frame.title, "process", (path, ""), (page.id, *(ref.text for _, ref in page.facts))
        )
        for group in page.groups:
            for part in group.parts:
                yield from self._part(part, path, inside)
        for item in (*page.data, *page.tables, *page.rules, *page.sheet):
            yield self._item(item, path, inside)
        yield from self._questions(page.questions, path, inside)
        if self.places.single:
            yield from self._tables(page.matrices, path, inside)
            yield from self._clauses(page.clauses, path, inside)
            yield from (self._term(term, path, inside) for term in page.terms)

    def position(self, page: PositionPage) -> Iterator[Entry]:
        """A position with its duties, accountabilities, powers and questions."""
        path, inside = page.frame.path, page.frame.title.text
        yield self._entry(page.frame.title, "position", (path, ""), (page.id,))
        yield from (self._item(item, path, inside) for item in page.items)
        yield from self._questions(page.questions, path, inside)

    def register(self, page: RegisterPage) -> Iterator[Entry]:
        """A register with its clauses."""
        path, inside = page.frame.path, page.frame.title.text
        yield self._entry(page.frame.title, "register", (path, ""), (page.id, page.document))
        yield from self._clauses(page.clauses, path, inside)

    def organization(self, page: OrganizationPage) -> Iterator[Entry]:
        """An organization with its roles, groups, people, grants and limits."""
        path, inside = page.frame.path, page.frame.title.text
        yield self._entry(page.frame.title, "organization", (path, ""), (page.id,))
        for kind, roles in (("role", page.roles), ("group", page.groups)):
            for role in roles:
                said = [text for line in role.lines for text in line.texts]
                yield self._entry(role.title, kind, (path, role.anchor), (role.name, *said), inside)
        yield from self._tables(page.tables, path, inside)

    def glossary(self, page: GlossaryPage) -> Iterator[Entry]:
        """The words of the definitions, and those of procflow."""
        path = page.frame.path
        for _, terms in page.groups:
            yield from (self._term(term, path, "") for term in terms)
        for own in page.own:
            yield self._entry(own.word, "own", (path, own.anchor), (own.meaning,))

    def _tables(self, tables: Iterable[Table], path: str, inside: str) -> Iterator[Entry]:
        """The rows of tables of people, grants and limits."""
        for table in tables:
            place = (path, f"table-{table.name}")
            for row in table.rows:
                texts = [cell.text for cell in row]
                match table.name.rpartition("-")[2]:
                    case "people":
                        title = Said(texts[0], texts[1] if texts[1] != texts[0] else "")
                        yield self._entry(title, "person", place, texts[2:], inside)
                    case "grants":
                        yield self._grant(texts, place, inside)
                    case "limits" | "confirmed":
                        title = Said(f"{texts[0]}: {texts[1]}" if table.name != "limits" else texts[0])
                        yield self._entry(title, "limit", place, texts, inside)
                    case _:
                        continue

    def _grant(self, texts: list[str], place: tuple[str, str], inside: str) -> Entry:
        """A row of the table of grants, by who acts for whom and under which paper."""
        role, receiver, giver, *_, grant, _document = texts
        title = self.voice.say("search.grant", receiver=receiver, giver=giver, role=role, grant=grant)
        papers = self.voice.said("kind.paper")
        return self._entry(Said(title), "grant", place, (*texts, papers.text, papers.other), inside)

    def _part(self, part: Part, path: str, inside: str) -> Iterator[Entry]:
        said = list(_said(part.lines))
        said += [cited.ref.text for cited in part.cited]
        if part.own is not None:
            said += [f"{cited.ref.text} {cited.text}" for cited in part.own.own]
        said += [way.label for way in part.ways]
        title = part.title
        yield Entry(
            title=title.text,
            other=title.other,
            kind=part.kind,
            inside=inside,
            href=self.places.way(self.source, path, part.anchor),
            text=folded(title.text, title.other, part.name, *said),
        )
        for item in part.items:
            yield self._item(item, path, inside)
        for seat in part.parts:
            yield from self._part(seat, path, inside)

    def _item(self, item: Item, path: str, inside: str) -> Entry:
        said = [f"{cited.ref.text} {cited.text}" for cited in item.own]
        said += _said(item.lines)
        return Entry(
            title=item.title,
            other="",
            kind=item.kind,
            inside=inside,
            href=self.places.way(self.source, path, item.anchor),
            text=folded(item.title, item.name, *said),
        )

    def _clauses(self, clauses: Iterable[ClauseEntry], path: str, inside: str) -> Iterator[Entry]:
        for clause in clauses:
            title = Said(f"{clause.name} {clause.text.text}", clause.text.other)
            yield self._entry(title, "clause", (path, clause.anchor), (clause.informative,), inside)

    def _questions(self, questions: Iterable[QuestionEntry], path: str, inside: str) -> Iterator[Entry]:
        for asked in questions:
            said = (asked.name, asked.assumed.text, asked.assumed.other)
            yield self._entry(asked.ask, "question", (path, asked.anchor), said, inside)

    def _term(self, term: Term, path: str, inside: str) -> Entry:
        return Entry(
            title=term.title.text,
            other=term.title.other,
            kind=self.voice.say("kind.word", kind=term.kind),
            inside=inside,
            href=self.places.way(self.source, path, term.anchor),
            text=folded(term.title.text, term.title.other, term.name),
        )

    def _entry(
        self, title: Said, kind: str, place: tuple[str, str], said: Iterable[str], inside: str = ""
    ) -> Entry:
        return Entry(
            title=title.text,
            other=title.other,
            kind=self.voice.say(f"kind.{kind}"),
            inside=inside,
            href=self.places.way(self.source, *place),
            text=folded(title.text, title.other, *said),
        )


def _said(lines: Iterable[Line]) -> Iterator[str]:
    """What lines say, with what they lead to."""
    for line in lines:
        yield from line.texts
        yield from (ref.text for ref in line.refs)


def written(entries: Iterable[Entry]) -> str:
    """The entries as JSON in which nothing can end the element that it stands in."""
    return data(
        [
            [visible(each.title), visible(each.other), each.kind, visible(each.inside), each.href, each.text]
            for each in entries
        ]
    )
