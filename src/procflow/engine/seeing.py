"""Under whose eyes a case is looked at, and fields as a form asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from procflow.definition.organization import Organization
from procflow.definition.process import DataField, GroupType, Title
from procflow.definition.values import json_value
from procflow.engine.readers import Reader, may_see
from procflow.guards import Choice, Choices, Money, type_name
from procflow.program import Program


class Seeing(Struct, frozen=True):
    """Under which program, organization and eyes a case is looked at."""

    program: Program
    organization: Organization
    reader: Reader
    now: datetime

    def sees(self, field: DataField) -> bool:
        """Whether the reader may see a field."""
        return may_see(field, self.program.process, self.organization, self.reader, self.now)

    @property
    def zone(self) -> str:
        """The name of the time zone that the process counts in."""
        return self.organization.zone_of(self.program.process.calendar).key


@dataclass(frozen=True, slots=True)
class FormField:
    """A field to fill in. ``of`` holds the values of a choice, ``fields`` those of a group, ``value`` what
    is there; ``edit`` are the roles that alone may fill it in, empty for whoever has the form."""

    name: str
    type: str
    title: Title
    required: bool
    value: object = None
    of: tuple[str, ...] = ()
    fields: tuple["FormField", ...] = ()
    currency: str | None = None
    minimum: object = None
    maximum: object = None
    edit: tuple[str, ...] = ()


def form_field(seeing: Seeing, field: DataField, stored: object) -> FormField:
    """A field as a form asks for it, with what is already filled in as far as the reader may see it."""
    kind = field.type
    shown = json_value(field, stored) if stored is not None and seeing.sees(field) else None
    if isinstance(kind, GroupType):
        inner = stored if shown is not None and isinstance(stored, Mapping) else {}
        parts = tuple(form_field(seeing, part, inner.get(part.name)) for part in kind.fields)
        return FormField(
            field.name, "group", field.title, field.required, shown, fields=parts, edit=field.edit
        )
    return FormField(
        name=field.name,
        type="money" if isinstance(kind, Money) else type_name(kind),
        title=field.title,
        required=field.required,
        value=shown,
        of=kind.values if isinstance(kind, Choice | Choices) else (),
        currency=kind.currency if isinstance(kind, Money) else None,
        minimum=json_value(field, field.minimum),
        maximum=json_value(field, field.maximum),
        edit=field.edit,
    )
