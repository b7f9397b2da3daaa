"""A report that opens by itself, the works that it runs in, and what has opened."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from procflow import TRUSTED, Advanced, Engine

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
"""Eight in the morning in Shanghai, an hour before work begins."""

WORKS = """\
organization: works
title: Works
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-17:00"}}
roles:
  clerk:  {title: Clerk, superior: head}
  head:   {title: Head}
  keeper: {title: Keeper}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
"""

REPORT = """\
process: report
version: 1.0.0
title: Report
organization: works.yaml
start: compile
cadence: {every: business day, missed: each, starter: clerk}
data:
  orders: {type: number, unit: pieces}
steps:
  compile:
    role: clerk
    deadline: 2 business hours
    escalate: [{at: deadline, notify: head}]
    form: [orders]
    next: filed
  filed: {end: completed}
"""

DAILY = "{every: business day, missed: each, starter: clerk}"

Files = Callable[..., Path]


def write_files(folder: Path, works: str = WORKS, **cadences: str) -> Path:
    """Writes processes, by name with their cadence, and their organization; gives their folder."""
    folder.mkdir(exist_ok=True)
    (folder / "works.yaml").write_text(works, encoding="utf-8")
    for name, cadence in (cadences or {"report": DAILY}).items():
        text = REPORT.replace("process: report", f"process: {name.replace('_', '-')}")
        path = folder / f"{name.replace('_', '-')}.yaml"
        path.write_text(text.replace(DAILY, cadence), encoding="utf-8")
    return folder


def opened(advanced: Advanced) -> list[str | None]:
    return [done.case.turn for done in advanced.opened]


def turns(engine: Engine) -> Counter[str | None]:
    return Counter(engine.case(row.case, reader=TRUSTED).turn for row in engine.cases(reader=TRUSTED))
