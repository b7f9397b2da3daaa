"""Separation of duties as tables."""

from collections.abc import Iterator, Sequence

from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.matrices.values import Lends, PersonsRule, RuleKind, Separation
from procflow.reports.tables.model import Cell, Document, Table, cited
from procflow.wording import Lang

_KINDS = {RuleKind.DIFFERENT: "different", RuleKind.SAME: "same", RuleKind.OWN: "own"}


def show_separation(found: Sequence[Separation], lang: Lang) -> Document:
    """Two tables a process: the persons whom a rule could catch, and the rules place by place."""
    voice = Voice(lang)
    notes = [
        voice.say("note.process", title=each.title, process=each.process, version=each.version)
        for each in found
    ]
    days = dict.fromkeys(voice.as_of(each.on) for each in found)
    tables = tuple(table for each in found for table in _tables(voice, each))
    return Document(voice.say("title.separation"), (*notes, voice.say("note.barred"), *days), tables, lang)


def _tables(voice: Voice, matrix: Separation) -> Iterator[Table]:
    rules = [(number, rule) for number, rule in enumerate(matrix.rules, 1)]
    found = tuple(row for number, rule in rules for row in _findings(voice, number, rule))
    heads = voice.heads("rule", "person", "sides", "basis")
    title = voice.say("table.findings", title=matrix.title)
    yield Table(f"{matrix.process}-findings", title, heads, found)
    rows = tuple(row for number, rule in rules for row in _places(voice, number, rule))
    heads = voice.heads("rule", "place", "role", "holders", "deputies", "basis")
    yield Table(f"{matrix.process}-rules", voice.say("table.rules", title=matrix.title), heads, rows)


def _named(voice: Voice, number: int, rule: PersonsRule) -> Cell:
    return Cell(f"{number} {voice.say(f'rule.{_KINDS[rule.kind]}')}")


def _places(voice: Voice, number: int, rule: PersonsRule) -> Iterator[tuple[Cell, ...]]:
    for side in rule.sides:
        yield (
            _named(voice, number, rule),
            Cell(side.title),
            Cell(voice.row(side.role_titles)),
            Cell(voice.names(side.holders) or voice.say("word.none")),
            Cell(voice.row(voice.lent(Lends(deputy)) for deputy in side.deputies)),
            Cell(cited(rule.basis)),
        )


def _findings(voice: Voice, number: int, rule: PersonsRule) -> Iterator[tuple[Cell, ...]]:
    for overlap in rule.overlaps:
        sides = voice.row(voice.say("word.both", side=side, by=by) for side, by in overlap.sides)
        yield (
            _named(voice, number, rule),
            Cell(overlap.name, finding=True),
            Cell(sides),
            Cell(cited(rule.basis)),
        )
    if rule.nobody:
        sides = voice.row(side.title for side in rule.sides)
        found = Cell(voice.say("word.nobody_on_all"), finding=True)
        yield _named(voice, number, rule), found, Cell(sides), Cell(cited(rule.basis))
