"""What becomes of an error: its exit code, what people read on standard error, what programs read."""

import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import CANNOT, INTERRUPTED, REFUSED, Failure

if TYPE_CHECKING:
    from procflow.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Report:
    """How a command ended that did not do what was asked."""

    exit: int
    code: str
    reason: str
    allowed: Sequence[str] = ()
    missing: Sequence[str] = ()
    findings: Sequence["Diagnostic"] = ()
    usage: str = ""


def report_of(error: BaseException) -> Report:
    """What an error means for whoever called the command."""
    match error:
        case Failure():
            return Report(CANNOT, error.code, error.reason)
        case click.UsageError():
            usage = error.ctx.get_usage() if error.ctx is not None else ""
            return Report(CANNOT, "usage", error.format_message(), usage=usage)
        case click.ClickException():
            return Report(CANNOT, "usage", error.format_message())
        case click.Abort() | KeyboardInterrupt():
            return Report(INTERRUPTED, "interrupted", "interrupted; what was not done yet is not done")
        case _:
            return _report_of_engine(error)


def _report_of_engine(error: BaseException) -> Report:
    from procflow.bundled import BundledFilesMissing
    from procflow.case import Refused
    from procflow.diagnostics import DefinitionError
    from procflow.drawing.formats.errors import PictureError
    from procflow.exported import ExportError
    from procflow.reports.errors import MissingReports
    from procflow.store import Conflict, NotFound, StoreError
    from procflow.worktime import OutsideCalendar

    match error:
        case Refused():
            return Report(REFUSED, error.code, error.reason, error.allowed, error.missing)
        case Conflict():
            return Report(REFUSED, "conflict", str(error))
        case NotFound():
            return Report(CANNOT, "not-found", str(error))
        case DefinitionError():
            reason = "the definition has errors, so nothing was done"
            return Report(CANNOT, "definition", reason, findings=error.diagnostics)
        case StoreError():
            return Report(CANNOT, "database", str(error))
        case PictureError():
            return Report(CANNOT, f"picture-{error.code}", str(error))
        case ExportError():
            return Report(CANNOT, f"export-{error.code}", str(error))
        case MissingReports():
            return Report(CANNOT, "missing-extra", str(error))
        case OutsideCalendar():
            return Report(REFUSED, "outside-calendar", str(error))
        case BundledFilesMissing():
            return Report(CANNOT, "installation", str(error))
        case OSError():
            return Report(CANNOT, "system", _of_system(error))
        case UnicodeError():
            return Report(CANNOT, "system", f"this is no readable text: {error}")
        case _:
            text = f"this is a fault of procflow, please report it: {type(error).__name__}: {error}"
            return Report(CANNOT, "fault", text)


def _of_system(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"{error.filename}: {reason}" if error.filename else reason


def tell(report: Report, command: str) -> None:
    """Say on standard error how the command ended."""
    from procflow.cli.output import coloured, say

    if report.findings:
        from procflow.cli.findings import findings_text

        say(findings_text(report.findings, color=coloured(sys.stderr)), error=True)
    if report.usage:
        say(report.usage, error=True)
    kind = "refused: " if report.exit == REFUSED else ""
    say(f"{command}: {kind}{report.reason}", error=True)
    for label, names in (("missing", report.missing), ("allowed", report.allowed)):
        for number, name in enumerate(names):
            say(f"  {label if not number else '':<8} {name}", error=True)


def error_object(report: Report) -> Mapping[str, object]:
    """The same for programs."""
    content: dict[str, object] = {
        "code": report.code,
        "reason": report.reason,
        "allowed": list(report.allowed),
        "missing": list(report.missing),
        "exit": report.exit,
    }
    if report.findings:
        from procflow.diagnostics import to_json

        content["findings"] = to_json(report.findings)
    return {"error": content}


def print_traceback(error: BaseException) -> None:
    """Print where a fault happened, for its report."""
    traceback.print_exception(error, file=sys.stderr)
