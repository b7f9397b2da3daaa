"""What every store refuses to write, because a caller who asks for it is mistaken."""

from collections.abc import Iterable
from datetime import datetime

from procflow.store.port import Commit


def check(commit: Commit) -> None:
    """Raise ``ValueError`` unless the commit is whole, is of one case, and its instants have a zone;
    ``TypeError`` for a command id that is no text."""
    row, record = commit.row, commit.record
    if not isinstance(commit.command, str):
        raise TypeError(f"a command's id is a text, not {commit.command!r}")
    numbers = [event.seq for event in record.events]
    if not numbers or numbers != list(range(commit.expected + 1, record.version + 1)):
        raise ValueError(f"the events of commit {record.version} do not follow version {commit.expected}")
    if row.version != record.version:
        raise ValueError(f"commit {record.version} cannot leave the case at version {row.version}")
    cases = {item.case for item in commit.items_opened} | {timer.case for timer in commit.timers_set}
    cases |= {key.case for key in (*commit.keys_set, *commit.keys_dropped)}
    if not cases <= {row.case}:
        raise ValueError(f"a commit of case {row.case} has items, timers or keys of another case")
    if any(instant.utcoffset() is None for instant in _instants(commit)):
        raise ValueError(f"a commit of case {row.case} has an instant without a zone")


def _instants(commit: Commit) -> Iterable[datetime]:
    yield commit.row.started_at
    for item in commit.items_opened:
        yield item.opened_at
        if item.due is not None:
            yield item.due
    for timer in commit.timers_set:
        yield timer.due
