"""What random processes are made of: people, roles, fields with some values, conditions, ends."""

from collections.abc import Sequence
from typing import Any

Tree = dict[str, Any]

PEOPLE = """
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-18:00"}}}
roles:
  chief:   {title: Chief}
  head:    {title: Head, superior: chief}
  clerk:   {title: Clerk, superior: head}
  buyer:   {title: Buyer, superior: head}
  checker: {title: Checker, superior: head}
  judge:   {title: Judge, superior: chief}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk, judge]}
  ben: {name: Ben, roles: [buyer]}
  cai: {name: Cai, roles: [checker]}
  hal: {name: Hal, roles: [head]}
  ida: {name: Ida, roles: [chief]}
  jon: {name: Jon, roles: [judge, buyer]}
  tom: {name: Tom, roles: []}
limits: {slowly: {title: Slowly, value: 5 hours}}
"""
ROLES = ("clerk", "buyer", "checker", "head", "chief")
SEATS = ("buyer", "checker", "head", "chief")
LOOKS = (["amount"], ["amount", "note"], ["parts"])
"""What a milestone covers, and a seat looks at."""
CONDITIONS = ("flag", "amount > 4", "not flag and amount <= 8", "has(note)", '"red" in parts')
VALUES: dict[str, Sequence[object]] = {
    "amount": (1, 5, 9),
    "flag": (True, False),
    "parts": (["red"], ["blue", "green"], ["red", "blue", "green"], []),
    "note": ("one", "two"),
    "helpers": (["ben"], ["ida", "hal"], []),
    "who": ("ann", "ben", "hal"),
    "day": ("2026-03-04", "2026-03-10"),
    "say": ("a", "b"),
    "told": ("c", "d"),
}
FIELDS: Tree = {
    "amount": {"type": "number", "default": 5},
    "flag": {"type": "flag", "default": False},
    "parts": {"type": "choices", "of": ["red", "blue", "green"], "default": ["red"]},
    "note": {"type": "text"},
    "helpers": {"type": "list", "of": "person"},
    "who": {"type": "person"},
    "day": {"type": "date", "default": "2026-03-04"},
}
ENDS: Tree = {"done": {"end": "completed"}, "off": {"end": "cancelled"}, "no": {"end": "rejected"}}
