"""Holding a clause register against the elements that name its clauses."""

from collections.abc import Iterable, Iterator, Sequence

from procflow.analysis.coverage.elements import position_elements, process_elements, sheet_elements
from procflow.analysis.coverage.gaps import gaps_of
from procflow.analysis.coverage.values import Accounts, AskedQuestion, ClauseAccount, Element
from procflow.definition.position import Position
from procflow.definition.process import Process
from procflow.definition.register import Clause, Register
from procflow.definition.sheet import Sheet


def account_for(
    register: Register,
    processes: Sequence[Process],
    positions: Sequence[Position] = (),
    sheets: Sequence[Sheet] = (),
) -> Accounts:
    """Who carries what, of all the processes, positions and review sheets that name one register.

    A clause may be carried by any of them. What is about a clause that is not in the register does not count
    here: the files' own check tells of it.
    """
    elements = (
        *(element for process in processes for element in process_elements(process)),
        *(element for position in positions for element in position_elements(position)),
        *(element for sheet in sheets for element in sheet_elements(sheet)),
    )
    questions = tuple(asked_questions((*processes, *positions), elements))
    return Accounts(
        register=register,
        clauses=tuple(_clause(clause, elements, questions) for clause in register.clauses.values()),
        elements=elements,
        gaps=gaps_of(register),
        questions=questions,
    )


def asked_questions(
    files: Iterable[Process | Position], elements: Sequence[Element]
) -> Iterator[AskedQuestion]:
    """The open questions of files, each with those of the elements that follow its assumption."""
    for file in files:
        for question in file.questions.values():
            follow = (e for e in elements if e.owner == file.name and question.name in e.basis.questions)
            yield AskedQuestion(file.name, question, tuple(follow))


def _clause(clause: Clause, elements: Sequence[Element], questions: Sequence[AskedQuestion]) -> ClauseAccount:
    return ClauseAccount(
        clause,
        tuple(element for element in elements if _names(element.basis.clauses, clause.name)),
        tuple(asked for asked in questions if asked.elements and _names(asked.question.clauses, clause.name)),
    )


def _names(clauses: Sequence[str], clause: str) -> bool:
    """Whether a clause is named, or a part of it: C3.1.2 is one of C3.1."""
    return any(name == clause or name.startswith(f"{clause}.") for name in clauses)
