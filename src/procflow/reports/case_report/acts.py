"""Who acted in a case, and by which authority: roles, rows of tables, grants with their papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.case.state import Performance
from procflow.definition.organization import Grant
from procflow.definition.process import Review
from procflow.reports.case_report.subject import Subject, local
from procflow.reports.case_report.values import (
    Acting,
    Behind,
    Decided,
    GrantStanding,
    GrantUsed,
    Party,
)
from procflow.reports.case_report.voice import say
from procflow.reports.story.said import Teller
from procflow.reports.story.say_content import say_content


@dataclass(slots=True)
class Authority:
    """What earlier events said of who may do what: the role of each item, the row of each table, the
    organization that the case knew."""

    subject: Subject
    roles: dict[str, str] = field(default_factory=dict)
    rows: dict[str, e.AuthorityDetermined] = field(default_factory=dict)
    members: dict[tuple[str, str], str] = field(default_factory=dict)
    organization: str = ""

    def note(self, event: e.Event) -> None:
        """Remember what later events refer to."""
        match event:
            case e.ItemOpened() | e.ItemHandedUp() | e.ItemOfferedAnew():
                self.roles[event.item] = event.role
            case e.AuthorityDetermined():
                self.rows[event.table] = event
            case e.GroupConvened():
                self.members |= {(event.scope, person): role for person, role in event.members.items()}
            case e.CaseStarted() | e.OrganizationChanged():
                self.organization = event.organization_hash
            case _:
                return

    def role(self, event: e.Event) -> str:
        """The role that something was done in; empty where none was asked for."""
        match event:
            case e.SeatAnswered() | e.RulingGiven():
                return event.role
            case e.VoteCast(member=str() as member):
                return self.members.get((event.scope, member), "") or self.roles.get(event.item, "")
            case e.ItemCompleted() | e.Appealed() | e.VoteCast():
                return self.roles.get(event.item, "")
            case _:
                return ""

    def grant(self, name: str) -> Grant | None:
        """A grant as the case knew it then, else as it is known from any other time."""
        known = self.subject.kept.organizations
        own = known.get(self.organization)
        found = own.grants.get(name) if own is not None else None
        others = (each.grants[name] for each in reversed(tuple(known.values())) if name in each.grants)
        return found if found is not None else next(others, None)

    def behind(self, event: e.Event) -> Behind:
        """What stands behind what an event says that somebody did."""
        done = performance(event)
        if done is None:
            return Behind()
        role = self.role(event)
        rows = tuple(self._rows(event)) if isinstance(event, e.SeatAnswered) else ()
        grants = tuple(self._grant(each) for each in granted(done))
        return Behind(self._title(done, role) if role else "", rows, grants)

    def _title(self, done: Performance, role: str) -> str:
        """A role that somebody acted in, with whose it is where that is somebody else."""
        words = self.subject.words
        if done.on_behalf_of is None:
            return words.role(role)
        return say("behind.of", words.lang, role=words.role(role), giver=words.name(done.responsible()))

    def _rows(self, event: e.SeatAnswered) -> Iterator[str]:
        """The row by which a seat has the last word."""
        words = self.subject.words
        step = self.subject.program.steps.get(event.step)
        name = (step.until or step.only) if isinstance(step, Review) else None
        decided = self.rows.get(name or "")
        table = words.process.tables.get(name or "")
        if decided is None or table is None or decided.role not in (event.role, event.seat):
            return
        cells = words.row(table, decided.row)
        title = words.title(table.title)
        yield words.say(
            "AuthorityDetermined.first",
            table=title,
            role=words.role(decided.role),
            row=decided.row,
            cells=cells,
        )

    def _grant(self, done: Performance) -> str:
        words, grant = self.subject.words, self.grant(done.grant or "")
        parts = [
            done.grant or "",
            f"{words.name(done.on_behalf_of or done.by)} → {words.name(done.by)}",
            grant.document if grant is not None else "",
            f"SHA-256 {done.document[:12]}…" if done.document else "",
        ]
        return ", ".join(part for part in parts if part)


def performance(event: e.Event) -> Performance | None:
    """Who did what an event tells, where somebody did."""
    done = getattr(event, "who", None)
    if not isinstance(done, Performance):
        done = getattr(event, "casting", None)
    return done if isinstance(done, Performance) else None


def granted(done: Performance) -> Iterator[Performance]:
    """What somebody did under a grant, and the grants above that."""
    above: Performance | None = done
    while above is not None:
        if above.grant is not None:
            yield above
        above = above.under


@dataclass(slots=True)
class _Part:
    first: datetime
    last: datetime
    acts: int = 0
    roles: dict[str, None] = field(default_factory=dict)
    behalf: dict[Acting, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    done: Performance
    grant: Grant | None
    standing: GrantStanding
    uses: list[int] = field(default_factory=list)


_WORST: dict[GrantStanding, int] = {"valid": 0, "unknown": 1, "other-document": 2, "not-valid": 3}


class Acts:
    """Gathers who took part, what tables decided, and the grants that were used."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.authority = Authority(subject)
        self.decided: list[Decided] = []
        self._parts: dict[str, _Part] = {}
        self._uses: dict[tuple[str, str], _Use] = {}

    def take(self, teller: Teller, envelope: Envelope) -> None:
        """Read the next event."""
        event = envelope.event
        if isinstance(event, e.AuthorityDetermined):
            self.decided.append(self._decided(teller, envelope, event))
        done = performance(event)
        if done is not None:
            self._acted(envelope, done, self.authority.role(event))
        self.authority.note(event)

    def _decided(self, teller: Teller, envelope: Envelope, event: e.AuthorityDetermined) -> Decided:
        words = teller.words
        table, before = words.process.tables.get(event.table), teller.past.authority.get(event.table)
        return Decided(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            table=words.title(table.title) if table is not None else event.table,
            row=event.row,
            cells=words.row(table, event.row) if table is not None else "",
            role=words.role(event.role),
            before=words.role(before) if before is not None and before != event.role else "",
            basis=say_content(teller, event).basis,
        )

    def _acted(self, envelope: Envelope, done: Performance, role: str) -> None:
        words, at = self.subject.words, local(self.subject, envelope.at)
        part = self._parts.setdefault(done.by, _Part(at, at))
        part.last, part.acts = at, part.acts + 1
        if done.on_behalf_of is not None:
            title = words.role(role) if role else ""
            part.behalf[Acting(words.name(done.on_behalf_of), done.grant or "", title)] = None
        elif role:
            part.roles[words.role(role)] = None
        for each in granted(done):
            grant = self.authority.grant(each.grant or "")
            standing = _standing(grant, each, envelope.at)
            key = (each.grant or "", each.document or "")
            use = self._uses.setdefault(key, _Use(each, grant, standing))
            use.uses.append(envelope.seq)
            if _WORST[standing] > _WORST[use.standing]:
                use.standing = standing

    def parties(self) -> tuple[Party, ...]:
        """Those who acted, in the order of their first act."""
        return tuple(
            Party(
                person,
                self.subject.words.name(person),
                tuple(part.roles) or self._held(person),
                tuple(part.behalf),
                part.acts,
                part.first,
                part.last,
            )
            for person, part in self._parts.items()
        )

    def _held(self, person: str) -> tuple[str, ...]:
        """The roles that the organization gives somebody."""
        known = self.subject.words.organization.people.get(person)
        return tuple(map(self.subject.words.role, known.roles)) if known is not None else ()

    def grants(self) -> tuple[GrantUsed, ...]:
        """The grants that were used, in the order of their first use."""
        return tuple(self._granted(use) for use in self._uses.values())

    def _granted(self, use: _Use) -> GrantUsed:
        words, grant, done = self.subject.words, use.grant, use.done
        return GrantUsed(
            grant=done.grant or "",
            giver=words.name(done.on_behalf_of or done.by),
            receiver=words.name(done.by),
            roles=tuple(words.role(role) for role in grant.roles) if grant is not None else (),
            limits=tuple(words.field(name, most) for name, most in grant.limits.items()) if grant else (),
            since=local(self.subject, grant.since) if grant is not None else None,
            until=local(self.subject, grant.until) if grant is not None else None,
            document=grant.document if grant is not None else "",
            document_hash=done.document or "",
            standing=use.standing,
            uses=tuple(use.uses),
        )


def _standing(grant: Grant | None, done: Performance, at: datetime) -> GrantStanding:
    if grant is None:
        return "unknown"
    if (grant.giver, grant.receiver) != (done.on_behalf_of, done.by) or not grant.valid(at):
        return "not-valid"
    return "valid" if grant.document_hash == (done.document or "") else "other-document"
