"""What an auditor samples many cases for: values just under a threshold and orders that were split, the same
two persons always together, deputies, passes that came to nothing, late items, assumptions that were
followed. Pure: records in, frozen values out; ``shown`` lays those out as tables."""

from procflow.reports.audit.audit import Auditor, Source, audit
from procflow.reports.audit.shown import show_audit
from procflow.reports.audit.values import (
    Assumption,
    Audit,
    CaseNote,
    CaseRecord,
    Counted,
    DeputyShare,
    Forced,
    LateItem,
    LateSum,
    LeftOut,
    Named,
    Near,
    NearCase,
    Pair,
    Part,
    Return,
    Sampling,
    Split,
    Threshold,
    Undone,
)

__all__ = [
    "Assumption",
    "Audit",
    "Auditor",
    "CaseNote",
    "CaseRecord",
    "Counted",
    "DeputyShare",
    "Forced",
    "LateItem",
    "LateSum",
    "LeftOut",
    "Named",
    "Near",
    "NearCase",
    "Pair",
    "Part",
    "Return",
    "Sampling",
    "Source",
    "Split",
    "Threshold",
    "Undone",
    "audit",
    "show_audit",
]
