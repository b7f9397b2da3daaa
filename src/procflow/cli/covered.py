"""What scenarios took of a process, as text and as JSON."""

from typing import TYPE_CHECKING

from procflow.cli.output import visible

if TYPE_CHECKING:
    from procflow.testing import Covered

KINDS_ZH = {
    "outcome": "結果",
    "edge": "去向",
    "line": "分支行",
    "seat": "席位",
    "answer": "答覆",
    "escalation": "逾期處理",
    "event": "隨時事件",
    "row": "表列",
    "ruling": "裁定",
    "end": "終點",
}


def coverage_text(covered: "Covered", lang: str) -> str:
    """What was not taken, a line each with its place, under the count."""
    every, left = len(covered.ways), len(covered.left)
    if lang == "zh":
        lines = [f"{covered.process}：{every} 條路走過 {every - left} 條" + ("，沒走過的：" if left else "")]
    else:
        lines = [
            f"{covered.process}: {every - left} of {every} ways taken" + ("; not taken:" if left else "")
        ]
    for way in covered.left:
        kind = KINDS_ZH[way.kind.value] if lang == "zh" else way.kind.value
        lines.append(f"  {way.span.file}:{way.span.line}: {kind} {way.place}: {way.name}")
    return "\n".join(visible(line) for line in lines)


def coverage_shape(covered: "Covered") -> dict[str, object]:
    """The same for programs."""
    kinds: dict[str, dict[str, int]] = {}
    left = set(covered.left)
    for way in covered.ways:
        count = kinds.setdefault(way.kind.value, {"ways": 0, "taken": 0})
        count["ways"] += 1
        count["taken"] += way not in left
    return {
        "process": covered.process,
        "file": covered.span.file,
        "ok": covered.ok,
        "ways": len(covered.ways),
        "taken": len(covered.ways) - len(covered.left),
        "kinds": kinds,
        "left": [
            {
                "kind": way.kind.value,
                "place": way.place,
                "name": way.name,
                "file": way.span.file,
                "line": way.span.line,
            }
            for way in covered.left
        ],
    }
