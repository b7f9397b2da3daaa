"""What every store refuses to write, because a caller who asks for it is mistaken."""

from datetime import UTC

from procflow.store.port import Commit, ItemRow, KeyRow, TimerRow


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
    beside: tuple[ItemRow | TimerRow | KeyRow, ...] = (
        *commit.items_opened,
        *commit.timers_set,
        *commit.keys_set,
        *commit.keys_dropped,
    )
    if [one for one in beside if one.case != row.case]:
        raise ValueError(f"a commit of case {row.case} has items, timers or keys of another case")
    instants = [row.started_at, *[timer.due for timer in commit.timers_set]]
    for item in commit.items_opened:
        instants += [item.opened_at] if item.due is None else [item.opened_at, item.due]
    if [instant for instant in instants if instant.tzinfo is not UTC and instant.utcoffset() is None]:
        raise ValueError(f"a commit of case {row.case} has an instant without a zone")
