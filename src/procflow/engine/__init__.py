"""The engine: cases carried out against a store, by whoever the caller vouches for.

The engine for asyncio is in :mod:`procflow.engine.async_engine`, so that asyncio is loaded for it alone.
"""

from procflow.engine.advanced import Advanced, Stuck
from procflow.engine.beside import EventView, OccurrenceView, WaitView
from procflow.engine.clock import Clock, system_clock
from procflow.engine.done import Done
from procflow.engine.engine import Engine
from procflow.engine.library import Library, open_library
from procflow.engine.papers import File
from procflow.engine.readers import TRUSTED, Reader
from procflow.engine.seeing import FormField
from procflow.engine.views import CaseView, HistoryEvent, ItemView, OutcomeView, Record

__all__ = [
    "TRUSTED",
    "Advanced",
    "CaseView",
    "Clock",
    "Done",
    "Engine",
    "EventView",
    "File",
    "FormField",
    "HistoryEvent",
    "ItemView",
    "Library",
    "OccurrenceView",
    "OutcomeView",
    "Reader",
    "Record",
    "Stuck",
    "WaitView",
    "open_library",
    "system_clock",
]
