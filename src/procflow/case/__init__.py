"""Cases: commands are decided into events, events fold into state. Pure throughout: no clock, no input or
output."""

from procflow.case.commands import (
    CLOCK,
    AnswerItem,
    ChangeData,
    Command,
    Context,
    NewAttachment,
    PassTimer,
    StartCase,
    WithdrawObjection,
)
from procflow.case.decide import Decision, decide
from procflow.case.events import Event
from procflow.case.evolve import evolve, fold
from procflow.case.offer import Choice, Offer, offer
from procflow.case.refusal import Refused
from procflow.case.state import MAIN, CaseState, Item

__all__ = [
    "CLOCK",
    "MAIN",
    "AnswerItem",
    "CaseState",
    "ChangeData",
    "Choice",
    "Command",
    "Context",
    "Decision",
    "Event",
    "Item",
    "NewAttachment",
    "Offer",
    "PassTimer",
    "Refused",
    "StartCase",
    "WithdrawObjection",
    "decide",
    "evolve",
    "fold",
    "offer",
]
