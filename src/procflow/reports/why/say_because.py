"""Sentences on why an item is put before a role or a person."""

from collections.abc import Iterator
from typing import assert_never

from procflow.case import why as w
from procflow.reports.why.speaker import Speaker, WhyLine


def say_because(speaker: Speaker, because: w.Because) -> Iterator[WhyLine]:
    """What one reason says."""
    words = speaker.words
    match because:
        case w.RoleWritten(role):
            yield speaker.line(1, "RoleWritten", role=speaker.role(role))
        case w.OwnerIs():
            yield _owner(speaker, because)
        case w.PersonNamed(field, person):
            named = words.person(person)
            yield speaker.line(1, "PersonNamed", field=speaker.field(field), person=named)
        case w.TableDecides():
            yield from _table(speaker, because)
        case w.MapGives():
            yield speaker.line(
                1,
                "MapGives",
                because.basis,
                table=speaker.table(because.table),
                role=speaker.role(because.role),
                field=speaker.field(because.field),
                value=speaker.value(because.field, because.value, hidden=because.hidden),
            )
        case w.DataName():
            yield _named(speaker, because)
        case w.SamePerson(person, place, basis):
            text = {"person": words.person(person), "place": _done(speaker, place)}
            yield speaker.line(1, "SamePerson", basis, **text)
        case w.HandedUp() | w.InsteadOf():
            yield _moved(speaker, because)
        case _:
            yield _ruling(speaker, because)


def _owner(speaker: Speaker, owner: w.OwnerIs) -> WhyLine:
    since = ""
    if owner.since is not None and owner.step is not None:
        since = speaker.say("OwnerIs.step", step=speaker.step(owner.step), since=speaker.when(owner.since))
    elif owner.since is not None and owner.by is not None:
        by = speaker.words.person(owner.by)
        since = speaker.say("OwnerIs.by", by=by, since=speaker.when(owner.since))
    return speaker.line(1, "OwnerIs", person=speaker.words.person(owner.person), since=since)


def _table(speaker: Speaker, because: w.TableDecides) -> Iterator[WhyLine]:
    decided = because.decided
    yield speaker.line(
        1,
        f"TableDecides.{because.share}",
        decided.basis,
        table=speaker.table(decided.table),
        role=speaker.role(decided.role),
        row=decided.row,
        cells=speaker.cells(decided),
    )
    if decided.kept:
        yield speaker.line(1, "kept")


def _named(speaker: Speaker, named: w.DataName) -> WhyLine:
    field = speaker.field(named.field)
    if named.person is not None:
        return speaker.line(1, "DataName.person", field=field, person=speaker.words.person(named.person))
    if named.role:
        role = speaker.role(named.role)
        return speaker.line(1, "DataName.role", field=field, value=named.value, role=role)
    return speaker.line(1, "DataName.value", field=field, value=named.value)


def _moved(speaker: Speaker, moved: w.HandedUp | w.InsteadOf) -> WhyLine:
    match moved:
        case w.HandedUp(source, role, at, due):
            late = speaker.say("HandedUp.due", due=speaker.when(due)) if due is not None else ""
            names = {"source": speaker.role(source), "role": speaker.role(role)}
            return speaker.line(1, "HandedUp", **names, at=speaker.when(at), due=late)
        case w.InsteadOf(role, asked):
            return speaker.line(1, "InsteadOf", role=speaker.role(role), asked=speaker.role(asked))
        case _:
            assert_never(moved)


def _ruling(
    speaker: Speaker, because: w.Convenes | w.RulesOn | w.WithoutQuorum | w.SitsIn | w.LostRuling
) -> WhyLine:
    words = speaker.words
    match because:
        case w.Convenes(role, None):
            return speaker.line(1, "Convenes.review", role=speaker.role(role))
        case w.Convenes(role, group):
            names = {"role": speaker.role(role), "group": speaker.role(group or "")}
            return speaker.line(1, "Convenes.group", **names)
        case w.RulesOn(topic, level, role, passed_over):
            levels = (
                words.aside(speaker.role(p.role), speaker.say(f"reason.{p.reason}")) for p in passed_over
            )
            over = speaker.say("passed_over", levels=words.series(levels)) if passed_over else ""
            names = {"topic": words.topic(topic), "role": speaker.role(role)}
            return speaker.line(1, "RulesOn", **names, level=level, over=over)
        case w.WithoutQuorum(group, role):
            names = {"group": speaker.role(group), "role": speaker.role(role)}
            return speaker.line(1, "WithoutQuorum", **names)
        case w.SitsIn(group, role):
            names = {"group": speaker.role(group), "role": speaker.role(role)}
            return speaker.line(1, "SitsIn", **names)
        case w.LostRuling(topic, ruling):
            said = speaker.say(f"ruling.{ruling}")
            return speaker.line(1, "LostRuling", topic=words.topic(topic), ruling=said)
        case _:
            assert_never(because)


def _done(speaker: Speaker, key: str) -> str:
    """A task or a seat, as its performer is recorded."""
    step, _, seat = key.partition("/")
    return speaker.seat(step, seat) if seat else speaker.step(step)
