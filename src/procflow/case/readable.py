"""What guards, tables and deadlines read of a case."""

from collections.abc import Mapping

from procflow.definition.process import Process
from procflow.definition.values import typed_values


def readable(process: Process, data: Mapping[str, object], facts: Mapping[str, bool]) -> dict[str, object]:
    """What can be read: set fields by name (those of groups by dotted path), and every fact."""
    values: dict[str, object] = {name: facts.get(name, False) for name in process.facts}
    values.update(typed_values(process.fields, data))
    return values
