"""What a driver looks up in the record of its case, and among its work items."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from procflow.definition.organization import Person
from procflow.engine import HistoryEvent, ItemView
from procflow.testing.places import Place, take_apart

History = Iterable[HistoryEvent]


def numbers(history: History) -> Mapping[str, int]:
    """Of each occurrence of an any-time event, over or not, the how many of that event it is, from 1."""
    raised: dict[str, list[str]] = {}
    for event in history:
        if event.type == "EventRaised":
            raised.setdefault(str(event.content["event"]), []).append(str(event.content["scope"]))
    return {scope: nth for scopes in raised.values() for nth, scope in enumerate(scopes, 1)}


def calls(history: History, step: str) -> tuple[str, ...]:
    """The ids of the cases that a step has called, in order; ``check@red`` are those of one branch."""
    wanted = take_apart(step)
    entries: dict[str, object] = {}
    found = []
    for event in history:
        content = event.content
        named = content.get("named")
        if event.type == "BranchOpened" and isinstance(named, Mapping):
            entries[str(content["scope"])] = named["value"]
        if event.type == "CallStarted" and content["step"] == wanted.name:
            entry = entries.get(str(content.get("scope")))
            if wanted.entry in (None, entry):
                found.append(str(content["case"]))
    return tuple(found)


def called(history: History, step: str) -> str | None:
    """The case that a step has called last, or (``check#2``) as its second; None if it has not."""
    cases, nth = calls(history, step), take_apart(step).nth
    return cases[(nth or len(cases)) - 1] if len(cases) >= (nth or 1) else None


def asked(items: Iterable[ItemView], people: Mapping[str, Person], now: datetime) -> tuple[str, ...]:
    """Who is asked by work items now: those who may answer and are not away."""
    persons = (person for item in items for person in item.persons if person in people)
    return tuple(dict.fromkeys(person for person in persons if not people[person].absent(now)))


def told(history: History, step: str) -> tuple[str, ...] | None:
    """The persons that a notice reached when it was sent last; None if it never was."""
    sent = [e for e in history if e.type == "NoticeSent" and e.content["step"] == step]
    reached = sent[-1].content["reached"] if sent else None
    return tuple(map(str, reached)) if isinstance(reached, list | tuple) else None


def last_item(history: History, where: Place) -> str | None:
    """The id of the work item that was open last at a place."""
    found = None
    for event in history:
        if event.type == "ItemOpened":
            opened = event.content
            seat = None if opened["purpose"] in ("task", "convene") else opened.get("seat")
            if opened["step"] == where.step and where.seat in (None, seat):
                found = str(opened["item"])
    return found
