"""What every element of a process has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """A name in both languages of the house; a file that gives one language has it in both places."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Why an element is there: the clauses that ask for it, or the questions whose assumption it follows."""

    clauses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
