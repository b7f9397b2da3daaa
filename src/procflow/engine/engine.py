"""The engine: what a developer embeds."""

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from procflow.case import (
    AnswerItem,
    CaseState,
    ChangeData,
    Command,
    StartCase,
    WithdrawObjection,
)
from procflow.case.record import Fault
from procflow.definition.organization import Organization
from procflow.engine import operations as op
from procflow.engine.advanced import Advanced
from procflow.engine.clock import Clock, StoreClock, system_clock
from procflow.engine.deadlines import advance
from procflow.engine.effects import carry_out
from procflow.engine.given import (
    as_mapping,
    require_command,
    require_command_id,
    require_mapping,
    require_text,
)
from procflow.engine.library import Library, open_library
from procflow.engine.lookups import (
    LeftOut,
    bring_organizations,
    case_rows,
    listed_state,
    organizations_kept,
    warn,
)
from procflow.engine.papers import LIMIT, Paper, read_papers
from procflow.engine.readers import TRUSTED, Reader, as_reader, may_read, not_a_reader
from procflow.engine.rows import inbox_keys
from procflow.engine.verify import verify
from procflow.engine.views import (
    CaseView,
    HistoryEvent,
    ItemView,
    Record,
    Seeing,
    case_view,
    history_event,
    item_view,
    seen_event,
)
from procflow.store import CaseRow, Damaged, NotFound, Store, open_store


class Engine:
    """Runs cases of the processes in a library, kept in a store.

    The caller vouches for who acts and who reads (SEMANTICS 27). An engine may be used from several threads.
    Every method that changes a case takes ``command_id``: repeated with the same id it changes nothing and
    gives the first result. Raises ``Refused`` (nothing changed; says what would be allowed), ``Conflict``
    (others were faster, again and again), ``NotFound``, ``StoreError``, and ``TypeError`` or ``ValueError``
    for an argument of the wrong kind.
    """

    def __init__(
        self, store: Store, library: Library, *, clock: Clock = system_clock, attachment_limit: int = LIMIT
    ) -> None:
        self._store = store
        self._library = library
        self._attachment_limit = attachment_limit
        self._clock = StoreClock(store, clock)
        self._unread: Mapping[str, Damaged] | None = None

    @classmethod
    def open(
        cls,
        database: str | Path,
        processes: Iterable[Path | str] | Path | str | None = None,
        *,
        clock: Clock = system_clock,
        attachment_limit: int = LIMIT,
    ) -> Self:
        """Open a database (``sqlite:///cases.db``, a path, ``memory:``) with process files or folders of
        them.

        Without ``processes`` the bundled ones are used. ``attachment_limit`` is the most bytes one paper may
        have. Raises ``DefinitionError`` with all findings if a definition has errors, ``StoreError`` for a
        database that is none.
        """
        if not isinstance(database, str | os.PathLike):
            raise TypeError(f"database: a path or URL is needed, not {type(database).__name__}")
        library = open_library(processes)
        store = open_store(database)
        try:
            return cls(store, library, clock=clock, attachment_limit=attachment_limit)
        except BaseException:
            store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back."""
        self._store.close()

    @property
    def library(self) -> Library:
        """The definitions at hand."""
        return self._library

    def now(self) -> datetime:
        """The engine's present instant."""
        return self._clock.now()

    def start(
        self,
        process: str,
        data: Mapping[str, object] | None = None,
        *,
        actor: str,
        attachments: Mapping[str, Paper] | None = None,
        on_behalf_of: str | None = None,
        command_id: str | None = None,
    ) -> CaseView:
        """Start a case; ``data`` prefills what the starter knows."""
        require_text("process", process)
        key = _command_id(command_id)
        case = op.case_id_of(key)
        papers, contents = read_papers(attachments, self._attachment_limit)
        command = StartCase(case, as_mapping("data", data), papers, on_behalf_of)
        request = self._request(command, key, actor, contents)
        done = carry_out(self._store, op.start(self._library, process, case, request))
        return self._view(done.case, TRUSTED)

    def answer(
        self,
        item: str,
        outcome: str,
        *,
        actor: str,
        comment: str | None = None,
        topic: str | None = None,
        data: Mapping[str, object] | None = None,
        attachments: Mapping[str, Paper] | None = None,
        on_behalf_of: str | None = None,
        seen: int | None = None,
        command_id: str | None = None,
    ) -> op.Done:
        """Answer a work item with one of its outcomes."""
        papers, contents = read_papers(attachments, self._attachment_limit)
        filled = as_mapping("data", data)
        command = AnswerItem(item, outcome, comment, topic, filled, papers, on_behalf_of, seen)
        return self._act(op.case_of_item(item), command, command_id, actor, contents)

    def change(
        self,
        case: str,
        data: Mapping[str, object],
        *,
        actor: str,
        on_behalf_of: str | None = None,
        command_id: str | None = None,
    ) -> op.Done:
        """Change fields outside a form, as their ``change`` allows."""
        require_mapping("data", data)
        return self._act(case, ChangeData(data, on_behalf_of), command_id, actor)

    def withdraw_objection(
        self,
        case: str,
        step: str,
        seat: str,
        *,
        actor: str,
        comment: str | None = None,
        on_behalf_of: str | None = None,
        command_id: str | None = None,
    ) -> op.Done:
        """Take an objection back: its arbitration ends and the seat is asked again; the case stays
        disputed."""
        command = WithdrawObjection(step, seat, comment, on_behalf_of)
        return self._act(case, command, command_id, actor)

    def advance(self, until: datetime | None = None) -> Advanced:
        """Do what deadlines ask for up to now and open the cases that are due by a cadence, each once. What
        cannot be done holds up nothing else.

        With ``until``, for trying things: time is moved there, from instant to instant. That works on a
        sandbox alone and stays with its database. Raises ``Refused`` elsewhere, or for a time that has
        passed.
        """
        return advance(self._store, self._library, self._clock, until)

    def done(self, case: str, command_id: str) -> op.Done | None:
        """What a command came to if it was done on a case before; None if it was not.

        For callers who would have to look something up first that is not there any more when a call is
        repeated.
        """
        require_text("case", case)
        require_text("command_id", command_id)
        return carry_out(self._store, op.done_before(case, command_id))

    def after(self, done: op.Done, *, reader: str | Reader) -> CaseView:
        """The case as a command left it, as the reader may see it."""
        return self._view(done.case, as_reader(reader))

    def case(self, case: str, *, reader: str | Reader) -> CaseView:
        """A case as the reader may see it."""
        return self._view(self._state(case), as_reader(reader))

    def cases(self, *, reader: str | Reader, left_out: LeftOut = warn) -> tuple[CaseRow, ...]:
        """The cases that the reader may see, oldest first.

        ``left_out`` is told of each that cannot be read; without it, that is a warning.
        """
        who = as_reader(reader)
        rows = case_rows(self._store, left_out)
        if who.person is None:
            return rows
        return tuple(row for row in rows if self._may_read_case(row.case, who, left_out))

    def inbox(self, person: str, *, left_out: LeftOut = warn) -> tuple[ItemView, ...]:
        """The open work items that a person may answer, in own right or under a grant, most urgent first.

        Cases of processes that the engine was opened without are in the organizations that they last knew;
        those are looked for once. ``left_out`` is told of each case that cannot be read; without it, that is
        a warning.
        """
        require_text("person", person)
        reader, now = Reader(person), self.now()
        cases: dict[str, Mapping[str, ItemView]] = {}
        unreadable = dict(self._brought())
        keys = (key for o in self.organizations() for key in inbox_keys(o, person, now))
        asked = self._store.asked(tuple(dict.fromkeys(keys)))
        for case in dict.fromkeys(case for _, case in asked):
            try:
                cases[case] = self._asked(case, reader)
                unreadable.pop(case, None)
            except Damaged as error:
                cases[case], unreadable[case] = {}, error
        for case, reason in unreadable.items():
            left_out(case, reason)
        return tuple(cases[case][item] for item, case in asked if item in cases[case])

    def organizations(self, *, ever: bool = False) -> tuple[Organization, ...]:
        """The organizations at hand and those of running cases; with ``ever``, all that any case knew."""
        self._brought()
        known = self._library.organizations()
        return (*known, *organizations_kept(self._store)) if ever else known

    def history(self, case: str, *, reader: str | Reader) -> tuple[HistoryEvent, ...]:
        """Everything that happened to a case, oldest first, as the reader may see it."""
        return tuple(history_event(envelope) for envelope in self.record(case, reader=reader).envelopes)

    def record(self, case: str, *, reader: str | Reader) -> Record:
        """The same as events, with what a story of them needs."""
        state = self._state(case)
        seeing = self._seeing(state, as_reader(reader))
        self._require_reader(seeing, state)
        envelopes = (op.envelope_of(case, s) for commit in self._store.history(case) for s in commit.events)
        seen = tuple(seen_event(seeing, envelope) for envelope in envelopes)
        return Record(seeing.program, seeing.organization, seen)

    def head(self, case: str) -> str:
        """The head of a case's chain, hexadecimal: whoever keeps it can prove later that nothing was
        altered."""
        require_text("case", case)
        return self._store.load(case).head.hex()

    def verify(self, case: str | None = None) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong with the record of a case, or of every case; nothing if it is whole."""
        if case is not None:
            require_text("case", case)
        cases = [case] if case is not None else self._store.case_ids()
        return {name: verify(self._store, name) for name in cases}

    def attachment(self, case: str, name: str, *, reader: str | Reader) -> tuple[str, bytes]:
        """The file name and content of a paper of a case."""
        require_text("name", name)
        view = self.case(case, reader=reader)
        paper = view.attachments.get(name)
        if paper is None:
            raise NotFound(f"case {case} has no attachment {name}")
        return paper.filename, self._store.content("attachment", paper.sha256)

    def is_sandbox(self) -> bool:
        """Whether the database is for trying things, so that its clock may be moved."""
        return self._clock.is_sandbox()

    def make_sandbox(self) -> None:
        """Mark the database as a sandbox. Raises ``Refused`` once it holds cases."""
        self._clock.make_sandbox()

    def _act(
        self,
        case: str,
        command: Command,
        command_id: str | None,
        actor: str,
        contents: Mapping[str, bytes] | None = None,
    ) -> op.Done:
        require_text("case", case)
        request = self._request(command, _command_id(command_id), actor, contents or {})
        return carry_out(self._store, op.act(self._library, case, request))

    def _request(self, command: Command, key: str, actor: str, contents: Mapping[str, bytes]) -> op.Request:
        require_command(command, actor)
        return op.Request(command, key, actor, self.now(), secrets.token_bytes(32), contents)

    def _state(self, case: str) -> CaseState:
        require_text("case", case)
        return carry_out(self._store, op.load_state(case))

    def _seeing(self, state: CaseState, reader: Reader) -> Seeing:
        program = carry_out(self._store, op.program_of(self._library, state))
        organization = carry_out(self._store, op.organization_of(self._library, state))
        return Seeing(program, organization, reader, self.now())

    def _view(self, state: CaseState, reader: Reader) -> CaseView:
        seeing = self._seeing(state, reader)
        self._require_reader(seeing, state)
        return case_view(seeing, state)

    def _require_reader(self, seeing: Seeing, state: CaseState) -> None:
        if not self._may_read(seeing, state):
            raise not_a_reader(seeing.program.process, seeing.organization, seeing.reader)

    def _may_read_case(self, case: str, reader: Reader, left_out: LeftOut) -> bool:
        try:
            state = listed_state(self._store, case)
            return self._may_read(self._seeing(state, reader), state)
        except Damaged as error:
            left_out(case, error)
            return False

    def _asked(self, case: str, reader: Reader) -> Mapping[str, ItemView]:
        """The open items of a case that somebody may answer."""
        state = listed_state(self._store, case)
        seeing = self._seeing(state, reader)
        views = {name: item_view(seeing, state, item) for name, item in state.items.items()}
        return {n: v for n, v in views.items() if reader.person in v.persons or v.on_behalf_of}

    def _may_read(self, seeing: Seeing, state: CaseState) -> bool:
        process, organization, reader = seeing.program.process, seeing.organization, seeing.reader
        if reader.person is None or may_read(process, state, organization, reader, seeing.now):
            return True
        return carry_out(self._store, op.took_part(state.id, reader.person))

    def _brought(self) -> Mapping[str, Damaged]:
        """Bring the organizations of running cases to hand, once; gives the cases that could not be read."""
        if self._unread is None:
            self._unread = bring_organizations(self._store, self._library)
        return self._unread


def _command_id(given: str | None) -> str:
    """The id that a caller gave, or one that nobody has."""
    if given is None:
        return secrets.token_hex(16)
    require_command_id(given)
    return given
