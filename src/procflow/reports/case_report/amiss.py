"""What is wrong with a case, in words: on top of its report, and where it is."""

from collections.abc import Iterator

from procflow.case.record import Fault
from procflow.reports.case_report.subject import Subject
from procflow.reports.case_report.values import Wrong
from procflow.reports.case_report.voice import say
from procflow.wording import Lang


def wrong_of(subject: Subject) -> Iterator[Wrong]:
    """What is missing of what gives names, then what a check finds, then what cannot be read, each once."""
    kept, lang = subject.kept, subject.lang
    if kept.program is None:
        name = kept.definition or say("wrong.unnamed", lang)
        yield Wrong("no-definition", 0, 0, say("wrong.no-definition", lang, hash=name))
    if kept.organization is None:
        yield Wrong("no-organization", 0, 0, say("wrong.no-organization", lang))
    for fault in kept.faults:
        detail = "" if _text("en", fault).rstrip(".").lower() == fault.text.lower() else fault.text
        yield Wrong(fault.kind, fault.seq, fault.version, _text(lang, fault), detail)
    told = {fault.seq for fault in kept.faults}
    for seq in kept.unreadable:
        if seq not in told:
            yield Wrong("unreadable", seq, 0, say("wrong.unreadable", lang, seq=seq))


def _text(lang: Lang, fault: Fault) -> str:
    if fault.seq:
        return say(f"wrong.{fault.kind}.event", lang, seq=fault.seq)
    if fault.version:
        return say(f"wrong.{fault.kind}.commit", lang, version=fault.version)
    return say(f"wrong.{fault.kind}.case", lang)
