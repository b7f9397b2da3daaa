"""A whole book."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from procflow.analysis.coverage import Accounts, Kind, account_for
from procflow.diagnostics import Span
from procflow.reports.book import positions
from procflow.reports.book.chapter import Chapter
from procflow.reports.book.clauses import Carriers, Located
from procflow.reports.book.front import front_page
from procflow.reports.book.given import Given, file_key
from procflow.reports.book.glossary import glossary_page
from procflow.reports.book.organizations import organization_page
from procflow.reports.book.places import FRONT, GLOSSARY, SEARCH, Places
from procflow.reports.book.positions import PositionChapter
from procflow.reports.book.process import Making
from procflow.reports.book.registers import register_page
from procflow.reports.book.search import Index, written
from procflow.reports.book.values import (
    Book,
    Crumb,
    Frame,
    OrganizationPage,
    PositionPage,
    ProcessPage,
    RegisterPage,
    Said,
    SearchPage,
)
from procflow.reports.book.voice import Voice
from procflow.wording import Lang


def book(given: Given, lang: Lang, on: date, *, single: bool = False) -> Book:
    """The book of definitions in one language, with who holds what on a day.

    With ``single`` every process is a page by itself that leads nowhere else. Pure; raises
    ``OverflowError`` for a day at the very ends of time.
    """
    return _Binder.of(given, lang, on, single=single).bound()


@dataclass(frozen=True, slots=True)
class _Binder:
    given: Given
    voice: Voice
    places: Places
    chapters: tuple[Chapter, ...]
    positions: tuple[PositionChapter, ...]
    located: dict[tuple[Kind, Span], Located]
    accounts: dict[str, Accounts]
    on: date

    @classmethod
    def of(cls, given: Given, lang: Lang, on: date, *, single: bool) -> "_Binder":
        voice = Voice(lang)
        places = Places.of(given, single=single)
        chapters = tuple(Chapter.made(each, given, on, voice) for each in given.processes)
        posts = tuple(PositionChapter.made(each, given, voice) for each in given.positions)
        located: dict[tuple[Kind, Span], Located] = {}
        for chapter in chapters:
            path, title = places.processes[chapter.process.name], voice.one(chapter.process.title)
            for element, item in chapter.items:
                located.setdefault((element.kind, element.span), Located(item, path, title))
        for position in posts:
            path = places.positions.get(position.of.position.name, "")
            title = voice.one(position.of.position.title)
            for element, item in position.items:
                located.setdefault((element.kind, element.span), Located(item, path, title))
        return cls(given, voice, places, chapters, posts, located, _accounts(given), on)

    def bound(self) -> Book:
        """All pages, and the index over them."""
        processes = tuple(self._process(chapter) for chapter in self.chapters)
        front = front_page(
            self.given, self.places, self._frame(FRONT, self.voice.said("title.book")), self.voice, self.on
        )
        if self.places.single:
            searched = tuple(self._searched(page) for page in processes)
            return Book(self.voice.lang, True, front, searched)
        posts = tuple(self._position(chapter) for chapter in self.positions)
        registers = tuple(self._register(accounts) for accounts in self.accounts.values())
        organizations = tuple(self._organizations())
        glossary = glossary_page(
            self.chapters, self.places, self._frame(GLOSSARY, self.voice.said("title.glossary")), self.voice
        )
        index = Index(SEARCH, self.places, self.voice)
        entries = (
            *(entry for page in processes for entry in index.process(page)),
            *(entry for page in posts for entry in index.position(page)),
            *(entry for page in registers for entry in index.register(page)),
            *(entry for page in organizations for entry in index.organization(page)),
            *index.glossary(glossary),
        )
        search = SearchPage(self._frame(SEARCH, self.voice.said("title.search")), written(entries))
        return Book(
            self.voice.lang, False, front, processes, posts, registers, organizations, glossary, search
        )

    def _searched(self, page: ProcessPage) -> ProcessPage:
        """A page with what it is searched by."""
        index = Index(page.frame.path, self.places, self.voice)
        return replace(page, index=written(index.process(page)))

    def _process(self, chapter: Chapter) -> ProcessPage:
        path = self.places.processes[chapter.process.name]
        frame = self._frame(path, self.voice.both(chapter.process.title))
        register = chapter.of.now.register
        accounts = self.accounts[file_key(register.span.file)] if register is not None else None
        carriers = self._carriers(path)
        return Making(chapter, self.given, self.places, frame, self.voice, carriers, accounts).page()

    def _position(self, chapter: PositionChapter) -> PositionPage:
        path = self.places.positions[chapter.of.position.name]
        register = chapter.of.register
        making = positions.Making(
            chapter,
            self.given,
            self.places,
            self._frame(path, self.voice.both(chapter.of.position.title)),
            self._carriers(path),
            self.accounts[file_key(register.span.file)] if register is not None else None,
        )
        return making.page(self.chapters)

    def _register(self, accounts: Accounts) -> RegisterPage:
        path = self.places.registers[file_key(accounts.register.span.file)]
        frame = self._frame(path, self.voice.both(accounts.register.title))
        return register_page(accounts, self.given, frame, self._carriers(path), self.voice)

    def _organizations(self) -> Iterator[OrganizationPage]:
        for organization in self.given.organizations():
            file = file_key(organization.span.file)
            inside = [each for each in self.chapters if file_key(each.of.now.organization.span.file) == file]
            frame = self._frame(self.places.organizations[file], self.voice.both(organization.title))
            yield organization_page(organization, inside, self.places, frame, self.voice)

    def _carriers(self, path: str) -> Carriers:
        titles = self.given.titles()
        titles.update({each.position.name: each.position.title for each in self.given.positions})
        return Carriers(self.located, self.places, path, titles, self.voice)

    def _frame(self, path: str, title: Said) -> Frame:
        """What stands around the page at a path: in a book the ways to its other parts."""
        if self.places.single:
            other = self.voice.other
            turned = Crumb(Voice(other).say("turn"), f"{other}.html", other) if path == FRONT else None
            return Frame(path, title, (), turned, "")
        voice, up = self.voice, "../" * (path.count("/") + 1)
        crumbs = [
            Crumb(voice.say(f"title.{name}"), self.places.way(path, target))
            for name, target in (("book", FRONT), ("glossary", GLOSSARY))
            if target != path
        ]
        turned = Crumb(Voice(voice.other).say("turn"), f"{up}{voice.other}/{quote(path)}", voice.other)
        search = "" if path == SEARCH else self.places.way(path, SEARCH)
        return Frame(path, title, tuple(crumbs), turned, search)


def _accounts(given: Given) -> dict[str, Accounts]:
    """Every register held against what names it, by the register's file."""
    found = {}
    for register in given.registers():
        file = file_key(register.span.file)
        mine = [
            each
            for each in given.processes
            if each.now.register is not None and file_key(each.now.register.span.file) == file
        ]
        sheets = {file_key(each.sheet.span.file): each.sheet for each in mine if each.sheet is not None}
        mine_too = [
            each.position
            for each in given.positions
            if each.register is not None and file_key(each.register.span.file) == file
        ]
        processes = [each.now.program.process for each in mine]
        found[file] = account_for(register, processes, mine_too, tuple(sheets.values()))
    return found
