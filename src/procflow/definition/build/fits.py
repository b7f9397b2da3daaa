"""Whether what one field holds can stand in another, across processes."""

from collections.abc import Mapping

from procflow.definition.process import Basis, DataField, GroupType, Process, Title
from procflow.diagnostics import Span
from procflow.guards import Checklist, Choice, Choices, DateTime, FieldType, Number, Opaque, type_name

ATTACHMENT = Opaque("attachment")


def bare_field(name: str, field_type: FieldType, span: Span) -> DataField:
    """A name that holds values of a type and has no declaration of its own: an attachment, an entry."""
    return DataField(name, field_type, Title(name, name), Basis(), span)


def handed(process: Process) -> Mapping[str, DataField]:
    """What a process can be given and can give back: its fields and its attachments."""
    return {**papers(dict.fromkeys(process.attachments, process.span)), **process.fields}


def papers(places: Mapping[str, Span]) -> dict[str, DataField]:
    """The attachments of these names, as what can be handed over."""
    return {name: bare_field(name, ATTACHMENT, span) for name, span in places.items()}


def fits(given: DataField, wanted: DataField) -> bool:
    """Whether every value of one field is a value of the other: the same type, in the same currency and unit,
    with no choice that the other lacks. A group needs the fields that the other requires and brings no more.
    """
    match given.type, wanted.type:
        case GroupType(ours), GroupType(theirs):
            named = {field.name: field for field in theirs}
            enough = {f.name for f in theirs if f.required and f.default is None} <= {f.name for f in ours}
            return enough and all(f.name in named and fits(f, named[f.name]) for f in ours)
        case (
            (Choice(some), Choice(more)) | (Choices(some), Choices(more)) | (Checklist(some), Checklist(more))
        ):
            return set(some) <= set(more)
        case Number(), Number():
            return not (given.unit and wanted.unit) or given.unit == wanted.unit
        case Opaque(), Opaque() if given.entry is not None and wanted.entry is not None:
            return fits(given.entry, wanted.entry)
        case one, other:
            return one == other


def described(field: DataField) -> str:
    """The type of a field with what else has to fit, as a process file calls it."""
    match field.type:
        case GroupType(fields):
            return f"group: {', '.join(f.name for f in fields)}"
        case Choice(values):
            return f"choice: {', '.join(values)}"
        case Choices(values):
            return f"choices: {', '.join(values)}"
        case Checklist(values):
            return f"checklist: {', '.join(values)}"
        case DateTime():
            return "datetime"
        case Number() if field.unit:
            return f"number in {field.unit}"
        case Opaque(word) if field.entry is not None:
            return f"{word} of {described(field.entry)}"
        case simple:
            return type_name(simple)
