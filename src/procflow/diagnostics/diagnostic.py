"""One finding about an author's file."""

from collections.abc import Hashable, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from procflow.diagnostics.catalogue import entry
from procflow.diagnostics.span import Span


class Severity(StrEnum):
    """How much a finding weighs: an error stops the file from being used."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Related(Struct, frozen=True):
    """Another place that explains a finding, such as the first definition of a doubled name.

    What is said of it is the finding's ``related`` text, filled with the finding's facts and these.
    """

    span: Span
    args: Mapping[str, str] = field(default_factory=dict)


class Diagnostic(Struct, frozen=True):
    """A finding: its stable code, its place, and the facts that its wording needs.

    The wording itself stands in the catalogue under the code: one code says one thing in every language.
    """

    code: str
    span: Span
    args: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()

    @property
    def severity(self) -> Severity:
        return Severity(entry(self.code).severity)

    @property
    def identity(self) -> Hashable:
        """What makes it this finding: two that agree in this say the same of the same place."""
        return self.code, self.span, tuple(self.args.items())

    def message(self, lang: str = "en") -> str:
        """What is wrong, in one sentence."""
        return entry(self.code).text("message", lang, self.args)

    def reason(self, lang: str = "en") -> str:
        """Why it is wrong; empty where the message says it all."""
        return entry(self.code).text("reason", lang, self.args)

    def help(self, lang: str = "en") -> str:
        """How to mend it; empty where nothing useful can be said."""
        return entry(self.code).text("help", lang, self.args)

    def about(self, related: Related, lang: str = "en") -> str:
        """What is said of a related place."""
        return entry(self.code).text("related", lang, {**self.args, **related.args})


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding stops the file from being used."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


class DefinitionError(Exception):
    """A definition was asked for that has errors; ``diagnostics`` holds every finding, in file order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        errors = [d for d in self.diagnostics if d.severity is Severity.ERROR]
        first = f": {errors[0].span}: {errors[0].message()}" if errors else ""
        super().__init__(f"{len(errors)} error(s) in the definition{first}")

    def __reduce__(self) -> tuple[object, tuple[tuple[Diagnostic, ...]]]:
        return DefinitionError, (self.diagnostics,)
