"""The page of a code: what it says, why, how to mend it, and a bad and a good example."""

import re
from collections.abc import Mapping

from msgspec import Struct

from procflow.diagnostics.catalogue import Entry, Example, entry


class _Words(Struct, frozen=True):
    """The fixed words of a page in one language."""

    severities: Mapping[str, str]
    why: str
    help: str
    bad: str
    good: str
    parts: Mapping[str, str]
    times: str
    encoding: str
    none: str
    colon: str
    brackets: str
    parted: str


_WORDS = {
    "en": _Words(
        severities={"error": "error", "warning": "warning", "note": "note"},
        why="Why",
        help="Help",
        bad="Bad",
        good="Good",
        parts={
            "text": "",
            "file": "a whole file",
            "path": "the name of a file",
            "process": "keys of a process",
            "step": "keys of a task",
            "condition": "a condition",
            "cells": "cells of a table row",
            "organization": "keys of an organization",
            "calendar": "keys of a calendar",
            "register": "keys of a clause register",
            "position": "keys of a position",
            "sheet": "keys of a review sheet",
            "scenario": "keys of a scenario file",
        },
        times="{times} times over",
        encoding="saved as {encoding}",
        none="No short example brings this about.",
        colon=": ",
        brackets=" ({})",
        parted=", ",
    ),
    "zh": _Words(
        severities={"error": "錯誤", "warning": "警告", "note": "提示"},
        why="原因",
        help="改法",
        bad="錯誤的寫法",
        good="正確的寫法",
        parts={
            "text": "",
            "file": "整個檔案",
            "path": "檔名",
            "process": "流程檔的鍵",
            "step": "工作步驟的鍵",
            "condition": "條件",
            "cells": "權限表一列的各格",
            "organization": "組織檔的鍵",
            "calendar": "日曆的鍵",
            "register": "條款登記的鍵",
            "position": "職位檔的鍵",
            "sheet": "評審表的鍵",
            "scenario": "情境檔的鍵",
        },
        times="重複 {times} 次",
        encoding="存成 {encoding}",
        none="沒有簡短的例子會引起這個結果。",
        colon="：",
        brackets="（{}）",
        parted="，",
    ),
}

_OPEN = re.compile(r"\{(?!\{)\w+\}")


def code_title(code: str, lang: str = "en") -> str:
    """What a code says, with … for what differs from finding to finding. KeyError for an unknown code."""
    return _filled(entry(code), "message", lang)


def code_page(code: str, lang: str = "en", *, level: int = 1) -> str:
    """The page of a code in Markdown, its heading at that level. KeyError for an unknown code."""
    found, words = entry(code), _WORDS.get(lang, _WORDS["en"])
    severity = words.brackets.format(words.severities[found.severity])
    remarks = ((words.why, _filled(found, "reason", lang)), (words.help, _filled(found, "help", lang)))
    blocks = [
        f"{'#' * level} {code}",
        f"**{code_title(code, lang)}**{severity}",
        *(f"{label}{words.colon}{text}" for label, text in remarks if text.strip("…")),
        *_examples(found.example, words),
    ]
    return "\n\n".join(blocks) + "\n"


def _filled(found: Entry, part: str, lang: str) -> str:
    """A template of the code with every argument left open."""
    template = found.languages.get(lang, found.languages["en"]).get(part, "")
    return _OPEN.sub("…", template).replace("{{", "{").replace("}}", "}")


def _examples(example: Example | None, words: _Words) -> list[str]:
    if example is None or example.kind == "none":
        return [words.none]
    about = [words.parts[example.kind]]
    special = [
        words.times.format(times=example.times) if example.times > 1 else "",
        words.encoding.format(encoding=example.encoding) if example.encoding != "utf-8" else "",
    ]
    return [
        _labelled(words.bad, [*about, *special], words),
        _fenced(example.head + example.bad, example.kind),
        _labelled(words.good, about, words),
        _fenced(example.good, example.kind),
    ]


def _labelled(label: str, remarks: list[str], words: _Words) -> str:
    said = words.parted.join(remark for remark in remarks if remark)
    return f"{label}{words.brackets.format(said) if said else ''}{words.colon.strip()}"


def _fenced(text: str, kind: str) -> str:
    language = "text" if kind in ("condition", "path", "text") else "yaml"
    return f"```{language}\n{text.strip(chr(10))}\n```"
