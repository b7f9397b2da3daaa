"""The review sheet of a case that a command names: which layout is meant, and what it is filled with."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.cases import case_or_export
from procflow.cli.exits import Failure
from procflow.cli.exported import names_a_file as names_an_export
from procflow.cli.output import remark
from procflow.cli.places import names_a_file, on_record, process_places
from procflow.cli.settings import Settings
from procflow.files import is_file, yaml_files

if TYPE_CHECKING:
    from procflow.definition.folder import SheetFile
    from procflow.definition.sheet import Sheet
    from procflow.exported import KeptCase
    from procflow.program import Program
    from procflow.reports import Lang
    from procflow.reports.review_sheet import ReviewSheet


def sheet_of(
    settings: Settings,
    what: str,
    *,
    sheet: str | None,
    person: str | None,
    keys: Sequence[str],
    langs: "Sequence[Lang]",
) -> "ReviewSheet":
    """The sheet of a case of the database, or of an exported file, as ``person`` may see it.

    Raises :class:`Failure` where no layout is meant, or one that does not fit, and where the case has no
    definition any more; ``DefinitionError`` for a layout with mistakes; what ``case_or_export`` raises.
    """
    from procflow.reports.review_sheet import review_sheet

    kept = case_or_export(settings, what, person=person, keys=keys)
    program, organization = kept.program, kept.organization
    if program is None or organization is None or not kept.envelopes:
        fault = kept.faults[0].text if kept.faults else "its definition is missing"
        raise Failure("no-definition", f"no sheet can be made of {what}: {fault}")
    layout = _layout(settings, program, kept, sheet)
    number, hidden = (None, ()) if names_an_export(what) else _of_database(settings, what, layout, person)
    return review_sheet(
        program,
        organization,
        layout,
        kept.envelopes,
        number=number,
        hidden=hidden,
        langs=langs,
        head=kept.head,
        fault=kept.faults[0].text if kept.faults else "",
    )


def _of_database(
    settings: Settings, case: str, sheet: "Sheet", person: str | None
) -> tuple[str | None, Sequence[str]]:
    """The serial number of a case, and the fields that a person may not see."""
    from procflow.engine import Reader
    from procflow.store import Damaged

    reader, serial, number = Reader(person), sheet.serial, None
    with on_record(settings) as engine:
        hidden = engine.record(case, reader=reader).hidden if person is not None else ()
        if serial is not None:
            try:
                numbered = engine.numbered(case, serial.per, reader=reader)
                number = serial.number(numbered.period, numbered.count)
            except Damaged as error:
                remark(f"the sheet has no number: {error}")
    return number, hidden


def _layout(settings: Settings, program: "Program", kept: "KeptCase", wanted: str | None) -> "Sheet":
    """The layout that is meant, held to the version of the process that the case runs on."""
    from procflow.definition import load_sheet
    from procflow.diagnostics import DefinitionError, Severity

    path = _path(settings, program.process.name, wanted)
    alone = load_sheet(path)
    if alone.sheet is None:
        raise DefinitionError(alone.diagnostics)
    if alone.process is not None and alone.process.name != program.process.name:
        text = f"{path} prints cases of {alone.process.name}, and this is one of {program.process.name}"
        raise Failure("other-process", text)
    held = load_sheet(path, program.process, kept.register)
    if held.sheet is None:
        errors = [d for d in held.diagnostics if d.severity is Severity.ERROR]
        text = (
            f"{path} does not fit version {program.process.version} of {program.process.name}, on which this "
            f"case runs: {errors[0].message(settings.lang)}; name the sheet of that version with --sheet FILE"
        )
        raise Failure("no-fit", text)
    return held.sheet


def _path(settings: Settings, process: str, wanted: str | None) -> Path:
    """The file of the layout: the one that is named, or the only one that there is for a process."""
    if wanted is not None and names_a_file(wanted):
        if not is_file(Path(wanted)):
            raise Failure("no-such-file", f"there is no file {wanted}")
        return Path(wanted)
    known = _at_hand(settings)
    mine = [each for each in known if each.process == process]
    if wanted is not None:
        found = next((each for each in (*mine, *known) if each.name == wanted), None)
        if found is not None:
            return found.path
        raise Failure("not-found", f"there is no sheet {wanted}; {_listed(process, mine)}")
    if len(mine) == 1:
        return mine[0].path
    if mine:
        raise Failure("several-sheets", f"{_listed(process, mine)}; name one with --sheet")
    text = f"{_listed(process, mine)}; write one beside it, or name a file with --sheet"
    raise Failure("no-sheet", text)


def _listed(process: str, mine: "Sequence[SheetFile]") -> str:
    names = ", ".join(sorted(each.name for each in mine))
    return f"the sheets that print {process}: {names}" if names else f"no sheet here prints {process}"


def _at_hand(settings: Settings) -> "tuple[SheetFile, ...]":
    from procflow.definition.folder import sheets_in

    return sheets_in(path for place in process_places(settings) for path in yaml_files(place))
