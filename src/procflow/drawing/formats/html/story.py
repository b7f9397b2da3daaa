"""What happened to a case in words, as a list beside the picture."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from procflow.drawing.formats.html.escaping import apart, words
from procflow.drawing.formats.html.voice import say
from procflow.drawing.marks import Frame
from procflow.drawing.model import Language


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a case's story: the event that it is about, and when that was, who did it and what it was, in
    words."""

    seq: int
    time: str
    who: str
    text: str


def story(told: Sequence[Told], steps: Sequence[Frame], language: Language) -> str:
    """The lines of a story, each with the number of the step that it belongs to; nothing where there are
    none."""
    if not told:
        return ""
    begins = [frame.first for frame in steps]
    lines = "\n".join(_line(line, max(bisect_right(begins, line.seq) - 1, 0)) for line in told)
    return (
        f'<details class="ui-part"><summary>{words(say("story", language))}</summary>\n'
        f'<ol class="ui-story">\n{lines}\n</ol></details>'
    )


def _line(line: Told, step: int) -> str:
    # Most sentences begin with who did it, and need not say so twice.
    who = f"<b>{apart(line.who)}</b> " if line.who.casefold() not in line.text.casefold() else ""
    when = f'<a href="#at={line.seq}">{words(line.time)}</a>'
    return f'<li value="{line.seq}" data-step="{step}">{when} {who}<span>{apart(line.text)}</span></li>'
