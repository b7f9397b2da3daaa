"""Drawings made by hand, and a layout that is as plain as can be: for what formats do with both."""

from itertools import pairwise

from procflow.drawing import (
    Drawing,
    Edge,
    EdgeMark,
    Fact,
    Grid,
    Lane,
    Language,
    Mark,
    Node,
    Relation,
    Section,
    Shape,
    Sign,
    Tone,
)
from procflow.drawing.layout import Direction, Layout, Point, Rect, Route, Size
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import sized

HOSTILE = (
    'end"]; graph',
    "<b>bold</b> & <script>alert(1)</script>",
    "**stars** _lines_ `ticks` # hash",
    "1. a list",
    "- another",
    "https://example.com www.example.com",
    "fa:fa-car $$x^2$$ %% comment",
    "back\\slash \\n \\N {a|b}",
    "emoji 👩‍👩‍👧 🇹🇼",
    "\u202eright to left\u202c",
    "two\nlines\x00and\x1bmore\ud800",
    "長" * 500,
)
"""Texts that mean something in one format or another, and mean nothing here."""


def plain() -> Drawing:
    """A task with three ways, one by the clock; a choice with a guard; two branches; an end."""
    lanes = (Lane("clerk", ("職員", "Clerk")), Lane("chief", ("主管", "Chief")))
    nodes = (
        _node("start:case", Shape.START, "clerk", "開始"),
        Node(
            "ask",
            Shape.TASK,
            "clerk",
            "main",
            ("提問", "Ask"),
            corner="職員",
            limit="2 日",
            signs=(Sign.ESCALATES,),
            basis=("C1", "Q2"),
            facts=(Fact("條款", "C1 提問"),),
            element="ask",
        ),
        _node("which", Shape.CHOICE, "clerk", "哪一種"),
        _node("both", Shape.SPLIT, "chief", "同時"),
        _node("one", Shape.TASK, "chief", "甲"),
        _node("two", Shape.NOTICE, "clerk", "乙"),
        _node("both:joined", Shape.JOIN, "chief", "全部"),
        _node("done", Shape.END, "clerk", "完成"),
    )
    edges = (
        _edge("start:case", "ask"),
        _edge("ask", "which", "提交", trigger="sent"),
        _edge("ask", "done", "撤回", trigger="taken_back"),
        _edge("ask", "one", "逾期", Relation.ESCALATION, trigger="escalation::0"),
        _edge("which", "both", "金額大", condition='amount > 1000 and kind != "small"'),
        _edge("which", "done", "其他", otherwise=True),
        _edge("both", "one", trigger="first"),
        _edge("both", "two", trigger="second"),
        _edge("one", "both:joined", trigger="done"),
        _edge("two", "both:joined", trigger="told"),
        _edge("both:joined", "done", trigger="joined"),
    )
    grid = Grid("who", ("誰決定", "Who decides"), ("金額", "誰"), (("≤ 1,000", "職員"), ("> 1,000", "主管")))
    return Drawing("問與答", "ask 版本 1.0.0", Language.ZH, lanes, (Section("main"),), nodes, edges, (grid,))


def eventful() -> Drawing:
    """A block for each entry with a way out of it, an event with steps that sends the flow on, another
    without, and a wait for two things."""
    lanes = (Lane("all", ()),)
    sections = (Section("main"), Section("events", ("隨時",)), Section("event:fire", ("火警",)))
    nodes = (
        _node("start:case", Shape.START, "all", "開始"),
        Node("rooms", Shape.SPLIT, "all", "main", ("每間房",), signs=(Sign.EACH,), element="rooms"),
        _node("look", Shape.TASK, "all", "查看"),
        _node("note", Shape.TASK, "all", "記錄"),
        Node("rooms:joined", Shape.JOIN, "all", "main", ("全部",), element="rooms"),
        _node("until", Shape.WAIT, "all", "等候"),
        _node("done", Shape.END, "all", "完成"),
        _node("stopped", Shape.END, "all", "停止"),
        Node("event:late", Shape.EVENT, "all", "events", ("遲到",), element="late"),
        Node("event:fire", Shape.EVENT, "all", "event:fire", ("火警",), element="fire"),
        Node("leave", Shape.TASK, "all", "event:fire", ("離開",), element="leave"),
        Node("event:fire:finished", Shape.FINISHED, "all", "event:fire", ("結束",)),
    )
    edges = (
        _edge("start:case", "rooms"),
        _edge("rooms", "look", trigger="room"),
        _edge("look", "note", "好", trigger="good"),
        _edge("look", "stopped", "壞", trigger="bad"),
        _edge("note", "look", "再看", Relation.RETURN, trigger="again"),
        _edge("note", "rooms:joined", "記下", trigger="noted"),
        _edge("rooms:joined", "until", trigger="joined"),
        _edge("until", "done", "收到", trigger="way:0"),
        _edge("until", "stopped", "三日後", trigger="way:1"),
        _edge("until", "stopped", "逾期", Relation.ESCALATION, trigger="escalation::0"),
        _edge("event:fire", "leave"),
        _edge("leave", "event:fire:finished", "無事", trigger="safe"),
        _edge("leave", "stopped", "停業", Relation.RETURN, trigger="closed"),
        _edge("event:late", "until", "重來", Relation.RETURN, trigger="late"),
        _edge("look", "event:fire", "有煙", Relation.RAISES, trigger="smoke"),
    )
    return Drawing("房", "rooms 版本 1.0.0", Language.ZH, lanes, sections, nodes, edges)


def hostile() -> Drawing:
    """A chain of cards whose every text and id is hostile, on a case."""
    lanes = tuple(Lane(text, (text,)) for text in HOSTILE[:3])
    ids = [f"{number} {text}" for number, text in enumerate(HOSTILE)]
    nodes = [Node("start", Shape.START, lanes[0].id, HOSTILE[0], ())]
    for number, text in enumerate(HOSTILE):
        mark = Mark(list(Tone)[number % len(Tone)], time=text, badge="3", before=(text,))
        nodes.append(
            Node(
                ids[number],
                Shape.TASK,
                lanes[number % 3].id,
                HOSTILE[0],
                (text, text),
                corner=text,
                rows=(text,),
                basis=(text,),
                facts=(Fact(text, text),),
                mark=mark,
            )
        )
    nodes.append(Node("end", Shape.END, lanes[0].id, HOSTILE[0], ("end",)))
    names = [node.id for node in nodes]
    edges = tuple(
        Edge(
            f"{source}>{target}",
            source,
            target,
            Relation.FLOW,
            HOSTILE[number % len(HOSTILE)],
            trigger=HOSTILE[number % len(HOSTILE)],
            mark=EdgeMark(Tone.DONE, "2", 0.5),
        )
        for number, (source, target) in enumerate(pairwise(names))
    )
    back = Edge("back", ids[3], ids[1], Relation.RETURN, HOSTILE[1], trigger=HOSTILE[1])
    grid = Grid(HOSTILE[0], (HOSTILE[1],), HOSTILE[:2], (HOSTILE[2:4],), {0: Tone.ADDED})
    return Drawing(
        HOSTILE[1],
        HOSTILE[0],
        Language.BOTH,
        lanes,
        (Section(HOSTILE[0]),),
        tuple(nodes),
        (*edges, back),
        (grid,),
    )


def placed(drawing: Drawing) -> Picture:
    """A drawing with its boxes in one column for each lane, and straight lines: covered, but all there."""
    known = sized(drawing, Direction.DOWN)
    columns = {lane.id: 200.0 * number for number, lane in enumerate(drawing.lanes)}
    size = Size(200.0 * len(columns), 100.0 * len(drawing.nodes) + 40)
    boxes = {
        box.id: Rect(columns[box.lane] + 20, 60.0 + 100 * number, box.size.width, box.size.height)
        for number, box in enumerate(known.plan.boxes)
    }
    return Picture(
        drawing,
        known,
        Layout(
            size=size,
            strips={lane: Rect(x, 0, 200, size.height) for lane, x in columns.items()},
            heads={lane: Rect(x, 0, 200, 40) for lane, x in columns.items()},
            parts={},
            boxes=boxes,
            routes={edge.id: _route(edge, boxes) for edge in drawing.edges},
        ),
    )


def _route(edge: Edge, boxes: dict[str, Rect]) -> Route:
    start, end = boxes[edge.source], boxes[edge.target]
    x, y = start.x + start.width / 2, start.y + start.height
    across, below = end.x + end.width / 2, (y + end.y) / 2
    points = (Point(x, y), Point(x, below), Point(across, below), Point(across, end.y))
    return Route(points, Rect(x - 20, y, 40, 16) if edge.label else None)


def _node(name: str, shape: Shape, lane: str, title: str) -> Node:
    return Node(name, shape, lane, "main", (title,), element=name.partition(":")[0])


def _edge(
    source: str,
    target: str,
    label: str = "",
    relation: Relation = Relation.FLOW,
    *,
    trigger: str = "",
    condition: str = "",
    otherwise: bool = False,
) -> Edge:
    name = f"{source}>{target}>{trigger}" if trigger else f"{source}>{target}"
    return Edge(name, source, target, relation, label, trigger, condition, otherwise)
