"""The drawing of a process: its main flow, its branches, its any-time events, its arbitration, its tables."""

from collections.abc import Iterable
from enum import StrEnum

from procflow.definition.organization import Organization
from procflow.definition.process import OWNER, AnytimeEvent, EndsAt, Parallel, Review, Step
from procflow.definition.register import Register
from procflow.drawing.compose import disputes, facts, reviews
from procflow.drawing.compose.canvas import MAIN, Canvas, Subject
from procflow.drawing.compose.grids import grids
from procflow.drawing.compose.lanes import Lanes, role_key, settle
from procflow.drawing.compose.steps import draw_join, draw_step, joined_id
from procflow.drawing.compose.voice import Voice
from procflow.drawing.compose.ways import draw_ways, event_id
from procflow.drawing.model import Drawing, Fact, Language, Node, Relation, Section, Shape
from procflow.program import Program

START = "start:case"
"""Where a case begins; no step of a file can have this name."""


class Detail(StrEnum):
    """Whether the seats of reviews are folded into one card or drawn."""

    OVERVIEW = "overview"
    FULL = "full"


def draw_process(
    program: Program,
    organization: Organization,
    register: Register | None = None,
    *,
    language: Language = Language.BOTH,
    lanes: Lanes = Lanes.ROLE,
    detail: Detail = Detail.FULL,
) -> Drawing:
    """The drawing of a process in the organization that it runs in.

    With the register of its clauses the facts of a node hold their texts. Any process is drawn, whatever its
    file holds: nothing is refused here.
    """
    subject = Subject(program, organization, register, Voice.of(program, organization, language))
    canvas = Canvas(subject)
    process = program.process
    _Painter(canvas, detail).paint()
    found = settle(canvas, lanes)
    voice = subject.voice
    cited = voice.say("title.version", name=process.name, version=process.version)
    document = voice.words.title(register.title) if register is not None else ""
    subtitle = " · ".join(part for part in (cited, document) if part)
    return Drawing(
        title=" ".join(voice.titled(process.title)),
        subtitle=subtitle,
        language=language,
        lanes=found,
        sections=tuple(canvas.sections),
        nodes=tuple(canvas.nodes),
        edges=tuple(canvas.edges),
        grids=tuple(grids(subject)),
    )


class _Painter:
    """Draws all nodes first, so that it is known which way is back, and then all edges."""

    def __init__(self, canvas: Canvas, detail: Detail) -> None:
        self.canvas = canvas
        self.process = canvas.subject.program.process
        self.full = detail is Detail.FULL

    def paint(self) -> None:
        voice = self.canvas.subject.voice
        self.canvas.add(Node(START, Shape.START, "", MAIN, voice.said("start.title")))
        self._nodes(self.process.steps.values())
        if self.process.arbitration is not None:
            disputes.draw_disputes(self.canvas, self.process.arbitration)
        for event in self._events():
            self._event(event)
        self.canvas.join(START, self.canvas.entry(self.process.start))
        self._ways(self.process.steps.values(), "")
        if self.process.arbitration is not None:
            steps = self.canvas.subject.program.steps.values()
            found = [step for step in steps if isinstance(step, Review) and disputes.objects(step)]
            disputes.draw_dispute_ways(self.canvas, self.process.arbitration, found)
        for event in self._events():
            self._event_ways(event)

    def _events(self) -> list[AnytimeEvent]:
        """The events without steps first: they share a section."""
        return sorted(self.process.events.values(), key=lambda event: event.flow is not None)

    def _nodes(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if isinstance(step, Review):
                (reviews.draw_seats if self.full else reviews.draw_folded)(self.canvas, step)
                continue
            draw_step(self.canvas, step)
            if isinstance(step, Parallel):
                for branch in step.branches.values():
                    self._nodes(branch.flow.steps.values())
                draw_join(self.canvas, step)

    def _ways(self, steps: Iterable[Step], finished: str) -> None:
        for step in steps:
            if isinstance(step, Review):
                (reviews.draw_seat_ways if self.full else reviews.draw_folded_ways)(
                    self.canvas, step, finished
                )
                continue
            if isinstance(step, Parallel):
                self._branches(step)
            draw_ways(self.canvas, step, finished)

    def _branches(self, step: Parallel) -> None:
        voice = self.canvas.subject.voice
        for branch in step.branches.values():
            said = voice.words.title(branch.title) if len(step.branches) > 1 else ""
            self.canvas.join(step.name, self.canvas.entry(branch.flow.start), label=said, trigger=branch.name)
            self._ways(branch.flow.steps.values(), joined_id(step.name))

    def _event(self, event: AnytimeEvent) -> None:
        canvas = self.canvas
        subject = canvas.subject
        voice = subject.voice
        section = event_id(event.name) if event.flow is not None else "events"
        if all(known.id != section for known in canvas.sections):
            title = voice.titled(event.title) if event.flow is not None else voice.said("events.title")
            canvas.sections.append(Section(section, title))
        canvas.section = section
        raised_by = voice.words.listed(
            [voice.words.role(_named(subject, role)) for role in event.raised_by], "or"
        )
        stance = voice.say(f"stance.{type(event.stance).__name__}")
        said = [
            *facts.basis_facts(subject, event.basis),
            Fact(voice.say("fact.raised_by"), raised_by),
            Fact(voice.say("fact.stance"), stance),
            *_fields(subject, event),
        ]
        if event.guidance is not None:
            said.append(Fact(voice.say("fact.guidance"), voice.words.title(event.guidance)))
        canvas.add(
            Node(
                id=event_id(event.name),
                shape=Shape.EVENT,
                lane=role_key(_named(subject, event.raised_by[0])) if event.raised_by else "",
                section=section,
                title=voice.titled(event.title),
                corner=raised_by,
                limit=stance,
                basis=facts.basis_names(event.basis),
                facts=tuple(said),
                element=event.name,
            )
        )
        if event.flow is not None:
            self._nodes(event.flow.steps.values())
            over = Node(finished_id(event.name), Shape.FINISHED, "", section, voice.said("finished.title"))
            canvas.add(over)

    def _event_ways(self, event: AnytimeEvent) -> None:
        canvas = self.canvas
        if event.flow is not None:
            canvas.join(event_id(event.name), canvas.entry(event.flow.start))
            self._ways(event.flow.steps.values(), finished_id(event.name))
        if isinstance(event.stance, EndsAt):
            said = canvas.subject.voice.say("way.main_goes")
            target = canvas.entry(event.stance.target.step)
            canvas.join(event_id(event.name), target, Relation.RETURN, said, trigger=event.name)


def finished_id(event: str) -> str:
    """The node at which an any-time event is over."""
    return f"{event_id(event)}:finished"


def _named(subject: Subject, role: str) -> str:
    """A role by its name, also where the file calls it the owner."""
    owner = subject.program.process.owner
    return owner.role if role == OWNER and owner is not None else role


def _fields(subject: Subject, event: AnytimeEvent) -> list[Fact]:
    voice = subject.voice
    titles = [voice.words.title(field.title) for field in event.fields.values()]
    return [Fact(voice.say("fact.form"), voice.words.listed(titles))] if titles else []
