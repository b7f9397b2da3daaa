"""Who may act for a role under a grant, put where the role acts."""

from collections.abc import Iterator, Sequence

from procflow.reports.book.chapter import Chapter
from procflow.reports.book.places import Places
from procflow.reports.book.terms import place_anchor
from procflow.reports.book.values import Line, Ref
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import Responsibility, confirmed
from procflow.reports.matrices.shown.voice import Voice as Tables
from procflow.reports.matrices.subject import role_key
from procflow.reports.matrices.values import Activity, Deputy, Lends, Letter, Part


def grants_table(process: str) -> str:
    """The place of the table of grants on the page of a process."""
    return f"table-{process}-grants"


def lending(matrix: Responsibility, voice: Voice) -> dict[str, Line]:
    """By activity: who may act there for whoever does it, under which grant, up to how much and when."""
    tables, found = Tables(voice.lang), {}
    for activity in matrix.activities:
        deputies = dict.fromkeys(deputy for _, deputy in _deputies(matrix, activity))
        if deputies:
            said = tuple(tables.lent(Lends(each)) for each in deputies)
            more = Ref(voice.say("part.all_grants"), f"#{grants_table(matrix.process)}")
            found[activity.place] = Line(voice.say("part.by_grant"), said, (more,))
    return found


def power_lines(role: str, mine: Sequence[Chapter], places: Places, page: str) -> Iterator[Line]:
    """What the holders of a role may do in some procedures: at which steps by the role, at which by grants
    with their limits, and which limits of the organization they confirm. ``page`` is the one told on."""
    if not mine:
        return
    voice = Voice(mine[0].subject.words.lang)
    for name, refs in (
        ("power.acts", [ref for each in mine for ref in _acts(role, each, places, page)]),
        ("power.by_grant", [ref for each in mine for ref in _by_grant(role, each, places, page)]),
    ):
        if refs:
            yield Line(voice.say(name), (), tuple(refs))
    limits = dict.fromkeys(
        voice.say("power.limit", title=each.title, value=each.value)
        for chapter in mine
        for each in confirmed(chapter.subject)
    )
    if limits:
        yield Line(voice.say("power.limits"), tuple(limits))


def _acts(role: str, chapter: Chapter, places: Places, page: str) -> Iterator[Ref]:
    for activity in chapter.responsibility.activities:
        if any(part.actor == role_key(role) and part.letter is Letter.R for part in activity.parts):
            yield _leads(activity, activity.title, chapter, places, page)


def _by_grant(role: str, chapter: Chapter, places: Places, page: str) -> Iterator[Ref]:
    """The grants that holders of the role have received; one activity has one line for each."""
    holders = set(chapter.subject.organization.holders(role))
    voice = Voice(chapter.subject.words.lang)
    tables = Tables(voice.lang)
    for activity in chapter.responsibility.activities:
        for deputy in dict.fromkeys(each for _, each in _deputies(chapter.responsibility, activity)):
            if deputy.receiver in holders:
                said = voice.say("power.at", activity=activity.title, lent=tables.lent(Lends(deputy)))
                yield _leads(activity, said, chapter, places, page)


def _leads(activity: Activity, text: str, chapter: Chapter, places: Places, page: str) -> Ref:
    place = place_anchor(chapter.process, activity.place)
    path = places.processes[chapter.process.name]
    return Ref(text, places.way(page, path, place) if place else "")


def _deputies(matrix: Responsibility, activity: Activity) -> Iterator[tuple[Part, Deputy]]:
    """Whoever may act for those who do an activity as a matter of course, or for the members of a group."""
    for part in activity.parts:
        decides = part.letter is Letter.A and part.actor.startswith("group:")
        if (part.letter is Letter.R or decides) and not part.conditional:
            for deputy in matrix.actor(part.actor).deputies:
                yield part, deputy
