"""YAML files as nodes with places, and one spelling for each content."""

from procflow.source.canonical import canonical, from_canonical
from procflow.source.nodes import Entry, ListNode, MapNode, Node, ScalarNode, Value, from_plain, plain
from procflow.source.reader import ReadResult, read, read_file

__all__ = [
    "Entry",
    "ListNode",
    "MapNode",
    "Node",
    "ReadResult",
    "ScalarNode",
    "Value",
    "canonical",
    "from_canonical",
    "from_plain",
    "plain",
    "read",
    "read_file",
]
