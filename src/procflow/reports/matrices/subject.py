"""What a matrix is made of: a process in its organization, on a day and in a language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from procflow.case.grants import last_instant
from procflow.definition.organization import Absence, Grant, Organization, Person
from procflow.definition.process import OWNER, Basis
from procflow.program import Program
from procflow.reports.matrices.values import Actor, Deputy, Holder, Most, Standing
from procflow.wording import Lang, Words, phrase
from procflow.worktime import Weekday

NOTHING = Basis()


def first_said(*bases: Basis) -> Basis:
    """The first that names anything: what an element does not say it takes from around it."""
    return next((basis for basis in bases if basis.clauses or basis.questions), NOTHING)


def role_key(role: str) -> str:
    """The id of a role's actor."""
    return f"role:{role}"


def group_key(group: str) -> str:
    """The id of a group's actor."""
    return f"group:{group}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A process in its organization, on a day by the clock of its calendar, told in one language."""

    words: Words
    on: date

    @classmethod
    def of(cls, program: Program, organization: Organization, on: date, lang: Lang) -> "Subject":
        """The subject of a compiled process. Raises ``OverflowError`` for a day at the very ends of time."""
        subject = cls(Words(program, organization, lang), on)
        _ = subject.ends
        return subject

    @property
    def organization(self) -> Organization:
        """The organization that the process runs in."""
        return self.words.organization

    @property
    def starts(self) -> datetime:
        """The instant at which the day begins."""
        return self.words.zone.instant(datetime.combine(self.on, time()))

    @property
    def ends(self) -> datetime:
        """The instant at which the next day begins."""
        return self.words.zone.instant(datetime.combine(self.on + timedelta(days=1), time()))

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the matrices' own."""
        return phrase(name, self.words.lang, args, __package__)

    def role_title(self, role: str) -> str:
        """A role or a group, by itself."""
        known = self.organization.roles.get(role) or self.organization.groups.get(role)
        return self.words.title(known.title) if known is not None else role

    def named_role(self, role: str) -> str:
        """A role by its name, also where the file calls it the owner."""
        owner = self.words.process.owner
        return owner.role if role == OWNER and owner is not None else role

    def holders(self, roles: Iterable[str]) -> tuple[Holder, ...]:
        """Who holds one of the roles, each once."""
        persons = dict.fromkeys(person for role in roles for person in self.organization.holders(role))
        return tuple(Holder(person, self.words.name(person)) for person in persons)

    def actor(self, key: str) -> Actor:
        """The actor of an id."""
        kind, _, name = key.partition(":")
        match kind:
            case "role":
                return self._actor(key, self.role_title(name), (name,), (name,))
            case "group":
                group = self.organization.groups.get(name)
                members = group.members if group is not None else ()
                sending = members if group is not None and group.deputies else ()
                return self._actor(key, self.role_title(name), members, sending)
            case "field":
                return self._actor(key, self.say("actor.field", field=self.words.covered(name)), (), ())
            case _:
                return self._actor(key, self.say(f"actor.{kind}"), (), ())

    def _actor(self, key: str, title: str, roles: tuple[str, ...], sending: tuple[str, ...]) -> Actor:
        return Actor(key, title, roles, self.holders(roles), self.deputies(sending))

    def deputies(self, roles: Iterable[str]) -> tuple[Deputy, ...]:
        """The grants by which others act for holders of the roles in this process, whenever they run, those
        that were passed on behind those they come from."""
        found: dict[tuple[str, str], Deputy] = {}
        for role in roles:
            holders = set(self.organization.holders(role))
            for grant in self._good_for(role):
                if grant.giver in holders:
                    found[grant.name, ""] = self.deputy(grant)
                    for below in self._good_for(role):
                        if grant.may_pass_on and below.giver == grant.receiver:
                            found[below.name, grant.name] = self.deputy(below, grant)
        return tuple(found.values())

    def _good_for(self, role: str) -> Iterator[Grant]:
        process = self.words.process.name
        grants = self.organization.grants.values()
        return (grant for grant in grants if role in grant.roles and grant.serves(process))

    def deputy(self, grant: Grant, above: Grant | None = None) -> Deputy:
        """A grant as it stands on the day. One that was passed on reaches no further than what it comes
        from, in time and in its limits."""
        since = grant.since if above is None else max(grant.since, above.since)
        until = grant.until if above is None else min(grant.until, above.until)
        limits = dict(grant.limits)
        for name, most in (above.limits if above is not None else {}).items():
            limits[name] = min(most, limits.get(name, most))
        return Deputy(
            grant=grant.name,
            giver=grant.giver,
            giver_name=self.words.name(grant.giver),
            receiver=grant.receiver,
            receiver_name=self.words.name(grant.receiver),
            roles=grant.roles,
            role_titles=tuple(self.role_title(role) for role in grant.roles),
            limits=tuple(Most(name, self.words.covered(name), most) for name, most in limits.items()),
            first=self.words.local(since).date(),
            last=self.words.local(last_instant(until)).date(),
            standing=self._standing(since, until),
            document=grant.document,
            passes_on=grant.may_pass_on,
            through=above.name if above is not None else "",
        )

    def _standing(self, since: datetime, until: datetime) -> Standing:
        if since >= self.ends:
            return Standing.LATER
        return Standing.IN_FORCE if until > self.starts and since < until else Standing.LAPSED

    def away(self, person: Person) -> bool:
        """Whether a person is away for some of the day."""
        weekday = Weekday(self.on.weekday())
        for absence in person.absences:
            since, until = absence.since, absence.until
            runs = (since is None or since < self.ends) and (until is None or until > self.starts)
            if runs and (isinstance(absence, Absence) or weekday in absence.days):
                return True
        return False
