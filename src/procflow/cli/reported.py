"""The report of a case for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

if TYPE_CHECKING:
    from procflow.reports.case_report import CaseReport


def report_shape(report: "CaseReport") -> object:
    """Everything that a report says, by the names of its fields; lengths of time in seconds."""
    return _shape(report)


def _shape(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case None | str() | int() | datetime():
            return value
        case timedelta():
            return value.total_seconds()
        case Struct():
            return _shape(asdict(value))
        case Mapping():
            return {str(name): _shape(each) for name, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, Iterable):
            return {field.name: _shape(getattr(value, field.name)) for field in fields(value)}
        case Iterable():
            return [_shape(each) for each in value]
        case _:
            raise TypeError(type(value))
