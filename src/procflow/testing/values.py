"""Values that are given in several places."""

from collections.abc import Mapping


def merge_data(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Field values with others laid over them; of a group, part by part."""
    merged = dict(base)
    for name, value in over.items():
        known = merged.get(name)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[name] = {**known, **value}
        else:
            merged[name] = value
    return merged
