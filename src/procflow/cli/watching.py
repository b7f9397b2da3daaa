"""Noticing that files have changed, by asking for their times again and again."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from time import sleep

Stamp = tuple[int, int]


def changes(listed: Callable[[], Iterable[Path]], along: Collection[Path], interval: float) -> Iterator[None]:
    """Yield at once, and then whenever one of the files was written, made or removed.

    ``listed`` is asked anew each time, so that new files are seen. ``along`` may be filled by whoever
    is told, with files that were read besides. ``interval`` is in seconds.
    """
    while True:
        before = _stamps(listed())
        yield
        besides = _stamps(along)
        while _stamps(listed()) == before and _stamps(along) == besides:
            sleep(interval)


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
