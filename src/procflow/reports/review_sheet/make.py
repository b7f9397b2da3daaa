"""A review sheet of a case, from its events and the layout that is declared for its process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.definition.process import Title
from procflow.definition.sheet import (
    BlankLine,
    EventLine,
    FieldLine,
    Line,
    ResultLine,
    Section,
    Sheet,
    SignedLine,
    TableLine,
    TopicLine,
)
from procflow.program import Program
from procflow.reports.review_sheet.acts import Acts, acts_of
from procflow.reports.review_sheet.fields import Fields, paired
from procflow.reports.review_sheet.signed import Signed
from procflow.reports.review_sheet.values import (
    BlankRow,
    FieldRow,
    HeadingRow,
    Number,
    Part,
    ReviewSheet,
    Row,
    SignedRow,
    Standing,
    Text,
)
from procflow.reports.review_sheet.voice import Voice
from procflow.wording import Lang


def review_sheet(
    program: Program,
    organization: Organization,
    sheet: Sheet,
    envelopes: Sequence[Envelope],
    *,
    number: str | None = None,
    hidden: Sequence[str] = (),
    langs: Sequence[Lang] = ("zh",),
    head: str = "",
    fault: str = "",
) -> ReviewSheet:
    """The sheet of a case as of the last of its events, in one language or both.

    ``envelopes`` are the events of the case as whoever reads may see them, ``hidden`` the fields that they
    may not. ``number`` is the serial number, which the database gives; without it the place is left empty.
    ``head`` is that of the record, ``fault`` what is wrong with it. Raises ``ValueError`` for no event.
    """
    if not envelopes:
        raise ValueError("a case has at least the event that started it")
    voice = Voice.of(program, organization, langs)
    maker = _Maker(voice, acts_of(program, envelopes), frozenset(hidden))
    first, last = envelopes[0], envelopes[-1]
    return ReviewSheet(
        name=sheet.name,
        case=first.case,
        process=program.process.name,
        langs=tuple(langs),
        house=voice.title(organization.title),
        title=voice.title(sheet.title),
        number=maker.number(sheet, number),
        date_title=maker.date_title(sheet),
        date=maker.date(sheet),
        notices=tuple(maker.notices(fault)),
        final=maker.acts.ended is not None and not fault,
        whole=not fault,
        parts=tuple(maker.part(section) for section in sheet.sections),
        remarks=tuple(voice.title(remark.text) for remark in sheet.remarks),
        facts=tuple(maker.facts(first.case, last.seq, head)),
        labels={name: voice.say(f"label.{name}") for name in _LABELS},
    )


_LABELS = (
    *("number", "line", "opinion", "signed", "at", "remarks"),
    *("missing", "draft", "ticked", "unticked", "unasked"),
)
"""What stands on the form of whatever process."""


@dataclass(frozen=True, slots=True)
class _Maker:
    voice: Voice
    acts: Acts
    hidden: frozenset[str]

    def number(self, sheet: Sheet, number: str | None) -> Number | None:
        """The serial number, on a sheet that has one."""
        if sheet.serial is None:
            return None
        return Number(number) if number is not None else Number("", self.voice.say("no_number"))

    def date_title(self, sheet: Sheet) -> Text:
        """What the date is called."""
        title = sheet.dated.title
        return self.voice.title(title) if title is not None else self.voice.say("date")

    def date(self, sheet: Sheet) -> Text:
        """The date of the sheet; nothing while its step is not done."""
        step = sheet.dated.step
        if step is None:
            return self.voice.day(self.acts.started) if self.acts.started is not None else ()
        done = [act.at for act in self.acts.done if act.step == step and act.standing is Standing.IN_FORCE]
        return self.voice.day(done[-1]) if done else ()

    def notices(self, fault: str) -> Iterator[Text]:
        """What has to be known before anything else on the sheet is read."""
        if fault:
            yield self.voice.say("flawed", fault=fault)
        last = self.acts.last
        if self.acts.ended is None and last is not None:
            yield self.voice.say("not_final", at=self.voice.time(last.at))
        for act in self.acts.done:
            if act.standing is Standing.VOID and act.voided_at is not None:
                step = self.acts.program.steps.get(act.step)
                title = self.voice.title(step.title) if step is not None else self.voice.plain(act.step)
                yield self.voice.say("void", step=title, at=self.voice.time(act.voided_at))

    def facts(self, case: str, seq: int, head: str) -> Iterator[Text]:
        """What leads from the paper back to the record."""
        process = self.acts.program.process
        title = self.voice.title(process.title)
        yield self.voice.say("fact.case", case=case, process=title, version=process.version)
        yield self.voice.say("fact.record", seq=seq)
        if head:
            yield self.voice.say("fact.head", head=head)

    def part(self, section: Section) -> Part:
        """A part of the sheet."""
        rows: tuple[Row, ...] = tuple(row for line in section.lines for row in self.rows(line, None))
        if section.columns > 1:
            rows = tuple(paired(rows))
        signed = any(isinstance(row, SignedRow) for row in rows)
        return Part(self.voice.title(section.title), rows, signed)

    def rows(self, line: Line, occurrence: str | None) -> Iterator[Row]:
        """The rows of a line."""
        fields = Fields(self.voice, self.acts, self.hidden, occurrence)
        signed = Signed(self.voice, self.acts, occurrence)
        match line.what:
            case FieldLine() as what:
                yield from fields.rows(line, what)
            case TableLine() as what:
                yield fields.table(line, what)
            case SignedLine() as what:
                yield from signed.rows(line, what)
            case TopicLine() as what:
                yield signed.topic(line, what)
            case EventLine() as what:
                yield from self._events(line, what)
            case ResultLine():
                yield self._result(line)
            case BlankLine(rows):
                yield BlankRow(self.voice.title(line.title or Title("", "")), rows)
            case _:
                assert_never(line.what)

    def _events(self, line: Line, what: EventLine) -> Iterator[Row]:
        """The occurrences of an event, one after the other; that there was none, once that is certain."""
        known = self.acts.program.process.events.get(what.event)
        own = known.title if known is not None else Title(what.event, what.event)
        title = self.voice.title(line.title or own)
        found = [
            o for o in self.acts.scopes.values() if o.raised is not None and o.raised.event == what.event
        ]
        if not found:
            over = self.acts.ended is not None
            yield FieldRow(title, self.voice.say("none") if over else (), missing=False)
        for count, opened in enumerate(found, 1):
            person = self.voice.name(opened.raised.who.by) if opened.raised is not None else ()
            at = self.voice.time(opened.at)
            yield HeadingRow(self.voice.say("occurrence", event=title, count=count, at=at, person=person))
            for inner in what.lines:
                yield from self.rows(inner, opened.scope)

    def _result(self, line: Line) -> Row:
        title = self.voice.title(line.title) if line.title is not None else self.voice.say("result")
        if self.acts.ended is None:
            return FieldRow(title, (), missing=True)
        at, event = self.acts.ended
        end = self.acts.program.ended(event.step)
        status = self.voice.each(lambda words: words.word("status", event.status))
        said = self.voice.title(end.title) if end is not None else status
        aside = self.voice.say("ended", status=status, at=self.voice.time(at))
        return FieldRow(title, said, aside)
