"""Which fonts a picture is drawn with: known folders of the system, a folder that is named, or the extra."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, east_asian_width

from procflow.drawing.formats.errors import MissingFont
from procflow.drawing.formats.fontfile import Face, faces
from procflow.drawing.formats.svg.style import FAMILIES

VARIABLE = "PROCFLOW_FONTS"
"""The environment variable that names folders of fonts, in the place of those of the system."""

EXTRA = "pylopdf_fonts_zh_tw"
"""The package of the extra ``fonts``: Noto Sans TC under the SIL Open Font License."""

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_REGULAR = range(300, 501)
_BOLD = range(600, 801)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The files that a picture needs, the family that most of it is set in, and whether that has a bold
    face."""

    files: tuple[Path, ...]
    family: str
    bold: bool


def font_folders() -> tuple[Path, ...]:
    """Where fonts are looked for: what ``PROCFLOW_FONTS`` names, else the system's folders and the extra."""
    named = os.environ.get(VARIABLE)
    if named:
        return tuple(Path(part) for part in named.split(os.pathsep) if part)
    spec = find_spec(EXTRA)
    extra = (Path(spec.origin).parent,) if spec is not None and spec.origin else ()
    return (*_system(), *extra)


def _system() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        return windows, home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return (*shared, home / ".local/share/fonts", home / ".fonts")


def fonts_for(texts: Iterable[str], folders: Sequence[Path] | None = None) -> Fonts:
    """The fonts that have every character of some texts.

    Raises :class:`MissingFont` where there are none, so that no text is drawn as empty boxes.
    """
    needed = frozenset(char for words in texts for char in words if _drawn(char))
    looked = font_folders() if folders is None else tuple(folders)
    found = [face for folder in looked for face in _in_folder(folder) if face.upright and not face.varies]
    regular = [face for face in found if face.weight in _REGULAR]
    # The first family in the list that has nearly everything of Chinese and English; one that is not in it
    # may lack a few as well. What other scripts need is another font's.
    ours = frozenset(char for char in needed if char.isascii() or east_asian_width(char) in "WF")
    ranked = sorted(regular, key=lambda face: (_rank(face), str(face.path)))
    main = next((face for face in ranked if 10 * _missing(face, ours) <= len(ours)), None)
    if main is None:
        raise MissingFont("no-font", {"places": ", ".join(str(folder) for folder in looked)})
    bold = [face for face in found if face.family == main.family and face.weight in _BOLD][:1]
    chosen = [main, *bold]
    left = {char for char in needed if not main.has(char)}
    while left:
        helper = max(regular, key=lambda face: sum(map(face.has, left)))
        covered = {char for char in left if helper.has(char)}
        if not covered:
            shown = " ".join(f"{char} (U+{ord(char):04X})" for char in sorted(left)[:8])
            raise MissingFont("no-glyph", {"characters": shown})
        chosen.append(helper)
        left -= covered
    files = tuple(dict.fromkeys(face.path for face in chosen))
    return Fonts(files, main.family, bool(bold))


def _rank(face: Face) -> int:
    return FAMILIES.index(face.family) if face.family in FAMILIES else len(FAMILIES)


def _missing(face: Face, needed: frozenset[str]) -> int:
    return sum(not face.has(char) for char in needed)


def _drawn(char: str) -> bool:
    """Whether a character has a form of its own: white space, joiners and marks of direction have none."""
    return not char.isspace() and category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f"


def _in_folder(folder: Path) -> Iterator[Face]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _ENDINGS:
            yield from faces(path)
