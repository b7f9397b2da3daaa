"""In which language a reader is spoken to."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "zh"]


def language(explicit: str | None, environ: Mapping[str, str]) -> Language:
    """The language asked for, else that of the locale: Chinese for a Chinese one, English for all others.

    Of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` the first that is set counts, as POSIX has it.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = explicit or next((environ[name] for name in names if environ.get(name)), "")
    return "zh" if wanted.lower().startswith("zh") else "en"
