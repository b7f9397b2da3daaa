"""`python -m bench [NAME…]`: run each `bench/bench_NAME.py`, print its rows as ratios to their baselines."""

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.row import Row, Skipped


def available() -> list[str]:
    return sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))


def measure(name: str) -> list[Row | Skipped]:
    rows: list[Row | Skipped] = import_module(f"bench.bench_{name}").run()
    return rows


def table(name: str, rows: list[Row | Skipped]) -> Table:
    shown = Table(
        "work", "measured", "against", "ratio", "bound", "aim", "", title=name, title_justify="left"
    )
    for row in rows:
        if isinstance(row, Skipped):
            shown.add_row(row.work, "", "", "", "", "", f"skipped: {row.why}")
            continue
        shown.add_row(
            row.work,
            f"{row.measured:.4g} {row.unit}",
            f"{row.against}: {row.baseline:.4g} {row.unit}",
            f"{row.ratio:.3g}",
            f"{row.bound:.3g}",
            f"{row.aim:.3g}",
            row.verdict,
        )
    return shown


def main(wanted: list[str]) -> int:
    console = Console()
    names = available()
    if unknown := [name for name in wanted if name not in names]:
        console.print(f"no such bench: {', '.join(unknown)}; there are: {', '.join(names) or 'none'}")
        return 2
    if not names:
        console.print("There is no bench/bench_*.py, so nothing was measured.")
        return 2
    for name in wanted or names:
        console.print(table(name, measure(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
