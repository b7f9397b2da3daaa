"""procflow: a company's written procedures as YAML graphs, proved sound, run on the record, and drawn.

What a program embeds is named here and loaded when it is first used, so that the command line's help does not
pay for the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from procflow.case import Refused
    from procflow.case.record import Fault
    from procflow.diagnostics import DefinitionError
    from procflow.engine import (
        TRUSTED,
        Advanced,
        CaseView,
        Clock,
        Done,
        Engine,
        EventView,
        File,
        FormField,
        HistoryEvent,
        ItemView,
        Library,
        OccurrenceView,
        OutcomeView,
        Reader,
        Stuck,
        WaitView,
        open_library,
        system_clock,
    )
    from procflow.engine.async_engine import AsyncEngine
    from procflow.exported import (
        CheckedExport,
        CheckedSignature,
        ExportError,
        KeptCase,
        read_case,
        redact_export,
        sign_export,
        verify_export,
    )
    from procflow.store import Conflict, NotFound, StoreError, open_store
else:
    _SOURCES = {
        "procflow.case": ("Refused",),
        "procflow.case.record": ("Fault",),
        "procflow.diagnostics": ("DefinitionError",),
        "procflow.engine": (
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
            "Stuck",
            "WaitView",
            "open_library",
            "system_clock",
        ),
        "procflow.engine.async_engine": ("AsyncEngine",),
        "procflow.exported": (
            "CheckedExport",
            "CheckedSignature",
            "ExportError",
            "KeptCase",
            "read_case",
            "redact_export",
            "sign_export",
            "verify_export",
        ),
        "procflow.store": ("Conflict", "NotFound", "StoreError", "open_store"),
    }

    def __getattr__(name: str) -> object:
        for source, names in _SOURCES.items():
            if name in names:
                return getattr(import_module(source), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "TRUSTED",
    "Advanced",
    "AsyncEngine",
    "CaseView",
    "CheckedExport",
    "CheckedSignature",
    "Clock",
    "Conflict",
    "DefinitionError",
    "Done",
    "Engine",
    "EventView",
    "ExportError",
    "Fault",
    "File",
    "FormField",
    "HistoryEvent",
    "ItemView",
    "KeptCase",
    "Library",
    "NotFound",
    "OccurrenceView",
    "OutcomeView",
    "Reader",
    "Refused",
    "StoreError",
    "Stuck",
    "WaitView",
    "__version__",
    "open_library",
    "open_store",
    "read_case",
    "redact_export",
    "sign_export",
    "system_clock",
    "verify_export",
]
