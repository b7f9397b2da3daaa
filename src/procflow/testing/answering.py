"""Handlers for tests, which give what they are told to give."""

from collections.abc import Mapping


class HandlerFails(Exception):
    """What a handler raises that a test lets fail."""


class Answering:
    """A handler for a test: ``handlers={"mail": Answering("no connection", {"id": "m-1"})}`` fails when it is
    called first, and gives the id from then on.

    A text is why it fails, a mapping what it gives. Without answers it gives nothing, every time. ``calls``
    holds the arguments of each call, by name.
    """

    __slots__ = ("_answers", "calls")

    def __init__(self, *answers: Mapping[str, object] | str) -> None:
        self._answers = answers or ({},)
        self.calls: list[dict[str, object]] = []

    def __call__(self, **arguments: object) -> Mapping[str, object]:
        """Give the next answer. Raises :class:`HandlerFails` for one that is a text."""
        self.calls.append(arguments)
        answer = self._answers[min(len(self.calls), len(self._answers)) - 1]
        if isinstance(answer, str):
            raise HandlerFails(answer)
        return answer
