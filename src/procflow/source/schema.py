"""Whether a file has the shape that its JSON Schema asks for, told in the words of the person who wrote it.

jsonschema finds the mistakes; what is said about them, and where, is decided here. A part that is wrong comes
back poisoned, so that later readers say nothing more about it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from procflow.bundled import bundled
from procflow.diagnostics import Diagnostic, Related, Span, nearest
from procflow.source.nodes import Entry, ListNode, MapNode, Node, ScalarNode, plain

Path = tuple[str | int, ...]
"""Keys and places in lists (from 0), from the root of the file."""

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}


def load_schema(name: str) -> dict[str, Any]:
    """The bundled schema of that name (``process``, ``organization``, ``clauses`` …)."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return schema


@cache
def _validator(name: str) -> Draft202012Validator:
    # An empty registry holds no way to fetch anything: a reference out of the schema fails instead.
    return Draft202012Validator(load_schema(name), registry=Registry())


def validate(node: MapNode, schema: str) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    """The tree with every part poisoned that the schema refuses, and one finding for each mistake."""
    by_path: dict[Path, list[_Fault]] = {}
    for error in _validator(schema).iter_errors(plain(node)):
        by_path.setdefault(tuple(error.absolute_path), []).append(_fault(error))
    if not by_path:
        return node, ()
    check = _Check(node)
    for path in sorted(by_path, key=len):
        check.place(path, by_path[path])
    poisoned = _applied(node, (), check.mended)
    assert isinstance(poisoned, MapNode)
    return poisoned, tuple(check.found)


@dataclass(frozen=True, slots=True)
class _Fault:
    """An error as jsonschema gives it: the keyword that failed, its value and the schema that it stands in.

    ``of_kind`` says that only one kind of step asks for it.
    """

    keyword: str
    wanted: Any
    schema: Mapping[str, Any]
    instance: Any
    of_kind: bool


def _fault(error: ValidationError) -> _Fault:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    of_kind = "dependentSchemas" in error.absolute_schema_path
    return _Fault(str(error.validator), error.validator_value, schema, error.instance, of_kind)


@dataclass(frozen=True, slots=True)
class _Mend:
    """What becomes of a node that is wrong: left out (``gap``), or kept as incomplete without some keys."""

    gap: bool = False
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class _Check:
    """Words the errors of one file, shortest path first."""

    root: MapNode
    found: list[Diagnostic] = field(default_factory=list)
    mended: dict[Path, _Mend] = field(default_factory=dict)
    undecided: set[Path] = field(default_factory=set)
    """Steps of two kinds: what one kind says about the other's keys helps nobody."""

    def place(self, path: Path, errors: list[_Fault]) -> None:
        """Report what is wrong at one place."""
        place = _find(self.root, path)
        if place is None or (isinstance(place.node, ScalarNode) and place.node.poisoned):
            return
        errors = [e for e in errors if not self._moot(path, e)]
        keys = [e for e in errors if e.keyword in _ABOUT_KEYS]
        if isinstance(place.node, MapNode) and keys:
            self._keys(path, place, place.node, keys)
        elif errors:
            self._value(path, place, errors[0])

    def _moot(self, path: Path, error: _Fault) -> bool:
        return error.of_kind and any(path[: len(step)] == step for step in self.undecided)

    def _keys(self, path: Path, place: "_Place", node: MapNode, errors: list[_Fault]) -> None:
        missing = {key: e for e in errors for key in _missing(e)}
        choices = [e for e in errors if e.keyword == "oneOf"]
        wanted = [*missing, *(key for e in choices for key in _alternatives(e))]
        unknown = {key: e for e in errors if e.keyword == "additionalProperties" for key in _extra(e)}
        meant: set[str] = set()
        for key, error in unknown.items():
            allowed = [k for k in error.schema["properties"] if node.entry(k) is None]
            right = nearest(key, wanted) or nearest(key, allowed)
            meant.add(right)
            self._unknown(node, key, right, error)
        for error in choices:
            self._choice(path, place, node, error, meant)
        for key, error in missing.items():
            if key not in meant and not node.poisoned:
                self._report("S102", place.head, what=_what(error, place), key=key)
        self.mended[path] = _Mend(without=tuple(unknown))

    def _unknown(self, node: MapNode, key: str, right: str, error: _Fault) -> None:
        entry = node.entry(key)
        assert entry is not None
        keys = ", ".join(error.schema["properties"])
        self._report("S101", entry.key.span, key=key, what=_title(error.schema), nearest=right, keys=keys)

    def _choice(self, path: Path, place: "_Place", node: MapNode, error: _Fault, meant: set[str]) -> None:
        """Exactly one of several keys is wanted, and there is none, or there are two."""
        alternatives = _alternatives(error)
        present = [entry for entry in node if entry.name in alternatives]
        if present:
            self.undecided.add(path)
            first, second = present[0], present[1]
            related = (Related(first.key.span, f"{first.name} stands here"),)
            what = _what(error, place)
            self._report("S106", second.key.span, related, first=first.name, second=second.name, what=what)
            return
        if node.poisoned or meant.intersection(alternatives):
            return
        known = error.schema.get("properties", {})
        for entry in node:
            right = "" if entry.name in known else nearest(entry.name, alternatives)
            if right:
                self._unknown(node, entry.name, right, error)
                return
        self._report("S105", place.head, what=_what(error, place), keys=", ".join(alternatives))

    def _value(self, path: Path, place: "_Place", error: _Fault) -> None:
        self.mended[path] = _Mend(gap=error.keyword in ("type", "enum"))
        match error.keyword:
            case "type":
                self._type(place, error)
            case "enum":
                allowed = [str(value) for value in error.wanted]
                value = place.node.text if isinstance(place.node, ScalarNode) else ""
                self._report(
                    "S107" if value else "S108",
                    place.node.span,
                    label=place.label,
                    value=value,
                    allowed=", ".join(allowed),
                    nearest=nearest(value, allowed),
                )
            case "minItems" | "minProperties":
                fewest = error.wanted
                if not (isinstance(place.node, ListNode | MapNode) and place.node.poisoned):
                    self._report("S109", place.head, label=place.label, fewest=str(fewest))
            case "uniqueItems":
                self._doubled(place)
            case _:
                self._report("S199", place.node.span, label=place.label, limit=str(error.wanted))

    def _type(self, place: "_Place", error: _Fault) -> None:
        allowed = error.wanted
        types = [allowed] if isinstance(allowed, str) else list(allowed)
        node = place.node
        expected = " or ".join(_TYPES[name] for name in types)
        examples = [str(e) for e in error.schema.get("examples", ()) if isinstance(e, str)]
        args = {"label": place.label, "expected": expected, "example": "  or  ".join(examples)}
        if isinstance(node, ScalarNode) and node.value is None:
            self._report("S104", place.head, **args)
        elif isinstance(node, ScalarNode) and "string" in types:
            self._report("S110", node.span, value=node.text, **args)
        elif isinstance(node, ScalarNode) and "array" in types:
            self._report("S111", node.span, value=node.text, **args)
        else:
            self._report("S103", node.span, actual=_described(node), **args)

    def _doubled(self, place: "_Place") -> None:
        seen: dict[str, Span] = {}
        items = place.node.items if isinstance(place.node, ListNode) else ()
        for item in items:
            name = item.text if isinstance(item, ScalarNode) else ""
            if name in seen:
                related = (Related(seen[name], f"{name} stands here first"),)
                self._report("S112", item.span, related, value=name, label=place.label)
            seen.setdefault(name, item.span)

    def _report(self, code: str, span: Span, related: tuple[Related, ...] = (), /, **args: str) -> None:
        self.found.append(Diagnostic(code, span, args, related))


_ABOUT_KEYS = frozenset({"required", "dependentRequired", "additionalProperties", "oneOf"})


def _missing(error: _Fault) -> list[str]:
    """The keys that a ``required`` or ``dependentRequired`` finds missing."""
    match error.keyword:
        case "required":
            return [key for key in error.wanted if key not in error.instance]
        case "dependentRequired":
            needed = error.wanted
            return [
                k for key in needed if key in error.instance for k in needed[key] if k not in error.instance
            ]
        case _:
            return []


def _alternatives(error: _Fault) -> list[str]:
    return [branch["required"][0] for branch in error.wanted]


def _extra(error: _Fault) -> list[str]:
    return [key for key in error.instance if key not in error.schema["properties"]]


def _title(schema: Mapping[str, Any]) -> str:
    """The English half of a schema's title."""
    return str(schema.get("title", "part")).partition(" · ")[0]


def _what(error: _Fault, place: "_Place") -> str:
    return _title(error.schema) if "title" in error.schema else place.label


def _described(node: Node) -> str:
    match node:
        case ListNode():
            return "a list"
        case MapNode():
            return "a mapping"
        case ScalarNode(value=bool()):
            return node.text
        case ScalarNode(value=str()):
            return f"the text {node.text}"
        case ScalarNode():
            return f"the number {node.text}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A node with the name that its owner knows it by, and where that name stands."""

    node: Node
    label: str
    head: Span


def _find(root: MapNode, path: Path) -> _Place | None:
    node: Node = root
    label, head = "the file", _first_key(root)
    for part in path:
        if isinstance(part, int) and isinstance(node, ListNode):
            node = node.items[part]
            label, head = f"entry {part + 1} of {label}", _first_key(node)
        elif isinstance(part, str) and isinstance(node, MapNode):
            entry = node.entry(part)
            if entry is None:
                return None
            node, label, head = entry.value, part, entry.key.span
        else:
            return None
    return _Place(node, label, head)


def _first_key(node: Node) -> Span:
    return node.entries[0].key.span if isinstance(node, MapNode) and node.entries else node.span


def _applied(node: Node, path: Path, mended: dict[Path, _Mend]) -> Node:
    """The tree with the mends in it; parts without any are kept as they are."""
    mend = mended.get(path)
    if mend and mend.gap:
        return ScalarNode(None, "", node.span, poisoned=True)
    if not _below(path, mended):
        return node
    poisoned = mend is not None
    match node:
        case ListNode():
            items = tuple(_applied(item, (*path, at), mended) for at, item in enumerate(node.items))
            return replace(node, items=items, poisoned=node.poisoned or poisoned)
        case MapNode():
            without = mend.without if mend else ()
            entries = tuple(
                Entry(entry.key, _applied(entry.value, (*path, entry.name), mended))
                for entry in node
                if entry.name not in without
            )
            return replace(node, entries=entries, poisoned=node.poisoned or poisoned)
        case ScalarNode():
            return replace(node, poisoned=True)


def _below(path: Path, mended: Iterable[Path]) -> bool:
    return any(other[: len(path)] == path for other in mended)
