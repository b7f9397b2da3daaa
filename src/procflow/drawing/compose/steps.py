"""The node of each kind of step but the review."""

from collections.abc import Iterable
from itertools import chain
from typing import assert_never

from procflow.definition.process import (
    Acknowledge,
    Call,
    Choose,
    Doer,
    Each,
    End,
    Limit,
    Milestone,
    Notice,
    OwnerDoes,
    Parallel,
    PersonIn,
    RoleBy,
    Step,
    System,
    Task,
    Title,
    Wait,
)
from procflow.drawing.compose import facts
from procflow.drawing.compose.canvas import Canvas
from procflow.drawing.compose.lanes import Own, role_key
from procflow.drawing.model import Fact, Node, Shape, Sign


def joined_id(block: str) -> str:
    """The node at which the branches of a block meet."""
    return f"{block}:joined"


def draw_step(canvas: Canvas, step: Step) -> None:
    """Draw a step that is no review, with the nodes of its branches."""
    match step:
        case Task():
            _task(canvas, step)
        case Choose():
            _card(canvas, step, Shape.CHOICE)
        case Milestone():
            covered = facts.given_facts(canvas.subject, "fact.covers", step.covers)
            _card(canvas, step, Shape.MILESTONE, extra=covered)
        case End():
            _end(canvas, step)
        case Notice():
            _notice(canvas, step)
        case Wait():
            _card(canvas, step, Shape.WAIT, limit=step.limit)
        case Call():
            _card(canvas, step, Shape.CALL, corner=step.process, limit=step.limit)
        case System():
            said = [Fact(canvas.subject.voice.say("fact.handler"), step.handler)]
            _card(canvas, step, Shape.SYSTEM, lane=Own.SYSTEM, corner=step.handler, extra=said)
        case Parallel():
            _split(canvas, step)
        case _:
            raise TypeError(f"{type(step).__name__} is drawn elsewhere")


def _card(
    canvas: Canvas,
    step: Step,
    shape: Shape,
    *,
    lane: str = "",
    corner: str = "",
    limit: Limit | None = None,
    signs: tuple[Sign, ...] = (),
    extra: Iterable[Fact] = (),
) -> None:
    subject = canvas.subject
    node = Node(
        id=step.name,
        shape=shape,
        lane=lane,
        section=canvas.section,
        title=subject.voice.titled(step.title),
        corner=corner,
        limit=facts.limit_text(subject, limit),
        signs=(*facts.escalates(limit), *signs),
        basis=facts.basis_names(step.basis),
        facts=tuple(chain(facts.basis_facts(subject, step.basis), facts.limit_facts(subject, limit), extra)),
        element=step.name,
    )
    canvas.add(node)


def _task(canvas: Canvas, step: Task) -> None:
    subject = canvas.subject
    voice = subject.voice
    lane, who = doer_of(canvas, step.role, step.doer)
    owner = subject.program.process.owner
    owned = isinstance(step.doer, OwnerDoes)
    if owner is not None and step.name == owner.bound_at:
        lane, owned = role_key(owner.role), True
    said = chain(
        [Fact(voice.say("fact.role"), voice.say("who.owner", role=who) if owned else who)],
        facts.people_facts(subject, step.role),
        facts.given_facts(subject, "fact.form", step.form),
        facts.given_facts(subject, "fact.attach", step.attach),
        [Fact(voice.say("fact.guidance"), voice.words.title(step.guidance))] if step.guidance else [],
        facts.way_facts(subject, step.outcomes.values()),
    )
    signs = (Sign.PAPERS,) if step.attach else ()
    _card(canvas, step, Shape.TASK, lane=lane, corner=who, limit=step.limit, signs=signs, extra=said)


def doer_of(canvas: Canvas, role: str, doer: Doer | None) -> tuple[str, str]:
    """The lane of whoever does something, and how they are called."""
    voice = canvas.subject.voice
    match doer:
        case None:
            return role_key(role), voice.words.role(role)
        case OwnerDoes():
            return role_key(role), voice.words.role(role)
        case PersonIn(field):
            return f"field:{field}", voice.words.covered(field)
        case RoleBy(table):
            return f"table:{table}", voice.words.title(_table_title(canvas, table))
        case _:
            assert_never(doer)


def _table_title(canvas: Canvas, name: str) -> Title:
    process = canvas.subject.program.process
    known = process.maps.get(name) or process.tables.get(name)
    return known.title if known is not None else Title(name, name)


def each_lane(canvas: Canvas, each: Each) -> tuple[str, str]:
    """The lane of those that a field names, and how they are called."""
    if each.by is not None:
        return doer_of(canvas, "", RoleBy(each.by))
    return doer_of(canvas, "", PersonIn(each.field))


def _end(canvas: Canvas, step: End) -> None:
    _card(canvas, step, Shape.END, corner=canvas.subject.voice.say(f"ending.{step.ending}"))


def _notice(canvas: Canvas, step: Notice) -> None:
    voice = canvas.subject.voice
    if isinstance(step.to, Each):
        whom = each_lane(canvas, step.to)[1]
    else:
        whom = voice.words.listed([voice.words.role(role) for role in step.to])
    said = [Fact(voice.say("fact.to"), whom)]
    if step.says is not None:
        said.append(Fact(voice.say("fact.says"), voice.words.title(step.says)))
    if step.acknowledge is not None:
        said.append(Fact(voice.say("fact.acknowledge"), voice.say(_acknowledged(step.acknowledge))))
    signs = (Sign.EACH,) if isinstance(step.to, Each) else ()
    corner = voice.say("who.told", whom=whom)
    _card(canvas, step, Shape.NOTICE, corner=corner, limit=step.limit, signs=signs, extra=said)


def _acknowledged(acknowledge: Acknowledge) -> str:
    whose = "all" if acknowledge.by_all else "first"
    return f"acknowledge.{whose}_waits" if acknowledge.waits else f"acknowledge.{whose}"


def _split(canvas: Canvas, step: Parallel) -> None:
    voice = canvas.subject.voice
    signs: tuple[Sign, ...] = ()
    corner = ""
    if step.for_each is not None:
        signs = (Sign.EACH,)
        corner = voice.say("who.each", field=voice.words.covered(step.for_each.each.field))
    _card(canvas, step, Shape.SPLIT, corner=corner, signs=signs)


def draw_join(canvas: Canvas, step: Parallel) -> None:
    """Draw where the branches of a block meet."""
    voice = canvas.subject.voice
    joins = voice.say("join.all") if step.join is None else voice.say("join.some", count=step.join)
    title = (joins,)
    node = Node(joined_id(step.name), Shape.JOIN, "", canvas.section, title, element=step.name)
    canvas.add(node)
