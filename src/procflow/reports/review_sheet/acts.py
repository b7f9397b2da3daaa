"""What was done in a case, read off its events: who answered what, and whether that still counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.case.state import Performance, Ruling
from procflow.definition.process import System, Wait
from procflow.program import MAIN, Program
from procflow.program.step_edges import PASSED
from procflow.reports.review_sheet.act import Act, Ballot, Motion, Opened, Sort
from procflow.reports.review_sheet.values import Standing


@dataclass(slots=True)
class Acts:
    """All that a sheet can show of a case, as of its last event."""

    program: Program
    done: list[Act] = field(default_factory=list)
    scopes: dict[str, Opened] = field(default_factory=dict)
    named: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    data: dict[tuple[str | None, str], object] = field(default_factory=dict)
    gone: set[tuple[str | None, str]] = field(default_factory=set)
    facts: dict[str, bool] = field(default_factory=dict)
    papers: dict[str, e.AttachmentAdded] = field(default_factory=dict)
    tables: dict[str, e.AuthorityDetermined] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    started: datetime | None = None
    last: Envelope | None = None
    ended: tuple[datetime, e.CaseEnded] | None = None
    _items: dict[str, e.ItemOpened] = field(default_factory=dict)
    _roles: dict[str, list[str]] = field(default_factory=dict)
    _disputes: dict[str, e.ObjectionOpened] = field(default_factory=dict)
    _motions: dict[str, list[tuple[str, dict[str | None, Ballot]]]] = field(default_factory=dict)
    _recused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _live: dict[str, list[Act]] = field(default_factory=dict)
    _answers: dict[int, Act] = field(default_factory=dict)

    def take(self, envelope: Envelope) -> None:
        """Take the next event in."""
        self.last = envelope
        event = envelope.event
        match event:
            case e.CaseStarted():
                self.started = envelope.at
            case e.CaseEnded():
                self.ended = envelope.at, event
                self._add(envelope, Sort.END, MAIN, event.step, answer=event.status)
            case e.FactSet():
                self.facts[event.fact] = event.value
            case e.AttachmentAdded():
                self.papers[event.name] = event
            case e.AuthorityDetermined():
                self.tables[event.table] = event
            case e.DataChanged():
                self._data(event)
            case e.BranchOpened() | e.EventRaised():
                self._open(envelope.at, event)
            case e.SeatsNamed():
                self.named[event.scope, event.step] = tuple(each.value for each in event.named)
            case _:
                self._item(envelope)
                self._flow(envelope)
                self._quiet(envelope)
                self._dispute(envelope)

    def at(self, step: str, seat: str | None = None) -> Iterator[Act]:
        """What was done at a step or a seat, in order."""
        return (act for act in self.done if act.step == step and act.seat == seat)

    def occurrence(self, scope: str | None) -> str | None:
        """The occurrence of an event that a scope lies in, if it does."""
        while scope is not None and scope in self.scopes:
            opened = self.scopes[scope]
            if opened.raised is not None:
                return scope
            scope = opened.parent
        return None

    def _data(self, event: e.DataChanged) -> None:
        for name, value in event.values.items():
            self.data[event.scope, name] = value
        for name in event.commitments:
            key = (event.scope, name)
            if name in event.personal:
                self.data[key] = event.personal[name].value
                self.gone.discard(key)
            else:
                self.data.pop(key, None)
                self.gone.add(key)

    def _open(self, at: datetime, event: e.BranchOpened | e.EventRaised) -> None:
        if isinstance(event, e.EventRaised):
            self.scopes[event.scope] = Opened(event.scope, event.graph, None, at, raised=event)
            return
        named = event.named
        name, role = (named.value, named.role) if named is not None else ("", "")
        opened = Opened(event.scope, event.graph, event.parent, at, name, role)
        for known in self.scopes.values():
            if (known.graph, known.parent, known.named) == (opened.graph, opened.parent, opened.named):
                self._earlier(a for step in tuple(self._live) for a in self._at(step, known.scope))
        self.scopes[event.scope] = opened

    def _item(self, envelope: Envelope) -> None:
        match envelope.event:
            case e.ItemOpened() as opened:
                self._items[opened.item] = opened
                self._roles[opened.item] = [opened.role]
                if opened.purpose == "task":
                    self._earlier(self._at(opened.step, opened.scope))
            case e.ItemHandedUp(item=item, role=role):
                self._roles.setdefault(item, []).append(role)
            case e.ItemOfferedAnew(item=item, role=role):
                self._roles.setdefault(item, [role])[-1] = role
            case e.ItemCompleted() as done:
                self._completed(envelope, done)
            case _:
                return

    def _completed(self, envelope: Envelope, done: e.ItemCompleted) -> None:
        opened = self._items.get(done.item)
        scope = opened.scope if opened is not None else MAIN
        *before, role = self._roles.get(done.item) or [""]
        sorts = {"task": Sort.TASK, "acknowledge": Sort.ACKNOWLEDGED}
        sort = sorts.get(done.purpose)
        if sort is not None:
            self._add(
                envelope,
                sort,
                scope,
                done.step,
                answer=done.outcome,
                who=done.who,
                role=role,
                comment=done.comment or "",
                handed_up=tuple(before),
            )

    def _flow(self, envelope: Envelope) -> None:
        match envelope.event:
            case e.SeatAnswered() as given:
                self._answered(envelope, given)
            case e.StepEntered(scope=scope, step=step) | e.ParkDropped(scope=scope, step=step):
                self.passed.discard(step)
                self._earlier(self._of_review(scope, step))
            case e.SeatReopened(scope=scope, step=step, seat=seat):
                self._earlier(self._of_review(scope, step, (seat,)))
            case e.StepResumed(scope=scope, step=step, asked_again=seats):
                self._earlier(self._of_review(scope, step, seats))
            case e.AnswersStand(scope=scope, step=step, seats=seats):
                for act in self._of_review(scope, step, seats):
                    act.on_earlier_terms = True
            case e.AnswersKept() as kept:
                self._kept(kept)
            case e.Moved() as moved:
                self._moved(envelope, moved)
            case e.MilestoneReached(step=step, scope=own):
                self._earlier(self._at(step, own or MAIN))
                self._add(envelope, Sort.MILESTONE, own or MAIN, step)
            case e.MilestoneVoided(step=step, scope=own):
                for act in self._at(step, own or MAIN):
                    act.standing, act.voided_at = Standing.VOID, envelope.at
            case _:
                return

    def _moved(self, envelope: Envelope, moved: e.Moved) -> None:
        step = moved.source
        if moved.outcome == PASSED:
            self.passed.add(step)
        if isinstance(self.program.steps.get(step), Wait | System):
            self._earlier(self._at(step, moved.scope))
            self._add(envelope, Sort.PASSED, moved.scope, step)

    def _answered(self, envelope: Envelope, given: e.SeatAnswered) -> None:
        self._earlier(self._of_review(given.scope, given.step, (given.seat,)))
        before = (self._roles.get(given.item) or [given.role])[:-1]
        self._add(
            envelope,
            Sort.SEAT,
            given.scope,
            given.step,
            seat=given.seat,
            answer=given.answer,
            who=given.who,
            role=given.role,
            comment=given.comment or "",
            topic=given.topic,
            effect=given.effect,
            handed_up=tuple(before),
        )

    def _kept(self, kept: e.AnswersKept) -> None:
        """Answers of a review that count in the one which takes over: each is shown there as well."""
        for seat, answered in kept.answers.items():
            act = self._answers.get(answered.seq)
            if act is not None and act.seat == seat:
                carried = replace(act, step=kept.step, scope=kept.scope, carried_from=kept.source)
                carried.standing = Standing.IN_FORCE
                self._put(carried)
                act.standing = Standing.EARLIER

    def _quiet(self, envelope: Envelope) -> None:
        match envelope.event:
            case e.NoticeSent() as sent:
                self._earlier(self._at(sent.step, sent.scope))
                self._add(envelope, Sort.NOTICE, sent.scope, sent.step, persons=sent.reached)
            case e.CallStarted(step=step, case=case, scope=scope):
                self._add(envelope, Sort.CALL, scope or MAIN, step, answer=case)
            case _:
                return

    def _dispute(self, envelope: Envelope) -> None:
        match envelope.event:
            case e.ObjectionOpened() as opened:
                self._disputes[opened.scope] = opened
            case e.ObjectionWithdrawn(parent=parent, step=step, seat=seat):
                for act in self._of_review(parent, step, (seat,)):
                    act.withdrawn, act.standing = True, Standing.EARLIER
            case e.RulingsActed() as acted:
                self._acted(acted)
            case e.GroupConvened(scope=scope, recused=recused):
                self._motions[scope], self._recused[scope] = [], recused
            case e.MotionPut(scope=scope, motion=motion):
                self._motions.setdefault(scope, []).append((motion, {}))
            case e.VoteCast(scope=scope, motion=motion, member=member, vote=vote, who=who):
                motions = self._motions.setdefault(scope, [])
                if not motions:
                    motions.append((motion, {}))
                motions[-1][1][member] = Ballot(member, vote, who)
            case e.RulingGiven() as ruled:
                self._ruled(envelope, ruled)
            case e.Appealed(scope=scope, item=item, who=who, comment=comment):
                *_, role = self._roles.get(item) or [""]
                self._disputed(envelope, Sort.APPEAL, scope, who=who, role=role, comment=comment or "")
            case _:
                return

    def _acted(self, acted: e.RulingsActed) -> None:
        for act in self._of_review(acted.scope, acted.step):
            if act.effect == "object":
                if act.seat in acted.overruled:
                    act.overruled = True
                elif act.seat not in acted.upheld:
                    act.standing = Standing.EARLIER

    def _ruled(self, envelope: Envelope, ruled: e.RulingGiven) -> None:
        by_group = ruled.who is None
        motions = self._motions.get(ruled.scope, []) if by_group else []
        self._disputed(
            envelope,
            Sort.RULING,
            ruled.scope,
            answer=ruled.ruling,
            who=ruled.who,
            role=ruled.role,
            comment=ruled.comment or "",
            motions=tuple(Motion(motion, tuple(cast.values())) for motion, cast in motions if cast),
            recused=self._recused.get(ruled.scope, ()) if by_group else (),
        )

    def _disputed(
        self,
        envelope: Envelope,
        sort: Sort,
        scope: str,
        *,
        who: Performance | None,
        comment: str,
        answer: Ruling | str = "",
        role: str = "",
        motions: tuple[Motion, ...] = (),
        recused: tuple[str, ...] = (),
    ) -> None:
        """Something in the arbitration that runs in a scope; it stands at no seat of its own."""
        opened = self._disputes.get(scope)
        self._put(
            Act(
                seq=envelope.seq,
                at=envelope.at,
                sort=sort,
                scope=scope,
                step=opened.step if opened is not None else "",
                seat=f"/{opened.seat}" if opened is not None else "/",
                answer=answer,
                who=who,
                role=role,
                comment=comment,
                topic=opened.topic if opened is not None else None,
                motions=motions,
                recused=recused,
            )
        )

    def _add(
        self,
        envelope: Envelope,
        sort: Sort,
        scope: str,
        step: str,
        *,
        seat: str | None = None,
        answer: str = "",
        who: Performance | None = None,
        role: str = "",
        comment: str = "",
        topic: str | None = None,
        effect: str = "",
        handed_up: tuple[str, ...] = (),
        persons: tuple[str, ...] = (),
    ) -> None:
        act = Act(
            envelope.seq, envelope.at, sort, scope, step, seat, answer, who, role, comment, topic, effect
        )
        act.handed_up, act.persons = handed_up, persons
        self._put(act)

    def _put(self, act: Act) -> None:
        self.done.append(act)
        self._live.setdefault(act.step, []).append(act)
        if act.sort is Sort.SEAT:
            self._answers[act.seq] = act

    def _at(self, step: str, scope: str) -> list[Act]:
        """What was done at a step in a scope and still counts; what does not is looked at no more."""
        live = [act for act in self._live.get(step, ()) if act.standing is not Standing.EARLIER]
        self._live[step] = live
        return [act for act in live if act.scope == scope]

    def _of_review(self, scope: str, step: str, seats: Iterable[str] | None = None) -> list[Act]:
        wanted = None if seats is None else frozenset(seats)
        acts = (act for act in self._at(step, scope) if act.sort is Sort.SEAT)
        return [act for act in acts if wanted is None or act.seat in wanted]

    @staticmethod
    def _earlier(acts: Iterable[Act]) -> None:
        """What is asked for again, or was done in a round that is over."""
        for act in acts:
            act.standing = Standing.EARLIER


def acts_of(program: Program, envelopes: Iterable[Envelope]) -> Acts:
    """What was done in a case, from its events in their order."""
    acts = Acts(program)
    for envelope in envelopes:
        acts.take(envelope)
    return acts
