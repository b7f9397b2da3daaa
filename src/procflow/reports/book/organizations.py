"""The page of an organization: who holds what, who may act for whom, what its limits are."""

from collections.abc import Iterator, Sequence

from procflow.definition.organization import Group, Organization
from procflow.reports.book.chapter import Chapter
from procflow.reports.book.places import Places, anchor
from procflow.reports.book.terms import place_anchor
from procflow.reports.book.values import Acting, Frame, Line, OrganizationPage, Ref, RoleEntry
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import Responsibility
from procflow.reports.matrices.shown.voice import Voice as Tables
from procflow.reports.matrices.subject import Subject, group_key, role_key
from procflow.reports.tables import Cell, Table


def organization_page(
    organization: Organization, chapters: Sequence[Chapter], places: Places, frame: Frame, voice: Voice
) -> OrganizationPage:
    """An organization with the parts that its roles have in the processes of the book."""
    subject = chapters[0].subject
    return OrganizationPage(
        frame=frame,
        id=organization.name,
        notes=(Tables(voice.lang).as_of(subject.on),),
        roles=tuple(
            RoleEntry(
                anchor("role", role.name),
                voice.both(role.title),
                role.name,
                tuple(_role_lines(organization, role.name, voice)),
                _acting(role_key(role.name), chapters, places, frame),
            )
            for role in organization.roles.values()
        ),
        groups=tuple(
            RoleEntry(
                anchor("group", group.name),
                voice.both(group.title),
                group.name,
                tuple(_group_lines(organization, group, voice)),
                _acting(group_key(group.name), chapters, places, frame),
            )
            for group in organization.groups.values()
        ),
        tables=tuple(_tables(organization, subject, voice)),
    )


def _role_lines(organization: Organization, name: str, voice: Voice) -> Iterator[Line]:
    role = organization.roles[name]
    holders = [voice.one(organization.people[each].title) for each in organization.holders(name)]
    yield Line(voice.say("role.holders"), (voice.listed(holders) or voice.say("word.nobody"),))
    if role.superior is not None:
        above = organization.roles.get(role.superior)
        title = voice.one(above.title) if above is not None else role.superior
        yield Line(voice.say("role.superior"), (title,))
    if role.department is not None:
        department = organization.departments.get(role.department)
        title = voice.one(department) if department is not None else role.department
        yield Line(voice.say("role.department"), (title,))


def _group_lines(organization: Organization, group: Group, voice: Voice) -> Iterator[Line]:
    members = (organization.roles.get(name) for name in group.members)
    titles = [voice.one(role.title) for role in members if role is not None]
    yield Line(voice.say("group.members"), (voice.listed(titles),))
    for name, threshold in (("quorum", group.quorum), ("majority", group.majority)):
        sign = ">" if threshold.strict else "≥"
        yield Line(voice.say(f"group.{name}"), (f"{sign} {threshold.share}",))


def _acting(key: str, chapters: Sequence[Chapter], places: Places, frame: Frame) -> tuple[Acting, ...]:
    """What an actor has to do in the processes of the book."""
    return tuple(row for chapter in chapters for row in _in_process(key, chapter, places, frame))


def _in_process(key: str, chapter: Chapter, places: Places, frame: Frame) -> Iterator[Acting]:
    matrix: Responsibility = chapter.responsibility
    tables = Tables(chapter.subject.words.lang)
    page = places.processes[chapter.process.name]
    for activity in matrix.activities:
        parts = [part for part in activity.parts if part.actor == key]
        if parts:
            place = place_anchor(chapter.process, activity.place)
            yield Acting(
                Ref(matrix.title, places.way(frame.path, page)),
                Ref(activity.title, places.way(frame.path, page, place) if place else ""),
                tables.letters(parts),
                "; ".join(dict.fromkeys(part.why for part in parts)),
            )


def _tables(organization: Organization, subject: Subject, voice: Voice) -> Iterator[Table]:
    """People, grants, limits, calendars: each only where there are some."""
    tables = Tables(voice.lang)
    if organization.people:
        yield _people(organization, voice)
    if organization.grants:
        deputies = [subject.deputy(grant) for grant in organization.grants.values()]
        rows = [(voice.listed(list(each.role_titles)), each) for each in deputies]
        yield tables.grants("grants", voice.say("organization.grants"), rows)
    if organization.limits:
        limits = tuple(
            (Cell(voice.one(each.title)), Cell(each.name), Cell(each.value))
            for each in organization.limits.values()
        )
        heads: tuple[str, ...] = (voice.say("head.limit"), voice.say("head.id"), voice.say("head.value"))
        yield Table("limits", voice.say("organization.limits"), heads, limits)
    if organization.calendars:
        zones = tuple((Cell(name), Cell(organization.zone_of(name).key)) for name in organization.calendars)
        heads = (voice.say("head.calendar"), voice.say("head.zone"))
        yield Table("calendars", voice.say("organization.calendars"), heads, zones)


def _people(organization: Organization, voice: Voice) -> Table:
    rows = []
    for person in organization.people.values():
        roles = (organization.roles.get(name) for name in person.roles)
        held = voice.listed([voice.one(role.title) for role in roles if role is not None])
        other = person.title.en if voice.lang == "zh" else person.title.zh
        rows.append((Cell(voice.one(person.title)), Cell(other), Cell(person.name), Cell(held)))
    heads = tuple(voice.say(f"head.{name}") for name in ("person", "other_script", "id", "roles"))
    return Table("people", voice.say("organization.people"), heads, tuple(rows))
