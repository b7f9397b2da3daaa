"""An assumption turned round: in a copy of the bundled files a text is changed, and its scenarios fail."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from procflow.diagnostics import Severity, to_text
from procflow.testing import load_scenarios, run_scenario


@dataclass(frozen=True)
class Turned:
    """A point turned round: texts of a file with what takes their place, and the scenarios that must fail."""

    point: int
    what: str
    changes: tuple[tuple[str, str], ...]
    fail: frozenset[str]
    file: str | None = None

    def __str__(self) -> str:
        return f"{self.point}: {self.what}"


def turned(point: int, what: str, *changes: tuple[str, str], fail: str, file: str | None = None) -> Turned:
    """``fail`` are names of scenarios, ``file`` what is changed if it is not the process."""
    return Turned(point, what, changes, frozenset(fail.split()), file)


def failed_when_turned(case: Turned, process: str, repository: Path, folder: Path) -> frozenset[str]:
    """The scenarios of the point that fail with it turned round, in a copy of the bundled files."""
    copy = folder / "processes"
    shutil.copytree(repository / "processes", copy)
    file = copy / (case.file or f"{process}.yaml")
    text = file.read_text(encoding="utf-8")
    for old, new in case.changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")

    scenarios, diagnostics, sources = load_scenarios(copy / "scenarios" / process / "points.yaml")

    assert scenarios is not None, to_text((d for d in diagnostics if d.severity is Severity.ERROR), sources)
    shown = [s for s in scenarios.scenarios.values() if case.point in s.points]
    return frozenset(s.name for s in shown if not run_scenario(s).ok)
