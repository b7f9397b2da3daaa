"""How names, values and moments are put into words, in each language of the house."""

from procflow.wording.phrases import LANGS, Lang, known_phrase, phrase, phrase_names
from procflow.wording.words import Words, seat_in

__all__ = ["LANGS", "Lang", "Words", "known_phrase", "phrase", "phrase_names", "seat_in"]
