"""The front page: what the book holds, and what could not be used."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from procflow.diagnostics import Severity
from procflow.reports.book.given import Given, GivenProcess
from procflow.reports.book.places import GLOSSARY, SEARCH, Places
from procflow.reports.book.values import BrokenFile, Frame, FrontPage, Listed, Ref, Said
from procflow.reports.book.voice import Voice


def front_page(given: Given, places: Places, frame: Frame, voice: Voice, on: date) -> FrontPage:
    """A line for everything in the book, then the files that have errors, with all that was found in them."""

    def listed(path: str, title: Said, says: Iterable[str], *, weighty: bool = False) -> Listed:
        leads = path.replace(".html", f".{voice.lang}.html") if places.single else path
        ref = Ref(title.text, quote(leads))
        return Listed(ref, title.other, tuple(says), weighty)

    return FrontPage(
        frame=frame,
        on=voice.say("front.on", on=on.isoformat()),
        processes=tuple(
            listed(
                places.processes[each.now.program.process.name],
                voice.both(each.now.program.process.title),
                _of_process(each, voice),
                weighty=any(found.severity is not Severity.NOTE for found in each.findings),
            )
            for each in given.processes
        ),
        positions=tuple(
            listed(
                places.positions.get(each.position.name, ""),
                voice.both(each.position.title),
                (each.position.name,),
            )
            for each in given.positions
        ),
        registers=tuple(
            listed(
                places.registers.get(each.span.file, ""),
                voice.both(each.title),
                (voice.say("front.clauses", count=len(each.clauses)),),
            )
            for each in given.registers()
        ),
        organizations=tuple(
            listed(
                places.organizations.get(each.span.file, ""),
                voice.both(each.title),
                (voice.say("front.roles", roles=len(each.roles), people=len(each.people)),),
            )
            for each in given.organizations()
        ),
        more=()
        if places.single
        else (Ref(voice.say("title.glossary"), GLOSSARY), Ref(voice.say("title.search"), SEARCH)),
        broken=tuple(
            BrokenFile(given.place(each.file), tuple(voice.finding(found, given) for found in each.findings))
            for each in given.broken
        ),
    )


def _of_process(of: GivenProcess, voice: Voice) -> Iterable[str]:
    process = of.now.program.process
    yield voice.say("front.version", name=process.name, version=process.version)
    yield voice.say("front.steps", count=len(of.now.program.steps))
    if process.questions:
        yield voice.say("front.questions", count=len(process.questions))
    found = sum(each.severity is not Severity.NOTE for each in of.findings)
    yield voice.say("front.findings", count=found) if found else voice.say("front.sound")
