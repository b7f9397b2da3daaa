"""Volume and time over many cases, held to counts and medians that were worked out by hand."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from msgspec import structs

from procflow.case.record import Envelope
from procflow.drawing import Drawing, Language
from procflow.drawing.compose import draw_process
from procflow.drawing.marks import mark_volume
from procflow.drawing.marks.volume import median, within
from procflow.engine import Record
from tests.drawing.marks.conftest import CONTRACT, PROCESSES, begun


@pytest.fixture(scope="module")
def three() -> tuple[Record, ...]:
    """Three contracts from Monday 2026-03-02 at 09:00: the technical centre answers at once, on Tuesday at
    09:00 and on Wednesday at 13:30; the last is sent back once before that."""
    found = []
    for answered, returns in (("2026-03-02 09:00", 0), ("2026-03-03 09:00", 0), ("2026-03-04 13:30", 1)):
        with begun("contract-review", PROCESSES, CONTRACT) as case:
            case.driver.start("lin")
            case.driver.do("submit-terms", "submitted", actor="lin")
            for _ in range(returns):
                case.driver.do("propose", "incomplete", actor="zhou")
                case.driver.do("submit-terms", "submitted", actor="lin")
            case.driver.do("propose", "proposed", actor="zhou")
            if answered != "2026-03-02 09:00":
                case.driver.until(answered)
            # On the third day the chief engineer is asked.
            case.driver.do("circulate", "agree", actor=case.driver.asked("circulate")[0])
            found.append(case.record)
    return tuple(found)


def volume(records: tuple[Record, ...], language: Language = Language.EN) -> Drawing:
    program, organization = records[0].program, records[0].organization
    drawing = draw_process(program, organization, language=language)
    return mark_volume(drawing, program, organization, iter(records))


def test_counts_and_times(three: tuple[Record, ...]) -> None:
    drawing = volume(three)
    nodes = {node.id: node.mark for node in drawing.nodes}
    assert {
        name: nodes[name].badge for name in ("start:case", "submit-terms", "propose", "choose-route")
    } == {
        "start:case": "3",
        "submit-terms": "4",
        "propose": "4",
        "choose-route": "3",
    }
    # 0 days, 1 day, and 2 days with 3 of 7.5 hours.
    assert nodes["circulate/technical-centre"].time == "median 1, 90% 2.4 business days"
    assert nodes["circulate/technical-centre"].badge == "3"
    # Asked of three, answered by none.
    assert (nodes["circulate/material-company"].badge, nodes["circulate/material-company"].time) == ("0", "")
    edges = {edge.id: edge.mark for edge in drawing.edges}
    assert (edges["submit-terms>propose"].badge, edges["submit-terms>propose"].weight) == ("4", 1.0)
    assert (edges["propose>choose-route"].badge, edges["propose>choose-route"].weight) == ("3", 0.75)
    assert (edges["propose>submit-terms"].badge, edges["propose>submit-terms"].weight) == ("1", 0.25)
    assert (edges["submit-terms>withdrawn"].badge, edges["submit-terms>withdrawn"].weight) == ("", 0.0)
    assert drawing.subtitle == "contract-review, version 1.0.0 · 3 cases"


def test_in_chinese(three: tuple[Record, ...]) -> None:
    drawing = volume(three, Language.ZH)
    node = next(node for node in drawing.nodes if node.id == "circulate/technical-centre")
    assert node.mark.time == "中位 1・九成 2.4 工作日"
    assert drawing.subtitle.endswith("3 件案件")


def test_cases_of_another_version_count_where_names_are_alike(three: tuple[Record, ...]) -> None:
    program, organization = three[0].program, three[0].organization
    process = structs.replace(program.process, version="2.0.0")
    newer = structs.replace(program, process=process, hash="0" * 64)
    drawing = draw_process(newer, organization, language=Language.EN)
    marked = mark_volume(drawing, newer, organization, three)
    assert marked.subtitle == "contract-review, version 2.0.0 · 3 cases (of other versions: version 1.0.0: 3)"
    assert next(node for node in marked.nodes if node.id == "propose").mark.badge == "4"


def test_no_case_at_all(three: tuple[Record, ...]) -> None:
    program, organization = three[0].program, three[0].organization
    drawing = draw_process(program, organization, language=Language.EN)
    marked = mark_volume(drawing, program, organization, ())
    assert marked.subtitle.endswith("0 cases")
    assert {edge.mark.weight for edge in marked.edges} == {0.0}


def test_records_are_read_one_after_the_other(three: tuple[Record, ...]) -> None:
    alive: list[int] = []

    class Streamed:
        """A record whose events are there while they are read."""

        def __init__(self, record: Record) -> None:
            self.program = record.program
            self._record = record

        @property
        def envelopes(self) -> Iterator[Envelope]:
            alive.append(1)
            assert sum(alive) == 1
            yield from self._record.envelopes
            alive.append(-1)

    program, organization = three[0].program, three[0].organization
    drawing = draw_process(program, organization, language=Language.EN)
    streamed = mark_volume(drawing, program, organization, map(Streamed, three))
    assert streamed == volume(three)


def test_median_and_share_are_exact() -> None:
    thirds = [Fraction(1, 3), Fraction(2, 3), Fraction(1), Fraction(7, 3)]
    assert median(thirds) == Fraction(5, 6)
    assert median(thirds[:3]) == Fraction(2, 3)
    assert within([Fraction(n) for n in range(1, 11)], Fraction(9, 10)) == 9
    assert within([Fraction(n) for n in range(1, 12)], Fraction(9, 10)) == 10
    assert within([Fraction(5)], Fraction(9, 10)) == 5
    with pytest.raises(ValueError, match="no median"):
        median([])
    with pytest.raises(ValueError, match="no shares"):
        within([], Fraction(1, 2))
