"""What templates, reviews, tasks and seats may all say: a deadline, escalations, answers, papers."""

from collections.abc import Mapping

from msgspec import Struct, structs

from procflow.definition.build import naming
from procflow.definition.build.answers import build_answers
from procflow.definition.build.reading import get, items, mapping, mappings, scalar, sound
from procflow.definition.build.scope import Report, Scope, resolve
from procflow.definition.build.targets import target
from procflow.definition.build.titles import basis
from procflow.definition.process import (
    Action,
    Answer,
    AsLimited,
    Basis,
    Escalation,
    GoTo,
    HandUp,
    Limit,
    Notify,
    Remind,
)
from procflow.diagnostics import Span
from procflow.source import MapNode
from procflow.worktime import Deadline, Duration, parse_deadline, parse_duration, parse_moment


class Shared(Struct, frozen=True):
    """The keys that one mapping gives, None for those that it leaves to the level above.

    ``basis`` is the mapping's own; ``limit_basis`` belongs to whichever level gave the deadline.
    ``escalate_at`` is where an escalation stands that has no deadline yet. ``uncertain`` says that some of
    the keys were found wrong, so that what is missing says nothing.
    """

    basis: Basis
    limit_basis: Basis
    deadline: Deadline | AsLimited | None = None
    escalations: tuple[Escalation, ...] | None = None
    escalate_at: Span | None = None
    answers: Mapping[str, Answer] | None = None
    shows: tuple[str, ...] | None = None
    attach: tuple[str, ...] | None = None
    looks_at: tuple[str, ...] | None = None
    uncertain: bool = False

    def over(self, above: "Shared") -> "Shared":
        """These keys, and those of the level above where there are none."""
        own_limit = self.deadline is not None
        return Shared(
            basis=Basis(self.basis.clauses, self.basis.questions or above.basis.questions),
            deadline=self.deadline if own_limit else above.deadline,
            limit_basis=_either(self.limit_basis, above.limit_basis) if own_limit else above.limit_basis,
            escalations=above.escalations if self.escalations is None else self.escalations,
            escalate_at=above.escalate_at if self.escalate_at is None else self.escalate_at,
            answers=above.answers if self.answers is None else self.answers,
            shows=above.shows if self.shows is None else self.shows,
            attach=above.attach if self.attach is None else self.attach,
            looks_at=above.looks_at if self.looks_at is None else self.looks_at,
            uncertain=self.uncertain or above.uncertain,
        )

    def limit(self, report: Report) -> Limit | None:
        """The deadline with what happens around it; an escalation without any deadline is reported."""
        if self.deadline is not None:
            return Limit(self.deadline, self.escalations or (), self.limit_basis)
        if self.escalate_at is not None and not self.uncertain:
            report.add("D131", self.escalate_at)
        return None


def _either(own: Basis, above: Basis) -> Basis:
    return Basis(own.clauses or above.clauses, own.questions or above.questions)


def build_templates(scope: Scope, node: MapNode) -> dict[str, Shared]:
    """The templates of the process."""
    found: dict[str, Shared] = {}
    for entry, body in mappings(node, "templates"):
        naming.declared(scope.report, entry.key)
        found[entry.name] = build_shared(scope, body)
    return found


def under_template(scope: Scope, node: MapNode, own: Shared, templates: Mapping[str, Shared]) -> Shared:
    """The keys of a mapping over those of the template that it names."""
    written = scalar(node, "template")
    name = resolve(scope.report, written, scope.names.templates, "N206")
    scope.templates_used.add(name)
    if name in templates:
        return own.over(templates[name])
    return structs.replace(own, uncertain=True) if node.get("template") is not None else own


def build_shared(scope: Scope, node: MapNode) -> Shared:
    """The keys that a mapping itself gives."""
    own = basis(scope, node)
    before = len(scope.report)
    deadline = _deadline(scope, node)
    escalate = node.entry("escalate")
    answers = build_answers(scope, node) if node.get("answers") is not None else None
    return Shared(
        basis=own,
        deadline=deadline,
        limit_basis=own,
        escalations=build_escalations(scope, node) if escalate else None,
        escalate_at=escalate.key.span if escalate else None,
        answers=answers,
        shows=naming.contents(scope, node, "shows") if get(node, "shows") is not None else None,
        attach=naming.attachments(node) if get(node, "attach") is not None else None,
        looks_at=naming.contents(scope, node, "looks_at") if get(node, "looks_at") is not None else None,
        uncertain=node.poisoned or len(scope.report) > before or _gap(node, "deadline", "answers"),
    )


def _gap(node: MapNode, *keys: str) -> bool:
    """Whether something under one of the keys was found wrong."""
    values = (node.get(key) for key in keys)
    return any(value is not None and not sound(value) for value in values)


def _deadline(scope: Scope, node: MapNode) -> Deadline | AsLimited | None:
    if limited := mapping(node, "deadline"):
        return AsLimited(naming.length(scope, limited, "limit"))
    written = scalar(node, "deadline")
    if written is None:
        return None
    if scope.doubtful(written):
        return None
    found, problems = parse_deadline(written.text, scope.dates, written.part)
    scope.take(problems)
    return found


def duration(scope: Scope, node: MapNode, key: str) -> Duration | None:
    """The length of time under a key."""
    written = scalar(node, key)
    if written is None:
        return None
    found, problems = parse_duration(written.text, written.part)
    scope.report.take(problems)
    return found


def build_escalations(scope: Scope, node: MapNode) -> tuple[Escalation, ...]:
    """What happens around a deadline, in the order of the file."""
    found = (_escalation(scope, item) for item in items(node, "escalate") if isinstance(item, MapNode))
    return tuple(escalation for escalation in found if escalation is not None)


def _escalation(scope: Scope, node: MapNode) -> Escalation | None:
    based = basis(scope, node)
    action = _action(scope, node)
    repeat = duration(scope, node, "every")
    written = scalar(node, "at")
    if written is None:
        return None
    moment, problems = parse_moment(written.text, written.part)
    scope.report.take(problems)
    if moment is None or action is None:
        return None
    return Escalation(moment, action, repeat, node.span, based)


def _action(scope: Scope, node: MapNode) -> Action | None:
    if remind := scalar(node, "remind"):
        return Remind(remind.text if remind.text == naming.HOLDER else naming.role_named(scope, remind))
    if get(node, "notify"):
        return Notify(naming.role(scope, node, "notify"))
    if get(node, "hand_up"):
        return HandUp(naming.role(scope, node, "alarm"))
    go = target(scope, node)
    return GoTo(go) if go else None
