"""Writing many files into a folder of one's own, so that a failure leaves nothing half."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from procflow.cli.exits import Failure
from procflow.files import is_folder

MARK = "procflow-book.json"
"""The file by which a folder is known to hold a book; it lists the files that are the book's."""

_STAGE = ".procflow-book-"


def write_book(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths with ``/``, into a folder that is new, empty, or holds an earlier book.

    Files of an earlier book are replaced, those that the new one has not are removed, and nothing else is
    touched. Everything is written beside first: what is there stays as it is where that fails. Raises
    :class:`Failure` for a folder that holds other things, or has one where a file is to be; ``OSError``.
    """
    mark = _mark(files)
    if not os.path.lexists(folder):
        _make(folder, {**files, MARK: mark})
        return
    earlier = require_own(folder)
    _require_free(folder, files, earlier)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
    try:
        _fill(stage, {**files, MARK: mark})
        # Until all is in its place, whatever may be there counts as the book's.
        (stage / "both").write_bytes(_mark({*files, *earlier}))
        os.replace(stage / "both", folder / MARK)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / name, folder / name)
        _remove(folder, earlier - files.keys())
        os.replace(stage / MARK, folder / MARK)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def require_own(folder: Path) -> set[str]:
    """The files of the book that a folder holds; none for an empty one, or one that is not there.

    Raises :class:`Failure` for a folder that holds anything else, and for what is no folder.
    """
    if not os.path.lexists(folder):
        return set()
    if not is_folder(folder):
        raise Failure("no-folder", f"{folder} is no folder; name one that is new, empty, or holds a book")
    if (folder / MARK).is_file():
        return _marked(folder)
    if any(not each.name.startswith(_STAGE) for each in folder.iterdir()):
        text = f"{folder} holds other things and no book; name a folder that is new or empty"
        raise Failure("not-empty", text)
    return set()


def _make(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder that appears whole."""
    above = folder.absolute().parent
    above.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=above))
    try:
        whole = stage / "book"
        _fill(whole, files)
        os.rename(whole, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _mark(names: Iterable[str]) -> bytes:
    content = {"what": "a book of procedures, made by procflow site", "files": sorted(names)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _marked(folder: Path) -> set[str]:
    """The files that the mark of a book lists, as far as they lie in its folder."""
    try:
        listed = json.loads((folder / MARK).read_bytes())["files"]
        names = {name for name in listed if isinstance(name, str)}
    except (ValueError, LookupError, TypeError):
        text = f"{folder / MARK} does not list the files of a book; name another folder"
        raise Failure("no-book", text) from None
    return {name for name in names if _lies_within(folder, name)}


def _lies_within(folder: Path, name: str) -> bool:
    """Whether a path with ``/`` leads to something in a folder, through folders alone."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\x00" in name:
        return False
    return not any((folder / above).is_symlink() for above in path.parents if above.parts)


def _require_free(folder: Path, files: Mapping[str, bytes], earlier: set[str]) -> None:
    for name in files:
        there = folder / name
        above = [folder / part for part in PurePosixPath(name).parents if part.parts]
        blocked = [
            each for each in above if os.path.lexists(each) and (each.is_symlink() or not each.is_dir())
        ]
        taken = os.path.lexists(there) and (name not in earlier or there.is_dir())
        if taken or blocked:
            text = (
                f"{(blocked or [there])[0]} is in the way and not the book's; move it, or name another folder"
            )
            raise Failure("in-the-way", text)


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Files of an earlier book, and the folders that nothing is left in."""
    above: set[PurePosixPath] = set()
    for name in names:
        path = folder / name
        if path.is_file() or path.is_symlink():
            path.unlink()
        above.update(part for part in PurePosixPath(name).parents if part.parts)
    for part in sorted(above, key=lambda part: -len(part.parts)):
        place = folder / part
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
