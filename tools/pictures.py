"""Draw the pictures of the documentation: `python tools/pictures.py [ROOT]`.

They are made from the bundled files alone: of each document its main picture, and of the contract that
`procflow demo` tells of, as it stands before its last word. The same files give the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from procflow import Engine
from procflow.case.events import SeatAnswered
from procflow.definition import load_position, load_process
from procflow.definition.process import Title
from procflow.drawing import Drawing
from procflow.drawing.compose import Detail, draw_position, draw_process
from procflow.drawing.marks import mark_case
from procflow.drawing.render import render
from procflow.engine import TRUSTED, Record
from procflow.program import compile_program
from procflow.testing.demo import run_demo

PLACE = Path("docs") / "pictures"
DRAWN = ("contract-review", "order-follow-up", "order-exception")
LAST_WORD = "general-manager"


def pictures(root: Path) -> Iterator[tuple[str, bytes]]:
    """The file name and the content of each picture."""
    processes = root / "processes"
    for name in DRAWN:
        yield f"{name}.svg", render(_process(processes / f"{name}.yaml"), "svg")
    position = _position(processes / "order-desk-head.yaml", processes / "order-desk")
    yield "order-desk-head.svg", render(position, "svg")
    yield "contract-review-case.svg", render(_case(), "svg")


def _process(path: Path) -> Drawing:
    loaded = load_process(path)
    if loaded.process is None or loaded.organization is None:
        raise ValueError(f"{path} has errors")
    program = compile_program(loaded.process, loaded.hash)
    return draw_process(program, loaded.organization, loaded.register, detail=Detail.OVERVIEW)


def _position(path: Path, procedures: Path) -> Drawing:
    loaded = load_position(path)
    if loaded.position is None:
        raise ValueError(f"{path} has errors")
    titles: dict[str, Title] = {}
    for file in sorted(procedures.glob("*.yaml")):
        process = load_process(file).process
        if process is not None:
            titles[process.name] = process.title
    return draw_position(loaded.position, titles, loaded.register)


def _case() -> Drawing:
    """The contract of the demonstration, while the last word on it is awaited."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        run_demo(lambda line: None, database=database)
        with Engine.open(f"sqlite:///{database}") as engine:
            (row,) = engine.cases(reader=TRUSTED)
            record = engine.record(row.case, reader=TRUSTED)
    drawing = draw_process(record.program, record.organization, record.register, detail=Detail.OVERVIEW)
    at = _before_the_last_word(record)
    return mark_case(drawing, record.program, record.organization, record.envelopes, at=at)


def _before_the_last_word(record: Record) -> int:
    answered = (
        envelope.seq
        for envelope in record.envelopes
        if isinstance(envelope.event, SeatAnswered) and envelope.event.seat == LAST_WORD
    )
    return max(answered) - 1


def main(root: Path) -> None:
    (root / PLACE).mkdir(exist_ok=True)
    for name, content in pictures(root):
        (root / PLACE / name).write_bytes(content)
        print(PLACE / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
