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
  ben: {name: Ben, roles: [buyer], absences: [{from: 2026-03-02T12:00+08:00, to: 2026-03-03T15:00+08:00}]}
  cai: {name: Cai, roles: [checker]}
  hal: {name: Hal, roles: [head], absences: [{every: tue, hours: "09:00-18:00"}, {from: 2026-03-05,
    to: 2026-03-06}]}
  ida: {name: Ida, roles: [chief]}
  jon: {name: Jon, roles: [judge, buyer]}
  tom: {name: Tom, roles: []}
limits: {slowly: {title: Slowly, value: 5 hours}}
groups:
  board: {members: [judge, chief, buyer], quorum: "> 50%", majority: "> 50%", base: present,
    tie: convener decides,
    closes: early, without_quorum: {again: 1, then: chief}, deputies: by grant}
  panel: {members: [buyer, checker], quorum: ">= 2/3", majority: ">= 50%", base: members, tie: motion falls,
    closes: when all have voted, without_quorum: {again: 0, then: head}, deputies: none}
  round: {members: [head, clerk, judge], quorum: ">= 1/3", majority: "> 60%", base: cast,
    tie: convener decides,
    closes: early, without_quorum: {again: 2, then: judge}, deputies: by grant}
grants:
  buys:   {giver: ben, receiver: tom, roles: [buyer], valid: {from: 2026-03-01, to: 2026-03-03},
    limits: {amount: 5},
    document: buys.txt, may_pass_on: true}
  passed: {giver: tom, receiver: cai, roles: [buyer], valid: {from: 2026-03-01, to: 2026-03-31},
    document: passed.txt}
  heads:  {giver: hal, receiver: ann, roles: [head], valid: {from: 2026-03-01, to: 2026-03-31},
    document: heads.txt}
  writes: {giver: ann, receiver: ida, roles: [clerk], valid: {from: 2026-03-01, to: 2026-03-31},
    document: writes.txt}
  judges: {giver: jon, receiver: amy, roles: [judge, buyer], valid: {from: 2026-03-02T10:00+08:00,
    to: 2026-03-31},
    limits: {amount: 8}, document: judges.txt}
  chiefs: {giver: ida, receiver: tom, roles: [chief], valid: {from: 2026-03-03, to: 2026-03-31},
    document: chiefs.txt}
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
