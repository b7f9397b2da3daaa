"""What is drawn of a process: every step, every way, in lanes that say whose work it is."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from procflow.definition.load import Loaded, load_process
from procflow.definition.process import Review, Step
from procflow.drawing import Drawing, Language, Relation, Shape
from procflow.drawing.compose import START, Detail, Lanes, draw_process
from procflow.program import Edge, EdgeKind, Program, compile_program

GOLDEN = Path(__file__).parent / "golden"
PROCESSES = Path(__file__).parents[3] / "processes"
FILES = sorted(
    file
    for pattern in ("*.yaml", "order-desk/*.yaml")
    for file in PROCESSES.glob(pattern)
    if "\nsteps:" in file.read_text(encoding="utf-8")
)
DRAWN_ELSEWHERE = (EdgeKind.VOID, EdgeKind.RULING, EdgeKind.EVENT)


@cache
def loaded(file: Path) -> tuple[Program, Loaded]:
    found = load_process(file)
    assert found.process is not None
    return compile_program(found.process, found.hash), found


def drawn(file: Path, *, detail: Detail = Detail.FULL, lanes: Lanes = Lanes.ROLE) -> tuple[Program, Drawing]:
    program, found = loaded(file)
    assert found.organization is not None
    return program, draw_process(program, found.organization, found.register, detail=detail, lanes=lanes)


@pytest.mark.parametrize("lanes", Lanes)
@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_whatever_an_edge_or_a_node_names_is_there_once(file: Path, detail: Detail, lanes: Lanes) -> None:
    _, drawing = drawn(file, detail=detail, lanes=lanes)
    nodes = [node.id for node in drawing.nodes]
    assert len(nodes) == len(set(nodes))
    assert len(drawing.edges) == len({edge.id for edge in drawing.edges})
    assert {node.lane for node in drawing.nodes} <= {lane.id for lane in drawing.lanes}
    assert {node.section for node in drawing.nodes} <= {section.id for section in drawing.sections}
    assert {end for edge in drawing.edges for end in (edge.source, edge.target)} <= set(nodes)


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_way_of_the_program_is_drawn(file: Path, detail: Detail) -> None:
    program, drawing = drawn(file, detail=detail)
    triggers = {(edge.source.partition("/")[0].partition(":")[0], edge.trigger) for edge in drawing.edges}
    never = {(step.name, "refuse") for step in program.steps.values() if _nobody_refuses(program, step)}
    for edge in (edge for edge in _own_edges(program) if (edge.source, edge.trigger) not in never):
        assert (edge.source, edge.trigger) in triggers, edge


def _nobody_refuses(program: Program, step: Step) -> bool:
    """Whether the answer of a review that is a table's alone is none of its seats'."""
    tables = program.process.tables
    return isinstance(step, Review) and all(
        answer.only is not None and seat.role not in tables[answer.only].ranks
        for seat in step.seats
        for answer in seat.answers.values()
        if answer.name == "refuse"
    )


def _own_edges(program: Program) -> Iterator[Edge]:
    """The edges that people and the clock take, but for choices, which go by their conditions."""
    for name, graph in program.graphs.items():
        if name.startswith("arbitration:"):
            continue
        for edge in graph.edges:
            elsewhere = edge.kind in DRAWN_ELSEWHERE or edge.trigger.startswith(("topic:", "leave:"))
            if not elsewhere and edge.trigger != "choose":
                yield edge


def test_everything_can_be_come_to_from_the_start_or_an_event() -> None:
    for file in FILES:
        _, drawing = drawn(file)
        seen = {START, *(node.id for node in drawing.nodes if node.shape is Shape.EVENT)}
        grown = True
        while grown:
            more = {edge.target for edge in drawing.edges if edge.source in seen} - seen
            seen |= more
            grown = bool(more)
        assert {node.id for node in drawing.nodes} == seen, file


def test_a_reviews_seats_are_folded_in_the_overview_and_drawn_in_full() -> None:
    _, folded = drawn(PROCESSES / "contract-review.yaml", detail=Detail.OVERVIEW)
    _, full = drawn(PROCESSES / "contract-review.yaml")
    review = next(node for node in folded.nodes if node.id == "circulate")
    assert review.shape is Shape.REVIEW
    assert review.rows[0] == "技術評審・技術中心主任"
    assert len(review.rows) == 9
    seats = [node for node in full.nodes if node.element.startswith("circulate/")]
    assert [node.title[0] for node in seats] == [row.partition("・")[0] for row in review.rows]


def test_roles_share_lanes_where_there_would_be_more_than_eight() -> None:
    _, drawing = drawn(PROCESSES / "contract-review.yaml")
    assert [lane.title[0] for lane in drawing.lanes] == ["經辦", "會審", "審批", "爭議仲裁"]


def test_lanes_stand_as_the_organization_declares_their_roles() -> None:
    program, found = loaded(PROCESSES / "order-desk" / "staff-change.yaml")
    assert found.organization is not None
    drawing = draw_process(program, found.organization)
    roles = [f"role:{name}" for name in found.organization.roles]
    lanes = [lane.id for lane in drawing.lanes]
    assert lanes == sorted(lanes, key=roles.index)


def test_the_languages_of_a_picture() -> None:
    program, found = loaded(PROCESSES / "contract-review.yaml")
    assert found.organization is not None
    titles = {
        language: next(
            node.title
            for node in draw_process(program, found.organization, language=language).nodes
            if node.id == "sign"
        )
        for language in Language
    }
    assert titles == {
        Language.ZH: ("簽訂合同",),
        Language.EN: ("Sign the contract",),
        Language.BOTH: ("簽訂合同", "Sign the contract"),
    }


@pytest.mark.parametrize("name", ["contract-review", "order-follow-up", "order-desk/work-dispute"])
def test_what_is_drawn(name: str, request: pytest.FixtureRequest) -> None:
    _, drawing = drawn(PROCESSES / f"{name}.yaml")
    outline = "\n".join(_outline(drawing)) + "\n"
    expected = GOLDEN / f"{name.rpartition('/')[2]}.expected"
    if request.config.getoption("--reset-golden"):
        expected.write_text(outline, encoding="utf-8", newline="\n")
    assert outline == expected.read_text(encoding="utf-8")


def _outline(drawing: Drawing) -> Iterator[str]:
    yield f"{drawing.title} | {drawing.subtitle}"
    for lane in drawing.lanes:
        yield f"lane {lane.id}: {' / '.join(lane.title)}"
    for section in drawing.sections:
        yield f"section {section.id}: {' / '.join(section.title)}"
        for node in drawing.nodes:
            if node.section == section.id:
                yield f"  {node.shape} {node.id} @{node.lane}: {' / '.join(node.title)}" + _rest(
                    node.corner, node.limit, *node.rows, *node.signs, *node.basis
                )
                for edge in drawing.edges:
                    if edge.source == node.id:
                        label = f" “{edge.label}”" if edge.label else ""
                        relation = "" if edge.relation is Relation.FLOW else f" {edge.relation}"
                        yield f"    -> {edge.target}{relation}{label}"
    for grid in drawing.grids:
        yield f"grid {grid.id}: {' / '.join(grid.title)}"
        yield from (f"  {' | '.join(row)}" for row in (grid.heads, *grid.rows))


def _rest(*parts: str) -> str:
    said = ", ".join(part for part in parts if part)
    return f" [{said}]" if said else ""
