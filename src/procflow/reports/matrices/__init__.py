"""Matrices over procedures: responsibility, authority, separation of duties, deadlines, coverage of clauses.

Pure functions from a process in its organization, on a day, to frozen values; ``shown`` lays those out as
tables and :mod:`procflow.reports.tables` writes the tables. Coverage is worked out by
:mod:`procflow.analysis.coverage`.
"""

from procflow.reports.matrices.authority import authority, confirmed
from procflow.reports.matrices.deadlines import deadlines
from procflow.reports.matrices.responsibility import of_person, of_position, responsibility
from procflow.reports.matrices.separation import separation
from procflow.reports.matrices.subject import Subject
from procflow.reports.matrices.values import (
    Activity,
    Actor,
    Authority,
    Confirmed,
    Deadlines,
    DecidingRow,
    DecidingTable,
    Deputy,
    Entry,
    Escalating,
    Holder,
    LastWord,
    Lends,
    Letter,
    Most,
    Overlap,
    Part,
    PersonMatrix,
    PersonsRule,
    PositionMatrix,
    Responsibility,
    RuleKind,
    Separation,
    Side,
    Standing,
    Taken,
    Timed,
)

__all__ = [
    "Activity",
    "Actor",
    "Authority",
    "Confirmed",
    "Deadlines",
    "DecidingRow",
    "DecidingTable",
    "Deputy",
    "Entry",
    "Escalating",
    "Holder",
    "LastWord",
    "Lends",
    "Letter",
    "Most",
    "Overlap",
    "Part",
    "PersonMatrix",
    "PersonsRule",
    "PositionMatrix",
    "Responsibility",
    "RuleKind",
    "Separation",
    "Side",
    "Standing",
    "Subject",
    "Taken",
    "Timed",
    "authority",
    "confirmed",
    "deadlines",
    "of_person",
    "of_position",
    "responsibility",
    "separation",
]
