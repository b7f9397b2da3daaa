"""What a difference is about: the element of the process that it lies in, by its place and in words."""

from collections.abc import Sequence

from procflow.definition.process import (
    After,
    Answer,
    AnytimeEvent,
    Arbitration,
    Basis,
    Before,
    Branch,
    DataField,
    Different,
    End,
    Fact,
    GroupType,
    Invariant,
    Line,
    Never,
    Outcome,
    Process,
    Question,
    Review,
    RoleMap,
    Row,
    RuledTopic,
    Same,
    Seat,
    SettledTopic,
    Step,
    Table,
    Task,
    Title,
    Topic,
)
from procflow.reports.differences.comparing import Crumb
from procflow.reports.differences.model import About
from procflow.reports.differences.values import field_title, say, type_words, value_words
from procflow.wording import Words, condition

Element = (
    Process
    | Step
    | Branch
    | AnytimeEvent
    | Seat
    | Answer
    | Outcome
    | Line
    | Table
    | RoleMap
    | Row
    | DataField
    | Fact
    | Topic
    | Arbitration
    | Question
    | Invariant
)
_ABOUT = {
    "fields": About.DATA,
    "attachments": About.DATA,
    "facts": About.FACTS,
    "tables": About.TABLES,
    "maps": About.TABLES,
    "steps": About.STEPS,
    "events": About.EVENTS,
    "arbitration": About.ARBITRATION,
    "invariants": About.INVARIANTS,
    "questions": About.QUESTIONS,
}


def about(trail: Sequence[Crumb]) -> About:
    """The part of the process."""
    return _ABOUT.get(trail[1].key, About.PROCESS) if len(trail) > 1 else About.PROCESS


def split(trail: Sequence[Crumb]) -> tuple[tuple[Crumb, ...], tuple[Crumb, ...]]:
    """The way to the innermost element, and the way on from it."""
    for at in range(len(trail), 0, -1):
        if isinstance(trail[at - 1].element, Element):
            return tuple(trail[:at]), tuple(trail[at:])
    raise ValueError("a way through a process begins with the process")


def attributes(crumbs: Sequence[Crumb], within: object) -> tuple[str, ...]:
    """The names of attributes on a way from an element, without the keys of what they hold."""
    names = []
    for crumb in crumbs:
        if hasattr(within, "__struct_fields__") and not isinstance(within, GroupType):
            names.append(crumb.key)
        within = crumb.element
    return tuple(names)


def elements(trail: Sequence[Crumb]) -> list[object]:
    """The elements that a difference lies in, the innermost last."""
    return [crumb.element for crumb in trail if isinstance(crumb.element, Element)]


def place(trail: Sequence[Crumb]) -> tuple[str, ...]:
    """The ids of the element that others know."""
    found: tuple[str, ...] = ()
    holder: object = None
    for each in elements(trail):
        match each:
            case Seat(name=name):
                found = (f"{found[0]}/{name}",)
            case Before(step=step) | After(step=step) | Never(step=step):
                found = (step,)
            case Same(places=places) | Different(places=places):
                found = places
            case Arbitration():
                found = ("arbitration",)
            case Answer() | Outcome() | Line() | Row() | Branch():
                pass
            case DataField() if not isinstance(holder, Process):
                pass
            case _:
                found = (str(getattr(each, "name", "")),)
        holder = each
    return found


def basis(trail: Sequence[Crumb]) -> Basis:
    """What the innermost element names that names anything."""
    for each in reversed(elements(trail)):
        if isinstance(each, Question):
            return Basis(each.clauses, (each.name,))
        found = getattr(each, "basis", None)
        if isinstance(found, Basis) and (found.clauses or found.questions):
            return found
    return Basis()


def whose(words: Words, trail: Sequence[Crumb], seats: Sequence[str] = ()) -> str:
    """An element inside a sentence; ``seats`` are the titles of all that it stands in, if several."""
    within = elements(trail)
    outer = _outer(words, trail, within, seats)
    match within[-1]:
        case Seat(title=title):
            if len(seats) > 1 and seats[0] == "*":
                return say(words, "element.all_seats", outer=outer)
            if len(seats) > 1:
                return say(words, "element.seats", titles=words.listed(list(seats)), outer=outer)
            return say(words, "element.Seat", title=words.title(title), outer=outer)
        case Row():
            return say(words, "element.Row", number=trail[-1].key, outer=outer)
        case Line(when=when):
            said = condition(words, when.tree) if when is not None else say(words, "value.otherwise")
            return say(words, "element.Line", title=said, outer=outer)
        case Question(name=name):
            return say(words, "element.Question", title=name)
        case Process() | Arbitration():
            return say(words, f"element.{type(within[-1]).__name__}")
        case Before() | After() | Never() | Same() | Different():
            return say(words, "element.rule", rule=rule_words(words, within[-1]))
        case DataField(title=title) if outer:
            return say(words, "element.inner_field", title=words.title(title), outer=outer)
        case element:
            known = getattr(element, "title", None)
            named = words.title(known) if isinstance(known, Title) else ""
            return say(words, f"element.{_kind(element)}", title=named, outer=outer)


def _kind(element: object) -> str:
    match element:
        case Branch() | AnytimeEvent() | Table() | DataField() | Fact() | Answer() | Outcome():
            return type(element).__name__
        case RoleMap():
            return "Table"
        case RuledTopic() | SettledTopic():
            return "topic"
        case _:
            return "step"


def _outer(words: Words, trail: Sequence[Crumb], within: list[object], seats: Sequence[str]) -> str:
    """What the innermost element belongs to, where it is not known without."""
    last = within[-1]
    if isinstance(last, Seat | Answer | Outcome | Line | Row | Branch | DataField) and len(within) > 2:
        holder = split(trail[:-1])[0]
        return whose(words, holder, seats)
    return ""


def rule_words(words: Words, rule: Invariant) -> str:
    """A rule of the process."""
    match rule:
        case Before(step=step, must=must) | After(step=step, must=must):
            texts = {
                name: value_words(words, "step", each) for name, each in (("step", step), ("must", must))
            }
            return say(words, f"rule.{type(rule).__name__}", **texts)
        case Never(step=step, once=once, when=when):
            said = value_words(words, "once", once) if once is not None else ""
            held = condition(words, when.tree) if when is not None else ""
            name = "rule.Never_once" if said else "rule.Never_when"
            return say(words, name, step=value_words(words, "step", step), once=said, when=held)
        case Same(places=places) | Different(places=places):
            listed = words.listed([value_words(words, "places", each) for each in places])
            return say(words, f"rule.{type(rule).__name__}", places=listed)


def summary(words: Words, element: object) -> str:
    """What is said of an element that came or went, beside its title."""
    match element:
        case Task():
            return value_words(words, "role", element.doer or element.role)
        case Review(seats=seats):
            return words.listed([words.title(seat.title) for seat in seats])
        case Seat(role=role):
            return value_words(words, "role", role)
        case End(ending=ending):
            return words.word("status", ending.value)
        case Outcome(target=target) | Line(target=target):
            return value_words(words, "target", target)
        case Answer(effect=effect):
            return value_words(words, "effect", effect)
        case DataField(type=kind):
            return type_words(words, kind)
        case Fact(true_once=true_once):
            return value_words(words, "true_once", true_once)
        case Row(cells=cells, then=then):
            said = [
                f"{field_title(words, name)}: {value_words(words, 'cells', cell)}"
                for name, cell in cells.items()
            ]
            return say(words, "value.way", what="; ".join(said), where=value_words(words, "then", then))
        case AnytimeEvent(raised_by=roles):
            return value_words(words, "raised_by", roles)
        case Branch(flow=flow):
            return words.listed([words.title(step.title) for step in flow.steps.values()])
        case RuledTopic(levels=levels):
            return value_words(words, "levels", levels)
        case SettledTopic(target=target):
            return value_words(words, "target", target)
        case Question(assumed=assumed):
            return words.title(assumed)
        case Before() | After() | Never() | Same() | Different() | Table() | RoleMap() | Arbitration():
            return ""
        case _:
            return say(words, f"kind.{type(element).__name__}")
