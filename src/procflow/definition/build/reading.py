"""Reading checked nodes: what a key holds, or nothing where it is absent or was found wrong already."""

from collections.abc import Iterator

from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode


def get(node: MapNode, key: str) -> Node | None:
    """The value under a key, unless an error about it was reported."""
    value = node.get(key)
    return None if isinstance(value, ScalarNode) and value.poisoned else value


def scalar(node: MapNode, key: str) -> ScalarNode | None:
    """The single value under a key."""
    value = get(node, key)
    return value if isinstance(value, ScalarNode) else None


def text(node: MapNode, key: str) -> str:
    """The text under a key, as written; empty if there is none."""
    value = scalar(node, key)
    return value.text if value else ""


def flag(node: MapNode, key: str) -> bool:
    """Whether a key holds true."""
    value = scalar(node, key)
    return value is not None and value.value is True


def mapping(node: MapNode, key: str) -> MapNode | None:
    """The mapping under a key."""
    value = get(node, key)
    return value if isinstance(value, MapNode) else None


def entries(node: MapNode, key: str) -> tuple[Entry, ...]:
    """The entries of the mapping under a key."""
    value = mapping(node, key)
    return value.entries if value else ()


def mappings(node: MapNode, key: str) -> tuple[tuple[Entry, MapNode], ...]:
    """The entries under a key whose values are sound mappings."""
    return tuple((entry, entry.value) for entry in entries(node, key) if isinstance(entry.value, MapNode))


def items(node: MapNode, key: str) -> tuple[Node, ...]:
    """The sound items of the list under a key."""
    value = get(node, key)
    if not isinstance(value, ListNode):
        return ()
    return tuple(item for item in value if not (isinstance(item, ScalarNode) and item.poisoned))


def scalars(node: MapNode, key: str) -> tuple[ScalarNode, ...]:
    """The single values under a key that holds one or a list of them."""
    value = get(node, key)
    if isinstance(value, ScalarNode):
        return (value,)
    return tuple(item for item in items(node, key) if isinstance(item, ScalarNode))


def sound(node: Node) -> bool:
    """Whether nothing in a node was found wrong."""
    if node.poisoned:
        return False
    match node:
        case ScalarNode():
            return True
        case ListNode():
            return all(sound(item) for item in node)
        case MapNode():
            return all(sound(entry.value) for entry in node)


def inner_steps(node: MapNode) -> Iterator[tuple[Entry, str]]:
    """Every step of an inner graph with the name of the branch or event that it lies in."""
    for _, body in mappings(node, "steps"):
        yield from _in_branches(body)
    for event, body in mappings(node, "events"):
        yield from ((entry, event.name) for entry in entries(body, "steps"))
        for _, step in mappings(body, "steps"):
            yield from _in_branches(step)


def _in_branches(step: MapNode) -> Iterator[tuple[Entry, str]]:
    for branch, body in mappings(step, "parallel"):
        yield from ((entry, branch.name) for entry in entries(body, "steps"))
        for _, inner in mappings(body, "steps"):
            yield from _in_branches(inner)
