"""The versions of a process, and what each has otherwise than the one before it."""

from collections.abc import Iterator
from itertools import pairwise

from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.formats.html import figure
from procflow.drawing.marks import difference
from procflow.drawing.picture import picture
from procflow.reports.book.given import Given, GivenProcess, GivenVersion
from procflow.reports.book.steps import language_of
from procflow.reports.book.values import Change, VersionEntry
from procflow.reports.book.voice import Voice
from procflow.reports.differences import differences
from procflow.reports.tables.model import cited


def versions(of: GivenProcess, voice: Voice, given: Given) -> tuple[VersionEntry, ...]:
    """The version at hand, then the others, each with what the next newer one has otherwise."""
    current = _entry(of.now, voice, given, current=True)
    return (current, *_earlier(of, voice, given))


def _earlier(of: GivenProcess, voice: Voice, given: Given) -> Iterator[VersionEntry]:
    for newer, older in pairwise((of.now, *of.versions)):
        yield _entry(older, voice, given, newer=newer)


def _entry(
    version: GivenVersion,
    voice: Voice,
    given: Given,
    *,
    current: bool = False,
    newer: GivenVersion | None = None,
) -> VersionEntry:
    process = version.program.process
    where = given.place(version.where) if version.where else voice.say("version.kept")
    if newer is None:
        return VersionEntry(process.version, version.hash, where, current, "", (), None)
    language = language_of(voice.lang)
    old, new = (
        draw_process(
            each.program, each.organization, each.register, language=language, detail=Detail.OVERVIEW
        )
        for each in (version, newer)
    )
    drawn = difference(old, new)
    told = differences(
        version.program, newer.program, newer.organization, voice.lang, before=version.organization
    )
    changes = tuple(Change(each.text, cited(each.basis)) for each in told)
    shown = figure(picture(drawn), {}) if changes else None
    return VersionEntry(
        process.version, version.hash, where, current, newer.program.process.version, changes, shown
    )
