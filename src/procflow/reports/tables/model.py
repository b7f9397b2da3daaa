"""A document of tables."""

from dataclasses import dataclass

from procflow.definition.process import Basis
from procflow.wording import Lang


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, with what is said beside it in smaller letters. A ``finding`` is to be
    looked at."""

    text: str
    aside: str = ""
    finding: bool = False

    @property
    def whole(self) -> str:
        """Both in one line."""
        return f"{self.text} ({self.aside})" if self.text and self.aside else self.text or self.aside


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``name`` tells it from the others of its document, ``heads`` are the titles of its columns,
    the first of which names what a row is about.

    A ``grid`` has too many columns for a terminal, and what it says stands in the next table as well.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Tables with what stands above them."""

    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    lang: Lang


def cell(text: str, basis: Basis | None = None, *, finding: bool = False) -> Cell:
    """A cell, with the clauses and questions behind it."""
    return Cell(text, cited(basis) if basis is not None else "", finding)


def cited(basis: Basis) -> str:
    """Clauses, then questions, in one line."""
    return ", ".join((*basis.clauses, *basis.questions))
