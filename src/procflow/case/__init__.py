"""Cases: commands are decided into events, events fold into state. Pure throughout: no clock, no input or
output."""

from procflow.case.commands import (
    CLOCK,
    AnswerItem,
    CallBegun,
    ChangeData,
    Command,
    Context,
    EndCalled,
    FinishJob,
    KeyReleased,
    NewAttachment,
    PassTimer,
    RaiseEvent,
    Reassign,
    ReportEnd,
    ReportHandler,
    ReportStuck,
    StartCase,
    Unlooked,
    WithdrawObjection,
)
from procflow.case.decide import Decision, decide
from procflow.case.events import Event
from procflow.case.evolve import evolve, fold
from procflow.case.offer import offer
from procflow.case.refusal import Refused
from procflow.case.state import CaseState, Item
from procflow.program.offers import Choice, Offer

__all__ = [
    "CLOCK",
    "AnswerItem",
    "CallBegun",
    "CaseState",
    "ChangeData",
    "Choice",
    "Command",
    "Context",
    "Decision",
    "EndCalled",
    "Event",
    "FinishJob",
    "Item",
    "KeyReleased",
    "NewAttachment",
    "Offer",
    "PassTimer",
    "RaiseEvent",
    "Reassign",
    "Refused",
    "ReportEnd",
    "ReportHandler",
    "ReportStuck",
    "StartCase",
    "Unlooked",
    "WithdrawObjection",
    "decide",
    "evolve",
    "fold",
    "offer",
]
