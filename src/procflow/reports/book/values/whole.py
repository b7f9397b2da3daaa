"""The pages of a book, and the book."""

from dataclasses import dataclass

from procflow.drawing.formats.html import Figure
from procflow.reports.book.values.pieces import (
    Carrier,
    ClauseEntry,
    Finding,
    GapEntry,
    Group,
    Item,
    Line,
    Own,
    QuestionEntry,
    Ref,
    Said,
    Term,
    VersionEntry,
)
from procflow.reports.tables import Table
from procflow.wording import Lang


@dataclass(frozen=True, slots=True)
class Crumb:
    """A way back to a page above, or to the same page in the other language."""

    text: str
    href: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page: its path in the book, its title, the ways back, the page in the other
    language (None where there is none), and where the search is (empty where the page searches itself)."""

    path: str
    title: Said
    crumbs: tuple[Crumb, ...]
    turned: Crumb | None
    search: str


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """Everything of one process.

    Of a file by itself, ``clauses`` are those of the whole register with its ``gaps`` and everything that
    carries them, ``own`` the words of procflow, and ``index`` is what the page is searched by; a whole book
    has pages for these, and here the clauses that the process carries.
    """

    frame: Frame
    id: str
    facts: tuple[tuple[str, Ref], ...]
    figure: Figure
    picture: str
    groups: tuple[Group, ...]
    data: tuple[Item, ...]
    tables: tuple[Item, ...]
    rules: tuple[Item, ...]
    sheet: tuple[Item, ...]
    matrices: tuple[Table, ...]
    notes: tuple[str, ...]
    register: Ref | None
    clauses: tuple[ClauseEntry, ...]
    gaps: tuple[GapEntry, ...]
    questions: tuple[QuestionEntry, ...]
    findings: tuple[Finding, ...]
    terms: tuple[Term, ...]
    own: tuple[Own, ...]
    versions: tuple[VersionEntry, ...]
    index: str


@dataclass(frozen=True, slots=True)
class PositionPage:
    """Everything of one position."""

    frame: Frame
    id: str
    facts: tuple[tuple[str, Ref], ...]
    figure: Figure
    picture: str
    items: tuple[Item, ...]
    tables: tuple[Table, ...]
    clauses: tuple[ClauseEntry, ...]
    questions: tuple[QuestionEntry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A clause register on one side, and what carries it on the other."""

    frame: Frame
    id: str
    document: str
    counts: tuple[tuple[str, int], ...]
    clauses: tuple[ClauseEntry, ...]
    gaps: tuple[GapEntry, ...]
    questions: tuple[QuestionEntry, ...]
    loose: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class Acting:
    """A part that a role or a group has in a process: where, by which letters, and why."""

    process: Ref
    activity: Ref
    letters: str
    why: str


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role or a group: who holds it, whom it reports to or who sits in it, and its part in each process."""

    anchor: str
    title: Said
    name: str
    lines: tuple[Line, ...]
    acting: tuple[Acting, ...]


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """An organization as its processes see it."""

    frame: Frame
    id: str
    notes: tuple[str, ...]
    roles: tuple[RoleEntry, ...]
    groups: tuple[RoleEntry, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The words of all definitions, and those of procflow."""

    frame: Frame
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    own: tuple[Own, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search finds: a title in both languages, what it is, what it lies in, the way to it, and the
    text that is looked through."""

    title: str
    other: str
    kind: str
    inside: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page that searches the whole book."""

    frame: Frame
    index: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the front page."""

    ref: Ref
    other: str
    says: tuple[str, ...]
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that could not be used, with what is wrong with it."""

    file: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the book holds. ``about`` says what it is, ``made`` from what and for which day; ``grouped`` are
    the processes by the organizations that they run in."""

    frame: Frame
    about: str
    made: str
    on: str
    grouped: tuple[tuple[str, tuple[Listed, ...]], ...]
    processes: tuple[Listed, ...]
    positions: tuple[Listed, ...]
    registers: tuple[Listed, ...]
    organizations: tuple[Listed, ...]
    more: tuple[Ref, ...]
    broken: tuple[BrokenFile, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book in one language. ``single`` says that each process is to be a file by itself, in which
    case there is nothing but processes."""

    lang: Lang
    single: bool
    front: FrontPage
    processes: tuple[ProcessPage, ...]
    positions: tuple[PositionPage, ...] = ()
    registers: tuple[RegisterPage, ...] = ()
    organizations: tuple[OrganizationPage, ...] = ()
    glossary: GlossaryPage | None = None
    search: SearchPage | None = None
