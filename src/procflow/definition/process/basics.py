"""What every element of a process has."""

from msgspec import Struct


class Title(Struct, frozen=True):
    """A name in both languages of the house; a file that gives one language has it in both places."""

    zh: str
    en: str


class Basis(Struct, frozen=True):
    """Why an element is there: the clauses that ask for it, or the questions whose assumption it follows."""

    clauses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def joined(*bases: Basis) -> Basis:
    """Several in one, the most telling first."""
    clauses = tuple(dict.fromkeys(c for basis in bases for c in basis.clauses))
    questions = tuple(dict.fromkeys(q for basis in bases for q in basis.questions))
    return Basis(clauses, questions)
