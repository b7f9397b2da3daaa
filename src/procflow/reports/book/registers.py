"""The page of a clause register: every clause on one side, what carries it on the other."""

from procflow.analysis.coverage import Accounts, ClauseAccount, Element
from procflow.reports.book.clauses import Carriers, clause_entries, gap_entries, question_entries
from procflow.reports.book.elements import Citing
from procflow.reports.book.given import Given
from procflow.reports.book.values import Frame, RegisterPage
from procflow.reports.book.voice import Voice


def register_page(
    accounts: Accounts, given: Given, frame: Frame, carriers: Carriers, voice: Voice
) -> RegisterPage:
    """A register with its clauses, the numbers that its source skips, and the open questions about it."""
    register = accounts.register
    citing = Citing(voice, register, {})
    loose = (each for each in accounts.unaccounted if isinstance(each, Element))
    return RegisterPage(
        frame=frame,
        id=register.name,
        document=register.document,
        counts=_counts(accounts, voice),
        clauses=clause_entries(accounts, carriers),
        gaps=gap_entries(accounts, voice),
        questions=question_entries(accounts.questions, carriers, citing, given, shared=True),
        loose=tuple(carriers.carrier(each) for each in loose),
    )


def _counts(accounts: Accounts, voice: Voice) -> tuple[tuple[str, int], ...]:
    """How many clauses there are, and how many of each kind."""
    clauses = accounts.clauses
    found = {
        "clauses": len(clauses),
        "carried": sum(bool(each.elements) for each in clauses),
        "asked": sum(bool(each.questions) and not each.elements for each in clauses),
        "informative": sum(_only_informative(each) for each in clauses),
        "nothing": sum(not each.accounted for each in clauses),
        "gaps": len(accounts.gaps),
    }
    return tuple((voice.say(f"count.{name}"), count) for name, count in found.items())


def _only_informative(account: ClauseAccount) -> bool:
    return account.clause.informative is not None and not account.elements and not account.questions
