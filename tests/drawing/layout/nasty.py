"""Plans that nobody would draw, and strategies for more of them."""

from dataclasses import replace

from hypothesis import strategies as st

from procflow.drawing.layout import Box, Direction, Line, Manner, Part, Plan, Size, Strip
from tests.drawing.generated import BAR, CARD, CIRCLE, DIAMOND, POINTS, process_like

F, A, B = Manner.FORWARD, Manner.ASIDE, Manner.BACK
SIZES = {"t": CARD, "d": DIAMOND, "c": CIRCLE, "b": BAR, "s": Size(40, 20), "h": Size(300, 140)}


def plan(
    boxes: str,
    lines: list[tuple[int, int, Manner]],
    *,
    lanes: int = 1,
    where: str = "",
    label: Size | None = None,
    direction: Direction = Direction.DOWN,
) -> Plan:
    """A plan of boxes by the letters of their kinds, in the lanes that the digits of `where` say."""
    return Plan(
        strips=tuple(Strip(f"l{lane}", Size(100, 44)) for lane in range(lanes)),
        parts=(Part("p"),),
        boxes=tuple(
            Box(
                f"b{number}",
                f"l{where[number] if where else 0}",
                "p",
                SIZES[kind],
                POINTS if kind in "dcb" else None,
            )
            for number, kind in enumerate(boxes)
        ),
        lines=tuple(
            Line(f"e{number}", f"b{source}", f"b{target}", manner, f"{target} {manner.value}", label)
            for number, (source, target, manner) in enumerate(lines)
        ),
        direction=direction,
    )


LABEL = Size(90, 18)
HEIGHTS = [None, Size(20, 18), Size(20, 18), Size(20, 32), Size(120, 32)]

ODD: dict[str, Plan] = {
    "nothing": Plan((), (), (), ()),
    "lanes alone": Plan((Strip("a", Size(90, 44)), Strip("b", Size(300, 44))), (Part("p"),), (), ()),
    "a title alone": Plan((Strip("a", Size(90, 44)),), (Part("p", Size(400, 24)),), (), ()),
    "one box": plan("t", []),
    "one circle": plan("c", []),
    "a loop": plan("t", [(0, 0, B)]),
    "a loop with a label": plan("t", [(0, 0, F)], label=LABEL),
    "loops on everything": plan("tdcb", [(n, n, B) for n in range(4)] + [(n, n + 1, F) for n in range(3)]),
    "a loop beside a line aside": plan(
        "tt", [(0, 1, A), (0, 0, B), (1, 0, B)], lanes=2, where="01", label=LABEL
    ),
    "many loops": plan("tt", [(0, 0, m) for m in (F, A, B)] + [(0, 1, F)], label=LABEL),
    "five loops with labels of all heights": replace(
        plan("t", []),
        lines=tuple(
            Line(f"e{number}", "b0", "b0", F, "again", label) for number, label in enumerate(HEIGHTS)
        ),
    ),
    "two ways round": plan("tt", [(0, 1, F), (1, 0, F)]),
    "parallel lines": plan("tt", [(0, 1, F)] * 4, label=LABEL),
    "parallel lines of many nets": plan("tt", [(0, 1, m) for m in (F, A, B)] * 2, label=LABEL),
    "strangers": plan("tttttttt", [], lanes=3, where="00112200"),
    "sixty into one": plan(
        "t" * 61,
        [(n, 60, F) for n in range(60)],
        lanes=6,
        where="".join(str(n % 6) for n in range(60)) + "5",
    ),
    "sixty out of one": plan("t" * 61, [(0, n, F) for n in range(1, 61)]),
    "sixty out of a diamond": plan("d" + "t" * 60, [(0, n, F) for n in range(1, 61)], label=LABEL),
    "a split of seven": plan(
        "ctbtttttttbc",
        [(0, 1, F), (1, 2, F)]
        + [(2, n, F) for n in range(3, 10)]
        + [(n, 10, F) for n in range(3, 10)]
        + [(10, 11, F)],
        lanes=8,
        where="000123456700",
    ),
    "diamonds face to face": plan(
        "dddd", [(0, 2, F), (0, 3, F), (1, 2, F), (1, 3, F)], lanes=2, where="0101", label=LABEL
    ),
    "diamonds crosswise": plan("dddd", [(0, 3, F), (1, 2, F), (2, 1, B), (3, 0, B)], lanes=2, where="0101"),
    "a ladder of diamonds": plan(
        "dddddd", [(n, n + 1, F) for n in range(5)] + [(n, 5, F) for n in range(4)] + [(5, 0, B)], label=LABEL
    ),
    "everything to everything": plan(
        "tttttt", [(s, t, F) for s in range(6) for t in range(6) if s != t], lanes=3, where="001122"
    ),
    "wide labels": plan(
        "dttt", [(0, 1, F), (0, 2, F), (0, 3, F)], lanes=3, where="1012", label=Size(420, 60)
    ),
    "small and huge": plan(
        "shshsh", [(n, n + 1, F) for n in range(5)] + [(0, 5, A), (5, 0, B), (2, 4, A)], label=LABEL
    ),
    "back alone": plan("tttt", [(3, 0, B), (2, 1, B), (3, 1, B)], lanes=2, where="0101", label=LABEL),
    "diamonds in a knot": plan(
        "dddd", [(2, 3, B), (3, 1, F), (0, 0, F), (0, 1, B), (0, 0, A), (2, 0, F)], lanes=3, where="0220"
    ),
    "diamonds along one row": plan(
        "d" * 11,
        [(0, 2, F), (8, 4, F), (6, 1, F), (9, 10, A), (1, 8, B), (9, 0, B), (10, 3, F)],
        lanes=4,
        where="01122330020",
    ),
    "diamonds in two lanes": plan(
        "ddddddd",
        [(4, 1, F), (4, 3, F), (0, 1, A), (5, 0, A), (5, 3, B)],
        lanes=2,
        where="0011010",
        label=Size(40, 18),
    ),
    "bars with lines at their ends": plan(
        "hdbtbc",
        [
            (0, 3, A),
            (5, 3, F),
            (5, 0, A),
            (2, 0, F),
            (3, 3, F),
            (4, 4, B),
            (1, 4, F),
            (2, 0, F),
            (2, 5, F),
            (4, 4, F),
            (5, 4, A),
        ],
        lanes=4,
        where="001212",
    ),
    "diamonds that change columns": plan("dddd", [(0, 3, F), (1, 2, F)], lanes=2, where="0101"),
    "a wheel": plan("c" * 12, [(n, (n + 1) % 12, F) for n in range(12)], lanes=3, where="012" * 4),
    "across parts": Plan(
        (Strip("a", Size(90, 44)), Strip("b", Size(90, 44))),
        (Part("p"), Part("q", Size(160, 24)), Part("r", Size(160, 24)), Part("empty", Size(80, 24))),
        tuple(Box(f"{p}{n}", "ab"[n % 2], p, CARD) for p in "pqr" for n in range(3)),
        (
            Line("1", "p0", "q1", F, "q1", LABEL),
            Line("2", "p1", "r2", A, "r2", LABEL),
            Line("3", "r0", "p0", B, "p0", LABEL),
            Line("4", "q0", "q2", F, "q2"),
            Line("5", "p2", "q2", F, "q2", LABEL),
        ),
    ),
}


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    """Any boxes anywhere, with any lines between them."""
    lanes = draw(st.integers(1, 4))
    parts = draw(st.integers(1, 3))
    kinds = draw(st.lists(st.sampled_from("tttdcbsh"), min_size=1, max_size=14))
    direction = draw(st.sampled_from(Direction))
    boxes = tuple(
        Box(
            f"b{number}",
            f"l{draw(st.integers(0, lanes - 1))}",
            f"p{draw(st.integers(0, parts - 1))}",
            SIZES[kind],
            POINTS if kind in "dcb" else None,
        )
        for number, kind in enumerate(kinds)
    )
    some = st.sampled_from([box.id for box in boxes])
    label = st.one_of(st.none(), st.builds(Size, st.integers(20, 160), st.sampled_from((18, 32))))
    ends = draw(st.lists(st.tuples(some, some, st.sampled_from(Manner), label), max_size=24))
    lines = tuple(
        Line(f"e{number}", source, target, manner, f"{target} {manner}", size)
        for number, (source, target, manner, size) in enumerate(ends)
    )
    return Plan(
        strips=tuple(Strip(f"l{lane}", Size(draw(st.integers(0, 400)), 44)) for lane in range(lanes)),
        parts=tuple(
            Part(f"p{part}", draw(st.one_of(st.none(), st.builds(Size, st.integers(50, 500), st.just(24)))))
            for part in range(parts)
        ),
        boxes=boxes,
        lines=lines,
        direction=direction,
    )


def some_process() -> st.SearchStrategy[Plan]:
    return st.builds(
        process_like,
        st.integers(0, 10_000),
        st.integers(2, 40),
        st.integers(1, 6),
        st.sampled_from(Direction),
        st.integers(1, 3),
    )
