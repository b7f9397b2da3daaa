"""The words of all definitions on one page."""

from collections.abc import Sequence

from procflow.reports.book.chapter import Chapter
from procflow.reports.book.own import own_words
from procflow.reports.book.places import Places, anchor
from procflow.reports.book.terms import KINDS, Use, Word
from procflow.reports.book.values import Frame, GlossaryPage, Ref, Term
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
            _term(titles[key], number, _refs(used[key], places, frame, voice), voice)
            for number, key in enumerate(mine, 1)
        )
        if terms:
            groups.append((voice.say(f"words.{kind}"), terms))
    return GlossaryPage(frame, tuple(groups), own_words(voice))


def _refs(used: Sequence[tuple[Chapter, Use]], places: Places, frame: Frame, voice: Voice) -> tuple[Ref, ...]:
    refs = []
    for chapter, use in used:
        page = places.processes[chapter.process.name]
        text = voice.say("element.inside", outer=voice.one(chapter.process.title), inner=use.text)
        refs.append(Ref(text, places.way(frame.path, page, use.anchor) if use.anchor else ""))
    return tuple(refs)


def _term(word: Word, number: int, used: tuple[Ref, ...], voice: Voice) -> Term:
    return Term(
        anchor=anchor(f"word-{word.kind}", f"{word.name}-{number}"),
        kind=voice.say(f"word.{word.kind}"),
        title=voice.both(word.title),
        name=word.name,
        used=used,
    )
