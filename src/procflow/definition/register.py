"""The clause register: the numbered parts of the document that a process is made from."""

from collections.abc import Mapping

from msgspec import Struct, field

from procflow.definition.process import Title
from procflow.diagnostics import Span


class Clause(Struct, frozen=True):
    """One clause by its number as written. ``informative`` says why no element has to name it.

    ``carried_by`` are the ids of the processes and positions that have to name it; if it is empty, each file
    with this register has to.
    """

    name: str
    title: Title
    informative: Title | None
    carried_by: tuple[str, ...]
    span: Span


class Register(Struct, frozen=True):
    """A whole register file; ``document`` is where the source is found, empty if the file does not say.

    ``gaps`` are the numbers that the source skips, as written, with what there is to say of each.
    """

    name: str
    title: Title
    document: str
    clauses: Mapping[str, Clause]
    span: Span
    gaps: Mapping[str, Title] = field(default_factory=dict)
