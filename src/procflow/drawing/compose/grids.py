"""The tables of a process, as they are drawn beneath the picture."""

from collections.abc import Iterator

from procflow.definition.process import RoleMap, Table
from procflow.drawing.compose.canvas import Subject
from procflow.drawing.model import Grid
from procflow.wording import cell_words


def grids(subject: Subject) -> Iterator[Grid]:
    """A grid for each table that decides, and for each map from values to roles."""
    for table in subject.program.process.tables.values():
        yield _decisions(subject, table)
    for role_map in subject.program.process.maps.values():
        yield _mapping(subject, role_map)


def _decisions(subject: Subject, table: Table) -> Grid:
    voice = subject.voice
    rows = (
        (
            str(number),
            *(cell_words(voice.words, row.cells[column]) for column in table.columns),
            voice.words.role(row.then),
            " ".join((*row.basis.clauses, *row.basis.questions)),
        )
        for number, row in enumerate(table.rows, 1)
    )
    heads = (
        "",
        *(voice.words.covered(column) for column in table.columns),
        voice.say("grid.decides"),
        voice.say("fact.clause"),
    )
    return Grid(table.name, voice.titled(table.title), heads, tuple(rows))


def _mapping(subject: Subject, role_map: RoleMap) -> Grid:
    voice = subject.voice
    heads = (voice.words.covered(role_map.field), voice.say("fact.role"))
    rows = tuple((value, voice.words.role(role)) for value, role in role_map.roles.items())
    return Grid(role_map.name, voice.titled(role_map.title), heads, rows)
