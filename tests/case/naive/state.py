"""What the naive interpreter knows of a case: plain dicts and lists, copied before every command.

A scope is a dict with ``id``, ``graph``, ``step``, ``parent``, ``hangs`` (on the parent's step, or on none),
``label``, and what its step keeps: ``review``, ``finished``, ``entry``, ``data``, ``parked``, ``dispute``,
``pending``, ``began``. An item is a dict with ``id``, ``scope``, ``step``, ``purpose``, ``role``, ``seat``,
``persons``, ``barred``, ``level``, ``loose``, ``opened``. A timer is a dict with ``kind``, ``due`` and its
``item`` or ``scope``.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procflow.definition import process as p
from procflow.definition.organization import Organization
from procflow.definition.values import typed_values
from procflow.guards import AnyCell, Guard, GuardError
from tests.case.naive.graph import MAIN, Map

Thing = dict[str, Any]


class No(Exception):
    """A command is refused, for one of these reasons: where several hold, which one is said is left open."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = codes


@dataclass
class Naive:
    """A case of a process, its people and its clock."""

    map: Map
    organization: Organization
    state: Thing
    now: datetime
    by_clock: bool = False

    @property
    def process(self) -> p.Process:
        return self.map.process

    def scope(self, number: int) -> Thing:
        found: Thing = self.state["scopes"][number]
        return found

    def step_of(self, scope: Thing) -> p.Step:
        return self.map.steps[scope["step"]]

    def copied(self) -> Thing:
        return deepcopy(self.state)

    def number(self) -> int:
        self.state["count"] += 1
        return int(self.state["count"])

    # who

    def holders(self, role: str) -> list[str]:
        return [name for name, person in self.organization.people.items() if role in person.roles]

    def superior(self, role: str) -> str | None:
        return self.organization.roles[role].superior

    def can_act(self, item: Thing) -> list[str]:
        """Who may act on an item in their own right."""
        among = item["persons"] if item["persons"] is not None else self.holders(item["role"])
        return [person for person in among if person not in item["barred"]]

    # what is known

    def root(self, scope: Thing) -> Thing:
        """The main flow, or the occurrence of an event that a scope is part of."""
        while scope["parent"] is not None and "event" not in scope:
            scope = self.scope(scope["parent"])
        return scope

    def fields(self, scope: Thing) -> dict[str, p.DataField]:
        root = self.root(scope)
        own = self.process.events[root["event"]].fields if "event" in root else {}
        return {**self.process.fields, **own}

    def data(self, scope: Thing) -> Thing:
        return {**self.state["data"], **self.root(scope).get("data", {})}

    def values(self, scope: Thing) -> Thing:
        """What conditions of a scope read."""
        known: Thing = {name: self.state["facts"].get(name, False) for name in self.process.facts}
        known.update(typed_values(self.fields(scope), self.data(scope)))
        while scope["parent"] is not None:
            host = self.map.steps.get(scope.get("host", ""))
            if isinstance(host, p.Parallel) and host.for_each is not None:
                known.setdefault(host.for_each.name, scope["entry"]["value"])
            scope = self.scope(scope["parent"])
        return known

    def holds(self, guard: Guard, scope: Thing) -> bool:
        try:
            return guard.evaluate(self.values(scope))
        except GuardError as error:
            raise No("data-missing") from error

    def content(self, names: Iterable[str], scope: Thing) -> list[object]:
        data = self.data(scope)
        return [data.get(name) for name in names]

    def set_fact(self, what: object) -> None:
        for fact in self.process.facts.values():
            if fact.true_once == what:
                self.state["facts"][fact.name] = True

    def decided(self, table: str) -> str:
        """The role that a table decides for now; one that only rises keeps what it reached (SEMANTICS 10)."""
        rows = self.process.tables[table]
        role = self._row(rows)
        known = self.state["authority"].get(table)
        if known is not None and rows.only_rises and rows.ranks.index(role) < rows.ranks.index(known):
            role = known
        self.state["authority"][table] = role
        return role

    def _row(self, table: p.Table) -> str:
        values, unknown = self.values(self.scope(0)), False
        for row in table.rows:
            open_cells = {c: cell for c, cell in row.cells.items() if not isinstance(cell, AnyCell)}
            known = [cell.holds(values[c]) for c, cell in open_cells.items() if values.get(c) is not None]
            if all(known):
                if len(known) == len(open_cells):
                    if unknown:
                        break
                    return row.then
                unknown = True
        raise No("data-missing" if unknown else "table-undecided")

    # what hangs on what

    def hanging(self, scope: Thing) -> list[Thing]:
        return [s for s in self.state["scopes"].values() if s["parent"] == scope["id"] and s["hangs"]]

    def within(self, scope: Thing) -> list[Thing]:
        """A scope, and what hangs on its step, and on theirs."""
        return [scope, *(deep for inner in self.hanging(scope) for deep in self.within(inner))]

    def moved(self, scope: Thing) -> bool:
        """Whether a scope has come to a step in this command and not entered it yet."""
        return any(job[:2] == ("enter", scope["id"]) for job in self.state["agenda"])

    def occurrences(self, event: str | None = None) -> list[Thing]:
        found = [s for s in self.state["scopes"].values() if "event" in s]
        return [s for s in found if event in (None, s["event"])]

    def items_of(self, scope: Thing, purpose: str | None = None) -> list[Thing]:
        found = [i for i in self.state["items"].values() if i["scope"] == scope["id"]]
        return [i for i in found if purpose in (None, i["purpose"])]

    def close(self, item: Thing) -> None:
        self.state["items"].pop(item["id"], None)
        self.state["timers"] = [t for t in self.state["timers"] if t.get("item") != item["id"]]

    def drop_timers(self, scope: Thing) -> None:
        self.state["timers"] = [t for t in self.state["timers"] if t.get("scope") != scope["id"]]

    def withdraw(self, scope: Thing, loose: bool = False) -> None:
        """Ask nobody any more for what the step of a scope asked."""
        for item in self.items_of(scope):
            if loose or not item["loose"]:
                self.close(item)
        self.drop_timers(scope)

    def end(self, scope: Thing) -> None:
        """End a scope with all that hangs in it."""
        for inner in reversed(self.within(scope)):
            self.withdraw(inner, loose=True)
            del self.state["scopes"][inner["id"]]

    def require_running(self) -> None:
        if self.state["status"] != "running":
            raise No("case-ended")

    def main(self) -> Thing:
        return self.scope(0)


def fresh(process_map: Map, organization: Organization, now: datetime) -> Naive:
    """A case that is about to start."""
    main = {"id": 0, "graph": MAIN, "step": "", "parent": None, "hangs": False, "label": MAIN}
    state: Thing = {
        "status": "running",
        "scopes": {0: main},
        "items": {},
        "timers": [],
        "agenda": [],
        "data": {},
        "facts": {},
        "authority": {},
        "marks": {},
        "done": {},
        "passed": [],
        "raised": [],
        "stops": [],
        "owner": None,
        "count": 0,
        "moves": 0,
        "stopped_once": False,
    }
    return Naive(process_map, organization, state, now)
