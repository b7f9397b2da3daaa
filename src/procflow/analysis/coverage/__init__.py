"""Coverage of the written rules: which elements carry each clause, and what each element is there for."""

from procflow.analysis.coverage.account import account_for, asked_questions
from procflow.analysis.coverage.elements import position_elements, process_elements, sheet_elements
from procflow.analysis.coverage.gaps import gaps_of
from procflow.analysis.coverage.values import (
    Accounts,
    AskedQuestion,
    ClauseAccount,
    Element,
    Gap,
    Kind,
)

__all__ = [
    "Accounts",
    "AskedQuestion",
    "ClauseAccount",
    "Element",
    "Gap",
    "Kind",
    "account_for",
    "asked_questions",
    "gaps_of",
    "position_elements",
    "process_elements",
    "sheet_elements",
]
