"""The words that procflow itself uses for procedures."""

from procflow.reports.book.places import anchor
from procflow.reports.book.values import Own
from procflow.reports.book.voice import Voice

NAMES = (
    "process", "version", "case", "step", "task", "review", "seat", "outcome", "answer", "field", "fact",
    "table", "role", "group", "grant", "deadline", "escalation", "event", "milestone", "arbitration",
    "separation", "clause", "register", "informative", "gap", "question", "finding", "position", "raci",
    "hash",
)  # fmt: skip


def own_words(voice: Voice) -> tuple[Own, ...]:
    """Each word with its meaning."""
    return tuple(
        Own(anchor("own", name), voice.said(f"own.{name}"), voice.say(f"meaning.{name}")) for name in NAMES
    )
