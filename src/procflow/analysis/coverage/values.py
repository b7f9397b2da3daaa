"""What a coverage of the written rules says."""

from enum import StrEnum

from msgspec import Struct

from procflow.definition.process import Basis, Question, Title
from procflow.definition.register import Clause, Register
from procflow.diagnostics import Span


class Kind(StrEnum):
    """What an element is."""

    STEP = "step"
    BRANCH = "branch"
    SEAT = "seat"
    ANSWER = "answer"
    OUTCOME = "outcome"
    ESCALATION = "escalation"
    AFTER_RULING = "after ruling"
    FIELD = "field"
    FACT = "fact"
    TABLE = "table"
    ROW = "row"
    EVENT = "event"
    TOPIC = "topic"
    RULING_TIME = "time to rule"
    APPEAL = "appeal"
    OWNER = "owner"
    CADENCE = "cadence"
    INVARIANT = "invariant"
    POSITION = "position"
    DUTY = "duty"
    ACCOUNTABILITY = "accountability"
    POWER = "power"
    SECTION = "section"
    LINE = "line"
    REMARK = "remark"


class Element(Struct, frozen=True):
    """An element that can name clauses and questions.

    ``basis`` is what it names, ``around`` what it takes from the element that it lies in where it names
    nothing. One that is not ``bound`` may carry clauses and need not: a line of a review sheet shows what
    another element answers for.
    """

    kind: Kind
    name: str
    owner: str
    basis: Basis
    around: Basis
    span: Span
    bound: bool = True

    @property
    def accounted(self) -> bool:
        """Whether it is known what it is there for, or nobody has to know."""
        named = (self.basis.clauses, self.basis.questions, self.around.clauses, self.around.questions)
        return not self.bound or any(named)


class AskedQuestion(Struct, frozen=True):
    """An open question of the process or position ``owner``, with the elements that follow its assumption."""

    owner: str
    question: Question
    elements: tuple[Element, ...]


class ClauseAccount(Struct, frozen=True):
    """A clause with the elements that name it or a part of it, and the open questions about it that some
    element follows."""

    clause: Clause
    elements: tuple[Element, ...]
    questions: tuple[AskedQuestion, ...]

    @property
    def accounted(self) -> bool:
        """Whether anything carries it, or it says why nothing has to."""
        return bool(self.elements or self.questions) or self.clause.informative is not None


class Gap(Struct, frozen=True):
    """Numbers that the source skips, ``first`` to ``last``, which may be one and the same; ``reason`` is what
    the register says of it."""

    first: str
    last: str
    reason: Title | None = None


class Accounts(Struct, frozen=True):
    """A register held against everything that names it, both ways, in the order of the files."""

    register: Register
    clauses: tuple[ClauseAccount, ...]
    elements: tuple[Element, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[AskedQuestion, ...]

    @property
    def unaccounted(self) -> tuple[ClauseAccount | Element, ...]:
        """The clauses that nothing carries and the elements that nothing asks for."""
        return (
            *(clause for clause in self.clauses if not clause.accounted),
            *(element for element in self.elements if not element.accounted),
        )

    @property
    def ok(self) -> bool:
        """Whether every clause and every element is accounted for."""
        return not self.unaccounted
