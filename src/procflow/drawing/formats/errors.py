"""What keeps a picture from being written, with what can be done about it."""

from collections.abc import Mapping

from procflow.drawing.formats.words import PACKAGE
from procflow.wording import Lang, phrase


class PictureError(Exception):
    """A picture that cannot be written. ``code`` says why; :meth:`say` says it in words, with the ways to
    mend it, and its text is that in English."""

    def __init__(self, code: str, args: Mapping[str, object] | None = None) -> None:
        self.code = code
        self._args = dict(args or {})
        super().__init__(self.say("en"))

    def say(self, lang: Lang) -> str:
        """The reason and the ways to mend it, in a language."""
        return phrase(f"error.{self.code}", lang, self._args, PACKAGE)


class MissingExtra(PictureError):
    """The packages that write PNG and PDF are not installed."""


class MissingFont(PictureError):
    """No font was found for texts in Chinese, or none for some of their characters."""
