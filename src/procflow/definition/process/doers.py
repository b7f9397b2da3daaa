"""Who does a step where it is not simply one role: the owner, a person or a role that the data name."""

from msgspec import Struct

from procflow.definition.process.basics import Basis
from procflow.diagnostics import Span

OWNER = "owner"
"""What stands for the owner of a case where a role is named."""


class Owner(Struct, frozen=True):
    """The person who is bound to a case at a step and kept (SEMANTICS 24).

    ``bound_at`` is the step whose doer becomes the owner; ``role`` is the role that owners hold. Only
    ``reassigned_by`` may bind another, always with a comment.
    """

    bound_at: str
    role: str
    reassigned_by: tuple[str, ...]
    basis: Basis
    span: Span


class OwnerDoes(Struct, frozen=True):
    """The owner of the case (``role: owner``)."""


class PersonIn(Struct, frozen=True):
    """The person that a field holds (``role: {person: FIELD}``)."""

    field: str


class RoleBy(Struct, frozen=True):
    """The role that a table gives for the data of the case (``role: {by: TABLE}``)."""

    table: str


Doer = OwnerDoes | PersonIn | RoleBy


class Each(Struct, frozen=True):
    """One for every value that a field holds.

    A field of persons names the persons themselves; of any other the values go through the value-to-role map
    ``by``.
    """

    field: str
    by: str | None
