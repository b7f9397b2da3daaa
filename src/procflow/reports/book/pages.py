"""The files of a book, from its models in both languages."""

from collections.abc import Iterator, Sequence

from procflow.drawing.formats.html import figure_style
from procflow.reports.book.places import single_path
from procflow.reports.book.values import Book, Frame, PositionPage, ProcessPage
from procflow.reports.book.voice import Voice
from procflow.reports.pages import TAGS, page

_STYLES = ("book.css",)
_SCRIPT = "book.js"


def pages(books: Sequence[Book]) -> dict[str, bytes]:
    """The files of a site, by their paths with ``/``: a folder for each language, and a page that leads
    there. Raises :class:`MissingReports` without the extra ``reports``."""
    found = {"index.html": _languages(books, "{lang}/index.html")}
    for book in books:
        found.update({f"{book.lang}/{path}": content for path, content in _pages(book)})
    return found


def single_pages(books: Sequence[Book]) -> dict[str, bytes]:
    """One file for each process and language, ``ID.LANG.html``, with lists of them. Raises as
    :func:`pages` does."""
    found = {"index.html": _languages(books, "{lang}.html")}
    for book in books:
        found[f"{book.lang}.html"] = _front(book)
        for process in book.processes:
            found[single_path(process.frame.path, book.lang)] = _process(book, process)
    return found


def _pages(book: Book) -> Iterator[tuple[str, bytes]]:
    yield book.front.frame.path, _front(book)
    for process in book.processes:
        yield process.frame.path, _process(book, process)
    for position in book.positions:
        yield position.frame.path, _position(book, position)
    for register in book.registers:
        yield register.frame.path, _written(book, "register", register.frame, page=register)
    for organization in book.organizations:
        path = organization.frame.path
        yield path, _written(book, "organization", organization.frame, page=organization)
    if book.glossary is not None:
        yield book.glossary.frame.path, _written(book, "glossary", book.glossary.frame, page=book.glossary)
    if book.search is not None:
        frame = book.search.frame
        yield frame.path, _written(book, "search", frame, script=_SCRIPT, page=book.search)


def _front(book: Book) -> bytes:
    front = book.front
    lists = [
        ("processes", front.processes),
        ("positions", front.positions),
        ("registers", front.registers),
        ("organizations", front.organizations),
    ]
    return _written(book, "front", front.frame, page=front, lists=lists)


def _process(book: Book, process: ProcessPage) -> bytes:
    there = {
        "findings": True,
        "picture": True,
        "steps": True,
        "tables": process.tables,
        "data": process.data,
        "rules": process.rules,
        "sheet": process.sheet,
        "matrices": True,
        "clauses": process.clauses,
        "questions": process.questions,
        "words": True,
        "versions": True,
    }
    return _written(
        book,
        "process",
        process.frame,
        style=figure_style(),
        script=_SCRIPT if process.index else "",
        page=process,
        sections=[name for name, given in there.items() if given],
    )


def _position(book: Book, position: PositionPage) -> bytes:
    there = {
        "findings": True,
        "map": True,
        "duties": True,
        "matrices": True,
        "clauses": position.clauses,
        "questions": position.questions,
    }
    sections = [name for name, given in there.items() if given]
    return _written(book, "position", position.frame, style=figure_style(), page=position, sections=sections)


def _written(
    book: Book, name: str, frame: Frame, *, style: str = "", script: str = "", **model: object
) -> bytes:
    return page(
        f"book_{name}.html.j2",
        lang=book.lang,
        title=frame.title.text,
        styles=_STYLES,
        style=style,
        script=script,
        frame=frame,
        other_language=TAGS[Voice(book.lang).other],
        **model,
    )


def _languages(books: Sequence[Book], path: str) -> bytes:
    """The page that leads to the languages, in that of the first."""
    voices = [Voice(book.lang) for book in books]
    languages = [
        (TAGS[voice.lang], voice.say("language"), path.format(lang=voice.lang), each.front)
        for voice, each in zip(voices, books, strict=True)
    ]
    title = " · ".join(voice.say("title.book") for voice in voices)
    return page(
        "book_languages.html.j2", lang=books[0].lang, title=title, styles=_STYLES, languages=languages
    )
