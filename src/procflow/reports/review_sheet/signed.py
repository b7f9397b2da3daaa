"""The lines of a sheet that somebody signs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from procflow.definition.process import Review, Step, Task, Title
from procflow.definition.sheet import Line, Place, Rounds, SignedLine, TopicLine
from procflow.program import MAIN
from procflow.reports.review_sheet.act import Act, Ballot, Motion, Sort
from procflow.reports.review_sheet.acts import Acts
from procflow.reports.review_sheet.values import Signature, SignedRow, Standing, Text
from procflow.reports.review_sheet.voice import Voice
from procflow.wording import Words


@dataclass(frozen=True, slots=True)
class Signed:
    """Prints signed lines of a case, of one ``occurrence`` of an event where that is given."""

    voice: Voice
    acts: Acts
    occurrence: str | None = None

    def rows(self, line: Line, what: SignedLine) -> Iterator[SignedRow]:
        """A row for each seat, each branch, and each occurrence that a line is about."""
        for seat, places in self._by_seat(what.places).items():
            title = self._title(line, places[0], seat)
            found = [act for place in places for act in self.acts.at(place.step, place.seat)]
            for entry, scopes in self._by_entry(places):
                own = [act for act in found if act.scope in scopes]
                # A review that is over without this seat did not ask it.
                unasked = seat is not None and any(place.step in self.acts.passed for place in places)
                yield self._row(self._entered(title, entry) if entry else title, own, what, unasked=unasked)

    def topic(self, line: Line, what: TopicLine) -> SignedRow:
        """The objections on a topic, each with its rulings behind it."""
        title = self.voice.plain(what.topic)
        arbitration = self.acts.program.process.arbitration
        if arbitration is not None and what.topic in arbitration.topics:
            title = self.voice.title(arbitration.topics[what.topic].title)
        # What was carried into another review is the same objection.
        about = {act.seq: act for act in self.acts.done if act.topic == what.topic and self._here(act)}
        signatures = [self._signature(act, what.shows, ruled=True) for act in about.values()]
        given = self.voice.title(line.title) if line.title is not None else title
        return SignedRow(given, tuple(signatures), missing=False)

    def _by_seat(self, places: Sequence[Place]) -> dict[str | None, list[Place]]:
        """The places of a line by seat: whichever way a case takes, a seat has one row."""
        found: dict[str | None, list[Place]] = {}
        for place in places:
            step = self.acts.program.steps.get(place.step)
            if place.seat is not None or not isinstance(step, Review):
                found.setdefault(place.seat, []).append(place)
                continue
            for seat in self._seats(step):
                found.setdefault(seat, []).append(Place(place.step, seat))
        return found

    def _seats(self, review: Review) -> tuple[str, ...]:
        """The seats of a review: as the file lists them, or as the data named them in this case."""
        if review.seating is None:
            return tuple(seat.name for seat in review.seats)
        named = (seats for (_, step), seats in self.acts.named.items() if step == review.name)
        return tuple(dict.fromkeys(seat for seats in named for seat in seats))

    def _by_entry(self, places: Sequence[Place]) -> Iterator[tuple[Text, frozenset[str]]]:
        """The scopes that the steps of a line lie in, those for one entry of a field together."""
        graphs = {self.acts.program.placed.get(place.step) for place in places}
        if MAIN in graphs:
            yield (), frozenset({MAIN})
            return
        groups: dict[tuple[str | None, str], tuple[Text, set[str]]] = {}
        for opened in self.acts.scopes.values():
            occurrence = self.acts.occurrence(opened.scope)
            if opened.graph not in graphs or self.occurrence not in (None, occurrence):
                continue
            entry = self.voice.role(opened.role) if opened.role else self._named(opened.named)
            groups.setdefault((occurrence, opened.named), (entry, set()))[1].add(opened.scope)
        if not groups:
            yield (), frozenset()
        for entry, scopes in groups.values():
            yield entry, frozenset(scopes)

    def _named(self, value: str) -> Text:
        return self.voice.each(lambda words: words.entry(value)) if value else ()

    def _entered(self, title: Text, entry: Text) -> Text:
        return self.voice.say("for", title=title, entry=entry)

    def _title(self, line: Line, place: Place, seat: str | None) -> Text:
        voice, own = self.voice, self._own_title(place, seat)
        if line.title is None:
            return own
        given = voice.title(line.title)
        # A step that is a review has a row for each seat, which the title of the line stands before.
        many = seat is not None and all(each.seat is None for each in _places(line))
        return self._entered(given, own) if many else given

    def _own_title(self, place: Place, seat: str | None) -> Text:
        voice, step = self.voice, self.acts.program.steps.get(place.step)
        if seat is None:
            return voice.title(step.title) if step is not None else voice.plain(place.step)
        known = voice.first.find_seat(place.step, seat)
        named = voice.each(lambda words: words.entry(seat))
        if known is None:
            return named
        return (
            voice.title(known.title) if known.name == seat else self._entered(voice.title(known.title), named)
        )

    def _here(self, act: Act) -> bool:
        return self.occurrence in (None, self.acts.occurrence(act.scope))

    def _row(self, title: Text, acts: Iterable[Act], what: SignedLine, *, unasked: bool) -> SignedRow:
        by_seq: dict[tuple[int, Sort], Act] = {}
        for act in acts:
            key = (act.seq, act.sort)
            # Of an answer that was carried on, the one that counts is shown.
            if key not in by_seq or act.standing is not Standing.EARLIER:
                by_seq[key] = act
        found = sorted(by_seq.values(), key=lambda act: act.seq)
        counting = [act for act in found if act.standing is not Standing.EARLIER]
        shown = found if what.rounds is Rounds.ALL else counting
        several = len(shown) > 1 and what.rounds is Rounds.ALL
        signatures = tuple(
            self._signature(act, what.shows, number if several else 0) for number, act in enumerate(shown, 1)
        )
        gone_by = unasked and not counting
        missing = not counting and not gone_by and self.acts.ended is None
        return SignedRow(title, signatures, missing=missing, unasked=gone_by)

    def _signature(
        self, act: Act, shows: Sequence[str], number: int = 0, *, ruled: bool = False
    ) -> Signature:
        voice = self.voice
        person = voice.name(act.who.by) if act.who is not None else voice.names(act.persons)
        role = voice.role(act.role) if act.role else ()
        if act.who is not None and act.who.on_behalf_of is not None:
            role = voice.held(act.who.by)  # that of the giver stands beside the giver
        if not person:  # a group, which decided by its votes
            person, role = role, ()
        # An objection that was ruled on is no answer any more, and stands all the same.
        standing = Standing.IN_FORCE if ruled and not act.withdrawn else act.standing
        return Signature(
            answer=self._answer(act) if "answer" in shows or act.standing is Standing.VOID else (),
            comment=act.comment.strip() if "comment" in shows else "",
            person=person if "person" in shows else (),
            role=role if "role" in shows else (),
            at=voice.time(act.at) if "date" in shows else "",
            notes=tuple(self._notes(act, shows, ruled=ruled)),
            standing=standing,
            round=voice.say("round", count=number) if number else (),
        )

    def _notes(self, act: Act, shows: Sequence[str], *, ruled: bool) -> Iterator[Text]:
        voice = self.voice
        # Whoever may sign for another is never left out: the giver stays responsible.
        if act.who is not None:
            yield from voice.behalf(act.who, act.role)
        if act.handed_up:
            yield voice.say("handed_up", role=voice.roles(act.handed_up))
        for motion in act.motions:
            yield from self._votes(motion)
        if act.recused:
            yield voice.say("recused", persons=voice.names(act.recused))
        if act.sort is Sort.APPEAL:
            yield voice.say("appealed")
        if ruled and act.sort is Sort.SEAT:
            yield voice.say("objector", seat=self._own_title(Place(act.step, act.seat), act.seat))
        elif act.topic is not None and act.sort is Sort.SEAT:
            topic = act.topic
            yield voice.say("topic", topic=voice.each(lambda words: words.topic(topic)))
        if act.overruled:
            yield voice.say("overruled")
        if act.withdrawn:
            yield voice.say("withdrawn")
        if act.on_earlier_terms:
            yield voice.say("on_earlier_terms")
        if act.carried_from is not None:
            step = act.carried_from
            yield voice.say("carried_from", step=voice.each(lambda words: words.step(step)))
        if act.voided_at is not None:
            yield voice.say("voided", at=voice.time(act.voided_at))
        if act.sort is Sort.SEAT and act.standing is Standing.EARLIER and not act.withdrawn and not ruled:
            yield voice.say("earlier")

    def _votes(self, motion: Motion) -> Iterator[Text]:
        """Who voted how on a motion; where somebody voted for a member, with both names."""
        voice = self.voice
        for vote in dict.fromkeys(ballot.vote for ballot in motion.ballots):
            persons = voice.listed(self._voter(each) for each in motion.ballots if each.vote == vote)
            asked = self._word("motion", motion.motion)
            yield voice.say("vote", motion=asked, vote=self._word("vote", vote), persons=persons)

    def _voter(self, ballot: Ballot) -> Text:
        voice, who = self.voice, ballot.who
        voter = voice.name(who.by)
        if who.on_behalf_of is not None:
            giver = voice.name(who.responsible())
            voter = voice.say("voter", by=voter, giver=giver, grant=who.grant or "?")
        return voter if ballot.member is not None else voice.say("voter.casting", by=voter)

    def _answer(self, act: Act) -> Text:
        voice = self.voice
        match act.sort:
            case Sort.TASK:
                return self._titled(_outcome(self.acts.program.steps.get(act.step), act.answer), act.answer)
            case Sort.SEAT:
                seat = voice.first.find_seat(act.step, act.seat or "")
                answer = seat.answers.get(act.answer) if seat is not None else None
                return self._titled(answer.title if answer is not None else None, act.answer)
            case Sort.RULING:
                return self._word("ruling", act.answer)
            case Sort.APPEAL:
                return voice.say("answer.appeal")
            case Sort.NOTICE:
                return voice.say("answer.notice")
            case Sort.ACKNOWLEDGED:
                return voice.say("answer.acknowledged")
            case Sort.MILESTONE:
                void = act.standing is Standing.VOID or act.voided_at is not None
                return voice.say("answer.void" if void else "answer.milestone")
            case Sort.CALL:
                return voice.say("answer.call", case=act.answer)
            case Sort.PASSED:
                return voice.say("answer.passed")
            case Sort.END:
                return self._word("status", act.answer)
            case _:
                assert_never(act.sort)

    def _word(self, group: str, name: str) -> Text:
        """A word of the engine's own, as a form begins its words."""

        def said(words: Words) -> str:
            word = words.word(group, name)
            return word[:1].upper() + word[1:]

        return self.voice.each(said)

    def _titled(self, title: Title | None, name: str) -> Text:
        return self.voice.title(title) if title is not None else self.voice.plain(name)


def _places(line: Line) -> tuple[Place, ...]:
    return line.what.places if isinstance(line.what, SignedLine) else ()


def _outcome(step: Step | None, name: str) -> Title | None:
    found = step.outcomes.get(name) if isinstance(step, Task) else None
    return found.title if found is not None else None
