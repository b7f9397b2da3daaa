"""Noticing that files have changed, by asking for their times again and again."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from time import sleep, time_ns

Stamp = tuple[int, int]

# File systems take their times from a clock that moves in steps, so that a time may lie a step back.
TICK = 20_000_000


def changes(listed: Callable[[], Iterable[Path]], along: Collection[Path], interval: float) -> Iterator[None]:
    """Yield at once, and then whenever one of the files was written, made or removed.

    ``listed`` is asked anew each time, so that new files are seen. ``along`` may be filled by whoever
    is told, with files that were read besides. ``interval`` is in seconds.
    """
    while True:
        # All is noted before the check, so that what changes while it runs is not missed.
        looked = time_ns() - TICK
        before, besides = _stamps(listed()), _stamps(along)
        yield
        while _stamps(listed()) == before and not _rewritten(along, besides, looked):
            sleep(interval)


def _rewritten(files: Collection[Path], before: dict[Path, Stamp], looked: int) -> bool:
    """Whether one of the files has changed. Of one that was first read by the check, only the time tells."""
    now = _stamps(files)
    return any(
        now.get(file) != before[file] if file in before else file in now and now[file][0] >= looked
        for file in files
    )


def _stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    """When each file was written last, and its size; those that are gone have none."""
    stamps: dict[Path, Stamp] = {}
    for file in files:
        try:
            status = file.stat()
        except (OSError, ValueError):
            continue
        stamps[file] = (status.st_mtime_ns, status.st_size)
    return stamps
