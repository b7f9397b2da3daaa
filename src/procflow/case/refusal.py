"""Why a command was not carried out, and what would have been allowed."""

from functools import partial


class Refused(Exception):
    """A command that may not be done; nothing has changed.

    ``code`` is stable (such as ``not-yours``), ``reason`` is one sentence, ``allowed`` names what would have
    been accepted in the refused thing's place (persons, outcomes, topics, open items), ``missing`` what must
    come with it.
    """

    def __init__(
        self, code: str, reason: str, *, allowed: tuple[str, ...] = (), missing: tuple[str, ...] = ()
    ) -> None:
        self.code, self.reason, self.allowed, self.missing = code, reason, allowed, missing
        parts = [reason]
        if missing:
            parts.append(f"missing: {', '.join(missing)}")
        if allowed:
            parts.append(f"allowed: {', '.join(allowed)}")
        super().__init__("; ".join(parts))

    def __repr__(self) -> str:
        return f"Refused({self.code!r}, {self.reason!r}, allowed={self.allowed!r}, missing={self.missing!r})"

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return partial(Refused, allowed=self.allowed, missing=self.missing), (self.code, self.reason)
