"""What every store refuses to write, because a caller who asks for it is mistaken."""

from datetime import UTC, datetime

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
    for beside in (commit.items_opened, commit.timers_set, commit.keys_set, commit.keys_dropped):
        for one in beside:
            if one.case != row.case:
                raise ValueError(f"a commit of case {row.case} has items, timers or keys of another case")
    _require_zone(row.case, row.started_at)
    for timer in commit.timers_set:
        _require_zone(row.case, timer.due)
    for item in commit.items_opened:
        _require_zone(row.case, item.opened_at)
        if item.due is not None:
            _require_zone(row.case, item.due)


def _require_zone(case: str, instant: datetime) -> None:
    if instant.tzinfo is not UTC and instant.utcoffset() is None:
        raise ValueError(f"a commit of case {case} has an instant without a zone")
