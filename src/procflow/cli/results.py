"""What a command that changed a case prints."""

from typing import TYPE_CHECKING

from procflow.cli.output import paragraph, print_json, say
from procflow.cli.people import open_table
from procflow.cli.settings import Settings
from procflow.cli.shapes import done_shape

if TYPE_CHECKING:
    from procflow.engine import CaseView, Done, Engine, Record
    from procflow.reports import Lang


def print_done(engine: "Engine", done: "Done", settings: Settings) -> None:
    """Print what a command came to: what happened, how the case stands after it, and who is asked now."""
    from procflow.engine import TRUSTED

    if settings.json:
        print_json(done_shape(done, settings.lang))
        return
    after = done.case
    record = engine.record(after.id, reader=TRUSTED)
    print_story(record, settings.lang, range(after.version - len(done.events) + 1, after.version + 1))
    say(standing(after, settings.lang))


def print_story(record: "Record", lang: str, events: range) -> None:
    """Tell some events of a record, a line each."""
    from procflow.reports import tell

    language: Lang = "zh" if lang == "zh" else "en"
    for line in tell(record.program, record.organization, record.envelopes, language):
        if any(seq in events for seq in line.seqs):
            paragraph(f"{line.seq:>4}  {line.at:%Y-%m-%d %H:%M}  ", line.text)


def standing(view: "CaseView", lang: str) -> str:
    """In short how a case stands."""
    disputed = ", disputed" if view.disputed else ""
    line = f"case {view.id}: {view.status}{disputed}, version {view.version}"
    return f"{line}\n{open_table(view.open, lang)}" if view.open else line
