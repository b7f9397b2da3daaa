"""Writes whole cases as they are stored, to be replayed by every later version.

``PYTHONPATH=src python tests/histories/freeze.py`` writes those that are not there yet. One that is there is
never written again: what a released format has stored must stay readable as it is.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from shutil import copytree
from tempfile import TemporaryDirectory
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
from procflow.worktime import Duration, Unit

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TERMS = {"quality": "GB/T 9711", "price": "每噸 6100 元", "delivery_date": "2026-07-31"}
CONTRACT = {
    "customer": "華北石化",
    "amount": 1800000,
    "channel": "direct",
    "terms": TERMS,
    "in_force_on": "2026-06-01",
}


def days(count: int) -> Duration:
    return Duration(count, Unit.BUSINESS_DAYS)


def begin(case: CaseDriver, mode: str, **data: object) -> None:
    case.start("lin", data)
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="zhou", data={"mode": mode})


def finish(case: CaseDriver) -> None:
    case.do("agree-with-customer", "agreed", actor="lin")
    case.do("sign", "signed", actor="lin")
    case.do("in-force", "in_force", actor="deng")
    case.do("collate-file", "collated", actor="deng")
    case.do("keep-file", "filed", actor="tang")


def reorganize(case: CaseDriver, before: str, after: str) -> None:
    """Change the small organization under its running case."""
    with TemporaryDirectory() as folder:
        copytree(HERE / "small", folder, dirs_exist_ok=True)
        file = Path(folder) / "works.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        case.engine.library.renew(load_process(Path(folder) / "example.yaml"))


def circulation(case: CaseDriver) -> None:
    """Handed up, a deputy's objection to the group, terms changed, signed for the general manager, a voided
    pass, and the meeting that follows; filed."""
    begin(case, "circulation")
    case.wait(days(2))
    case.do("circulate/technical-centre", "agree", actor="zhang")
    case.everybody("agree", upto="circulate/manufacturing-centre")
    case.do("circulate/quality-department", "object", actor="xie", on_behalf_of="zheng", topic="quality")
    case.do("quality", "overruled", actor="zhang")
    case.do("quality", "appeal", actor="zheng")
    case.do("quality", "convened", actor="li", on_behalf_of="wang")
    for person in ("wang", "sun", "xu", "chen"):
        case.do("quality", "no", actor=person)
    for person in ("wang", "sun", "xu", "wu"):
        case.do("quality", "yes", actor=person)
    case.do("submit-terms", "submitted", actor="he", data={"terms": {"quality": "GB/T 9711 PSL2"}})
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/sales-vp")
    case.wait(days(1))
    case.do("circulate/general-manager", "agree", actor="li", on_behalf_of="wang")
    case.change({"amount": 1850000}, actor="lin")
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="deng", data={"mode": "meeting"})
    case.do("meeting", "convened", actor="deng")
    case.everybody("agree")
    case.everybody("agree")
    finish(case)


def short(case: CaseDriver) -> None:
    """A repeat batch; an objection that nobody rules on, circulation in its place, a grant that the amount
    outgrows, the vice president's own objection; refused by the general manager."""
    begin(case, "short", amount=400000, repeat_batch=True)
    case.do("short-review/material-company", "agree", actor="xu")
    case.do("short-review/manufacturing-centre", "object", actor="sun", topic="other")
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/quality-department")
    case.do("circulate/finance-department", "agree", actor="luo", on_behalf_of="qian")
    case.do("circulate/legal-department", "return", actor="shen")
    case.do("submit-terms", "submitted", actor="lin", data={"amount": 1200000})
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/marketing-director")
    case.do("circulate/sales-vp", "object", actor="chen", topic="delivery")
    case.do("delivery", "convened", actor="wang")
    for person in ("wang", "liu"):
        case.do("delivery", "no", actor=person)
    case.wait(days(2))
    case.do("delivery", "convened", actor="wang")
    for person in ("wang", "liu", "zhang", "huang"):
        case.do("delivery", "no", actor=person)
    case.wait(days(2))
    for person, vote in (
        ("wang", "no"),
        ("liu", "no"),
        ("zhang", "no"),
        ("huang", "abstain"),
        ("qian", "yes"),
    ):
        case.do("delivery", vote, actor=person)
    case.wait(days(2))
    case.do("circulate/general-manager", "refuse", actor="wang")


def meeting(case: CaseDriver) -> None:
    """Two objections in one meeting, one of them taken back, a ruling that stands because nobody appealed;
    withdrawn."""
    begin(case, "meeting", amount=5000000)
    case.do("meeting", "convened", actor="zhou")
    case.do("meeting/quality-department", "object", actor="zheng", topic="quality")
    case.do("meeting/finance-department", "object", actor="qian", topic="price")
    case.do("meeting/technical-centre", "agree", actor="wu")
    case.take_back("meeting/quality-department", actor="zheng", comment="settled by telephone")
    case.do("meeting/quality-department", "agree", actor="feng")
    case.do("price", "upheld", actor="liu")
    case.wait(days(1))
    case.do("submit-terms", "withdrawn", actor="lin", comment="the customer has bought elsewhere")


def small(case: CaseDriver) -> None:
    """What the contract review has no use for: a deadline that leads elsewhere, a tie, an arbitration that
    ends with the step it hangs on, personal data, and an organization that changes under way."""
    case.start("ann", {"contact": "王小姐 555-0100"})
    case.do("draft", "done", actor="ann", data={"amount": 100})
    case.wait(days(1))
    case.do("clear", "done", actor="ann")
    case.do("look/buyer", "agree", actor="ben")
    case.do("look/checker", "back", actor="cai")
    case.do("draft", "done", actor="ann", data={"amount": 150, "contact": "王小姐 555-0199"})
    case.do("look/buyer", "object", actor="ben", topic="price")
    case.do("price", "overruled", actor="cai")
    case.do("price", "appeal", actor="ben")
    case.do("price", "convened", actor="ida")
    case.do("price", "abstain", actor="hal")
    case.do("price", "no", actor="ida")
    reorganize(case, "name: Ann, roles: [clerk]", "name: Ann, roles: [clerk, checker]")
    case.do("look/head", "object", actor="hal", topic="price")
    reorganize(case, "name: Ida, roles: [chief]", "name: Ida, roles: [clerk]")
    case.do("look/checker", "no", actor="cai")
    reorganize(case, "", "")
    case.do("sign", "done", actor="ida")


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
        number = self._state.data.get("number") if self._state is not None else None
        holders = {("hold", str(number)): self._holder}
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


WIDE: dict[str, Callable[[Kernel], None]] = {
    "order": order,
    "order-called-off": order_called_off,
    "order-left": order_left,
}
STORIES: dict[str, tuple[Callable[[CaseDriver], None], str]] = {
    "circulation": (circulation, "processes/contract-review.yaml"),
    "short-review": (short, "processes/contract-review.yaml"),
    "meeting": (meeting, "processes/contract-review.yaml"),
    "small": (small, "tests/histories/small/example.yaml"),
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
