"""Writes whole cases as they are stored, to be replayed by every later version.

``PYTHONPATH=src:. python tests/histories/freeze.py`` writes those that are not there yet. One that is there
is never written again: what a released format has stored must stay readable as it is.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from zoneinfo import ZoneInfo

from msgspec import to_builtins

from procflow.case import (
    CLOCK,
    AnswerItem,
    CallBegun,
    CaseState,
    ChangeData,
    Command,
    Context,
    EndCalled,
    FinishJob,
    PassTimer,
    RaiseEvent,
    Reassign,
    ReportEnd,
    ReportHandler,
    ReportStuck,
    StartCase,
    decide,
)
from procflow.case.record import FORMAT, Header, StoredCommit, StoredEvent, open_header, seal
from procflow.case.snapshot import decode_state
from procflow.case.state import (
    CallJob,
    CancelJob,
    HandlerJob,
    HandlerLimit,
    Parent,
    ReleaseJob,
    ReportJob,
    StepTimer,
    Timer,
)
from procflow.definition.load import load_process
from procflow.engine import Engine, Library
from procflow.program import compile_program
from procflow.store import MemoryStore
from procflow.testing import CaseDriver, VirtualClock
from tests.histories.stories import CONTRACT, STORIES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


class Kernel:
    """One case of the order that is driven by commands alone, each a minute after the one before."""

    def __init__(self, case: str) -> None:
        loaded = load_process(HERE / "wide" / "order.yaml")
        assert loaded.process is not None and loaded.organization is not None
        self._program = compile_program(loaded.process, loaded.hash)
        self._organization = loaded.organization
        self._contents = {
            ("definition", loaded.hash): loaded.content,
            ("organization", loaded.organization.hash): loaded.organization_content,
        }
        self._case, self._head, self._now = case, bytes(32), NOW.astimezone(UTC)
        self._state: CaseState | None = None
        self._commits: list[StoredCommit] = []
        self._holder: str | None = None

    @property
    def state(self) -> CaseState:
        assert self._state is not None
        return self._state

    def send(self, actor: str, command: Command) -> None:
        """Decide a command, and seal what it comes to."""
        self._now += timedelta(minutes=1)
        known = self._state.data if self._state is not None else {}
        numbers = [data.get("number") for data in (known, getattr(command, "data", {}))]
        holders = {("hold", str(number)): self._holder for number in numbers}
        context = Context(self._now, actor, self._organization, token_bytes(32), holders)
        decision = decide(self._program, self._state, command, context)
        header = Header(
            format=FORMAT,
            case=self._case,
            version=decision.state.seq,
            first=decision.state.seq - len(decision.events) + 1,
            command=f"{self._case}:{len(self._commits) + 1}",
            at=self._now,
            by=actor,
            definition=self._program.hash,
            organization=self._organization.hash,
        )
        commit = seal(self._head, header, decision.events)
        self._commits.append(commit)
        self._state, self._head = decision.state, commit.chain

    def start(self, actor: str, parent: Parent | None = None, **data: object) -> None:
        self.send(actor, StartCase(self._case, data, parent=parent))

    def do(self, place: str, outcome: str, actor: str, **data: object) -> None:
        """Answer what the person is asked at a step, or at a seat of it."""
        step, _, seat = place.partition("/")
        item = next(
            item.id
            for item in self.state.items.values()
            if item.step == step and seat in ("", item.seat) and actor in item.offered_to
        )
        self.send(actor, AnswerItem(item, outcome, None, None, data))

    def occur(self, event: str, actor: str, comment: str | None = None, **data: object) -> None:
        self.send(actor, RaiseEvent(event, data, (), comment))

    def change(self, actor: str, **data: object) -> None:
        self.send(actor, ChangeData(data))

    def held_by(self, case: str | None) -> None:
        """From now on a hold is open for this order's number, or is not."""
        self._holder = case

    def job(self, kind: type[Timer]) -> str:
        """The first open timer of a kind; time goes on to its moment."""
        name, timer = next((n, t) for n, t in self.state.timers.items() if isinstance(t, kind))
        self._now = max(self._now, timer.due)
        return name

    def clock(self, command: Command) -> None:
        self.send(CLOCK, command)

    def lines(self) -> Iterator[object]:
        """The case, one value a line."""
        yield {"case": self._case, "head": self._head.hex(), "came_to": came_to(self.state)}
        yield from _record(dict(sorted(self._contents.items())), self._commits)


def order_begun(case: Kernel, number: str, parent: Parent | None = None) -> None:
    """Up to the block."""
    case.start("ann", parent)
    case.do("draft", "done", "ann", number=number, note="two", parts=["red", "blue"])
    case.do("judge/buyer", "agree", "ben")
    case.do("judge/checker", "agree", "cai")
    case.do("seen/red", "agree", "ben")
    case.do("seen/blue", "agree", "cai")


def order(case: Kernel) -> None:
    """A vote, seats and branches that the data name, a return out of a branch, a call that is left, a
    milestone in a branch, notices, a handler that is tried again and reports once more, a wait for an event,
    a standstill; completed."""
    order_begun(case, "B-17")
    case.clock(CallBegun(case.job(CallJob), "settlement-1"))
    case.clock(PassTimer(case.job(StepTimer)))
    case.do("build", "unclear", "cai")
    case.held_by("hold-1")
    case.do("draft", "done", "ann")
    case.do("judge/buyer", "agree", "ben")
    case.do("judge/checker", "agree", "cai")
    case.do("seen/red", "agree", "ben")
    case.do("seen/blue", "agree", "cai")
    case.do("build", "built", "cai")
    case.held_by(None)
    case.change("ann", note="three")
    case.do("build", "built", "cai")
    case.do("wrap", "done", "cai")
    case.clock(FinishJob(case.job(CancelJob)))
    case.do("pack", "done", "ben")
    case.do("pack", "done", "cai")
    case.do("tell", "acknowledged", "ben")
    handler = case.job(HandlerJob)
    case.clock(ReportHandler(handler, failure="no answer"))
    case.clock(ReportHandler(case.job(HandlerJob), {"mail": "m-1"}))
    case.clock(ReportHandler(handler, failure="no answer"))
    case.clock(PassTimer(case.job(StepTimer)))
    case.occur("change", "ann", "by telephone", what="one more")
    case.do("reply", "told", "ann", reply="it will come")
    case.clock(CallBegun(case.job(CallJob), "stock-1"))
    case.occur("visit", "ida")
    case.occur("stop", "hal", "power is out")
    case.do("look", "done", "hal")
    case.send("hal", Reassign("amy", "Ann is ill"))
    case.occur("loss", "hal")
    case.do("keep", "done", "amy")
    case.clock(FinishJob(case.job(ReleaseJob)))


def order_called_off(case: Kernel) -> None:
    """A call that comes back before the other branch is finished, the way that a limit of a wait takes, a
    handler whose time runs out, and an event that calls the case off while another is open; a case that was
    called itself."""
    order_begun(case, "B-18", Parent("trade-1", "main", True, ("trade",)))
    case.clock(CallBegun(case.job(CallJob), "settlement-2"))
    waits = next(scope.id for scope in case.state.scopes.values() if scope.called is not None)
    case.clock(ReportEnd(waits, "settlement-2", "completed", {"answer": "paid"}))
    case.do("pack", "done", "ben")
    case.do("pack", "done", "cai")
    case.do("tell", "acknowledged", "cai")
    case.clock(PassTimer(case.job(HandlerLimit)))
    case.occur("change", "ann", what="one")
    case.occur("change", "ann", what="two")
    case.do("reply", "hopeless", "ann")
    case.clock(FinishJob(case.job(ReportJob), "trade-1 is over"))


def order_left(case: Kernel) -> None:
    """The limit of a call leads on; then the case, which was called, is not waited for any more."""
    order_begun(case, "B-19", Parent("trade-2", "main", True, ("trade",)))
    case.clock(CallBegun(case.job(CallJob), "settlement-3"))
    case.clock(PassTimer(case.job(StepTimer)))
    case.clock(PassTimer(case.job(StepTimer)))
    case.clock(EndCalled("trade-2"))


def order_stuck(case: Kernel) -> None:
    """A case of another process that cannot be started."""
    order_begun(case, "B-20")
    case.clock(ReportStuck(case.job(CallJob), "no-such-process"))


WIDE: dict[str, Callable[[Kernel], None]] = {
    "order": order,
    "order-called-off": order_called_off,
    "order-left": order_left,
    "order-stuck": order_stuck,
}


def lines(store: MemoryStore, case: str) -> Iterator[object]:
    """A case as a store keeps it, one value a line: what it must come to, what it names, its commits."""
    snapshot, commits = store.load(case), store.history(case)
    yield {"case": case, "head": snapshot.head.hex(), "came_to": came_to(decode_state(snapshot.state))}
    headers = [open_header(commit) for commit in commits]
    named = {("definition", h.definition) for h in headers} | {
        ("organization", h.organization) for h in headers
    }
    contents = {(kind, sha256): store.content(kind, sha256) for kind, sha256 in sorted(named)}
    yield from _record(contents, commits)


def _record(contents: Mapping[tuple[str, str], bytes], commits: Iterable[StoredCommit]) -> Iterator[object]:
    for (kind, sha256), content in contents.items():
        yield {"kind": kind, "sha256": sha256, "content": content.decode()}
    for commit in commits:
        yield {
            "version": commit.version,
            "header": commit.header.decode(),
            "chain": commit.chain.hex(),
            "events": [_event(event) for event in commit.events],
        }


def came_to(state: CaseState) -> object:
    """What a case was at the end, in words that outlive the form in which states are kept."""
    return to_builtins(
        {
            "seq": state.seq,
            "status": state.status,
            "started": [state.started_at, state.started_by],
            "ended_at": state.ended_at,
            "step": state.scopes["main"].step,
            "organization_hash": state.organization_hash,
            "data": state.data,
            "facts": state.facts,
            "attachments": {name: paper.sha256 for name, paper in state.attachments.items()},
            "authority": {table: [known.role, known.row] for table, known in state.authority.items()},
            "milestones": {name: [mark.seq, mark.voided] for name, mark in state.milestones.items()},
            "performed": {place: sorted(who.persons()) for place, who in state.performed.items()},
        }
    )


def _event(event: StoredEvent) -> dict[str, object]:
    personal = [{"field": p.field, "salt": p.salt, "value": p.value.decode()} for p in event.personal]
    return {"seq": event.seq, "body": event.body.decode(), "personal": personal}


def freeze(name: str) -> None:
    """Run a story and write its case. Raises ``FileExistsError`` if it has been written before."""
    story, path = STORIES[name]
    library, store = Library(), MemoryStore()
    process = library.add(load_process(ROOT / path)).process.name
    given = CONTRACT if process == "contract-review" else {}
    with Engine(store, library, clock=VirtualClock(NOW)) as engine:
        driver = CaseDriver(engine, process, given=given, name=name)
        story(driver)
        _write(name, lines(store, driver.case.id))


def freeze_wide(name: str) -> None:
    """The same for a story of the kernel alone: what comes from outside of the case is made up."""
    kernel = Kernel(name)
    WIDE[name](kernel)
    _write(name, kernel.lines())


def _write(name: str, told: Iterable[object]) -> None:
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in told)
    target = HERE / f"format-{FORMAT}" / f"{name}.jsonl.gz"
    with target.open("xb") as file:
        file.write(gzip.compress(text.encode(), mtime=0))
    print(f"{target.relative_to(ROOT)}: {len(text)} characters")


def main() -> int:
    """Write the histories that are not there yet."""
    written = HERE / f"format-{FORMAT}"
    written.mkdir(exist_ok=True)
    missing = [name for name in (*STORIES, *WIDE) if not (written / f"{name}.jsonl.gz").exists()]
    for name in missing:
        (freeze if name in STORIES else freeze_wide)(name)
    if not missing:
        print(f"all histories of format {FORMAT} are there; they are never written again")
    return 0 if missing else 1


if __name__ == "__main__":
    sys.exit(main())
