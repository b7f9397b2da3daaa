"""Differences as tables."""

from collections.abc import Sequence

from procflow.definition.organization import Organization
from procflow.program import Program
from procflow.reports.differences.model import About, Difference, Kind
from procflow.reports.tables.model import Cell, Document, Table, cited
from procflow.wording import Lang, Words, phrase


def show_differences(
    old: Program, new: Program, found: Sequence[Difference], organization: Organization, lang: Lang
) -> Document:
    """A table for each part of the process that something differs in; without any, a line that says so."""
    words = Words(new, organization, lang)
    title = phrase("title", lang, {"title": words.title(new.process.title)}, __package__)
    versions = {"old": _version(old, lang), "new": _version(new, lang)}
    notes = [phrase("note.versions", lang, versions, __package__)]
    parts = [part for part in About if any(each.about is part for each in found)]
    if not parts:
        notes.append(phrase("note.same" if old.hash == new.hash else "note.nothing", lang, {}, __package__))
    tables = tuple(_table([each for each in found if each.about is part], part, lang) for part in parts)
    return Document(title, tuple(notes), tables, lang)


def _version(program: Program, lang: Lang) -> str:
    process = program.process
    args = {"name": process.name, "version": process.version, "hash": program.hash[:12]}
    return phrase("note.version", lang, args, __package__)


def _table(found: Sequence[Difference], part: About, lang: Lang) -> Table:
    heads = tuple(_say(f"head.{name}", lang) for name in ("place", "kind", "what", "basis"))
    rows = tuple(
        (
            Cell(_places(each.places)),
            Cell(_say(f"kind_word.{each.kind}", lang), finding=each.kind is Kind.REMOVED),
            Cell(each.text),
            Cell(cited(each.basis)),
        )
        for each in found
    )
    return Table(part.value, _say(f"about.{part}", lang), heads, rows)


def _places(places: tuple[str, ...]) -> str:
    """The elements; of many the first, since the sentence names them all."""
    return ", ".join(places) if len(places) <= 2 else f"{places[0]} +{len(places) - 1}"


def _say(name: str, lang: Lang) -> str:
    return phrase(name, lang, {}, __package__)
