"""Responsibility as tables."""

from collections.abc import Iterator, Sequence

from procflow.definition.process import joined
from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.matrices.values import (
    Activity,
    Letter,
    PersonMatrix,
    PositionMatrix,
    Responsibility,
    Taken,
)
from procflow.reports.tables.model import Cell, Document, Table, cell, cited
from procflow.wording import Lang


def show_responsibility(found: Sequence[Responsibility], lang: Lang) -> Document:
    """Four tables a process: activities by actors, activities by letters, every reason, every grant."""
    voice = Voice(lang)
    title = voice.say("title.responsibility")
    notes = [
        voice.say("note.process", title=each.title, process=each.process, version=each.version)
        for each in found
    ]
    days = dict.fromkeys(voice.as_of(each.on) for each in found)
    tables = tuple(table for each in found for table in _tables(voice, each))
    return Document(title, (*notes, voice.say("note.raci"), *days), tables, lang)


def _tables(voice: Voice, matrix: Responsibility) -> Iterator[Table]:
    yield _matrix(voice, matrix)
    yield _by_letter(voice, matrix)
    yield _reasons(voice, matrix)
    pairs = [(actor.title, deputy) for actor in matrix.actors for deputy in actor.deputies]
    yield voice.grants(f"{matrix.process}-grants", voice.say("table.grants", title=matrix.title), pairs)


def _matrix(voice: Voice, matrix: Responsibility) -> Table:
    rows = []
    for activity in matrix.activities:
        row = [cell(activity.title, activity.basis)]
        for actor in matrix.actors:
            parts = [part for part in activity.parts if part.actor == actor.id]
            row.append(cell(voice.letters(parts), joined(*(part.basis for part in parts))))
        rows.append(tuple(row))
    heads = (*voice.heads("activity"), *(actor.title for actor in matrix.actors))
    title = voice.say("table.matrix", title=matrix.title)
    return Table(f"{matrix.process}-matrix", title, heads, tuple(rows), grid=True)


def _by_letter(voice: Voice, matrix: Responsibility) -> Table:
    rows = tuple(
        (
            Cell(activity.title),
            *(Cell(_with_letter(voice, matrix, activity, letter)) for letter in Letter),
            Cell(cited(activity.basis)),
        )
        for activity in matrix.activities
    )
    heads = (*voice.heads("activity"), *(letter.value for letter in Letter), *voice.heads("basis"))
    return Table(f"{matrix.process}-letters", voice.say("table.letters", title=matrix.title), heads, rows)


def _with_letter(voice: Voice, matrix: Responsibility, activity: Activity, letter: Letter) -> str:
    parts = [part for part in activity.parts if part.letter is letter]
    always = dict.fromkeys(part.actor for part in parts if not part.conditional)
    perhaps = dict.fromkeys(part.actor for part in parts if part.actor not in always)
    titles = [matrix.actor(key).title for key in always]
    titles += [voice.say("word.conditional", letter=matrix.actor(key).title) for key in perhaps]
    return voice.row(titles)


def _reasons(voice: Voice, matrix: Responsibility) -> Table:
    rows = []
    for activity in matrix.activities:
        for part in activity.parts:
            actor = matrix.actor(part.actor)
            held = voice.held(actor.holders) if actor.roles else Cell("")
            rows.append(
                (
                    Cell(activity.title),
                    Cell(voice.letter(part)),
                    Cell(actor.title),
                    held,
                    Cell(part.why),
                    Cell(cited(part.basis)),
                )
            )
    heads = voice.heads("activity", "letter", "who", "holders", "why", "basis")
    title = voice.say("table.reasons", title=matrix.title)
    return Table(f"{matrix.process}-reasons", title, heads, tuple(rows))


def show_position(matrix: PositionMatrix, lang: Lang) -> Document:
    """What a position has to do, answers for and may do; then its part in each process."""
    voice = Voice(lang)
    entries = tuple(
        (
            Cell(f"{entry.name} {entry.title}"),
            Cell(entry.kind),
            Cell(entry.says),
            Cell(entry.produces),
            Cell(voice.row(entry.procedures)),
            Cell(cited(entry.basis)),
        )
        for entry in matrix.entries
    )
    heads = voice.heads("title", "kind", "says", "produces", "procedures", "basis")
    duties = voice.say("table.duties", title=matrix.title)
    return Document(
        title=f"{voice.say('title.responsibility')} · {matrix.title}",
        notes=(
            voice.say("note.position", role=matrix.role, superior=matrix.superior),
            voice.say("note.raci"),
        ),
        tables=(
            Table(f"{matrix.position}-duties", duties, heads, entries),
            _taken(voice, matrix.position, matrix.title, matrix.taken),
        ),
        lang=lang,
    )


def _taken(voice: Voice, name: str, title: str, taken: Sequence[Taken]) -> Table:
    together: dict[tuple[str, str, str], list[Taken]] = {}
    for each in taken:
        together.setdefault((each.process, each.activity.place, each.through), []).append(each)
    rows = tuple(
        (
            Cell(found[0].activity.title),
            Cell(found[0].process_title),
            Cell(voice.letters([each.part for each in found])),
            Cell(voice.row(each.part.why for each in found)),
            Cell(found[0].through),
            Cell(cited(joined(*(each.part.basis for each in found)))),
        )
        for found in together.values()
    )
    heads = voice.heads("activity", "process", "letter", "why", "through", "basis")
    return Table(f"{name}-part", voice.say("table.taken", title=title), heads, rows)


def show_person(matrix: PersonMatrix, lang: Lang) -> Document:
    """A person's part in each process on a day, then the grants received and given."""
    voice = Voice(lang)
    roles = voice.row(matrix.roles) or voice.say("word.none")
    away = (voice.say("note.away"),) if matrix.away else ()
    received = [(voice.row(deputy.role_titles), deputy) for deputy in matrix.received]
    given = [(voice.row(deputy.role_titles), deputy) for deputy in matrix.given]
    return Document(
        title=f"{voice.say('title.responsibility')} · {matrix.name}",
        notes=(
            voice.say("note.person", roles=roles),
            voice.as_of(matrix.on),
            *away,
            voice.say("note.raci"),
            voice.say("note.acting"),
        ),
        tables=(
            _taken(voice, matrix.person, matrix.name, matrix.taken),
            voice.grants("received", voice.say("table.received", title=matrix.name), received),
            voice.grants("given", voice.say("table.given", title=matrix.name), given),
        ),
        lang=lang,
    )
