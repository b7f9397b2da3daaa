"""The front page: what the book holds, and what could not be used."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

from procflow.diagnostics import Severity
from procflow.reports.book.given import Given, GivenProcess, file_key
from procflow.reports.book.places import GLOSSARY, SEARCH, Places, single_path
from procflow.reports.book.values import BrokenFile, Frame, FrontPage, Listed, Ref, Said
from procflow.reports.book.voice import Voice


def front_page(given: Given, places: Places, frame: Frame, voice: Voice, on: date) -> FrontPage:
    """A line for everything in the book, then the files that have errors, with all that was found in them."""
    whole = not places.single
    further = ((voice.say("title.glossary"), GLOSSARY), (voice.say("title.search"), SEARCH))
    return FrontPage(
        frame=frame,
        about=voice.say("front.about"),
        made=_made(given, voice, on),
        on=voice.say("front.on", on=on.isoformat()),
        grouped=tuple(_grouped(given, places, voice)),
        processes=tuple(_process(each, places, voice) for each in given.processes),
        positions=tuple(
            _listed(
                places.positions.get(each.position.name, ""),
                voice.both(each.position.title),
                (each.position.name,),
            )
            for each in given.positions
            if whole
        ),
        registers=tuple(
            _listed(
                places.registers.get(file_key(each.span.file), ""),
                voice.both(each.title),
                (voice.say("front.clauses", count=len(each.clauses)),),
            )
            for each in given.registers()
            if whole
        ),
        organizations=tuple(
            _listed(
                places.organizations.get(file_key(each.span.file), ""),
                voice.both(each.title),
                (voice.say("front.roles", roles=len(each.roles), people=len(each.people)),),
            )
            for each in given.organizations()
            if whole
        ),
        more=tuple(Ref(text, path) for text, path in further if whole),
        broken=tuple(
            BrokenFile(given.place(each.file), tuple(voice.finding(found, given) for found in each.findings))
            for each in given.broken
        ),
    )


def _made(given: Given, voice: Voice, on: date) -> str:
    """What the book was made from, and for which day."""
    counts = {
        "processes": len(given.processes),
        "positions": len(given.positions),
        "registers": len(given.registers()),
        "organizations": len(given.organizations()),
    }
    return voice.say("front.made", on=on.isoformat(), **counts)


def _grouped(given: Given, places: Places, voice: Voice) -> Iterator[tuple[str, tuple[Listed, ...]]]:
    """The processes by the organizations that they run in."""
    for organization in given.organizations():
        file = file_key(organization.span.file)
        mine = (each for each in given.processes if file_key(each.now.organization.span.file) == file)
        yield voice.one(organization.title), tuple(_process(each, places, voice) for each in mine)


def _listed(path: str, title: Said, says: Iterable[str], *, weighty: bool = False) -> Listed:
    return Listed(Ref(title.text, quote(path)), title.other, tuple(says), weighty)


def _process(of: GivenProcess, places: Places, voice: Voice) -> Listed:
    process = of.now.program.process
    path = places.processes[process.name]
    if places.single:
        path = single_path(path, voice.lang)
    weighty = any(found.severity is not Severity.NOTE for found in of.findings)
    return _listed(path, voice.both(process.title), _of_process(of, voice), weighty=weighty)


def _of_process(of: GivenProcess, voice: Voice) -> Iterable[str]:
    process = of.now.program.process
    yield voice.say("front.version", name=process.name, version=process.version)
    yield voice.say("front.steps", count=len(of.now.program.steps))
    if process.questions:
        yield voice.say("front.questions", count=len(process.questions))
    found = sum(each.severity is not Severity.NOTE for each in of.findings)
    yield voice.say("front.findings", count=found) if found else voice.say("front.sound")
