"""The words of all definitions on one page."""

from collections.abc import Sequence
from itertools import groupby

from procflow.reports.book.chapter import Chapter
from procflow.reports.book.own import own_words
from procflow.reports.book.places import Places, anchor
from procflow.reports.book.terms import KINDS, Use, Word
from procflow.reports.book.values import Frame, GlossaryPage, Ref, Term, Used
from procflow.reports.book.voice import Voice

_Key = tuple[str, str, str, str]


def glossary_page(chapters: Sequence[Chapter], places: Places, frame: Frame, voice: Voice) -> GlossaryPage:
    """The words by kind, each once however many processes use it: in these it has one id and one title."""
    titles: dict[_Key, Word] = {}
    used: dict[_Key, list[tuple[Chapter, Use]]] = {}
    for chapter in chapters:
        for word in chapter.words:
            key = (word.kind, word.name, word.title.zh, word.title.en)
            titles.setdefault(key, word)
            used.setdefault(key, []).extend((chapter, use) for use in word.used)
    groups = []
    for kind in KINDS:
        mine = [key for key in titles if key[0] == kind]
        mine.sort(key=lambda key: voice.one(titles[key].title).casefold())
        terms = tuple(
            _term(titles[key], number, _used(used[key], places, frame, voice), voice)
            for number, key in enumerate(mine, 1)
        )
        if terms:
            groups.append((voice.say(f"words.{kind}"), terms))
    return GlossaryPage(frame, tuple(groups), own_words(voice))


def _used(
    used: Sequence[tuple[Chapter, Use]], places: Places, frame: Frame, voice: Voice
) -> tuple[Used, ...]:
    """The places by the processes that they are in."""
    found = []
    for chapter, places_in in groupby(used, key=lambda pair: pair[0]):
        page = places.processes[chapter.process.name]
        at = tuple(
            Ref(use.text, places.way(frame.path, page, use.anchor) if use.anchor else "")
            for _, use in places_in
        )
        found.append(Used(Ref(voice.one(chapter.process.title), places.way(frame.path, page)), at))
    return tuple(found)


def _term(word: Word, number: int, used: tuple[Used, ...], voice: Voice) -> Term:
    return Term(
        anchor=anchor(f"word-{word.kind}", f"{word.name}-{number}"),
        kind=voice.say(f"word.{word.kind}"),
        title=voice.both(word.title),
        name=word.name,
        used=used,
    )
