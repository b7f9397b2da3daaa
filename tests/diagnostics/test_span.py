from procflow.diagnostics import Span

LINE = Span("a.yaml", 2, 10, 2, 20)


def test_part_counts_from_the_beginning_of_the_span() -> None:
    assert LINE.part(0, 3) == Span("a.yaml", 2, 10, 2, 13)
    assert LINE.part(4, 10) == Span("a.yaml", 2, 14, 2, 20)


def test_part_stays_within_the_span_and_is_never_empty() -> None:
    assert LINE.part(8, 99) == Span("a.yaml", 2, 18, 2, 20)
    assert LINE.part(99, 120) == Span("a.yaml", 2, 19, 2, 20)
    assert LINE.part(3, 3) == Span("a.yaml", 2, 13, 2, 14)


def test_part_of_several_lines_is_the_whole() -> None:
    lines = Span("a.yaml", 2, 10, 4, 3)
    assert lines.part(1, 2) == lines


def test_spans_sort_by_place() -> None:
    later = Span("a.yaml", 10, 1, 10, 2)
    other = Span("b.yaml", 1, 1, 1, 2)
    assert sorted([other, later, LINE]) == [LINE, later, other]
    assert str(later) == "a.yaml:10:1"
