"""What stands somewhere in a process, in words: an entry of a list, a deadline, a condition, a way."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from procflow.definition.process import (
    Arbiter,
    AsLimited,
    Basis,
    CaseOpen,
    Continue,
    Continues,
    Counts,
    Each,
    EndsAt,
    Escalation,
    EventRaised,
    ForCase,
    ForEvent,
    ForField,
    ForTime,
    GroupLevel,
    GroupType,
    Leave,
    Limit,
    Object,
    OwnerDoes,
    PersonIn,
    RoleBy,
    StepDone,
    Target,
    Threshold,
    Title,
)
from procflow.diagnostics import Span
from procflow.guards import (
    AnyCell,
    Checklist,
    Choice,
    Choices,
    FieldType,
    Guard,
    Money,
    Opaque,
    RangeCell,
    ValuesCell,
    type_name,
)
from procflow.wording import (
    Words,
    cell_words,
    condition,
    deadline_words,
    escalation_words,
    known_phrase,
    limit_words,
    moment_words,
    phrase,
)
from procflow.worktime import (
    After,
    At,
    DayOfYear,
    Duration,
    FromField,
    NthDay,
    Offset,
    On,
    Recurrence,
    describe,
)

_ROLES = {
    *("role", "roles", "starter", "alarm", "convened_by", "reassigned_by", "raised_by", "among"),
    *("ranks", "see", "edit", "then", "to", "by"),
}
_STEPS = {
    *("start", "until", "since", "at", "after", "bound_at", "step", "must", "once", "if_voided"),
    *("places", "only"),
}
_FIELDS = {
    *("form", "shows", "looks_at", "covers", "columns", "field", "attach", "attachments"),
    *("one_open_per", "gives", "takes"),
}


def value_words(words: Words, attribute: str, value: object) -> str:
    """What an attribute holds; empty for nothing."""
    match value:
        case None | () | "":
            return ""
        case bool():
            return words.word("word", "yes" if value else "no")
        case Enum():
            return _own(words, f"value.{type(value).__name__}.{value.name}", str(value.value))
        case str():
            return named(words, attribute, value)
        case int() | Decimal():
            return f"{value:,f}" if isinstance(value, Decimal) else str(value)
        case (Struct() as waits, Target() as target):
            what, where = value_words(words, attribute, waits), value_words(words, attribute, target)
            return say(words, "value.way", what=what, where=where)
        case tuple():
            return words.series(value_words(words, attribute, part) for part in value)
        case Mapping():
            parts = (f"{key} ← {value_words(words, attribute, part)}" for key, part in value.items())
            return words.series(parts)
        case Guard(tree=tree):
            return condition(words, tree)
        case Duration():
            return describe(value, words.lang)
        case Struct():
            return _struct_words(words, attribute, value)
        case _:
            return str(value)


def named(words: Words, attribute: str, name: str) -> str:
    """What an id stands for, by the attribute that holds it."""
    if attribute in _ROLES:
        known = words.organization.roles.get(name) or words.organization.groups.get(name)
        return words.title(known.title) if known is not None else name
    if attribute in _STEPS:
        return _place(words, name)
    if attribute in _FIELDS:
        return field_title(words, name)
    if attribute == "needs":
        return words.covered(name) if name not in ("comment", "topic") else say(words, f"need.{name}")
    return name


def field_title(words: Words, name: str) -> str:
    """A field or a fact by its title; a paper as it is called."""
    known = words.process.fields.get(name) or words.process.facts.get(name)
    return words.title(known.title) if known is not None else name


def _place(words: Words, name: str) -> str:
    table = words.process.tables.get(name) or words.process.maps.get(name)
    if name not in words.program.steps and table is not None:
        return say(words, "value.text", text=words.title(table.title))
    step, _, seat = name.partition("/")
    title = f"{words.step(step)} · {words.seat(step, seat)}" if seat else words.step(step)
    return say(words, "value.text", text=title)


def say(words: Words, name: str, /, **args: object) -> str:
    """A phrase of this package."""
    return phrase(name, words.lang, args, __package__)


def _own(words: Words, name: str, otherwise: str) -> str:
    return say(words, name) if known_phrase(name, __package__) else otherwise


def _struct_words(words: Words, attribute: str, value: Struct) -> str:
    match value:
        case Title():
            return say(words, "value.text", text=words.title(value))
        case Basis(clauses, questions):
            return ", ".join((*clauses, *questions))
        case Limit():
            return words.series(limit_words(words, value))
        case Escalation():
            said = escalation_words(words, value)
            return said if value.repeat is None else _repeated(words, said, value.repeat)
        case AsLimited() | After() | FromField():
            return deadline_words(words, value)
        case At() | Offset():
            return moment_words(words, value)
        case AnyCell():
            return say(words, "cell.any")
        case ValuesCell() | RangeCell():
            return say(words, "cell.and").join(cell_words(words, value).split("  "))
        case Threshold(share, strict):
            return f"{'>' if strict else '≥'} {share}"
        case Choice(values) | Choices(values) | Checklist(values):
            return words.aside(_type_words(words, value), ", ".join(values))
        case Money(currency):
            return words.aside(_type_words(words, value), currency)
        case Recurrence():
            return _recurrence(words, value)
        case Each(field, by):
            named = say(words, "value.PersonIn", field=words.covered(field))
            return named if by is None else words.aside(named, _place(words, by))
        case _:
            return _flow_words(words, attribute, value)


def _type_words(words: Words, kind: FieldType) -> str:
    """The type of a field, as an owner calls it."""
    name = kind.word if isinstance(kind, Opaque) else type(kind).__name__
    return _own(words, f"type.{name}", type_name(kind))


def type_words(words: Words, kind: FieldType | GroupType) -> str:
    """The type of a field with what it may hold; a group by its fields."""
    if isinstance(kind, GroupType):
        return words.listed([words.title(field.title) for field in kind.fields])
    return value_words(words, "type", kind)


def _recurrence(words: Words, recurrence: Recurrence) -> str:
    every = say(words, f"every.{recurrence.every.name}")
    on = _on(words, recurrence.on) if recurrence.on is not None else ""
    at = "" if recurrence.at is None else f"{recurrence.at // 60:02}:{recurrence.at % 60:02}"
    moment = at or say(words, "value.opening")
    shift = value_words(words, "shift", recurrence.shift)
    return words.series([*(part for part in (every, on, moment) if part), shift])


def _on(words: Words, on: On) -> str:
    match on:
        case DayOfYear(month, day):
            return say(words, "value.DayOfYear", month=month, day=day)
        case NthDay(number, from_end, business):
            name = "value.nth_business_day" if business else "value.nth_day"
            told = say(words, name, number=number)
            return say(words, "value.from_end", day=told) if from_end else told
        case _:
            return say(words, f"weekday.{on.name}")


def _repeated(words: Words, said: str, repeat: Duration) -> str:
    return say(words, "value.repeated", what=said, length=describe(repeat, words.lang))


def _flow_words(words: Words, attribute: str, value: Struct) -> str:
    match value:
        case Target(step, resume):
            where = _place(words, step) if step != "finished" else say(words, "value.finished")
            return where if resume is None else words.aside(where, value_words(words, "resume", resume))
        case Leave(target) | EndsAt(target):
            return say(words, "value.leads", where=_flow_words(words, attribute, target))
        case Continue() | Object() | OwnerDoes() | Continues():
            return say(words, f"value.{type(value).__name__}")
        case Counts(side):
            return value_words(words, "side", side)
        case PersonIn(field):
            return say(words, "value.PersonIn", field=words.covered(field))
        case RoleBy(table):
            return say(words, "value.RoleBy", table=_place(words, table))
        case Arbiter(role):
            return named(words, "role", role)
        case GroupLevel(group, convener):
            by = named(words, "role", convener)
            return say(words, "value.GroupLevel", group=named(words, "role", group), by=by)
        case StepDone(step):
            return say(words, "value.StepDone", step=_place(words, step))
        case EventRaised(event) | ForEvent(event):
            return say(words, f"value.{type(value).__name__}", event=words.event(event))
        case CaseOpen(process, by) | ForCase(process, by):
            name = f"value.{type(value).__name__}"
            return say(words, name, process=process, field=words.covered(by))
        case ForField(field):
            return say(words, "value.ForField", field=words.covered(field))
        case ForTime(until):
            when = words.covered(until) if isinstance(until, str) else deadline_words(words, until)
            return say(words, "value.ForTime", when=when)
        case _:
            return _parts(words, value)


def _parts(words: Words, value: Struct) -> str:
    """What has no words of its own: attribute by attribute, under the names that the attributes have."""
    if isinstance(value, FieldType):
        return _type_words(words, value)
    said = []
    for name in value.__struct_fields__:
        text = value_words(words, name, getattr(value, name))
        if text and not isinstance(getattr(value, name), Span):
            said.append(say(words, "value.part", what=label(words, type(value).__name__, (name,)), text=text))
    return words.series(said) or type(value).__name__


def label(words: Words, element: str, attributes: tuple[str, ...]) -> str:
    """What an attribute of an element is called, inside a sentence; one without a name by its path."""
    dotted = ".".join(attributes)
    for name in (f"what.{element}.{dotted}", f"what.{dotted}", f"what.{attributes[-1]}"):
        if known_phrase(name, __package__):
            return say(words, name)
    return say(words, "what.other", path=dotted)
