"""Names of files as programs elsewhere take them."""

from pathlib import PurePath


def below(file: str, root: PurePath | None) -> str:
    """The name of a file as seen from the folder ``root`` where it lies in it; with ``/`` everywhere."""
    path = PurePath(file)
    return (path.relative_to(root) if root is not None and path.is_relative_to(root) else path).as_posix()
