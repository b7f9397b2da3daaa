"""The demonstration: one contract from the first terms to the file, told from its record.

``demo.toml`` says what its people do and when. The engine carries it out on a real database, with a clock
that is moved by hand; then the story is told from what stands on the record, and the record is shown to be
tamper-evident.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from procflow.case import CLOCK, Refused
from procflow.case import events as e
from procflow.case.record import Envelope, open_event
from procflow.drawing import Language
from procflow.engine import TRUSTED, Engine, Library, Record, open_library
from procflow.reports import Kind, Lang, Line, Words, tell
from procflow.reports.case_page import case_page
from procflow.reports.columns import columns, padded, wrap
from procflow.store import SQLiteStore
from procflow.testing.clock import VirtualClock
from procflow.testing.demo_script import Act, Scene, Script, read_script
from procflow.testing.driver import CaseDriver

WIDTH = 100
_CLAUSE, _TIME = 7, 6
_DAY: dict[Lang, int] = {"en": 7, "zh": 11}
_ALTER = """
    UPDATE events SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB)
    WHERE case_id = ? AND seq = ?"""


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One line of the demonstration.

    ``kind`` is heading, text, refusal, record, fault or command, or a :class:`~procflow.reports.Kind` of the
    story. ``margin`` is what stands in the columns on the left.
    """

    kind: str
    margin: str
    text: str

    def __str__(self) -> str:
        return (self.margin + self.text).rstrip()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An act that was refused."""

    act: Act
    refused: Refused


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is told once the events up to a version of the case have been."""

    version: int
    what: Scene | _Refusal


@dataclass(frozen=True, slots=True)
class _Show:
    """The run that is shown: its words and sentences, its database, and what stands there."""

    words: Words
    script: Script
    library: Library
    path: Path
    record: tuple[Envelope, ...]
    lines: tuple[Line, ...]


def run_demo(write: Callable[[str], None], *, database: str | Path | None = None, lang: Lang = "en") -> None:
    """Run the demonstration and write it, line by line, without line ends. See :func:`demo_lines`."""
    for line in demo_lines(database=database, lang=lang):
        write(str(line))


def demo_lines(*, database: str | Path | None = None, lang: Lang = "en") -> Iterator[DemoLine]:
    """Run the demonstration; its lines, at most :data:`WIDTH` columns wide but for long commands and paths.

    The case is kept in ``database``, the path of a SQLite file, or in a new one in a temporary folder, which
    is left there to be looked at; beside it lies the picture of the case as a page. Raises ``Refused`` for a
    database that holds cases, ``StoreError`` for a file that cannot be used.
    """
    path = Path(database) if database is not None else Path(tempfile.mkdtemp(prefix="procflow-")) / "demo.db"
    script, library = read_script(lang), open_library(None)
    program = library.program(script.process)
    words = Words(program, library.organization(program.process.organization), lang)
    with closing(SQLiteStore(path)) as store:
        if store.cases():
            raise Refused("not-empty", f"{path} holds cases; the demonstration takes a database of its own")
        engine = Engine(store, library, clock=VirtualClock(words.zone.instant(script.begins)))
        driver = CaseDriver(engine, script.process, name="demo")
        marks = list(_play(driver, script, words))
        case = driver.case.id
        record = tuple(open_event(stored) for commit in store.history(case) for stored in commit.events)
        lines = tuple(tell(program, words.organization, record, lang))
        show = _Show(words, script, library, path, record, lines)
        yield from _opening(show)
        yield from _story(show, marks)
        yield from _record(show, engine.head(case))
        yield from _verified(script, engine, case)
        picture = _picture(engine.record(case, reader=TRUSTED), path, lang)
    yield from _altered(show)
    yield DemoLine("record", "", script.say("picture", picture=picture))
    yield from _heading(script.say("next"))
    for command in script.commands:
        yield DemoLine("command", "  ", command.format(case=case, database=path, process=script.process))


def _play(driver: CaseDriver, script: Script, words: Words) -> Iterator[_Mark]:
    """Carry the script out; what is to be told besides the events, with when."""
    for scene in script.scenes:
        yield _Mark(driver.case.version if driver.started else 0, scene)
        for act in scene.acts:
            driver.until(words.zone.instant(act.at))
            for actor in act.actors:
                try:
                    _do(driver, act, actor)
                except Refused as refused:
                    if not act.refused:
                        raise
                    yield _Mark(driver.case.version, _Refusal(act, refused))
                else:
                    if act.refused:
                        raise AssertionError(f"{actor} was not refused at {act.place}")


def _do(driver: CaseDriver, act: Act, actor: str) -> None:
    if act.place is None:
        driver.start(actor, act.data, on_behalf_of=act.on_behalf_of)
        return
    driver.do(
        act.place,
        act.outcome,
        actor=actor,
        on_behalf_of=act.on_behalf_of,
        comment=act.comment,
        topic=act.topic,
        data=act.data,
    )


def _opening(show: _Show) -> Iterator[DemoLine]:
    process, organization = show.words.process, show.words.organization
    names = {"process": show.words.title(process.title), "organization": show.words.title(organization.title)}
    yield from _text(show.script.say("opening", version=process.version, **names))
    yield from _text(show.script.say("legend"))


def _story(show: _Show, marks: list[_Mark]) -> Iterator[DemoLine]:
    """The lines of the story with the scenes and the refusals between them."""
    words, day = show.words, ""
    waiting = list(marks)
    for line in show.lines:
        while waiting and waiting[0].version < line.seqs[0]:
            yield from _marked(show, waiting.pop(0))
        if line.minor or _answered_as_asked(show, line):
            continue
        today = words.weekday(line.at)
        named = (*line.basis.clauses, *line.basis.questions)
        margin = padded(named[0] if named else "", _CLAUSE)
        margin += padded(today if today != day else "", _DAY[words.lang]) + padded(f"{line.at:%H:%M}", _TIME)
        yield from _laid_out(line.kind, margin, line.text)
        day = today


def _answered_as_asked(show: _Show, line: Line) -> bool:
    """Whether a line only asks what one of those asked is next told to have answered."""
    events = [show.record[seq - 1].event for seq in line.seqs]
    asked = [event for event in events if isinstance(event, e.ItemOpened)]
    if not asked or not all(isinstance(event, e.ItemOpened | e.MotionPut | e.Moved) for event in events):
        return False
    items = {event.item for event in asked}
    answer = next((other for other in show.lines if other.seq > line.seq and items & set(other.items)), None)
    persons = {person for event in asked for person in event.offered_to}
    return answer is not None and answer.kind is not Kind.CLOCK and answer.who in persons


def _marked(show: _Show, mark: _Mark) -> Iterator[DemoLine]:
    words = show.words
    match mark.what:
        case Scene(heading, frame):
            yield from _heading(heading)
            if frame:
                yield from _text(frame)
        case _Refusal(act, refused):
            step, _, seat = (act.place or "").partition("/")
            text = show.script.say(
                "tried",
                who=words.people(act.actors),
                giver=words.person(act.on_behalf_of or act.actors[0]),
                place=words.seat(step, seat),
                outcome=words.answer(step, seat, act.outcome),
                reason=refused.reason,
                grants=_reach(words, act),
                allowed=words.people(refused.allowed),
            )
            margin = padded(show.script.say("refused"), _CLAUSE + _DAY[words.lang]) + padded(
                f"{act.at:%H:%M}", _TIME
            )
            yield from _laid_out("refusal", margin, text)


def _reach(words: Words, act: Act) -> str:
    """The grants that somebody tried to act under, with how far they reach."""
    grants = words.organization.grants.values()
    held = [g for g in grants if g.receiver in act.actors and g.giver == act.on_behalf_of]
    limits = [words.listed([words.field(*limit) for limit in grant.limits.items()]) for grant in held]
    return words.listed([words.aside(g.name, reach) for g, reach in zip(held, limits, strict=True)])


def _record(show: _Show, head: str) -> Iterator[DemoLine]:
    """Who acted, how long it took, and where the record lies."""
    words, record = show.words, show.record
    people = [words.aside(words.name(who), who) for who in _actors(record)]
    first, last = words.local(record[0].at), words.local(record[-1].at)
    length = {
        "days": (last.date() - first.date()).days,
        "first": words.day(first),
        "last": words.day(last),
        "events": len(record),
    }
    yield from _heading(show.script.say("record"))
    for text in (
        show.script.say("people", count=len(people), people=words.listed(people)),
        show.script.say("length", **length),
    ):
        yield from _laid_out("record", "", text)
    yield DemoLine("record", "", show.script.say("where", case=record[0].case, database=show.path))
    yield DemoLine("record", "", show.script.say("head", head=head))


def _actors(record: tuple[Envelope, ...]) -> tuple[str, ...]:
    """Everybody who acted, by when they first did."""
    acts = (e.CaseStarted, e.ItemCompleted, e.SeatAnswered, e.RulingGiven, e.Appealed, e.VoteCast)
    return tuple(dict.fromkeys(env.by for env in record if isinstance(env.event, acts) and env.by != CLOCK))


def _verified(script: Script, engine: Engine, case: str) -> Iterator[DemoLine]:
    faults = engine.verify(case)[case]
    for fault in faults:
        name = "altered_event" if fault.kind == "altered" and fault.seq else "fault"
        yield from _laid_out("fault", "", script.say(name, fault=fault.text, seq=fault.seq))
    if not faults:
        yield from _laid_out("record", "", script.say("whole"))


def _picture(record: Record, database: Path, lang: Lang) -> Path:
    """The case as a page beside its database."""
    page = database.with_suffix(".html")
    parts = (record.program, record.organization, record.register, record.envelopes)
    page.write_bytes(case_page(*parts, language=Language(lang)))
    return page


def _altered(show: _Show) -> Iterator[DemoLine]:
    """What verification says of a copy of the database in which one vote was altered."""
    words = show.words
    envelope, vote = _last_no(show.record)
    text = show.script.say(
        "altered",
        who=words.name(vote.member or envelope.by),
        before=words.word("vote", vote.vote),
        after=words.word("vote", "yes"),
    )
    yield from _laid_out("text", "", text)
    with tempfile.TemporaryDirectory(prefix="procflow-") as folder:
        copy = Path(folder) / "copy.db"
        with closing(sqlite3.connect(show.path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute(_ALTER, ('"vote":"no"', '"vote":"yes"', envelope.case, envelope.seq))
            target.commit()
        with closing(SQLiteStore(copy)) as store:
            yield from _verified(show.script, Engine(store, show.library), envelope.case)


def _last_no(record: tuple[Envelope, ...]) -> tuple[Envelope, e.VoteCast]:
    votes = ((env, env.event) for env in reversed(record))
    return next((env, ev) for env, ev in votes if isinstance(ev, e.VoteCast) and ev.vote == "no")


def _heading(text: str) -> Iterator[DemoLine]:
    yield DemoLine("text", "", "")
    yield from _laid_out("heading", "", text)


def _text(text: str) -> Iterator[DemoLine]:
    yield from _laid_out("text", "", text)


def _laid_out(kind: str, margin: str, text: str) -> Iterator[DemoLine]:
    """A text in lines; the margin stands beside the first."""
    size = columns(margin)
    for number, line in enumerate(wrap(text, WIDTH - size)):
        yield DemoLine(kind, margin if number == 0 else " " * size, line)
