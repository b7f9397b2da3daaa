"""Outbound notes of a customer on hold, where the store keeps whose shipments are held in tables."""

from pathlib import Path

from procflow.diagnostics import to_text
from procflow.testing import run_files


def test_holds_and_notes_hold_on_sqlite(repository: Path, tmp_path: Path) -> None:
    folder = repository / "processes" / "scenarios" / "order-desk"
    summary = run_files([folder / "outbound-note-review", folder / "shipment-hold"], databases=tmp_path)
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert len(list(tmp_path.glob("*.db"))) == len(summary.results) > 0
