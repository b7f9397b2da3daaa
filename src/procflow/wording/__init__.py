"""How names, values and moments are put into words, in each language of the house."""

from procflow.wording.conditions import cell_words, condition
from procflow.wording.limits import deadline_words, escalation_words, limit_words, moment_words
from procflow.wording.phrases import LANGS, Lang, known_phrase, phrase, phrase_names
from procflow.wording.words import Words, seat_in

__all__ = [
    "LANGS",
    "Lang",
    "Words",
    "cell_words",
    "condition",
    "deadline_words",
    "escalation_words",
    "known_phrase",
    "limit_words",
    "moment_words",
    "phrase",
    "phrase_names",
    "seat_in",
]
