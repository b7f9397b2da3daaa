"""Whether a file has the shape that its JSON Schema asks for, told in the words of the person who wrote it.

jsonschema finds the mistakes; what is said about them, and where, is decided here. A part that is wrong comes
back poisoned, so that later readers say nothing more about it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from msgspec import Struct, structs
from referencing import Registry

from procflow.bundled import bundled
from procflow.diagnostics import MAX_ERRORS, Diagnostic, LimitReachedError, Related, Span, and_no_more
from procflow.source.nodes import Entry, ListNode, MapNode, Node, ScalarNode, plain
from procflow.source.suggestions import Suggestions

Path = tuple[str | int, ...]
"""Keys and places in lists (from 0), from the root of the file."""

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
_FLAGS = {
    **dict.fromkeys(("yes", "y", "on", "1", "是", "有", "true"), "true"),
    **dict.fromkeys(("no", "n", "off", "0", "否", "無", "false"), "false"),
}
"""What people write for true and false."""
_MOST_PLACES = 10 * MAX_ERRORS
"""Wrong places that are looked at; what is wrong at several may be one mistake."""
_ABOUT_KEYS = frozenset({"required", "dependentRequired", "additionalProperties", "oneOf"})


def load_schema(name: str) -> dict[str, Any]:
    """The bundled schema of that name (``process``, ``organization``, ``clauses`` …)."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return schema


def validate(node: MapNode, schema: str) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    """The tree with every part poisoned that the schema refuses, and one finding for each mistake.

    Where there are too many the last finding says so, and nothing is left of the tree.
    """
    faults: dict[Path, list[_Fault]] = {}
    for error in _validator(schema).iter_errors(plain(node)):
        faults.setdefault(tuple(error.absolute_path), []).append(_fault(error))
        if len(faults) > _MOST_PLACES:
            break
    if not faults:
        return node, ()
    wording = _Wording(faults)
    try:
        mended = wording.mended(_Place(node, (), "the file", node.span, undecided=False))
        assert isinstance(mended, MapNode)
        if len(faults) <= _MOST_PLACES:
            return mended, tuple(wording.found)
    except LimitReachedError:
        pass
    return MapNode((), node.span, poisoned=True), and_no_more(wording.found)


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = load_schema(name)
    kind = extend(Draft202012Validator, {"uniqueItems": _unique_texts})  # type: ignore[no-untyped-call]
    # An empty registry holds no way to fetch anything: a reference out of the schema fails instead.
    validator: Draft202012Validator = kind(_inlined(schema), registry=Registry())
    return validator


def _inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with references replaced by what they refer to, save in itself: twice as fast to go through.

    Beside a reference the bundled schemas write titles and descriptions alone, which then win.
    """
    done: dict[str, Any] = {}  # each definition is gone through once, and then stands in many places

    def inlined(part: Any, within: tuple[str, ...]) -> Any:
        if isinstance(part, list):
            return [inlined(item, within) for item in part]
        if not isinstance(part, dict):
            return part
        reference = part.get("$ref", "")
        name = reference.removeprefix("#/$defs/")
        if not reference or name in within:
            return {key: inlined(value, within) for key, value in part.items()}
        if name not in done:
            done[name] = inlined(schema["$defs"][name], (*within, name))
        return {**done[name], **{key: value for key, value in part.items() if key != "$ref"}}

    whole = {key: inlined(value, ()) for key, value in schema.items() if key != "$defs"}
    return {**whole, "$defs": done}


def _unique_texts(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """``uniqueItems`` over texts, the only items that bundled schemas ask it of, in linear time."""
    texts = [item for item in instance if isinstance(item, str)] if isinstance(instance, list) else []
    if wanted and len(set(texts)) < len(texts):
        yield ValidationError("an item stands twice")


class _Fault(Struct, frozen=True):
    """An error as jsonschema gives it: the keyword that failed, its value and the schema that it stands in.

    ``of_kind`` says that only one kind of step asks for it.
    """

    keyword: str
    wanted: Any
    schema: Mapping[str, Any]
    instance: Any
    of_kind: bool

    def missing(self) -> list[str]:
        """The keys that a ``required`` or ``dependentRequired`` finds missing."""
        match self.keyword:
            case "required":
                return [key for key in self.wanted if key not in self.instance]
            case "dependentRequired":
                needed = [
                    key for given, keys in self.wanted.items() if given in self.instance for key in keys
                ]
                return [key for key in needed if key not in self.instance]
            case _:
                return []

    def alternatives(self) -> list[str]:
        """The keys that a ``oneOf`` wants exactly one of."""
        return [branch["required"][0] for branch in self.wanted] if self.keyword == "oneOf" else []

    def present(self) -> list[str]:
        """Those of the alternatives that are there, in the order of the file."""
        alternatives = self.alternatives()
        return [key for key in self.instance if key in alternatives] if alternatives else []

    def extra(self) -> list[str]:
        """The keys that the schema does not know."""
        if self.keyword != "additionalProperties":
            return []
        return [key for key in self.instance if key not in self.schema["properties"]]

    def title(self) -> str:
        """The schema's title, in both languages: ``step · 步驟``."""
        return str(self.schema.get("title", ""))


def _fault(error: ValidationError) -> _Fault:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    of_kind = "dependentSchemas" in error.absolute_schema_path
    return _Fault(str(error.validator), error.validator_value, schema, error.instance, of_kind)


class _Place(Struct, frozen=True):
    """A node, the name that its owner knows it by, and where that name stands.

    ``undecided`` says that it lies in a step of two kinds: what one says of the other's keys helps nobody.
    """

    node: Node
    path: Path
    label: str
    head: Span
    undecided: bool

    def what(self, fault: _Fault) -> str:
        """What the place holds, as the schema calls it."""
        return fault.title() or self.label

    def below(self, node: Node, step: str | int, label: str, head: Span) -> "_Place":
        """A place one level further down."""
        return _Place(node, (*self.path, step), label, head, self.undecided)


class _Wording:
    """Goes down the tree once, says what is wrong at each place, and gives the tree back without what is."""

    def __init__(self, faults: Mapping[Path, list[_Fault]]) -> None:
        self.found: list[Diagnostic] = []
        self._faults = faults
        self._near = {path[:length] for path in faults for length in range(len(path))}
        self._suggestions = Suggestions()

    def mended(self, place: _Place) -> Node:
        """The node of a place: poisoned where it is wrong, and without keys that nobody knows."""
        node = place.node
        if isinstance(node, ScalarNode) and node.poisoned:
            return node
        faults = self._faults.get(place.path, [])
        if not isinstance(node, MapNode):
            # A choice between keys fails on what has none, but the type says that better.
            faults = [f for f in faults if f.keyword not in _ABOUT_KEYS]
        if any("dependentSchemas" in f.schema and len(f.present()) > 1 for f in faults):
            place = structs.replace(place, undecided=True)
        faults = [f for f in faults if not (place.undecided and f.of_kind)]
        about_keys = [f for f in faults if f.keyword in _ABOUT_KEYS]
        unknown: frozenset[str] = frozenset()
        if isinstance(node, MapNode) and about_keys:
            unknown = self._keys(place, node, about_keys)
        elif faults:
            self._value(place, faults[0])
            if faults[0].keyword in ("type", "enum", "maxItems", "maxProperties"):
                return ScalarNode(None, "", node.span, poisoned=True)
        return self._inner(place, unknown, poisoned=node.poisoned or bool(faults))

    def _inner(self, place: _Place, unknown: frozenset[str], *, poisoned: bool) -> Node:
        node = place.node
        if place.path not in self._near and not unknown:
            return structs.replace(node, poisoned=poisoned) if poisoned else node
        match node:
            case ListNode():
                items = tuple(
                    self.mended(place.below(item, at, f"entry {at + 1} of {place.label}", _head(item)))
                    for at, item in enumerate(node)
                )
                return ListNode(items, node.span, poisoned)
            case MapNode():
                entries = tuple(
                    Entry(
                        entry.key,
                        self.mended(place.below(entry.value, entry.name, entry.name, entry.key.span)),
                    )
                    for entry in node
                    if entry.name not in unknown
                )
                return MapNode(entries, node.span, poisoned)
            case ScalarNode():
                return structs.replace(node, poisoned=poisoned)

    def _entry(self, place: _Place, entry: Entry) -> Entry:
        return Entry(entry.key, self.mended(place.below(entry.value, entry.name, entry.name, entry.key.span)))

    def _keys(self, place: _Place, node: MapNode, faults: list[_Fault]) -> frozenset[str]:
        """Report unknown, missing and contradicting keys; the unknown ones are given back."""
        missing = {key: f for f in faults for key in f.missing()}
        choices = [f for f in faults if f.keyword == "oneOf"]
        unknown = {key: f for f in faults for key in f.extra()}
        wanted = [*missing, *(key for f in choices for key in f.alternatives())]
        present = {entry.name: entry.key for entry in node}
        meant: set[str] = set()
        for key, fault in unknown.items():
            allowed = [k for k in fault.schema["properties"] if k not in present]
            right = self._suggestions.nearest(key, wanted) or self._suggestions.nearest(key, allowed)
            meant.add(right)
            self._unknown(place, present[key], right, fault)
        for fault in choices:
            self._choice(place, present, fault, meant)
        strays: set[str] = set()
        for key, fault in missing.items():
            stray = "" if key in meant or node.poisoned else self._stray(place, present, key, fault)
            if stray:
                strays.add(stray)
            elif key not in meant and not node.poisoned:
                self._report("S102", _first(place), what=place.what(fault), key=key)
        return frozenset({*unknown, *strays})

    def _stray(self, place: _Place, present: Mapping[str, ScalarNode], key: str, fault: _Fault) -> str:
        """A name of the author's own, among names that may be any, that was meant to be a missing key."""
        known = fault.schema.get("properties", {})
        free = fault.schema.get("additionalProperties", True) is not False
        own = [name for name in present if free and name not in known]
        stray = next((name for name in own if self._suggestions.nearest(name, [key])), "")
        if stray:
            self._unknown(place, present[stray], key, fault)
        return stray

    def _unknown(self, place: _Place, key: ScalarNode, right: str, fault: _Fault) -> None:
        keys = ", ".join(fault.schema["properties"])
        self._report("S101", key.span, key=key.text, what=place.what(fault), nearest=right, keys=keys)

    def _choice(self, place: _Place, keys: Mapping[str, ScalarNode], fault: _Fault, meant: set[str]) -> None:
        """Exactly one of several keys is wanted, and there is none, or there are two."""
        alternatives, present = fault.alternatives(), fault.present()
        if present:
            first, second = (keys[name] for name in present[:2])
            related = (Related(first.span),)
            args = {"first": first.text, "second": second.text, "what": place.what(fault)}
            self._report("S106", second.span, related, **args)
            return
        if place.node.poisoned or meant.intersection(alternatives):
            return
        known = fault.schema.get("properties", {})
        for name in (name for name in keys if name not in known):
            if right := self._suggestions.nearest(name, alternatives):
                self._unknown(place, keys[name], right, fault)
                return
        self._report("S105", _first(place), what=place.what(fault), keys=", ".join(alternatives))

    def _value(self, place: _Place, fault: _Fault) -> None:
        node = place.node
        match fault.keyword:
            case "type":
                self._type(place, fault)
            case "enum":
                self._enum(place, [str(value) for value in fault.wanted])
            case "minItems" | "minProperties":
                if not node.poisoned:
                    self._report("S109", place.head, label=place.label, fewest=str(fault.wanted))
            case "maxItems" | "maxProperties":
                size = {"count": str(len(fault.instance)), "limit": str(fault.wanted)}
                self._report("S115", place.head, label=place.label, **size)
            case "uniqueItems":
                self._doubled(place)
            case keyword:
                code = "S116" if keyword == "maximum" else "S199"
                args = {"value": str(fault.instance), "limit": str(fault.wanted)}
                self._report(code, node.span, label=place.label, **args)

    def _enum(self, place: _Place, allowed: list[str]) -> None:
        value = place.node.text if isinstance(place.node, ScalarNode) else ""
        near = self._suggestions.nearest(value, allowed)
        args = {"label": place.label, "value": value, "allowed": ", ".join(allowed), "nearest": near}
        self._report("S107" if value else "S108", place.node.span, **args)

    def _type(self, place: _Place, fault: _Fault) -> None:
        types = [fault.wanted] if isinstance(fault.wanted, str) else list(fault.wanted)
        node = place.node
        examples = [str(e) for e in fault.schema.get("examples", ()) if isinstance(e, str)]
        args = {
            "label": place.label,
            "expected": " or ".join(_TYPES[name] for name in types),
            "example": "  or  ".join(examples),
        }
        if isinstance(node, ScalarNode) and node.value is None:
            self._report("S104", place.head, **args)
        elif isinstance(node, ScalarNode) and "string" in types:
            self._report("S110", node.span, value=node.text, **args)
        elif isinstance(node, ScalarNode) and "array" in types:
            self._report("S111", node.span, value=_as_entries(node.text, fault.schema), **args)
        elif isinstance(node, ListNode) and types == ["object"]:
            self._report("S113", node.span, label=place.label)
        elif isinstance(node, MapNode) and types == ["array"]:
            self._report("S114", node.span, label=place.label)
        else:
            if isinstance(node, ScalarNode) and "boolean" in types:
                args["example"] = _FLAGS.get(node.text.strip().lower(), "")
            self._report("S103", node.span, actual=_described(node), **args)

    def _doubled(self, place: _Place) -> None:
        seen: dict[str, Span] = {}
        items = place.node.items if isinstance(place.node, ListNode) else ()
        for item in items:
            name = item.text if isinstance(item, ScalarNode) else ""
            if name in seen:
                related = (Related(seen[name]),)
                self._report("S112", item.span, related, value=name, label=place.label)
            elif name:
                seen[name] = item.span

    def _report(self, code: str, span: Span, related: tuple[Related, ...] = (), /, **args: str) -> None:
        self.found.append(Diagnostic(code, span, args, related))
        if len(self.found) >= MAX_ERRORS:
            raise LimitReachedError


def _as_entries(text: str, schema: Mapping[str, Any]) -> str:
    """What stands in the brackets of a list whose entries were written as one text."""
    entries = schema.get("items", {})
    if entries.get("type") == "object":
        return "{" + ", ".join(f"{key}: …" for key in entries.get("required", ["…"])) + "}"
    return ", ".join(part for part in re.split(r"\s*[、，;；\t\n]\s*", text) if part)


def _described(node: Node) -> str:
    match node:
        case ListNode():
            return "a list"
        case MapNode():
            return "keys with values"
        case ScalarNode(value=bool()):
            return node.text
        case ScalarNode(value=str()):
            return f"the text {node.text}"
        case ScalarNode():
            return f"the number {node.text}"


def _first(place: _Place) -> Span:
    """Where something that is missing is shown: at the name of what lacks it."""
    return place.head if place.path else _head(place.node)


def _head(node: Node) -> Span:
    return node.entries[0].key.span if isinstance(node, MapNode) and node.entries else node.span
