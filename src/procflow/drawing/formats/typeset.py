"""PDF by typst, with the fonts that were chosen and no others."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from procflow.drawing.formats.errors import MissingExtra


def typeset(source: str, fonts: Iterable[Path], inputs: Mapping[str, str]) -> bytes:
    """A document in typst's markup as PDF; ``inputs`` are what it finds under ``sys.inputs``.

    Raises :class:`MissingExtra` without the extra ``pictures``.
    """
    try:
        import typst
    except ImportError as missing:
        raise MissingExtra("extra") from missing
    with TemporaryDirectory() as folder:
        for number, file in enumerate(fonts):
            _lend(file, Path(folder) / f"{number}{file.suffix}")
        known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(
            input=source.encode(), root=folder, font_paths=known, sys_inputs=dict(inputs)
        )
        written = compiler.compile(format="pdf")
    if not isinstance(written, bytes):
        raise TypeError(type(written))
    return written


def _lend(file: Path, to: Path) -> None:
    """Puts a font into a folder of its own, which is what a compiler takes fonts from."""
    try:
        os.symlink(file, to)
    except OSError:  # where links are not allowed
        copyfile(file, to)
