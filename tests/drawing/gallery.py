"""Drawings with everything in them, and a layout placed by hand: what formats make of it is theirs alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from procflow.drawing import (
    Drawing,
    Edge,
    EdgeMark,
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
from procflow.drawing.layout import Box, Direction, Layout, Line, Manner, Point, Rect, Route, Size
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import sized

LANES = (
    Lane("staff", ("專員", "Specialist")),
    Lane("reviewers", ("會審部門", "Reviewing departments")),
    Lane("managers", ("管理層", "Management")),
    Lane("rulers", ("爭議仲裁", "Arbitration")),
)
_WIDE = 200.0


def node(
    id: str,
    shape: Shape,
    lane: str,
    *title: str,
    corner: str = "",
    limit: str = "",
    rows: Sequence[str] = (),
    signs: Sequence[Sign] = (),
    basis: Sequence[str] = (),
) -> Node:
    return Node(
        id, shape, lane, "main", title, corner, limit, tuple(rows), tuple(signs), tuple(basis), element=id
    )


NODES = (
    node("start", Shape.START, "staff", "開始", "Start"),
    node("submit", Shape.TASK, "staff", "提出合約評審", "Propose contract", corner="專員", limit="1 日",
         signs=[Sign.PAPERS], basis=["C3.1"]),
    node("meeting", Shape.REVIEW, "reviewers", "部門會審", "Departments' review", corner="依序",
         rows=["技術部：技術評審", "物資供應部：物資供應評審 2 日"], signs=[Sign.ESCALATES, Sign.PARALLEL]),
    node("review/supply", Shape.SEAT, "reviewers", "物資供應評審及其他一切相關事項之審核",
         "Material supply review and whatever else is concerned", corner="物資供應部", limit="2 個工作日",
         signs=[Sign.ESCALATES, Sign.EACH, Sign.VOTE]),
    node("wrong", Shape.CHOICE, "staff", "訂單是否有誤？", "Is the order wrong?"),
    node("table", Shape.TABLE, "managers", "核決權限", "Authority"),
    node("split", Shape.SPLIT, "managers", "同時準備", "Prepare together"),
    node("tell", Shape.NOTICE, "managers", "通知客戶", "Tell the customer", corner="客戶", limit="當日"),
    node("wait", Shape.WAIT, "managers", "等待到貨", "Await delivery", limit="30 日"),
    node("call", Shape.CALL, "managers", "訂單異常處理", "Order exception", corner="order-exception"),
    node("mail", Shape.SYSTEM, "managers", "寄送郵件", "Send mail", corner="mail"),
    node("join", Shape.JOIN, "managers", "會合"),
    node("approved", Shape.MILESTONE, "staff", "合約核准", "Approved"),
    node("complaint", Shape.EVENT, "reviewers", "重大客訴", "Major complaint", corner="值班經理",
         limit="主流程暫停"),
    node("dispute", Shape.DISPUTE, "rulers", "爭議", "Dispute"),
    node("level", Shape.LEVEL, "rulers", "總工程師", "Chief engineer", corner="第 1 級", limit="2 日",
         signs=[Sign.GROUP, Sign.DISPUTED, Sign.DEPUTY]),
    node("ruling", Shape.RULING, "rulers", "裁決", "Ruling"),
    node("over", Shape.FINISHED, "reviewers", "結束"),
    node("duty", Shape.DUTY, "staff", "每日檢視訂單", "Review orders daily", limit="每日"),
    node("power", Shape.POWER, "reviewers", "放行出貨", "Release a shipment", limit="≤50 萬"),
    node("answers", Shape.ACCOUNTABILITY, "managers", "對交期負責", "Answers for delivery dates"),
    node("hold", Shape.PROCEDURE, "rulers", "出貨保留", "Shipment hold"),
    node("end", Shape.END, "staff", "合約歸檔", "Archived", corner="完成"),
)  # fmt: skip

_FLOW = [one.id for one in NODES[:15]]

EDGES = (
    *(Edge(f"flow {a}", a, b, Relation.FLOW) for a, b in pairwise(_FLOW)),
    Edge("rules", "level", "ruling", Relation.RULING),
    Edge("objects", "review/supply", "dispute", Relation.ESCALATION, "品質爭議", trigger="object"),
    Edge("objects too", "meeting", "dispute", Relation.ESCALATION, "交期爭議", trigger="object"),
    Edge("ruled", "ruling", "submit", Relation.RULING, "裁決後續行"),
    Edge("back", "table", "submit", Relation.RETURN, ">300 萬，或 50–300 萬有爭議而未解決者"),
    Edge("raised", "tell", "complaint", Relation.RAISES, "客訴"),
    Edge("ends", "hold", "end", Relation.FLOW, condition="amount > 3000000"),
)

GRID = Grid(
    "authority",
    ("核決權限表", "Authority table"),
    ("金額", "爭議", "最高核決", "備註"),
    (
        ("≤50 萬", "無", "行銷總監", "—"),
        (">50 萬，≤300 萬", "無", "業務副總", "由業務副總於期限內逐案核決，並通知財務部"),
        (">300 萬", "any", "總經理", ""),
    ),
    {1: Tone.CHANGED},
)


def everything(language: Language = Language.BOTH) -> Drawing:
    """Every form, every sign and every relation."""
    return Drawing(
        title="合約評審流程 Contract review",
        subtitle="SOP-CR-01 v3 · 《合約評審管理規定》",
        language=language,
        lanes=LANES,
        sections=(Section("main"),),
        nodes=NODES,
        edges=EDGES,
        grids=(GRID,),
    )


def marked() -> Drawing:
    """The same as a case says it and as two versions differ, with every tone on nodes and on edges."""
    tones = tuple(Tone)
    drawing = everything()
    nodes = tuple(
        replace(one, mark=_mark(tones[index % len(tones)], index)) for index, one in enumerate(drawing.nodes)
    )
    edges = tuple(
        replace(
            one,
            mark=EdgeMark(tones[index % len(tones)], "128 · 2.4 日" if index % 4 == 0 else "", index % 3 / 2),
        )
        for index, one in enumerate(drawing.edges)
    )
    return replace(drawing, nodes=nodes, edges=edges)


def _mark(tone: Tone, index: int) -> Mark:
    return Mark(
        tone,
        time="3.1／2 日 逾期" if index % 2 else "",
        by="吳小明 11-23 14:20" if index % 3 == 1 else "",
        badge="×3" if index % 3 == 2 else "",
        before=("舊標題：評審", "1 日") if tone is Tone.CHANGED else (),
    )


def plain(*nodes: Node, edges: Iterable[Edge] = (), title: str = "T", subtitle: str = "") -> Drawing:
    """A drawing of some nodes."""
    return Drawing(title, subtitle, Language.EN, LANES, (Section("main"),), nodes, tuple(edges))


def placed(drawing: Drawing, direction: Direction = Direction.DOWN) -> Picture:
    """A drawing with its nodes one below the other in their lanes."""
    known = sized(drawing, direction)
    lanes = {lane.id: index * _WIDE for index, lane in enumerate(drawing.lanes)}
    head = max(block.size.height for block in known.heads.values())
    y = head + 40
    boxes: dict[str, Rect] = {}
    for box in known.plan.boxes:
        boxes[box.id] = _rect(box, lanes[box.lane], y)
        y += box.size.height + 44
    return Picture(
        drawing,
        known,
        Layout(
            size=Size(_WIDE * len(lanes), y),
            strips={lane: Rect(x, 0, _WIDE, y) for lane, x in lanes.items()},
            heads={lane: Rect(x, 0, _WIDE, head) for lane, x in lanes.items()},
            parts={},
            boxes=boxes,
            routes={
                line.id: _route(line, boxes[line.source], boxes[line.target]) for line in known.plan.lines
            },
        ),
    )


def _rect(box: Box, x: float, y: float) -> Rect:
    return Rect(x + (_WIDE - box.size.width) / 2, y, box.size.width, box.size.height)


def _route(line: Line, source: Rect, target: Rect) -> Route:
    middle = Point(target.x + target.width / 2, target.y)
    match line.manner:
        case Manner.FORWARD:
            start = Point(source.x + source.width / 2, source.y + source.height)
            above = middle.y - 16
            points: tuple[Point, ...] = (start, Point(start.x, above), Point(middle.x, above), middle)
            at = Point(start.x, start.y + 17)
        case Manner.ASIDE:
            start = Point(source.x + source.width, source.y + source.height / 2)
            turn = max(start.x + 20, middle.x)
            above = middle.y - 20
            points = (start, Point(turn, start.y), Point(turn, above), Point(middle.x, above), middle)
            at = Point(start.x + 50, start.y)
        case Manner.BACK:
            start = Point(source.x, source.y + source.height / 2)
            goal = Point(target.x, target.y + target.height / 2)
            aside = min(start.x, goal.x) - 14
            points = (start, Point(aside, start.y), Point(aside, goal.y), goal)
            at = Point(start.x - 50, start.y)
    label = line.label
    place = (
        None
        if label is None
        else Rect(at.x - label.width / 2, at.y - label.height / 2, label.width, label.height)
    )
    return Route(points, place)
