"""What pages of a book are put together from."""

from dataclasses import dataclass

from procflow.diagnostics import Severity
from procflow.drawing.formats.html import Figure


@dataclass(frozen=True, slots=True)
class Said:
    """A title in the language of the book; ``other`` is the same in the other one, empty where both agree."""

    text: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name that leads somewhere; an empty ``href`` leads nowhere. ``id`` is shown beside it, if given."""

    text: str
    href: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what is known of something: ``Deadline``, ``2 business days``; or where else to look."""

    label: str
    texts: tuple[str, ...]
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause or an open question with its text; one without is not in the register, or not in the file."""

    ref: Ref
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a file that clauses can ask for: what it is, what it is called, and where it stands.

    ``short`` is its title where it stands beneath the element that it lies in. ``own`` are the clauses and
    questions that it names itself, ``around`` those that it takes from that element. ``missing`` is the
    finding that it has neither and should.
    """

    anchor: str
    kind: str
    title: str
    short: str
    name: str
    own: tuple[Cited, ...]
    around: tuple[Cited, ...]
    missing: bool
    place: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a step: ``sort`` is what kind of way it is, empty for the usual flow."""

    label: str
    sort: str
    target: Ref


@dataclass(frozen=True, slots=True)
class Part:
    """A step, a seat of it (``parts``), an any-time event or a place of an arbitration.

    ``own`` is the element that it is, None where it is none of the file's; ``cited`` are its clauses then.
    ``items`` are the elements in it, each with its clauses. ``number`` counts the steps of a process.
    """

    anchor: str
    number: int
    kind: str
    title: Said
    name: str
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    own: Item | None
    cited: tuple[Cited, ...]
    items: tuple[Item, ...]
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Parts under a heading; the main flow has none."""

    title: Said
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checker says of a file."""

    severity: Severity
    word: str
    code: str
    message: str
    reason: str
    help: str
    place: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """An element that carries a clause, and the file that it is an element of."""

    kind: str
    ref: Ref
    owner: Ref


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause with what carries it. ``informative`` says why nothing has to, ``nothing`` is the finding that
    nothing does."""

    anchor: str
    name: str
    text: Said
    carriers: tuple[Carrier, ...]
    questions: tuple[Carrier, ...]
    informative: str
    nothing: bool
    more: Ref | None = None


@dataclass(frozen=True, slots=True)
class GapEntry:
    """Numbers that the source skips, and what the register says of it."""

    numbers: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """What the source leaves open, what is assumed, and what follows the assumption."""

    anchor: str
    name: str
    ask: Said
    assumed: Said
    clauses: tuple[Cited, ...]
    follow: tuple[Ref, ...]
    owner: Ref
    place: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise in a later version."""

    text: str
    cited: str


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version of a process: where it is kept, and in words what the next ``newer`` one has otherwise."""

    version: str
    hash: str
    where: str
    current: bool
    newer: str
    changes: tuple[Change, ...]
    picture: "Figure | None"


@dataclass(frozen=True, slots=True)
class Used:
    """Where a word is used in one process, which is named where there are several."""

    process: Ref | None
    at: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the definitions: what it is, how it is called in both languages, and where it is used."""

    anchor: str
    kind: str
    title: Said
    name: str
    used: tuple[Used, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A word that procflow itself uses, explained."""

    anchor: str
    word: Said
    meaning: str
