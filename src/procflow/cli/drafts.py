"""The first text of a new process, organization or position, from a few answers."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_PLAIN = re.compile(r"[^\W\d][\w ./()（）、。-]*", re.UNICODE)
_TAKEN = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title in Chinese and English; either may be empty, and then the other stands for both."""

    zh: str
    en: str

    def written(self) -> str:
        """The title as YAML."""
        both = {name: text for name, text in (("zh", self.zh), ("en", self.en)) if text}
        if len(both) < 2:
            return scalar(self.zh or self.en)
        return "{" + ", ".join(f"{name}: {scalar(text)}" for name, text in both.items()) + "}"


@dataclass(frozen=True, slots=True)
class ProcessDraft:
    """What is known of a new process.

    ``steps`` gives the role of each step in order; ``approvers`` are the roles who may have the last word,
    lowest first, and ``up_to`` the amounts at which each but the last of them ends, in ``currency``.
    """

    name: str
    title: Title
    organization: str
    steps: Mapping[str, str]
    approvers: Sequence[str] = ()
    up_to: Sequence[Decimal] = ()
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class OrganizationDraft:
    """What is known of a new organization.

    ``roles`` gives the superior of each role, empty if there is none; ``people`` the roles of each person;
    ``holidays`` is a country's code or empty.
    """

    name: str
    title: Title
    roles: Mapping[str, str]
    people: Mapping[str, Sequence[str]]
    zone: str
    hours: str
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class PositionDraft:
    """What is known of a new position.

    ``duties`` are the titles of what has to be done, with how often (``every``) or, if empty, all the time;
    ``procedures`` is the folder of the processes, seen from the file.
    """

    name: str
    title: Title
    organization: str
    procedures: str
    role: str
    superior: str
    duties: Mapping[str, str]


def scalar(text: str) -> str:
    """A text as a YAML value: in quotes unless it can be nothing else than a text."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _TAKEN:
        return text
    return json.dumps(text, ensure_ascii=False)


def process_text(draft: ProcessDraft) -> str:
    """The file of a new process."""
    return "\n".join(_process(draft)) + "\n"


def organization_text(draft: OrganizationDraft) -> str:
    """The file of a new organization."""
    return "\n".join(_organization(draft)) + "\n"


def position_text(draft: PositionDraft) -> str:
    """The file of a new position."""
    return "\n".join(_position(draft)) + "\n"


def _process(draft: ProcessDraft) -> Iterator[str]:
    yield "# Who does what, in reading order. `procflow check` says what does not fit together."
    yield ""
    yield f"process: {scalar(draft.name)}"
    yield "version: 1.0.0"
    yield f"title: {draft.title.written()}"
    yield f"organization: {scalar(draft.organization)}"
    yield f"start: {next(iter(draft.steps))}"
    yield ""
    if draft.up_to:
        yield from _tiers(draft)
    yield "steps:"
    steps = list(draft.steps)
    after = "approval" if draft.approvers else "done"
    for step, following in zip(steps, [*steps[1:], after], strict=True):
        yield f"  {step}:"
        yield f"    role: {draft.steps[step]}"
        if draft.up_to and step == steps[0]:
            yield "    form: [amount]"
        yield "    outcomes:"
        yield f"      done: {{go: {following}, title: {{zh: 完成, en: Done}}}}"
        yield ""
    if draft.approvers:
        yield from _approval(draft, steps[0])
    yield "  done: {end: completed, title: {zh: 辦結, en: Done}}"
    if draft.approvers:
        yield "  refused: {end: rejected, title: {zh: 未通過, en: Refused}}"


def _tiers(draft: ProcessDraft) -> Iterator[str]:
    title = "{zh: 金額, en: Amount}"
    yield "data:"
    yield f"  amount: {{type: money, currency: {draft.currency}, minimum: 0, required: true, title: {title}}}"
    yield ""
    yield "tables:"
    yield "  final-authority:"
    yield "    title: {zh: 終審權限, en: Final authority}"
    yield "    decides: role"
    yield f"    ranks: [{', '.join(draft.approvers)}]  # lowest first"
    yield "    only_rises: true"
    yield "    hit: exactly one"
    yield "    rows:"
    for lower, upper, role in zip([None, *draft.up_to], [*draft.up_to, None], draft.approvers, strict=True):
        bounds = [
            f"over {lower:f}" if lower is not None else "",
            f"up to {upper:f}" if upper is not None else "",
        ]
        yield f"      - {{amount: {' and '.join(filter(None, bounds))}, then: {role}}}"
    yield ""


def _approval(draft: ProcessDraft, first: str) -> Iterator[str]:
    yield "  approval:"
    yield "    title: {zh: 審批, en: Approval}"
    yield "    review: in turn"
    yield "    seats:"
    for role in draft.approvers:
        yield f"      - {{role: {role}}}"
    if draft.up_to:
        yield "    until: final-authority  # seats above it are not asked"
    yield "    answers:"
    yield "      agree: {title: {zh: 同意, en: Agree}, go: continue}"
    yield f"      return: {{title: {{zh: 退回, en: Send back}}, needs: [comment], go: {first}, resume: here}}"
    yield "      refuse: {title: {zh: 否決, en: Refuse}, needs: [comment], go: refused}"
    yield "    outcomes: {passed: done}"
    yield ""


def _organization(draft: OrganizationDraft) -> Iterator[str]:
    yield "# Who holds which role, who is above whom, and when the office is open."
    yield ""
    yield f"organization: {scalar(draft.name)}"
    yield f"title: {draft.title.written()}"
    yield ""
    yield "calendars:"
    yield "  office:"
    yield f"    zone: {scalar(draft.zone)}"
    yield f"    hours: {{mon-fri: {json.dumps(draft.hours, ensure_ascii=False)}}}"
    if draft.holidays:
        yield f"    holidays: {scalar(draft.holidays)}"
    yield ""
    yield "roles:  # `superior`: who is asked when a deadline has passed"
    for role, superior in draft.roles.items():
        above = f", superior: {superior}" if superior else ""
        yield f"  {role}: {{title: {scalar(role)}{above}}}"
    if draft.people:
        yield ""
        yield "people:"
        for person, roles in draft.people.items():
            yield f"  {person}: {{name: {scalar(person)}, roles: [{', '.join(roles)}]}}"


def _position(draft: PositionDraft) -> Iterator[str]:
    yield "# What the holder has to do. `procedure: NAME` behind a duty says which process carries it."
    yield ""
    yield f"position: {scalar(draft.name)}"
    yield f"title: {draft.title.written()}"
    yield f"organization: {scalar(draft.organization)}"
    yield f"procedures: {scalar(draft.procedures)}"
    yield f"role: {draft.role}"
    yield f"superior: {draft.superior}"
    yield ""
    yield "duties:"
    for number, (duty, every) in enumerate(draft.duties.items(), 1):
        when = f"every: {every}" if every else "nature: standing"
        yield f"  D{number}: {{title: {scalar(duty)}, {when}}}"
