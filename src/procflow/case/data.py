"""The data of a case: filling fields in, what a guard says of them, and hashing them."""

from collections.abc import Iterable, Mapping
from hashlib import shake_256

from procflow.case.commands import Context, NewAttachment
from procflow.case.events import AttachmentAdded, DataChanged, Personal
from procflow.case.keys import notice_open_cases
from procflow.case.record import commitment
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CaseState, Performance
from procflow.case.surroundings import Surroundings
from procflow.definition.process import DataField, GroupType
from procflow.definition.values import read_value, required_parts
from procflow.guards import Guard, GuardError, Person, is_filled
from procflow.program import MAIN


def verdict(run: Run, guard: Guard, scope: str = MAIN) -> bool:
    """What a guard says of the data of now. Refused with the missing field if it cannot be evaluated."""
    try:
        return guard.evaluate(run.values(scope))
    except GuardError as error:
        raise undecided(error) from error


def undecided(error: GuardError) -> Refused:
    """The refusal for a guard or table that cannot be evaluated; nothing ever falls through (SEMANTICS 4)."""
    return Refused("data-missing", str(error), missing=(error.field,) if error.field else ())


def record_data(
    run: Run,
    data: Mapping[str, object],
    allowed: Iterable[str],
    who: Performance | None = None,
    scope: str = MAIN,
) -> None:
    """Take values into the case, or into the occurrence around a scope. Refuses fields that are not
    ``allowed`` here, and values of the wrong kind. ``who`` is recorded where no form is answered with
    them."""
    open_fields = tuple(allowed)
    where = run.around(scope)
    fields = where.fields
    values: dict[str, object] = {}
    problems: list[str] = []
    for name, raw in data.items():
        if name not in open_fields:
            text = f"{name} cannot be filled in here" if name in fields else f"there is no field {name}"
            raise Refused("field-not-open", text, allowed=open_fields)
        merged = _merged(fields[name], where.data.get(name), raw)
        stored, problem = read_value(fields[name], merged)
        problem = problem or _unknown_person(run, fields[name], stored)
        if problem is not None:
            problems.append(problem)
        elif name not in where.data or where.data[name] != stored:
            values[name] = stored
    if problems:
        raise Refused("bad-value", "; ".join(problems))
    if not where.own:
        _emit_values(run, where, values, who)
        return
    _emit_values(run, where, {n: v for n, v in values.items() if n not in where.own}, who)
    _emit_values(run, where, {n: v for n, v in values.items() if n in where.own}, who, where.occurrence)


def _unknown_person(run: Run, field: DataField, stored: object) -> str | None:
    """What is wrong with a value that names persons, if the organization does not have them."""
    kind = field.entry.type if field.entry is not None else field.type
    if not isinstance(kind, Person):
        return None
    people = run.context.organization.people
    named = stored if isinstance(stored, list | tuple) else (stored,)
    unknown = [str(person) for person in named if person is not None and person not in people]
    return f"{field.name}: nobody is called {', '.join(unknown)}" if unknown else None


def _merged(field: DataField, known: object, raw: object) -> object:
    """A group may be given in part: what is not mentioned stays."""
    if isinstance(field.type, GroupType) and isinstance(known, Mapping) and isinstance(raw, Mapping):
        return {**known, **raw}
    return raw


def _emit_values(
    run: Run,
    where: Surroundings,
    values: Mapping[str, object],
    who: Performance | None = None,
    occurrence: str | None = None,
) -> None:
    if not values:
        return
    personal = {
        n: Personal(_salt(run, where, n), v) for n, v in values.items() if is_personal(where.fields[n])
    }
    run.emit(
        DataChanged(
            who=who,
            values={n: v for n, v in values.items() if n not in personal} if personal else dict(values),
            commitments={n: commitment(p.salt, p.value) for n, p in personal.items()},
            personal=personal,
            scope=occurrence,
        )
    )
    if occurrence is None:
        notice_open_cases(run, values)


def is_personal(field: DataField) -> bool:
    """Whether a field is kept off the record's open part: all of it, where any part of it is personal."""
    if field.personal:
        return True
    if field.entry is None and not isinstance(field.type, GroupType):
        return False
    parts = field.type.fields if isinstance(field.type, GroupType) else ()
    inner = parts if field.entry is None else (*parts, field.entry)
    return any(is_personal(part) for part in inner)


def _salt(run: Run, where: Surroundings, field: str) -> str:
    of = f" of {where.occurrence}" if field in where.own else ""
    return where.salts.get(field) or new_salt(run.context, f"field {field}{of}")


def new_salt(context: Context, purpose: str) -> str:
    """A salt drawn from a command's random bytes, another for each purpose, hexadecimal."""
    return shake_256(context.entropy + purpose.encode()).hexdigest(32)


def apply_defaults(run: Run, scope: str = MAIN) -> None:
    """Put the defaults of fields that nobody has filled in on the record, of the case or of an occurrence."""
    where = run.around(scope)
    fields = where.own if where.occurrence is not None else where.fields
    values = {n: f.default for n, f in fields.items() if f.default is not None and n not in where.data}
    _emit_values(run, where, values, occurrence=where.occurrence)


def record_attachments(run: Run, papers: Iterable[NewAttachment], allowed: Iterable[str]) -> None:
    """Take papers into the case. Refuses names that are not asked for here."""
    names = tuple(allowed)
    for paper in papers:
        if paper.name not in names:
            raise Refused(
                "attachment-not-asked", f"no attachment {paper.name} is asked for here", allowed=names
            )
        known = run.state.attachments.get(paper.name)
        if known is None or (known.sha256, known.filename) != (paper.sha256, paper.filename):
            run.emit(AttachmentAdded(paper.name, paper.sha256, paper.size, paper.filename))


def missing_fields(where: Surroundings, names: Iterable[str]) -> tuple[str, ...]:
    """The required ones among these fields that are not filled in, those of groups by dotted path."""
    missing: list[str] = []
    for name in names:
        field, value = where.fields[name], where.data.get(name)
        parts = required_parts(field, value) if field.required or is_filled(value) else ()
        missing += [f"{name}.{part}" for part in parts]
        if field.required and not is_filled(value) and not parts:
            missing.append(name)
    return tuple(missing)


def is_set(run: Run, name: str, scope: str = MAIN) -> bool:
    """Whether a field or an attachment is there."""
    return name in run.state.attachments or is_filled(run.around(scope).data.get(name))


def content_hash(where: Surroundings, state: CaseState, names: Iterable[str]) -> str:
    """A hash of fields and attachments by content, as they stand around a scope, salted for the case.
    Personal values enter by their commitment."""
    content: dict[str, object] = {}
    fields, data = where.fields, where.data
    for name in names:
        if name in fields:
            value = data.get(name)
            if value is not None and is_personal(fields[name]):
                value = commitment(where.salts.get(name, ""), value)
            content[name] = value
        else:
            paper = state.attachments.get(name)
            content[name] = paper.sha256 if paper is not None else None
    return commitment(state.salt, content)
