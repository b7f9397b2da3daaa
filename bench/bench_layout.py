"""Layouts of processes of 20, 200 and 1,000 boxes, beside Graphviz and ELK.

Neither peer keeps lanes, order and labels at once; they get the same boxes and lines alone.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial

from bench.row import Row, Skipped, in_turns, timed
from procflow.drawing.layout import Plan, layout
from tests.drawing.generated import process_like

SIZES = ((20, 3, 5), (200, 12, 3), (1000, 12, 2))  # boxes, lanes, rounds

PATIENCE = 20.0  # seconds

ELK = """
const ELK = require(process.argv[1] || 'elkjs');
const graph = JSON.parse(require('fs').readFileSync(0, 'utf8'));
new ELK().layout(graph).then(done => { if (!done.children.every(box => box.x >= 0)) process.exit(1); });
"""


def run() -> list[Row | Skipped]:
    return [row for boxes, lanes, rounds in SIZES for row in _rows(process_like(1, boxes, lanes), rounds)]


def _rows(plan: Plan, rounds: int) -> list[Row | Skipped]:
    work = f"layout of {len(plan.boxes)} boxes and {len(plan.lines)} lines"
    rows: list[Row | Skipped] = []
    for name, peer in (
        ("Graphviz dot, a process of its own", _dot(plan)),
        ("ELK layered, node and all", _elk(plan)),
    ):
        if isinstance(peer, str):
            rows.append(Skipped(work, peer))
            continue
        try:
            mine, theirs = in_turns(
                partial(timed, partial(layout, plan)), partial(timed, peer), rounds=rounds
            )
        except (subprocess.SubprocessError, OSError) as failed:
            rows.append(Skipped(work, f"{name} did not come to its end: {type(failed).__name__}"))
            continue
        rows.append(Row(work, mine * 1e3, name, theirs * 1e3, "ms", 1.0, 0.5))
    return rows


def _dot(plan: Plan) -> Callable[[], object] | str:
    """The peer at work, or why it cannot be."""
    if shutil.which("dot") is None:
        return "no Graphviz on this machine: its `dot` is not on the path"
    lines = ["digraph { splines=polyline; node [shape=box, fixedsize=true];"]
    for box in plan.boxes:
        lines.append(f'"{box.id}" [width={box.size.width / 72}, height={box.size.height / 72}];')
    lines += [f'"{line.source}" -> "{line.target}";' for line in plan.lines]
    text = "\n".join([*lines, "}"])

    def draw(patience: float = 6 * PATIENCE) -> None:
        _fed(["dot", "-Tplain"], text, patience)

    return _tried(draw, "dot")


def _elk(plan: Plan) -> Callable[[], object] | str:
    """The peer at work, or why it cannot be. ``ELKJS`` may name the folder of the package."""
    if shutil.which("node") is None:
        return "no node on this machine, which ELK runs in"
    graph = json.dumps(
        {
            "id": "root",
            "layoutOptions": {"elk.algorithm": "layered", "elk.edgeRouting": "ORTHOGONAL"},
            "children": [
                {"id": box.id, "width": box.size.width, "height": box.size.height} for box in plan.boxes
            ],
            "edges": [
                {"id": line.id, "sources": [line.source], "targets": [line.target]} for line in plan.lines
            ],
        }
    )
    command = ["node", "-e", ELK, *([os.environ["ELKJS"]] if "ELKJS" in os.environ else [])]

    def draw(patience: float = 6 * PATIENCE) -> None:
        _fed(command, graph, patience)

    return _tried(draw, "ELK")


def _fed(command: list[str], text: str, patience: float) -> None:
    subprocess.run(command, input=text, text=True, capture_output=True, check=True, timeout=patience)


def _tried(draw: Callable[[float], object], name: str) -> Callable[[], object] | str:
    try:
        draw(PATIENCE)
    except subprocess.TimeoutExpired:
        return f"{name} had not ended after {PATIENCE} seconds"
    except OSError as failed:
        return f"{name} cannot be run: {failed.strerror}"
    except subprocess.CalledProcessError as failed:
        if "Cannot find module" in failed.stderr:
            return "no elkjs: `npm install elkjs`, and ELKJS names its folder"
        return f"{name} gave up with {failed.returncode}"
    return partial(draw, 6.0 * PATIENCE)
