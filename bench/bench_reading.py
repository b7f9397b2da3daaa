"""Reading a process file beside two usual libraries on the same text, its growth, and the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory

import yaml
from jsonschema import Draft202012Validator

from bench.row import Row, seconds
from procflow.bundled import bundled
from procflow.definition.build import build_organization, build_process, build_register
from procflow.diagnostics import has_errors
from procflow.source import MapNode, read

STEPS = 200
MANY = 5_000

ORGANIZATION = """\
organization: works
title: {zh: 工廠, en: Works}
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:30-18:00"}}}
roles: {planner: {title: Planner, superior: manager}, manager: {title: Manager}}
people: {ann: {name: Ann, roles: [planner]}, bob: {name: Bob, roles: [manager]}}
"""

REGISTER = """\
register: rules
source: {title: Rules}
clauses: {C4.2: {title: {zh: 傳遞, en: Circulation}}, C4.3: {title: {zh: 會議, en: Meeting}}}
"""

HEAD = """\
process: long
version: 1.0.0
title: {zh: 長流程, en: A long process}
organization: works.yaml
clauses: rules.yaml
start: step_0
data:
  amount: {type: money, currency: CNY, minimum: 0.01, required: true, title: {zh: 金額, en: Amount}}
  kind: {type: choice, of: [short, long], required: true, title: {zh: 種類, en: Kind}}
  needed_on: {type: date, title: {zh: 需用日, en: Needed on}}
steps:
"""

WAY_ON = 'amount < 500000 or kind == "long"'

STEP = """\
  step_{number}:
    title: {{zh: 第{number}步, en: Step {number}}}
    role: planner
    form: [amount, kind, needed_on]
    attach: [plan]
    deadline: 1 business day
    escalate:
      - {{at: 2 business hours before deadline, remind: holder, every: 1 business hour}}
      - {{at: deadline, hand_up: superior, alarm: manager}}
    clause: [C4.2, C4.3]
    outcomes:
      done: {{go: step_{following}, allowed: {allowed}, title: {{zh: 完成, en: Done}}}}
      back: {{go: step_{number}, resume: here, needs: [comment], title: {{zh: 重來, en: Again}}}}
"""


def process(steps: int) -> str:
    """A process file with so many steps, each as full as they come."""
    written = (STEP.format(number=n, following=n + 1, allowed=WAY_ON) for n in range(steps))
    return f"{HEAD}{''.join(written)}  step_{steps}: {{end: completed, title: {{zh: 辦結, en: Done}}}}\n"


def node(text: str) -> MapNode:
    result = read(text, "bench.yaml")
    if result.node is None or has_errors(result.diagnostics):
        raise ValueError(f"the file of the bench does not read: {result.diagnostics[:3]}")
    return result.node


def typed(text: str) -> Callable[[], None]:
    """Reading, checking, building and typing the file, with its organization and register at hand."""
    organization, _ = build_organization(node(ORGANIZATION), lambda written: None)
    register, _ = build_register(node(REGISTER))

    def work() -> None:
        built, found = build_process(node(text), organization, register)
        if built is None or has_errors(found):
            raise ValueError(f"the file of the bench does not build: {found[:3]}")

    return work


def usual(text: str) -> Callable[[], None]:
    """What a program does that only wants the data and a yes or no."""
    schema = json.loads((bundled("schemas") / "process.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)

    def work() -> None:
        if not validator.is_valid(yaml.safe_load(text)):
            raise ValueError("the file of the bench does not fit its schema")

    return work


def program(cache: str, *arguments: str) -> Callable[[], None]:
    """A fresh Python that runs something and keeps all its bytecode in a folder, as installing does."""
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": cache}

    def work() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    return work


def run() -> list[Row]:
    milli = 1e3
    text = process(STEPS)
    each = seconds(typed(text), rounds=5) * milli
    both = seconds(usual(text), rounds=3) * milli
    many = seconds(typed(process(MANY)), rounds=2) * milli
    command = ("-c", "from procflow.cli import main; main()")
    sample = str(bundled("processes") / "contract-review.yaml")
    with TemporaryDirectory() as cache:
        fresh = partial(program, cache)
        click = seconds(fresh("-c", "import click"), rounds=9) * milli
        helped = seconds(fresh(*command, "--help"), rounds=9) * milli
        checked = seconds(fresh(*command, "check", sample), rounds=5) * milli
    return [
        Row(f"{STEPS} steps: read, check, build, type", each, "safe_load, jsonschema", both, "ms", 1.2, 1.0),
        Row(f"one step of {MANY}", many / MANY, f"one step of {STEPS}", each / STEPS, "ms", 1.3, 1.0),
        Row("procflow --help", helped, "import click", click, "ms", 2.5, 1.5),
        Row("procflow check contract-review.yaml", checked, "import click", click, "ms", 6, 4),
    ]
