"""Every case of a folder of databases, carried out of it as a file and checked there."""

from pathlib import Path

from procflow import TRUSTED, Engine, Library, open_store, verify_export


def exported(folder: Path) -> int:
    """How many cases there were; each is whole, and has the head that its database names."""
    count, library = 0, Library()
    for database in folder.glob("*.db"):
        with Engine(open_store(database), library) as engine:
            for row in engine.cases(reader=TRUSTED):
                checked = verify_export(engine.export(row.case, reader=TRUSTED))
                assert (checked.faults, checked.head) == ((), engine.head(row.case))
                assert (checked.version, checked.status) == (row.version, row.status)
                count += 1
    return count
