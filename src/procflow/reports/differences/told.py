"""Differences in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from procflow.definition.organization import Organization
from procflow.definition.process import Review, Seat, Title, joined
from procflow.diagnostics import Span
from procflow.program import Program
from procflow.reports.differences.comparing import Edit, bare, compared
from procflow.reports.differences.elements import (
    about,
    attributes,
    basis,
    elements,
    place,
    split,
    summary,
    whose,
)
from procflow.reports.differences.model import Difference, Kind
from procflow.reports.differences.values import field_title, label, say, value_words
from procflow.wording import Lang, Words, known_phrase
from procflow.worktime import After, Duration


def differences(
    old: Program,
    new: Program,
    organization: Organization | None = None,
    lang: Lang = "en",
    *,
    before: Organization | None = None,
) -> tuple[Difference, ...]:
    """What is otherwise in the new version, in the order of its parts, a sentence each.

    Nothing that a case runs on is left out: what has no words of its own is told by its path.
    ``organization`` gives roles their titles, ``before`` those that the old version names, where they were
    others then; without them roles are told by their ids.
    """
    now = organization or _nobody(new)
    voices = _Voices(Words(old, before or organization or _nobody(old), lang), Words(new, now, lang))
    told: dict[object, list[Edit]] = {}
    for number, edit in enumerate(compared(old.process, new.process)):
        told.setdefault(_alike(edit) or number, []).append(edit)
    return tuple(_difference(voices, edits) for edits in told.values())


def _nobody(program: Program) -> Organization:
    """An organization that knows nobody, so that all are told by their ids."""
    name = program.process.organization
    return Organization(name, Title(name, name), {}, {}, {}, {}, {}, {}, "", Span.whole_file(""))


@dataclass(frozen=True, slots=True)
class _Voices:
    """The names of both versions."""

    old: Words
    new: Words

    def of(self, edit: Edit) -> Words:
        """The names of the version that an edit's element stands in."""
        return self.old if edit.kind is Kind.REMOVED and edit.new is None else self.new


def _alike(edit: Edit) -> object:
    """What the same change at several seats of one review has in common; None where no seat is concerned."""
    for at, crumb in enumerate(edit.trail[:-1]):
        if isinstance(crumb.element, Seat):
            before = tuple(each.key for each in edit.trail[:at])
            behind = tuple(each.key for each in edit.trail[at + 1 :])
            return before, behind, edit.kind, edit.ordered, repr(bare(edit.old)), repr(bare(edit.new))
    return None


def _difference(voices: _Voices, edits: Sequence[Edit]) -> Difference:
    first = edits[0]
    text = _text(voices, first, _seats(voices, edits))
    places = tuple(dict.fromkeys(name for edit in edits for name in place(edit.trail)))
    path = ".".join(crumb.key for crumb in first.trail[1:]) or first.trail[0].key
    why = joined(*(basis(edit.trail) for edit in edits))
    came_or_went = first.listed and not split(first.trail)[1]
    kind = first.kind if came_or_went else Kind.CHANGED
    return Difference(places, about(first.trail), kind, text, why, path)


def _seats(voices: _Voices, edits: Sequence[Edit]) -> tuple[str, ...]:
    """The titles of the seats, where it is several; a star where it is all of a review."""
    if len(edits) == 1:
        return ()
    within = [elements(edit.trail) for edit in edits]
    seats = [
        voices.of(edit).title(each.title)
        for edit, found in zip(edits, within, strict=True)
        for each in found
        if isinstance(each, Seat)
    ]
    review = next(each for each in within[0] if isinstance(each, Review))
    return ("*", "*") if len(seats) == len(review.seats) else tuple(seats)


def _text(voices: _Voices, edit: Edit, seats: Sequence[str]) -> str:
    words = voices.of(edit)
    holder, way = split(edit.trail)
    element = holder[-1].element
    named = whose(words, holder, seats)
    if edit.kinds:
        kinds = [say(words, f"kind.{type(each).__name__}") for each in (edit.old, edit.new)]
        return _sentence(words, "changed.kind", whose=named, old=kinds[0], new=kinds[1])
    if not way:
        said = summary(words, element)
        told = words.aside(named, said) if said else named
        return _sentence(words, f"element_{edit.kind}", element=told)
    names = attributes(way, element)
    what = label(words, type(element).__name__, names)
    if edit.ordered:
        return _sentence(words, "changed.order", whose=named, what=what, new=_order(words, names[-1], edit))
    if edit.listed:
        said = value_words(words, names[-1], edit.new if edit.kind is Kind.ADDED else edit.old)
        return _sentence(words, f"listed.{edit.kind}", whose=named, what=what, value=said)
    return _changed(voices, edit, named, _precisely(words, what, names, edit), names)


def _precisely(words: Words, what: str, names: tuple[str, ...], edit: Edit) -> str:
    """An attribute with the key that the change lies under, where it holds several by their keys."""
    key, holder = edit.trail[-1].key, edit.trail[-2].element
    if not isinstance(holder, Mapping):
        return what
    if names[-1] == "cells":
        return say(words, "value.text", text=field_title(words, key))
    return say(words, "what.keyed", what=what, key=key)


def _order(words: Words, attribute: str, edit: Edit) -> str:
    held = edit.new.values() if isinstance(edit.new, Mapping) else edit.new
    parts = tuple(held) if isinstance(held, Iterable) else ()
    titled = [getattr(part, "title", None) for part in parts]
    return words.listed(
        [
            words.title(title) if isinstance(title, Title) else value_words(words, attribute, part)
            for title, part in zip(titled, parts, strict=True)
        ]
    )


def _changed(voices: _Voices, edit: Edit, named: str, what: str, names: tuple[str, ...]) -> str:
    words, attribute = voices.new, names[-1]
    if isinstance(edit.new, bool) and known_phrase(f"flag.{attribute}.{edit.new}", __package__):
        return _sentence(words, f"flag.{attribute}.{edit.new}", whose=named)
    old, new = value_words(voices.old, attribute, edit.old), value_words(words, attribute, edit.new)
    if old == new:
        old, new = _apart(edit, old, new)
    if not old or not new:
        return _sentence(
            words, "changed.set" if new else "changed.unset", whose=named, what=what, old=old, new=new
        )
    if old == new:
        return _sentence(words, "changed.somehow", whose=named, what=what)
    way = f"changed.{_direction(edit)}"
    own = f"{way}.{attribute}"
    # What a role or a title deeper within is of, the sentence of the element itself does not say.
    fits = known_phrase(own, __package__) and (len(names) == 1 or attribute == "target")
    return _sentence(words, own if fits else way, whose=named, what=what, old=old, new=new)


def _apart(edit: Edit, old: str, new: str) -> tuple[str, str]:
    """What is said alike and is not: by ids, or in the other language."""
    match edit.old, edit.new:
        case (Title(zh=zh, en=en), Title(zh=zh_now, en=en_now)):
            return (f"“{en}”", f"“{en_now}”") if zh == zh_now else (f"「{zh}」", f"「{zh_now}」")
        case (str() as was, str() as now):
            return was, now
        case _:
            return old, new


def _direction(edit: Edit) -> str:
    was, now = _size(edit.old), _size(edit.new)
    if was is None or now is None or was[0] != now[0] or was[1] == now[1]:
        return "to"
    return "up" if now[1] > was[1] else "down"


def _size(value: object) -> tuple[object, Decimal] | None:
    """A value that can be larger or smaller, with what it is measured in."""
    match value:
        case After(duration):
            return _size(duration)
        case Duration(amount=amount, unit=unit):
            return unit, Decimal(amount)
        case bool():
            return None
        case int() | Decimal():
            return "", Decimal(value)
        case str():
            try:
                return "", Decimal(value)
            except InvalidOperation:
                return None
        case _:
            return None


def _sentence(words: Words, name: str, **args: str) -> str:
    if words.lang == "zh":
        return say(words, name, **{key: _spaced(key, text) for key, text in args.items()})
    text = say(words, name, **args)
    return text[:1].upper() + text[1:]


def _spaced(key: str, text: str) -> str:
    """Letters and digits stand apart from the signs around them."""
    before = " " if text[:1].isascii() and key in ("old", "new") else ""
    behind = " " if text[-1:].isascii() and key in ("old", "whose") else ""
    return f"{before}{text}{behind}"
